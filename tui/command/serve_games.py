"""The server's side of the process that forks games: orders go there, and word of the ends of games comes back."""

from __future__ import annotations

import asyncio
import json
import signal
import socket
import subprocess
from collections.abc import Callable, Mapping, Sequence
from contextlib import suppress
from itertools import count

from batchgame.classroom.wire.contract import DoorError
from batchgame.sim.process import python

NURSERY = "batchgame.tui.command.serve_nursery"
# Python must read UTF-8 whatever this machine's own locale is, and NumPy must make no threads before a fork.
ENVIRON = {"LC_CTYPE": "C.UTF-8", "OPENBLAS_NUM_THREADS": "1", "OMP_NUM_THREADS": "1"}
READY_SECONDS = 60.0  # on a machine with much else to do
END_SECONDS = 3.0  # for it to end
READ_AT_ONCE = 1 << 16
KILLED = -int(signal.SIGKILL)


class Games:
    """The games that are played. ended: called with the number of a game and its exit status, as `subprocess` has it.

    If the process that forks dies, every game has ended, and another such process is started.
    """

    def __init__(self, words: Sequence[str], ended: Callable[[int, int], None]) -> None:
        self._words, self._ended = list(words), ended
        self._numbers = count(1)
        self._playing: set[int] = set()
        self._unread = b""
        self._process: subprocess.Popen[bytes] | None = None
        self._control: socket.socket | None = None
        self._ready = asyncio.Event()
        self._broken = False

    async def start(self) -> None:
        """Start the process, and wait until it has loaded what games need. DoorError if it cannot."""
        self._spawn()
        with suppress(TimeoutError):
            await asyncio.wait_for(self._ready.wait(), READY_SECONDS)
        self._broken |= not self._ready.is_set()
        self.check()

    def check(self) -> None:
        """Raise DoorError if the process that forks has died before it had begun: it would do so again."""
        if self._broken:
            self.close()
            raise DoorError("the process that starts games has ended before it was ready")

    def _spawn(self) -> None:
        self._control, theirs = socket.socketpair()
        self._control.setblocking(False)
        self._unread = b""
        self._ready.clear()
        self._process = subprocess.Popen(
            python(NURSERY, str(theirs.fileno()), options=("-I", "-B")), pass_fds=[theirs.fileno()], env=ENVIRON,
            stdin=subprocess.DEVNULL, stdout=subprocess.DEVNULL, stderr=subprocess.DEVNULL, start_new_session=True,
        )  # fmt: skip
        theirs.close()
        asyncio.get_running_loop().add_reader(self._control, self._read)

    @property
    def process(self) -> int:
        """Return the number of the process that forks."""
        assert self._process is not None
        return self._process.pid

    def begin(self, environ: Mapping[str, str], terminal: int) -> int:
        """Begin a game in a terminal, and return the game's number. OSError if none can be begun."""
        game = next(self._numbers)
        self._order(terminal, order="begin", game=game, environ=dict(environ), words=self._words)
        self._playing.add(game)
        return game

    def end(self, game: int, number: int) -> None:
        """Send a signal to a game; it is killed if it has not ended some seconds later."""
        with suppress(OSError):
            self._order(None, order="end", game=game, signal=int(number))

    def close(self) -> None:
        """End the process, and with it all games."""
        if self._control is not None and self._process is not None:
            asyncio.get_running_loop().remove_reader(self._control)
            self._control.close()  # which the process obeys: it kills its games, and ends
            self._control = None
            try:
                self._process.wait(END_SECONDS)
            except subprocess.TimeoutExpired:
                self._process.kill()
                self._process.wait()

    def _order(self, terminal: int | None, **order: object) -> None:
        if self._control is None:
            raise OSError("the process that starts games has ended")
        line = json.dumps(order).encode() + b"\n"
        sent = socket.send_fds(self._control, [line], [] if terminal is None else [terminal])
        if sent < len(line):
            raise OSError("the process that starts games takes no more orders")

    def _read(self) -> None:
        assert self._control is not None
        try:
            data = self._control.recv(READ_AT_ONCE)
        except BlockingIOError:
            return
        except OSError:
            data = b""
        if not data:
            self._died()
            return
        *lines, self._unread = (self._unread + data).split(b"\n")
        for line in lines:
            said = json.loads(line)
            if "ready" not in said:
                self._playing.discard(said["ended"])
                self._ended(said["ended"], said["status"])
            else:
                self._ready.set()

    def _died(self) -> None:
        self.close()
        ended, self._playing = self._playing, set()
        if self._ready.is_set():
            self._spawn()
        else:
            self._broken = True
            self._ready.set()
        for game in ended:
            self._ended(game, KILLED)
