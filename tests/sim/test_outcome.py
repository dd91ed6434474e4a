"""Counts, intervals and medians, which are the same from a race, from a single run and from a map."""

from __future__ import annotations

import numpy as np
import pytest

from batchgame.sim.clock import Clock
from batchgame.sim.hyperparameters import Hyperparameters
from batchgame.sim.lane import summary
from batchgame.sim.outcome import Status, or_infinite, par, wilson
from batchgame.sim.outcomes import outcome, outcome_map
from batchgame.sim.race import Lane, Race

from .stages import problem


def test_wilson() -> None:
    """It agrees with published values, and holds for 0 successes and for all."""
    assert wilson(0, 1000) == pytest.approx((0, 0.003827), abs=1e-6)
    assert wilson(1000, 1000) == pytest.approx((0.996173, 1), abs=1e-6)
    assert wilson(81, 263) == pytest.approx((0.2553, 0.3662), abs=1e-4)
    assert wilson(1, 1)[0] > 0.2


def test_wilson_covers_the_chance_it_should() -> None:
    found = np.random.default_rng(1).binomial(200, 0.07, size=4000)
    inside = [low <= 0.07 <= high for low, high in (wilson(int(k), 200) for k in found)]
    assert 0.93 < np.mean(inside) < 0.97


def figures(solved: list[int], batch_size: int = 4, parallel: int = 1):  # type: ignore[no-untyped-def]
    passages = np.array(solved, dtype=np.int32)
    return summary(
        Hyperparameters(batch_size, 0.0, 0.1), problem("canyon"), Clock(parallel), 0, 300, passages,
        np.zeros_like(passages), 0.5, Status.OUT_OF_BUDGET,
    )  # fmt: skip


def test_medians() -> None:
    """Trajectories that do not solve are infinitely late. Without more than half solved there is no median."""
    assert figures([5, 9, 7]).median_updates == 7
    assert figures([5, 9, 0]).median_updates == 9
    assert figures([5, 0, 0]).median_updates is None
    assert figures([4, 8, 0, 0]).median_updates is None
    assert figures([4, 8, 10, 0]).median_updates == 9
    assert figures([4, 5]).median_updates == 4.5
    assert figures([4, 5]).median_epochs == pytest.approx(0.9)
    assert figures([4, 5]).median_time == pytest.approx(18)
    assert figures([4, 5], parallel=20).median_time == 4.5
    assert figures([4, 5]).epochs == 60


def test_a_diverged_trajectory_is_sorted_after_all_others() -> None:
    losses, diverged_at = np.array([[-5.0, 0.2, 0.1], [0.3, -9.0, -8.0]]), np.array([[7, 0, 0], [0, 1, 2]])
    assert np.sort(or_infinite(losses, diverged_at, np)).tolist() == [[0.1, 0.2, np.inf], [0.3, np.inf, np.inf]]
    assert losses[0, 0] == -5.0


@pytest.mark.parametrize("trajectories", [1, 2, 3, 80, 81])
@pytest.mark.parametrize("name", ["saddle", "epoch"])
def test_there_is_no_final_loss_where_the_median_trajectory_diverged(name: str, trajectories: int) -> None:
    """The learning rates reach from none that diverges over some to all, for one run, a race and a map alike."""
    shares = set()
    for rate in (0.05, *np.geomspace(0.25, 0.7, 10).tolist(), 1e30):
        found = outcome(
            problem(name, epochs=4), Hyperparameters(1, 0.9, rate), parallel=1, seed=5, trajectories=trajectories
        )
        words = {"parallel": 1, "seed": 5, "trajectories": trajectories}
        cell = next(outcome_map(problem(name, epochs=4), [1], [0.9], rate, coarse=trajectories, **words))
        assert cell.outcome == found
        shares.add(found.diverged / trajectories)
        assert (found.final_loss is None) == (found.status is Status.BLOWN_UP) == (2 * found.diverged >= trajectories)
        assert found.final_loss is None or np.isfinite(found.final_loss)
    assert {0.0, 1.0} <= shares
    assert trajectories < 80 or len(shares) > 2


SETTINGS = {"parallel": 1, "seed": 5, "trajectories": 200}


