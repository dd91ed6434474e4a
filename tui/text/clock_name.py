"""The clock of a race in a word: how many examples are handled at once, or that it was measured."""

from __future__ import annotations

from batchgame.scenarios.text.numbers import number
from batchgame.sim.hardware import Measured, Parallel
from batchgame.tui.text.catalogue import Catalogue


def clock_name(say: Catalogue, parallel: Parallel) -> str:
    """Return what stands behind P."""
    return say("clock.measured") if isinstance(parallel, Measured) else str(parallel)


def unit_of_time(say: Catalogue, parallel: Parallel, examples: int) -> str:
    """Return what takes one unit of the clock, as a sentence. examples: of the scenario."""
    if isinstance(parallel, Measured):
        return say("result.clock_measured", n=examples, cost=number(parallel.cost(examples)))
    return say("result.clock_serial" if parallel == 1 else "result.clock", parallel=parallel)
