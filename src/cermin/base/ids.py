"""Ids made by the application: 63 bits, in order of time, unique over all governments and databases.

A database sequence would give two governments on two machines the same number, and moving a government to a machine of its own
would then be impossible. Layout: 41 bits of milliseconds since 2026-01-01 (enough until 2095), 22 bits random.
"""

from __future__ import annotations

import secrets
import threading
import time

EPOCH_MS = 1_767_225_600_000  # 2026-01-01T00:00:00Z
RANDOM_BITS = 22

_lock = threading.Lock()
_last = 0


def new_id() -> int:
    """A new id, larger than every earlier one of this process.

    Two processes collide with probability 2**-22 when they make an id in the same millisecond; the primary key then refuses the
    second, whose transaction changes nothing and may be tried again.
    """
    global _last
    made = ((time.time_ns() // 1_000_000 - EPOCH_MS) << RANDOM_BITS) | secrets.randbits(RANDOM_BITS)
    with _lock:
        _last = max(_last + 1, made)  # also when the clock was set back
        return _last
