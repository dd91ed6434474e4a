"""`batchgame class`: give a class over SSH, and what its teacher needs beside it."""

from __future__ import annotations

import argparse
from collections.abc import Callable, Sequence
from importlib import import_module

from batchgame.tui.command.argument_types import LARGEST_SEED, UsageError, real, shown, suggestion, whole
from batchgame.tui.command.parser import Parser
from batchgame.tui.command.shared_options import add_language

WORDS = {
    "serve": "give a class: a wall here, a line that students type",
    "console": "the teacher's page, of a class that is being given on this machine",
    "wall": "one more wall",
    "tally": "count raised hands for the options of the present question",
    "join": "sit down in a class on this machine, by its code",
    "check": "is the port free, do the own addresses answer, do N robots get in",
    "close": "write the answers to CSV and JSON, then forget the class",
}
PORT = 2222
ABOUT = """usage: batchgame class WORD [OPTION…]

Give a class of up to 60 over SSH, without root.

{words}

`batchgame class WORD --help` says more.
"""


class ClassParser:
    """The parser of `batchgame class`, which reads the word first and then what belongs to it."""

    @property
    def _actions(self) -> list[argparse.Action]:
        """Return the options of all words, as argparse keeps those of one."""
        return [action for make in _PARSERS.values() for action in make()._actions]

    def read(self, words: Sequence[str]) -> argparse.Namespace:
        """Return the values of a command line. UsageError for a mistake, SystemExit(0) after help."""
        if not words or words[0] in ("-h", "--help"):
            width = max(map(len, WORDS)) + 2
            print(ABOUT.format(words="\n".join(f"  {name:{width}}{line}" for name, line in WORDS.items())), end="")
            raise SystemExit(0)
        word = words[0]
        if word not in WORDS:
            raise UsageError(f"class {shown(word)}: one of {', '.join(WORDS)} is needed{suggestion(word, WORDS)}")
        arguments = _PARSERS[word]().read(words[1:])
        arguments.word = word
        return arguments


def parser() -> ClassParser:
    """Return the parser of `batchgame class`."""
    return ClassParser()


def main(arguments: argparse.Namespace) -> int:
    """Do what the word says, and return the exit status."""
    module = import_module(f"batchgame.tui.command.class_{_MODULES[arguments.word]}")
    done: Callable[[argparse.Namespace], int] = getattr(module, arguments.word)
    return done(arguments)


_MODULES = {
    "serve": "serve", "check": "check", "console": "page", "wall": "page", "tally": "page", "join": "page",
    "close": "page",
}  # fmt: skip


def _with_port(word: str, about: str) -> Parser:
    parser = Parser(f"class {word}", about)
    parser.add_argument("--port", type=whole("--port", 1, 65535), default=PORT, help=f"of the class; {PORT} by default")
    return parser


def _serve() -> Parser:
    parser = _with_port("serve", "Give a class. The same line goes on with one that was interrupted.")
    parser.add_argument("lesson", nargs="?", metavar="LESSON", help="escape (default), charge, momentum, or my.toml")
    parser.add_argument(
        "--host", metavar="NAME", help="the name or address that students type, where the guess is wrong"
    )
    parser.add_argument(
        "--out", metavar="FOLDER", default=".", help="where closing writes the answers; here by default"
    )
    parser.add_argument("--keep", action="store_true", help="closing keeps the room as well")
    parser.add_argument("--no-wall", action="store_true", help="only print the lines; show no wall in this terminal")
    parser.add_argument(
        "--seed", metavar="S", type=whole("--seed", 0, LARGEST_SEED),
        help=f"deals names and options: 0 to {LARGEST_SEED}; by chance otherwise. A kept class keeps its own",
    )  # fmt: skip
    add_language(parser)
    return parser


def _tally() -> Parser:
    parser = _with_port("tally", "Count raised hands: one number for each option, in their order, or one for a pick.")
    parser.add_argument("counts", nargs="+", metavar="COUNT", type=whole("COUNT", 0, 10_000))
    parser.add_argument("--batch-size", metavar="B", type=whole("--batch-size", 1, 1_000_000), help="of a pick")
    parser.add_argument(
        "--momentum",
        metavar="λ",
        type=real("--momentum", "from 0 to below 1", lambda it: 0 <= it < 1),
        help="of a pick",
    )
    return parser


def _join() -> Parser:
    parser = _with_port("join", "Sit down in a class on this machine. The wall shows the code.")
    parser.add_argument("code", metavar="CODE")
    return parser


def _check() -> Parser:
    parser = _with_port("check", "The day before: what can be known about the port without a student.")
    parser.add_argument(
        "--robots", type=whole("--robots", 0, 200), default=60, help="rehearse with so many; 60 by default"
    )
    return parser


def _close() -> Parser:
    parser = _with_port("close", "Write the answers of the class to CSV and JSON, then forget it.")
    parser.add_argument(
        "--out", metavar="FOLDER", default=".", help="where the files go if no class is being given now"
    )
    parser.add_argument("--keep", action="store_true", help="write the files, and keep the room")
    return parser


_PARSERS: dict[str, Callable[[], Parser]] = {
    "serve": _serve,
    "console": lambda: _with_port("console", "Open the teacher's page in this terminal."),
    "wall": lambda: _with_port("wall", "Show the wall in this terminal."),
    "tally": _tally,
    "join": _join,
    "check": _check,
    "close": _close,
}
