"""Networks in C: one network at a time in the cache of a core, and networks spread over threads."""

from __future__ import annotations

from collections.abc import Callable
from dataclasses import dataclass
from functools import cache, partial
from typing import TYPE_CHECKING, Any

import numpy as np
from numpy.typing import NDArray

from batchgame.sim.engines.native import core
from batchgame.sim.engines.native.engine import SETS, processors
from batchgame.sim.engines.native.helpers import helpers
from batchgame.sim.engines.program import SAMPLINGS
from batchgame.sim.networks.array import ArrayNetworks
from batchgame.sim.networks.data import Data

if TYPE_CHECKING:
    from batchgame.sim.networks.networks import Networks

WORTH_THREADS = 1000  # examples; for fewer, handing work to threads costs more than it saves
LONGEST = 300_000  # examples per thread and call: a tenth of a second, so that Ctrl+C takes effect


class NativeNetworks(ArrayNetworks):
    """The engine in C. threads: as many as there are processors by default. instructions: one of SETS, the fastest."""

    def __init__(self, threads: int | None = None, instructions: str = SETS[-1]) -> None:
        super().__init__("native", np)
        self.threads = threads or processors()
        self._set = SETS.index(instructions)

    def train(self, networks: Networks, updates: int) -> None:
        """Make some updates of each network that is still trained."""
        batches, end = networks.batches, networks.update + updates
        live = (networks.finished_at == 0).astype(np.uint8)
        at = networks.update
        while at < end:
            epoch, position = batches.place(at)
            size, in_epoch = batches.size(epoch), batches.updates_in_epoch(epoch)
            part = min(end - at, _room(position, in_epoch, LONGEST * self.threads // (max(1, int(live.sum())) * size)))
            if batches.schedule.then and epoch < batches.schedule.then[0]:
                part = min(part, batches.in_epochs(batches.schedule.then[0]) - at)
            arrays = (
                *self._common(networks, networks.theta, networks.split.train, networks.split.labels, size), live,
                networks.theta, networks.velocity, networks.numbers, networks.learning_rate.copy(),
                networks.momentum.copy(), _factors(networks, at, part),
            )  # fmt: skip
            call = partial(core.train, self._set, *arrays, networks.seed, epoch, position, part)
            self._call(call, int(live.sum()) * part * size)
            at += part

    def measure(
        self, networks: Networks, theta: Any, rows: NDArray[np.int32], labels: NDArray[np.uint8]
    ) -> tuple[NDArray[np.float64], NDArray[np.float64]]:
        """Return the mean loss and the fraction of right answers of each network on its examples `rows`."""
        return self._measured(networks, theta, rows, labels, np.empty(0, dtype=np.float32))

    def gradient(self, networks: Networks, theta: Any) -> NDArray[np.float32]:
        """Return the gradient of each network's mean loss on its training examples, (M, P)."""
        split = networks.split
        gradient = np.empty(theta.shape, dtype=np.float32)
        self._measured(networks, theta, split.train, split.labels, gradient)
        return gradient

    def _measured(self, networks: Networks, theta: Any, rows: Any, labels: Any, gradient: Any) -> tuple[Any, Any]:
        """Return losses and accuracies, and write the gradient if its array is not empty."""
        losses, correct = np.empty(networks.count), np.empty(networks.count, dtype=np.int32)
        live = np.ones(networks.count, dtype=np.uint8)
        arrays = self._common(networks, theta, rows, labels, 1), live, theta, gradient, losses, correct
        self._call(partial(core.measure, self._set, *arrays[0], *arrays[1:]), rows.size)
        return losses, correct / rows.shape[1]

    def _common(self, networks: Networks, theta: Any, rows: Any, labels: Any, batch: int) -> tuple[Any, ...]:
        """Return the shape and the data as C reads them."""
        packed, examples, shape = _packed(networks.data), rows.shape[1], networks.shape
        low, sampling = (1 << (examples - 1).bit_length()) - 1, SAMPLINGS.index(networks.batches.schedule.sampling)
        numbers = (*shape, len(networks.data), examples, low, sampling, batch, -(-examples // batch))
        return np.array(numbers, dtype=np.int32), packed.starts, packed.input, packed.values, rows, labels

    def _call(self, call: Callable[[Any], None], work: int) -> None:
        """Call C on this thread, and on others if there is enough work. They share the number of networks taken."""
        taken = np.zeros(1, dtype=np.int64)
        helping = helpers(self.threads - 1).call(call, taken) if self.threads > 1 and work >= WORTH_THREADS else []
        call(taken)
        for helper in helping:
            if not helper.cancel():
                helper.result()


def _room(position: int, in_epoch: int, most: int) -> int:
    """Return how many updates one call may make: about `most`, and whole epochs rather than parts of them."""
    most = max(1, most)
    left = in_epoch - position
    return min(most, left) if most <= left else left + (most - left) // in_epoch * in_epoch


def _factors(networks: Networks, update: int, updates: int) -> NDArray[np.float64]:
    """Return the factor on η of each update. The array may be shorter: its last value holds for all later updates."""
    rising = max(0, networks.batches.in_epochs(networks.batches.schedule.warm_up) - update)
    return np.array([networks.batches.rate(update + n) for n in range(min(updates, rising + 1))], dtype=np.float64)


@dataclass(frozen=True, eq=False)
class Packed:
    """The inputs of all examples that are not 0: values[n] at input[n], for n from starts[i] to starts[i + 1] − 1."""

    starts: NDArray[np.int32]
    input: NDArray[np.uint16]
    values: NDArray[np.float32]


@cache
def _packed(data: Data) -> Packed:
    rows, inputs = np.nonzero(data.x)
    starts = np.searchsorted(rows, np.arange(len(data) + 1)).astype(np.int32)
    return Packed(starts, inputs.astype(np.uint16), np.ascontiguousarray(data.x[rows, inputs]))
