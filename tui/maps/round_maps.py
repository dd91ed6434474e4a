"""The two maps of a round: the small one of its result, over the stage's ladders, and the full-screen one, a plane."""

from __future__ import annotations

from collections.abc import Mapping, Sequence

from batchgame.tui.maps.axes import Axes, Place
from batchgame.tui.maps.cell import Cell
from batchgame.tui.maps.map import Map
from batchgame.tui.maps.request import Request
from batchgame.tui.maps.worker import Worker, started
from batchgame.tui.race.round import Round

FEW = 256  # trajectories per cell of the result's map at first
ALL = 1000  # the most that it has in the end


def request(round_: Round, axes: Axes, passes: Sequence[tuple[int, int]]) -> Request:
    """Return the request for a map under the round's clock, seed, engine and schedule."""
    asked = round_.options
    return Request(
        axes, round_.scenario, round_.stage, round_.parallel, asked.seed, asked.engine, round_.schedule, tuple(passes)
    )


def ladder_axes(round_: Round) -> Axes:
    """Return the axes of the result's map: the ladder of momentum across, that of batch size down."""
    return Axes("momentum", "batch_size", round_.momenta, round_.batch_sizes, round_.learning_rate)


def ladder_passes(trajectories: int) -> tuple[tuple[int, int], ...]:
    """Return the passes of the result's map: every cell with a few trajectories first, then each with all."""
    all_ = min(trajectories, ALL)
    return ((1, FEW), (1, all_)) if all_ > FEW else ((1, all_),)


def result_map(round_: Round, kiosk: bool = False) -> Map:
    """Begin the result's map."""
    axes, passes = ladder_axes(round_), ladder_passes(round_.options.trajectories)
    map_ = Map(axes, passes, in_epochs=round_.in_epochs)
    map_.begin(request(round_, axes, passes), started(kiosk))
    return map_


def plane_map(
    round_: Round, axes: Axes, passes: Sequence[tuple[int, int]], kiosk: bool, known: Mapping[Place, Cell] = {},
    worker: Worker | None = None,
) -> Map:  # fmt: skip
    """Begin the full-screen map of a round; known are cells from before, worker is one that waits for a request."""
    map_ = Map(axes, passes, in_epochs=round_.in_epochs, known=known)
    map_.begin(request(round_, axes, passes), worker or started(kiosk))
    return map_
