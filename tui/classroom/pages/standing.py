"""Where a student stands at the end: own answers beside the class's, and the own pick among all."""

from __future__ import annotations

from batchgame.classroom import question
from batchgame.classroom.report import report
from batchgame.classroom.room import Room
from batchgame.scenarios.text.numbers import number, whole_percent
from batchgame.tui.classroom.film import Film
from batchgame.tui.text.catalogue import Catalogue


def standing(room: Room, seat: str, film: Film | None, say: Catalogue) -> tuple[str, ...]:
    """Return sentences on the student's votes and pick. film: of the race of picks, if there was one."""
    lines: list[str] = []
    for round_ in (1, 2):
        asked = right = 0
        for step in room.plan.steps:
            vote = room.vote_of(step.index, seat)
            if vote is not None and step.round == round_ and step.part is not None:
                asked += 1
                right += vote.answer == question.prediction(step.part, room.plan.folder).right
        if asked:
            lines.append(say(f"class.stand_vote_{round_}", right=right, asked=asked))
    for voted in report(room):
        if voted.ask.right is not None and voted.first.showable and voted.second.showable:
            before, after = (counts.share(voted.ask.right) for counts in (voted.first, voted.second))
            lines.append(say("class.stand_class", before=whole_percent(before), after=whole_percent(after)))
    if film is not None and seat in film.seats:
        lane = film.lanes[film.seats[seat][0]]
        ranked = [found for found, _ in film.best()]
        share = whole_percent(lane.share)
        values = {"batch_size": lane.batch_size, "momentum": number(lane.momentum), "share": share}
        if lane in ranked:
            lines.append(say("class.stand_pick", place=ranked.index(lane) + 1, picks=len(film.lanes), **values))
        else:
            lines.append(say("class.stand_stuck", **values))
    return tuple(lines)
