"""Reload in plain lines: a ratio for each of four batch sizes, then the table of what was measured."""

from __future__ import annotations

from batchgame.scenarios.exercises.reload import ASKED, NEAR, hits, lecture
from batchgame.scenarios.text.numbers import number
from batchgame.tui.game.workshops.reload_values import off_by, race_values, where
from batchgame.tui.game.workshops.reload_work import RACE, score, work_of
from batchgame.tui.plain.table import Table
from batchgame.tui.plain.training import finished
from batchgame.tui.race.practice import Practice

PLAIN = (1, 3, 10, 30, 100, 300, 1000, 3000, 10_000)  # ratios to choose from in plain lines


def plain(table: Table, practice: Practice) -> None:
    """Play the exercise in plain lines: a ratio for each of four batch sizes, then the table of what was measured."""
    say, said = table.say, {}
    for size in ASKED:
        table.line()
        table.tell("reload.plain_point", size=number(size))
        table.choices([number(ratio) for ratio in PLAIN])
        said[size] = float(PLAIN[table.digit(len(PLAIN))])
    table.tell("reload.starting")
    (here, card), _ = finished(practice.name, work_of(table.options.kiosk))
    if not here.complete:
        table.tell("reload.plain_ended", reason=here.ended)
        return
    score(practice, said, here)
    for point in here.points:
        one = here.one or 1.0
        table.tell(
            "reload.plain_row",
            size=number(point.batch_size),
            said=number(said[point.batch_size], 2) if point.batch_size in said else "–",
            here=number(point.median / one, 3),
            low=number(point.low / one, 3),
            high=number(point.high / one, 3),
            lecture=number(lecture(point.batch_size), 2),
            serial=number(point.batch_size),
            epoch=number(point.epoch, 2),
        )
    if card is not None and card.complete:
        ratios = ", ".join(number(card.ratio(size) or 0.0, 3) for size in card.sizes)
        table.line(f"{say('reload.card')}{say('colon')}{ratios}")
    table.line(where(say, here))
    state = say("reload.busy" if here.busy else "reload.quiet")
    table.tell("reload.done", hits=hits(said, here), of=len(said), near=number(NEAR), state=state)
    fit = here.fit()
    if fit is None:
        table.tell("reload.no_fit")
        return
    values = race_values(fit)
    table.tell("reload.fixed", **values)
    table.tell("reload.off", percent=off_by(here, fit))
    table.tell("reload.clock", **values)
    table.tell("reload.plain_race", command=f"batchgame play {RACE} --clock {fit}")
