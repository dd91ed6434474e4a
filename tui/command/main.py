"""The `batchgame` command: it finds the command that is meant, runs it, and turns errors into one line.

Only the module of that command is imported. Exit status: 0 done, 1 failed while working, 2 wrong command line or input,
130, 143 or 129 ended by SIGINT, SIGTERM or SIGHUP.
"""

from __future__ import annotations

import os
import sys
import warnings
from collections.abc import Sequence
from importlib import import_module
from types import ModuleType
from typing import TYPE_CHECKING

from batchgame.tui.command.argument_types import FailedError, UsageError, shown, suggestion
from batchgame.tui.command.stops import stoppable, told

if TYPE_CHECKING:
    from batchgame.tui.command.parser import Parser

DONE, FAILED, WRONG = 0, 1, 2
LONGEST_LINE = 1000  # cells of a message

COMMANDS = {
    "play": "play; this is what `batchgame` alone does",
    "warmup": "eight minutes with a class: a projector and raised hands",
    "quiz": "twelve questions before and after a lesson, into a file",
    "study": "what a class has learnt, from those files",
    "map": "a map of any two of batch size, momentum and learning rate, on the whole screen",
    "list": "the scenarios and their stages",
    "run": "one experiment without the game: a table, or JSON for a script",
    "sweep": "a table over batch size, momentum and learning rate, resumable, into a file",
    "check": "prove that scenario files hold what they claim",
    "class": "give a class of up to 60 over SSH: votes, races, a wall",
    "serve": "let others play over SSH: a game for each who dials, no root",
    "bench": "speed of each engine on this machine",
    "doctor": "engines, GPU, terminal, where progress lies",
}

MODULES = {"class": "classroom"}  # where a command cannot be the name of its module

ABOUT = """usage: batchgame [COMMAND] [OPTION…]

A game about what batch size and momentum do to training.

commands:
{commands}

`batchgame COMMAND --help` says more. `batchgame play saddle` starts one scenario.
"""


def main(words: Sequence[str] | None = None) -> int:
    """Run the command that the words name, by default those of the command line, and return the exit status."""
    words = list(sys.argv[1:] if words is None else words)
    for stream in (sys.stdout, sys.stderr):
        if hasattr(stream, "reconfigure"):
            stream.reconfigure(errors="replace")  # a terminal that can't show λ gets "?" instead of an error
    if not sys.warnoptions:
        warnings.simplefilter("ignore")  # NumPy's overflow warnings: divergence is a result here
    try:
        with stoppable():
            command, words = _command(words)
            status = _do(command, words)
            if sys.stdout is not None:
                sys.stdout.flush()
        return status
    except UsageError as error:
        return _say(WRONG, str(error))
    except SystemExit as end:  # argparse after --help
        return end.code if isinstance(end.code, int) else DONE
    except FailedError as error:
        return _say(FAILED, str(error))
    except KeyboardInterrupt as stop:
        return _say(*told(stop))
    except BrokenPipeError:  # the reader has left (`batchgame list | head -1`), which is no mistake
        _drop_stdout()
        return DONE
    except MemoryError:
        return _say(FAILED, "not enough memory; fewer --trajectories need less")
    except OSError as error:
        if os.environ.get("BATCHGAME_DEBUG"):
            raise
        _drop_stdout()
        return _say(FAILED, shown(str(error.strerror or error), 200))
    except Exception as error:
        if os.environ.get("BATCHGAME_DEBUG"):
            raise
        what = shown(f"{type(error).__name__}: {error}", 200)
        return _say(FAILED, f"a mistake in batchgame itself: {what}", "BATCHGAME_DEBUG=1 shows where.")


def _command(words: list[str]) -> tuple[str, list[str]]:
    """Split a command line into the command and its own words. Without a command, `play` is meant."""
    if not words:
        return "play", []
    first = words[0]
    if first in ("-h", "--help", "help", "--version"):
        return "", ["--version" if first == "--version" else "--help"]
    if first.startswith("-"):
        return "play", words
    if first in COMMANDS:
        return first, words[1:]
    guess = suggestion(first, COMMANDS)
    listed = ", ".join(COMMANDS)
    raise UsageError(f"unknown command {shown(first)}{guess} (known: {listed}; a scenario goes after play)")


def _do(command: str, words: list[str]) -> int:
    if not command:
        print(_version() if words == ["--version"] else _about(), end="")
        return DONE
    module = module_of(command)
    parser: Parser = module.parser()
    status: int = module.main(parser.read(words))
    return status


def module_of(command: str) -> ModuleType:
    """Import the module of a command, which has its parser and its main function."""
    return import_module(f"batchgame.tui.command.{MODULES.get(command, command)}")


def _about() -> str:
    width = max(map(len, COMMANDS)) + 2
    return ABOUT.format(commands="\n".join(f"  {name:{width}}{line}" for name, line in COMMANDS.items()))


def _version() -> str:
    from batchgame.tui.command.version import version

    return f"batchgame {version('batchgame')}\n"


def _say(status: int, *lines: str) -> int:
    """Write a message to stderr, if there is one, and return the status.

    Every line is cleaned, so that words from outside can neither break it nor reach the terminal as commands.
    """
    if sys.stderr is not None:
        first, *more = (shown(line, LONGEST_LINE) for line in lines)
        try:
            sys.stderr.write(f"batchgame: {first}\n" + "".join(f"{line}\n" for line in more))
            sys.stderr.flush()
        except OSError:
            pass
    return status


def _drop_stdout() -> None:
    """Give up what could not be written to stdout: the interpreter would try again at its end, and complain."""
    if sys.stdout is not None:
        try:
            sys.stdout.flush()
        except OSError:
            os.dup2(os.open(os.devnull, os.O_WRONLY), 1)
