"""How a command refuses."""

BAD_INPUT = 2
"""Exit code for bad input or wrong use: nothing was made."""


class Stop(Exception):
    """Ends the command with a sentence on the error stream and exit code `BAD_INPUT`."""
