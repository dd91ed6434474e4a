"""The lines of a sweep's journal as bytes: a checksum, the identity of the sweep, and JSON.

    checksum ["batchgame sweep 5", {option: digest, …}]                 the first line
    checksum.identity [part, result]                                    a finished part
    checksum.identity [first part, rows, last part]                     the rows of a cell that was cut into slices

The checksum is a CRC-32 of all that follows it, but for the first space. The identity is a digest of the first line's
content. Format 4, of version 0.1, has no identity: only its first line tells whose the others are.
"""

from __future__ import annotations

import hashlib
import json
import re
import zlib
from itertools import pairwise
from typing import Any, NamedTuple

from batchgame.sim.sweep import Found

NAME, NAME_0_1 = "batchgame sweep 5", "batchgame sweep 4"
DAMAGE = 16  # bytes; a first line that differs in one place of at most so many is still recognised
_LINE = re.compile(rb"([0-9a-f]{8})((?:\.[0-9a-f]{16})? )(?=\[)")  # where a line begins


class Head(NamedTuple):
    """The first line: the identity of the sweep, which is empty in format 4, and its digests by option."""

    identity: str
    digests: dict[str, str]


class Entry(NamedTuple):
    """The result of the parts `first` to `last`, of the sweep with this identity. It is empty in format 4."""

    identity: str
    first: int
    found: Found
    last: int


class Lines(NamedTuple):
    """What can be read of a journal, in the order of the file, and the number of lines that are damaged."""

    heads: list[Head]
    entries: list[Entry]
    damaged: int


def identity_of(digests: dict[str, str]) -> str:
    """Return the identity of the sweep with these digests: 16 hexadecimal digits."""
    return hashlib.sha256(json.dumps(sorted(digests.items())).encode()).hexdigest()[:16]


def head_line(digests: dict[str, str]) -> bytes:
    """Encode the first line of a journal."""
    return _head_line(NAME, digests)


def line(identity: str, content: object) -> bytes:
    """Encode a line with the result of a part."""
    rest = f".{identity} {json.dumps(content)}".encode()
    return b"%08x%s\n" % (zlib.crc32(rest), rest)


def read(content: bytes) -> Lines:
    """Read every line that is whole, wherever it stands. What comes after the last line end was cut off."""
    *whole, cut = content.split(b"\n")
    lines, damaged = Lines([], [], 0), 0
    for one in whole:
        found = _read(one)
        if found is None:
            damaged += 1
            _take_parts(one, lines)
        else:
            _take(found, lines)
    _take_parts(cut[:-1], lines)  # one byte stands in the place of the line end
    return lines._replace(damaged=damaged)


def head_line_0_1(digests: dict[str, str]) -> bytes:
    """Encode the first line of a journal in format 4."""
    return _head_line(NAME_0_1, digests)


def _head_line(name: str, digests: dict[str, str]) -> bytes:
    body = json.dumps([name, digests]).encode()
    return b"%08x %s\n" % (zlib.crc32(body), body)


def begins_as(content: bytes, head: bytes) -> bool:
    """Return whether a journal begins with this first line, perhaps with one place in it that is damaged.

    The first line of another sweep differs in its checksum and in a digest, which are farther apart.
    """
    differs = (place for place, pair in enumerate(zip(content, head, strict=False)) if pair[0] != pair[1])
    same = next(differs, min(len(content), len(head)))
    lengths = range(DAMAGE + 1)
    return any(content.startswith(head[same + lost :], same + came) for lost in lengths for came in lengths)


def _take_parts(damaged: bytes, lines: Lines) -> None:
    """Take the lines that are whole inside a damaged one: a line end was lost, or bytes came before it."""
    starts = [match.start() for match in _LINE.finditer(damaged)]
    for start, end in pairwise([*starts, len(damaged)]):
        # The line end may have become another byte or two, or none.
        for more in (0, 1, 2):
            found = _read(damaged[start : end - more])
            if found is not None:
                _take(found, lines)
                break


def _take(found: Head | Entry, lines: Lines) -> None:
    if isinstance(found, Head):
        lines.heads.append(found)
    else:
        lines.entries.append(found)


def _read(line: bytes) -> Head | Entry | None:
    """Decode a line without its line end. Returns None if it is damaged."""
    match = _LINE.match(line)
    if not match:
        return None
    name = match[2][1:-1].decode()
    if int(match[1], 16) != zlib.crc32(line[match.end(1) if name else match.end() :]):
        return None
    try:
        content = json.loads(line[match.end() :])
    except (ValueError, RecursionError):
        return None
    if not name and content[:1] in ([NAME], [NAME_0_1]):
        return _head(content)
    return _entry(name, content)


def _head(content: list[Any]) -> Head | None:
    digests = content[1] if len(content) == 2 else None
    if not isinstance(digests, dict) or not all(isinstance(digest, str) for digest in digests.values()):
        return None
    return Head(identity_of(digests) if content[0] == NAME else "", digests)


def _entry(identity: str, content: list[Any]) -> Entry | None:
    if len(content) not in (2, 3):
        return None
    first, found, last = content if len(content) == 3 else (*content, content[0])
    if type(first) is not int or type(last) is not int:
        return None
    if isinstance(found, str):
        return Entry(identity, first, found, last)
    if not isinstance(found, list) or not all(isinstance(row, list) for row in found):
        return None
    return Entry(identity, first, [tuple(row) for row in found], last)
