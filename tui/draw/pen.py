"""The values that every painter draws with: the grid, the colours of this terminal, the texts of this language."""

from __future__ import annotations

from typing import NamedTuple

from batchgame.tui.draw.grid import Grid
from batchgame.tui.draw.look import Look
from batchgame.tui.text.catalogue import Catalogue


class Pen(NamedTuple):
    """A grid, and all values for painting that do not depend on the page.

    newcomer: the player has finished no race yet, so that no Greek letters are shown. warm: NumPy and the experiment
    are imported, so that pictures of it can be drawn. moving: swarms and flashes are drawn; False if motion is reduced.
    """

    grid: Grid
    look: Look
    say: Catalogue
    newcomer: bool = False
    warm: bool = True
    moving: bool = True
