"""Comments lose what could name a person before they are stored anywhere: at the door, and from a file alike."""

from __future__ import annotations

import re
import unicodedata

COMMENT_LIMIT = 500
"""Characters of a comment, counted after line ends became single characters."""

NUMBER_MASK = "[nomor disamarkan]"
MAIL_MASK = "[surel disamarkan]"

_READ_AT_MOST = 4 * COMMENT_LIMIT
# Between digits people write nothing, a space, a dot, a dash, a slash, a bracket or an underscore; never a letter.
_BETWEEN = r"[\s.\-‐‑‒–—−_/,()]{0,3}"
# 16 digits are a NIK or a family card number; more are a civil servant's number or two numbers side by side.
_LONG_NUMBER = re.compile(rf"(?<!\d)\d(?:{_BETWEEN}\d){{15,}}")
# Mobile numbers (08...), and any number with the country code (+62..., 62 8..., 0062...).
_PHONE = re.compile(
    rf"(?<!\d)(?:\(?\+{_BETWEEN}6{_BETWEEN}2{_BETWEEN}0?(?:{_BETWEEN}\d){{7,}}"
    rf"|\(?(?:0{_BETWEEN}0{_BETWEEN})?6{_BETWEEN}2{_BETWEEN}0?{_BETWEEN}8(?:{_BETWEEN}\d){{7,}}"
    rf"|\(?0{_BETWEEN}8(?:{_BETWEEN}\d){{7,}})"
)
_MAIL = re.compile(r"[^\s@<>(),;:]{1,64}@[^\s@<>(),;:]{1,255}\.[^\W\d_]{2,}")


def mask_comment(text: str) -> str:
    """`text` without long numbers, Indonesian phone numbers and e-mail addresses; at most 500 characters.

    Runs of 16 and more digits are masked also when written with spaces, dots or dashes. Control and invisible characters are
    dropped (they would hide a number), line ends become one character. Masking a masked text changes nothing.
    """
    text = unicodedata.normalize("NFKC", text[:_READ_AT_MOST].replace("\r\n", "\n").replace("\r", "\n"))
    text = "".join(
        mark for mark in text if mark == "\n" or unicodedata.category(mark) not in ("Cc", "Cf", "Cs", "Co", "Cn")
    )
    text = _MAIL.sub(MAIL_MASK, text)
    text = _LONG_NUMBER.sub(NUMBER_MASK, text)
    text = _PHONE.sub(NUMBER_MASK, text)
    return text[:COMMENT_LIMIT].strip()
