"""The table and the end of the path in plain lines."""

from __future__ import annotations

from batchgame.scenarios.path import path
from batchgame.scenarios.text.numbers import number
from batchgame.tui.plain.table import Table
from batchgame.tui.score.listing import listing
from batchgame.tui.score.share import by_chapter, command_of, share_text
from batchgame.tui.score.trophy import count, figures, left_open, says, table


def tell_table(at: Table) -> None:
    """Print each row: who is better off, with which figures, and from which race; or which stop fills it."""
    say, rows = at.say, table(at.progress.races, at.progress.gaps)
    filled, of = count(rows)
    at.line()
    at.tell("trophy.title", filled=filled, of=of)
    for row in rows:
        label = say(f"trophy.{row.name}")
        if row.better is None:
            at.line(f"  {label}{say('colon')}{says(say, row)}")
            continue
        small, large = figures(say, row)
        at.tell("plain.row", row=label, small=small, large=large, better=say(f"trophy.better_{row.better}"))
        at.line(f"      {says(say, row)}")


def tell_ending(at: Table) -> None:
    """Print the table, how well the player knew, the stars of each chapter, and the text to share."""
    say, progress, options = at.say, at.progress, at.options
    rows, chapters = table(progress.races, progress.gaps), by_chapter(listing(), progress.records)
    at.line()
    at.tell("ending.title")
    tell_table(at)
    at.tell("ending.point")
    at.line()
    (sure, sure_of), (unsure, unsure_of) = progress.sure, progress.unsure
    at.tell("menu.calibration", sure=sure, sure_of=sure_of, unsure=unsure, unsure_of=unsure_of)
    for said, (came, answers) in sorted(progress.chances.items(), key=lambda each: int(each[0])):
        at.tell("plain.calibrated", said=f"{said}%", came=f"{number(came / answers, 2)}%", count=answers)
    for chapter, each in zip(path().chapters, chapters, strict=True):
        at.line(f"  {say.of(chapter.title)}{say('colon')}{say('menu.of', earned=each.earned, of=each.most)}")
    share = share_text(say, chapters, count(rows), progress.sure, command_of(options.scenario, options.seed))
    at.line(f"{say('ending.photograph' if options.kiosk else 'ending.to_share')}{say('colon')}{share}")
    at.line(left_open(say, rows))
