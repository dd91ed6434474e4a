"""Pupils: robots that read their own screen, press keys, and dial again when the line is cut."""

from __future__ import annotations

import asyncio
import re
from contextlib import suppress

import asyncssh

from batchgame.classroom.wire.robot import Robot
from batchgame.scenarios.text.clean import glyph_width

PIECE = re.compile(r"\x1b\[([0-9;?]*)([A-Za-z])|([^\x1b])", re.DOTALL)
LOST = (OSError, asyncssh.Error, asyncio.TimeoutError)


class Screen:
    """What a terminal shows of the bytes that a class sends: places, jumps, clearing and text."""

    def __init__(self, columns: int, rows: int) -> None:
        self.columns, self.rows = columns, rows
        self.clear()

    def clear(self) -> None:
        self.cells = [[" "] * self.columns for _ in range(self.rows)]
        self.x = self.y = 0

    def feed(self, text: str) -> None:
        for numbers, letter, glyph in PIECE.findall(text):
            if letter == "H":
                row, _, column = numbers.partition(";")
                self.y, self.x = int(row or 1) - 1, int(column or 1) - 1
            elif letter == "C":
                self.x += int(numbers or 1)
            elif letter == "J":
                self.clear()
            elif glyph and self.y < self.rows and self.x < self.columns and (width := glyph_width(glyph)):
                self.cells[self.y][self.x : self.x + width] = [glyph, ""][:width]
                self.x += width

    @property
    def text(self) -> str:
        return "\n".join("".join(row) for row in self.cells)


class Pupil(Robot):
    """A robot with a screen. acknowledged: what the class said is saved, by step; sent: the last key, by step.

    filled: the digit that answers each question of a form, by step and number.
    """

    def __init__(self, port: int, user: str = "play") -> None:
        super().__init__(port, user)
        self.screen = Screen(*self.size)
        self.acknowledged: dict[int, int] = {}
        self.sent: dict[int, int] = {}
        self.filled: dict[tuple[int, int], int] = {}
        self.count = 0
        self._rest = b""

    def shown_more(self, data: bytes) -> None:
        data = self._rest + data
        cut = data.rfind(b"\x1b") if len(data) - data.rfind(b"\x1b") < 32 and b"\x1b" in data else len(data)
        whole = data[cut:]
        if PIECE.match(whole.decode("utf-8", "replace")) and PIECE.match(whole.decode("utf-8", "replace")).group(2):  # type: ignore[union-attr]
            cut = len(data)
        while cut:  # a sign may be cut as well
            try:
                text = data[:cut].decode()
                break
            except UnicodeDecodeError as error:
                if error.start < cut - 4:
                    raise
                cut = error.start
        else:
            text = ""
        self._rest = data[cut:]
        self.screen.feed(text)
        super().shown_more(data[:cut])

    async def dial(self) -> None:
        self.screen.clear()
        self._rest = b""
        await super().dial()

    async def comes_back(self, seconds: float = 30.0) -> bool:
        """Dial until there is a seat again."""
        loop = asyncio.get_running_loop()
        end = loop.time() + seconds
        while loop.time() < end:
            with suppress(*LOST):
                await asyncio.wait_for(self.dial(), 10)
                if await self.reads(lambda text: "seat" in text or "Were you" in text, 10):
                    return await self.sits(10)
            self.hang_up()
            await asyncio.sleep(0.1)
        return False

    async def reads(self, there, seconds: float = 20.0) -> bool:  # type: ignore[no-untyped-def]
        """Wait until the screen is so."""
        return await self._until(lambda: there(self.screen.text), seconds)

    async def vote(self, step: int, answer: int, seconds: float = 10.0) -> bool:
        """Press a digit, and return whether the class has said that it is saved."""
        self.sent[step] = answer
        with suppress(*LOST):
            self.press(str(answer))
            if await self.reads(lambda text: f"Saved: {answer}" in text, seconds):
                self.acknowledged[step] = answer
                self.count += 1
                return True
        return False
