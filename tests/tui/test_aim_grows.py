"""The aim page grows: batch size alone, then the clock, then momentum. What it says is computed, and nothing is cut."""

from __future__ import annotations

import re
from collections.abc import Iterable
from itertools import product

import numpy as np
import pytest
from cells import glyph_rows

from batchgame.scenarios.reading import library
from batchgame.scenarios.reading.library import find
from batchgame.sim.theory import stability_limit
from batchgame.tui.draw.grid import Grid
from batchgame.tui.draw.look import look
from batchgame.tui.draw.width import Folds, fold
from batchgame.tui.game.pages.aim import AimPage
from batchgame.tui.game.session import Session
from batchgame.tui.race.aim_values import aim_values
from batchgame.tui.race.knob_rows import KNOBS, met, rows_of
from batchgame.tui.race.options import PlayOptions
from batchgame.tui.race.round import Round
from batchgame.tui.score.progress import Progress, Record

SIZES = ((80, 24), (120, 40), (60, 18))
GREEK = "ληθ"


def opened(name: str, raced: Iterable[str] = (), folds: Folds = "", **options: object) -> AimPage:
    session = Session(PlayOptions(**options), look("true", folds), Progress.in_memory())  # type: ignore[arg-type]
    session.warm = True
    for stage in raced:
        session.progress.record(stage, Record())
    page = AimPage(session, Round(*find(name), session.options))
    page.resized(80, 24)
    return page


def text(page: AimPage, size: tuple[int, int] = (80, 24)) -> str:
    page.resized(*size)
    grid = Grid(*size, folds=page.session.look.folds)
    page.paint(grid)
    assert grid.clipped == [], (page.round.name, size)
    return "\n".join(glyph_rows(grid))


def test_the_page_grows_by_one_knob_per_race() -> None:
    first = opened("epoch")
    second = opened("epoch/rematch", ["epoch"])
    third = opened("epoch/middle", ["epoch", "epoch/rematch"])
    assert [page.knobs.rows for page in (first, second, third)] == [
        ("batch_size",),
        ("batch_size", "parallel"),
        ("batch_size", "momentum", "parallel"),
    ]
    assert opened("epoch", ["epoch", "epoch/middle"]).knobs.rows == third.knobs.rows
    assert opened("saddle").knobs.rows == third.knobs.rows, "a late stage is seen as a whole"


def test_a_knob_that_was_turned_is_shown() -> None:
    """The command line and the map of a result can turn a knob that the stage does not show."""
    assert "momentum" in opened("epoch", momentum=0.5).knobs.rows
    assert "parallel" in opened("epoch", parallel=20).knobs.rows


def test_names_that_no_stage_has_teach_nothing() -> None:
    assert met(["own/x", "quiz", "epoch/none", "gone", "daily-2026-11-24"]) == set()
    assert met(["saddle"]) == set(KNOBS)


@pytest.mark.parametrize("size", SIZES)
def test_the_first_page_has_no_symbol(size: tuple[int, int]) -> None:
    for language in ("en", "zh-TW"):
        page = opened("epoch", lang=language)
        shown = text(page, size)
        assert not set(GREEK) & set(shown)
        assert not re.search(r"\b[BPT]\b(?!=1)", shown), shown


def test_the_clock_is_redrawn_for_the_machine() -> None:
    """At 20 examples at once a shot of the full batch takes one tick, and it fires as often as batch size 1."""
    page = opened("epoch/rematch", ["epoch"])
    rows = text(page).splitlines()
    full = [row[40:] for row in rows if "FULL" in row and "shot" in row[40:]]
    assert re.search("█▒{19} +20 shots", full[0])
    assert re.search("·{19}█ +1 shot", full[1])
    page.round.parallel, page.round.batch_size = 5, 10
    rows = text(page).splitlines()
    you = next(row for row in rows if "YOU" in row and "▒" in row)
    assert re.search("·█·█·▒·▒·▒·▒·▒·▒·▒·▒ +10 shots", you)
    assert any("▮▮▮▮▮" in row and "2 ticks" in row for row in rows)


def test_an_epoch_is_cut_as_its_batches_are() -> None:
    page = opened("epoch", batch_size=3)
    you = next(row for row in text(page).splitlines() if "YOU" in row)
    assert re.search("··█··█··█··█··█··█·█ +7 shots", you)


