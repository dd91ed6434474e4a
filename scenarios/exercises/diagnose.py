"""Cases drawn from ranges, what may be changed about them, and the proofs of the diagnose exercise."""

from __future__ import annotations

from collections.abc import Callable, Iterator
from dataclasses import replace
from functools import cache
from math import exp, log
from random import Random
from typing import Literal, NamedTuple

from batchgame.scenarios.text.numbers import grouped, number
from batchgame.sim.networks.diagnosis import (
    AT_CHANCE,
    ILLNESSES,
    LEAPS,
    UNFINISHED,
    WIDE,
    Figures,
    Illness,
    Run,
    figures,
    illness,
    train,
    trained,
)
from batchgame.sim.networks.diagnosis import LEARNED as HEALTHY
from batchgame.sim.networks.engine import NetworkEngine
from batchgame.sim.networks.experiment import Experiment
from batchgame.sim.networks.networks import Setup
from batchgame.sim.networks.start import Shape

CASES = 5
NETWORKS = 16  # of each case, and of each change
TRIES = 8  # settings drawn for an illness until a run has it
OPTIONS = 4  # changes to choose from
ALL, MORE, FEW = 1200, 1500, 60  # training examples: the usual number, more, hardly any

Kind = Literal["batch_size", "epochs", "hidden", "examples", "learning_rate", "momentum", "wrong_labels", "nothing"]


class Change(NamedTuple):
    """One change of an experiment. "nothing" trains other networks with the same hyperparameters."""

    kind: Kind
    value: float = 0.0


class Case(NamedTuple):
    """A run with an illness, and the changes that are offered. tries: settings that were drawn before it, and it."""

    run: Run
    illness: Illness
    changes: tuple[Change, ...]
    tries: int


def wanted(seed: int) -> tuple[Illness, ...]:
    """Return the illness that each case of a seed is drawn for: one healthy, three different illnesses, and any one.

    So the last case does not follow from the others.
    """
    rng = Random(f"ward/{seed}")
    ill = [name for name in ILLNESSES if name != "healthy"]
    names: list[Illness] = ["healthy", *rng.sample(ill, CASES - 2), rng.choice(ILLNESSES)]
    rng.shuffle(names)
    return tuple(names)


def _between(rng: Random, low: float, high: float) -> float:
    """Draw a number, uniform in its logarithm, with two significant digits."""
    return float(f"{exp(rng.uniform(log(low), log(high))):.1e}")


def _whole(rng: Random, low: float, high: float) -> int:
    return round(exp(rng.uniform(log(low), log(high))))


def settings(name: Illness, seed: int, case: int, attempt: int = 0) -> Experiment:
    """Draw the hyperparameters of a run that is likely to have this illness."""
    rng = Random(f"{seed}/{case}/{attempt}/{name}")
    hidden, epochs, own = _whole(rng, 20, 44), rng.randint(18, 25), rng.randrange(1 << 30)
    setup, momentum = Setup(hidden=hidden, examples=ALL), 0.0
    if name == "few":
        batch_size, rate, momentum = _whole(rng, 500, 1200), _between(rng, 0.03, 0.15), rng.choice((0.0, 0.3))
        epochs = rng.randint(10, 16)
    elif name == "overfit":
        wrong = rng.choice((0.0, 0.0, 0.05, 0.1))
        setup = Setup(hidden=hidden, examples=_whole(rng, 60, 110), wrong_labels=wrong)
        batch_size, rate, epochs = _whole(rng, 8, 20), _between(rng, 0.1, 0.2), rng.randint(38, 48)
    elif name == "leaps":
        batch_size, rate = _whole(rng, 16, 60), _between(rng, 1.7, 2.2)
    elif name == "stuck":
        batch_size = _whole(rng, 24, 120)
        rate = _between(rng, 1e-5, 1e-4) if rng.random() < 0.5 else _between(rng, 8, 100)
    else:
        batch_size, rate, momentum = _whole(rng, 8, 40), _between(rng, 0.1, 0.25), rng.choice((0.0, 0.2, 0.4))
    return Experiment(setup, batch_size, rate, momentum, NETWORKS, own, epochs=epochs)


