"""The reading of a file that may be anything: a pipe, a device, a folder, a terabyte. It never waits."""

from __future__ import annotations

import os
import stat
from pathlib import Path

_KINDS = [(stat.S_ISDIR, "a folder"), (stat.S_ISFIFO, "a pipe"), (stat.S_ISSOCK, "a socket")]
_KINDS += [(stat.S_ISCHR, "a device"), (stat.S_ISBLK, "a device")]


class RefusedError(Exception):
    """Something else than a regular file of the allowed size. The message continues a sentence that names the path."""


def read(path: Path, most: int) -> bytes:
    """Read a regular file of at most `most` bytes. Raises RefusedError for anything else, and OSError."""
    _refuse(os.stat(path), most)
    # O_NONBLOCK: the path may have become a pipe since the check, and opening a pipe would wait for a writer.
    number = os.open(path, os.O_RDONLY | getattr(os, "O_NONBLOCK", 0) | getattr(os, "O_BINARY", 0))
    with os.fdopen(number, "rb") as file:
        _refuse(os.fstat(number), most)
        content = file.read(most + 1)
    if len(content) > most:  # it has grown, or is one of those whose size the system does not tell
        raise RefusedError(f"is larger than {most} bytes")
    return content


def _refuse(status: os.stat_result, most: int) -> None:
    if not stat.S_ISREG(status.st_mode):
        kind = next((name for test, name in _KINDS if test(status.st_mode)), "something else")
        raise RefusedError(f"is {kind}, not a file")
    if status.st_size > most:
        raise RefusedError(f"has {status.st_size} bytes, at most {most} are read")
