"""Arguments of the command, with help and errors in the chosen language."""

from __future__ import annotations

import argparse
import sys
from collections.abc import Callable, Sequence
from typing import Any

from cermin import __version__
from cermin.cli.stop import BAD_INPUT, Stop
from cermin.cli.texts import Voice
from cermin.documents.messages import Language

# argparse speaks through gettext; these are its own sentences in Indonesian. Unknown ones stay English rather than vanish.
ARGPARSE_ID = {
    "usage: ": "pemakaian: ",
    "options": "pilihan",
    "positional arguments": "argumen",
    "show this help message and exit": "tampilkan bantuan ini lalu keluar",
    "%(prog)s: error: %(message)s\n": "%(prog)s: salah: %(message)s\n",
    "the following arguments are required: %s": "argumen ini harus diisi: %s",
    "unrecognized arguments: %s": "argumen tidak dikenal: %s",
    "argument %(argument_name)s: %(message)s": "argumen %(argument_name)s: %(message)s",
    "invalid choice: %(value)r (choose from %(choices)s)": "pilihan %(value)r tidak ada (pilih: %(choices)s)",
    "invalid %(type)s value: %(value)r": "%(value)r bukan bilangan bulat",  # int is the only type of ours that argparse reports
    "expected one argument": "perlu satu nilai",
    "expected at least one argument": "perlu sekurang-kurangnya satu nilai",
    "not allowed with argument %s": "tidak dapat dipakai bersama %s",
    "ambiguous option: %(option)s could match %(matches)s": "pilihan %(option)s dapat berarti %(matches)s",
}


def language_of(arguments: Sequence[str]) -> Language:
    """--lang is looked for first, wherever it stands, because the help itself must be in that language."""
    for position, argument in enumerate(arguments):
        if argument == "--lang" and position + 1 < len(arguments):
            return "en" if arguments[position + 1] == "en" else "id"
        if argument.startswith("--lang="):
            return "en" if argument == "--lang=en" else "id"
    return "id"


def build_parser(voice: Voice) -> argparse.ArgumentParser:
    """The whole command line."""
    translations = ARGPARSE_ID if voice.language == "id" else {}
    # argparse looks this name up in its module at each use; there is no other hook for its own sentences.
    setattr(argparse, "_", lambda sentence: translations.get(sentence, sentence))  # noqa: B010
    common = argparse.ArgumentParser(add_help=False)
    common.add_argument("--lang", choices=("id", "en"), default="id", help=voice("lang"))
    parser = argparse.ArgumentParser(prog="cermin", description=voice("about"), parents=[common])
    parser.add_argument("--version", action="version", version=f"cermin {__version__}", help=voice("version"))
    parser.set_defaults(help_of=parser)
    groups = parser.add_subparsers(title=voice("commands"), metavar=voice("command_word"))
    skm = groups.add_parser("skm", help=voice("skm"), description=voice("skm_long"), parents=[common])
    skm.set_defaults(help_of=skm)
    commands = skm.add_subparsers(title=voice("commands"), metavar=voice("command_word"))

    def command(name: str, run: str) -> argparse.ArgumentParser:
        made = commands.add_parser(name, help=voice(name), description=voice(name).capitalize() + ".", parents=[common])
        made.set_defaults(run=_lazy(run), help_of=made)
        return made

    compute = command("hitung", "compute")
    _input_arguments(compute, voice)
    compute.add_argument("--json", action="store_true", help=voice("json"))
    compute.add_argument("--tanpa-selang", dest="no_interval", action="store_true", help=voice("no_interval"))

    name = _filled(voice)
    report = command("laporan", "report")
    _input_arguments(report, voice)
    report.add_argument("--keluar", dest="out", metavar="DIR", type=name, required=True, help=voice("out"))
    report.add_argument("--sebelumnya", dest="previous", metavar="JSON", type=name, help=voice("previous"))
    report.add_argument("--kertas", dest="paper", choices=("A4", "F4"), help=voice("paper"))

    recap = command("rekap", "recapitulate")
    recap.add_argument("folder", metavar="DIR", type=name, help=voice("recap_dir"))
    recap.add_argument("--json", action="store_true", help=voice("json"))
    recap.add_argument("--wajib", dest="obliged", metavar="N", type=int, help=voice("obliged"))
    recap.add_argument("--judul", dest="title", metavar="TEKS", default="", help=voice("title"))
    recap.add_argument("--keluar", dest="out", metavar="XLSX", type=name, help=voice("recap_out"))
    recap.add_argument("--lanjut", dest="carry_on", action="store_true", help=voice("recap_carry_on"))
    recap.add_argument("--timpa", dest="overwrite", action="store_true", help=voice("overwrite"))

    template = command("templat", "make_template")
    template.add_argument("file", metavar="XLSX", type=name, help=voice("template_file"))
    template.add_argument("--pertanyaan", dest="form", choices=("9", "16"), default="9", help=voice("form"))
    template.add_argument("--timpa", dest="overwrite", action="store_true", help=voice("overwrite"))
    _server_commands(groups, common, voice)
    return parser


