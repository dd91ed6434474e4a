"""A map of outcomes that a worker process computes while the player does something else."""

from __future__ import annotations

import pickle
import threading
from collections.abc import Mapping, Sequence
from typing import NamedTuple

from batchgame.sim.outcome import par
from batchgame.tui.maps.axes import Axes, Place
from batchgame.tui.maps.cell import Cell
from batchgame.tui.maps.request import Request, read_line
from batchgame.tui.maps.worker import Worker, stopped


class State(NamedTuple):
    """What has come in so far. It is replaced as a whole: the game reads it while a thread writes it."""

    cells: Mapping[Place, Cell]
    stage: int = 0  # index of the pass that is being computed
    done: int = 0  # cells of that pass


class Map:
    """The cells of a map by (row, column), as they come in from a worker process; `version` counts the changes."""

    def __init__(
        self, axes: Axes, passes: Sequence[tuple[int, int]], *, in_epochs: bool, known: Mapping[Place, Cell] = {}
    ) -> None:
        """Make a map that waits for `begin`.

        passes are (stride, trajectories) each; in_epochs is the unit of par; known are cells of these axes that were
        computed before.
        """
        self.axes, self.passes, self.in_epochs = axes, tuple(passes), in_epochs
        self.state = State(dict(known))
        self.version = 0
        self.failed = False
        self.over = False  # the last change of `version` has been made
        self._process: Worker | None = None
        self._reader: threading.Thread | None = None

    def begin(self, request: Request, worker: Worker) -> None:
        """Let a worker process that waits for a request compute this one."""
        self._process = worker
        # A thread writes, too: a worker that dies at once must not stop the game on a broken pipe.
        self._reader = threading.Thread(target=self._read, args=(worker, request), daemon=True)
        self._reader.start()

    @property
    def cells(self) -> Mapping[Place, Cell]:
        """Return the cells that are known; the mapping itself never changes, each block of cells makes a new one."""
        return self.state.cells

    @property
    def stage(self) -> int:
        """Return the index of the pass that is being computed."""
        return self.state.stage

    @property
    def done(self) -> int:
        """Return how many cells of that pass are computed."""
        return self.state.done

    @property
    def wanted(self) -> int:
        """Return how many cells that pass has."""
        stride = self.passes[self.stage][0]
        return -(-len(self.axes.rows) // stride) * -(-len(self.axes.columns) // stride)

    @property
    def trajectories(self) -> int:
        """Return how many trajectories a finished cell has."""
        return self.passes[-1][1]

    @property
    def complete(self) -> bool:
        """Return whether every cell has all its trajectories."""
        _, stage, done = self.state
        return stage == len(self.passes) - 1 and done == self.axes.size

    @property
    def finished(self) -> int:
        """Return how many cells have all their trajectories."""
        return sum(cell.trajectories == self.trajectories for cell in self.cells.values())

    @property
    def least(self) -> int:
        """Return how many trajectories every cell has by now; 0 while some cells have none."""
        cells = self.cells
        return min(cell.trajectories for cell in cells.values()) if len(cells) == self.axes.size else 0

    def cell_of(self, batch_size: int, momentum: float) -> Cell | None:
        """Return the cell with this batch size and momentum, on a map with momentum across and batch size down."""
        place = self.axes.place(momentum, batch_size)
        return self.cells.get(place) if place else None

    def par(self) -> float | None:
        """Return par in the budget's unit; None if no cell solves the stage. It may fall until the map is complete."""
        return par(self.cells.values(), "epochs" if self.in_epochs else "updates")

    def take(self, line: str | bytes) -> None:
        """Add the block of cells in a line of the answer; a cell never loses trajectories."""
        stage, block = read_line(line)
        cells, before, done = self.state
        better = {
            place: cell
            for place, cell in block.items()
            if place not in cells or cells[place].trajectories < cell.trajectories
        }
        # A pass with more trajectories begins anew; one with as many adds the cells between those before it.
        if self.passes[stage][1] > self.passes[before][1]:
            done = 0
        self.state = State({**cells, **better}, stage, done + len(block))

    def join(self, seconds: float) -> None:
        """Wait until the last line has come and the process has ended, at most for so long."""
        if self._reader:
            self._reader.join(seconds)

    def close(self) -> None:
        """Stop computing the map."""
        if self._process:
            stopped(self._process)

    def _read(self, process: Worker, request: Request) -> None:
        assert process.stdin
        assert process.stdout
        try:
            with process.stdin as pipe:
                pickle.dump(request, pipe)
            with process.stdout as lines:
                for line in lines:
                    self.take(line)
                    self.version += 1
        except (OSError, ValueError):
            pass
        finally:
            self.failed = not self.complete
            self.version += 1
            self.over = True
            process.wait()  # without it the process would stay a zombie until the game ends
