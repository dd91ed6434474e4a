"""The engine on a GPU: each launch makes many updates, and results stay on the GPU until somebody reads them."""

from __future__ import annotations

from typing import Any

import numpy as np

from batchgame.sim.engines.array import ArrayEngine
from batchgame.sim.engines.cuda.source import MOST_EXAMPLES, OPTIONS, THREADS, glance_source, source
from batchgame.sim.engines.program import Program, fits, program
from batchgame.sim.engines.spans import Span, etas, of_each, own_rate, span
from batchgame.sim.engines.tally import BINS, per_unit
from batchgame.sim.swarm import Swarm

CHUNK = 1 << 20  # trajectories that array code moves together: enough to fill a GPU, and their buffers fit on it
LONGEST = 1 << 34  # example gradients per launch: about one second, so that Ctrl+C takes effect


class CudaEngine(ArrayEngine):
    """The engine on a GPU. Array code computes the landscapes that the kernels do not know.

    Those are landscapes with more than 32 examples and those that C does not know. xp: the cupy module.
    """

    def __init__(self, xp: Any) -> None:
        super().__init__("cupy", xp, chunk=CHUNK)
        self._compiled: dict[tuple[str, str], Any] = {}

    def advance(self, swarm: Swarm, updates: int) -> None:
        """Move every trajectory of a swarm by a number of updates, and check arrival and divergence at each."""
        prepared = self._prepared(swarm)
        if prepared is None:
            super().advance(swarm, updates)
            return
        end = swarm.update + updates
        while swarm.update < end:
            part = span(swarm, end - swarm.update, LONGEST)
            prepared.launch(part)
            swarm.update += part.updates

    def loss(self, swarm: Swarm, most: int | None = None) -> Any:
        """Compute the full loss at the position of each trajectory, (K,) float64, or of the first `most`."""
        prepared = self._prepared(swarm)
        return super().loss(swarm, most) if prepared is None else prepared.losses(min(swarm.count, most or swarm.count))

    def tally(self, swarm: Swarm) -> Any:
        """Count what a frame shows of a swarm, as tally.py says."""
        prepared = self._prepared(swarm)
        return super().tally(swarm) if prepared is None else prepared.tally()

    def kernel(self, code: str, name: str = "advance") -> Any:
        """Compile source, or return the kernel if this engine has compiled it before. CuPy caches kernels on disk."""
        if (code, name) not in self._compiled:
            self._compiled[code, name] = self.xp.RawModule(code=code, options=OPTIONS).get_function(name)
        return self._compiled[code, name]

    def _prepared(self, swarm: Swarm) -> Prepared | None:
        """Return the swarm prepared for launches, or None if its landscape is for array code."""
        landscape = swarm.problem.landscape
        if not fits(landscape) or landscape.examples > MOST_EXAMPLES:
            return None
        if not isinstance(swarm.engine_cache, Prepared):
            swarm.engine_cache = Prepared(swarm, self)
        return swarm.engine_cache


class Prepared:
    """A swarm prepared for launches: kernel and tables for each batch size, and λ and η of every trajectory."""

    def __init__(self, swarm: Swarm, engine: CudaEngine) -> None:
        self.swarm, self.engine, self.dtype = swarm, engine, swarm.x.dtype
        self.each = of_each(swarm.momentum, swarm, engine.xp), of_each(own_rate(swarm), swarm, engine.xp)
        self._kernels: dict[int, tuple[Any, Any, Any]] = {}
        self._loss: tuple[str, Any] | None = None
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

    def losses(self, count: int) -> Any:
        """Compute the full loss of the first `count` trajectories, without waiting for the result."""
        kernel, loss = self._glancing("losses")
        found = self.engine.xp.zeros(count, dtype=np.float64)
        self._each(kernel, count, loss, self.swarm.x, self.swarm.y, found)
        return found

    def tally(self) -> Any:
        """Count as tally.py says, without waiting for the result."""
        swarm, xp, region = self.swarm, self.engine.xp, self.swarm.problem.region
        kernel, _ = self._glancing("tally")
        grid = xp.asarray(np.array([*region, *per_unit(region)], dtype=self.dtype))
        counts, squares = xp.zeros(BINS * BINS + 3, dtype=np.int32), xp.zeros(1, dtype=np.float64)
        arrays = swarm.x, swarm.y, swarm.vx, swarm.vy, swarm.solved_at, swarm.diverged_at
        self._each(kernel, swarm.count, grid, *arrays, counts, squares)
        counts = counts.astype(xp.float64)
        return xp.concatenate([xp.sqrt(squares), counts[BINS * BINS + 1 :], counts[: BINS * BINS]])

    def _each(self, kernel: Any, count: int, *arguments: Any) -> None:
        """Launch a kernel with one thread for each of the first `count` trajectories."""
        kernel((-(-count // THREADS),), (THREADS,), (*arguments, np.int32(count)))

    def _glancing(self, name: str) -> tuple[Any, Any]:
        """Return a kernel of glance.cu, and the numbers of the full loss on the GPU."""
        if self._loss is None:
            made = self._program(self.swarm.batches.place(self.swarm.update)[0])
            self._loss = glance_source(made, self.dtype), self.engine.xp.asarray(made.loss)
        code, loss = self._loss
        return self.engine.kernel(code, name), loss

    def _program(self, epoch: int) -> Program:
        return program(self.swarm.problem, self.swarm.batches, epoch, self.dtype)

    def _kernel(self, part: Span) -> tuple[Any, Any, Any]:
        if part.batch_size not in self._kernels:
            made, xp = self._program(part.epoch), self.engine.xp
            kernel = self.engine.kernel(source(made, self.dtype))
            self._kernels[part.batch_size] = kernel, xp.asarray(made.table), xp.asarray(made.loss)
        return self._kernels[part.batch_size]

    def _on_card(self, eta: Any) -> Any:
        """Return learning rates on the GPU. They are copied only if they differ from the last ones."""
        if self._etas[0] != eta.tobytes():
            self._etas = eta.tobytes(), self.engine.xp.asarray(eta)
        return self._etas[1]
