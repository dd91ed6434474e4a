"""The journal of a sweep: one line per finished part, on disk before the next part begins.

A killed sweep therefore continues without losing any finished part. Each line names its sweep and has a checksum: a
file in which bytes were damaged, or lines lost, doubled or moved, still gives every result that stands in a whole line.
"""

from __future__ import annotations

import os
from collections.abc import Callable
from itertools import chain
from pathlib import Path
from types import TracebackType

from batchgame.sim import whole_file
from batchgame.sim.journal_lines import begins_as, head_line, head_line_0_1, identity_of, line, read
from batchgame.sim.sweep import DIVERGED_COUNT, Found, Row, Sweep, fits, joined

SPARE = 64_000_000  # bytes of slices that rows have replaced; beyond this the file is rewritten without them


class OtherSweep(Exception):  # noqa: N818 - the journal is fine, it belongs to another sweep
    """The journal does not belong to this sweep.

    options: those that differ, as far as the file tells. results: how many finished parts can be read, of any sweep. If
    there are neither, the file is no journal.
    """

    def __init__(self, options: list[str], results: int = 0) -> None:
        super().__init__(", ".join(options))
        self.options, self.results = options, results


class Journal:
    """The results of finished parts, in `done` and on disk.

    damaged: how many lines could not be used when the journal was opened. A line that a kill has cut off is none.
    """

    def __init__(self, path: Path, digests: dict[str, str], parts: int) -> None:
        """Open a journal or begin a new one, for a sweep with these digests.

        Raises OtherSweep if the file belongs to another sweep, and OSError if it cannot be read or written.
        """
        self.done: dict[int, Found] = {}
        self.damaged = 0
        self._path, self._head, self._identity, self._spare = path, head_line(digests), identity_of(digests), 0
        content = path.read_bytes() if path.exists() else b""
        is_clean = self._read(content, digests, parts)
        length = content.rfind(b"\n") + 1 if is_clean else 0
        self._file = os.fdopen(whole_file.open_to_change(path), "r+b")
        if self.done and not is_clean:
            self._compact()
            return
        self._file.truncate(length)
        self._file.seek(length)
        if not length:
            self._write(self._head)

    def add(self, index: int, found: Found) -> None:
        """Record the result of a finished part. A second result for the same part is ignored."""
        if index not in self.done:
            self.done[index] = found
            self._write(line(self._identity, [index, found]))

    def settle(self, first: int, last: int, rows: list[Row]) -> None:
        """Replace the slices of a cell, which are the parts `first` to `last`, by the rows computed from them."""
        self._spare += sum(len(self.done.get(index, "")) for index in range(first, last + 1))
        self._take(first, rows, last)
        self._write(line(self._identity, [first, rows, last]))
        if self._spare > SPARE:
            self._compact()

    def keep(self, fits: Callable[[int, Found], bool]) -> None:
        """Drop every result for which `fits` returns False, also from the file."""
        refused = [index for index, found in self.done.items() if not fits(index, found)]
        for index in refused:
            del self.done[index]
        if refused:
            self.damaged += len(refused)
            self._compact()

    def close(self) -> None:
        """Close the file of the journal."""
        self._file.close()

    def __enter__(self) -> Journal:
        return self

    def __exit__(self, kind: type[BaseException] | None, error: BaseException | None, at: TracebackType | None) -> None:
        self.close()

    def _read(self, content: bytes, digests: dict[str, str], parts: int) -> bool:
        """Take all results of this sweep from the file's content. Returns whether new lines can be added to it."""
        lines = read(content)
        others = [head.digests for head in lines.heads if head.digests != digests]
        heads = {self._identity: self._head, "": head_line_0_1(digests)}
        formats = {head.identity for head in lines.heads if head.digests == digests}
        formats |= {name for name, head in heads.items() if begins_as(content, head)}
        # Entries of format 4 do not name their sweep, which is that of the first line.
        names = {self._identity} | (formats if not others else set())
        ours = [entry for entry in lines.entries if entry.identity in names]
        if len(ours) < len(lines.entries):
            options = [name for name in digests if others and others[0].get(name) != digests[name]]
            raise OtherSweep(options, len(lines.entries))
        # A journal without results can be replaced, since nothing is lost; so can one with only half its first line.
        if not (ours or lines.heads or formats or self._head.startswith(content)):
            raise OtherSweep([])
        for entry in ours:
            if 0 <= entry.first <= entry.last < parts and not (entry.identity == "" and _has_diverged(entry.found)):
                self._take(entry.first, entry.found, entry.last)
        self.damaged = lines.damaged
        whole = content[: content.rfind(b"\n") + 1]
        return whole.startswith(self._head) and whole.count(b"\n") == 1 + len(ours) and not lines.damaged

    def _take(self, first: int, found: Found, last: int) -> None:
        for index in range(first + 1, last + 1):
            self.done.pop(index, None)
        if isinstance(found, list) or not isinstance(self.done.get(first), list):  # rows are worth more than a slice
            self.done[first] = found

    def _compact(self) -> None:
        """Rewrite the file without replaced slices. A kill leaves one whole file."""
        self._file.close()
        lines = (line(self._identity, [index, found]) for index, found in self.done.items())
        whole_file.write(self._path, chain([self._head], lines))
        self._file = os.fdopen(whole_file.open_to_change(self._path), "r+b")
        self._file.seek(0, os.SEEK_END)
        self._spare = 0

    def _write(self, line: bytes) -> None:
        self._file.write(line)
        self._file.flush()
        os.fsync(self._file.fileno())


def _has_diverged(found: Found) -> bool:
    """Return whether rows have a trajectory that diverged. In format 4 its loss counts in the final loss."""
    return isinstance(found, list) and any(row[DIVERGED_COUNT : DIVERGED_COUNT + 1] != (0,) for row in found)


def missing(sweep: Sweep, journal: Journal) -> list[int]:
    """Return the numbers of the parts that are still to be computed."""
    done, parts = journal.done, sweep.parts
    journal.keep(
        lambda index, found: (
            fits(sweep, index, found)
            and (index == parts[index].first or not isinstance(done.get(parts[index].first), list))
        )
    )
    for index, part in enumerate(parts):  # A kill may have come between a cell's last slice and its rows.
        if index == part.first < part.last:
            settle(sweep, journal, index)
    return [
        index for index, part in enumerate(parts) if index not in done and not isinstance(done.get(part.first), list)
    ]


def settle(sweep: Sweep, journal: Journal, index: int) -> None:
    """Compute and record the rows of the cell that part `index` is a slice of, if all its slices are finished."""
    first, last = sweep.parts[index].first, sweep.parts[index].last
    found = [journal.done.get(one) for one in range(first, last + 1)]
    slices = [one for one in found if isinstance(one, str)]
    if len(slices) == len(found):
        journal.settle(first, last, joined(sweep, sweep.parts[first], slices))
