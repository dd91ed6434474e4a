"""A map while it is computed: few trajectories first, nothing is decided before all have come, no process is left."""

from __future__ import annotations

import json
import signal
import time
from pathlib import Path

import pytest
from driving import WAIT_SECONDS

from batchgame.scenarios.reading.library import find
from batchgame.tui.maps.axes import Place
from batchgame.tui.maps.best import best_on_map
from batchgame.tui.maps.cell import Cell
from batchgame.tui.maps.map import Map
from batchgame.tui.maps.plane import passes
from batchgame.tui.maps.request import answer, read_line
from batchgame.tui.maps.round_maps import ladder_axes, ladder_passes, request, result_map
from batchgame.tui.maps.worker import started
from batchgame.tui.race.options import PlayOptions
from batchgame.tui.race.round import Round
from batchgame.tui.score.stars import stars


def opened(stage: str) -> Round:
    return Round(*find(stage), PlayOptions(scenario=stage))


def line(stage: int, cells: dict[Place, Cell]) -> str:
    """As the worker writes it."""
    places, found = zip(*cells, strict=True), zip(*cells.values(), strict=True)
    trajectories, *figures = found
    return json.dumps([stage, trajectories[0], *places, *figures])


def test_a_line_is_read_as_it_was_written() -> None:
    cells = {(0, 1): Cell(16, 15, 0, 3.0, 1.0, 3.0, "ARRIVED"), (2, 0): Cell(16, 1, 8, None, None, None, "BLOWN UP")}
    assert read_line(line(2, cells)) == (2, cells)


def test_it_says_how_many_trajectories_every_cell_has() -> None:
    axes = ladder_axes(opened("saddle"))
    map_ = Map(axes, ladder_passes(1000), in_epochs=True)
    places = [(row, column) for row in range(len(axes.rows)) for column in range(len(axes.columns))]
    for n, place in enumerate(places):
        assert map_.least == 0
        map_.take(line(0, {place: Cell(256, 250, 0, 10.0 + n, 1.0 + n, 10.0, "ARRIVED")}))
    assert (map_.least, map_.finished, map_.complete) == (256, 0, False)
    assert stars(1.0, True, 1.0, map_.par(), map_.complete).par is None, "par waits for all trajectories"
    assert best_on_map(map_, "epochs") is None
    for n, place in enumerate(places):
        assert map_.finished == n
        map_.take(line(1, {place: Cell(1000, 990, 0, 10.0 + n, 1.0 + n, 10.0, "ARRIVED")}))
        assert map_.least == (256 if n < len(places) - 1 else 1000)
    assert map_.complete
    assert stars(1.0, True, 1.0, map_.par(), map_.complete).par is True
    best = best_on_map(map_, "epochs")
    assert best == (1, 0.0, 1.0)
    assert map_.cell_of(1, 0.0) == map_.cells[0, 0]
    assert map_.cell_of(3, 0.0) is None


def test_cells_with_fewer_trajectories_do_not_replace_better_ones() -> None:
    known = {(0, 0): Cell(64, 60, 0, 3.0, 1.5, 2.0, "MOVING")}
    axes = ladder_axes(opened("saddle"))._replace(rows=(1.0, 2.0), columns=(0.0, 0.5))
    map_ = Map(axes, passes(64), in_epochs=True, known=known)
    few = Cell(16, 1, 0, None, None, None, "MOVING")
    before = map_.cells
    map_.take(line(0, {(0, 0): few, (0, 1): few}))
    assert map_.cells == {**known, (0, 1): few}
    assert before == known, "the cells that the screen goes through do not change"
    assert (map_.done, map_.wanted, map_.complete) == (2, 1, False)


def test_the_worker_brings_a_whole_map_of_256_first() -> None:
    round_ = opened("saddle/hair")
    asked = request(round_, ladder_axes(round_), ladder_passes(1000))
    assert asked.engine == "auto"
    blocks = [read_line(line) for line in answer(asked)]
    came = [(stage, cell.trajectories) for stage, cells in blocks for cell in cells.values()]
    assert came == [(0, 256)] * asked.axes.size + [(1, 1000)] * asked.axes.size


def test_it_is_over_when_nothing_more_comes() -> None:
    map_ = result_map(opened("saddle/hair"))
    try:
        end = time.monotonic() + WAIT_SECONDS
        while not map_.over:
            assert time.monotonic() < end
            time.sleep(0.01)
        version = map_.version
        assert map_.complete
        assert not map_.failed
        time.sleep(0.05)
        assert map_.version == version
    finally:
        map_.close()


def reaped(map_: Map) -> bool:
    process = map_._process
    assert process
    gone = not Path("/proc/self").exists() or not Path(f"/proc/{process.pid}").exists()
    return process.returncode is not None and gone  # unlike poll(), the attribute asks nobody


def test_a_finished_worker_is_no_zombie() -> None:
    map_ = result_map(opened("saddle/hair"))
    map_.join(WAIT_SECONDS)
    assert map_.complete
    assert reaped(map_)
    map_.close()


class Broken:
    def __reduce__(self) -> str:
        raise ValueError


def test_a_worker_that_waits_ends_with_its_input() -> None:
    worker = started(kiosk=False)
    assert worker.stdin
    worker.stdin.close()
    assert worker.wait(WAIT_SECONDS) != 0
    assert worker.stdout
    assert worker.stdout.read() == b""
    worker.stdout.close()


def test_a_map_that_cannot_be_requested_has_failed() -> None:
    round_ = opened("saddle")
    map_ = Map(ladder_axes(round_), ladder_passes(1000), in_epochs=True)
    asked = request(round_, map_.axes, map_.passes)
    map_.begin(asked._replace(scenario=Broken()), started(kiosk=False))  # type: ignore[arg-type]
    map_.join(WAIT_SECONDS)
    assert (map_.failed, map_.over, map_.version) == (True, True, 1)
    assert reaped(map_)


@pytest.mark.skipif(not hasattr(signal, "SIGKILL"), reason="no signals here")
def test_a_worker_that_dies_is_no_zombie() -> None:
    map_ = Map(ladder_axes(opened("saddle")), ((1, 1_000_000),), in_epochs=True)
    map_.begin(request(opened("saddle"), map_.axes, map_.passes), started(kiosk=False))
    assert map_._process
    map_._process.send_signal(signal.SIGKILL)
    map_.join(WAIT_SECONDS)
    assert map_.failed
    assert reaped(map_)


@pytest.mark.parametrize("kiosk", [False, True])
def test_closing_ends_the_worker_at_once(kiosk: bool) -> None:
    round_ = Round(*find("canyon"), PlayOptions(scenario="canyon", trajectories=1000))
    axes = ladder_axes(round_)
    map_ = Map(axes, ((1, 1_000_000),), in_epochs=True)
    map_.begin(request(round_, axes, ((1, 1_000_000),)), started(kiosk))
    map_.close()
    map_.join(WAIT_SECONDS)
    assert map_.failed
    assert reaped(map_)
    map_.close()
