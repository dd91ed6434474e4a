"""The process that measures: it reads `batch size, seconds` lines from stdin and answers each with a line of JSON.

The answer lists how long each update took, in nanoseconds. The process ends with its stdin, and so with the game.
Its environment allows BLAS one thread: two of them on a busy machine take 25 times as long.
"""

from __future__ import annotations

import json
import sys
from importlib import import_module

from batchgame.sim.timing.network import UNMEASURED, Network, timed


def main(module: str, rows: str) -> None:
    """Measure with the arrays of a module, numpy or cupy, on so many rows."""
    network = Network(import_module(module), int(rows))
    begun: set[int] = set()
    at = 0
    try:
        _say([])
        for line in sys.stdin:
            size, seconds = line.split()
            batch_size = int(size)
            if batch_size not in begun:
                begun.add(batch_size)
                for _ in range(UNMEASURED):
                    network.seconds(batch_size, 0)
            else:
                network.seconds(batch_size, 0)  # another size has filled the caches
            found, at = timed(network, batch_size, float(seconds), at)
            _say([round(each * 1e9) for each in found])
    except (BrokenPipeError, KeyboardInterrupt):
        sys.exit(0)


def _say(answer: list[int]) -> None:
    print(json.dumps(answer), flush=True)
