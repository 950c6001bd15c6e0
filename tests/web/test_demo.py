"""The made-up office: everything that it shows is computed, and computed again here by a second way."""

from __future__ import annotations

import random
import subprocess
import sys
from datetime import date
from decimal import ROUND_HALF_UP, Decimal
from fractions import Fraction
from pathlib import Path
from typing import Any

import pytest
from tests.support.served import environment_of

from cermin.base.models import AuditLine, IssuedDocument
from cermin.demo.answers import draw
from cermin.demo.cast import ACCOUNTS, SUFFIX
from cermin.demo.story import MEANS, Told, half_year_of, tell
from cermin.organizations.models import Person
from cermin.organizations.queries import actor_of
from cermin.skm.models import Response, Tally
from cermin.skm.queries import open_work, progress

TODAY = date(2026, 11, 25)


@pytest.mark.django_db(transaction=True)
def test_everything_the_story_shows_is_computed() -> None:
    """Told once, because that takes seconds; looked at from every side."""
    told = tell(today=TODAY)
    _published_figures_follow_from_the_rows(told)
    _verdicts_follow_from_the_two_periods(told)
    _publications_have_documents_and_acts_have_lines(told)
    _open_round_collects_and_is_short_of_its_target(told)
    _every_login_is_marked_and_no_other_person_exists()


def _index_of(rows: list[str]) -> Decimal:
    """The index by hand: sum over nine questions of the mean of the filled answers, times 25/9, rounded once half up."""
    total = Fraction(0)
    for question in range(9):
        filled = [int(row[question]) for row in rows if row[question] != "-"]
        total += Fraction(sum(filled), len(filled))
    exact = total * 25 / 9
    return (Decimal(exact.numerator) / Decimal(exact.denominator)).quantize(Decimal("0.01"), ROUND_HALF_UP)


def _grade_of(value: Decimal) -> str:
    return next(
        letter
        for letter, least in zip("ABCD", ("88.31", "76.61", "65.00", "25.00"), strict=True)
        if value >= Decimal(least)
    )


def _published_figures_follow_from_the_rows(told: Told) -> None:
    assert len(told.publications) == 2
    for publication in told.publications:
        rows = list(
            Response.objects.filter(
                government_id=publication.government_id, round_id=publication.round_id, is_late=False
            ).values_list("scores", flat=True)
        )
        value = _index_of(rows)
        index = publication.indexes.get(service=None)
        assert (index.respondents, index.value, index.grade) == (len(rows), value, _grade_of(value))
        assert publication.content["index"] == str(value)


def _verdicts_follow_from_the_two_periods(told: Told) -> None:
    before, now = (publication.content["summary"] for publication in told.publications)
    change = told.publications[1].content["change"]["index"]
    spread = (before["sd"] ** 2 / before["n"] + now["sd"] ** 2 / now["n"]) ** 0.5
    difference = now["mean"] - before["mean"]
    assert change["difference"] == pytest.approx(difference, abs=1e-5)
    # With more than 300 answers on each side Student's quantile is 1.96 to two places.
    assert change["low"] == pytest.approx(difference - 1.965 * spread, abs=0.02)
    verdict = "up" if difference > 1.965 * spread else "down" if difference < -1.965 * spread else "uncertain"
    assert change["verdict"] == verdict


def _publications_have_documents_and_acts_have_lines(told: Told) -> None:
    for publication in told.publications:
        document = IssuedDocument.objects.get(government_id=publication.government_id, owner_id=publication.id)
        assert {file.name for file in document.files.all()} >= {"laporan-skm.docx", "laporan-skm.pdf", "hasil.json"}
        assert publication.people["approved"] != publication.people["processed"]
    acts = set(AuditLine.objects.filter(government_id="82").values_list("action", flat=True))
    assert acts >= {"round_plan", "round_open", "round_close", "round_process", "round_approve", "round_publish"}


def _open_round_collects_and_is_short_of_its_target(told: Told) -> None:
    standing = progress(told.open_round)
    rows = Response.objects.filter(government_id="82", round=told.open_round).count()
    counted = Tally.objects.filter(government_id="82", round=told.open_round, dimension="", question=0)
    assert standing.total == rows == sum(counted.values_list("n", flat=True))
    assert 0 < standing.total < (standing.target or 0)
    officer = actor_of(Person.objects.get(login="petugas.contoh"), TODAY)
    assert any(str(told.open_round.id) in work.url for work in open_work(officer, TODAY))


def _every_login_is_marked_and_no_other_person_exists() -> None:
    assert {account.login for account in ACCOUNTS} == set(Person.objects.values_list("login", flat=True))
    assert all(account.login.endswith(SUFFIX) for account in ACCOUNTS)


def test_the_same_seed_draws_the_same_answers() -> None:
    elements, means = list(MEANS), dict(MEANS)
    first, second = ([draw(random.Random(seed), elements, means, ["age"]) for _ in range(3)] for seed in (82, 82))
    assert first == second
    assert draw(random.Random(83), elements, means, ["age"]) != first[0]


def test_half_years() -> None:
    first = half_year_of(date(2026, 6, 30))
    assert (first.label, first.starts_on, first.ends_on) == ("Semester I 2026", date(2026, 1, 1), date(2026, 6, 30))
    assert first.before.label == "Semester II 2025"
    assert half_year_of(date(2026, 7, 1)).before == first


def test_a_real_start_refuses_the_accounts_of_the_demo(tmp_path: Path) -> None:
    environment = environment_of(tmp_path)
    add = "from cermin.organizations.models import Person; Person.objects.create_user('petugas.contoh', 'x', name='Contoh')"
    setup = "import django; django.setup(); from django.core.management import call_command as c; c('migrate', verbosity=0); "
    run: dict[str, Any] = {
        "env": {**environment, "DJANGO_SETTINGS_MODULE": "cermin.config.settings"},
        "text": True,
        "capture_output": True,
    }
    subprocess.run([sys.executable, "-c", setup + add], check=True, **run)
    start = [sys.executable, "-m", "cermin.cli.prepare"]
    refused = subprocess.run(start, check=False, **run)
    assert refused.returncode == 1
    assert "akun contoh" in refused.stderr
    allowed = subprocess.run(start, check=False, **{**run, "env": {**run["env"], "CERMIN_DEMO": "1"}})
    assert allowed.returncode == 0, allowed.stderr
