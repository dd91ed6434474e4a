"""The diagnose exercise in plain lines: the curves as a table, the same names, and the same changes."""

from __future__ import annotations

import numpy as np

from batchgame.scenarios.exercises.diagnose import CASES, Case
from batchgame.scenarios.text.numbers import number
from batchgame.sim.networks.diagnosis import ILLNESSES, Run, figures, illness
from batchgame.tui.game.workshops.diagnose_said import (
    Answer,
    accuracies,
    card,
    case_work,
    change_work,
    cured,
    label,
    measured,
    score,
    told_points,
    verdict,
)
from batchgame.tui.plain.table import Table
from batchgame.tui.plain.training import finished
from batchgame.tui.race.practice import Practice
from batchgame.tui.score.earned import record_named

POINTS = 9  # of the curves that are printed


def plain(table: Table, practice: Practice) -> None:
    """Name the illness of each case, then change it."""
    answers = [_case(table, practice, index) for index in range(CASES)]
    score(practice, answers)
    named = sum(answer.right for answer in answers)
    table.line()
    table.tell("diagnose.graded", named=named, of=CASES, cured=cured(answers), points=number(told_points(answers)))


def _case(table: Table, practice: Practice, index: int) -> Answer:
    say, options = table.say, table.options
    words = say("diagnose.plain_case", number=index + 1, of=CASES)
    case, seconds = finished(words, lambda: case_work(options, options.seed, index))
    assert case is not None
    table.line()
    table.line(words)
    run = case.run
    for at in np.unique(np.linspace(0, len(run.epochs) - 1, POINTS).round().astype(int)).tolist():
        train, test = (f"{100 * float(values[at, 0]):.1f}" for values in (run.train, run.test))
        table.tell("diagnose.plain_point", epoch=int(run.epochs[at]), train=train, test=test)
    table.line(measured(say, run, seconds))
    named = ILLNESSES[table.question(say("diagnose.what"), [say(f"diagnose.{name}") for name in ILLNESSES])]
    sure, right = table.sure(), named == case.illness
    record_named(table.progress, practice, right=right, sure=sure)
    table.tell("diagnose.right" if right else "diagnose.wrong", name=say(f"diagnose.is_{case.illness}"))
    if not right:
        table.line(f"{say('diagnose.would')} {say(f'diagnose.looks_{named}')}")
    table.line(f"{say('diagnose.card')}{say('colon')}{'   '.join(card(say, run))}")
    names = [label(say, run.experiment, change) for change in case.changes]
    chosen = table.question(say("diagnose.change"), names)
    first = case.changes[chosen]
    found = _changed(table, case, chosen)
    digits = {str(n): str(n) for n in range(1, len(names) + 1)} | {"": ""}
    while answer := table.ask("diagnose.plain_more", digits, count=len(names)):
        _changed(table, case, int(answer) - 1)
    return Answer(case, named, sure, first, illness(figures(found)))


def _changed(table: Table, case: Case, index: int) -> Run:
    """Run a change, and print it beside the run as it was."""
    say, change = table.say, case.changes[index]
    words = label(say, case.run.experiment, change)
    run, _ = finished(words, lambda: change_work(table.options, case, change))
    for name, each in ((say("diagnose.as_it_was"), case.run), (words, run)):
        train, test = accuracies(each)
        told = verdict(say, each, case)
        table.tell("diagnose.plain_run", label=name, train=train, test=test, updates=each.updates, verdict=told)
    return run
