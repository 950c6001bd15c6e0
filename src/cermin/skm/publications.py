"""The public record of a round as bytes and digest."""

from __future__ import annotations

import hashlib
import json
from typing import Any


def content_bytes(content: Any) -> bytes:
    """`hasil.json` of a public record: indented, in the order of its keys."""
    return (json.dumps(content, ensure_ascii=False, indent=1, allow_nan=False) + "\n").encode()


def content_digest(content: Any) -> str:
    """SHA-256 of the canonical JSON (keys sorted, no blanks, UTF-8), so that anybody can recompute it from `hasil.json`."""
    text = json.dumps(content, ensure_ascii=False, sort_keys=True, separators=(",", ":"), allow_nan=False)
    return hashlib.sha256(text.encode()).hexdigest()
