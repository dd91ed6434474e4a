"""When a lane settles: from which update on it stays where it is and nothing more happens to it."""

from __future__ import annotations

import numpy as np

from batchgame.sim.engines.array import ArrayEngine
from batchgame.sim.schedule import Batches
from batchgame.sim.swarm import Swarm

STAYS = 0.01  # the share of the map's width or height by which a trajectory may still move once it has settled
LOOKS = 240  # the number of places at which its future is looked at, at most


def has_one_future(batches: Batches) -> bool:
    """Return whether all trajectories of a lane are alike: every batch is known before the race begins."""
    return batches.is_deterministic or batches.schedule.sampling == "index"


def settles_at(swarm: Swarm, engine: ArrayEngine, budget: int) -> int:
    """Return the update from which on a lane whose trajectories are alike stays where it is, at most its budget.

    One trajectory is run to the end of the budget, so that a lane which crawls past a saddle does not count as settled.
    It is looked at after whole epochs: a fixed order of batches ends in a circle that lasts one epoch. A goal that is
    judged at the end of the budget is no event of this lane.
    """
    problem, one = swarm.problem, swarm.first()
    x0, x1, y0, y1 = problem.region
    looks = [one.update]
    places = [_place(one, engine)]
    for update in _ends_of_epochs(swarm.batches, swarm.update, budget):
        engine.advance(one, update - one.update)
        looks.append(update)
        places.append(_place(one, engine))
    engine.advance(one, budget - one.update)
    events = [one.diverged_at] if problem.goal.last_epochs is not None else [one.diverged_at, one.solved_at]
    last_event = max(int(engine.to_host(column)[0]) for column in events)
    away = np.abs(np.array(places) - places[-1]) / (x1 - x0, y1 - y0)
    moves = np.flatnonzero(~(away.max(axis=1) <= STAYS))  # NaN counts as movement
    first = looks[min(int(moves[-1]) + 1, len(looks) - 1)] if len(moves) else looks[0]
    return min(budget, max(first, last_event))


def _ends_of_epochs(batches: Batches, after: int, budget: int) -> list[int]:
    """Return ends of epochs after an update and up to the budget: at most about LOOKS, evenly spread."""
    epoch, ends = batches.place(after)[0] + 1, []
    while (end := batches.in_epochs(epoch)) <= budget:
        if end > after:
            ends.append(end)
        epoch += 1
    step = max(1, -(-len(ends) // LOOKS))
    return ends[::-step][::-1]


def _place(one: Swarm, engine: ArrayEngine) -> tuple[float, float]:
    return float(engine.to_host(one.x)[0]), float(engine.to_host(one.y)[0])
