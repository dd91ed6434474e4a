"""The process that computes a map: it reads a pickled `Request` from stdin and writes lines of JSON to stdout.

It is a process because a thread that loops in Python doubles the time from a key to the screen.
"""

import os
import pickle
import sys
from typing import TYPE_CHECKING

from batchgame.tui.maps.request import answer

if TYPE_CHECKING:
    from batchgame.tui.maps.request import Request

COMMAND = [sys.executable, "-P", "-m", "batchgame.tui.maps.worker"]
KEPT = ("SYSTEMROOT", "OPENBLAS_NUM_THREADS", "OMP_NUM_THREADS")  # Windows starts nothing without the first


def alone() -> tuple[list[str], dict[str, str]]:
    """Return the command and the whole environment of a worker that writes no files and obeys no other variables.

    The worker gets this process's `sys.path`, so that it can import whatever can be imported here.
    """
    code = "import sys; sys.path[:] = sys.argv[1:]; from batchgame.tui.maps.worker import main; main()"
    environ = {name: os.environ[name] for name in KEPT if name in os.environ}
    return [sys.executable, "-I", "-B", "-c", code, *sys.path], environ


def main() -> None:
    """Read the request and answer it line by line; stop when nobody reads the lines any more."""
    if hasattr(os, "nice"):
        os.nice(10)
    # While the request is on its way: most of the start is NumPy's import.
    import batchgame.sim.plane  # noqa: F401

    # The game wrote this pickle: nothing else can write to this process.
    request: Request = pickle.load(sys.stdin.buffer)
    try:
        for line in answer(request):
            print(line, flush=True)
    except (BrokenPipeError, KeyboardInterrupt):
        os._exit(0)


if __name__ == "__main__":
    main()
