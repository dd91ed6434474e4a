"""`batchgame check`: the proof that scenario files hold what they claim."""

from __future__ import annotations

import argparse

from batchgame.scenarios.reading import exercise
from batchgame.scenarios.reading.library import load, names, path_of
from batchgame.scenarios.reading.toml_file import ScenarioError
from batchgame.scenarios.text.clean import clean
from batchgame.tui.command.parser import Parser
from batchgame.tui.plain.meter import Meter

LONGEST_PATH = 200  # cells


def parser() -> Parser:
    """Return the parser of `batchgame check`."""
    parser = Parser(
        "check",
        "Simulate what scenario files claim: that the stage fails as opened, that its solution solves it, that answers "
        "and claims hold. Findings go to stdout; the exit status is 1 if there is one.",
    )
    parser.add_argument(
        "files", nargs="*", metavar="FILE", help="scenario files or names; all bundled ones if left out"
    )
    return parser


def main(arguments: argparse.Namespace) -> int:
    """Check each file, print one line per finding, and return the exit status: 1 if there is a finding."""
    found = 0
    for path in arguments.files or [*names(), *exercise.names()]:
        name = clean(path, LONGEST_PATH)
        if path in exercise.names():
            faults = list(exercise.findings(path))
            for where, what in faults:
                print(f"{where}: {what}", flush=True)
            if not faults:
                print(f"{name}: sound, {len(exercise.load(path).cards)} cards", flush=True)
            found += len(faults)
            continue
        try:
            scenario = load(path_of(path))  # by its file, so that every rule is verified
        except ScenarioError as error:
            print(error, flush=True)
            found += 1
            continue
        from batchgame.scenarios.proving.check import check

        with Meter(name) as meter:
            findings = check(scenario, on_progress=meter)
        for finding in findings:
            print(f"{name}: {finding}", flush=True)
        if not findings:
            print(f"{name}: sound, {len(scenario.stages)} stage{'s' if len(scenario.stages) > 1 else ''}", flush=True)
        found += len(findings)
    return 1 if found else 0
