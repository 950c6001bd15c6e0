"""Comments lose what could name a person before they are stored anywhere. The rule itself is shared with uploads: `pure`."""

from cermin.pure.calc.masking import COMMENT_LIMIT, MAIL_MASK, NUMBER_MASK, mask_comment

__all__ = ["COMMENT_LIMIT", "MAIL_MASK", "NUMBER_MASK", "mask_comment"]
