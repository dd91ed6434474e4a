"""The engine that calls CUDA: many updates a launch, and nothing comes back but what is asked for."""

from __future__ import annotations

from typing import Any

import numpy as np

from batchgame.sim.engines.array import ArrayEngine
from batchgame.sim.engines.cuda.source import MOST_EXAMPLES, OPTIONS, THREADS, source
from batchgame.sim.engines.program import fits, program
from batchgame.sim.engines.spans import Span, etas, of_each, own_rate, span
from batchgame.sim.swarm import Swarm

CHUNK = 1 << 20  # trajectories of the array code: enough to fill a card, and its scratch fits on one
LONGEST = 1 << 34  # examples looked at in a launch: a second or so, so that Ctrl+C is heard


class CudaEngine(ArrayEngine):
    """CUDA for the updates, array code for the rest, and for more than 32 examples or what C does not have.

    xp: the cupy module.
    """

    def __init__(self, xp: Any) -> None:
        super().__init__("cupy", xp, chunk=CHUNK)
        self._compiled: dict[str, Any] = {}

    def advance(self, swarm: Swarm, updates: int) -> None:
        """Move every trajectory of a swarm by that many updates; goals and divergence are decided at each."""
        landscape = swarm.problem.landscape
        if not fits(landscape) or landscape.examples > MOST_EXAMPLES:
            super().advance(swarm, updates)
            return
        if not isinstance(swarm.engine_cache, Prepared):
            swarm.engine_cache = Prepared(swarm, self)
        end = swarm.update + updates
        while swarm.update < end:
            part = span(swarm, end - swarm.update, LONGEST)
            swarm.engine_cache.launch(part)
            swarm.update += part.updates

    def kernel(self, code: str) -> Any:
        """Compiled once for a landscape and a kind of batch; CuPy keeps it on disk, too."""
        if code not in self._compiled:
            self._compiled[code] = self.xp.RawModule(code=code, options=OPTIONS).get_function("advance")
        return self._compiled[code]


class Prepared:
    """What the launches of a swarm have in common: a kernel and its tables for each batch size, λ and η of each."""

    def __init__(self, swarm: Swarm, engine: CudaEngine) -> None:
        self.swarm, self.engine, self.dtype = swarm, engine, swarm.x.dtype
        self.each = of_each(swarm.momentum, swarm, engine.xp), of_each(own_rate(swarm), swarm, engine.xp)
        self._kernels: dict[int, tuple[Any, Any, Any]] = {}
        self._etas: tuple[bytes, Any] = (b"", None)

    def launch(self, part: Span) -> None:
        """The updates of one span, a thread a trajectory; waits for nothing."""
        swarm, blocks = self.swarm, -(-self.swarm.count // THREADS)
        kernel, table, loss = self._kernel(part)
        eta = self._on_card(etas(swarm, part.updates, self.dtype))
        arrays = (
            *self.each, swarm.trajectory, swarm.x, swarm.y, swarm.vx, swarm.vy,
            swarm.inside, swarm.solved_at, swarm.diverged_at, swarm.moved,
        )  # fmt: skip
        numbers = (
            np.uint32(swarm.seed), np.int32(swarm.update), np.int32(part.updates), np.uint32(part.epoch),
            np.int32(part.position), np.int32(part.hold), np.int32(swarm.count),
        )  # fmt: skip
        kernel((blocks,), (THREADS,), (table, loss, eta, np.int32(len(eta)), *arrays, *numbers))

    def _kernel(self, part: Span) -> tuple[Any, Any, Any]:
        if part.batch_size not in self._kernels:
            made = program(self.swarm.problem, self.swarm.batches, part.epoch, self.dtype)
            xp, loss = self.engine.xp, made.loss if len(made.loss) else np.zeros(1)
            kernel = self.engine.kernel(source(made, self.dtype))
            self._kernels[part.batch_size] = kernel, xp.asarray(made.table), xp.asarray(loss)
        return self._kernels[part.batch_size]

    def _on_card(self, eta: Any) -> Any:
        """Sent again only when it is another."""
        if self._etas[0] != eta.tobytes():
            self._etas = eta.tobytes(), self.engine.xp.asarray(eta)
        return self._etas[1]
