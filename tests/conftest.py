"""The environment of the tests: settings, database, browser.

`CERMIN_TEST_DATABASE=postgres` runs them on PostgreSQL, started for this run; otherwise they run on an SQLite file.
"""

from __future__ import annotations

import os
import shutil
import tempfile
from collections.abc import Iterator
from contextlib import ExitStack
from pathlib import Path
from typing import TYPE_CHECKING

import pytest
from tests.support.browser import browser, desk_page, no_script_page, phone_page, site
from tests.support.served import served

if TYPE_CHECKING:
    from tests.support.pages import CheckedClient

# Fixtures are found by their names in this module.
__all__ = ["browser", "desk_page", "no_script_page", "phone_page", "served", "site"]

HERE = Path(__file__).resolve().parent
# These rooms know no Django; their tests do not wait for it.
WITHOUT_DJANGO = {"pure", "golden", "documents", "cli"}
URL = "CERMIN_TEST_POSTGRES_URL"

at_end = ExitStack()


def pytest_configure(config: pytest.Config) -> None:
    """Set the environment before Django reads its settings: pytest-django does so right after this."""
    if all(room_of(argument, config.invocation_params.dir) in WITHOUT_DJANGO for argument in config.args):
        return
    folder = Path(tempfile.mkdtemp(prefix="cermin-test-"))
    at_end.callback(shutil.rmtree, folder, ignore_errors=True)
    os.environ.update(
        DJANGO_SETTINGS_MODULE="cermin.config.settings",
        CERMIN_DATA=str(folder),
        CERMIN_DATABASE_URL=database_url(folder),
        CERMIN_SECRET_KEY="only-for-tests-" + "0" * 50,
        CERMIN_HOSTS="testserver,localhost,127.0.0.1",
        CERMIN_DEBUG="0",
    )
    from django.conf import settings

    settings.DATABASES  # noqa: B018  (reads the module: pytest-django sets up only what has been read)


def room_of(argument: str, start: Path) -> str:
    """The folder under tests/ that an argument of pytest names; "" for anything else."""
    path = (start / argument.split("::")[0]).resolve()
    return path.relative_to(HERE).parts[0] if HERE in path.parents else ""


def database_url(folder: Path) -> str:
    if os.environ.get("CERMIN_TEST_DATABASE", "sqlite") != "postgres":
        return f"sqlite:///{folder / 'cermin.sqlite3'}"
    if URL not in os.environ:  # the first process of the run; the workers of xdist find it set
        from tests.support.postgres import postgres_server

        os.environ[URL] = at_end.enter_context(postgres_server()).url
        at_end.callback(os.environ.pop, URL)
    return os.environ[URL]


def pytest_unconfigure() -> None:
    at_end.close()


@pytest.fixture(scope="session")
def django_db_modify_db_settings(django_db_modify_db_settings_parallel_suffix: None) -> None:
    """A real file for SQLite, as in production: threads share it, and locks are the file's. Only the disk is not awaited."""
    from django.conf import settings
    from django.db import connection

    settings.PASSWORD_HASHERS = ["tests.support.hashing.QuickArgon2"]
    if connection.vendor == "sqlite":
        values = connection.settings_dict
        values["TEST"]["NAME"] = str(Path(os.environ["CERMIN_DATA"]) / "test.sqlite3")
        first = values["OPTIONS"].get("init_command", "")
        values["OPTIONS"]["init_command"] = f"{first.rstrip(';')}; PRAGMA synchronous=OFF".lstrip("; ")


@pytest.fixture(scope="session")
def django_db_setup(django_db_setup: None, django_db_blocker) -> Iterator[None]:
    from tests.support.database import restorer

    with django_db_blocker.unblock():
        kept = restorer()
    yield
    with django_db_blocker.unblock():
        kept.close()


@pytest.fixture
def web() -> CheckedClient:
    """A browser without JavaScript that nobody has signed in; every page it fetches is checked (law 8)."""
    from tests.support.pages import CheckedClient

    return CheckedClient()