def _server_commands(groups: Any, common: argparse.ArgumentParser, voice: Voice) -> None:
    def command(group: Any, name: str, module: str, run: str) -> argparse.ArgumentParser:
        made: argparse.ArgumentParser = group.add_parser(
            name, help=voice(name), description=_sentence(voice(name)), parents=[common]
        )
        made.set_defaults(run=_lazy(run, module), help_of=made)
        return made

    name = _filled(voice)
    command(groups, "jalankan", "serve", "jalankan")
    backup = command(groups, "cadangkan", "keeping", "cadangkan")
    backup.add_argument("file", metavar="FILE", type=name, help=voice("backup_file"))
    backup.add_argument("--timpa", dest="overwrite", action="store_true", help=voice("overwrite"))
    restore = command(groups, "pulihkan", "keeping", "pulihkan")
    restore.add_argument("file", metavar="FILE", type=name, help=voice("restore_file"))
    demo = command(groups, "contoh", "demo", "contoh")
    demo.add_argument("--data", metavar="DIR", type=name, default="keluaran/contoh-web", help=voice("demo_data"))
    demo.add_argument("--porta", dest="port", metavar="N", type=int, default=8000, help=voice("demo_port"))
    demo.add_argument("--isi-saja", dest="fill_only", action="store_true", help=voice("demo_fill"))
    audit = groups.add_parser("audit", help=voice("audit"), description=voice("audit_long"), parents=[common])
    audit.set_defaults(help_of=audit)
    audits = audit.add_subparsers(title=voice("commands"), metavar=voice("command_word"))
    verify = command(audits, "verify", "trail", "audit_verify")
    verify.add_argument("government", metavar=voice("code_word"), nargs="?", type=name, help=voice("audit_government"))


def _sentence(text: str) -> str:
    return text[0].upper() + text[1:] + "."


def _input_arguments(parser: argparse.ArgumentParser, voice: Voice) -> None:
    name = _filled(voice)
    parser.add_argument("file", metavar="FILE", type=name, help=voice("file"))
    parser.add_argument("--profil", dest="profile", metavar="TOML", type=name, help=voice("profile"))
    parser.add_argument("--populasi", dest="population", metavar="N", type=int, help=voice("population"))
    parser.add_argument("--lembar", dest="sheet", metavar="NAMA", help=voice("sheet"))
    parser.add_argument(
        "--kolom", dest="columns", metavar="KOLOM=SASARAN", action="append", default=[], help=voice("column")
    )
    parser.add_argument("--lanjut", dest="carry_on", action="store_true", help=voice("carry_on"))


def _filled(voice: Voice) -> Callable[[str], str]:
    """A name that is not empty: `--keluar "$FOLDER"` with nothing in FOLDER would otherwise mean the folder one stands in."""

    def name(value: str) -> str:
        if not value.strip():
            raise argparse.ArgumentTypeError(voice("empty_name"))
        return value

    return name


def _lazy(name: str, module: str = "skm") -> Callable[[argparse.Namespace, Voice], int]:
    """The function, imported when it is called: no command loads what another needs."""

    def run(options: argparse.Namespace, voice: Voice) -> int:
        from importlib import import_module

        try:
            return int(getattr(import_module(f"cermin.cli.{module}"), name)(options, voice))
        except Stop as stop:
            print(stop, file=sys.stderr)
            return BAD_INPUT

    return run
