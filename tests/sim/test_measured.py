"""The measured tables: probabilities and medians of an independent program, with 6000 trajectories per cell."""

from __future__ import annotations

from dataclasses import replace
from functools import cache
from typing import Any

import numpy as np
import pytest

from batchgame.sim.engine import engine
from batchgame.sim.hyperparameters import Hyperparameters
from batchgame.sim.outcome import Outcome
from batchgame.sim.outcomes import outcome, outcome_map
from batchgame.sim.problem import Budget
from batchgame.sim.schedule import Batches
from batchgame.sim.swarm import Swarm
from batchgame.sim.theory import noise_gauge

from .stages import landscape, problem, read
from .swarms import swarm_of

APART = 0.05  # the tolerance for a probability
RATIO = 0.08  # the relative tolerance for a median
TRAJECTORIES = 1000
CELLS = {
    name: sorted({int(cell.split()[0].removeprefix("B=")) for cell in found["cells"]})
    for name, found in read("measured").items()
}
MOMENTA = (0.0, 0.9)


def passages(name: str, batch_size: int, seed: int, trajectories: int) -> np.ndarray:
    """Compute first passages within the measured horizon, (momenta, trajectories); 0 if none."""
    found = read("measured")[name]
    stage, rate = problem(name, updates=found["horizon_updates"]), read("stages")[name]["learning_rate"]
    cells = [Hyperparameters(batch_size, momentum, rate) for momentum in MOMENTA]
    swarm = Swarm.of_cells(stage, cells, seed=seed, trajectory=np.arange(trajectories), dtype="float64", xp=np)
    engine("numpy").advance(swarm, found["horizon_updates"])
    assert not swarm.diverged_at.any()
    return swarm.solved_at.reshape(len(MOMENTA), trajectories)


def differences(name: str, batch_size: int, solved_at: np.ndarray) -> list[str]:
    """Name the cells whose probabilities or medians differ from the measured ones."""
    found, examples, apart = read("measured")[name], 20, []
    in_epochs = Budget(epochs=found["budget_epochs"]).in_updates(Batches(examples, batch_size))
    for momentum, passage in zip(("0", "0.9"), solved_at, strict=True):
        cell = found["cells"][f"B={batch_size} momentum={momentum}"]
        times = np.where(passage, passage, np.inf)
        median, same = np.median(times), [(times <= found["budget_updates"]).mean() == near(cell["pU"])]
        if in_epochs <= found["horizon_updates"]:
            same.append((times <= in_epochs).mean() == near(cell["pE"]))
        if cell["medU"] is None:
            same.append(bool(np.isinf(median)) or (passage != 0).mean() < 0.5 + APART)
        else:
            same.append(median == pytest.approx(cell["medU"], rel=RATIO, abs=0.5))
        apart += [] if all(same) else [f"{name} B={batch_size} momentum={momentum}"]
    return apart


def near(probability: float) -> Any:
    """Return a value that equals every probability within the tolerance."""
    return pytest.approx(probability, abs=APART)


def test_every_cell() -> None:
    # The full batch has no noise, so one trajectory stands for all.
    assert CELLS
    assert [
        cell
        for name, sizes in CELLS.items()
        for size in sizes
        for cell in differences(name, size, passages(name, size, 0, 1 if size == 20 else TRAJECTORIES))
    ] == []


@pytest.mark.slow
@pytest.mark.parametrize("seed", [1, 2, 2**32 - 1])
@pytest.mark.parametrize("name", CELLS)
def test_every_cell_with_other_seeds(name: str, seed: int) -> None:
    found = (differences(name, size, passages(name, size, seed, 3000)) for size in CELLS[name])
    assert [cell for cells in found for cell in cells] == []


def test_a_stage_fails_as_opened_and_is_solved_by_its_solution() -> None:
    outside = []
    for name in read("measured"):
        settings = read("stages")[name]
        for pick, low, high in (("default_pick", 0, 0.2), ("solution", 0.9, 1)):
            own = Hyperparameters(**settings[pick], learning_rate=settings["learning_rate"])
            found = outcome(problem(name), own, parallel=settings["parallel"], trajectories=TRAJECTORIES)
            if not low <= found.probability <= high:
                outside.append((name, pick, found.probability))
    assert outside == []


@cache
def alone(name: str, batch_size: int, momentum: float, updates: int = 400) -> Outcome:
    """Compute the outcome of a stage, with one trajectory for the full batch, which has no noise."""
    stage, rate = problem(name, updates=updates), read("stages")[name]["learning_rate"]
    count = 1 if batch_size == 20 else 300
    return outcome(stage, Hyperparameters(batch_size, momentum, rate), parallel=20, trajectories=count)


