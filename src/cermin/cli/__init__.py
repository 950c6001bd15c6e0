"""The `cermin` command. Nothing heavy is imported until a command needs it: `cermin --help` answers at once."""

from __future__ import annotations

import io
import os
import sys
from collections.abc import Sequence

from cermin import __version__


def main(argv: Sequence[str] | None = None) -> int:
    """Run one command; returns the exit code (0 done, 1 unexpected, 2 bad input or usage, 130 interrupted)."""
    from cermin.cli.parser import build_parser, language_of
    from cermin.cli.texts import Voice

    for stream in (sys.stdout, sys.stderr):
        if isinstance(stream, io.TextIOWrapper):  # an old terminal without "–" or "●" shows "?" rather than stop
            stream.reconfigure(errors="replace")
    arguments = list(sys.argv[1:] if argv is None else argv)
    voice = Voice(language_of(arguments))
    parser = build_parser(voice)
    options = parser.parse_args(arguments)
    if not hasattr(options, "run"):
        options.help_of.print_help()
        return 2
    try:
        return int(options.run(options, voice))
    except KeyboardInterrupt:
        print(voice("interrupted"), file=sys.stderr)
        return 130
    except BrokenPipeError:  # the reader went away (`| head`): not an error of ours
        sys.stderr.close()
        return 0
    except Exception as error:
        if os.environ.get("CERMIN_DEBUG"):
            raise
        print(voice("unexpected", version=__version__, what=f"{type(error).__name__}: {error}"), file=sys.stderr)
        return 1
