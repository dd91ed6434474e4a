"""Games in forks of a process that has loaded everything before it knows any terminal."""

from __future__ import annotations

from textual import constants

from batchgame.sim.engine import engine
from batchgame.sim.race import Race
from batchgame.tui.game.kiosk_app import KioskApp
from batchgame.tui.game.routes import PAGES, page_class

__all__ = ["KioskApp", "Race", "load_pages", "paint_with"]


def load_pages() -> None:
    """Load every page and the engine, so that all games share them."""
    for name in PAGES:
        page_class(name)
    engine()


def paint_with(colors: str) -> None:
    """Set the colours of the applications to come: Textual has read the variable for them when it was imported."""
    vars(constants)["COLOR_SYSTEM"] = colors
