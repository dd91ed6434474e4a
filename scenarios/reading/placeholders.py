"""The closed list of names that a text may hold in braces, and their values."""

from __future__ import annotations

from collections.abc import Mapping
from typing import TYPE_CHECKING

from batchgame.scenarios.text.numbers import decimal, percent, share
from batchgame.scenarios.text.prose import fill

if TYPE_CHECKING:
    from batchgame.scenarios.reading.format import Figure, Scenario, ScheduleSpec, Stage
    from batchgame.sim.outcome import Outcome

LANES = ("you", "full", "one")
_OF_LANE = ("batch_size", "momentum", "solved", "diverged", "updates", "epochs", "time", "loss")
RUN_NAMES = frozenset(f"{lane}_{name}" for lane in LANES for name in _OF_LANE)
CONSTANT_NAMES = frozenset(
    {
        "n",
        "learning_rate",
        "parallel",
        "budget",
        "updates_full",
        "updates_one",
        "default_b",
        "default_momentum",
        "solution_b",
        "solution_momentum",
        "hold",
        "radius",
        "start_x",
        "start_y",
        "largest_shift",
        "level",
        "last_epochs",
        "solution_tool",
    }
)
_UNITS = {
    "updates": {"en": ("update", "updates"), "zh-TW": ("次更新", "次更新")},
    "epochs": {"en": ("epoch", "epochs"), "zh-TW": ("個 epoch", "個 epoch")},
}
_PERCENTAGES = {"solved", "diverged"}
_WHOLE = {"median_updates", "updates_per_epoch", "updates_in_budget"}


def figure(spec: Figure, value: float) -> str:
    """Write the value of a figure as its measure needs it: per cents, whole numbers, or digits after the point."""
    if spec.measure in _PERCENTAGES:
        return share(value)
    digits = spec.digits
    if digits is None and spec.measure not in _WHOLE:
        digits = 1 if spec.measure in {"median_epochs", "median_time"} else 3
    return decimal(value, digits)


def budget(stage: Stage, language: str) -> str:
    """Write the budget of a stage with its unit: `20 epochs`."""
    unit, count = ("updates", stage.budget.updates) if stage.budget.updates else ("epochs", stage.budget.epochs)
    singular, plural = _UNITS[unit][language]
    return f"{count} {singular if count == 1 else plural}"


def updates_in_budget(scenario: Scenario, stage: Stage, batch_size: int) -> int:
    """Count the updates in the budget of a stage at a batch size. The short last batch of an epoch is one, too."""
    if stage.budget.updates is not None:
        return stage.budget.updates
    return (stage.budget.epochs or 0) * -(-scenario.examples // batch_size)


def label(schedule: ScheduleSpec, language: str) -> str:
    """Return the label of a schedule, with its places filled."""
    turn = schedule.then
    values = {"epoch": str(turn.epoch), "batch_size": str(turn.batch_size)} if turn else {}
    return fill(schedule.label[language], values | {"warm_up": str(schedule.warm_up), "rate": decimal(schedule.rate)})


def constants(scenario: Scenario, stage: Stage, language: str) -> dict[str, str]:
    """Return the values, by name, that every text of a stage may use and that need no simulation."""
    shift = {"largest_shift": decimal(stage.test_shift.distances[-1])} if stage.test_shift else {}
    goal = stage.goal
    shift |= {"level": decimal(goal.level)} if goal.level is not None else {}
    shift |= {"last_epochs": str(goal.last_epochs)} if goal.last_epochs is not None else {}
    schedule = stage.schedule(stage.solution.schedule)
    shift |= {"solution_tool": label(schedule, language)} if schedule else {}
    return shift | {
        "n": str(scenario.examples),
        "learning_rate": decimal(stage.learning_rate),
        "parallel": str(stage.parallel),
        "budget": budget(stage, language),
        "updates_full": str(updates_in_budget(scenario, stage, scenario.examples)),
        "updates_one": str(updates_in_budget(scenario, stage, 1)),
        "default_b": str(stage.default_pick.batch_size),
        "default_momentum": decimal(stage.default_pick.momentum),
        "solution_b": str(stage.solution.batch_size),
        "solution_momentum": decimal(stage.solution.momentum),
        "hold": str(stage.goal.hold),
        "radius": decimal(stage.goal.ellipses[0][2]),
        "start_x": decimal(stage.start[0]),
        "start_y": decimal(stage.start[1]),
    }


def run(outcomes: Mapping[str, Outcome]) -> dict[str, str]:
    """Return the values, by name, that a text shown after a race may use. A median that does not exist is a dash."""
    values: dict[str, str] = {}
    for lane, outcome in outcomes.items():
        values |= {
            f"{lane}_batch_size": str(outcome.hyperparameters.batch_size),
            f"{lane}_momentum": decimal(outcome.hyperparameters.momentum),
            f"{lane}_solved": percent(outcome.solved, outcome.trajectories),
            f"{lane}_diverged": percent(outcome.diverged, outcome.trajectories),
            f"{lane}_updates": _median(outcome.median_updates, None),
            f"{lane}_epochs": _median(outcome.median_epochs, 1),
            f"{lane}_time": _median(outcome.median_time, 1),
            f"{lane}_loss": _median(outcome.final_loss, 3),
        }
    return values


def _median(value: float | None, digits: int | None) -> str:
    return "—" if value is None else decimal(value, digits)
