"""What a sweep has computed so far, a line a part, on disk before the next begins: a kill loses no finished part."""

from __future__ import annotations

import json
import os
import zlib
from pathlib import Path
from types import TracebackType
from typing import Any

from batchgame.sim.sweep import Found, Row, Sweep, joined

NAME = "batchgame sweep 4"
SPARE = 64_000_000  # bytes of slices that have become rows, after which the file is written anew without them


class OtherSweep(Exception):  # noqa: N818 - the journal is fine, it belongs to another sweep
    """The journal was begun with other words: `names` says which; none, where it is no journal of a sweep."""

    def __init__(self, options: list[str]) -> None:
        super().__init__(", ".join(options))
        self.options = options


class Journal:
    """`done`: what each finished part has come to. A damaged line is as if it had never been written."""

    def __init__(self, path: Path, words: dict[str, str], parts: int) -> None:
        """OtherSweep for the journal of another sweep; OSError where it can't be read or written."""
        self.done: dict[int, Found] = {}
        self._path, self._head, self._spare = path, _line([NAME, words]), 0
        *lines, cut = (path.read_bytes() if path.exists() else b"").split(b"\n")
        lines = [line + b"\n" for line in lines]
        entries = [entry for entry in map(_entry, lines[1:]) if entry]
        if (lines and lines[0] != self._head) or (not lines and not self._head.startswith(cut)):
            theirs = _read(lines[0]) if lines else None
            if not (isinstance(theirs, list) and len(theirs) == 2 and theirs[0] == NAME):
                raise OtherSweep([])
            if entries:  # otherwise nothing is lost
                raise OtherSweep([name for name in words if theirs[1].get(name) != words[name]])
            lines = []
        for first, found, last in entries if lines else ():
            if 0 <= first <= last < parts:
                self._take(first, found, last)
        kept = sum(map(len, lines))
        self._file = open(path, "r+b" if path.exists() else "w+b")  # noqa: SIM115 - closed by close()
        self._file.truncate(kept)
        self._file.seek(kept)
        if not kept:
            self._write(self._head)

    def add(self, index: int, found: Found) -> None:
        """A part is finished."""
        if index not in self.done:
            self.done[index] = found
            self._write(_line([index, found]))

    def settle(self, first: int, last: int, rows: list[Row]) -> None:
        """All slices of a cell are there: what they have come to together is kept instead of them."""
        self._spare += sum(len(self.done.get(index, "")) for index in range(first, last + 1))
        self._take(first, rows, last)
        self._write(_line([first, rows, last]))
        if self._spare > SPARE:
            self._compact()

    def close(self) -> None:
        """Nothing more comes."""
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
        """Under another name first: a kill leaves the one or the other."""
        beside = self._path.with_name(self._path.name + ".new")
        with open(beside, "wb") as file:
            file.write(self._head)
            file.writelines(_line([index, found]) for index, found in self.done.items())
            file.flush()
            os.fsync(file.fileno())
        self._file.close()
        os.replace(beside, self._path)
        self._file = open(self._path, "r+b")  # noqa: SIM115 - closed by close()
        self._file.seek(0, os.SEEK_END)
        self._spare = 0

    def _write(self, line: bytes) -> None:
        self._file.write(line)
        self._file.flush()
        os.fsync(self._file.fileno())


def missing(sweep: Sweep, journal: Journal) -> list[int]:
    """The parts that are still to be computed. A kill may have come between a cell's last slice and its rows."""
    for index, part in enumerate(sweep.parts):
        if index == part.first < part.last:
            settle(sweep, journal, index)
    done = journal.done
    return [
        index
        for index, part in enumerate(sweep.parts)
        if index not in done and not isinstance(done.get(part.first), list)
    ]


def settle(sweep: Sweep, journal: Journal, index: int) -> None:
    """A cell that was cut is put together once its last slice has come."""
    first, last = sweep.parts[index].first, sweep.parts[index].last
    found = [journal.done.get(one) for one in range(first, last + 1)]
    slices = [one for one in found if isinstance(one, str)]
    if len(slices) == len(found):
        journal.settle(first, last, joined(sweep, sweep.parts[first], slices))


def _line(content: object) -> bytes:
    """JSON after its checksum."""
    body = json.dumps(content).encode()
    return b"%08x %s\n" % (zlib.crc32(body), body)


def _read(line: bytes) -> Any:
    """What a line says; None for one that was cut off or damaged."""
    try:
        sum_, body = line[:-1].split(b" ", 1)
        if not line.endswith(b"\n") or int(sum_, 16) != zlib.crc32(body):
            return None
        return json.loads(body)
    except ValueError:
        return None


def _entry(line: bytes) -> tuple[int, Found, int] | None:
    """A part's number, what it has come to, and the last part of which that is; None for what is no such line."""
    content = _read(line)
    if not isinstance(content, list) or len(content) not in (2, 3):
        return None
    first, found, *last = content
    return first, found if isinstance(found, str) else [tuple(row) for row in found], last[0] if last else first
