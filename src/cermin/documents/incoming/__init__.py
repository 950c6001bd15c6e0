"""Tables of answers that come in: opened with care, understood by meaning, and answered for cell by cell."""

from cermin.documents.incoming.error_copy import write_error_copy
from cermin.documents.incoming.reading import ReadOptions, read_answers

__all__ = ["ReadOptions", "read_answers", "write_error_copy"]
