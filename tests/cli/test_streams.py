"""Terminals, pipes and interruptions: what leaves the command stays readable, and nothing ends in a traceback."""

from __future__ import annotations

import json
import os
import pty
import subprocess
import sys
from pathlib import Path

import pytest
from rich.cells import cell_len
from tests.cli.running import ONLINE, UNIT, Capture, nine, process, run, write

from cermin import __version__
from cermin.cli import main
from cermin.cli.places import fresh, quoted
from cermin.cli.streams import printable

ESCAPES = b"\x1b"


def on_a_terminal(columns: int, *arguments: str) -> list[str]:
    """The lines that a real terminal of this width would be sent, output and error stream together, without colour."""
    main_end, other_end = pty.openpty()
    environment = os.environ | {"COLUMNS": str(columns), "LINES": "50", "TERM": "dumb", "NO_COLOR": "1"}
    started = subprocess.Popen(
        [sys.executable, "-m", "cermin.cli", *arguments], stdout=other_end, stderr=other_end, env=environment
    )
    os.close(other_end)
    sent = b""
    while True:
        try:
            piece = os.read(main_end, 65536)
        except OSError:  # the other end was closed: that is how a terminal ends on Linux
            break
        if not piece:
            break
        sent += piece
    os.close(main_end)
    assert started.wait(60) in (0, 2)
    return sent.decode().replace("\x1b[1m", "").replace("\x1b[0m", "").splitlines()


@pytest.mark.parametrize("columns", [40, 60, 80, 140])
def test_tables_fit_the_terminal(columns: int) -> None:
    lines = on_a_terminal(columns, "skm", "hitung", ONLINE)
    # The last line holds a command to copy, which is never broken.
    assert lines[-1].startswith("Berikutnya")
    assert max(cell_len(line.rstrip()) for line in lines[:-1]) <= columns
    shown = " ".join(" ".join(lines).split())
    assert "78,41" in shown
    weakest = next(line for line in lines if line.startswith("U3"))
    assert "2,773" in weakest
    assert "▲ C" in weakest
    assert ("2,65–2,90" in weakest) is (columns >= 72)
    assert all("…" not in line for line in lines)  # no figure is cut


def test_bad_cells_fit_the_terminal_and_the_bar_is_gone(tmp_path: Path) -> None:
    rows = nine()
    rows[2][1] = "9"
    lines = on_a_terminal(40, "skm", "hitung", write(tmp_path / "a.csv", rows))
    table = [line for line in lines if line.startswith(("Sel", "B3"))]
    assert len(table) == 2
    assert any(line.startswith("1 sel perlu diperbaiki") for line in lines)
    lines = on_a_terminal(80, "skm", "hitung", str(tmp_path / "a.csv"), "--lanjut")
    assert any(line.startswith("1 sel salah; barisnya tidak dihitung") for line in lines)


def test_a_pipe_gets_no_escapes_and_no_progress() -> None:
    for line in (["skm", "hitung", ONLINE], ["--help"], ["skm", "hitung", UNIT, "--json"]):
        done = process(*line, environment={"TERM": "xterm-256color"})
        assert done.returncode == 0
        assert ESCAPES not in done.stdout + done.stderr
        assert b"Membaca" not in done.stdout + done.stderr


@pytest.mark.parametrize(
    "environment", [{"PYTHONIOENCODING": "ascii"}, {"LC_ALL": "C", "PYTHONUTF8": "0", "PYTHONCOERCECLOCALE": "0"}]
)
def test_a_terminal_that_knows_only_ascii(environment: dict[str, str]) -> None:
    done = process("skm", "hitung", UNIT, environment=environment)
    assert done.returncode == 0, done.stderr
    text = done.stdout.decode("ascii")
    assert "76,26-81,23" in text  # not "76,26?81,23"
    assert "+ B Baik" in text
    assert "* A Sangat Baik" in text
    assert process("skm", "hitung", "tidak–ada.csv", environment=environment).returncode == 2


def test_json_loses_nothing_where_the_encoding_is_poor(tmp_path: Path) -> None:
    rows = [["Layanan", *nine()[0]], *[["Sertifikat “ā”", *row] for row in nine()[1:]]]
    path = write(tmp_path / "a.csv", rows)
    poor = process("skm", "hitung", path, "--json", environment={"PYTHONIOENCODING": "latin-1"})
    rich = process("skm", "hitung", path, "--json", environment={"PYTHONIOENCODING": "utf-8"})
    assert json.loads(poor.stdout.decode("latin-1")) == json.loads(rich.stdout.decode("utf-8"))
    assert "Sertifikat “ā”" in rich.stdout.decode("utf-8")


def test_names_and_headings_of_others_are_shown_as_they_are(capsys: Capture, tmp_path: Path) -> None:
    rows = nine()
    rows[0] = [*rows[0], "[red]Layanan[/red] :smile:", "Catatan \u202ehtap"]
    for row in rows[1:]:
        row += ["[bold]Izin[/bold]", "x"]
    path = write(tmp_path / "[bold]data[bold].csv", rows)
    code, out, err = run(capsys, "skm", "hitung", path, "--kolom", "J=layanan")
    assert code == 0
    assert "[red]Layanan[/red] :smile:" in out
    assert "[bold]Izin[/bold]" in out
    assert "[bold]data[bold].csv" in err
    assert "Catatan �htap" in out  # a sign that turns the reading direction round
    assert "\x1b" not in out + err


