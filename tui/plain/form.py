"""A test form in plain lines: twelve questions, then the file."""

from __future__ import annotations

from pathlib import Path

from batchgame.classroom.study import answers
from batchgame.classroom.study.forms import Form, Question, When, order, questions
from batchgame.scenarios.text.clean import clean
from batchgame.tui.plain.table import Left, Table
from batchgame.tui.race.options import PlayOptions
from batchgame.tui.score.progress import Progress


def ask(options: PlayOptions, form: Form, when: When, code: str, seed: int, path: Path) -> int:
    """Ask every question, and write the file. Returns the exit status: 1 if nothing was written."""
    table = Table(options, Progress.open(), lambda page: lambda table, practice: None)
    said = table.say("form.before" if when == "before" else "form.after")
    table.tell("form.title", form=form, when=said)
    table.tell("form.story")
    given: list[tuple[Question, int]] = []
    try:
        for question in questions(form):
            shown = order(question, code, seed)
            texts = [table.say.of(question.options[option]) for option in shown]
            given.append((question, shown[table.question(table.say.of(question.prompt), texts)]))
    except Left:
        return 1
    try:
        answers.write(path, form, when, code, table.say.language, given)
    except OSError as error:
        table.tell("form.not_written", reason=clean(error.strerror or error))
        return 1
    table.tell("form.written", path=clean(path, 200))
    return 0
