"""The bytes that a terminal sends, cut into keys, clicks and cursor places. Everything else is dropped at once.

A terminal sends more than keys: reports of the mouse, its size and its focus, pastes, and answers that some other
program has asked for. Any of them may be cut short or have no end. So the sieve keeps no more than one short sequence:
a string or a paste is dropped while it comes, and is over when it ends, or when nothing or next to nothing comes any
more. A key that was typed in that moment still counts.
"""

from __future__ import annotations

import re
from codecs import getincrementaldecoder
from collections.abc import Iterator
from typing import NamedTuple

ESCAPE_SECONDS = 0.1  # after an ESC: then it was the key, and not the beginning of a sequence
QUIET_SECONDS = 0.3  # after any other beginning: then the rest will never come
A_FEW = 16  # bytes in that time: somebody types, and no string or paste goes on
LONGEST_KEY = 12  # bytes, as kitty sends it
LONGEST = 32  # bytes of a sequence; the keyboard protocol of kitty stays below it

ESC = 0x1B
OPENING = b"[O"
SEQUENCE = re.compile(
    rb"\x1b\[(?:M(?P<x10>[^\x1b]{3})|\[[A-E]|[0-?]{0,28}[ -/]?[@-LN-Z\\-~]|[0-?]{1,28}M)"  # CSI; [[A is F1 on Linux
    rb"|\x1bO[0-9;]{0,8}[ -/:-~]"  # SS3
    rb"|(?P<string>\x1b[PX\]^_])"  # DCS, SOS, OSC, PM, APC
    rb"|\x1b[ -NQ-WYZ\\`-~]"  # a key with Alt
)
BEGINNING = re.compile(rb"\x1b(?:\[(?:M[^\x1b]{0,2}|\[|[0-?]{0,28}[ -/]?)|O[0-9;]{0,8})?\Z")
TEXT = re.compile(rb"[^\x1b]+")
# Where a thing that is dropped ends. Control characters are keys, such as Enter; BEL, CAN and SUB end a string.
STRING_END = re.compile(rb"[\x07\x18\x1a]|(?=[\x00-\x1f\x7f])")
JUNK_END = re.compile(rb"[@-~]|(?=[\x00-\x1f\x7f-\xff])")
PASTE_END = re.compile(rb"\x1b\[201~|(?P<answer>\x1b\[\d{1,5};\d{1,5}R)")  # a frame may be waiting for the answer
PASTE_TAIL = 13  # bytes of either may have come already
# Nobody types so much at once, and the inbox keeps only the end. A line may carry megabytes: the end is found without a
# look at each key before it. What opens a string or a paste has to be looked at, unless its end is there as well.
LONG_READ, KEPT_OF_IT = 1024, 256  # bytes
DROPPED = re.compile(rb"\x1b(?:[PX\]^_][^\x00-\x1f\x7f]*(?:\x07|\x1b\\)|\[200~[^\x1b]*\x1b\[201~)")
OPENS = re.compile(rb"\x1b(?:[PX\]^_]|\[200~)")

PASTE = b"\x1b[200~"
ANSWER = re.compile(rb"\x1b\[\d{1,5};\d{1,5}R")
PLACE = re.compile(rb"\x1b\[\??(\d+);(\d+)R")
SGR = re.compile(rb"\x1b\[<(\d+);(\d+);(\d+)([Mm])")
URXVT = re.compile(rb"\x1b\[(\d+);(\d+);(\d+)M")
# The last one is no key, but Textual's parser reads it as well: whether the terminal shows a frame in one go.
KEY = re.compile(rb"\x1b\[[0-9;:]*[A-HPQSZu~]|\x1b\[\[[A-E]|\x1bO.|\x1b\[\?2026;[0-4]\$y")
MODIFIERS = 4 | 8 | 16  # of a mouse button: Shift, Alt, Ctrl
RELEASED = 3  # the button of the older mouse reports that says only that one was released


class Click(NamedTuple):
    """The left button, pressed and released. x and y are the cell, from 0."""

    x: int
    y: int


class Place(NamedTuple):
    """The terminal's answer to the question where its cursor is. x and y are the cell, from 0."""

    x: int
    y: int


Piece = str | Click | Place  # a str is one character, one sequence of a key, or ESC alone


