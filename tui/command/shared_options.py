"""The options that more than one command takes."""

from __future__ import annotations

from argparse import BooleanOptionalAction

from batchgame.scenarios.text.languages import LANGUAGES
from batchgame.sim.engine_names import ENGINES
from batchgame.tui.command.argument_types import LARGEST_SEED, MOST, costs, one_of, real, whole
from batchgame.tui.command.parser import Parser

BATCH_SIZE = whole("--batch-size", 1, ends="from 1 to the number of examples")
MOMENTUM = real("--momentum", "from 0 to below 1", lambda value: 0 <= value < 1)
LEARNING_RATE = real("--learning-rate", "above 0", lambda value: value > 0)


def add_knobs(parser: Parser, *, required: bool) -> None:
    """Add batch size, momentum and learning rate. What is left out is taken from the stage."""
    parser.add_argument(
        "--batch-size",
        metavar="B",
        required=required,
        type=BATCH_SIZE,
        help="examples in a batch, 1 to all of them",
    )
    parser.add_argument(
        "--momentum",
        metavar="M",
        required=required,
        type=MOMENTUM,
        help="how much of the last movement is kept, 0 to below 1",
    )
    parser.add_argument(
        "--learning-rate",
        metavar="E",
        type=LEARNING_RATE,
        help="the stage's, if left out",
    )


def add_budget(parser: Parser) -> None:
    """Add the budget, in updates or epochs, and the precision."""
    budget = parser.add_mutually_exclusive_group()
    budget.add_argument(
        "--updates", metavar="U", type=whole("--updates", 1, MOST), help="budget in updates (the stage's, if left out)"
    )
    budget.add_argument("--epochs", metavar="E", type=whole("--epochs", 1, MOST), help="budget in epochs")
    parser.add_argument(
        "--dtype",
        metavar="TYPE",
        type=one_of("--dtype", ("float32", "float64")),
        default="float64",
        help="float32 or float64 (float64)",
    )


def add_experiment(parser: Parser, trajectories: int = 1000, where: str = "in a lane") -> None:
    """Add the clock, the schedule, the seed, the engine and the number of trajectories; `where` says of what."""
    parser.add_argument(
        "--parallel",
        metavar="P",
        type=whole("--parallel", 1, ends="from 1 to the number of examples"),
        help="examples handled at once: the clock of the race (the stage's, if left out)",
    )
    parser.add_argument(
        "--tool", dest="schedule", metavar="NAME", help="the third knob of a stage that has one (the stage's first)"
    )
    parser.add_argument(
        "--seed",
        metavar="S",
        type=whole("--seed", 0, LARGEST_SEED),
        default=0,
        help=f"which shuffles: 0 to {LARGEST_SEED} (0)",
    )
    parser.add_argument(
        "--trajectories",
        metavar="K",
        type=whole("--trajectories", 1),
        default=trajectories,
        help=f"trajectories {where}, 1e6 is a million ({trajectories})",
    )
    parser.add_argument(
        "--engine",
        metavar="NAME",
        type=one_of("--engine", ENGINES),
        default="auto",
        help="auto, numpy, cupy (a GPU) or native (auto); `batchgame doctor` says which there are",
    )


def add_clock(parser: Parser) -> None:
    """Add a clock that was measured, in place of `--parallel`."""
    parser.add_argument(
        "--clock",
        metavar="FIXED:EACH",
        type=costs("--clock"),
        help="a measured clock: an update costs FIXED and EACH times its examples, as `batchgame run reload` tells",
    )


def add_screen(parser: Parser, plain: str) -> None:
    """Add the language and how the screen is drawn; `plain` names what comes instead of a screen."""
    add_language(parser)
    parser.add_argument(
        "--fps", metavar="N", type=whole("--fps", 1, 60), default=15, help="frames a second, 1 to 60 (15)"
    )
    parser.add_argument(
        "--colors",
        metavar="DEPTH",
        type=one_of("--colors", ("true", "256", "16", "mono")),
        help="true, 256, 16 or mono (what the terminal says)",
    )
    parser.add_argument("--ascii", action=BooleanOptionalAction, help="draw with ASCII alone (what the terminal says)")
    parser.add_argument(
        "--theme",
        metavar="GROUND",
        type=one_of("--theme", ("dark", "light")),
        help="dark or light, for a projector in daylight (the one used last)",
    )
    parser.add_argument(
        "--motion",
        metavar="HOW",
        type=one_of("--motion", ("full", "reduced")),
        default="full",
        help="full, or reduced: no flash, two frames a second (full)",
    )
    parser.add_argument(
        "--plain", action=BooleanOptionalAction, help=f"{plain}: pipes, screen readers (what the terminal says)"
    )


def add_language(parser: Parser) -> None:
    """Add the language of the texts that a player reads."""
    parser.add_argument(
        "--lang", metavar="LANG", type=one_of("--lang", LANGUAGES), help="en or zh-TW (the one used last)"
    )
