"""What a compiled engine asks before a call: how far B stays as it is, where in an epoch it begins, which η come."""

from __future__ import annotations

from typing import Any, NamedTuple

import numpy as np
from numpy.typing import NDArray

from batchgame.sim.swarm import Swarm


class Span(NamedTuple):
    """Updates of one batch size, the first of them at that position of that epoch; hold: updates to have arrived."""

    updates: int
    epoch: int
    position: int
    batch_size: int
    hold: int


def span(swarm: Swarm, updates: int, most_examples: int) -> Span:
    """As many of the updates as share a batch size, and look at no more examples than that in all trajectories."""
    batches, goal = swarm.batches, swarm.problem.goal
    epoch, position = batches.place(swarm.update)
    size, then = batches.size(epoch), batches.schedule.then
    turn = batches.in_epochs(then[0]) if then else 0
    if swarm.update < turn:
        updates = min(updates, turn - swarm.update)
    hold = goal.hold if goal.last_epochs is None else goal.last_epochs * batches.updates_in_epoch(epoch)
    return Span(min(updates, max(1, most_examples // (swarm.count * size))), epoch, position, size, hold)


def etas(swarm: Swarm, updates: int, dtype: Any) -> NDArray[Any]:
    """η of each update where all trajectories share it, else the factor on each one's own; the last one is kept."""
    rising = max(0, swarm.batches.in_epochs(swarm.batches.schedule.warm_up) - swarm.update)
    each = [swarm.batches.rate(swarm.update + n) for n in range(min(updates, rising + 1))]
    if isinstance(swarm.learning_rate, float | int):
        each = [swarm.learning_rate * factor for factor in each]
    return np.array(each, dtype=dtype)


def of_each(value: Any, swarm: Swarm, xp: Any) -> Any:
    """λ or η as an array of all trajectories, (K,)."""
    if isinstance(value, float | int):
        return xp.full(swarm.count, value, dtype=swarm.x.dtype)
    return value


def own_rate(swarm: Swarm) -> Any:
    """η of each trajectory, where they differ; 1 where the span has it."""
    return 1.0 if isinstance(swarm.learning_rate, float | int) else swarm.learning_rate
