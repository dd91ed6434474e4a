"""`batchgame list`: the scenarios with their stages, and the exercises."""

from __future__ import annotations

import argparse
import json
from typing import TYPE_CHECKING

from batchgame.scenarios.reading import exercise
from batchgame.scenarios.reading.format import LANGUAGES
from batchgame.scenarios.reading.library import names
from batchgame.tui.command.argument_checks import load
from batchgame.tui.command.parser import Parser
from batchgame.tui.command.shared_options import add_language

if TYPE_CHECKING:
    from batchgame.scenarios.reading.exercise import Exercise
    from batchgame.scenarios.reading.format import Scenario, Stage


def parser() -> Parser:
    """Return the parser of `batchgame list`."""
    parser = Parser("list", "The scenarios and their stages, in the order of the menu.")
    parser.add_argument("--json", action="store_true", help="one JSON array, all languages")
    add_language(parser)
    return parser


def main(arguments: argparse.Namespace) -> int:
    """Print one line per stage and exercise: its name as other commands take it, its title and its summary."""
    drills = [exercise.load(name) for name in exercise.names()]
    stages = [(scenario, stage) for scenario in map(load, names()) for stage in scenario.stages]
    if arguments.json:
        told = [_described(scenario, stage) for scenario, stage in stages]
        print(json.dumps([*told, *({"name": drill.name, **_words(drill)} for drill in drills)], indent=1))
        return 0
    language = arguments.lang or "en"
    rows = [(_name(scenario, stage), stage.title[language], stage.summary[language]) for scenario, stage in stages]
    rows += [(drill.name, drill.title[language], drill.summary[language]) for drill in drills]
    for name, title, summary in rows:
        print(f"{name:{max(len(row[0]) for row in rows)}}  {title}: {summary}")
    return 0


def _name(scenario: Scenario, stage: Stage) -> str:
    return f"{scenario.name}/{stage.name}" if stage.name else scenario.name


def _words(told: Stage | Exercise) -> dict[str, object]:
    return {
        "title": {language: told.title[language] for language in LANGUAGES},
        "summary": {language: told.summary[language] for language in LANGUAGES},
    }


def _described(scenario: Scenario, stage: Stage) -> dict[str, object]:
    return {
        "name": _name(scenario, stage),
        **_words(stage),
        "examples": scenario.examples,
        "learning_rate": stage.learning_rate,
        "parallel": stage.parallel,
        "updates": stage.budget.updates,
        "epochs": stage.budget.epochs,
        "batch_sizes": list(stage.ladders.batch_size),
        "momenta": list(stage.ladders.momentum),
    }
