"""Writes the generated reference pages. `make docs`; tests compare each page with its source."""

from __future__ import annotations

from pathlib import Path

from cermin.cli.reference import command_reference
from cermin.config.environment import settings_reference
from cermin.documents.incoming.profile import profile_reference
from cermin.pure.law.reference import law_reference
from cermin.pure.policy import rights_reference
from scripts import make_pictures

REFERENCE = Path(__file__).resolve().parent.parent / "docs" / "reference"

PAGES = {
    "law.md": law_reference,
    "pengaturan.md": settings_reference,
    "perintah.md": command_reference,
    "profil.md": profile_reference,
    "rights.md": rights_reference,
}


def main() -> None:
    for name, make in PAGES.items():
        (REFERENCE / name).write_text(make(), encoding="utf-8")
        print(f"docs/reference/{name}")
    make_pictures.main()


if __name__ == "__main__":
    main()
