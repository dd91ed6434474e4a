"""`batchgame check`: the proof that scenario files hold what they claim."""

from __future__ import annotations

import argparse

from batchgame.scenarios.kinds import LONGEST_PATH
from batchgame.scenarios.playables import ScenarioError, all_playables, find
from batchgame.scenarios.text.clean import clean
from batchgame.tui.command.parser import Parser
from batchgame.tui.plain.meter import Meter


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
    for name in arguments.files or dict.fromkeys(playable.file for playable in all_playables()):
        try:
            playable = find(name)
        except ScenarioError as error:
            print(error, flush=True)
            found += 1
            continue
        file = clean(playable.file, LONGEST_PATH)
        with Meter(file) as meter:
            findings = playable.findings(meter)
        for finding in findings:
            print(finding, flush=True)
        if not findings:
            print(f"{file}: sound, {playable.extent}", flush=True)
        found += len(findings)
    return 1 if found else 0
