"""A brake on floods that identifies nobody and blocks no honest crowd.

One network may be one waiting room, or one carrier's whole town: the limit is far above what people can fill in. What is kept
is a count under a keyed digest of the network (/24, /56), in memory, under a key that is thrown away every day.
"""

from __future__ import annotations

import hashlib
import hmac
import ipaddress
import secrets
import time
from collections.abc import Callable
from threading import Lock

POSTS_PER_MINUTE = 600
"""Ten a second from one public network and process: far above any crowd with phones, far below a flood."""

_DAY = 86_400
_NETWORKS_AT_MOST = 50_000
# Behind these stands a proxy or the office itself: one address for everybody.
_INSIDE = tuple(
    ipaddress.ip_network(text)
    for text in ("10.0.0.0/8", "172.16.0.0/12", "192.168.0.0/16", "169.254.0.0/16", "fc00::/7", "fe80::/10")
)


def network_of(address: str) -> str:
    """The network an address belongs to, "" when it is no address, or an inner one that stands for many (a proxy)."""
    try:
        parsed = ipaddress.ip_address(address)
    except ValueError:
        return ""
    if parsed.version == 6 and parsed.ipv4_mapped:
        parsed = parsed.ipv4_mapped
    if parsed.is_loopback or parsed.is_unspecified or any(parsed in inside for inside in _INSIDE):
        return ""
    return str(ipaddress.ip_network(f"{parsed}/{24 if parsed.version == 4 else 56}", strict=False))


class Brake:
    """At most `limit` calls per network in a window of `seconds`; each process counts for itself."""

    def __init__(self, limit: int, seconds: int = 60, clock: Callable[[], float] = time.monotonic) -> None:
        self._limit = limit
        self._seconds = seconds
        self._clock = clock
        self._lock = Lock()
        self._counts: dict[bytes, int] = {}
        self._window = -1
        self._day = -1
        self._key = b""

    def refuses(self, address: str) -> int:
        """Seconds to wait when this call is one too many, 0 when it may pass."""
        network = network_of(address)
        if not network:
            return 0
        now = self._clock()
        with self._lock:
            if int(now // _DAY) != self._day:
                self._day, self._key = int(now // _DAY), secrets.token_bytes(32)
                self._counts.clear()
            if int(now // self._seconds) != self._window or len(self._counts) > _NETWORKS_AT_MOST:
                self._window = int(now // self._seconds)
                self._counts.clear()
            mark = hmac.digest(self._key, network.encode(), hashlib.sha256)
            count = self._counts[mark] = self._counts.get(mark, 0) + 1
        if count <= self._limit:
            return 0
        return max(1, int(self._seconds - now % self._seconds))
