"""A verification code as people type it: read from paper, in groups, with a zero for an O."""

from __future__ import annotations

import re

from cermin.base.issuing import CODE_LENGTH

_BETWEEN = re.compile(r"[\s\-.–—]+")
_LOOK_ALIKE = str.maketrans("018", "OIB")
"""The alphabet has no 0, 1 and 8, so that each can only have been meant as its look-alike."""
_CODE = re.compile(rf"[A-Z2-7]{{{CODE_LENGTH}}}", re.ASCII)
_LONGEST = 80
GROUP = 5


def typed_code(text: str) -> str:
    """What was typed without blanks and dashes, in capitals, look-alikes mended. At most 80 characters; not yet a code."""
    return _BETWEEN.sub("", text[:_LONGEST]).upper().translate(_LOOK_ALIKE)


def code_of(text: str) -> str:
    """The code that was typed, or "" when this cannot be one."""
    found = typed_code(text)
    return found if _CODE.fullmatch(found) else ""


def grouped(code: str) -> str:
    """ "ABCDE FGHIJ KLMNO PQRST UVWXY Z": to be read aloud."""
    return " ".join(code[at : at + GROUP] for at in range(0, len(code), GROUP))
