"""Spans for the compiled engines: updates with one batch size that one call makes, and their learning rates."""

from __future__ import annotations

from typing import Any, NamedTuple

import numpy as np
from numpy.typing import NDArray

from batchgame.sim.swarm import Swarm


class Span(NamedTuple):
    """Updates with one batch size. The first one has a position in an epoch, both counted from 0.

    hold: the number of updates in a row inside the goal that count as arrival.
    """

    updates: int
    epoch: int
    position: int
    batch_size: int
    hold: int


SHUFFLE = 5  # what the shuffle and the movement of one update cost, in gradients of one example


def span(swarm: Swarm, updates: int, most: int) -> Span:
    """Return the next span of a swarm, of at most `updates` updates.

    It ends where the batch size changes, or before its cost exceeds `most`: in gradients of one example, for all
    trajectories together. A span of more than one epoch ends with an epoch, because its next part would begin with
    another shuffle for the same epoch.
    """
    batches, goal = swarm.batches, swarm.problem.goal
    epoch, position = batches.place(swarm.update)
    size, then = batches.size(epoch), batches.schedule.then
    turn = batches.in_epochs(then[0]) if then else 0
    if swarm.update < turn:
        updates = min(updates, turn - swarm.update)
    hold = goal.updates_to_hold(batches.updates_in_epoch(epoch))
    in_epoch, room = batches.updates_in_epoch(epoch), max(1, most // (swarm.count * (size + SHUFFLE)))
    if room < updates:
        updates = max((position + room) // in_epoch * in_epoch - position, min(room, in_epoch - position))
    return Span(updates, epoch, position, size, hold)


def etas(swarm: Swarm, updates: int, dtype: Any) -> NDArray[Any]:
    """Return the learning rate of each update, or its factor if trajectories have learning rates of their own.

    The array may be shorter than `updates`: its last value holds for all later updates.
    """
    rising = max(0, swarm.batches.in_epochs(swarm.batches.schedule.warm_up) - swarm.update)
    each = [swarm.batches.rate(swarm.update + n) for n in range(min(updates, rising + 1))]
    if isinstance(swarm.learning_rate, float | int):
        each = [swarm.learning_rate * factor for factor in each]
    return np.array(each, dtype=dtype)


def of_each(value: Any, swarm: Swarm, xp: Any) -> Any:
    """Expand a momentum or a learning rate to an array of all trajectories, (K,)."""
    if isinstance(value, float | int):
        return xp.full(swarm.count, value, dtype=swarm.x.dtype)
    return value


def own_rate(swarm: Swarm) -> Any:
    """Return the learning rate of each trajectory, or 1 if they share one, which `etas` then contains."""
    return 1.0 if isinstance(swarm.learning_rate, float | int) else swarm.learning_rate
