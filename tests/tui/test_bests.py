"""The table of bests: whole in both languages, before and after the map is computed, and in fog."""

from __future__ import annotations

import pytest
from cells import glyph_rows
from driving import LANGUAGES

from batchgame.tui.draw.grid import Grid
from batchgame.tui.draw.layout import Rect
from batchgame.tui.draw.look import look
from batchgame.tui.draw.pen import Pen
from batchgame.tui.game.panels.bests import BestRow, BestsView, paint_bests
from batchgame.tui.maps.best import WAYS, Best
from batchgame.tui.text.catalogue import Catalogue

AREAS = (Rect(41, 9, 38, 12), Rect(41, 10, 38, 10), Rect(1, 8, 58, 8))  # at 80x24, with a verdict above, and at 60x18


@pytest.mark.parametrize("lang", LANGUAGES)
@pytest.mark.parametrize("area", AREAS)
@pytest.mark.parametrize("complete", [True, False])
@pytest.mark.parametrize("opened", [True, False])
def test_the_table_of_bests_is_whole(area: Rect, lang: str, complete: bool, opened: bool) -> None:
    say = Catalogue(lang)
    best = Best(20, 0.99, 123.5) if complete else None
    view = BestsView(tuple(BestRow(way, 1234.5, 123.5, best) for way in WAYS), opened, complete)
    grid = Grid(80, 24)
    paint_bests(Pen(grid, look("true"), say), area, view, titled=True)
    assert grid.clipped == []
    words = " ".join(" ".join(glyph_rows(grid)).split())
    head = [say(f"bests.{key}") for key in ("now", "yours", "map")]
    assert " ".join(head) in words, "columns stand apart"
    if complete and not opened:
        assert "".join(say("bests.fog").split()) in "".join(words.split())
