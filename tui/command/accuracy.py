"""`batchgame run accuracy`: real networks, trained with one batch size and measured. It never imports Textual."""

from __future__ import annotations

import argparse
import json
from typing import Any

from batchgame.sim.engine_names import ENGINES
from batchgame.sim.networks.names import DATA, EXAMPLES, TRAINING
from batchgame.tui.command.argument_checks import check_engine
from batchgame.tui.command.argument_types import LARGEST_SEED, MOST, UsageError, one_of, real, whole
from batchgame.tui.command.parser import Parser
from batchgame.tui.command.shared_options import BATCH_SIZE, LEARNING_RATE, MOMENTUM

NAME = "accuracy"
ABOUT = (
    "Real networks without the game: 64-32-10 on handwritten digits, or 2-32-2 on two spirals, each with its own "
    "start, split and shuffles. Accuracies are fractions, with the standard error over networks; the test examples are "
    "those that no training has used."
)
MOST_NETWORKS = 1_000_000
RATE = 0.1


def parser() -> Parser:
    """Return the parser of `batchgame run accuracy`."""
    parser = Parser(f"run {NAME}", ABOUT)
    parser.add_argument("scenario", metavar=NAME, help="this word")
    parser.add_argument(
        "--batch-size", metavar="B", required=True, type=BATCH_SIZE, help="examples in a batch, 1 to all of them"
    )
    parser.add_argument("--momentum", metavar="M", type=MOMENTUM, default=0.0, help="0 to below 1 (0)")
    parser.add_argument("--learning-rate", metavar="E", type=LEARNING_RATE, default=RATE, help=f"above 0 ({RATE})")
    add_networks(parser)
    parser.add_argument(
        "--curves", action="store_true", help="also the means after every epoch, or at about 200 points of many epochs"
    )
    parser.add_argument(
        "--sharpness", action="store_true", help="also the largest eigenvalue of the Hessian of the training loss"
    )
    parser.add_argument(
        "--json",
        action="store_true",
        help="one JSON object on stdout and nothing else; a figure that does not exist is null: a loss that diverged",
    )
    return parser


def add_networks(parser: Parser) -> None:
    """Add what the networks learn, how many there are, their budget, their seed and the engine."""
    parser.add_argument(
        "--data", metavar="NAME", type=one_of("--data", DATA), default=DATA[0], help="digits or spirals (digits)"
    )
    parser.add_argument(
        "--examples", metavar="N", type=whole("--examples", 2), help="training examples (digits 1200, spirals 1024)"
    )
    parser.add_argument(
        "--wrong-labels", metavar="F", type=real("--wrong-labels", "from 0 to 1", lambda value: 0 <= value <= 1),
        default=0.0, help="fraction of the training examples with a wrong label, 0 to 1 (0)",
    )  # fmt: skip
    budget = parser.add_mutually_exclusive_group()
    budget.add_argument("--updates", metavar="U", type=whole("--updates", 1, MOST), help="budget in updates")
    budget.add_argument(
        "--epochs", metavar="E", type=whole("--epochs", 1, MOST), help="budget in epochs (20; 10000 with --until-loss)"
    )
    parser.add_argument(
        "--until-loss", metavar="L", type=real("--until-loss", "above 0", lambda value: value > 0),
        help="leave a network once its loss on all training examples, looked at after every epoch, is at most this",
    )  # fmt: skip
    parser.add_argument(
        "--networks", metavar="M", type=whole("--networks", 1, MOST_NETWORKS), default=64, help="how many (64)"
    )
    parser.add_argument(
        "--seed", metavar="S", type=whole("--seed", 0, LARGEST_SEED), default=0,
        help=f"which starts, splits, labels and shuffles: 0 to {LARGEST_SEED} (0)",
    )  # fmt: skip
    parser.add_argument(
        "--engine", metavar="NAME", type=one_of("--engine", ENGINES), default="auto",
        help="auto, numpy, cupy (a GPU) or native (auto); `batchgame doctor` says which there are",
    )  # fmt: skip


def check(arguments: argparse.Namespace, batch_sizes: tuple[int, ...]) -> None:
    """Refuse what the data do not have, more updates than can be run, and an engine that is not there."""
    data = arguments.data
    if arguments.examples is not None and arguments.examples >= EXAMPLES[data]:
        allowed = f"{data} has {EXAMPLES[data]} examples, and one at least is for the test: 2 to {EXAMPLES[data] - 1}"
        raise UsageError(f"--examples {arguments.examples}: {allowed} is allowed")
    examples = arguments.examples or TRAINING[data]
    for size in batch_sizes:
        if size > examples:
            raise UsageError(
                f"--batch-size {size}: there are {examples} training examples, 1 to that is allowed (--examples)"
            )
        if (updates := (arguments.epochs or 0) * -(-examples // size)) > MOST:
            raise UsageError(f"--epochs {arguments.epochs}: that is {updates} updates; at most {MOST} can be run")
    check_engine(arguments.engine)


def main(arguments: argparse.Namespace) -> int:
    """Train the networks, print what was measured, and return the exit status."""
    check(arguments, (arguments.batch_size,))
    from batchgame.tui.command.accuracy_result import result_of

    result = result_of(arguments)
    print(json.dumps(result, allow_nan=False) if arguments.json else _table(result))
    return 0


def _table(result: dict[str, Any]) -> str:
    """Return the figures of the JSON object as a table for a reader."""
    rows = [
        ("networks", f"{result['networks']}, seed {result['seed']}"),
        ("data", f"{result['data']}, {result['examples']} training examples"),
        ("wrong labels", f"{result['wrong_labels']:g}"),
        ("batch size", result["batch_size"]),
        ("momentum", f"{result['momentum']:g}"),
        ("learning rate", f"{result['learning_rate']:g}"),
        ("trained for", f"{result['updates']:g} updates, {result['epochs']:.4g} epochs"),
        *([("reached", f"{100 * result['reached']:.4g}% of the networks")] if "reached" in result else []),
        ("engine", f"{result['engine']}, {result['seconds']:.2f} s"),
        ("examples", f"{result['examples_per_second']} a second"),
        ("train accuracy", _figure(result["train_accuracy"])),
        ("test accuracy", _figure(result["test_accuracy"])),
        ("train loss", _figure(result["train_loss"])),
        ("test loss", _figure(result["test_loss"])),
        *([("sharpness", _figure(result["sharpness"]))] if "sharpness" in result else []),
    ]
    lines = [f"{label:17}{value}" for label, value in rows]
    if "curves" in result:
        lines += _curves(result["curves"])
    return "\n".join(lines)


def _figure(figure: dict[str, Any]) -> str:
    if figure["mean"] is None:
        return "none: it is not finite in every network"
    error = "" if figure["standard_error"] is None else f" ± {figure['standard_error']:.4f} (standard error)"
    return f"{figure['mean']:.4f}{error}"


def _curves(curves: dict[str, Any]) -> list[str]:
    names = ("train_accuracy", "test_accuracy", "train_loss", "test_loss")
    lines = ["", f"{'updates':>9}{'epochs':>9}" + "".join(f"{name.replace('_', ' '):>16}" for name in names)]
    for n, (updates, epochs) in enumerate(zip(curves["updates"], curves["epochs"], strict=True)):
        values = (curves[name]["mean"][n] for name in names)
        shown = "".join(f"{'none' if value is None else f'{value:.4f}':>16}" for value in values)
        lines.append(f"{updates:9}{epochs:9.4g}{shown}")
    return lines
