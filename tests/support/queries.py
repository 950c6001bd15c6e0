"""How many queries a page costs (law 7). What is counted: statements that read or write, not BEGIN, SAVEPOINT and the like."""

from __future__ import annotations

import re
from collections.abc import Callable, Iterator
from contextlib import contextmanager
from typing import Any

from django.db import connection
from django.test.utils import CaptureQueriesContext

PAGE_LIMIT = 30
CONTROL = re.compile(r"\s*(BEGIN|COMMIT|ROLLBACK|SAVEPOINT|RELEASE|PRAGMA|SET )", re.IGNORECASE)


def queries_of(call: Callable[[], Any]) -> list[str]:
    """The SQL that the call runs, in order. For law 7: `len(queries_of(...))` with 1 item and with 30 is the same."""
    with CaptureQueriesContext(connection) as captured:
        call()
    return _counted(captured)


@contextmanager
def assert_queries_at_most(limit: int = PAGE_LIMIT) -> Iterator[None]:
    """Fail, with the list, when the block runs more than `limit` queries. The default is what any page may cost."""
    with CaptureQueriesContext(connection) as captured:
        yield
    queries = _counted(captured)
    if len(queries) > limit:
        listed = "\n".join(f"  {number}. {query[:300]}" for number, query in enumerate(queries, 1))
        raise AssertionError(f"{len(queries)} queries, at most {limit} allowed:\n{listed}")


def _counted(captured: CaptureQueriesContext) -> list[str]:
    return [entry["sql"] for entry in captured.captured_queries if not CONTROL.match(entry["sql"])]
