"""The journal of a sweep: one line per finished part, on disk before the next part begins.

A killed sweep therefore continues without losing any finished part.
"""

from __future__ import annotations

import json
import os
import zlib
from itertools import chain
from pathlib import Path
from types import TracebackType
from typing import Any

from batchgame.sim import whole_file
from batchgame.sim.sweep import Found, Row, Sweep, joined

NAME = "batchgame sweep 4"
SPARE = 64_000_000  # bytes of slices that rows have replaced; beyond this the file is rewritten without them


class OtherSweep(Exception):  # noqa: N818 - the journal is fine, it belongs to another sweep
    """The journal belongs to a sweep with other options, named in `options`; empty if the file is no journal at all."""

    def __init__(self, options: list[str]) -> None:
        super().__init__(", ".join(options))
        self.options = options


class Journal:
    """The results of finished parts, in `done` and on disk. Lines that are damaged are ignored."""

    def __init__(self, path: Path, digests: dict[str, str], parts: int) -> None:
        """Open a journal or begin a new one, for a sweep with these digests.

        Raises OtherSweep if the file belongs to another sweep, and OSError if it cannot be read or written.
        """
        self.done: dict[int, Found] = {}
        self._path, self._head, self._spare = path, _line([NAME, digests]), 0
        *lines, cut = (path.read_bytes() if path.exists() else b"").split(b"\n")
        lines = [line + b"\n" for line in lines]
        entries = [entry for entry in map(_entry, lines[1:]) if entry]
        if (lines and lines[0] != self._head) or (not lines and not self._head.startswith(cut)):
            theirs = _read(lines[0]) if lines else None
            if not (isinstance(theirs, list) and len(theirs) == 2 and theirs[0] == NAME):
                raise OtherSweep([])
            if entries:  # A journal without results can be replaced: nothing is lost.
                raise OtherSweep([name for name in digests if theirs[1].get(name) != digests[name]])
            lines = []
        for first, found, last in entries if lines else ():
            if 0 <= first <= last < parts:
                self._take(first, found, last)
        length = sum(map(len, lines))
        self._file = os.fdopen(whole_file.open_to_change(path), "r+b")
        self._file.truncate(length)
        self._file.seek(length)
        if not length:
            self._write(self._head)

    def add(self, index: int, found: Found) -> None:
        """Record the result of a finished part. A second result for the same part is ignored."""
        if index not in self.done:
            self.done[index] = found
            self._write(_line([index, found]))

    def settle(self, first: int, last: int, rows: list[Row]) -> None:
        """Replace the slices of a cell, which are the parts `first` to `last`, by the rows computed from them."""
        self._spare += sum(len(self.done.get(index, "")) for index in range(first, last + 1))
        self._take(first, rows, last)
        self._write(_line([first, rows, last]))
        if self._spare > SPARE:
            self._compact()

    def close(self) -> None:
        """Close the file of the journal."""
        self._file.close()

    def __enter__(self) -> Journal:
        return self

    def __exit__(self, kind: type[BaseException] | None, error: BaseException | None, at: TracebackType | None) -> None:
        self.close()

    def _take(self, first: int, found: Found, last: int = -1) -> None:
        for index in range(first + 1, last + 1):
            self.done.pop(index, None)
        self.done[first] = found

    def _compact(self) -> None:
        """Rewrite the file without replaced slices. A kill leaves one whole file."""
        self._file.close()
        lines = (_line([index, found]) for index, found in self.done.items())
        whole_file.write(self._path, chain([self._head], lines))
        self._file = os.fdopen(whole_file.open_to_change(self._path), "r+b")
        self._file.seek(0, os.SEEK_END)
        self._spare = 0

    def _write(self, line: bytes) -> None:
        self._file.write(line)
        self._file.flush()
        os.fsync(self._file.fileno())


def missing(sweep: Sweep, journal: Journal) -> list[int]:
    """Return the numbers of the parts that are still to be computed."""
    for index, part in enumerate(sweep.parts):  # A kill may have come between a cell's last slice and its rows.
        if index == part.first < part.last:
            settle(sweep, journal, index)
    done = journal.done
    return [
        index
        for index, part in enumerate(sweep.parts)
        if index not in done and not isinstance(done.get(part.first), list)
    ]


def settle(sweep: Sweep, journal: Journal, index: int) -> None:
    """Compute and record the rows of the cell that part `index` is a slice of, if all its slices are finished."""
    first, last = sweep.parts[index].first, sweep.parts[index].last
    found = [journal.done.get(one) for one in range(first, last + 1)]
    slices = [one for one in found if isinstance(one, str)]
    if len(slices) == len(found):
        journal.settle(first, last, joined(sweep, sweep.parts[first], slices))


def _line(content: object) -> bytes:
    """Encode a line: the checksum of the JSON text, then the text."""
    body = json.dumps(content).encode()
    return b"%08x %s\n" % (zlib.crc32(body), body)


def _read(line: bytes) -> Any:
    """Decode a line. Returns None if it was cut off or damaged."""
    try:
        checksum, body = line[:-1].split(b" ", 1)
        if not line.endswith(b"\n") or int(checksum, 16) != zlib.crc32(body):
            return None
        return json.loads(body)
    except ValueError:
        return None


def _entry(line: bytes) -> tuple[int, Found, int] | None:
    """Decode a result: the first part it is for, the result, the last part it is for. Returns None for other lines."""
    content = _read(line)
    if not isinstance(content, list) or len(content) not in (2, 3):
        return None
    first, found, *last = content
    return first, found if isinstance(found, str) else [tuple(row) for row in found], last[0] if last else first