def test_momentum_multiplies_a_small_push() -> None:
    """In saddle/hair the full batch leaves the saddle slowly, and how soon depends on momentum."""
    measured = {0.0: 142, 0.5: 83, 0.9: 47, 0.95: 64, 0.99: 221}
    found = {momentum: alone("saddle/hair", 20, momentum).median_updates for momentum in measured}
    assert found == pytest.approx(measured, rel=RATIO)


def test_no_momentum_makes_a_push() -> None:
    solved = {
        (name, momentum): alone(name, 20, momentum, 5000).solved
        for name in ("saddle", "saddle/ridge")
        for momentum in (0.0, 0.5, 0.9, 0.95, 0.99)
    }
    assert [pick for pick, count in solved.items() if count] == []


def test_momentum_over_the_hill() -> None:
    """With little momentum it falls back, with enough it passes, with too much it arrives late. B does not help."""
    stage = problem("hill")
    (failing, clearing, late) = ([0.0, 0.5, 0.8, 0.81], [0.82, 0.85, 0.9, 0.95, 0.97], {0.9: 46, 0.98: 183, 0.99: 331})
    solved = {m: alone("hill", 20, m, 150).solved for m in (*failing, *clearing)}
    assert [solved[m] for m in failing] == [0] * len(failing)
    assert [solved[m] for m in clearing] == [1] * len(clearing)
    assert {m: alone("hill", 20, m).median_updates for m in late} == pytest.approx(late, rel=RATIO)
    for cell in outcome_map(stage, [1, 2, 4, 5, 10], [0.0, 0.5], 0.1, parallel=20, trajectories=200, coarse=200):
        assert cell.outcome.probability <= APART


def test_from_rest_in_the_trap_momentum_is_no_help() -> None:
    trap = (-1.6, 0.0)
    terrain = landscape("hill")
    at = np.array(trap)
    for _ in range(5000):
        at = at - 0.1 * terrain.gradient(at)
    assert np.abs(terrain.gradient(at)).max() < 1e-9
    assert at[0] < -1
    stage = problem("hill", updates=2000, start=tuple(at))
    for momentum in (0.0, 0.5, 0.9, 0.95):
        assert outcome(stage, Hyperparameters(20, momentum, 0.1), parallel=20, trajectories=1).solved == 0


@pytest.mark.parametrize(
    ("batch_size", "distances"),
    [(1, (0.79, 0.147, 0.141, 0.144)), (5, (3.21, 0.85, 0.019, 0.017)), (20, (4.46, 2.94, 0.88, 0.002))],
)
def test_mean_distance_after_epochs(batch_size: int, distances: tuple[float, ...]) -> None:
    """In `epoch` at λ = 0, after 1, 5, 20 and 100 epochs, the small batch is near sooner and stays noisy."""
    stage, done = problem("epoch"), 0
    swarm = swarm_of(stage, batch_size, 0.0, 0.1, seed=0, trajectories=1000)
    optimum = stage.goal.ellipses[0][:2]
    for epochs, distance in zip((1, 5, 20, 100), distances, strict=True):
        engine("numpy").advance(swarm, (epochs - done) * swarm.batches.updates_in_epoch(0))
        done = epochs
        found = np.hypot(swarm.x - optimum[0], swarm.y - optimum[1]).mean()
        assert found == pytest.approx(distance, rel=0.06, abs=0.0006)


def test_a_full_batch_step_is_truer_not_longer() -> None:
    terrain, start = landscape("epoch"), problem("epoch").start
    full, each = terrain.gradient(start), terrain.example_gradients(start)
    lengths = np.linalg.norm(each, axis=-1)
    assert np.linalg.norm(full) == pytest.approx(6.71, abs=0.01)
    assert lengths.mean() == pytest.approx(7.59, rel=0.01)
    assert (each @ full / lengths / np.linalg.norm(full)).mean() == pytest.approx(0.67, abs=0.01)


def test_the_full_batch_of_one_epoch() -> None:
    """In `epoch`, 20 epochs are too few without momentum, enough with 0.5, and from 0.8 on it swings past the goal."""
    solved = {m: outcome(problem("epoch"), Hyperparameters(20, m, 0.1), parallel=1, trajectories=1).solved
              for m in (0.0, 0.5, 0.8, 0.9, 0.95)}  # fmt: skip
    assert solved == {0.0: 0, 0.5: 1, 0.8: 0, 0.9: 0, 0.95: 0}


def test_the_tight_goal_is_for_large_batches_only() -> None:
    stage = problem("epoch/tight")
    cells = outcome_map(stage, [1, 2, 4, 5, 10, 20], [0.0, 0.5, 0.9], 0.1, parallel=20, trajectories=300, coarse=300)
    best: dict[int, float] = {}
    for cell in cells:
        best[cell.batch_size] = max(best.get(cell.batch_size, 0.0), cell.outcome.probability)
    assert best[20] == 1
    assert 0 < best[10] < 0.8
    assert max(best[b] for b in (1, 2, 4, 5)) <= APART