@pytest.mark.parametrize("dtype", ["float64", "float32"])
@pytest.mark.parametrize("name", ["canyon", "saddle", "epoch"])
def test_race_run_and_map_agree(name: str, dtype: str) -> None:
    """The outcomes of a race, of a single run and of a map are the same for the same hyperparameters."""
    stage = problem(name, epochs=12)
    picks = [Hyperparameters(b, m, 0.1) for b in (1, 4, 19, 20) for m in (0.0, 0.9)]
    race = Race(stage, [Lane(f"{p.batch_size} {p.momentum}", p) for p in picks], dtype=dtype, **SETTINGS)
    race.advance(race.duration)
    raced = race.outcomes()
    cells = outcome_map(stage, [1, 4, 19, 20], [0.0, 0.9], 0.1, coarse=64, dtype=dtype, **SETTINGS)
    mapped = {(cell.batch_size, cell.momentum, cell.trajectories): cell.outcome for cell in cells}
    assert len(mapped) == 16
    for pick in picks:
        single = outcome(stage, pick, dtype=dtype, **SETTINGS)
        assert raced[f"{pick.batch_size} {pick.momentum}"] == single
        cell = mapped[pick.batch_size, pick.momentum, 200]
        assert cell == single


def test_coarse_cells_are_the_first_trajectories_of_the_full_ones() -> None:
    stage = problem("canyon", epochs=10)
    cells = list(outcome_map(stage, [1, 4], [0.0, 0.5, 0.9], 0.2, coarse=50, **SETTINGS))
    assert [cell.trajectories for cell in cells] == [50] * 6 + [200] * 6
    few = {"parallel": 1, "seed": 5, "trajectories": 50}
    for cell in cells[:6]:
        assert cell.outcome.solved == outcome(stage, cell.outcome.hyperparameters, **few).solved


def test_par_is_a_quarter_above_the_best_that_solves() -> None:
    cells = list(outcome_map(problem("canyon"), [1, 4, 20], [0.0, 0.9], 0.2, coarse=200, **SETTINGS))
    found = [cell.outcome for cell in cells]
    solving = [done for done in found if done.probability >= 0.8]
    assert par(found, "epochs") == 1.25 * min(done.median_epochs or 0 for done in solving)
    assert par(found, "updates") == 1.25 * min(done.median_updates or 0 for done in solving)
    assert par([done for done in found if done.hyperparameters.batch_size == 20], "updates") is None


def test_another_budget() -> None:
    own = Hyperparameters(4, 0.0, 0.2)
    stage = problem("canyon")
    assert outcome(stage, own, updates=17, **SETTINGS).updates == 17
    assert outcome(stage, own, epochs=17, **SETTINGS).updates == 85
    assert outcome(stage, own, **SETTINGS).updates == 300


def test_progress_is_reported_up_to_the_end() -> None:
    told: list[float] = []
    outcome(problem("saddle"), Hyperparameters(4, 0.0, 0.05), on_progress=told.append, **SETTINGS)
    assert told == sorted(told)
    assert told[-1] == 1


def test_a_run_samples_nothing_on_its_way(monkeypatch: pytest.MonkeyPatch) -> None:
    """No trace is read at the end of a run, so none is sampled. The outcome is that of a race, which samples one."""
    stage, own = problem("canyon"), Hyperparameters(4, 0.5, 0.2)
    race = Race(stage, [Lane("you", own)], **SETTINGS)
    race.advance(race.duration)
    monkeypatch.setattr("batchgame.sim.lane.glance", None)
    assert outcome(stage, own, **SETTINGS) == race.outcomes()["you"]


def test_an_outcome_is_of_all_trajectories(monkeypatch: pytest.MonkeyPatch) -> None:
    """A screen may show the quantiles of a sample. Outcomes and their status never do."""
    stage = problem("canyon")
    picks = [Hyperparameters(4, 0.5, 0.2), Hyperparameters(1, 0.0, 0.2), Hyperparameters(20, 0.9, 0.2)]
    expected = [outcome(stage, own, **SETTINGS) for own in picks]
    monkeypatch.setattr("batchgame.sim.glance.SAMPLE", 3)
    for own, whole in zip(picks, expected, strict=True):
        race = Race(stage, [Lane("you", own)], **SETTINGS)
        race.advance(race.duration)
        assert race.outcomes()["you"] == whole
