"""`batchgame check`: the proof that scenario files hold what they claim."""

from __future__ import annotations

import argparse
from contextlib import AbstractContextManager, nullcontext
from pathlib import Path

from batchgame.classroom import lesson
from batchgame.classroom.lesson import Plan
from batchgame.classroom.proving import findings, own_files
from batchgame.scenarios.kinds import LONGEST_PATH, Playable
from batchgame.scenarios.playables import ScenarioError, all_playables, find
from batchgame.scenarios.proving.finding import Unproved
from batchgame.scenarios.reading.toml_file import read, table
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
        "if there is one. A lesson is checked with its own scenario files. What a file leaves to a reader is listed.",
    )
    parser.add_argument(
        "files", nargs="*", metavar="FILE", help="files or names of scenarios and lessons; all bundled ones if left out"
    )
    return parser


def main(arguments: argparse.Namespace) -> int:
    """Check each file, print one line per finding, and return the exit status: 1 if there is a finding.

    Several files are proved side by side. Their lines come in the order in which they were named.
    """
    names = list(arguments.files or dict.fromkeys(playable.file for playable in all_playables()))
    if not arguments.files:
        names += lesson.names()
    found: dict[str, Playable | Plan | ScenarioError] = {name: _found(name) for name in dict.fromkeys(names)}
    for plan in [each for each in found.values() if isinstance(each, Plan)]:
        own = [path for path in _own_files(plan) if path not in found]  # a teacher's own files are proved with it
        names += own
        found |= {path: _found(path) for path in own}
    sound = [name for name, playable in found.items() if not isinstance(playable, ScenarioError | Plan)]
    processes, quick = processes_for(len(sound)), not arguments.files
    none: AbstractContextManager[dict[str, Proof]] = nullcontext({})
    with side_by_side(sound, processes, quick) if processes > 1 else none as proofs:
        return 1 if sum([_tell(name, found[name], proofs.get(name), quick) for name in names]) else 0


def _found(name: str) -> Playable | Plan | ScenarioError:
    try:
        return lesson.load(name) if _is_lesson(name) else find(name)
    except ScenarioError as error:
        return error


def _is_lesson(name: str) -> bool:
    """Return whether a name is that of a lesson, or a path that of a file which says that it is one."""
    if name in lesson.names():
        return True
    path = Path(name)
    try:
        return path.suffix == ".toml" and path.is_file() and table(read(path)).get("kind") == "lesson"
    except (ScenarioError, OSError, ValueError):
        return False


def _own_files(plan: Plan) -> list[str]:
    try:
        return own_files(plan)
    except ScenarioError:  # told as a finding of the lesson
        return []


def _tell(name: str, playable: Playable | Plan | ScenarioError, proof: Proof | None, quick: bool) -> int:
    """Print the findings of a file, and return how many there are. A file without a proof is proved here."""
    if isinstance(playable, ScenarioError):
        print(playable, flush=True)
        return 1
    if isinstance(playable, Plan):
        return _tell_lesson(clean(name, LONGEST_PATH), playable)
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


def _tell_lesson(file: str, plan: Plan) -> int:
    found = findings(plan)
    for what in found:
        print(f"{file}: {what}", flush=True)
    if not found:
        print(f"{file}: sound, {len(plan.steps)} steps", flush=True)
    return len(found)
