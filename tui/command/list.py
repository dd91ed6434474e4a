"""`batchgame list`: the scenarios with their stages, and the exercises."""

from __future__ import annotations

import argparse
import json

from batchgame.scenarios.playables import all_playables
from batchgame.tui.command.parser import Parser
from batchgame.tui.command.shared_options import add_language


def parser() -> Parser:
    """Return the parser of `batchgame list`."""
    parser = Parser("list", "The scenarios and their stages, in the order of the menu.")
    parser.add_argument("--json", action="store_true", help="one JSON array, all languages")
    add_language(parser)
    return parser


def main(arguments: argparse.Namespace) -> int:
    """Print one line per stage and exercise: its name as other commands take it, its title and its summary."""
    playables = all_playables()
    if arguments.json:
        print(json.dumps([playable.described() for playable in playables], indent=1))
        return 0
    language = arguments.lang or "en"
    width = max(len(playable.name) for playable in playables)
    for playable in playables:
        print(f"{playable.name:{width}}  {playable.title[language]}: {playable.summary[language]}")
    return 0
