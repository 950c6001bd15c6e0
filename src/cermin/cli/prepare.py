"""The first child of `cermin jalankan`: brings the database up to date and says where to listen.

A process of its own, so that the one that starts and watches the others stays small, without Django and without a connection.

    python -m cermin.cli.prepare   ->  one line of JSON on standard output: {"address", "port", "workers", "first"}
"""

from __future__ import annotations

import fcntl
import json
import os
import sys
from collections.abc import Iterator
from contextlib import contextmanager


def main() -> None:
    import django

    os.environ.setdefault("DJANGO_SETTINGS_MODULE", "cermin.config.settings")
    django.setup()
    from django.conf import settings
    from django.core.management import call_command
    from django.db import connections

    settings.DATA.mkdir(mode=0o700, parents=True, exist_ok=True)
    with _alone():
        # What these print belongs to the log, not into the answer.
        call_command("migrate", interactive=False, verbosity=1 if _has_tables() else 0, stdout=sys.stderr)
        call_command("createcachetable", verbosity=0)
    if not settings.DEMO and _holds_demo():
        # Their password is printed in our own source: whoever knows it would be an administrator of a real server.
        sys.exit("Basis data ini memuat akun contoh. Pakai folder data yang lain, atau jalankan 'cermin contoh'.")
    answer = {
        "address": settings.ADDRESS,
        "port": settings.PORT,
        "workers": settings.WORKERS,
        "public_url": settings.PUBLIC_URL,
        "first": _first_administrator(),
    }
    connections.close_all()
    print(json.dumps(answer))


def _first_administrator() -> str | None:
    """The one-time address under which the first administrator signs up; None once there is a person."""
    from django.conf import settings

    from cermin.organizations.services import first_administrator_code

    path = first_administrator_code()
    return path and f"{settings.PUBLIC_URL}{path}"


def _holds_demo() -> bool:
    from cermin.demo.cast import SUFFIX
    from cermin.organizations.models import Person

    return bool(Person.objects.filter(login__endswith=SUFFIX).exists())


def _has_tables() -> bool:
    from django.db import connection

    return bool(connection.introspection.table_names())


@contextmanager
def _alone() -> Iterator[None]:
    """Two servers that start at once on one database bring it up to date one after the other."""
    from django.conf import settings
    from django.db import connection

    if connection.vendor == "postgresql":
        with connection.cursor() as cursor:
            cursor.execute("SELECT pg_advisory_lock(hashtextextended('cermin.migrate', 0))")
            yield
            cursor.execute("SELECT pg_advisory_unlock(hashtextextended('cermin.migrate', 0))")
        return
    with (settings.DATA / "migrasi.lock").open("w") as lock:
        fcntl.flock(lock, fcntl.LOCK_EX)
        yield


if __name__ == "__main__":
    main()
