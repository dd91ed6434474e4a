"""The cases of diagnose: drawn from ranges, no two alike, and each named by its own run."""

from __future__ import annotations

from collections import Counter
from itertools import pairwise
from random import Random

import numpy as np
import pytest

from batchgame.scenarios.exercises import diagnose
from batchgame.scenarios.exercises.diagnose import CASES, OPTIONS, TRIES, Case, changed, changes, draw, settings, wanted
from batchgame.sim.networks.diagnosis import ILLNESSES, Figures, Run, figures, illness, trained
from batchgame.sim.networks.experiment import Experiment

SEEDS = 100
FEW = 4  # networks: the rule is the same


def drawn(seed: int, number: int) -> Case:
    *_, (share, case) = draw(seed, number, networks=FEW)
    assert share == 1.0
    assert case is not None
    return case


def test_no_two_cases_of_100_seeds_are_alike() -> None:
    made = [settings(name, seed, n) for seed in range(SEEDS) for n, name in enumerate(wanted(seed))]
    assert len(made) == SEEDS * CASES
    assert len(set(made)) == len(made), "not even the networks' own seed"
    knobs = Counter((run.setup, run.batch_size, run.learning_rate, run.momentum, run.epochs) for run in made)
    assert max(knobs.values()) == 1


def test_every_seed_has_a_healthy_case_and_three_illnesses() -> None:
    for seed in range(SEEDS):
        names = wanted(seed)
        assert "healthy" in names
        assert len(set(names) - {"healthy"}) >= 3
        assert max(Counter(names).values()) <= 2
    assert {wanted(seed)[0] for seed in range(SEEDS)} == set(ILLNESSES), "no place tells the illness"


@pytest.mark.parametrize("seed", range(2))
def test_the_label_is_what_the_rule_reads_from_the_run(seed: int) -> None:
    for n in range(CASES):
        case = drawn(seed, n)
        again = trained(case.run.experiment)
        assert np.array_equal(again.train, case.run.train)
        assert illness(figures(again)) == illness(figures(again, 0)) == case.illness
        assert len(set(case.changes)) == OPTIONS


def test_a_run_without_its_illness_is_drawn_again_and_not_for_ever(monkeypatch: pytest.MonkeyPatch) -> None:
    asked: list[str] = []

    def always_healthy(name: str, seed: int, case: int, attempt: int = 0) -> Experiment:
        asked.append(name)
        return settings("healthy", seed, case, attempt)

    monkeypatch.setattr(diagnose, "settings", always_healthy)
    first = next(seed for seed in range(SEEDS) if wanted(seed)[0] == "stuck")
    case = drawn(first, 0)
    assert case.illness == "healthy"
    assert (asked, case.tries) == (["stuck"] * TRIES + ["healthy"], TRIES + 1)


@pytest.mark.parametrize("name", ILLNESSES)
def test_the_change_that_meets_an_illness_is_among_those_dealt(name: str) -> None:
    cures = {
        "few": {"batch_size", "epochs", "learning_rate"},
        "overfit": {"examples"},
        "leaps": {"learning_rate"},
        "stuck": {"learning_rate"},
        "healthy": {"nothing"},
    }
    for seed in range(SEEDS):
        run = settings(name, seed, 0)  # type: ignore[arg-type]
        dealt = changes(run, name, Random(seed))  # type: ignore[arg-type]
        assert cures[name] & {change.kind for change in dealt}
        assert len(dealt) == len(set(dealt)) == OPTIONS
        for change in dealt:
            assert (changed(run, change) == run) == (change.kind == "nothing")


def test_a_healthy_run_is_made_ill_by_each_change_and_not_by_other_networks() -> None:
    run = settings("healthy", 1, 0)
    dealt = changes(run, "healthy", Random(1))
    names = {c.kind: illness(figures(trained(changed(run, c), first=16 * (c.kind == "nothing")))) for c in dealt}
    assert names.pop("nothing") == "healthy"
    assert "healthy" not in names.values()


def test_what_is_shown_is_the_run_itself() -> None:
    run = trained(settings("overfit", 3, 0))
    assert isinstance(run, Run)
    assert run.train.shape == run.test.shape == (len(run.epochs), run.experiment.networks)
    assert all(low < high for low, high in pairwise(run.epochs))
    found = figures(run)
    assert isinstance(found, Figures)
    assert found.train == np.median(run.train[-1])