def test_the_whole_race_is_counted_and_aim_is_measured() -> None:
    page = opened("epoch", batch_size=1)
    landscape, start = page.round.problem.landscape, np.array(page.round.problem.start)
    full, single = landscape.gradient(start), landscape.example_gradients(start)
    cosines = single @ full / np.hypot(*single.T) / np.hypot(*full)
    low, high = sorted(np.degrees(np.arccos(cosines)))[9:11]  # the median of 20 lies between these two
    rows = text(page).splitlines()
    shots, angle = re.search(r"B=1 +█+ +(\d+) +±(\d+)°", "\n".join(rows)).groups()  # type: ignore[union-attr]
    assert int(shots) == 400
    assert low - 0.5 <= float(angle) <= high + 0.5
    assert re.search(r"FULL +▊ +20 +true", "\n".join(rows))


def test_where_the_full_batch_has_no_arrow_nothing_aims() -> None:
    page = opened("saddle")
    assert "aims" not in text(page)
    assert "–" in text(page, (120, 40))


def test_grip_is_the_full_batch_s_and_warns_beyond_its_limit() -> None:
    page = opened("epoch/middle", learning_rate=0.1)
    limit = stability_limit(page.round.goal_curvature, 0.0)
    assert aim_values(page.round).grip == pytest.approx(0.1 / limit)
    assert "limit of the full batch" in text(page).replace("\n", " ")
    assert "!!" not in text(page)
    page = opened("epoch/middle", learning_rate=1.1 * limit, batch_size=20)
    assert "!! slips: 1.1 × the limit" in text(page)


def test_noise_counts_the_real_batches_of_an_epoch() -> None:
    page = opened("epoch/middle", batch_size=19)
    assert aim_values(page.round).noise == pytest.approx((1 / 19 / 19 + 1) / 2)
    assert "20 = 19 + 1" in text(page)
    page.round.batch_size = 20
    assert "none: all 20 examples at once" in text(page)


def test_equations_open_behind_one_key_and_stay_open() -> None:
    page = opened("epoch/middle")
    assert "η/(1−λ)" not in text(page)
    page.press("equations")
    assert "η/(1−λ)" in text(page)
    again = AimPage(page.session, page.round)
    assert "η/(1−λ)" in text(again)
    assert again.press("back") is None
    assert "η/(1−λ)" not in text(again)
    assert again.press("back") is not None
    assert "η/(1−λ)" in text(page, (120, 40)), "there is room for both"
    assert "equations" not in {offer.action for offer in page.offers()}


def test_a_page_without_momentum_has_no_equations() -> None:
    page = opened("epoch")
    page.press("equations")
    page.press("clock")
    assert "η" not in text(page)
    assert page.round.parallel == 1


def test_escape_closes_a_hint() -> None:
    page = opened("epoch")
    page.press("hint")
    assert "Hint 1" in text(page) or "hint 1" in text(page).lower()
    assert page.press("back") is None
    assert "hint 1" not in text(page).lower()
    assert page.press("back") is not None


@pytest.mark.share(2)
@pytest.mark.parametrize("language", ["en", "zh-TW"])
@pytest.mark.parametrize("size", SIZES)
def test_nothing_is_cut_on_any_stage(language: str, size: tuple[int, int]) -> None:
    """Walk over all rows of all stages, with hints and equations, and in the second race with an estimate."""
    for name in library.names():
        scenario = library.load(name)
        for stage in scenario.stages:
            page = opened(scenario.full_name(stage), ["saddle"], lang=language)
            page.round.prediction.chosen = 0
            page.round.chance = 0.5
            page = AimPage(page.session, page.round)
            for _ in page.knobs.rows:
                page.press("down")
                for keys in ((), ("hint",), ("back", "equations"), ("equations",)):
                    for key in keys:
                        page.press(key)
                    text(page, size)
            for size_, momentum in product((1, 19), (0.0, 0.99)):
                page.round.batch_size, page.round.momentum = size_, momentum
                text(page, size)


def test_without_colours_and_signs_the_gauges_still_tell() -> None:
    page = opened("epoch/middle", folds="ascii", momentum=0.9, learning_rate=9.0)
    page.press("down")
    shown = text(page)
    grip = next(row for row in shown.splitlines() if row[40:].startswith(" GRIP"))
    assert "o" in grip[52:]
    assert "!" in grip
    assert "Y" not in grip[40:]
    assert fold("▮┊", "ascii") == "|!"


def test_rows_of_a_stage_without_a_list_are_all_of_its_ladders() -> None:
    page = opened("boss")
    assert rows_of(page.round, ()) == ("batch_size", "momentum", "schedule", "parallel")
