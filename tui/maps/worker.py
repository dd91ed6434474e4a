"""The process that computes a map: it reads a pickled `Request` from stdin and writes lines of JSON to stdout.

It is a process because a thread that loops in Python doubles the time from a key to the screen.
"""

import os
import pickle
import signal
import subprocess
import sys
from typing import TYPE_CHECKING

from batchgame.sim.process import python
from batchgame.tui.maps.request import answer

if TYPE_CHECKING:
    from batchgame.tui.maps.request import Request

Worker = subprocess.Popen[bytes]
PR_SET_PDEATHSIG = 1  # of linux/prctl.h
KEPT = ("SYSTEMROOT", "OPENBLAS_NUM_THREADS", "OMP_NUM_THREADS")  # Windows starts nothing without the first


def alone() -> tuple[list[str], dict[str, str]]:
    """Return the command and the whole environment of a worker that writes no files and obeys no other variables."""
    return python(__name__, options=("-I", "-B")), {name: os.environ[name] for name in KEPT if name in os.environ}


def started(kiosk: bool) -> Worker:
    """Start a worker, which gets ready in a fifth of a second and then waits for its request."""
    command, environ = alone() if kiosk else (python(__name__), None)
    return subprocess.Popen(
        command, env=environ, stdin=subprocess.PIPE, stdout=subprocess.PIPE, stderr=subprocess.DEVNULL
    )


def stopped(worker: Worker) -> None:
    """End a worker, whatever it does."""
    worker.kill()  # does nothing to a process that has ended
    worker.wait()


def main() -> None:
    """Read the request and answer it line by line; stop when nobody reads the lines any more."""
    end_with_the_parent()
    if hasattr(os, "nice"):
        os.nice(10)
    # Before the request comes: most of the start is NumPy's import.
    import batchgame.scenarios.reading.problem
    import batchgame.sim.plane  # noqa: F401
    from batchgame.sim.engine import engine

    engine()
    # The game wrote this pickle: nothing else can write to this process.
    request: Request = pickle.load(sys.stdin.buffer)
    try:
        for line in answer(request):
            print(line, flush=True)
    except (BrokenPipeError, KeyboardInterrupt):
        os._exit(0)


def end_with_the_parent() -> None:
    """Have Linux kill this process when the game dies, also by a signal that nobody can catch.

    Otherwise the pipe tells it at the next line, which may be a minute away, and a process that is stopped never looks.
    """
    if sys.platform == "linux":
        import ctypes

        ctypes.CDLL(None).prctl(PR_SET_PDEATHSIG, signal.SIGKILL)
