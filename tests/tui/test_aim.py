"""The aim page: knobs are whole or say that they go on, and what it says of η is about the chosen schedule."""

from __future__ import annotations

import re
from itertools import product
from typing import Literal

import numpy as np
import pytest
from cells import glyph_rows

from batchgame.scenarios.reading.library import find
from batchgame.tui.draw.grid import Grid
from batchgame.tui.draw.layout import Rect
from batchgame.tui.draw.look import look
from batchgame.tui.draw.width import fold
from batchgame.tui.game.pages.aim import AimPage
from batchgame.tui.game.parts.knobs import MORE, paint_knobs, schedule_label
from batchgame.tui.game.session import Session
from batchgame.tui.race.first_shots import first_shots
from batchgame.tui.race.options import PlayOptions
from batchgame.tui.race.round import Round
from batchgame.tui.score.progress import Progress

NAMES = ("boss", "rescue", "shuffle")
FOLDS: tuple[Literal["", "ascii"], ...] = ("", "ascii")


def opened(name: str, folds: Literal["", "ascii"] = "") -> AimPage:
    session = Session(PlayOptions(), look("true", folds), Progress.in_memory())
    return AimPage(session, Round(*find(name), session.options))


@pytest.mark.parametrize("name", NAMES)
def test_a_row_of_schedules_says_that_it_goes_on(name: str) -> None:
    pages = {folds: opened(name, folds) for folds in FOLDS}
    for folds, lang, width in product(FOLDS, ("en", "zh-TW"), (60, 80, 120)):
        page = pages[folds]
        page.session.set_language(lang)
        round_ = page.round
        assert round_.schedules
        for schedule in round_.schedules:
            round_.schedule = schedule
            grid = Grid(width, 24, folds=folds)
            paint_knobs(page.pen(grid), Rect(0, 0, width, len(page.knobs.rows)), page.knobs)
            row = glyph_rows(grid)[page.knobs.rows.index("schedule")]
            shown = [fold(schedule_label(round_, other, page.session.say), folds) in row for other in round_.schedules]
            assert shown[round_.schedules.index(schedule)], (width, row)
            assert grid.clipped == [], (width, row)
            more = row.count(fold(MORE, folds))
            assert more == (not shown[0]) + (not shown[-1]), (width, row)


@pytest.mark.parametrize(
    ("schedule", "words"),
    [
        ("fixed", ["η/(1−λ) = 0.06, 1 × η", "η < 2(1+λ)/h = 2"]),
        ("linear", ["20η/(1−λ) = 1.2", "20η < 2(1+λ)/h = 2"]),
        ("sqrt-warm", ["4.47η/(1−λ) = 0.268", "4.47η < 2(1+λ)/h = 2"]),
        ("double-warm", ["40η/(1−λ) = 2.4", "40η < 2(1+λ)/h = 2"]),
    ],
)
def test_what_theory_says_is_about_the_chosen_schedule(schedule: str, words: list[str]) -> None:
    page = opened("rescue")
    page.round.schedule = schedule
    page.press("equations")
    grid = Grid(80, 24)
    page.paint(grid)
    text = "\n".join(glyph_rows(grid))
    for line in words:
        assert re.search(rf"  {re.escape(line)} *$", text, re.MULTILINE), text


def test_the_gauge_is_shown_where_it_holds() -> None:
    """Look for the gauge only where its formula holds: with a new shuffle every epoch and one batch size."""
    for name, schedules in (("shuffle", {"reshuffle"}), ("boss", {"constant"})):
        page = opened(name)
        for schedule in page.round.schedules:
            page.round.schedule = schedule
            grid = Grid(120, 40)
            page.paint(grid)
            text = "\n".join(glyph_rows(grid))
            assert ("T = " in text) == ("NOISE" in text) == (schedule in schedules), schedule


def test_the_full_batch_s_first_shot_is_that_of_its_lane() -> None:
    """Compare it with the first schedule, which the full batch has whatever schedule the player chooses."""
    page = opened("rescue")
    start = np.array(page.round.problem.start)
    expected = page.round.learning_rate * np.hypot(*page.round.problem.landscape.gradient(start))
    for schedule in page.round.schedules:
        page.round.schedule = schedule
        assert first_shots(page.round).full_length == pytest.approx(expected)


def test_examples_drawn_with_replacement_make_many_first_shots_of_any_batch_size() -> None:
    page = opened("shuffle")
    page.round.schedule, page.round.batch_size = "replacement", page.round.problem.landscape.examples
    assert len({tuple(shot) for shot in first_shots(page.round).shots}) > 1
