"""The helper threads of the C engine: results, mistakes, cancelled calls, and interrupts at any moment."""

from __future__ import annotations

import subprocess
import sys
import threading
from typing import Any

import pytest

from .natives import native, needs_native

pytestmark = needs_native
if native.ok:
    from batchgame.sim.engines.native.helpers import Helpers

# Ctrl+C comes while a thread starts: after the system has made it and before Thread.start() has returned.
INTERRUPTED = """
import threading
import numpy as np
from batchgame.scenarios.reading.library import find
from batchgame.scenarios.reading.problem import problem
from batchgame.sim.engines.native.engine import NativeEngine
from batchgame.sim.hyperparameters import Hyperparameters
from batchgame.sim.swarm import Swarm

start = threading.Thread.start

def interrupted(thread):
    threading.Thread.start = start
    if {after}:
        start(thread)
    raise KeyboardInterrupt

threading.Thread.start = interrupted
swarm = Swarm(problem(*find("canyon")), Hyperparameters(4, 0.5, 0.2), seed=0, trajectory=np.arange(100_000),
              dtype="float64", xp=np)
engine = NativeEngine({threads})
try:
    engine.advance(swarm, 20)
except KeyboardInterrupt:
    print("interrupted", swarm.update)
if {again}:
    engine.advance(swarm, 20)
print(swarm.update)
"""


@pytest.mark.parametrize("again", [True, False])
@pytest.mark.parametrize("threads", [2, 3])
@pytest.mark.parametrize("after", [True, False])
def test_an_interrupt_while_threads_start_leaves_an_engine_that_works_and_ends(
    after: bool, threads: int, again: bool
) -> None:
    program = INTERRUPTED.format(after=after, threads=threads, again=again)
    run = subprocess.run([sys.executable, "-c", program], capture_output=True, text=True, timeout=90)
    assert (run.returncode, run.stderr) == (0, "")
    assert run.stdout.split() == ["interrupted", "0", "20" if again else "0"]


def test_results_and_mistakes_come_from_every_thread() -> None:
    threads = Helpers(3)
    together = threading.Barrier(3)
    found = [future.result(60) for future in threads.call(lambda: (together.wait(60), threading.get_ident())[1])]
    assert len({*found, threading.get_ident()}) == 4
    for future in threads.call(int, "no number"):
        with pytest.raises(ValueError, match="no number"):
            future.result(60)
    assert [future.result(60) for future in threads.call(int, "7")] == [7, 7, 7]


def test_a_call_that_no_thread_has_begun_can_be_cancelled() -> None:
    threads, go, called = Helpers(2), threading.Event(), list[Any]()
    busy = threads.call(go.wait, 60)
    later = threads.call(called.append, 1)
    assert all(future.cancel() for future in later)
    go.set()
    assert all(future.result(60) for future in busy)
    assert [future.result(60) for future in threads.call(int)] == [0, 0]
    assert called == []


def test_threads_end_with_the_program_also_while_they_work() -> None:
    program = """
import threading
from batchgame.sim.engines.native.helpers import helpers
began = threading.Event()
helpers(2).call(lambda: (began.set(), threading.Event().wait()))
began.wait()
"""
    assert subprocess.run([sys.executable, "-c", program], timeout=90).returncode == 0
