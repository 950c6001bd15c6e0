"""`cermin audit verify`: does the chain over the audit lines hold?"""

from __future__ import annotations

import argparse
import os

from cermin.cli.serve import SETTINGS
from cermin.cli.stop import Stop
from cermin.cli.texts import Voice


def audit_verify(options: argparse.Namespace, voice: Voice) -> int:
    """One line for each government; exit code 1 when a chain is broken."""
    import django

    os.environ.setdefault("DJANGO_SETTINGS_MODULE", SETTINGS)
    django.setup()
    from django.db import DatabaseError

    from cermin.base.sealing import verify

    try:
        chains = verify(options.government)
    except DatabaseError as problem:
        raise Stop(voice("no_database")) from problem
    if not chains:
        print(voice("audit_empty"))
    for chain in chains:
        facts = {"government": chain.government_id, "sealed": chain.sealed, "unsealed": chain.unsealed}
        if chain.broken is None:
            print(voice("audit_holds", digest=chain.digest, **facts))
        else:
            words = {
                "altered": voice("audit_altered"),
                "missing": voice("audit_missing"),
                "unexpected": voice("audit_unexpected"),
                "end": voice("audit_end"),
            }
            why = words[chain.broken.why]
            print(voice("audit_broken", number=chain.broken.number, why=why, **facts))
    return 1 if any(chain.broken for chain in chains) else 0
