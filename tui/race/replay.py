"""The replay line: words of `batchgame play` or `batchgame run` that make a race again, trajectory for trajectory."""

from __future__ import annotations

import shlex
from typing import TYPE_CHECKING

from batchgame.sim.hardware import Measured

if TYPE_CHECKING:
    from batchgame.tui.race.round import Round


def line(round_: Round, command: str = "play") -> str:
    """Return the command line that makes this race again.

    It always names the seed, and of the options with a default only those that differ from it.
    """
    asked, stage = round_.options, round_.stage
    name = asked.scenario if asked.scenario and round_.key.startswith("own/") else round_.name
    knobs = [("batch-size", round_.batch_size), ("momentum", f"{round_.momentum!r}".removesuffix(".0"))]
    if round_.schedule is not None:
        knobs.append(("tool", round_.schedule))
    if round_.learning_rate != stage.learning_rate:
        knobs.append(("learning-rate", repr(round_.learning_rate)))
    if round_.parallel != stage.parallel:
        knobs.append(("clock" if isinstance(round_.parallel, Measured) else "parallel", str(round_.parallel)))
    if command == "play" and (said := _answer_beside(round_)) is not None:
        knobs.append(("asked", said))
    knobs.append(("seed", asked.seed))
    if asked.trajectories != type(asked).trajectories:
        knobs.append(("trajectories", asked.trajectories))
    if asked.engine != "auto":
        knobs.append(("engine", asked.engine))
    arguments = ["batchgame", command, name, *(word for knob, value in knobs for word in (f"--{knob}", str(value)))]
    return shlex.join(arguments)


def _answer_beside(round_: Round) -> int | None:
    """Return the number of the answer in the file whose experiment runs in the grey lane, counted from 1."""
    from batchgame.tui.race.asked import beside  # imports NumPy, which the first frame does without

    what, answer = beside(round_), round_.prediction.chosen
    return answer + 1 if what is not None and what.lane.name == "said" and answer is not None else None
