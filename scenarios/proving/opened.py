"""The experiments that the answers of a prediction are about: each is measured, and a stage may open on them."""

from __future__ import annotations

from collections.abc import Iterator

from batchgame.scenarios.reading.asked import asked, covers
from batchgame.scenarios.reading.format import Stage

# Of the trajectories: at most so many solve as the stage opens; more where it opens on what its question asks about.
OPENED, OPENED_ON_ASKED = 0.2, 0.5


def most_solved(stage: Stage) -> float:
    """Return the share that may solve with the pick that the stage opens with."""
    about = [asked(stage, option) for option in stage.prediction.options]
    opens_on_asked = all(each is not None and each == (stage.default_pick, None, None) for each in about)
    return OPENED_ON_ASKED if opens_on_asked else OPENED


def unmeasured(stage: Stage) -> Iterator[str]:
    """Yield each answer that is shown by an experiment of which none of its checks measures anything."""
    for index, option in enumerate(stage.prediction.options):
        pick = option.asked
        if pick is not None and not any(covers(check, pick) for check in option.checks):
            said = f"B = {pick.batch_size}, λ = {pick.momentum:g}" + (f", {pick.schedule}" if pick.schedule else "")
            yield f"prediction.options[{index}].asked: no check of this answer measures {said}"
