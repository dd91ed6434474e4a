"""A thin session: one guest's terminal without an application. It asks for a page, and sends what has changed of it."""

from __future__ import annotations

import asyncio
import time
from collections import deque
from collections.abc import Callable, Mapping

from batchgame.classroom.wire.contract import Guest, Line
from batchgame.tui.classroom.typing import Typing
from batchgame.tui.draw.colours import Depth
from batchgame.tui.draw.grid import Grid
from batchgame.tui.draw.look import Look, look
from batchgame.tui.screen.flow import Flow
from batchgame.tui.screen.shown import Shown
from batchgame.tui.screen.sieve import Place
from batchgame.tui.screen.size import bounded

ENTER, LEAVE = "\x1b[?1049h\x1b[?25l\x1b[2J", "\x1b[m\x1b[2J\x1b[H\x1b[?25h\x1b[?1049l"
HOME = "\x1b[H"
AMBIGUOUS = "●"  # a sign that some terminals draw two cells wide
MOST_TYPED = 64  # actions that wait
LookOf = Callable[[Mapping[str, str]], Look]


class Thin:
    """One guest's terminal. A subclass says which page is shown, and what its keys do."""

    def __init__(self, guest: Guest, line: Line, seen: Look) -> None:
        self.line, self.look = line, seen
        self.size = bounded(guest.columns, guest.rows)
        self.over = False
        self._typing = Typing()
        self._waiting: deque[str] = deque(maxlen=MOST_TYPED)
        self._busy: asyncio.Task[None] | None = None
        self._shown, self._flow = Shown(), Flow()
        self._flow.clogged = line.clogged
        self._base: Grid | None = None  # the last page, to know at once that it is the same
        self._pressed = False
        self._before: Grid | None = None  # the page until a key was pressed, while its effect is not all sent
        self._behind = True
        self._questions = 1  # that the terminal has not answered: their answers must not reach the guest's shell
        self._hanging_up: asyncio.TimerHandle | None = None
        line.write(ENTER + self._flow.probe("" if seen.ascii else AMBIGUOUS))

    async def press(self, action: str) -> None:
        """Do what a key does."""
        raise NotImplementedError

    def page(self) -> Grid:
        """Return the page. The same object as before means the same page."""
        raise NotImplementedError

    def left(self) -> None:
        """Learn that the guest is gone."""

    def typed(self, data: bytes) -> None:
        """Handle what was typed."""
        for piece in self._typing.feed(data):
            self._take(piece)

    def _take(self, piece: str | Place) -> None:
        if isinstance(piece, Place):
            self._questions = max(0, self._questions - 1)
            if self.over:
                if not self._questions and self._hanging_up is not None:
                    self._hang_up()
                return
            if self._flow.answered(piece.y + 1, time.monotonic()) and piece.x == 2 and not self.look.folds:
                self.look = look(self.look.name, "ambiguous", self.look.theme)
            if self._behind or self._pressed:  # a key was pressed while a frame was on its way
                self.draw()
        elif self.over:
            return
        elif piece == "quit":
            self.end()
        else:
            self._waiting.append(piece)
            if self._busy is None:
                self._busy = asyncio.ensure_future(self._work())

    async def _work(self) -> None:
        try:
            while self._waiting and not self.over:
                await self.press(self._waiting.popleft())
                self._pressed = True
                self._before = self._before or self._base
                self.draw()
        finally:
            self._busy = None

    def resized(self, columns: int, rows: int) -> None:
        """Draw for another size of the window."""
        self.size = bounded(columns, rows)
        self._shown.forget()
        self._base, self._behind = None, True
        self.line.write("\x1b[2J")
        self.draw()

    def gone(self) -> None:
        """Learn that the connection has ended."""
        if not self.over:
            self.over = True
            self.left()

    def end(self, farewell: str = "") -> None:
        """Give the terminal back with a last line, and hang up."""
        if not self.over:
            self.over = True
            self.line.write(LEAVE + (farewell + "\r\n" if farewell else ""))
            wait = self._flow.answer_within() if self._questions and self._flow.answers else 0.0
            self._hanging_up = asyncio.get_running_loop().call_later(wait, self._hang_up)
            self.left()

    def _hang_up(self) -> None:
        if self._hanging_up is not None:
            self._hanging_up.cancel()
            self._hanging_up = None
            self.line.end("")

    def tick(self) -> None:
        """Look whether there is anything new to draw."""
        for piece in self._typing.idle():
            self._take(piece)
        self.draw()

    def draw(self) -> None:
        """Send what differs from the page, if the terminal is ready for it."""
        if self.over or not self._flow.free(self._pressed):
            return
        grid = self.page()
        if grid is self._base and not self._behind:
            return
        self._base = grid
        before = self._before if self._before and self._before.size == grid.size else None
        text = self._shown.patch(grid, self.depth, self._flow.room, self._flow.urgent_room, before)
        self._behind = self._shown.owes
        if not self._shown.owes_key:
            self._pressed, self._before = False, None
        if text:
            self._questions += 1
            self.line.write(text + HOME + self._flow.question(len(text)))

    @property
    def depth(self) -> Depth:
        """Return how many colours the terminal has."""
        return self.look.name