def changes(run: Experiment, name: Illness, rng: Random) -> tuple[Change, ...]:
    """Deal the changes for a case: some that meet the illness, and others that are often tried."""
    rate, epochs, hidden = run.learning_rate, run.epochs or 1, run.setup.hidden
    longer, wider, smaller = Change("epochs", 3 * epochs), Change("hidden", 2 * hidden), Change("hidden", hidden // 4)
    more, gentle = Change("examples", MORE), Change("learning_rate", float(f"{rate / 10:.1e}"))
    meets: list[Change]
    if name == "few":
        meets = [Change("batch_size", 16), Change("epochs", 10 * epochs), Change("learning_rate", 10 * rate)]
        meets, others = rng.sample(meets, 2), [smaller, wider, more]
    elif name == "overfit":
        meets, others = [Change("examples", ALL)], [longer, wider, Change("batch_size", 1), Change("momentum", 0.5)]
        if run.setup.wrong_labels:
            others = [Change("wrong_labels", 0.0), *others]
    elif name == "leaps":
        meets, others = [gentle], [longer, wider, more, smaller, Change("momentum", 0.9)]
    elif name == "stuck":
        meets, others = [Change("learning_rate", 0.2)], [longer, wider, more, Change("batch_size", 16)]
    else:
        meets = [Change("nothing")]
        others = [Change("batch_size", ALL), Change("learning_rate", 20 * rate), Change("examples", FEW)]
    dealt = [*meets, *rng.sample(others, OPTIONS - len(meets))]
    rng.shuffle(dealt)
    return tuple(dealt)


def changed(run: Experiment, change: Change) -> Experiment:
    """Return the experiment with one change made."""
    kind, value = change
    if kind == "hidden":
        return replace(run, setup=replace(run.setup, hidden=int(value)))
    if kind == "examples":
        return replace(run, setup=replace(run.setup, examples=int(value)))
    if kind == "wrong_labels":
        return replace(run, setup=replace(run.setup, wrong_labels=value))
    if kind == "batch_size":
        return replace(run, batch_size=int(value))
    if kind == "epochs":
        return replace(run, epochs=int(value))
    if kind == "learning_rate":
        return replace(run, learning_rate=value)
    return replace(run, momentum=value) if kind == "momentum" else run


def draw(
    seed: int, case: int, engine: str | NetworkEngine = "auto", networks: int = NETWORKS
) -> Iterator[tuple[float, Case | None]]:
    """Draw and train a case. Yields the share done, and at the end the case.

    A run that does not have the illness it was drawn for is drawn again. After TRIES of them another illness is drawn
    for. The first network, which is the one that is drawn on the screen, must show the illness by itself, too.
    """
    first = wanted(seed)[case]
    tries = 0
    for name in (first, *(other for other in ("healthy", *ILLNESSES) if other != first)):
        for attempt in range(TRIES):
            tries += 1
            experiment = replace(settings(name, seed, case, attempt), networks=networks)
            run: Run | None = None
            for share, run in train(experiment, engine):  # noqa: B007 - the last one is the whole run
                yield 0.95 * share, None
            assert run is not None, "a run has at least one point"
            if illness(figures(run)) == illness(figures(run, 0)) == name:
                rng = Random(f"changes/{seed}/{case}")
                yield 1.0, Case(run, name, changes(experiment, name, rng), tries)
                return
    raise RuntimeError(f"seed {seed}, case {case}: no run has the illness that it was drawn for")


ETA, EPOCHS, FULL, SMALL = 0.1, 20, ALL, 16
BY_HEART = 16  # training examples that a network learns by heart, and then reads about as many others as `UNTRAINED`
NEAR, APART = 0.05, 0.3  # accuracies that are about the same, and those that are far apart
UNTRAINED = Experiment(Setup(examples=ALL), FULL, ETA, networks=NETWORKS, epochs=EPOCHS)
LEARNED = Experiment(Setup(examples=BY_HEART), 4, 0.3, networks=NETWORKS, epochs=EPOCHS)
NARROW = Experiment(Setup(examples=100), 10, 0.2, networks=NETWORKS, epochs=40)
WILD = Experiment(Setup(examples=ALL), 32, 2.0, networks=NETWORKS, epochs=EPOCHS)


@cache
def _figures(run: Experiment) -> Figures:
    return figures(trained(run))


def _named(run: Experiment, *made: Change) -> Illness | None:
    """Return the name that the rule gives a run after some changes."""
    for change in made:
        run = changed(run, change)
    return illness(_figures(run))


def _alike(figure: Callable[[Experiment], float], by: float) -> bool:
    """Return whether a figure is about the same in the run that is untrained and in the one that learned by heart."""
    return abs(figure(UNTRAINED) - figure(LEARNED)) <= by


def _told_apart(figure: Callable[[Experiment], float], by: float) -> bool:
    """Return whether two illnesses with about the same validation accuracy differ in a figure by more than `by`."""
    names = _named(UNTRAINED) == "few", _named(LEARNED) == "overfit"
    return all(names) and _alike(lambda run: _figures(run).test, NEAR) and not _alike(figure, by)


PROOFS: dict[str, Callable[[], bool]] = {
    "weights_tell": lambda: _told_apart(lambda run: Shape(64, run.setup.hidden, 10).parameters, 0),
    "epochs_tell": lambda: _told_apart(lambda run: run.epochs or 0, 0),
    "training_tells": lambda: _told_apart(lambda run: _figures(run).train, APART),
    "more_examples_cure_few": lambda: _named(UNTRAINED, Change("examples", MORE)) == "healthy",
    "smaller_cures_few": lambda: _named(UNTRAINED, Change("hidden", UNTRAINED.setup.hidden // 4)) == "healthy",
    "small_batch_cures_few": lambda: _named(UNTRAINED, Change("batch_size", SMALL)) == "healthy",
    "more_examples_cure_overfitting": lambda: (
        _named(NARROW) == "overfit" and _named(NARROW, Change("examples", ALL)) == "healthy"
    ),
    "longer_keeps_overfitting": lambda: _named(NARROW, Change("epochs", 3 * (NARROW.epochs or 1))) == "overfit",
    "gentler_cures_leaps": lambda: (
        _named(WILD) == "leaps" and _named(WILD, Change("learning_rate", WILD.learning_rate / 10)) == "healthy"
    ),
    "longer_cures_few": lambda: _named(UNTRAINED, Change("epochs", 10 * EPOCHS)) == "healthy",
}
TRAINED = frozenset(PROOFS)

NUMBERS: dict[str, Callable[[], str]] = {
    "epochs": lambda: str(EPOCHS),
    "small": lambda: str(SMALL),
    "by_heart": lambda: str(BY_HEART),
    "all": lambda: grouped(ALL),
    "fewer": lambda: str(NARROW.setup.examples),
    "updates_full": lambda: grouped(UNTRAINED.budget),
    "updates_small": lambda: grouped(changed(UNTRAINED, Change("batch_size", SMALL)).budget),
    "at_chance": lambda: f"{100 * AT_CHANCE:.0f}",
    "leaps": lambda: f"{100 * LEAPS:.0f}",
    "wide": lambda: f"{100 * WIDE:.0f}",
    "learned": lambda: f"{100 * HEALTHY:.0f}%",
    "unfinished": lambda: f"{100 * UNFINISHED:.0f}%",
    "rate": lambda: number(WILD.learning_rate),
    "gentler": lambda: number(WILD.learning_rate / 10),
}
