"""Receipts: proof for the citizen that an answer arrived, without saying who sent it."""

from __future__ import annotations

import base64
import hashlib
import hmac
from uuid import UUID

from django.conf import settings

RECEIPT_BYTES = 10  # 80 bits: 16 characters that a person can copy, and nobody can guess


def receipt_of(government_id: str, round_id: int, client_id: UUID) -> str:
    """16 base32 characters, equal on each sending of the same answer: HMAC-SHA-256 over key number, government, round, client id."""
    message = f"{settings.RECEIPT_KEY_NUMBER}|{government_id}|{round_id}|{client_id.hex}".encode()
    code = hmac.new(settings.RECEIPT_KEY.encode(), message, hashlib.sha256).digest()[:RECEIPT_BYTES]
    return base64.b32encode(code).decode("ascii")
