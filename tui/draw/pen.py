"""What a painter draws with: the grid, the colours of this terminal, the words of this language."""

from __future__ import annotations

from typing import NamedTuple

from batchgame.tui.draw.grid import Grid
from batchgame.tui.draw.look import Look
from batchgame.tui.text.catalogue import Catalogue


class Pen(NamedTuple):
    """A grid with everything that does not depend on the page.

    newcomer: the player has finished no race yet, so no Greek letters. warm: the experiment is imported, so pictures of
    it can be drawn. moving: swarms and flashes are drawn; False where motion is reduced.
    """

    grid: Grid
    look: Look
    say: Catalogue
    newcomer: bool = False
    warm: bool = True
    moving: bool = True
