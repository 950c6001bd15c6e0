"""Telling a story that began two years ago: the services ask Django's clock, and here it says another day."""

from __future__ import annotations

from collections.abc import Iterator
from contextlib import contextmanager
from datetime import datetime
from unittest.mock import patch

from django.utils import timezone


@contextmanager
def as_of(moment: datetime) -> Iterator[None]:
    """Within this block `django.utils.timezone.now()` says `moment` (aware). Only for the process that tells the story: it serves
    nothing meanwhile."""
    if timezone.is_naive(moment):
        raise ValueError("a moment needs its zone")
    with patch.object(timezone, "now", lambda: moment):
        yield
