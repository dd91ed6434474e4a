"""Of all picks on the ladders none solves every stage, and both knobs are needed."""

from __future__ import annotations

import pytest

from batchgame.scenarios.reading import library
from batchgame.scenarios.reading.problem import problem, schedule
from batchgame.sim.outcomes import outcome_map

SOLVES = 0.8
TRAJECTORIES = 100  # enough to tell .2 from .9; nothing here is close
Picks = set[tuple[int, float]]
STAGES = [f"{name}/{stage.name}" for name in library.names() for stage in library.load(name).stages]


@pytest.fixture(scope="module")
def solving() -> dict[str, Picks]:
    """Find the picks of its ladders that solve a stage, for every stage."""
    found: dict[str, Picks] = {}
    for name in STAGES:
        scenario, stage = library.find(name)
        ladders = stage.ladders
        cells = outcome_map(
            problem(scenario, stage),
            ladders.batch_size,
            ladders.momentum,
            stage.learning_rate,
            parallel=stage.parallel,
            trajectories=TRAJECTORIES,
            coarse=TRAJECTORIES,
            schedule=schedule(stage, stage.solution.schedule),
        )
        found[name] = {(c.batch_size, c.momentum) for c in cells if c.outcome.probability >= SOLVES}
    return found


def test_every_stage_is_solved_by_some_picks_and_not_by_all(solving: dict[str, Picks]) -> None:
    for name, picks in solving.items():
        stage = library.find(name)[1]
        picks_on_ladders = len(stage.ladders.batch_size) * len(stage.ladders.momentum)
        assert 0 < len(picks) < max(picks_on_ladders, len(stage.schedules)), name


def test_no_single_pick_solves_all_stages(solving: dict[str, Picks]) -> None:
    assert not set.intersection(*solving.values())


def test_no_single_momentum_or_batch_size_will_do(solving: dict[str, Picks]) -> None:
    assert not set.intersection(*({batch for batch, _ in picks} for picks in solving.values()))
    assert not set.intersection(*({momentum for _, momentum in picks} for picks in solving.values()))


def test_each_knob_is_indispensable_somewhere(solving: dict[str, Picks]) -> None:
    """Find stages where the default batch size fails at every momentum, and others where the default momentum fails."""
    batch_size_needed, momentum_needed = set(), set()
    for name, picks in solving.items():
        default = library.find(name)[1].default_pick
        if default.batch_size not in {batch for batch, _ in picks}:
            batch_size_needed.add(name)
        if default.momentum not in {momentum for _, momentum in picks}:
            momentum_needed.add(name)
    assert {"saddle/", "saddle/ridge", "canyon/"} <= batch_size_needed
    assert {"saddle/hair", "hill/"} <= momentum_needed
