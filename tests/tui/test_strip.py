"""The strip of a race: the loss of the batch that pulls now, through the ball, on the map's own columns."""

from __future__ import annotations

from itertools import pairwise
from pathlib import Path
from typing import Any

import numpy as np
import pytest
from cells import glyph_rows
from driving import first_page

from batchgame.tui.draw.grid import Grid
from batchgame.tui.draw.layout import Rect
from batchgame.tui.draw.look import look
from batchgame.tui.game.pages.run import RunPage
from batchgame.tui.game.parts.strip import split
from batchgame.tui.game.session import Session
from batchgame.tui.race.batch_slice import OFTEN, batch_rows, batch_slice
from batchgame.tui.race.options import PlayOptions
from batchgame.tui.score.progress import Progress

PICKS = {"gate": (2, 0.5), "canyon": (4, 0.0), "saddle": (1, 0.0)}


def running(folder: Path, stage: str, folds: str = "", colors: str = "true", **options: Any) -> RunPage:
    batch_size, momentum = PICKS[stage]
    chosen = PlayOptions(
        scenario=stage, batch_size=batch_size, momentum=momentum, trajectories=50, **{"lang": "en", **options}
    )  # fmt: skip
    session = Session(chosen, look(colors, folds), Progress.open(folder))  # type: ignore[arg-type]
    session.warm = True
    return RunPage(session, first_page(session).round)  # type: ignore[attr-defined]


def painted(page: RunPage, width: int = 80, height: int = 24) -> Grid:
    chosen = page.session.look
    grid = Grid(width, height, ink=(chosen.text, chosen.background, False), folds=chosen.folds)
    page.paint(grid)
    page.session.drop()
    return grid


@pytest.mark.parametrize("stage", PICKS)
def test_its_slope_is_what_moves_the_ball(stage: str, tmp_path: Path) -> None:
    """One update by hand from the slope that the strip shows is the update that the race makes."""
    page = running(tmp_path, stage)
    round_, conductor = page.round, page.conductor
    for _ in range(3):
        before = conductor.frame.lanes[0]
        cut = batch_slice(round_, before.updates, before.hero[-1])
        while conductor.frame.lanes[0].updates == before.updates:
            conductor.one_update()
        after = conductor.frame.lanes[0]
        moved = after.hero[-1][cut.axis] - before.hero[-1][cut.axis]
        rest = moved + round_.learning_rate * cut.slope
        if before.updates == 0:
            assert rest == pytest.approx(0, abs=1e-12)
            last = moved
        else:
            assert rest == pytest.approx(round_.momentum * last, abs=1e-12)
            last = moved
        assert np.interp(cut.ball[0], cut.line, cut.batch) == pytest.approx(cut.ball[1], abs=0.01)
    page.session.drop()


def test_the_batches_of_an_epoch_hold_each_example_once(tmp_path: Path) -> None:
    page = running(tmp_path, "canyon")
    rows = np.concatenate([batch_rows(page.round, update) for update in range(5)])
    assert sorted(rows.tolist()) == list(range(20))
    page.session.drop()


def test_it_shares_the_maps_columns_or_its_rows_and_is_left_out_in_a_small_window() -> None:
    area = Rect(0, 1, 40, 15)
    place, strip = split(area, "x", 80, 24)
    assert strip is not None
    assert (strip.x, strip.w, strip.h, place.h) == (place.x, place.w, 5, 10)
    place, strip = split(area, "y", 80, 24)
    assert strip is not None
    assert (strip.y, strip.h, strip.w, place.w) == (place.y, place.h, 8, 32)
    assert split(area, "x", 60, 18) == (area, None)
    assert split(area, None, 80, 24) == (area, None)
    roomy = split(Rect(1, 2, 58, 28), "x", 120, 40)[1]
    assert roomy is not None
    assert roomy.h == 9


@pytest.mark.parametrize(
    ("folds", "colors", "lang"), [("", "true", "en"), ("", "mono", "zh-TW"), ("ascii", "16", "en")]
)
@pytest.mark.parametrize("size", [(80, 24), (120, 40), (60, 18)])
@pytest.mark.parametrize("stage", PICKS)
def test_it_is_drawn_with_the_ball_under_the_ball(
    stage: str, size: tuple[int, int], folds: str, colors: str, lang: str, tmp_path: Path
) -> None:
    page = running(tmp_path, stage, folds, colors, lang=lang)
    for _ in range(4):
        page.press("one_update")
    grid = painted(page, *size)
    assert grid.clipped == []
    rows = glyph_rows(grid)
    number = page.slice and page.slice.shown and page.slice.shown.number
    if size == (60, 18):
        assert not any(f"L{number} " in row for row in rows[1:]), "the title may hold such a word"
        return
    assert any(f"L{number}" in row for row in rows)
    ball = page.session.look.lane("you")[1]
    half = size[0] // 2
    spots = [(x, y) for y, row in enumerate(grid.cells) for x, (glyph, style) in enumerate(row[:half])
             if glyph == ball and style[2]]  # fmt: skip
    axis = 1 if stage == "saddle" else 0
    # On the map a glyph stands a cell aside where another lane has the cell.
    assert any(a != b and abs(a[axis] - b[axis]) <= 1 for a in spots for b in spots), spots


def test_it_keeps_to_six_batches_a_second_and_says_how_many_are_left_out(tmp_path: Path) -> None:
    page = running(tmp_path, "saddle")
    shown = []
    for n in range(60):
        page.tick(1 / 30)
        assert page.slice is not None
        assert page.slice.shown is not None
        if not shown or shown[-1][1] != page.slice.shown.number:
            shown.append((n / 30, page.slice.shown.number))
    times = [at for at, _ in shown]
    assert min(b - a for a, b in pairwise(times[1:])) >= OFTEN - 1e-9
    assert page.slice.every == shown[-1][1] - shown[-2][1] > 1
    assert any(f"1/{page.slice.every}" in row for row in glyph_rows(painted(page)))


def test_with_reduced_motion_it_changes_for_keys_only(tmp_path: Path) -> None:
    page = running(tmp_path, "canyon", motion="reduced")
    assert page.slice is not None
    for _ in range(30):
        page.tick(0.1)
    assert page.slice.shown is not None
    assert page.slice.shown.number == 1
    page.press("pause")
    first = page.slice.shown.number
    assert first > 1
    for _ in range(30):
        page.press("one_update")
    assert page.slice.shown.number > first
    page.session.drop()


def test_at_the_end_it_shows_the_last_batch(tmp_path: Path) -> None:
    page = running(tmp_path, "canyon")
    page.press("next")
    while not page.conductor.over:
        page.tick(0.1)
    lane = page.conductor.frame.lanes[0]
    assert page.slice is not None
    assert page.slice.shown is not None
    assert page.slice.shown.number == min(lane.updates + 1, lane.budget_updates)
    page.session.drop()
