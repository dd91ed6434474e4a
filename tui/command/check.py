"""`batchgame check`: the proof that scenario files hold what they claim."""

from __future__ import annotations

import argparse
from contextlib import AbstractContextManager, nullcontext

from batchgame.scenarios.kinds import LONGEST_PATH, Playable
from batchgame.scenarios.playables import ScenarioError, all_playables, find
from batchgame.scenarios.proving.finding import Unproved
from batchgame.scenarios.text.clean import clean
from batchgame.tui.command.parser import Parser
from batchgame.tui.command.provers import Proof, processes_for, side_by_side
from batchgame.tui.plain.meter import Meter

LONGEST_TEXT = 400  # cells of a sentence that a reader has to judge


def parser() -> Parser:
    """Return the parser of `batchgame check`."""
    parser = Parser(
        "check",
        "Simulate what scenario files claim: that the stage fails as opened, that its solution solves it, that answers "
        "and claims hold. Sentences are read beside it, in both languages. Findings go to stdout; the exit status is 1 "
        "if there is one. What a file leaves to a reader is listed.",
    )
    parser.add_argument(
        "files", nargs="*", metavar="FILE", help="scenario files or names; all bundled ones if left out"
    )
    return parser


def main(arguments: argparse.Namespace) -> int:
    """Check each file, print one line per finding, and return the exit status: 1 if there is a finding.

    Several files are proved side by side. Their lines come in the order in which they were named.
    """
    names = list(arguments.files or dict.fromkeys(playable.file for playable in all_playables()))
    found: dict[str, Playable | ScenarioError] = {name: _found(name) for name in dict.fromkeys(names)}
    sound = [name for name, playable in found.items() if not isinstance(playable, ScenarioError)]
    processes, quick = processes_for(len(sound)), not arguments.files
    none: AbstractContextManager[dict[str, Proof]] = nullcontext({})
    with side_by_side(sound, processes, quick) if processes > 1 else none as proofs:
        return 1 if sum([_tell(found[name], proofs.get(name), quick) for name in names]) else 0


def _found(name: str) -> Playable | ScenarioError:
    try:
        return find(name)
    except ScenarioError as error:
        return error


def _tell(playable: Playable | ScenarioError, proof: Proof | None, quick: bool) -> int:
    """Print the findings of a file, and return how many there are. A file without a proof is proved here."""
    if isinstance(playable, ScenarioError):
        print(playable, flush=True)
        return 1
    file = clean(playable.file, LONGEST_PATH)
    with Meter(file) as meter:
        findings = proof.findings(meter) if proof else playable.findings(meter, quick=quick)
    for finding in findings:
        print(finding, flush=True)
    for where, what in playable.for_a_reader():
        print(f"{file}: {where}: for a reader to judge: {clean(what, LONGEST_TEXT)}", flush=True)
    if quick and (slow := playable.slow()):
        print(f"{file}: without the extension in C, `batchgame check {file}` proves {', '.join(slow)}", flush=True)
    wrong = sum(not isinstance(finding, Unproved) for finding in findings)
    if not wrong:
        print(f"{file}: sound, {playable.extent}", flush=True)
    return wrong
