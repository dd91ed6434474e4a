"""`batchgame run`: one experiment without the game. Never imports Textual."""

from __future__ import annotations

import argparse
import json
import time
from typing import TYPE_CHECKING, Any

from batchgame.tui.command.argument_types import MOST, UsageError
from batchgame.tui.command.parser import Parser
from batchgame.tui.command.shared_options import add_budget, add_experiment, add_knobs

if TYPE_CHECKING:
    from batchgame.scenarios.reading.format import Scenario, Stage


def parser() -> Parser:
    """The words of `batchgame run`."""
    parser = Parser("run", "One experiment without the game: how many trajectories solve the stage, and how soon.")
    parser.add_argument("scenario", metavar="SCENARIO", help="saddle, saddle/hair, my.toml … (`batchgame list`)")
    add_knobs(parser, required=True)
    add_experiment(parser)
    add_budget(parser)
    parser.add_argument("--json", action="store_true", help="one JSON object on stdout and nothing else")
    return parser


def main(words: argparse.Namespace) -> int:
    """Run, and print what came of it."""
    from batchgame.tui.command.arguments import check_bound, check_engine, check_memory, check_schedule, find_race

    race = find_race(words.scenario, "run")
    scenario, stage = race.scenario, race.stage
    check_bound("--batch-size", words.batch_size, scenario)
    check_bound("--parallel", words.parallel, scenario)
    check_engine(words.engine)
    check_memory(words.trajectories, scenario.examples, engine=words.engine)
    check_schedule(words.schedule, stage)
    _check_epochs(words, scenario)
    result = _experiment(words, scenario, stage)
    print(json.dumps(result, allow_nan=False) if words.json else _table(result))
    return 0


def _check_epochs(words: argparse.Namespace, scenario: Scenario) -> None:
    updates = (words.epochs or 0) * -(-scenario.examples // words.batch_size)
    if updates > MOST:
        raise UsageError(f"--epochs {words.epochs}: that is {updates} updates; at most {MOST} can be run")


def _experiment(words: argparse.Namespace, scenario: Scenario, stage: Stage) -> dict[str, Any]:
    """The fields of the JSON object, in their order."""
    from batchgame.scenarios.reading.problem import problem, schedule
    from batchgame.sim.engine import engine
    from batchgame.sim.hyperparameters import Hyperparameters
    from batchgame.sim.outcomes import outcome
    from batchgame.tui.plain.meter import Meter

    learning_rate = words.learning_rate or stage.learning_rate
    parallel = words.parallel or stage.parallel
    name = scenario.full_name(stage)
    updates, epochs = words.updates, words.epochs
    if updates is None and epochs is None:
        updates, epochs = stage.budget.updates, stage.budget.epochs
    began = time.perf_counter()
    with Meter(name) as meter:
        found = outcome(
            problem(scenario, stage),
            Hyperparameters(words.batch_size, words.momentum, learning_rate, schedule(stage, words.schedule)),
            parallel=parallel,
            trajectories=words.trajectories,
            seed=words.seed,
            engine=words.engine,
            dtype=words.dtype,
            updates=updates,
            epochs=epochs,
            on_progress=meter,
        )
    seconds = time.perf_counter() - began
    third = {"tool": words.schedule or stage.schedules[0].name} if stage.schedules else {}
    return {
        "scenario": name,
        "batch_size": words.batch_size,
        "momentum": words.momentum,
        **third,
        "learning_rate": learning_rate,
        "trajectories": words.trajectories,
        "seed": words.seed,
        "engine": engine(words.engine).name,
        "dtype": words.dtype,
        "parallel": parallel,
        "updates": updates,
        "epochs": epochs,
        "solved": found.solved / found.trajectories,
        "diverged": found.diverged / found.trajectories,
        "median_updates": found.median_updates,
        "median_epochs": found.median_epochs,
        "median_time": found.median_time,
        "final_loss": found.final_loss,
        "status": found.status.value,
        "seconds": round(seconds, 6),
        "trajectory_steps_per_second": round(found.updates * found.trajectories / seconds),
    }


def _table(result: dict[str, Any]) -> str:
    """The same figures for a reader."""
    from batchgame.sim.outcome import wilson

    solved, trajectories = result["solved"], result["trajectories"]
    low, high = wilson(round(solved * trajectories), trajectories)
    unit = "updates" if result["updates"] is not None else "epochs"
    rows = (
        ("stage", result["scenario"]),
        ("batch size", result["batch_size"]),
        ("momentum", result["momentum"]),
        *((("tool", result["tool"]),) if "tool" in result else ()),
        ("learning rate", result["learning_rate"]),
        ("budget", f"{result[unit]} {unit}"),
        ("clock", f"{result['parallel']} examples at once"),
        ("trajectories", f"{trajectories}, seed {result['seed']}"),
        ("engine", f"{result['engine']}, {result['dtype']}, {result['seconds']:.2f} s"),
        ("solved", f"{100 * solved:.1f} %  (95 % interval {100 * low:.1f} to {100 * high:.1f})"),
        ("diverged", f"{100 * result['diverged']:.1f} %"),
        ("median to solve", _median(result)),
        ("final loss", f"{result['final_loss']:.4g} (median)"),
        ("status", result["status"]),
    )
    return "\n".join(f"{label:17}{value}" for label, value in rows)


def _median(result: dict[str, Any]) -> str:
    if result["median_updates"] is None:
        return "none: fewer than half solved within the budget"
    updates, epochs, time_ = result["median_updates"], result["median_epochs"], result["median_time"]
    return f"{updates:g} updates, {epochs:.4g} epochs, {time_:.4g} units of the clock"