def test_one_short_batch_leaves_the_canyon() -> None:
    """With B = 19 the last batch of an epoch is one example, which is enough to leave in 60 epochs at λ = 0."""
    found = {
        b: outcome(problem("canyon"), Hyperparameters(b, 0.0, 0.2), parallel=1, trajectories=1000) for b in (10, 19, 20)
    }
    assert found[19].probability == pytest.approx(0.98, abs=APART)
    assert found[10].probability <= APART
    assert found[20].solved == 0
    assert found[19].updates == 120


def test_noise_frees_only_with_enough_learning_rate() -> None:
    measured = {0.05: 0.0, 0.1: 0.96, 0.2: 1.0}
    found = {
        rate: outcome(problem("canyon"), Hyperparameters(1, 0.0, rate), parallel=1, trajectories=TRAJECTORIES)
        for rate in measured
    }
    assert {rate: one.probability for rate, one in found.items()} == pytest.approx(measured, abs=APART)


def test_a_large_batch_does_not_seek_the_canyon() -> None:
    """From random starts at λ = 0, the share that ends in the canyon after 400 updates grows with batch size."""
    starts = np.random.default_rng(5).uniform((-4, -2), (4, 2), size=(2000, 2))
    for batch_size, share in ((1, 0.0), (4, 0.41), (20, 0.48)):
        swarm = swarm_of(problem("canyon"), batch_size, 0.0, 0.2, seed=0, trajectories=2000)
        swarm.x[...], swarm.y[...] = starts.T
        engine("numpy").advance(swarm, 400)
        assert (np.hypot(swarm.x + 0.92227, swarm.y / 5) < 0.6).mean() == pytest.approx(share, abs=APART)


def test_train_and_test_loss_of_canyon_and_basin() -> None:
    """The canyon has the lower training loss and the higher test loss: the mean over shifts by D in both directions."""
    terrain = landscape("canyon")
    canyon, basin = _bottom((-0.92, -0.03)), _bottom((2.0, 0.0))
    assert np.linalg.eigvalsh(terrain.hessian(canyon))[1] == pytest.approx(7.5, abs=0.05)
    for by, expected in ((0, (-0.132, 0.016)), (0.2, (0.008, 0.020)), (0.4, (0.328, 0.032)), (0.6, (0.642, 0.052))):
        moved = [terrain.shifted((sign * by, 0.0)) for sign in (1, -1)]
        for at, loss in zip((canyon, basin), expected, strict=True):
            assert np.mean([found.loss(at) for found in moved]) == pytest.approx(loss, abs=0.002)


def _bottom(at: tuple[float, float]) -> np.ndarray:
    terrain, theta = landscape("canyon"), np.array(at)
    for _ in range(50):
        theta = theta - np.linalg.solve(terrain.hessian(theta), terrain.gradient(theta))
    return theta


def test_the_noise_gauge_predicts_escapes_from_the_canyon() -> None:
    """The mean chance to escape in 400 updates grows with T = η/(1−λ) · (N−B)/(B(N−1))."""
    bands: dict[str, list[float]] = {"below .05": [], "to .1": [], "to .15": [], "above": []}
    for rate in (0.05, 0.1, 0.2):
        stage = problem("canyon", updates=400)
        momenta = [0.0, 0.3, 0.5, 0.7, 0.8]
        for cell in outcome_map(stage, [1, 2, 4, 5, 10, 19], momenta, rate, parallel=1, trajectories=100, coarse=100):
            gauge = noise_gauge(cell.outcome.hyperparameters, 20)
            name = next((n for n, top in zip(bands, (0.05, 0.1, 0.15), strict=False) if gauge < top), "above")
            bands[name].append(cell.outcome.probability)
    means = {name: float(np.mean(found)) for name, found in bands.items()}
    assert means["below .05"] < 0.3
    assert means["to .1"] > 0.5
    assert means["to .15"] > 0.85
    assert means["above"] > 0.97
    assert list(means.values()) == sorted(means.values())


def test_a_budget_in_updates_and_in_epochs_agree() -> None:
    stage = problem("canyon")
    by_updates = replace(stage, budget=Budget(updates=240))
    own = Hyperparameters(5, 0.0, 0.2)
    one, other = (outcome(each, own, parallel=1, trajectories=100) for each in (stage, by_updates))
    assert one == other


def test_with_eta_proportional_to_b_an_epoch_goes_about_as_far() -> None:
    """With η ∝ B, one epoch of the regression moves every batch size about as far."""
    ends = []
    for batch_size in (1, 5, 20):
        swarm = swarm_of(problem("epoch"), batch_size, 0.0, 0.02 * batch_size, seed=0, trajectories=500)
        engine("numpy").advance(swarm, swarm.batches.updates_in_epoch(0))
        ends.append(np.hypot(swarm.x - 2.0629, swarm.y + 1.0005).mean())
    assert max(ends) / min(ends) < 1.5
