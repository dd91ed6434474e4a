"""What a sweep has computed so far, a line a part, on disk before the next begins: a kill loses no finished part."""

from __future__ import annotations

import json
import os
import zlib
from pathlib import Path
from types import TracebackType

from batchgame.sim.sweeping import Row


class OtherWords(Exception):  # noqa: N818 - the journal is fine, it belongs to another sweep
    """The journal was begun with other words."""


class Journal:
    """`done`: the rows of each part that is finished. A last line that was cut off or damaged is dropped."""

    def __init__(self, path: Path, fingerprint: str, parts: int) -> None:
        """OtherWords for the journal of another sweep; OSError where it can't be read or written."""
        self.done: dict[int, list[Row]] = {}
        head = _line(["batchgame sweep 1", fingerprint])
        whole = path.read_bytes() if path.exists() else b""
        if whole and not whole.startswith(head) and not head.startswith(whole):
            raise OtherWords
        kept = len(head) if whole.startswith(head) else 0
        for line in whole[kept:].splitlines(keepends=True) if kept else ():
            entry = _entry(line)
            if entry is None or not 0 <= entry[0] < parts:
                break
            self.done[entry[0]] = entry[1]
            kept += len(line)
        self._file = open(path, "r+b" if path.exists() else "w+b")  # noqa: SIM115 - closed by close()
        self._file.truncate(kept)
        self._file.seek(kept)
        if not kept:
            self._write(head)

    def add(self, index: int, rows: list[Row]) -> None:
        """A part is finished."""
        if index not in self.done:
            self.done[index] = rows
            self._write(_line([index, rows]))

    def close(self) -> None:
        """Nothing more comes."""
        self._file.close()

    def __enter__(self) -> Journal:
        return self

    def __exit__(self, kind: type[BaseException] | None, error: BaseException | None, at: TracebackType | None) -> None:
        self.close()

    def _write(self, line: bytes) -> None:
        self._file.write(line)
        self._file.flush()
        os.fsync(self._file.fileno())


def _line(content: object) -> bytes:
    """JSON after its checksum."""
    body = json.dumps(content, allow_nan=False).encode()
    return b"%08x %s\n" % (zlib.crc32(body), body)


def _entry(line: bytes) -> tuple[int, list[Row]] | None:
    """A part's number and rows; None for a line that was cut off or damaged."""
    try:
        sum_, body = line[:-1].split(b" ", 1)
        if not line.endswith(b"\n") or int(sum_, 16) != zlib.crc32(body):
            return None
        index, rows = json.loads(body)
        return int(index), [tuple(row) for row in rows]
    except (ValueError, TypeError):
        return None
