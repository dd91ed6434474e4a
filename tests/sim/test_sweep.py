"""The parts of a sweep, and their rows, which are the same in any order of computation."""

from __future__ import annotations

import pickle
import random
from dataclasses import replace

import numpy as np
import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from batchgame.scenarios.reading.library import find
from batchgame.scenarios.reading.problem import problem
from batchgame.sim import sweep as sweep_module
from batchgame.sim.cells import Cells, Ends
from batchgame.sim.engine import engine
from batchgame.sim.hyperparameters import Hyperparameters
from batchgame.sim.journal import Journal, missing, settle
from batchgame.sim.landscape import Landscape
from batchgame.sim.outcomes import outcome
from batchgame.sim.problem import with_budget
from batchgame.sim.sweep import COLUMNS, Row, Sweep, compute

STAGE = problem(*find("canyon"))


def sweep_of(**words: object) -> Sweep:
    whole = Sweep(
        with_budget(STAGE, None, 3), (1, 4, 20), (0.0, 0.5, 0.9), (0.1, 0.2), 1, 50, 7, engine("auto").name
    )  # fmt: skip
    return replace(whole, **words)  # type: ignore[arg-type]


def rows_of(whole: Sweep) -> list[Row]:
    """Compute all rows in the order of the parts, for a sweep without cut cells."""
    return [row for part in whole.parts for row in compute(whole, part)]  # type: ignore[misc]


@settings(max_examples=40)
@given(
    sizes=st.lists(st.integers(1, 20), min_size=1, max_size=4, unique=True),
    momenta=st.integers(1, 15),
    epochs=st.sampled_from([3, 600]),
    trajectories=st.sampled_from([1, 1000, 300_000, 3_000_000]),
)
def test_parts_are_all_trajectories_of_all_cells_once(
    sizes: list[int], momenta: int, epochs: int, trajectories: int
) -> None:
    whole = sweep_of(
        batch_sizes=tuple(sizes), momenta=tuple(k / 50 for k in range(momenta)), trajectories=trajectories,
        problem=with_budget(STAGE, None, epochs),
    )  # fmt: skip
    numbers: dict[tuple[float, ...], list[int]] = {}
    for index, part in enumerate(whole.parts):
        assert whole.parts[part.first].start == 0
        assert whole.parts[part.last].stop == trajectories
        assert part.first <= index <= part.last
        assert whole.parts[part.first].picks == whole.parts[part.last].picks == part.picks
        for pick in part.picks:
            numbers.setdefault((part.batch_size, *pick), []).extend((part.start, part.stop))
        if part.batch_size < 20:
            assert len(part.picks) == 1 or len(part.picks) * trajectories <= sweep_module.TOGETHER
            looks = epochs * 20 * len(part.picks) * (part.stop - part.start)
            assert looks <= sweep_module.LONG or part.stop - part.start <= sweep_module.BLOCK
    assert list(numbers) == [(b, m, r) for b in sizes for r in whole.learning_rates for m in whole.momenta]
    for edges in numbers.values():
        assert (edges[0], edges[-1]) == (0, trajectories)
        assert edges[1:-1:2] == edges[2::2]
    assert len(whole.parts) == whole.length


def test_a_row_is_what_an_outcome_says() -> None:
    whole = sweep_of()
    for row in rows_of(whole):
        cell = dict(zip(COLUMNS, row, strict=True))
        assert all(value is None or type(value) is COLUMNS[name] for name, value in cell.items())
        own = Hyperparameters(cell["batch_size"], cell["momentum"], cell["learning_rate"])  # type: ignore[arg-type]
        alone = outcome(whole.problem, own, parallel=1, trajectories=50, seed=7)
        assert (cell["solved"], cell["solved_count"], cell["median_updates"], cell["final_loss"], cell["status"]) == (
            alone.probability, alone.solved, alone.median_updates, alone.final_loss, alone.status.value
        )  # fmt: skip


