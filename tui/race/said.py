"""The sentence at the end of a race: what the experiment did that the player's answer is about."""

from __future__ import annotations

from typing import TYPE_CHECKING

from batchgame.scenarios.reading.placeholders import label
from batchgame.scenarios.text.numbers import number, percent
from batchgame.tui.race.asked import lane_as_said
from batchgame.tui.text.keys import status_key

if TYPE_CHECKING:
    from batchgame.scenarios.reading.asked import Asked
    from batchgame.sim.outcome import Outcome
    from batchgame.sim.race import LaneFrame
    from batchgame.tui.race.conductor import Conductor
    from batchgame.tui.race.round import Round
    from batchgame.tui.text.catalogue import Catalogue


def said_did(round_: Round, conductor: Conductor, say: Catalogue) -> str:
    """Write what came of the experiment that the answer is about, whichever lane ran it; empty where none did."""
    if round_.previous is not None or round_.asked is None:
        return ""
    if conductor.beside is not None:
        return _sentence(round_, conductor.beside.outcome(), say)
    name = lane_as_said(round_)
    return next((_sentence(round_, lane, say) for lane in conductor.frame.lanes if lane.lane.name == name), "")


def _sentence(round_: Round, ran: Outcome | LaneFrame, say: Catalogue) -> str:
    status = say(f"status.{status_key(ran.status.value)}")
    return say("run.said_did", what=_what(round_, say), solved=percent(ran.solved, ran.trajectories), status=status)


def _what(round_: Round, say: Catalogue) -> str:
    """Write the knobs of the experiment, and whatever of it is not as the stage has it."""
    about: Asked | None = round_.asked
    assert about is not None
    parts = [f"B = {about.pick.batch_size}", f"λ = {number(about.pick.momentum)}"]
    if about.learning_rate:
        parts.append(f"η = {number(about.learning_rate)}")
    if about.start:
        parts.append(say("run.said_start", x=number(about.start[0]), y=number(about.start[1])))
    schedule = round_.stage.schedule(about.pick.schedule)
    if schedule is not None:
        parts.append(label(schedule, say.language))
    return say("comma").join(parts)
