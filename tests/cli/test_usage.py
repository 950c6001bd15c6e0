"""Help and wrong use, in both languages, and what starting costs."""

from __future__ import annotations

import pytest
from tests.cli.running import UNIT, Capture, process, run

from cermin import __version__

LEVELS = [(), ("skm",), ("skm", "hitung"), ("skm", "laporan"), ("skm", "rekap"), ("skm", "templat")]


@pytest.mark.parametrize("level", LEVELS)
def test_help_speaks_the_language_that_was_asked_for_anywhere_in_the_line(
    level: tuple[str, ...], capsys: Capture
) -> None:
    code, indonesian, err = run(capsys, *level, "--help")
    assert (code, err) == (0, "")
    assert indonesian.startswith("pemakaian: cermin")
    assert "tampilkan bantuan ini lalu keluar" in indonesian
    assert "show this help" not in indonesian
    places = [("--lang", "en", *level, "--help"), (*level, "--lang=en", "--help"), (*level, "--help", "--lang", "en")]
    for line in places:
        code, english, _ = run(capsys, *line)
        assert code == 0
        assert english.startswith("usage: cermin")
        assert "tampilkan" not in english


def test_every_option_has_its_help_in_both_languages(capsys: Capture) -> None:
    for language in ("id", "en"):
        _, text, _ = run(capsys, "skm", "laporan", "--lang", language, "--help")
        for option in ("--profil", "--populasi", "--lembar", "--kolom", "--lanjut", "--keluar", "--sebelumnya"):
            assert option in text


@pytest.mark.parametrize(
    ("line", "words"),
    [
        (["skm", "laporan", UNIT], "argumen ini harus diisi: --keluar"),
        (["skm", "hitung"], "argumen ini harus diisi: FILE"),
        (["skm", "hitung", UNIT, "--cepat"], "argumen tidak dikenal: --cepat"),
        (["skm", "hitung", UNIT, "--populasi", "banyak"], "argumen --populasi: 'banyak' bukan bilangan bulat"),
        (["skm", "laporan", UNIT, "--keluar", "x", "--kertas", "A3"], "pilihan 'A3' tidak ada"),
        (["skm", "templat", "x.xlsx", "--pertanyaan", "14"], "pilihan '14' tidak ada"),
        (["skm", "rekap", "x", "--wajib"], "argumen --wajib: perlu satu nilai"),
        (["fkp"], "pilihan 'fkp' tidak ada"),
        (["skm", "hitung", UNIT, "--lang", "fr"], "argumen --lang: pilihan 'fr' tidak ada"),
    ],
)
def test_wrong_use_is_said_in_indonesian_and_exits_with_2(line: list[str], words: str, capsys: Capture) -> None:
    code, out, err = run(capsys, *line)
    assert (code, out) == (2, "")
    assert words in err
    assert err.startswith("pemakaian: ")


def test_wrong_use_in_english(capsys: Capture) -> None:
    code, _, err = run(capsys, "--lang", "en", "skm", "laporan", UNIT)
    assert code == 2
    assert "the following arguments are required: --keluar" in err


@pytest.mark.parametrize(
    "line",
    [
        ["skm", "hitung", ""],
        ["skm", "laporan", UNIT, "--keluar", " "],
        ["skm", "laporan", UNIT, "--keluar", "x", "--sebelumnya", ""],
        ["skm", "hitung", UNIT, "--profil", ""],
        ["skm", "rekap", ""],
        ["skm", "templat", ""],
    ],
)
def test_an_empty_name_is_no_name(
    line: list[str], capsys: Capture, tmp_path_factory: pytest.TempPathFactory, monkeypatch: pytest.MonkeyPatch
) -> None:
    folder = tmp_path_factory.mktemp("kosong")
    monkeypatch.chdir(folder)
    code, out, err = run(capsys, *line)
    assert (code, out) == (2, "")
    assert "namanya kosong" in err
    assert list(folder.iterdir()) == []


def test_a_command_without_its_second_word_shows_help(capsys: Capture) -> None:
    for line in ([], ["skm"]):
        code, out, _ = run(capsys, *line)
        assert code == 2
        assert "PERINTAH" in out


def test_version_and_module_as_a_process() -> None:
    done = process("--version")
    assert (done.returncode, done.stdout.decode().strip()) == (0, f"cermin {__version__}")
    assert process("skm", "hitung").returncode == 2


def test_help_as_a_process_imports_nothing_heavy() -> None:
    done = process("skm", "laporan", "--help", more=["-X", "importtime"])
    loaded = {line.rsplit(b"|", 1)[-1].strip().split(b".")[0] for line in done.stderr.splitlines()}
    assert b"argparse" in loaded  # the list is the real one
    assert not loaded & {b"numpy", b"scipy", b"statsmodels", b"rich", b"typst", b"docx", b"xlsxwriter"}


def test_computing_without_intervals_imports_no_statistics() -> None:
    done = process("skm", "hitung", UNIT, "--tanpa-selang", more=["-X", "importtime"])
    loaded = {line.rsplit(b"|", 1)[-1].strip().split(b".")[0] for line in done.stderr.splitlines()}
    assert done.returncode == 0
    assert b"numpy" in loaded
    assert not loaded & {b"scipy", b"statsmodels", b"pandas", b"typst", b"docx"}
