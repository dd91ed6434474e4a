"""`batchgame quiz`: twelve questions, before or after a lesson, into a file that its writer keeps."""

from __future__ import annotations

import argparse
from collections.abc import Callable
from importlib import import_module
from pathlib import Path
from typing import NamedTuple

from batchgame.classroom.study.answers import CODE
from batchgame.classroom.study.forms import FORMS, WHENS, Form, When, dealt
from batchgame.scenarios.text.clean import clean
from batchgame.tui.command.argument_types import LARGEST_SEED, UsageError, one_of, shown, whole
from batchgame.tui.command.parser import Parser
from batchgame.tui.command.play import on_which
from batchgame.tui.command.shared_options import add_screen
from batchgame.tui.command.start import play
from batchgame.tui.game.route import Start
from batchgame.tui.race.options import PlayOptions


class Sheet(NamedTuple):
    """What a person is asked, and where the answers go."""

    form: Form
    when: When
    code: str
    seed: int
    path: Path


def parser() -> Parser:
    """Return the parser of `batchgame quiz`."""
    parser = Parser(
        "quiz",
        "Twelve questions, to be answered before a lesson and after it, in two forms that ask for the same ideas. The "
        "answers go into one file on this computer, under a code that you choose; nothing is sent anywhere. "
        "`batchgame study` reads such files. (The quiz of the game is `batchgame play quiz`.)",
    )
    parser.add_argument(
        "--form",
        metavar="FORM",
        type=one_of("--form", FORMS),
        help="A or B (dealt by the code: the other one afterwards)",
    )
    parser.add_argument("--when", metavar="WHEN", required=True, type=one_of("--when", WHENS), help="before or after")
    parser.add_argument(
        "--code",
        metavar="CODE",
        required=True,
        type=_code,
        help="a word of your own, the same both times; not your name",
    )
    parser.add_argument("--out", metavar="FILE", type=Path, help="a new file (answers-CODE-WHEN.json)")
    parser.add_argument(
        "--seed", metavar="S", type=whole("--seed", 0, LARGEST_SEED), default=0,
        help=f"which form is dealt, and in which order options stand: 0 to {LARGEST_SEED} (0)",
    )  # fmt: skip
    add_screen(parser, "the same questions in plain lines")
    return parser


def main(arguments: argparse.Namespace) -> int:
    """Ask the questions, write the file, and return the exit status."""
    words = dict(vars(arguments))
    form, when, code, out, seed = (words.pop(name) for name in ("form", "when", "code", "out", "seed"))
    sheet = Sheet(form or dealt(code, when, seed), when, code, seed, out or Path(f"answers-{code}-{when}.json"))
    if sheet.path.exists():
        raise UsageError(f"--out {clean(sheet.path, 120)}: this file is there already; name another one")
    if not sheet.path.parent.is_dir():
        raise UsageError(f"--out {clean(sheet.path, 120)}: there is no such folder")
    options = on_which(PlayOptions(**words))
    if options.plain:
        ask: Callable[[PlayOptions, *tuple[object, ...]], int] = import_module("batchgame.tui.plain.form").ask
        return ask(options, *sheet)
    return play(options, lambda session: Start("form", *sheet))


def _code(text: str) -> str:
    if not CODE.fullmatch(text):
        raise UsageError(f"--code {shown(text)}: 1 to 32 letters, digits, - and _ are needed")
    return text
