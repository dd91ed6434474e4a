"""The hardware behind the clock of a race: so many examples at once, or costs that were measured on a machine."""

from __future__ import annotations

from typing import NamedTuple


class Measured(NamedTuple):
    """A machine on which an update with b examples takes `fixed` + `each` × b. Only the ratio of the two matters."""

    fixed: float
    each: float

    @property
    def knee(self) -> float:
        """Return the batch size at which the examples cost as much as the update itself."""
        return self.fixed / self.each

    def cost(self, batch_size: float) -> float:
        """Return what an update costs, in those of an update with one example."""
        return (self.fixed + self.each * batch_size) / (self.fixed + self.each)

    def __str__(self) -> str:
        """Return it as the command line takes it."""
        return f"{self.fixed:g}:{self.each:g}"


Parallel = int | Measured  # P examples at once, or measured costs


def at_once(parallel: Parallel) -> int:
    """Return how many examples go through at once: P, or as many as cost what an update costs without them."""
    return max(1, round(parallel.knee)) if isinstance(parallel, Measured) else parallel
