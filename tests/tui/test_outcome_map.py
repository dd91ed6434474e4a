"""The result's map: few trajectories first, and nothing is decided before all of them have come."""

from __future__ import annotations

import json
import time

import pytest

from batchgame.scenarios.reading.library import find
from batchgame.tui.maps import computed
from batchgame.tui.maps.computed import OutcomeMap
from batchgame.tui.race.options import PlayOptions
from batchgame.tui.race.round import Round
from batchgame.tui.score.stars import stars


def test_it_says_how_many_trajectories_every_cell_has(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(computed.Computed, "__init__", lambda *_: None)
    request = Round(*find("saddle"), PlayOptions(scenario="saddle")).map_request()
    map_ = OutcomeMap(request)
    cells = [(batch_size, momentum) for batch_size in request.batch_sizes for momentum in request.momenta]
    for n, cell in enumerate(cells):
        assert map_.few == 0
        map_.take(json.dumps([*cell, 256, 250, 0, 10.0 + n, 1.0 + n, 10.0]))
    assert (map_.few, map_.complete) == (256, False)
    assert stars(1.0, True, 1.0, map_.par(), map_.complete).par is None, "par waits for all trajectories"
    for n, cell in enumerate(cells):
        map_.take(json.dumps([*cell, 1000, 990, 0, 10.0 + n, 1.0 + n, 10.0]))
        assert map_.few == (256 if n < len(cells) - 1 else 1000)
    assert map_.complete
    assert stars(1.0, True, 1.0, map_.par(), map_.complete).par is True


def test_the_worker_brings_a_whole_map_of_256_first() -> None:
    request = Round(*find("saddle/hair"), PlayOptions(scenario="saddle/hair")).map_request()
    assert request.engine == "auto"
    lines = [json.loads(line) for line in request.lines()]
    size = len(request.batch_sizes) * len(request.momenta)
    assert [line[2] for line in lines] == [256] * size + [1000] * size


def test_it_is_over_when_nothing_more_comes() -> None:
    map_ = OutcomeMap(Round(*find("saddle/hair"), PlayOptions(scenario="saddle/hair")).map_request())
    try:
        end = time.monotonic() + 60
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
