"""What the pages in the browser stand on."""

from __future__ import annotations

import pytest


@pytest.fixture
def survey_code(transactional_db: None) -> str:
    """The code of a made-up office whose round of nine questions and three services collects answers today."""
    from tests.respond.office import open_office

    return open_office().code
