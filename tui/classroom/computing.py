"""The server's side of the worker: it asks for films, pictures and texts, and keeps what has come."""

from __future__ import annotations

import asyncio
import json
import pickle
from collections import OrderedDict
from collections.abc import Callable, Hashable
from contextlib import suppress
from typing import TYPE_CHECKING, Any

from batchgame.tui.maps.process import python

if TYPE_CHECKING:
    from batchgame.tui.classroom.worker import Request

MOST_KEPT = 96  # answers
MOST_WAITING = 32  # requests; more are asked again at the next frame that needs them
LONGEST_LINE = 1 << 24  # bytes
MODULE = "batchgame.tui.classroom.worker"


class Computing:
    """One worker process, which is started again if it dies, and its latest answers."""

    def __init__(self, arrived: Callable[[], None]) -> None:
        self._arrived = arrived
        self._kept: OrderedDict[Hashable, Any] = OrderedDict()
        self._waiting: dict[Hashable, Request] = {}
        self._process: asyncio.subprocess.Process | None = None
        self._there = asyncio.Event()

    def get(self, key: Hashable, request: Request) -> Any:
        """Return the answer that is kept under a key, or None while it is still being computed."""
        if key in self._kept:
            self._kept.move_to_end(key)
            return self._kept[key]
        if key not in self._waiting and len(self._waiting) < MOST_WAITING:
            self._waiting[key] = request
            self._there.set()
        return None

    async def run(self) -> None:
        """Pass requests on, one after the other, for as long as the class lasts."""
        try:
            while True:
                await self._there.wait()
                self._there.clear()
                while self._waiting:
                    key, request = next(iter(self._waiting.items()))
                    self._keep(key, await self._asked(request))
        finally:
            self._stop()

    def _keep(self, key: Hashable, found: Any) -> None:
        self._waiting.pop(key, None)
        self._kept[key] = found
        while len(self._kept) > MOST_KEPT:
            self._kept.popitem(last=False)
        self._arrived()

    async def _asked(self, request: Request) -> Any:
        """Ask twice, since a worker that somebody has killed is started again; False if it cannot be computed."""
        for _ in range(2):
            with suppress(OSError, ValueError, asyncio.IncompleteReadError):
                process = await self._started()
                assert process.stdin is not None
                assert process.stdout is not None
                process.stdin.write(pickle.dumps(request))
                await process.stdin.drain()
                line = await process.stdout.readline()
                if line:
                    return json.loads(line).get("ok", False)
            self._stop()
        return False

    async def _started(self) -> asyncio.subprocess.Process:
        if self._process is None or self._process.returncode is not None:
            self._process = await asyncio.create_subprocess_exec(
                *python(MODULE), stdin=asyncio.subprocess.PIPE, stdout=asyncio.subprocess.PIPE,
                stderr=asyncio.subprocess.DEVNULL, limit=LONGEST_LINE,
            )  # fmt: skip
        return self._process

    def _stop(self) -> None:
        if self._process is not None and self._process.returncode is None:
            with suppress(ProcessLookupError):
                self._process.kill()
        self._process = None
