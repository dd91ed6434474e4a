"""The server's side of the worker: it asks for films, pictures and texts, and keeps what has come."""

from __future__ import annotations

import asyncio
import json
import pickle
import subprocess
from collections import OrderedDict
from collections.abc import Hashable
from contextlib import suppress
from queue import SimpleQueue
from threading import Thread
from typing import TYPE_CHECKING, Any

from batchgame.sim.process import python

if TYPE_CHECKING:
    from batchgame.tui.classroom.worker import Request

MOST_KEPT = 96  # answers
MOST_WAITING = 32  # requests; more are asked again at the next frame that needs them
MODULE = "batchgame.tui.classroom.worker"


class Computing:
    """One worker process, which is started again if it dies, and its latest answers.

    A thread waits for the worker, so that the loop does not.
    """

    def __init__(self) -> None:
        self._loop = asyncio.get_running_loop()
        self._kept: OrderedDict[Hashable, Any] = OrderedDict()
        self._waiting: set[Hashable] = set()
        self._requests: SimpleQueue[tuple[Hashable, Request] | None] = SimpleQueue()
        self._process: subprocess.Popen[bytes] | None = None
        self._over = False
        self._thread = Thread(target=self._work, name="computing", daemon=True)
        self._thread.start()

    def get(self, key: Hashable, request: Request) -> Any:
        """Return the answer that is kept under a key, or None while it is still being computed."""
        if key in self._kept:
            self._kept.move_to_end(key)
            return self._kept[key]
        if key not in self._waiting and len(self._waiting) < MOST_WAITING:
            self._waiting.add(key)
            self._requests.put((key, request))
        return None

    def drop(self, key: Hashable) -> None:
        """Forget an answer, of which the caller keeps what it needs."""
        self._kept.pop(key, None)

    def stop(self) -> None:
        """End the worker, whatever it does."""
        self._over = True
        self._requests.put(None)
        process = self._process
        if process is not None:
            process.kill()
        self._thread.join()

    def _work(self) -> None:
        while (asked := self._requests.get()) is not None and not self._over:
            key, request = asked
            found = self._asked(request)
            with suppress(RuntimeError):  # the loop has ended in the meantime
                self._loop.call_soon_threadsafe(self._keep, key, found)
        self._end()

    def _keep(self, key: Hashable, found: Any) -> None:
        self._waiting.discard(key)
        self._kept[key] = found
        while len(self._kept) > MOST_KEPT:
            self._kept.popitem(last=False)

    def _asked(self, request: Request) -> Any:
        """Ask twice, since a worker that somebody has killed is started again; False if it cannot be computed."""
        for _ in range(2):
            with suppress(OSError, ValueError):
                process = self._started()
                assert process.stdin is not None
                assert process.stdout is not None
                process.stdin.write(pickle.dumps(request))
                process.stdin.flush()
                line = process.stdout.readline()
                if line:
                    return json.loads(line).get("ok", False)
            self._end()
            if self._over:
                break
        return False

    def _started(self) -> subprocess.Popen[bytes]:
        if self._process is None:
            self._process = subprocess.Popen(
                python(MODULE), stdin=subprocess.PIPE, stdout=subprocess.PIPE, stderr=subprocess.DEVNULL
            )
        return self._process

    def _end(self) -> None:
        process, self._process = self._process, None
        if process is not None:
            process.kill()
            with suppress(OSError):
                process.communicate()
