"""The race of a day is as sound as every other one, is the same for everybody, and changes every day."""

from __future__ import annotations

from datetime import date, timedelta

import numpy as np
import pytest

from batchgame.scenarios import playables
from batchgame.scenarios.daily.names import is_daily, today
from batchgame.scenarios.daily.race import RANDOM_PICK, Turn, daily, difficulty
from batchgame.scenarios.proving.check import check
from batchgame.scenarios.reading.compiled import compile_landscape
from batchgame.scenarios.reading.landscape_terms import MONOMIALS
from batchgame.scenarios.reading.rules import verify

FIRST = date(2026, 11, 24)
DAYS = [f"daily-{FIRST + timedelta(days=n)}" for n in range(6)]
MANY = [f"daily-{FIRST + timedelta(days=n)}" for n in range(6, 60)]


@pytest.mark.parametrize("names", [DAYS, pytest.param(MANY, marks=pytest.mark.slow)], ids=["a week", "two months"])
def test_the_days_are_sound(names: list[str]) -> None:
    for name in names:
        scenario = daily(name)
        verify(scenario)
        assert [str(finding) for finding in check(scenario, seeds=2, trajectories=400)] == []
        assert RANDOM_PICK[0] <= difficulty(scenario) <= RANDOM_PICK[1], name
        rows = compile_landscape(scenario.landscape, scenario.examples).coefficients
        assert len({row[1] for row in rows}) > 4, f"{name} has hardly any tilts of its own"


def test_every_day_another_and_the_same_for_all() -> None:
    daily.cache_clear()
    once = [daily(name) for name in DAYS]
    daily.cache_clear()
    assert [daily(name) for name in DAYS] == once
    assert len({repr(scenario.landscape) for scenario in once}) == len(DAYS)
    solutions = {(s.stages[0].solution.batch_size, s.stages[0].solution.momentum) for s in once}
    assert len(solutions) > 1, "remembering one pick is not enough"


def test_turning_keeps_every_monomial() -> None:
    x, y = 0.7, -1.3
    for turn in (Turn(swap, sign_x, sign_y) for swap in (False, True) for sign_x in (-1, 1) for sign_y in (-1, 1)):
        u, v = turn.point((x, y))
        for i, j in MONOMIALS:
            p, q, sign = turn.powers(i, j)
            assert np.isclose(sign * u**p * v**q, x**i * y**j), (turn, i, j)


def test_its_name_can_be_played() -> None:
    assert is_daily(DAYS[0])
    assert is_daily(today())
    assert not is_daily("daily")
    race = playables.find_race(DAYS[0], "play")
    assert (race.name, race.key, race.path) == (DAYS[0], f"own/{DAYS[0]}", None)
    assert DAYS[0] not in playables.names()
    with pytest.raises(playables.ScenarioError, match=rf"{DAYS[0]} has no stage 'two' \(known: none but the first\)"):
        playables.find(f"{DAYS[0]}/two")
