"""`--kiosk`: strangers at the keyboard of an account that is not theirs. What is closed, in one place.

Closed here, for the game in the terminal and in plain lines: the environment, scenario files, engines that write
caches, core dumps, bytecode, suspending, and every report that would name files. Progress stays in memory
(progress.py), the maps' workers get a bare environment (map_worker.py), and Textual's own ways out are shut in
tui/game/kiosk_app.py. What only the one who starts the game can close stands in docs/ssh.md.
"""

from __future__ import annotations

import os
import signal
import sys
import threading
from collections.abc import Iterator
from contextlib import contextmanager, suppress

from batchgame.tui.command.argument_types import FailedError, UsageError, shown
from batchgame.tui.race.options import PlayOptions

# What decides about colours and characters, and what Windows needs to start anything. All else goes.
KEPT = ("TERM", "COLORTERM", "NO_COLOR", "LANG", "LC_ALL", "LC_CTYPE", "SYSTEMROOT")
# A class that logs in at once has no use for a pool of BLAS threads each, and a limit on processes counts them.
SET = {"OPENBLAS_NUM_THREADS": "1", "OMP_NUM_THREADS": "1"}
# A list of its own, not derived from sim.engine_names: a new engine stays closed here until someone has checked that it
# writes no files. cupy keeps a cache of kernels on disk; `auto` already chooses native.
ENGINES = ("auto", "numpy")
ENDED = "the game has ended because of a mistake in it; start it again"


@contextmanager
def closed(options: PlayOptions) -> Iterator[None]:
    """While it lasts, nothing leaves the game. UsageError for what kiosk does not do; a mistake is one plain line."""
    _refuse(options)
    _close()
    try:
        yield
    except (UsageError, FailedError, MemoryError):
        raise
    except Exception:
        raise FailedError(ENDED) from None


def _refuse(options: PlayOptions) -> None:
    """Before anything is looked up: not even whether a file is there may be told."""
    from batchgame.scenarios.playables import fits_kiosk, names

    if options.scenario is not None and not fits_kiosk(options.scenario):
        raise UsageError(f"--kiosk plays no files: {shown(options.scenario)} is none of {', '.join(names())}")
    if options.engine not in ENGINES:
        raise UsageError(f"--kiosk: --engine {options.engine} may write files; {' or '.join(ENGINES)} is possible")


def _close() -> None:
    """For the whole process, and for good: before Textual is imported, which reads its variables then."""
    for name in set(os.environ) - set(KEPT):
        del os.environ[name]
    os.environ.update(SET)
    sys.dont_write_bytecode = True
    with suppress(ImportError, OSError, ValueError):
        import resource

        resource.setrlimit(resource.RLIMIT_CORE, (0, 0))
    if hasattr(signal, "SIGTSTP"):
        signal.signal(signal.SIGTSTP, signal.SIG_IGN)
    # A thread's mistake, or one while objects are cleared away, is reported with names of files.
    threading.excepthook = lambda _: None
    sys.unraisablehook = lambda _: None
