"""The map of outcomes batch size x momentum, filled in by a worker process while the player does something else."""

import json
import pickle
import subprocess
import sys
import threading
from typing import NamedTuple

from batchgame.sim.outcome import par
from batchgame.tui.map_worker import Request, alone


class Square(NamedTuple):
    """One cell of the map: what `trajectories` runs with this batch size and momentum came to."""

    batch_size: int
    momentum: float
    trajectories: int
    solved: int
    diverged: int
    median_updates: float | None
    median_epochs: float | None
    median_time: float | None

    @property
    def probability(self) -> float:
        """The fraction that solved."""
        return self.solved / self.trajectories


class OutcomeMap:
    """Cells as they come in, by (batch_size, momentum); `version` counts the changes."""

    def __init__(self, request: Request, kiosk: bool = False) -> None:
        self.request = request
        self.squares: dict[tuple[int, float], Square] = {}
        self.version = 0
        self.failed = False
        command, environ = alone() if kiosk else ([sys.executable, "-P", "-m", "batchgame.tui.map_worker"], None)
        self._process = subprocess.Popen(
            command,
            env=environ,
            stdin=subprocess.PIPE,
            stdout=subprocess.PIPE,
            stderr=subprocess.DEVNULL,
        )
        # Writing from the thread: a worker that dies at once must not stop the game on a broken pipe.
        self._reader = threading.Thread(target=self._read, daemon=True)
        self._reader.start()

    @property
    def size(self) -> int:
        """How many cells there will be."""
        return len(self.request.batch_sizes) * len(self.request.momenta)

    @property
    def complete(self) -> bool:
        """Every cell has all its trajectories."""
        done = sum(square.trajectories == self.request.trajectories for square in self.squares.values())
        return done == self.size

    def par(self) -> float | None:
        """In the budget's unit; None: no pick on the map solves the stage."""
        return par(self.squares.values(), "epochs" if self.request.course.budget.epochs is not None else "updates")

    def join(self, seconds: float) -> None:
        """Wait for the last cell, so long at most."""
        self._reader.join(seconds)

    def close(self) -> None:
        """Stop computing."""
        if self._process.poll() is None:
            self._process.kill()
        self._process.wait()

    def _read(self) -> None:
        assert self._process.stdin
        assert self._process.stdout
        try:
            with self._process.stdin as pipe:
                pickle.dump(self.request, pipe)
            for line in self._process.stdout:
                square = Square(*json.loads(line))
                # A new table each time: the one that the screen is going through must not grow under its hands.
                self.squares = {**self.squares, (square.batch_size, square.momentum): square}
                self.version += 1
        except (OSError, ValueError):
            pass
        self.failed = not self.complete
        self.version += 1