def test_a_refusal_shows_the_name_as_it_is(capsys: Capture, tmp_path: Path) -> None:
    code, _, err = run(capsys, "skm", "hitung", str(tmp_path / "[red]tiada[red] :x: \x1b[2J.csv"))
    assert code == 2
    assert "[red]tiada[red] :x: �[2J.csv" in err


def test_control_signs_are_replaced_and_letters_kept() -> None:
    assert printable("a\x1b[31m\x9b\u202e\u0007b\nc é ✓ 答\xa0x") == "a�[31m���b\nc é ✓ 答\xa0x"


def test_a_file_name_that_is_no_text(tmp_path: Path) -> None:
    source = os.fsencode(tmp_path) + b"/jawaban-\xff.csv"
    Path(os.fsdecode(source)).write_bytes(Path(UNIT).read_bytes())
    done = subprocess.run(
        [sys.executable, "-m", "cermin.cli", "skm", "laporan", source, "--keluar", str(tmp_path / "hasil")],
        capture_output=True,
        check=False,
    )
    assert (done.returncode, b"Traceback" in done.stderr) == (0, False), done.stderr
    assert json.loads((tmp_path / "hasil" / "hasil.json").read_text(encoding="utf-8"))["input_file"] == "jawaban-�.csv"


@pytest.mark.parametrize("more", [[], ["--json"]])
def test_a_reader_that_goes_away_is_no_error(more: list[str]) -> None:
    read_end, write_end = os.pipe()
    os.close(read_end)
    done = subprocess.run(
        [sys.executable, "-m", "cermin.cli", "skm", "hitung", UNIT, *more],
        stdout=write_end,
        stderr=subprocess.PIPE,
        check=False,
    )
    os.close(write_end)
    assert done.returncode == 0
    assert b"Error" not in done.stderr
    assert b"Exception" not in done.stderr


def test_a_full_disk_is_a_sentence() -> None:
    with Path("/dev/full").open("wb") as full:
        done = subprocess.run(
            [sys.executable, "-m", "cermin.cli", "skm", "hitung", UNIT, "--json"],
            stdout=full,
            stderr=subprocess.PIPE,
            check=False,
        )
    assert done.returncode == 1
    assert done.stderr.decode().startswith("Maaf, terjadi galat")
    assert b"Traceback" not in done.stderr


@pytest.mark.parametrize("line", [["skm", "hitung", UNIT], ["skm", "laporan", UNIT, "--keluar", "hasil"]])
def test_stopping_by_hand(line: list[str], capsys: Capture, tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    def interrupt(*_: object) -> None:
        raise KeyboardInterrupt

    monkeypatch.chdir(tmp_path)
    monkeypatch.setattr("cermin.documents.incoming.reading.open_source", interrupt)
    code, out, err = run(capsys, *line)
    assert (code, out) == (130, "")
    assert err.startswith("Dihentikan sebelum selesai.")
    assert list(tmp_path.iterdir()) == []


def test_stopping_while_the_files_are_made_leaves_none(
    capsys: Capture, tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    def interrupt(*_: object) -> None:
        raise KeyboardInterrupt

    monkeypatch.setattr("cermin.documents.skm.report_set.write_workbook", interrupt)
    code, _, err = run(capsys, "skm", "laporan", UNIT, "--keluar", str(tmp_path / "hasil"))
    assert code == 130
    assert len(err.splitlines()) == 1
    assert list(tmp_path.iterdir()) == []


def test_the_unexpected_is_a_sentence_with_version_and_what_to_do(
    capsys: Capture, monkeypatch: pytest.MonkeyPatch
) -> None:
    def explode(*_: object, **__: object) -> None:
        raise ZeroDivisionError("\x1b[31mpembagi nol")

    monkeypatch.setattr("cermin.pure.calc.survey.evaluate_survey", explode)
    monkeypatch.delenv("CERMIN_DEBUG", raising=False)
    for language, words in (("id", "Laporkan kalimat ini"), ("en", "Please report this sentence")):
        code, out, err = run(capsys, "--lang", language, "skm", "hitung", UNIT)
        assert (code, out) == (1, "")
        assert words in err
        assert __version__ in err
        assert "ZeroDivisionError: �[31mpembagi nol" in err
        assert len(err.splitlines()) == 1
    monkeypatch.setenv("CERMIN_DEBUG", "1")
    with pytest.raises(ZeroDivisionError):
        main(["skm", "hitung", UNIT])


def test_english_notes_and_headings(capsys: Capture) -> None:
    code, out, err = run(capsys, "skm", "hitung", UNIT, "--lang", "en")
    assert code == 0
    assert "The service is rated Baik by 49 users" in out
    assert "95 % confidence interval 76,26–81,23" in out
    assert "Please note: P8, P9 without words are read by the nine-question form" in out
    assert err.startswith("Next, make the report:")


def test_a_free_name_beside_those_that_are_there(tmp_path: Path) -> None:
    path = tmp_path / "a.xlsx"
    assert fresh(path) == path
    for name in ("a.xlsx", "a-2.xlsx", "a-4.xlsx"):
        (tmp_path / name).write_text("", encoding="utf-8")
    assert fresh(path) == tmp_path / "a-3.xlsx"


def test_a_command_to_copy_is_quoted_where_it_must_be() -> None:
    assert quoted("hasil/jawaban-1.csv") == "hasil/jawaban-1.csv"
    assert quoted(r"C:\data\a.xlsx") == r"C:\data\a.xlsx"
    assert quoted("data kami.csv") == '"data kami.csv"'
    assert quoted("a&b.csv") == '"a&b.csv"'