class Sieve:
    """The state between two reads: the beginning of a sequence, and what is being dropped."""

    def __init__(self) -> None:
        self._rest = b""
        self._dropping: re.Pattern[bytes] | None = None  # the end of what is being dropped
        self._typed = b""  # the last read, if it was dropped and is short enough to be a key
        self._decode = getincrementaldecoder("utf-8")("replace").decode
        self._pressed = False  # the left button
        self._last = self._since = 0.0  # when the last bytes came, and when the count began
        self._count = 0  # bytes

    def feed(self, data: bytes, now: float) -> Iterator[Piece]:
        """Yield what these bytes complete. now: seconds on the monotonic clock."""
        self._last = now
        if now - self._since >= QUIET_SECONDS:
            if self._dropping and self._count <= A_FEW:
                yield from self._give_up()
            self._since, self._count = now, 0
        self._count += len(data)
        before = self._dropping
        yield from self._cut(data)
        unended = before is not None and self._dropping is before
        self._typed = data if unended and len(data) <= LONGEST_KEY else b""

    def idle(self, now: float) -> Iterator[Piece]:
        """Yield what is complete because nothing follows: an ESC alone was the key, and anything else is given up."""
        escape = self._rest == b"\x1b" and self._dropping is None
        if now - self._last >= (ESCAPE_SECONDS if escape else QUIET_SECONDS):
            yield from self._give_up()
            if escape:
                yield "\x1b"

    def _give_up(self) -> Iterator[Piece]:
        typed = self._typed
        self._rest, self._dropping, self._typed = b"", None, b""
        yield from self._cut(typed)

    def _cut(self, data: bytes) -> Iterator[Piece]:
        data, at = self._rest + data, 0
        self._rest = b""
        if len(data) > LONG_READ and self._dropping is None:
            data = DROPPED.sub(b"", data)
            at = self._end_of_long_read(data)
            for answer in ANSWER.findall(data, 0, at):
                yield from self._read(answer)
        while at < len(data):
            if self._dropping is not None:
                end = self._dropping.search(data, at)
                if end is None:
                    self._rest = data[max(at, len(data) - PASTE_TAIL) :] if self._dropping is PASTE_END else b""
                    return
                at = end.end()
                if self._dropping is PASTE_END and end["answer"]:
                    yield from self._read(end["answer"])
                else:
                    self._dropping = None
            elif data[at] != ESC:
                run = TEXT.match(data, at)
                assert run is not None
                at = run.end()
                yield from self._decode(run[0], at < len(data)).replace("\ufffd", "")
            elif found := SEQUENCE.match(data, at):
                at = found.end()
                if found["string"]:
                    self._dropping = STRING_END
                elif found["x10"]:
                    button, x, y = (byte - 32 for byte in found["x10"])
                    yield from self._mouse(button, x, y, button & ~MODIFIERS != RELEASED)
                else:
                    yield from self._read(found[0])
            elif BEGINNING.match(data, at):
                self._rest = data[at:]
                return
            elif data[at + 1] in OPENING:  # too long, or broken: its end is dropped with it
                self._dropping, at = JUNK_END, at + 2
            else:  # an ESC before the next ESC was a key, and before other control characters nobody's
                if data[at + 1] == ESC:
                    yield "\x1b"
                at += 1

    def _end_of_long_read(self, data: bytes) -> int:
        """Return where to begin with a read: at a sequence near its end, or at its beginning if that is not safe."""
        near = max(len(data) - KEPT_OF_IT, 0)
        if OPENS.search(data):
            return 0
        at = data.find(b"\x1b", near)
        return at if at >= 0 else 0 if b"\x1b" in data else near

    def _read(self, sequence: bytes) -> Iterator[Piece]:
        """Yield what a whole sequence stands for, or begin to drop a paste."""
        if sequence == PASTE:
            self._dropping = PASTE_END
        elif report := SGR.fullmatch(sequence):
            button, x, y = (int(number) for number in report.groups()[:3])
            yield from self._mouse(button, x, y, report[4] == b"M")
        elif report := URXVT.fullmatch(sequence):
            button, x, y = int(report[1]) - 32, int(report[2]), int(report[3])
            yield from self._mouse(button, x, y, button & ~MODIFIERS != RELEASED)
        elif answer := PLACE.fullmatch(sequence):
            yield Place(int(answer[2]) - 1, int(answer[1]) - 1)
        elif KEY.fullmatch(sequence):
            yield sequence.decode("ascii")

    def _mouse(self, button: int, x: int, y: int, down: bool) -> Iterator[Click]:
        """Yield a click when the left button is released. Other buttons, the wheel and motion are nothing."""
        button &= ~MODIFIERS
        if down:
            self._pressed = button == 0
        elif self._pressed and button in (0, RELEASED):
            self._pressed = False
            if x > 0 and y > 0:
                yield Click(x - 1, y - 1)
