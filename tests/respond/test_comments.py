"""What could name a person is masked before anything is stored: by the rule in `pure`, whose own tests hold it to account."""

from __future__ import annotations

from cermin.pure.calc import masking
from cermin.respond import comments, parsing


def test_the_door_masks_by_the_shared_rule() -> None:
    assert comments.mask_comment is parsing.mask_comment is masking.mask_comment
    assert comments.mask_comment("WA 0812-3456-7890") == f"WA {comments.NUMBER_MASK}"
