"""`cermin contoh`: the made-up office, served on this machine."""

from __future__ import annotations

import argparse
import os
import subprocess
import sys
from pathlib import Path

from cermin.cli.serve import jalankan
from cermin.cli.stop import BAD_INPUT
from cermin.cli.texts import Voice


def contoh(options: argparse.Namespace, voice: Voice) -> int:
    """Fill the folder when it is empty, print the accounts, and serve until Ctrl-C."""
    os.environ.update(
        CERMIN_DEMO="1",
        CERMIN_DATA=str(Path(options.data).resolve()),
        CERMIN_DATABASE_URL="",
        CERMIN_PORT=str(options.port),
        CERMIN_PUBLIC_URL=f"http://localhost:{options.port}",
    )
    print(voice("demo_making"), flush=True)
    if subprocess.run([sys.executable, "-m", "cermin.demo"]).returncode:
        return BAD_INPUT
    return 0 if options.fill_only else jalankan(options, voice)
