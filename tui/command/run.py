"""`batchgame run`: one experiment without the game. It never imports Textual."""

from __future__ import annotations

import argparse
import json
from typing import TYPE_CHECKING, Any

from batchgame.scenarios.text.numbers import percentage
from batchgame.sim.outcome import wilson
from batchgame.tui.command import accuracy, reload
from batchgame.tui.command.argument_checks import (
    check_bound,
    check_clock,
    check_engine,
    check_memory,
    check_schedule,
    find_race,
)
from batchgame.tui.command.argument_types import MOST, UsageError
from batchgame.tui.command.parser import Chooser, Parser
from batchgame.tui.command.shared_options import add_budget, add_clock, add_experiment, add_knobs

if TYPE_CHECKING:
    from batchgame.scenarios.reading.format import Scenario


def parser() -> Parser:
    """Return the parser of `batchgame run`."""
    parser = Chooser(
        "run", "One experiment without the game: how many trajectories solve the stage, and how soon.",
        {accuracy.NAME: accuracy.parser, reload.NAME: reload.parser},
    )  # fmt: skip
    parser.add_argument(
        "scenario", metavar="SCENARIO",
        help="saddle, saddle/hair, my.toml … (`batchgame list`); `batchgame run accuracy --help`: real networks; "
        "`batchgame run reload --help`: the time of an update on this machine",
    )  # fmt: skip
    add_knobs(parser, required=True)
    add_experiment(parser)
    add_clock(parser)
    add_budget(parser)
    parser.add_argument(
        "--json",
        action="store_true",
        help="one JSON object on stdout and nothing else; a figure that does not exist is null, as final_loss where "
        "the median trajectory diverged",
    )
    return parser


def main(arguments: argparse.Namespace) -> int:
    """Run the experiment, print its result, and return the exit status."""
    if arguments.scenario == accuracy.NAME:
        return accuracy.main(arguments)
    if arguments.scenario == reload.NAME:
        return reload.main(arguments)
    race = find_race(arguments.scenario, "run")
    scenario, stage = race.scenario, race.stage
    check_bound("--batch-size", arguments.batch_size, scenario)
    check_bound("--parallel", arguments.parallel, scenario)
    check_clock(arguments.clock, arguments.parallel)
    check_engine(arguments.engine)
    check_memory(arguments.trajectories, scenario.examples, engine=arguments.engine, in_run=True)
    check_schedule(arguments.schedule, stage)
    _check_epochs(arguments, scenario)
    from batchgame.tui.command.experiment import result_of

    result = result_of(arguments, scenario, stage)
    print(json.dumps(result, allow_nan=False) if arguments.json else _table(result))
    return 0


def _check_epochs(arguments: argparse.Namespace, scenario: Scenario) -> None:
    updates = (arguments.epochs or 0) * -(-scenario.examples // arguments.batch_size)
    if updates > MOST:
        raise UsageError(f"--epochs {arguments.epochs}: that is {updates} updates; at most {MOST} can be run")


def _table(result: dict[str, Any]) -> str:
    """Return the figures of the JSON object as a table for a reader."""
    solved, trajectories = result["solved"], result["trajectories"]
    low, high = wilson(round(solved * trajectories), trajectories)
    unit = "updates" if result["updates"] is not None else "epochs"
    rows = (
        ("stage", result["scenario"]),
        ("batch size", result["batch_size"]),
        ("momentum", result["momentum"]),
        *((("schedule", result["tool"]),) if "tool" in result else ()),
        ("learning rate", result["learning_rate"]),
        ("budget", f"{result[unit]} {unit}"),
        ("clock", _clock(result)),
        ("trajectories", f"{trajectories}, seed {result['seed']}"),
        ("engine", f"{result['engine']}, {result['dtype']}, {result['seconds']:.2f} s"),
        ("solved", f"{percentage(solved)}  (95% interval {100 * low:.1f} to {100 * high:.1f})"),
        ("diverged", percentage(result["diverged"])),
        ("median to solve", _median(result)),
        ("final loss", _final_loss(result["final_loss"])),
        ("status", result["status"]),
    )
    return "\n".join(f"{label:17}{value}" for label, value in rows)


def _clock(result: dict[str, Any]) -> str:
    if result["parallel"] is None:
        return f"measured: {result['clock']['fixed']:g} an update and {result['clock']['each']:g} an example"
    return f"{result['parallel']} examples at once"


def _final_loss(median: float | None) -> str:
    return "none: the median trajectory diverged" if median is None else f"{median:.4g} (median)"


def _median(result: dict[str, Any]) -> str:
    if result["median_updates"] is None:
        return "none: no more than half solved within the budget"
    updates, epochs, time_ = result["median_updates"], result["median_epochs"], result["median_time"]
    return f"{updates:g} updates, {epochs:.4g} epochs, {time_:.4g} units of the clock"
