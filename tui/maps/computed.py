"""Maps of outcomes, filled in by a worker process while the player does something else."""

import json
import pickle
import subprocess
import sys
import threading
from collections.abc import Callable, Mapping, Sequence
from typing import NamedTuple

from batchgame.sim.outcome import Status, par
from batchgame.tui.maps.worker import Asked, PlaneRequest, Request, alone


class Computed:
    """A request that a worker process answers in lines; `version` counts the changes."""

    complete: bool

    def __init__(self, request: Callable[[], Asked], kiosk: bool = False) -> None:
        """request: made while the worker starts; its landscape needs NumPy, which takes as long to import."""
        self.version = 0
        self.failed = False
        self.over = False  # the last change of `version` has been made
        command, environ = alone() if kiosk else ([sys.executable, "-P", "-m", "batchgame.tui.maps.worker"], None)
        self._process = subprocess.Popen(
            command,
            env=environ,
            stdin=subprocess.PIPE,
            stdout=subprocess.PIPE,
            stderr=subprocess.DEVNULL,
        )
        # Writing from the thread: a worker that dies at once must not stop the game on a broken pipe.
        self._reader = threading.Thread(target=self._read, args=(request,), daemon=True)
        self._reader.start()

    def take(self, line: str | bytes) -> None:
        """A line of the answer."""
        raise NotImplementedError

    def join(self, seconds: float) -> None:
        """Wait for the last line, so long at most."""
        self._reader.join(seconds)

    def close(self) -> None:
        """Stop computing."""
        if self._process.poll() is None:
            self._process.kill()
        self._process.wait()

    def _read(self, request: Callable[[], Asked]) -> None:
        assert self._process.stdin
        assert self._process.stdout
        try:
            with self._process.stdin as pipe:
                pickle.dump(request(), pipe)
            for line in self._process.stdout:
                self.take(line)
                self.version += 1
        except (OSError, ValueError):
            pass
        self.failed = not self.complete
        self.version += 1
        self.over = True


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


class OutcomeMap(Computed):
    """The result's map: cells as they come in, by (batch_size, momentum)."""

    def __init__(self, request: Request, kiosk: bool = False) -> None:
        self.request = request
        self.squares: dict[tuple[int, float], Square] = {}
        super().__init__(lambda: request, kiosk)

    @property
    def size(self) -> int:
        """How many cells there will be."""
        return len(self.request.batch_sizes) * len(self.request.momenta)

    @property
    def complete(self) -> bool:  # type: ignore[override]
        """Every cell has all its trajectories."""
        done = sum(square.trajectories == self.request.trajectories for square in self.squares.values())
        return done == self.size

    @property
    def few(self) -> int:
        """How many trajectories every cell has by now; 0 while some have none."""
        counts = [square.trajectories for square in self.squares.values()]
        return min(counts) if len(counts) == self.size else 0

    def par(self) -> float | None:
        """In the budget's unit; None: no pick on the map solves the stage."""
        return par(self.squares.values(), "epochs" if self.request.problem.budget.epochs is not None else "updates")

    def take(self, line: str | bytes) -> None:
        """A cell."""
        square = Square(*json.loads(line))
        # A new table each time: the one that the screen is going through must not grow under its hands.
        self.squares = {**self.squares, (square.batch_size, square.momentum): square}


class Spot(NamedTuple):
    """One cell of a plane: what `trajectories` runs came to; status as the experiment spells it."""

    trajectories: int
    solved: int
    diverged: int
    median_updates: float | None
    median_epochs: float | None
    median_time: float | None
    status: str

    @property
    def blown_up(self) -> bool:
        """Half or more have diverged."""
        return self.status == Status.BLOWN_UP


def taken(line: str | bytes) -> tuple[int, dict[tuple[int, int], Spot]]:
    """A line of a plane's answer: which pass, and the cells in it."""
    stage, trajectories, rows, columns, *figures = json.loads(line)
    cells = zip(rows, columns, *figures, strict=True)
    return stage, {(row, column): Spot(trajectories, *came) for row, column, *came in cells}


class PlaneMap(Computed):
    """A plane's cells as they come in, by (row, column); `stage` is the pass that is being computed."""

    def __init__(
        self, request: Callable[[], PlaneRequest], rows: int, columns: int, passes: Sequence[tuple[int, int]],
        kiosk: bool = False, spots: Mapping[tuple[int, int], Spot] = {},
    ) -> None:  # fmt: skip
        """passes: (stride, trajectories) each; spots: what is known already of these cells."""
        self.rows, self.columns, self.passes = rows, columns, passes
        self.spots = dict(spots)
        self.stage, self.done = 0, 0
        super().__init__(request, kiosk)

    @property
    def wanted(self) -> int:
        """How many cells the pass has that is being computed."""
        stride = self.passes[self.stage][0]
        return -(-self.rows // stride) * -(-self.columns // stride)

    @property
    def complete(self) -> bool:  # type: ignore[override]
        """The last pass is through."""
        return self.stage == len(self.passes) - 1 and self.done == self.wanted

    def take(self, line: str | bytes) -> None:
        """A block of cells."""
        stage, cells = taken(line)
        for place, spot in cells.items():
            known = self.spots.get(place)
            if known is None or known.trajectories < spot.trajectories:
                self.spots[place] = spot
        if stage != self.stage:
            # A pass with more trajectories begins anew; one with as many adds the cells between those before.
            again = self.passes[stage][1] > self.passes[stage - 1][1]
            self.stage, self.done = stage, 0 if again else self.done
        self.done += len(cells)
