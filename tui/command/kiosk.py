"""`--kiosk`: the game for strangers at the keyboard of an account that is not theirs.

This module closes what the process can close for the game on a screen and in plain lines: the environment, scenario
files, engines that write caches, core dumps, bytecode, suspending, and every report that would name files. Three more
places obey the option: progress stays in memory (tui/score/progress.py), the processes of a map and of a measurement
get a bare environment (tui/maps/worker.py, sim/timing/measure.py), and tui/game/kiosk_app.py closes the ways out of
Textual. What only the host can close stands in docs/ssh.md.
"""

from __future__ import annotations

import os
import signal
import sys
import threading
from collections.abc import Iterator
from contextlib import contextmanager, suppress

from batchgame.scenarios.playables import fits_kiosk, names
from batchgame.scenarios.text.nearest import listed
from batchgame.tui.command.argument_types import FailedError, UsageError, shown
from batchgame.tui.race.options import PlayOptions

# These decide about colours and characters, and Windows needs the last one to start a process. All others are removed.
KEPT = ("TERM", "COLORTERM", "STY", "NO_COLOR", "LANG", "LC_ALL", "LC_CTYPE", "SYSTEMROOT")
# A class logs in at once: a pool of BLAS threads in each game helps nobody, and a limit on processes counts threads.
SET = {"OPENBLAS_NUM_THREADS": "1", "OMP_NUM_THREADS": "1"}
# A list of its own, not derived from sim.engine_names: a new engine stays closed here until someone has checked that it
# writes no files. cupy keeps a cache of kernels on disk; `auto` already chooses native.
ENGINES = ("auto", "numpy")
ENDED = "the game has ended because of a mistake in it; start it again"


@contextmanager
def closed(options: PlayOptions) -> Iterator[None]:
    """Close everything for the length of a game. Raises UsageError for options that a kiosk does not have.

    An unexpected error becomes a FailedError with one plain line that names no file.
    """
    _refuse(options)
    _close()
    try:
        yield
    except (UsageError, FailedError, MemoryError):
        raise
    except Exception:
        raise FailedError(ENDED) from None


def _refuse(options: PlayOptions) -> None:
    """Refuse scenario files and most engines, before anything is looked up: whether a file exists must stay unknown."""
    if options.scenario is not None and not fits_kiosk(options.scenario):
        raise UsageError(
            f"--kiosk plays no files: {shown(options.scenario)} is no race or exercise ({listed(names())})"
        )
    if options.engine not in ENGINES:
        raise UsageError(f"--kiosk: --engine {options.engine} may write files; {' or '.join(ENGINES)} is possible")


def _close() -> None:
    """Close the process for good. This comes before Textual is imported, because Textual reads its variables then."""
    for name in set(os.environ) - set(KEPT):
        del os.environ[name]
    os.environ.update(SET)
    sys.dont_write_bytecode = True
    with suppress(ImportError, OSError, ValueError):
        import resource

        resource.setrlimit(resource.RLIMIT_CORE, (0, 0))
    if hasattr(signal, "SIGTSTP"):
        signal.signal(signal.SIGTSTP, signal.SIG_IGN)
    # The reports of an error in a thread, or while objects are deleted, would name files.
    threading.excepthook = lambda _: None
    sys.unraisablehook = lambda _: None
