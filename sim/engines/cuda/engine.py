"""The engine on a GPU: each launch makes many updates, and results stay on the GPU until somebody reads them."""

from __future__ import annotations

from typing import Any

import numpy as np

from batchgame.sim.engines.array import ArrayEngine
from batchgame.sim.engines.cuda.source import MOST_EXAMPLES, OPTIONS, THREADS, source
from batchgame.sim.engines.program import fits, program
from batchgame.sim.engines.spans import Span, etas, of_each, own_rate, span
from batchgame.sim.swarm import Swarm

CHUNK = 1 << 20  # trajectories that array code moves together: enough to fill a GPU, and their buffers fit on it
LONGEST = 1 << 34  # example gradients per launch: about one second, so that Ctrl+C takes effect


class CudaEngine(ArrayEngine):
    """The engine on a GPU. Array code computes losses, and the landscapes that the kernel does not know.

    Those are landscapes with more than 32 examples and those that C does not know. xp: the cupy module.
    """

    def __init__(self, xp: Any) -> None:
        super().__init__("cupy", xp, chunk=CHUNK)
        self._compiled: dict[str, Any] = {}

    def advance(self, swarm: Swarm, updates: int) -> None:
        """Move every trajectory of a swarm by a number of updates, and check arrival and divergence at each."""
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
        """Compile source, or return the kernel if this engine has compiled it before. CuPy caches kernels on disk."""
        if code not in self._compiled:
            self._compiled[code] = self.xp.RawModule(code=code, options=OPTIONS).get_function("advance")
        return self._compiled[code]


class Prepared:
    """A swarm prepared for launches: kernel and tables for each batch size, and λ and η of every trajectory."""

    def __init__(self, swarm: Swarm, engine: CudaEngine) -> None:
        self.swarm, self.engine, self.dtype = swarm, engine, swarm.x.dtype
        self.each = of_each(swarm.momentum, swarm, engine.xp), of_each(own_rate(swarm), swarm, engine.xp)
        self._kernels: dict[int, tuple[Any, Any, Any]] = {}
        self._etas: tuple[bytes, Any] = (b"", None)

    def launch(self, part: Span) -> None:
        """Launch the updates of one span with one thread per trajectory, without waiting for the result."""
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
        """Return learning rates on the GPU. They are copied only if they differ from the last ones."""
        if self._etas[0] != eta.tobytes():
            self._etas = eta.tobytes(), self.engine.xp.asarray(eta)
        return self._etas[1]
