"""The `cermin` command. Nothing heavy is imported until a command needs it: `cermin --help` answers at once."""

from __future__ import annotations

import os
import sys
from collections.abc import Sequence

from cermin import __version__


def main(argv: Sequence[str] | None = None) -> int:
    """Run one command; returns the exit code (0 done, 1 unexpected, 2 bad input or usage, 130 interrupted)."""
    from cermin.cli.parser import build_parser, language_of
    from cermin.cli.streams import let_go, prepare, printable
    from cermin.cli.texts import Voice

    prepare()
    arguments = list(sys.argv[1:] if argv is None else argv)
    voice = Voice(language_of(arguments))
    parser = build_parser(voice)
    options = parser.parse_args(arguments)
    if not hasattr(options, "run"):
        options.help_of.print_help()
        return 2
    try:
        code = int(options.run(options, voice))
        if sys.stdout is not None:
            sys.stdout.flush()  # a reader that went away or a full disk shows here, not after the end
        return code
    except KeyboardInterrupt:
        print(voice("interrupted"), file=sys.stderr)
        return 130
    except BrokenPipeError:  # not an error of ours
        let_go()
        return 0
    except Exception as error:
        if os.environ.get("CERMIN_DEBUG"):
            raise
        what = printable(f"{type(error).__name__}: {error}")
        print(voice("unexpected", version=__version__, what=what), file=sys.stderr)
        return 1
