"""The gap exercise in plain lines: the same table, the same marks and bets, and the same networks."""

from __future__ import annotations

from batchgame.scenarios.exercises.gap import EXAMPLES, GUESSES, LOSS, MISSING, SIZES, TABLE, WRONG
from batchgame.scenarios.text.numbers import number, percentage
from batchgame.tui.game.workshops import gap_sayings as sayings
from batchgame.tui.plain.table import Table
from batchgame.tui.plain.training import finished
from batchgame.tui.race.practice import Practice


def plain(table: Table, practice: Practice) -> None:
    """Play the exercise: the missing number, a mark for each row, and two experiments after a bet on each."""
    say = table.say
    table.line()
    for n, row in enumerate(TABLE):
        figures = {
            key: f"{getattr(row, key).mean:.2f}" for key in ("train_small", "train_large", "test_small", "test_large")
        }
        if n == MISSING:
            figures["test_large"] = "?"
        table.tell("gap.plain_row", name=row.name, kind=row.kind, data=row.data, **figures)
    low, high = (int(end) for end in GUESSES)
    table.tell("gap.plain_cell", name=TABLE[MISSING].name)
    guess = float(table.ask("plain.knob", {str(n): str(n) for n in range(low, high + 1)}, knob=say("gap.test"),
                            values=f"{low} … {high}", value="?"))  # fmt: skip
    table.line(sayings.cell_said(say, guess))
    marks = []
    for row in TABLE:
        answers = [say("gap.key_optimisation"), say("gap.key_generalisation")]
        marks.append(table.question(say("gap.plain_mark", name=row.name), answers))
        table.tell("transfer.right" if marks[-1] == sayings.right_mark(row) else "transfer.wrong")
        table.line(sayings.mark_said(say, row))
    table.tell("gap.source_table")
    sayings.score(practice, guess, marks)
    for stage in ("wrong", "clean"):
        _experiment(table, stage)
    table.tell("gap.source_own")


def _experiment(table: Table, stage: str) -> None:
    say, options, size = table.say, table.options, {"small": SIZES[0], "full": SIZES[-1]}
    answers = [say(f"gap.bet_{answer}", **size) for answer in ("worse", "level", "better")]
    prompt = say(f"gap.bet_{stage}", examples=EXAMPLES, wrong=percentage(WRONG, 0), loss=number(LOSS), **size)
    bet = table.question(prompt, answers)
    found, seconds = finished(say("gap.train"), lambda: sayings.work_of(stage, options))
    table.progress.keep_gap(stage, sayings.saved(found))
    for rung in sayings.rungs(found):
        table.tell(
            "gap.plain_rung", networks=rung.values, mean=sayings.signed(rung.mean), half=f"{rung.half:.1f}", **size
        )
    table.line(sayings.first_said(say, found))
    table.line(sayings.verdict_said(say, found))
    for n, batch_size in enumerate(SIZES):
        told = sayings.medians(found, n)
        assert told is not None, "all networks have been trained"
        train, test, sharp = told
        table.tell(
            "gap.plain_size", b=batch_size, train=f"{100 * train:.1f}", test=f"{100 * test:.1f}", sharp=f"{sharp:.2f}"
        )
    table.line(sayings.sharpness_said(say, found, stage))
    table.line(sayings.slice_said(say, found))
    key = "gap.bet_hit" if bet == sayings.answer_of(found) else "gap.bet_missed"
    table.tell(key, said=answers[bet], networks=found.networks)
    table.line(sayings.what(say, found, stage, seconds))
