"""`batchgame play`: the game, in the terminal or in plain lines."""

from __future__ import annotations

import sys
from dataclasses import replace
from typing import TYPE_CHECKING

from batchgame.tui.command.argument_types import UsageError
from batchgame.tui.race.options import PlayOptions

if TYPE_CHECKING:
    import argparse

    from batchgame.tui.command.parser import Parser
    from batchgame.tui.command.terminal import Capabilities


def parser() -> Parser:
    """The words of `batchgame play`."""
    from batchgame.tui.command.parser import Parser
    from batchgame.tui.command.shared_options import add_experiment, add_knobs, add_screen

    parser = Parser("play", "Play. Without SCENARIO the game opens with its menu.")
    parser.add_argument(
        "scenario", nargs="?", metavar="SCENARIO", help="saddle, saddle/hair, my.toml … (`batchgame list`)"
    )
    add_knobs(parser, required=False)
    add_experiment(parser)
    add_screen(parser, "the same round in plain lines")
    parser.add_argument(
        "--kiosk",
        action="store_true",
        help="for strangers at the keyboard: bundled scenarios, no file written, nothing else started (docs/ssh.md)",
    )
    parser.add_argument(
        "--daily", action="store_true", help="the race of today: a landscape that the date has turned and tilted"
    )
    return parser


def main(words: argparse.Namespace) -> int:
    """Play as the words say."""
    return start(PlayOptions(**vars(words)))


def start(options: PlayOptions = PlayOptions()) -> int:  # noqa: B008 - frozen
    """Check what is asked for, then the terminal, and play; the exit status."""
    if options.kiosk:
        from batchgame.tui.command.kiosk import closed

        with closed(options):
            return _start(options)
    return _start(options)


def _start(options: PlayOptions) -> int:
    if options.daily:
        options = _today(options)
    _check(options)
    if not options.plain:
        seen = _check_terminal(options)
        if options.plain is None and seen.plain:
            # A screen drawn there would come out as escapes between the lines, and nobody could read it.
            sys.stderr.write(f"batchgame: {seen.plain_reason}: plain lines (--no-plain: the screen all the same)\n")
            options = replace(options, plain=True, ascii=seen.ascii)
    if options.plain and options.plane:
        from batchgame.tui.plain.map_table import show

        return show(options)
    if options.plain:
        from batchgame.tui.plain.game import play as play_plain

        return play_plain(options)
    from batchgame.tui.command.start import play

    return play(options)


def _today(options: PlayOptions) -> PlayOptions:
    """The same words with the race of this date; it is looked for and checked first, a second or two."""
    from batchgame.scenarios.daily.names import today

    if options.scenario is not None:
        raise UsageError(f"--daily: a race of its own, not {options.scenario}; leave the scenario out")
    name = today()
    if sys.stderr.isatty():
        sys.stderr.write(f"batchgame: {name}: looking for a sound race …\n")
    return replace(options, scenario=name, daily=False)


# The options that need a race, by the field that holds each.
KNOBS = {
    "batch_size": "--batch-size",
    "momentum": "--momentum",
    "learning_rate": "--learning-rate",
    "parallel": "--parallel",
    "schedule": "--tool",
}


def _check(options: PlayOptions) -> None:
    from batchgame.scenarios.playables import RaceStage
    from batchgame.tui.command.arguments import check_bound, check_engine, check_memory, check_schedule, find
    from batchgame.tui.maps.plane import MOST

    examples = 20  # of every bundled scenario
    given = next((option for knob, option in KNOBS.items() if getattr(options, knob) is not None), None)
    if options.scenario is None:
        if given:
            raise UsageError(f"{given}: for which SCENARIO? For example `batchgame play saddle {given} …`")
    elif isinstance(playable := find(options.scenario), RaceStage):
        check_schedule(options.schedule, playable.stage)
        examples = playable.scenario.examples
        check_bound("--batch-size", options.batch_size, playable.scenario)
        check_bound("--parallel", options.parallel, playable.scenario)
    elif given:
        raise UsageError(f"{given}: {playable.name} is no race, it has no such knob")
    check_engine(options.engine)
    check_memory(options.trajectories, examples, engine=options.engine)
    if options.plane:
        check_memory(options.plane.trajectories, examples, MOST * MOST, options.engine)


def _check_terminal(options: PlayOptions) -> Capabilities:
    from batchgame.tui.command.terminal import detect

    seen = detect(options.colors, options.ascii)
    missing = seen.missing
    if missing:
        which = ", ".join(missing)
        said = "is no terminal" if len(missing) == 1 else "are no terminals"
        raise UsageError(f"{which} {said}: the game needs one (over ssh: `ssh -t`); --plain works through pipes")
    return seen
