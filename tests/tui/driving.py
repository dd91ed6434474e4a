"""Drive the game without a terminal: press keys, let races end, read the cells."""

from __future__ import annotations

import asyncio
from collections.abc import AsyncIterator
from contextlib import asynccontextmanager
from pathlib import Path
from typing import Any

from cells import glyph_rows
from textual.pilot import Pilot

from batchgame.tui.draw.grid import Grid
from batchgame.tui.draw.look import look
from batchgame.tui.game.app import BatchgameApp
from batchgame.tui.game.opening import first_page
from batchgame.tui.game.session import Session
from batchgame.tui.race.options import PlayOptions
from batchgame.tui.score.progress import Progress

WAIT_SECONDS = 60.0
SIZES = ((80, 24), (120, 40))
LANGUAGES = ("en", "zh-TW")


class Player:
    """A hand on the keys and an eye on the screen."""

    def __init__(self, app: BatchgameApp, pilot: Pilot[int]) -> None:
        self.app = app
        self.pilot = pilot

    @property
    def page(self) -> Any:
        """The page on the screen."""
        return self.app.page

    @property
    def step(self) -> str:
        """The class of the page, in lower case: predict, aim, run, see, result, transfer, menu."""
        return type(self.app.page).__name__.removesuffix("Page").lower()

    def grid(self) -> Grid:
        """The cells as they are painted now."""
        return self.app.paint(*self.app.size)

    def text(self) -> str:
        """The screen as lines."""
        return "\n".join(glyph_rows(self.grid()))

    async def press(self, *keys: str) -> None:
        """Press one key after the other."""
        await self.pilot.press(*keys)

    async def until(self, what: str) -> None:
        """Wait for "warm", the end of the "race", or the whole "map"."""
        done = {
            "warm": lambda: self.app.session.warm,
            "race": lambda: self.page.conductor.over,
            "map": lambda: self.page.map.complete and not self.page.animated,
        }[what]
        async with asyncio.timeout(WAIT_SECONDS):
            while not done():
                await self.pilot.pause(0.02)

    async def to(self, step: str) -> None:
        """Play on until a step of the round: answer 1, sure, fire, skip, saw 1."""
        keys = {"predict": ("1", "9", "enter"), "aim": ("enter",), "see": ("1",), "result": ("enter",)}
        while self.step != step:
            if self.step == "run":
                if not self.page.conductor.over:
                    await self.press("enter")
                    await self.until("race")
                await self.press("enter")
            else:
                await self.press(*keys[self.step])


@asynccontextmanager
async def playing(
    folder: Path, *, size: tuple[int, int] = (80, 24), colors: str = "true", ascii: bool = False, **options: Any
) -> AsyncIterator[Player]:
    """A game with its own progress folder."""
    chosen = PlayOptions(**options)
    session = Session(chosen, look(colors, "ascii" if ascii else "", "dark"), Progress.open(folder))  # type: ignore[arg-type]
    app = BatchgameApp(session, first_page(session))
    try:
        async with app.run_test(size=size) as pilot:
            player = Player(app, pilot)
            await player.until("warm")
            yield player
    finally:
        session.close()
