"""The Word writer for the block model of `documents.content`."""

from cermin.documents.docx.package import write_docx

__all__ = ["write_docx"]
