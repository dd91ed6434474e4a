"""Nothing flashes: no cell's luminance reverses more than three times in any second, at any speed and frame rate.

A reversal is a change of direction of at least a tenth of full luminance (WCAG 2.2, general flash).
"""

from __future__ import annotations

from collections.abc import Iterator
from pathlib import Path
from typing import Any

import pytest
from cells import glyph_rows
from driving import first_page

from batchgame.tui.draw.grid import Grid
from batchgame.tui.draw.look import look
from batchgame.tui.game.pages.first_minute import FirstMinutePage
from batchgame.tui.game.pages.result import ResultPage
from batchgame.tui.game.pages.run import RunPage
from batchgame.tui.game.session import Session
from batchgame.tui.race.options import PlayOptions
from batchgame.tui.score.progress import Progress
from batchgame.tui.screen.flicker import FlickerLimit, coverage, luminance

RACES = [
    ("canyon", 15, 0, "true", "", "dark"),
    ("saddle", 15, 0, "true", "", "dark"),
    ("epoch", 15, 0, "true", "", "dark"),
    ("hill", 15, 0, "true", "", "dark"),
    ("gate", 15, 0, "true", "", "dark"),
    ("epoch/rematch", 15, 0, "true", "", "dark"),
    ("saddle/ridge", 30, 1, "true", "", "light"),
    ("canyon", 60, 2, "true", "", "dark"),
    ("epoch", 20, -2, "256", "", "light"),
    ("canyon", 15, 0, "16", "", "dark"),
    ("saddle", 15, 2, "mono", "", "dark"),
    ("epoch", 15, 1, "mono", "ascii", "dark"),
    ("canyon", 20, 1, "true", "ambiguous", "dark"),
]


@pytest.fixture
def sessions(tmp_path: Path) -> Iterator[Any]:
    opened: list[Session] = []

    def make(colors: str = "true", folds: str = "", theme: str = "dark", **options: Any) -> Session:
        chosen = PlayOptions(lang="en", trajectories=200, **options)
        session = Session(chosen, look(colors, folds, theme), Progress.open(tmp_path))  # type: ignore[arg-type]
        session.warm = True
        opened.append(session)
        return session

    yield make
    for session in opened:
        session.drop()


def painted(page: Any, at: float, flicker: FlickerLimit | None) -> Grid:
    chosen = page.session.look
    grid = Grid(80, 24, ink=(chosen.text, chosen.background, False), folds=chosen.folds)
    page.paint(grid)
    return flicker.settle(grid, at) if flicker else grid


def race(
    session: Session, fps: int, speed: int, seconds: float = 10.0, flicker: bool = True
) -> list[tuple[float, Grid]]:
    """Return the frames of a race, with their times."""
    page = RunPage(session, first_page(session).round)  # type: ignore[attr-defined]
    for _ in range(abs(speed)):
        page.press("faster" if speed > 0 else "slower")
    frames, kept = [], FlickerLimit() if flicker else None
    for n in range(int(seconds * fps)):
        page.tick(1 / fps)
        frames.append((n / fps, painted(page, n / fps, kept)))
        if page.conductor.over:
            break
    return frames


def most_reversals(frames: list[tuple[float, Grid]]) -> int:
    """Return the most reversals of any cell in any second."""
    width, height = frames[0][1].size
    most = 0
    for y in range(height):
        for x in range(width):
            turns = reversals([(at, luminance(*grid.cells[y][x])) for at, grid in frames])
            most = max([most, *(sum(first <= turn < first + 1 for turn in turns) for first in turns)])
    return most


def reversals(levels: list[tuple[float, float]]) -> list[float]:
    """Return the times when the direction changed, after a change of at least a tenth either way."""
    found, direction, extreme = [], 0, levels[0][1]
    for at, level in levels:
        towards = (level > extreme) - (level < extreme)
        if towards == direction:
            extreme = level
        elif abs(level - extreme) >= 0.1:
            if direction:
                found.append(at)
            direction, extreme = towards, level
    return found


@pytest.mark.share(2)
@pytest.mark.parametrize(("stage", "fps", "speed", "colors", "folds", "theme"), RACES)
@pytest.mark.parametrize("motion", ["full", "reduced"])
def test_a_race_does_not_flash(
    stage: str, fps: int, speed: int, colors: str, folds: str, theme: str, motion: str, sessions: Any
) -> None:
    session = sessions(colors, folds, theme, scenario=stage, motion=motion)
    assert most_reversals(race(session, 2 if motion == "reduced" else fps, speed)) <= 3


