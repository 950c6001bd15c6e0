"""What every commit must keep: no path of a machine, no foreign host at run time, generated pages in step, both languages."""

from __future__ import annotations

import argparse
import csv
import re
import subprocess
import tomllib
from pathlib import Path

import pytest

import cermin
from cermin.cli.parser import build_parser
from cermin.cli.texts import TEXTS, Voice
from cermin.documents.messages import Catalogue

ROOT = Path(__file__).resolve().parents[2]
SRC = ROOT / "src" / "cermin"


def tracked() -> list[Path]:
    done = subprocess.run(["git", "ls-files", "-z"], cwd=ROOT, capture_output=True, check=True)
    return [ROOT / name for name in done.stdout.decode().split("\0") if name and (ROOT / name).is_file()]


def texts() -> list[tuple[Path, str]]:
    found = []
    for path in tracked():
        try:
            found.append((path, path.read_text(encoding="utf-8")))
        except UnicodeDecodeError:
            continue
    return found


def test_no_path_of_a_machine_is_committed() -> None:
    # Written in two parts so that this file does not find itself.
    pattern = re.compile("/(?:" + "work" + r"/(?:main|shared)|" + "home" + r"/\w+/|" + "root" + r"/\.)")
    found = [f"{path.relative_to(ROOT)}: {match.group()}" for path, text in texts() if (match := pattern.search(text))]
    assert found == []


def test_nothing_is_loaded_from_another_host_at_run_time() -> None:
    """Source holds no address but XML namespaces, the licence, examples reserved for documentation, and the link to the national
    complaints channel, which a citizen follows by hand."""
    allowed = re.compile(
        r"https?://(schemas\.openxmlformats\.org|www\.w3\.org|schemas\.microsoft\.com|purl\.org|wa\.me/\?text=|\S*example|www\.lapor\.go\.id/|localhost|\{host\}:)"
    )
    for path, text in texts():
        if SRC in path.parents and path.suffix in {".py", ".typ"}:
            for match in re.finditer(r"https?://\S+", text):
                assert allowed.match(match.group()), f"{path}: {match.group()}"
    # Binding a port of this machine and saying its name is no way out; anything that connects would be.
    listening = {
        "cli/serve.py": {
            "socket.socket",
            "socket.SOL_SOCKET",
            "socket.SO_REUSEADDR",
            "socket.gethostname",
            "socket.AF_INET6",
            "socket.AF_INET",
            "socket.SOCK_STREAM",
        }
    }
    for path, text in texts():
        if SRC in path.parents:
            found = set(re.findall(r"\b(?:urllib\.request|requests\.\w+|httpx|socket\.\w+)", text))
            assert found <= listening.get(str(path.relative_to(SRC)), set()), path


def catalogues() -> list[tuple[str, Catalogue]]:
    from cermin.documents.incoming import profile, sentences, structure_words
    from cermin.documents.skm import result_reading

    found: list[tuple[str, Catalogue]] = [("cli", TEXTS)]
    for module in (sentences, profile, structure_words, result_reading):
        found += [(module.__name__, value) for value in vars(module).values() if isinstance(value, Catalogue)]
    return found


def test_every_interface_sentence_has_both_languages_and_the_same_facts() -> None:
    seen = 0
    for name, catalogue in catalogues():
        for code, sentence in catalogue.sentences.items():
            seen += 1
            assert sentence.id.strip(), f"{name}.{code}"
            assert sentence.en.strip(), f"{name}.{code}"
            places = [set(re.findall(r"{(\w+)[^}]*}", text)) for text in (sentence.id, sentence.en)]
            assert places[0] == places[1], f"{name}.{code}: facts differ between the languages"
    assert seen > 60


def test_no_sentence_stands_unused() -> None:
    source = "".join(path.read_text(encoding="utf-8") for path in SRC.rglob("*.py"))
    used = set(re.findall(r"""voice\(\s*["'](\w+)["']|voice\((\w+)""", source))
    spoken = {code for pair in used for code in pair if code}
    # `command(name, ...)` in the parser asks for the sentence of the command's own name.
    spoken |= {"hitung", "laporan", "rekap", "templat", "jalankan", "contoh", "cadangkan", "pulihkan", "verify"}
    assert sorted(set(TEXTS.sentences) - spoken) == []


@pytest.mark.parametrize("language", ["id", "en"])
def test_every_command_and_option_is_documented(language: str) -> None:
    page = (ROOT / "docs" / "reference" / "perintah.md").read_text(encoding="utf-8")
    parser = build_parser(Voice("id" if language == "id" else "en"))
    stack = [parser]
    while stack:
        current = stack.pop()
        for action in current._actions:
            if not isinstance(action, argparse._SubParsersAction):
                assert action.help, f"{current.prog}: {action.dest} has no help"
            for option in action.option_strings:
                assert f"`{option}`" in page, f"{current.prog} {option} is not in docs/reference/perintah.md"
            if isinstance(action, argparse._SubParsersAction):
                stack += list(action.choices.values())


def test_the_glossary_is_one_term_one_name() -> None:
    with (ROOT / "docs" / "reference" / "glossary.csv").open(encoding="utf-8", newline="") as handle:
        rows = list(csv.DictReader(handle))
    assert len(rows) >= 25
    for key in ("indonesian", "code_name"):
        names = [row[key] for row in rows if row[key]]
        assert sorted(names) == sorted(set(names)), f"twice in {key}"
    assert all(row["meaning"] for row in rows)


def test_changelog_and_version_agree() -> None:
    assert f"## {cermin.__version__}" in (ROOT / "CHANGELOG.md").read_text(encoding="utf-8")


def test_both_readmes_show_the_two_commands_on_the_first_screen() -> None:
    for name in ("README.md", "README.id.md"):
        first_screen = (ROOT / name).read_text(encoding="utf-8").splitlines()[:45]
        assert any(line.strip() == "make demo" or "make demo " in line for line in first_screen), name
        assert any(line.strip() == "make test" or "make test " in line for line in first_screen), name
        assert any("](docs/" in line and line.lstrip().startswith("![") for line in first_screen), f"{name}: a picture"


def test_lock_files_cover_every_declared_dependency() -> None:
    project = tomllib.loads((ROOT / "pyproject.toml").read_text(encoding="utf-8"))
    names = [re.split(r"[<>=!~\[; ]", entry)[0].lower() for entry in project["project"]["dependencies"]]
    for lock in ("requirements.lock", "requirements-dev.lock"):
        locked = re.findall(r"^([a-z0-9._-]+)==", (ROOT / lock).read_text(encoding="utf-8"), re.MULTILINE)
        assert set(names) <= set(locked), lock


def test_adrs_are_numbered_without_gaps() -> None:
    numbers = sorted(int(path.name[:4]) for path in (ROOT / "docs" / "adr").glob("[0-9]*.md"))
    assert numbers == list(range(1, len(numbers) + 1))
    for path in (ROOT / "docs" / "adr").glob("[0-9]*.md"):
        text = path.read_text(encoding="utf-8")
        assert all(part in text for part in ("## Context", "## Options refused", "## Consequence")), path.name


def test_generated_pages_are_in_step() -> None:
    from scripts.make_docs import PAGES, REFERENCE

    for name, make in PAGES.items():
        assert (REFERENCE / name).read_text(encoding="utf-8") == make(), f"run `make docs`: {name} is behind"
