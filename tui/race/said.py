"""The sentence at the end of a race: what the experiment did that the player's answer is about."""

from __future__ import annotations

from typing import TYPE_CHECKING

from batchgame.scenarios.reading.placeholders import label
from batchgame.scenarios.text.numbers import number
from batchgame.tui.text.keys import status_key

if TYPE_CHECKING:
    from batchgame.scenarios.reading.asked import Asked
    from batchgame.sim.outcome import Outcome
    from batchgame.tui.race.round import Round
    from batchgame.tui.text.catalogue import Catalogue


def said_did(round_: Round, outcome: Outcome, say: Catalogue) -> str:
    """Write what was run as the player said, and what came of it."""
    status = say(f"status.{status_key(outcome.status.value)}")
    return say(
        "run.said_did", what=_what(round_, say), solved=outcome.solved, count=outcome.trajectories, status=status
    )  # fmt: skip


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
