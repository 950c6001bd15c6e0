"""The demo's office, served by the real command with its real worker."""

from __future__ import annotations

import subprocess
import sys
from collections.abc import Iterator
from pathlib import Path

import pytest
from tests.support.served import Served, environment_of, served_from

DEMO = {"CERMIN_DEMO": "1"}


@pytest.fixture(scope="session")
def office(tmp_path_factory: pytest.TempPathFactory) -> Iterator[Served]:
    data: Path = tmp_path_factory.mktemp("contoh") / "data"
    subprocess.run([sys.executable, "-m", "cermin.demo"], env=environment_of(data, DEMO), check=True, timeout=180)
    with served_from(data, DEMO) as running:
        yield running


@pytest.fixture
def site(office: Served) -> str:
    return office.url
