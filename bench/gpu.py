"""Trajectory-updates per second of the CUDA kernel on this GPU, compared with array code on the same GPU.

    python bench/gpu.py [TRAJECTORIES]

The stage is the canyon (20 examples, one well). Times come from events of the GPU after a warm-up, and figures are
medians of seven runs. Without a GPU the program only says so.
"""

import statistics
import sys

import numpy as np

from batchgame.scenarios.reading.library import find
from batchgame.scenarios.reading.problem import problem
from batchgame.sim.engine import available, engine
from batchgame.sim.engines.array import ArrayEngine
from batchgame.sim.hyperparameters import Hyperparameters
from batchgame.sim.swarm import Swarm

TRAJECTORIES = 1 << 20
UPDATES = {1: 2000, 4: 1000, 20: 400}
BOUND = {1: 1.8e11, 4: 7.6e10, 20: 1.85e10}  # per second on an H200, estimated by counting instructions
RUNS = 7


def seconds(made: ArrayEngine, batch_size: int, trajectories: int, updates: int) -> float:
    """Return the median time of RUNS runs of `updates` updates each."""
    swarm = Swarm(
        problem(*find("canyon")), Hyperparameters(batch_size, 0.5, 0.2),
        seed=0, trajectory=np.arange(trajectories), dtype="float32", xp=made.xp,
    )  # fmt: skip
    event, times = made.xp.cuda.Event, []
    made.advance(swarm, updates)  # compiles the kernel and fills the caches of the GPU
    for _ in range(RUNS):
        began, ended = event(), event()
        began.record()
        made.advance(swarm, updates)
        ended.record()
        ended.synchronize()
        times.append(made.xp.cuda.get_elapsed_time(began, ended) / 1000)
    return statistics.median(times)


def main() -> None:
    """Measure, and print the name of the GPU, speeds and ratios."""
    found = next(line for line in available() if line.name == "cupy")
    if not found.ok:
        sys.exit(f"nothing measured: {found.reason}")
    trajectories = int(sys.argv[1]) if len(sys.argv) > 1 else TRAJECTORIES
    cuda = engine("cupy")
    array = ArrayEngine("cupy arrays", cuda.xp, chunk=trajectories)
    print(f"{found.reason}: canyon, float32, {trajectories} trajectories, medians of {RUNS}")
    print("  B    updates per second of an H200's bound   array code   CUDA / array code")
    for batch_size, updates in UPDATES.items():
        fast = trajectories * updates / seconds(cuda, batch_size, trajectories, updates)
        slow = trajectories * 20 / seconds(array, batch_size, trajectories, 20)
        print(f"{batch_size:>3}{fast:20.3g}{fast / BOUND[batch_size]:21.2f}{slow:13.3g}{fast / slow:20.1f}")


if __name__ == "__main__":
    main()
