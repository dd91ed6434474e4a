"""`batchgame play`: the game, on a screen or in plain lines."""

from __future__ import annotations

import argparse
import gc
import sys
from collections.abc import Callable
from importlib import import_module

from batchgame.scenarios.daily.names import today
from batchgame.tui.command.argument_checks import (
    check_asked,
    check_bound,
    check_clock,
    check_engine,
    check_memory,
    check_schedule,
    find,
)
from batchgame.tui.command.argument_types import UsageError, whole
from batchgame.tui.command.parser import Parser
from batchgame.tui.command.shared_options import add_clock, add_experiment, add_knobs, add_screen
from batchgame.tui.command.terminal import Capabilities, detect
from batchgame.tui.maps.plane import MOST
from batchgame.tui.race.options import PlayOptions

MOST_SHOTS = 10_000  # in plain lines: as many as anybody would read


def parser() -> Parser:
    """Return the parser of `batchgame play`."""
    parser = Parser("play", "Play. Without SCENARIO the game opens with its menu.")
    parser.add_argument(
        "scenario", nargs="?", metavar="SCENARIO", help="saddle, saddle/hair, my.toml … (`batchgame list`)"
    )
    add_knobs(parser, required=False)
    add_experiment(parser)
    add_clock(parser)
    add_screen(parser, "the same round in plain lines")
    parser.add_argument(
        "--asked",
        metavar="N",
        type=whole("--asked", 1, 4),
        help="begin at answer N of the file to the stage's question: its experiment runs beside the race",
    )
    parser.add_argument(
        "--shots",
        metavar="N",
        type=whole("--shots", 0, MOST_SHOTS),
        default=0,
        help="in plain lines: a sentence for each of your first N shots (0)",
    )
    parser.add_argument(
        "--kiosk",
        action="store_true",
        help="for strangers at the keyboard: bundled scenarios, no file written, nothing else started (docs/ssh.md)",
    )
    parser.add_argument(
        "--daily", action="store_true", help="the race of today: a landscape that the date has turned and tilted"
    )
    return parser


def main(arguments: argparse.Namespace) -> int:
    """Play until the player leaves, and return the exit status."""
    return start(PlayOptions(**vars(arguments)))


def start(options: PlayOptions) -> int:
    """Check the options and then the terminal, play until the player leaves, and return the exit status."""
    if options.kiosk:
        from batchgame.tui.command.kiosk import closed

        with closed(options):
            return _start(options)
    return _start(options)


def _start(options: PlayOptions) -> int:
    if options.daily:
        options = _today(options)
    _check(options)
    options = on_which(options)
    if not options.plain:
        gc.disable()  # until the first frame, which comes 15 ms sooner: a start makes hardly any garbage
    return _program(options)(options)


def on_which(options: PlayOptions) -> PlayOptions:
    """Decide between a screen and plain lines, and check that this terminal can show a screen if one is wanted."""
    if not options.plain:
        seen = _check_terminal(options)
        if options.plain is None and seen.plain:
            # There a screen would appear as escape sequences between lines, and nobody could read it.
            sys.stderr.write(f"batchgame: {seen.plain_reason}: plain lines (--no-plain: the screen all the same)\n")
            options = options._replace(plain=True, ascii=seen.ascii)
    return options


def _program(options: PlayOptions) -> Callable[[PlayOptions], int]:
    """Load the program that the options ask for, and no other: plain lines would cost the first frame 11 ms."""
    module, function = "command.start", "play"
    if options.plain:
        module, function = ("plain.map_table", "show") if options.plane else ("command.lines", "play")
    program: Callable[[PlayOptions], int] = getattr(import_module(f"batchgame.tui.{module}"), function)
    return program


def _today(options: PlayOptions) -> PlayOptions:
    """Return the options with the race of this date. To find a sound race takes a second or two."""
    if options.scenario is not None:
        raise UsageError(f"--daily: a race of its own, not {options.scenario}; leave the scenario out")
    name = today()
    if sys.stderr.isatty():
        sys.stderr.write(f"batchgame: {name}: looking for a sound race …\n")
    return options._replace(scenario=name, daily=False)


# The options that need a race, by the field of PlayOptions that holds each.
KNOBS = {
    "batch_size": "--batch-size",
    "momentum": "--momentum",
    "learning_rate": "--learning-rate",
    "parallel": "--parallel",
    "clock": "--clock",
    "schedule": "--tool",
    "asked": "--asked",
}


def _check(options: PlayOptions) -> None:
    from batchgame.scenarios.playables import RaceStage

    examples = 20  # of every bundled scenario
    given = next((option for knob, option in KNOBS.items() if getattr(options, knob) is not None), None)
    if options.scenario is None:
        if given:
            raise UsageError(f"{given}: for which SCENARIO? For example `batchgame play saddle {given} …`")
    elif isinstance(playable := find(options.scenario), RaceStage):
        check_schedule(options.schedule, playable.stage)
        check_asked(options.asked, playable.stage)
        examples = playable.scenario.examples
        check_bound("--batch-size", options.batch_size, playable.scenario)
        check_bound("--parallel", options.parallel, playable.scenario)
    elif given:
        raise UsageError(f"{given}: {playable.name} is no race, it has no such knob")
    check_clock(options.clock, options.parallel)
    check_engine(options.engine)
    check_memory(options.trajectories, examples, engine=options.engine)
    if options.plane:
        check_memory(options.plane.trajectories, examples, MOST * MOST, options.engine)


def _check_terminal(options: PlayOptions) -> Capabilities:
    seen = detect(options.colors, options.ascii)
    missing = seen.missing
    if missing:
        which = ", ".join(missing)
        said = "is no terminal" if len(missing) == 1 else "are no terminals"
        raise UsageError(f"{which} {said}: the game needs one (over ssh: `ssh -t`); --plain works through pipes")
    return seen