def test_without_the_limit_a_race_would_flash(sessions: Any) -> None:
    """The count finds a flicker: a lane's marker that jumps in and out of a cell."""
    assert most_reversals(race(sessions(scenario="canyon"), 15, 0, flicker=False)) > 3


def test_the_first_minute_does_not_flash(sessions: Any) -> None:
    """While Space is held down, the ball flies as often as it can."""
    page, flicker, frames = FirstMinutePage(sessions()), FlickerLimit(), []
    for n in range(120):
        page.press("pause")
        page.tick(1 / 15)
        frames.append((n / 15, painted(page, n / 15, flicker)))
        if n == 60:
            page.press("down")
    assert most_reversals(frames) <= 3


def test_bars_that_race_to_their_values_do_not_flash(sessions: Any) -> None:
    session = sessions(scenario="saddle")
    run = RunPage(session, first_page(session).round)
    run.round.prediction.chosen, run.round.prediction.sure = 0, True
    run.conductor.race.advance(run.conductor.race.duration)
    run.conductor.frame = run.conductor.race.frame()
    run.round.finish(run.conductor.outcomes(), run.conductor.frame)
    page, flicker, frames = ResultPage(session, run.round, run.conductor), FlickerLimit(), []
    for n in range(60):
        page.tick(1 / 15)
        frames.append((n / 15, painted(page, n / 15, flicker)))
    assert most_reversals(frames) <= 3


def test_what_is_kept_back_comes_at_last() -> None:
    flicker, shown = FlickerLimit(), ""
    for n in range(12):
        grid = Grid(1, 1)
        grid.put(0, 0, "█" if n % 2 else " ", "#ffffff")
        shown += flicker.settle(grid, n / 15).cells[0][0][0]
    assert shown == " █ █████████"[:12] or shown.count("█") + shown.count(" ") == 12
    assert flicker.holding == (shown[-1] != "█")
    for n in range(12, 40):
        grid = Grid(1, 1)
        grid.put(0, 0, " ", "#ffffff")
        flicker.settle(grid, n / 15)
    assert grid.cells[0][0][0] == " "
    assert not flicker.holding


def test_a_word_or_a_figure_is_never_kept_back() -> None:
    flicker = FlickerLimit()
    for n in range(30):
        grid = Grid(4, 1)
        grid.text(0, 0, "−0.5" if n % 2 else " 999", "#ffffff")
        wanted = glyph_rows(grid)
        assert glyph_rows(flicker.settle(grid, n / 15)) == wanted


def test_what_a_key_asks_for_is_never_kept_back() -> None:
    flicker = FlickerLimit()
    for n in range(30):
        grid = Grid(1, 1)
        grid.put(0, 0, "█" if n % 2 else " ", "#ffffff")
        wanted = glyph_rows(grid)
        assert glyph_rows(flicker.settle(grid, n / 15, pressed=True)) == wanted


def test_the_share_of_a_cell_that_is_inked() -> None:
    covered = {" ": 0, "█": 1, "▀": 0.5, "▂": 0.25, "⠀": 0, "⣿": 0.5, "⠉": 0.125}
    assert {glyph: coverage(glyph) for glyph in covered} == pytest.approx(covered)


def test_luminance_as_wcag_has_it() -> None:
    assert luminance("█", ("#ffffff", "#000000", False)) == pytest.approx(1)
    assert luminance(" ", ("#ffffff", "#808080", False)) == pytest.approx(0.2159, abs=1e-3)


def test_reduced_motion_has_no_flash_and_hero_markers_only(sessions: Any) -> None:
    words = {
        motion: race(sessions(scenario="shuffle", motion=motion), 2, 0, flicker=False) for motion in ("full", "reduced")
    }
    fires = {
        motion: sum("FIRE" in row for _, grid in found for row in glyph_rows(grid)) for motion, found in words.items()
    }
    assert fires["full"] > 0
    assert fires["reduced"] == 0
    dots = {motion: max(_dots(_scene(grid)) for _, grid in found) for motion, found in words.items()}
    assert {"●", "◆", "▲"} <= set(_scene(words["reduced"][-1][1]))
    ring = _dots(_scene(painted(first_page(sessions(scenario="shuffle")), 0.0, None)))
    assert dots["reduced"] <= ring + 1 < dots["full"], "the goal's ring, and no swarm"


def _scene(grid: Grid) -> str:
    return "".join(row[:40] for row in glyph_rows(grid)[1:17])


def _dots(picture: str) -> int:
    return sum("\u2800" < glyph <= "\u28ff" for glyph in picture)
