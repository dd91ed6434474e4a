"""Files that are written whole. Nothing else in batchgame creates or replaces a file of the user's.

A write leaves the old file or the new one, whenever the process is killed: the new content goes into a file of a random
name in the same folder, is flushed to the disk, and takes the place of the old file in one step. Links are followed
once, at the beginning: the file that they lead to is replaced, and the links stay. Its mode and its group are kept.
"""

from __future__ import annotations

import errno
import os
import re
import stat
from collections.abc import Iterable
from contextlib import suppress
from pathlib import Path

_ENDING = ".new"
_LONGEST_NAME = 220  # bytes of the name that a temporary name repeats; file systems allow 255
# Windows has neither links that need the second flag nor pipes that need the first, and translates line ends.
_FLAGS = getattr(os, "O_NONBLOCK", 0) | getattr(os, "O_BINARY", 0)
_NO_LINK = getattr(os, "O_NOFOLLOW", 0)


class NotAFileError(OSError):
    """Something else than a regular file is in the place of a file: a folder, a pipe, a device."""


def target(path: Path) -> Path:
    """Return the path where the content lies: that at the end of a chain of links, or `path` itself.

    Raises NotAFileError if something else than a file is there, OSError if a link leads into a folder that is missing.
    """
    goal = Path(os.path.realpath(path))
    with suppress(FileNotFoundError):
        _refuse(goal, os.lstat(goal))
    if os.path.islink(path) and not goal.parent.is_dir():
        raise FileNotFoundError(errno.ENOENT, f"a link into {goal.parent}, which is no folder", str(path))
    return goal


def open_to_change(path: Path) -> int:
    """Open a file to read and change it in place, or create it, and return its descriptor. Raises as `target`."""
    return _opened(target(path), os.O_RDWR | os.O_CREAT | _NO_LINK)


def write(path: Path, pieces: Iterable[bytes]) -> None:
    """Replace the content of a file, or create the file. Raises as `target`, and OSError; then the file is as it was.

    The caller holds a lock for this file: what a killed writer has left beside it is deleted.
    """
    goal = target(path)
    before = os.lstat(goal) if goal.exists() else None
    name = os.fsencode(goal.name)[:_LONGEST_NAME].decode(errors="ignore")
    _delete_leftovers(goal.parent, name)
    beside = goal.with_name(f"{name}.{os.urandom(8).hex()}{_ENDING}")
    # A file that exists may be a secret: nobody else reads the new content before it has the old mode.
    number = _opened(beside, os.O_WRONLY | os.O_CREAT | os.O_EXCL | _NO_LINK, 0o600 if before else 0o666)
    try:
        with os.fdopen(number, "wb") as file:
            file.writelines(pieces)
            file.flush()
            if before:
                _keep_rights(number, before)
            os.fsync(number)
        os.replace(beside, goal)
    except BaseException:
        with suppress(OSError):
            beside.unlink()
        raise
    _sync_folder(goal.parent)


def _refuse(path: Path, status: os.stat_result) -> None:
    if stat.S_ISLNK(status.st_mode):
        raise OSError(errno.ELOOP, os.strerror(errno.ELOOP), str(path))
    if not stat.S_ISREG(status.st_mode):
        raise NotAFileError(errno.EINVAL, "not a file", str(path))


def _opened(path: Path, flags: int, mode: int = 0o666) -> int:
    """Open a regular file. What is there may have changed since it was looked at, and opening a pipe would wait."""
    number = os.open(path, flags | _FLAGS, mode)
    try:
        _refuse(path, os.fstat(number))
    except OSError:
        os.close(number)
        raise
    return number


def _keep_rights(number: int, before: os.stat_result) -> None:
    """Give a new file the mode, the group and the owner of the old one, as far as the system allows it."""
    if not hasattr(os, "fchown"):
        return
    mode = stat.S_IMODE(before.st_mode)
    try:
        os.fchown(number, -1, before.st_gid)
    except OSError:  # The group is another one: it may do what everybody may do.
        mode = mode & 0o707 | (mode & 0o007) << 3
    with suppress(OSError):
        os.fchown(number, before.st_uid, -1)
    with suppress(OSError):  # file systems without modes
        os.fchmod(number, mode)


def _delete_leftovers(folder: Path, name: str) -> None:
    leftover = re.compile(re.escape(name) + r"\.[0-9a-f]{16}" + re.escape(_ENDING))
    with suppress(OSError):  # a folder that can be written but not read
        for entry in os.scandir(folder):
            if leftover.fullmatch(entry.name):
                with suppress(OSError):
                    os.unlink(entry.path)


def _sync_folder(folder: Path) -> None:
    """Make the new name survive a power cut, where the system can sync a folder."""
    try:
        descriptor = os.open(folder, os.O_RDONLY)
    except OSError:
        return
    try:
        os.fsync(descriptor)
    except OSError:
        pass
    finally:
        os.close(descriptor)