@settings(max_examples=12)
@given(seed=st.integers(0, 1000), stop=st.integers(1, 40))
def test_any_cut_any_order_and_any_stop_make_the_same_rows(
    tmp_path_factory: pytest.TempPathFactory, seed: int, stop: int
) -> None:
    together, chance = rows_of(sweep_of()), random.Random(seed)
    with pytest.MonkeyPatch.context() as patch:
        for name, value in (("WORK", 1), ("LONG", 1), ("BLOCK", chance.choice([7, 16, 49])), ("TOGETHER", 20)):
            patch.setattr(sweep_module, name, value)
        apart, path, computed = sweep_of(), tmp_path_factory.mktemp("sweep") / "j", 0
        assert len(apart.parts) > apart.cells
        left = [0]
        while left:
            with Journal(path, apart.digests(), len(apart.parts)) as journal:
                wanted = missing(apart, journal)
                chance.shuffle(wanted)
                for index in wanted[:stop]:
                    journal.add(index, compute(apart.alone, apart.parts[index]))
                    settle(apart, journal, index)
                    computed += 1
                left = missing(apart, journal)
        assert [row for part in apart.parts if part.start == 0 for row in journal.done[part.first]] == together
        assert computed == len(apart.parts)


def test_digests_are_of_everything_that_figures_depend_on() -> None:
    gate = with_budget(problem(*find("gate")), None, 3)
    other = "numpy" if engine("auto").name != "numpy" else "native"
    others = {
        "--seed": {"seed": 8}, "--momentum": {"momenta": (0.0, 0.5)}, "--learning-rate": {"learning_rates": (0.1,)},
        "--batch-size": {"batch_sizes": (1, 4)}, "--dtype": {"dtype": "float32"}, "--engine": {"engine": other},
        "--trajectories": {"trajectories": 51}, "--parallel": {"parallel": 2}, "SCENARIO": {"problem": gate},
        "--updates or --epochs": {"problem": with_budget(STAGE, None, 4)},
    }  # fmt: skip
    own = sweep_of().digests()
    assert sweep_of().digests() == own
    for name, changes in others.items():
        theirs = sweep_of(**changes).digests()
        assert [one for one in own if own[one] != theirs[one]] == [name]


def test_the_kind_of_processor_counts_where_it_rounds(monkeypatch: pytest.MonkeyPatch) -> None:
    saddle = sweep_of(problem=problem(*find("saddle")))
    before = sweep_of().digests(), saddle.digests()
    monkeypatch.setattr(np, "exp", lambda x: 1 - x)
    assert sweep_of().digests() != before[0]
    assert saddle.digests() == before[1]


@pytest.mark.parametrize("count", [1000, 30_000])
def test_many_examples_take_no_more_memory(count: int, monkeypatch: pytest.MonkeyPatch) -> None:
    """Array code holds a shuffle for every trajectory, so it gets fewer of them at once."""
    few = Landscape(np.ones((20, 15)))
    many = Landscape(np.ones((1000, 15)))
    at_once: list[int] = []

    def run(cells: Cells, numbers: range) -> Ends:
        at_once.append(len(cells.picks) * len(numbers))
        return np.zeros((6, 1, 1))

    monkeypatch.setattr(Cells, "run", run)
    monkeypatch.setattr(sweep_module, "_rows", lambda *_: [])
    for landscape, most in ((few, sweep_module.TOGETHER), (many, sweep_module.TOGETHER // 50)):
        stage = with_budget(replace(STAGE, landscape=landscape), 2, None)
        whole = sweep_of(problem=stage, trajectories=count, momenta=tuple(k / 999 for k in range(999)))
        at_once.clear()
        for part in whole.parts:
            compute(whole, part)
        assert sum(at_once) == whole.cells * count
        assert most / 2 < max(at_once) <= most


def test_what_travels_is_small() -> None:
    whole = sweep_of(momenta=tuple(k / 1000 for k in range(900)), trajectories=100_000)
    assert len(whole.parts) > 200
    assert max(len(pickle.dumps((whole.alone, part))) for part in whole.parts[::50]) < 10_000


def test_many_parts_are_counted_without_being_made() -> None:
    assert sweep_of(trajectories=10**12).length > 10**6
