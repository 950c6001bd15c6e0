"""The floor of the survey door: rows of submissions, each committed, through the bare driver. Prints seconds per row."""

from __future__ import annotations

import os
import sqlite3
import sys
import time
from pathlib import Path
from uuid import uuid4

ROWS = 300
COLUMNS = (
    "id, government_id, round_id, service_id, instrument_id, client_id, scores, profile, channel, sealed_at, received_at, is_late,"
    " digest, receipt"
)


def main(government: str, round_id: int) -> float:
    """One row after the other, durable as in production."""
    url = os.environ.get("CERMIN_DATABASE_URL", "")
    if url:
        import psycopg

        connection: psycopg.Connection | sqlite3.Connection = psycopg.connect(url)
        mark = "%s"
    else:
        connection = sqlite3.connect(Path(os.environ["CERMIN_DATA"]) / "cermin.sqlite3", timeout=20)
        connection.execute("PRAGMA journal_mode=WAL")
        connection.execute("PRAGMA synchronous=FULL")
        mark = "?"
    find = (
        f"SELECT service_id, instrument_id FROM skm_response WHERE government_id = {mark} AND round_id = {mark} LIMIT 1"
    )
    service, instrument = connection.execute(find, (government, round_id)).fetchone()
    connection.commit()
    insert = f"INSERT INTO skm_response ({COLUMNS}) VALUES ({', '.join([mark] * 14)})"
    start = time.perf_counter()
    for _ in range(ROWS):
        client = uuid4()
        at = "2026-01-05 03:00:00"
        row = (client.int >> 65, government, round_id, service, instrument, client if url else client.hex, "333333333")
        row += ("{}", "api", at, at, False, client.hex * 2, client.hex[:16])
        connection.execute(insert, row)
        connection.commit()
    return (time.perf_counter() - start) / ROWS


if __name__ == "__main__":
    print(main(sys.argv[1], int(sys.argv[2])))
