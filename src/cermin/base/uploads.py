"""A file that is too large never lies on our disk: what comes after the limit is read from the line and dropped."""

from __future__ import annotations

from typing import Any

from django.conf import settings
from django.core.files.uploadhandler import FileUploadHandler, SkipFile
from django.http import HttpRequest

_MARK = "cermin_file_too_large"


class LimitedUploads(FileUploadHandler):
    """First of the upload handlers. All files of one request together may have `MAX_UPLOAD_BYTES`; one that goes beyond is left out
    of `request.FILES`, and `was_too_large(request)` tells the view why it is missing."""

    def __init__(self, request: HttpRequest | None = None) -> None:
        super().__init__(request)
        self._left = settings.MAX_UPLOAD_BYTES

    def receive_data_chunk(self, raw_data: bytes, start: int) -> bytes:  # noqa: ARG002  (Django's signature)
        self._left -= len(raw_data)
        if self._left < 0:
            setattr(self.request, _MARK, True)
            raise SkipFile
        return raw_data

    def file_complete(self, file_size: int) -> Any:  # noqa: ARG002  (Django's signature)
        """The handlers after this one keep the bytes."""
        return None


def was_too_large(request: HttpRequest) -> bool:
    """Whether a file of this request was dropped because of its size."""
    return getattr(request, _MARK, False)
