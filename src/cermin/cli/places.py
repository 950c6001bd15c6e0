"""Where results may be written, checked before the work starts, and what the system says in words of an officer."""

from __future__ import annotations

import errno
from pathlib import Path

from cermin.cli.texts import Voice
from cermin.documents.messages import Sentence

_DENIED = Sentence("tidak ada izin menulis di sana", "no permission to write there")
_FULL = Sentence("ruang penyimpanan habis", "the disk is full")
NOT_FOLDER = Sentence("sebagian alamat itu adalah berkas, bukan folder", "part of that address is a file, not a folder")
WHY = {
    errno.EACCES: _DENIED,
    errno.EPERM: _DENIED,
    errno.ENOSPC: _FULL,
    errno.EROFS: Sentence("tempat itu hanya dapat dibaca", "that place can only be read"),
    errno.ENAMETOOLONG: Sentence("namanya terlalu panjang", "the name is too long"),
    errno.ENOENT: Sentence("foldernya tidak ada", "its folder is missing"),
    errno.EISDIR: Sentence("sudah ada folder dengan nama itu", "a folder of that name is there"),
    errno.ENOTDIR: NOT_FOLDER,
    errno.EEXIST: NOT_FOLDER,
}


def why(error: OSError, voice: Voice) -> str:
    """Why the system refused, in the chosen language; its own words for what is rare."""
    sentence = WHY.get(error.errno or 0)
    return voice.pick(sentence) if sentence else error.strerror or str(error)


def is_there(path: Path) -> bool:
    """Whether a file or folder of that name is there; a name that no system accepts is not."""
    try:
        return path.exists()
    except (OSError, ValueError):
        return False


def nearest(path: Path) -> Path:
    """The path itself or the closest folder above it that is there."""
    return next((place for place in (path, *path.parents) if is_there(place)), path)


def fresh(path: Path) -> Path:
    """The path, or the first numbered neighbour that is free ("x-2.xlsx"): somebody may have worked in the one that is there."""
    number, found = 1, path
    while is_there(found):
        number += 1
        found = path.with_name(f"{path.stem}-{number}{path.suffix}")
    return found


def quoted(text: str) -> str:
    """For a command to copy: with quotes where the text holds more than plain letters."""
    plain = all(letter.isalnum() or letter in "-_./\\:=" for letter in text)
    return text if plain else f'"{text}"'
