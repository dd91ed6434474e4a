"""What the diagnose exercise says of a case, a change and a run: the same on the screen and in plain lines."""

from __future__ import annotations

from collections.abc import Iterator, Sequence
from typing import NamedTuple

from batchgame.scenarios.exercises.diagnose import CASES, NETWORKS, Case, Change, changed, draw
from batchgame.scenarios.text.numbers import grouped, number, whole_percent
from batchgame.sim.networks.diagnosis import Illness, Run, figures, illness, train
from batchgame.sim.networks.experiment import Experiment
from batchgame.sim.networks.names import CLASSES, EXAMPLES
from batchgame.tui.race.network_engine import engine_of, is_quick
from batchgame.tui.race.options import PlayOptions
from batchgame.tui.race.practice import Practice
from batchgame.tui.race.trainer import Step
from batchgame.tui.score.stars import points
from batchgame.tui.text.catalogue import Catalogue

WITHOUT_C = 4  # networks of a case where NumPy trains them
ENOUGH, CURED = CASES - 1, CASES - 1  # cases named right: the goal; and healthy after the first change: par


class Answer(NamedTuple):
    """What the player made of a case. named: the answer. first: the change tried first, and what the run was then."""

    case: Case
    named: Illness
    sure: bool
    first: Change
    then: Illness | None

    @property
    def right(self) -> bool:
        """Return whether the illness was named."""
        return self.named == self.case.illness


def case_work(options: PlayOptions, seed: int, number_: int) -> Iterator[Step[Case | None]]:
    """Draw and train a case, in steps."""
    engine = engine_of(options)
    networks = NETWORKS if is_quick(engine) else WITHOUT_C
    for share, case in draw(seed, number_, engine, networks):
        yield Step(share, case)


def change_work(options: PlayOptions, case: Case, change: Change) -> Iterator[Step[Run]]:
    """Train a case again with one change, in steps. Nothing changed means other networks."""
    experiment = case.run.experiment
    first = experiment.networks if change.kind == "nothing" else 0
    for share, run in train(changed(experiment, change), engine_of(options), first):
        yield Step(share, run)


def score(practice: Practice, answers: Sequence[Answer]) -> None:
    """Reach the goal by naming, and par by curing as well. What was reached with other cases stays."""
    if len(answers) == CASES:
        named = sum(answer.right for answer in answers)
        practice.goal = practice.goal or named >= ENOUGH
        practice.par = practice.par or (named == CASES and cured(answers) >= CURED)


def cured(answers: Sequence[Answer]) -> int:
    """Return how many cases were healthy after the first change."""
    return sum(answer.then == "healthy" for answer in answers)


def told_points(answers: Sequence[Answer]) -> int:
    """Return the points for the names, by how sure the player was."""
    return sum(points(answer.right, answer.sure) for answer in answers)


def label(say: Catalogue, run: Experiment, change: Change) -> str:
    """Return a change in words: batch size 1200 → 16."""
    kind, value = change
    before, after = {
        "batch_size": (grouped(run.batch_size), grouped(int(value))),
        "epochs": (str(run.epochs), grouped(int(value))),
        "hidden": (str(run.setup.hidden), str(int(value))),
        "examples": (grouped(run.setup.training), grouped(int(value))),
        "learning_rate": (number(run.learning_rate), number(value)),
        "momentum": (number(run.momentum), number(value)),
        "wrong_labels": (whole_percent(run.setup.wrong_labels), whole_percent(value)),
        "nothing": ("", ""),
    }[kind]
    return say(f"diagnose.change_{kind}", **({} if kind == "nothing" else {"before": before, "after": after}))


def card(say: Catalogue, run: Run, *, short: bool = False) -> tuple[str, str]:
    """Return the hyperparameters of a run, and what it was trained on."""
    made, setup = run.experiment, run.experiment.setup
    knobs = say(
        "diagnose.on_card", batch_size=grouped(made.batch_size), rate=number(made.learning_rate),
        momentum=number(made.momentum), epochs=made.epochs, updates=grouped(run.updates),
    )  # fmt: skip
    trained_on = {"examples": grouped(setup.training), "wrong": whole_percent(setup.wrong_labels)}
    key = "diagnose.on_card_short" if short else "diagnose.on_card_data"
    return knobs, say(key, hidden=setup.hidden, **trained_on)


def measured(say: Catalogue, run: Run, seconds: float, *, short: bool = False) -> str:
    """Return what was measured, where, and how long that took."""
    setup = run.experiment.setup
    return say(
        "diagnose.measured_short" if short else "diagnose.measured", shape=f"64-{setup.hidden}-{CLASSES[setup.data]}",
        validation=grouped(EXAMPLES[setup.data] - setup.training), seconds=f"{seconds:.1f}",
    )  # fmt: skip


def accuracies(run: Run) -> tuple[str, str]:
    """Return the medians of both accuracies at the end, in per cent."""
    found = figures(run)
    return f"{100 * found.train:.1f}", f"{100 * found.test:.1f}"


def verdict(say: Catalogue, run: Run, case: Case) -> str:
    """Return the short name of what a run shows. One that is healthy after a change, and was not before, is cured."""
    name = illness(figures(run))
    return say("diagnose.cured" if name == "healthy" != case.illness else f"diagnose.short_{name or 'none'}")
