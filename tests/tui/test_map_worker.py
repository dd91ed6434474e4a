"""The process that computes a map ends with its game, whatever either of them is doing; nothing of it is left."""

from __future__ import annotations

import os
import signal
import subprocess
import sys
import time
from pathlib import Path

import pytest

pytestmark = pytest.mark.skipif(sys.platform != "linux", reason="elsewhere a worker ends when it writes its next line")
WAIT_SECONDS = 90.0
# A game without a terminal, so that no hang-up ends its worker: only the death of the game can.
GAME = """
import sys, time
from batchgame.scenarios.reading.library import find
from batchgame.tui.maps.map import Map
from batchgame.tui.maps.round_maps import ladder_axes, request
from batchgame.tui.maps.worker import started
from batchgame.tui.race.options import PlayOptions
from batchgame.tui.race.round import Round
round_ = Round(*find("canyon"), PlayOptions(scenario="canyon", trajectories=1000))
axes = ladder_axes(round_)
passes = ((2, 4), (1, 1_000_000))
map_ = Map(axes, passes, in_epochs=True)
map_.begin(request(round_, axes, passes), started(sys.argv[1] == "kiosk"))
while not map_.cells:
    time.sleep(0.01)
print(map_._process.pid, flush=True)
time.sleep(3600)
"""


def is_there(process: int) -> bool:
    """Tell whether a process runs. A zombie does not: whoever takes in orphans here may be slow to look after them."""
    try:
        return Path(f"/proc/{process}/stat").read_text().rpartition(")")[2].split()[0] not in "ZX"
    except OSError:
        return False


@pytest.mark.parametrize("which", ["player", "kiosk"])
@pytest.mark.parametrize("stopped", ["nobody", "worker", "game"])
def test_a_worker_ends_when_its_game_is_killed(which: str, stopped: str) -> None:
    game = subprocess.Popen(
        [sys.executable, "-c", GAME, which], stdout=subprocess.PIPE, text=True, start_new_session=True
    )
    assert game.stdout is not None
    try:
        worker = int(game.stdout.readline())
        if stopped != "nobody":
            os.kill({"worker": worker, "game": game.pid}[stopped], signal.SIGSTOP)
    finally:
        game.kill()
        game.wait()
    end = time.monotonic() + WAIT_SECONDS
    while is_there(worker):
        assert time.monotonic() < end, "the worker outlives its game"
        time.sleep(0.01)
