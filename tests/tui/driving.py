"""Drive the game without a terminal: press keys, let races end, read the cells."""

from __future__ import annotations

import time
from collections.abc import AsyncIterator, Callable
from contextlib import asynccontextmanager
from pathlib import Path
from typing import Any

from cells import glyph_rows
from textual import events
from textual.drivers.headless_driver import HeadlessDriver
from textual.geometry import Size
from textual.pilot import Pilot

from batchgame.tui.draw.grid import Grid
from batchgame.tui.draw.look import look
from batchgame.tui.game.app import BatchgameApp
from batchgame.tui.game.desk import Desk
from batchgame.tui.game.order import first_route
from batchgame.tui.game.page import Page
from batchgame.tui.game.session import Session
from batchgame.tui.race.options import PlayOptions
from batchgame.tui.score.progress import Progress

WAIT_SECONDS = 90.0  # on a machine with other work to do
SIZES = ((80, 24), (120, 40))
LANGUAGES = ("en", "zh-TW")


def first_page(session: Session) -> Page:
    """Return the page that a game opens with."""
    return Desk(session, first_route(session)).page


class Player:
    """A player of a running game: presses keys and reads the screen."""

    def __init__(self, app: BatchgameApp, pilot: Pilot[int]) -> None:
        self.app = app
        self.pilot = pilot

    @property
    def page(self) -> Any:
        """The page on the screen."""
        return self.app.page

    @property
    def step(self) -> str:
        """The name of the page's class in lower case: predict, aim, run, see, result, transfer, menu."""
        return type(self.app.page).__name__.removesuffix("Page").lower()

    def grid(self) -> Grid:
        """Paint the page as it is now and return its cells."""
        return self.app.paint(*self.app.size)

    def digit(self, option: int) -> str:
        """Return the key of an answer, given by its place in the file, to the question on the screen."""
        page: Any = self.page
        questions = {"predict": "prediction", "see": "observation", "transfer": "transfer"}
        question = page.question if self.step == "card" else getattr(page.round, questions[self.step])
        return str(question.order.index(option) + 1)

    def text(self) -> str:
        """Return the screen as lines of text."""
        return "\n".join(glyph_rows(self.grid()))

    async def press(self, *keys: str) -> None:
        """Press one key after the other, and wait until the application has done what each one asks for.

        Textual's own `Pilot.press` waits after each key until the whole process is idle, which takes up to two seconds
        while a race is computed.
        """
        for key in keys:
            self.app.post_message(events.Key(key, key if len(key) == 1 else None))
            await self.pilot.pause(0.0)

    async def resize(self, width: int, height: int) -> None:
        """Give the window another size, and wait until the application has drawn for it."""
        size = Size(width, height)
        assert isinstance(self.app._driver, HeadlessDriver)
        self.app._driver._size = size
        self.app.post_message(events.Resize(size, size))
        await self.pilot.pause(0.0)

    async def until(self, what: str) -> None:
        """Wait until the experiment is imported ("warm"), the "race" is over, or the "map" is complete."""
        done = {
            "warm": lambda: self.app.session.warm,
            "race": lambda: self.page.conductor.over,
            "map": lambda: self.page.map.complete and not self.page.animated,
        }[what]
        await self.wait(done, f"no {what}")

    async def wait(self, done: Callable[[], object], otherwise: str) -> None:
        """Wait until `done()` is true; a test that waits too long fails with the words in `otherwise`."""
        end = time.monotonic() + WAIT_SECONDS
        while not done():
            assert time.monotonic() < end, f"{otherwise}, on\n{self.text()}"
            await self.pilot.pause(0.02)

    async def to(self, step: str) -> None:
        """Play on until a step of the round: answer 1, sure, fire, skip, say that 1 was seen, open the lesson."""
        keys = {"predict": ("1", "9"), "aim": ("enter",), "see": ("1",), "result": ("enter",)}
        while self.step != step:
            if self.step == "run":
                if not self.page.conductor.over:
                    await self.press("enter")
                    await self.until("race")
                await self.press("enter")
            elif self.step == "result" and not self.page.round.lesson_open:
                await self.press("v", "enter")
            else:
                await self.press(*keys[self.step])


@asynccontextmanager
async def playing(
    folder: Path, *, size: tuple[int, int] = (80, 24), colors: str = "true", ascii: bool = False, **options: Any
) -> AsyncIterator[Player]:
    """Run a game that keeps its progress in `folder`, without a terminal, until the block ends."""
    chosen = PlayOptions(**options)
    session = Session(chosen, look(colors, "ascii" if ascii else "", "dark"), Progress.open(folder))  # type: ignore[arg-type]
    app = BatchgameApp(session, first_route(session))
    try:
        async with app.run_test(size=size) as pilot:
            player = Player(app, pilot)
            await player.until("warm")
            yield player
    finally:
        session.close()
