"""The aim page: its knobs are whole or say that they go on, and what it says of η is about the tool that is chosen."""

from __future__ import annotations

import re
from typing import Literal

import numpy as np
import pytest

from batchgame.scenarios.library import find
from batchgame.tui.fan import first_shots
from batchgame.tui.grid import Grid
from batchgame.tui.layout import Rect
from batchgame.tui.look import look
from batchgame.tui.options import PlayOptions
from batchgame.tui.pages.aim import AimPage
from batchgame.tui.progress import Progress
from batchgame.tui.round import Round
from batchgame.tui.session import Session
from batchgame.tui.views.aim import paint_aim
from batchgame.tui.views.knobs import MORE, paint_knobs, tool_label
from batchgame.tui.width import fold

NAMES = ("boss", "rescue", "shuffle")


def opened(name: str, folds: Literal["", "ascii"] = "") -> AimPage:
    session = Session(PlayOptions(), look("true", folds), Progress.in_memory())
    return AimPage(session, Round(*find(name), session.options))


@pytest.mark.parametrize("folds", ["", "ascii"])
@pytest.mark.parametrize("width", [60, 80, 120])
@pytest.mark.parametrize("lang", ["en", "zh-TW"])
@pytest.mark.parametrize("name", NAMES)
def test_a_row_of_tools_says_that_it_goes_on(name: str, lang: str, width: int, folds: Literal["", "ascii"]) -> None:
    page = opened(name, folds)
    page.session.set_language(lang)
    round_ = page.round
    assert round_.tools
    for tool in round_.tools:
        round_.tool = tool
        grid = Grid(width, 24, folds=folds)
        paint_knobs(grid, page, Rect(0, 0, width, len(page.rows)))
        row = grid.display()[page.rows.index("tool")]
        shown = [fold(tool_label(page, other), folds) in row for other in round_.tools]
        assert shown[round_.tools.index(tool)], row
        assert grid.clipped == []
        more = row.count(fold(MORE, folds))
        assert more == (not shown[0]) + (not shown[-1]), row


@pytest.mark.parametrize(
    ("tool", "words"),
    [
        ("fixed", ["η/(1−λ) = 0.06, 1 × η", "η < 2(1+λ)/h = 2"]),
        ("linear", ["20η/(1−λ) = 1.2", "20η < 2(1+λ)/h = 2"]),
        ("sqrt-warm", ["4.47η/(1−λ) = 0.268", "4.47η < 2(1+λ)/h = 2"]),
        ("double-warm", ["40η/(1−λ) = 2.4", "40η < 2(1+λ)/h = 2"]),
    ],
)
def test_what_theory_says_is_about_the_chosen_tool(
    tool: str, words: list[str], monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr(Session, "newcomer", False)
    page = opened("rescue")
    page.round.tool = tool
    grid = Grid(80, 24)
    paint_aim(grid, page)
    text = "\n".join(grid.display())
    for line in words:
        assert re.search(rf"  {re.escape(line)} *$", text, re.MULTILINE), text


def test_the_gauge_is_shown_where_it_holds(monkeypatch: pytest.MonkeyPatch) -> None:
    """Its formula is about a new shuffle every epoch and one batch size."""
    monkeypatch.setattr(Session, "newcomer", False)
    for name, tools in (("shuffle", {"reshuffle"}), ("boss", {"constant"})):
        page = opened(name)
        for tool in page.round.tools:
            page.round.tool = tool
            grid = Grid(120, 40)
            paint_aim(grid, page)
            assert ("T = " in "\n".join(grid.display())) == (tool in tools), tool


def test_the_full_batch_s_first_shot_is_that_of_its_lane() -> None:
    """It has the first tool, whatever the player's is."""
    page = opened("rescue")
    start = np.array(page.round.course.start)
    expected = page.round.learning_rate * np.hypot(*page.round.course.landscape.gradient(start))
    for tool in page.round.tools:
        page.round.tool = tool
        assert first_shots(page.round).full_length == pytest.approx(expected)


def test_examples_drawn_with_replacement_make_many_first_shots_of_any_batch_size() -> None:
    page = opened("shuffle")
    page.round.tool, page.round.batch_size = "replacement", page.round.course.landscape.examples
    assert len({tuple(shot) for shot in first_shots(page.round).shots}) > 1
