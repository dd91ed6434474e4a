"""The process that forks games for `batchgame serve`: everything a game needs is loaded once, and shared by all.

A fresh Python needs half a second of a processor before its first frame; a fork of this one needs a tenth of it, and
shares most of its memory. Nothing here makes a thread, because a fork copies only one. Each game is a process with a
terminal of its own, so that an error, a kill or a leak ends one game and no other.

The server writes a line of JSON for each order, and the file of a terminal beside those that begin a game. It reads a
line for each game that has ended. If the server is gone, so are all games.
"""

from __future__ import annotations

import fcntl
import gc
import json
import os
import resource
import select
import signal
import socket
import sys
import termios
import time
from contextlib import suppress
from io import TextIOWrapper
from typing import Any, NoReturn

from batchgame.scenarios.playables import all_playables
from batchgame.scenarios.text.languages import LANGUAGES
from batchgame.tui.command import main as command
from batchgame.tui.command import start
from batchgame.tui.command.terminal import decide
from batchgame.tui.game.forked import load_pages, paint_with
from batchgame.tui.maps.worker import end_with_the_parent
from batchgame.tui.text.catalogue import sentences

READ_AT_ONCE, MOST_FILES = 1 << 16, 64
GRACE = 3.0  # seconds for a game to end after it was told to; then it is killed
ADDRESSES = 4 << 30  # bytes: a game never needs so many, and a mistake in one should not take the machine's memory


class Nursery:
    """The games that this process has forked."""

    def __init__(self, control: socket.socket) -> None:
        self._control = control
        self._unread = b""
        self._files: list[int] = []  # terminals whose orders are still to be read
        self._games: dict[int, int] = {}  # the server's number of each game, by its process
        self._due: dict[int, float] = {}  # when a game that was told to end is killed, by its process
        self._woken, wakes = os.pipe()
        for end in (self._woken, wakes):
            os.set_blocking(end, False)
        signal.signal(signal.SIGCHLD, lambda *_: None)
        signal.set_wakeup_fd(wakes, warn_on_full_buffer=False)

    def run(self) -> None:
        """Obey until the server is gone."""
        control = self._control.fileno()
        self._say(ready=True)
        while True:
            wait = max(0.0, min(self._due.values()) - time.monotonic()) if self._due else None
            ready, _, _ = select.select([control, self._woken], [], [], wait)
            if self._woken in ready:
                with suppress(BlockingIOError):
                    while os.read(self._woken, READ_AT_ONCE):
                        pass
            self._bury()
            self._kill_those_due()
            if control in ready and not self._read():
                return

    def kill_all(self) -> None:
        """Kill every game, with the processes that it has started."""
        for process in self._games:
            _kill(process)

    def _read(self) -> bool:
        data, files, _, _ = socket.recv_fds(self._control, READ_AT_ONCE, MOST_FILES)
        self._files += files
        *lines, self._unread = (self._unread + data).split(b"\n")
        for line in lines:
            order = json.loads(line)
            if order["order"] == "begin":
                self._begin(order["game"], self._files.pop(0), order["environ"], order["words"])
            else:
                self._end(order["game"], order["signal"])
        return bool(data)

    def _begin(self, game: int, terminal: int, environ: dict[str, str], words: list[str]) -> None:
        parent = os.getpid()
        try:
            process = os.fork()
        except OSError:  # too many processes: this player is told so, and the others play on
            self._say(ended=game, status=-int(signal.SIGKILL))
        else:
            if process == 0:
                _play(parent, terminal, environ, words)
            self._games[process] = game
        os.close(terminal)

    def _end(self, game: int, number: int) -> None:
        for process, its in self._games.items():
            if its == game:
                with suppress(ProcessLookupError):
                    os.kill(process, number)
                self._due.setdefault(process, time.monotonic() + GRACE)

    def _kill_those_due(self) -> None:
        now = time.monotonic()
        for process in [process for process, due in self._due.items() if due <= now]:
            del self._due[process]
            _kill(process)

    def _bury(self) -> None:
        """Tell of the games that have ended. What they have started is killed while their group still has its name."""
        while self._games:
            found = os.waitid(os.P_ALL, 0, os.WEXITED | os.WNOHANG | os.WNOWAIT)
            if found is None:
                return
            _kill(found.si_pid)
            _, status = os.waitpid(found.si_pid, 0)
            self._due.pop(found.si_pid, None)
            self._say(ended=self._games.pop(found.si_pid), status=os.waitstatus_to_exitcode(status))

    def _say(self, **said: Any) -> None:
        with suppress(OSError):  # the server is gone, and reading tells so
            self._control.sendall(json.dumps(said).encode() + b"\n")


def _kill(process: int) -> None:
    """Kill a game with what it has started. One that was forked just now may have no group of its own yet."""
    with suppress(ProcessLookupError, PermissionError):
        os.kill(process, signal.SIGKILL)
        os.killpg(process, signal.SIGKILL)


def _play(parent: int, terminal: int, environ: dict[str, str], words: list[str]) -> NoReturn:
    """Become a game in a terminal, and end with its exit status."""
    status = 1
    try:
        signal.set_wakeup_fd(-1)
        signal.signal(signal.SIGCHLD, signal.SIG_DFL)
        os.setsid()
        end_with_the_parent()
        if os.getppid() != parent:  # it died before it could be watched
            os._exit(1)
        fcntl.ioctl(terminal, termios.TIOCSCTTY, 0)
        for number in range(3):
            os.dup2(terminal, number)
        os.closerange(3, os.sysconf("SC_OPEN_MAX"))
        os.environ.clear()
        os.environ.update(environ)
        _open_streams()
        paint_with(start.COLOR_SYSTEMS[decide(environ).colors])
        status = command.main(words)
        for stream in (sys.stdout, sys.stderr):
            stream.flush()
    finally:
        os._exit(status)


def _open_streams() -> None:
    """Open the standard streams again: those of the parent were made for no terminal, and are fully buffered."""
    sys.stdin = sys.__stdin__ = _stream(0, "r", "surrogateescape")  # type: ignore[misc]
    sys.stdout = sys.__stdout__ = _stream(1, "w", "replace")  # type: ignore[misc]
    sys.stderr = sys.__stderr__ = _stream(2, "w", "replace")  # type: ignore[misc]


def _stream(file: int, mode: str, errors: str) -> TextIOWrapper:
    opened = os.fdopen(file, mode, encoding="utf-8", errors=errors, closefd=False)
    assert isinstance(opened, TextIOWrapper)
    return opened


def _limit() -> None:
    """Take from this process and from all games what no game needs: files, core dumps, a shell behind a game."""
    signal.signal(signal.SIGTSTP, signal.SIG_IGN)
    for limit, most in ((resource.RLIMIT_CORE, 0), (resource.RLIMIT_FSIZE, 0), (resource.RLIMIT_AS, ADDRESSES)):
        with suppress(OSError, ValueError):
            resource.setrlimit(limit, (most, most))
    os.chdir("/")


def main(control: str) -> None:
    """Load what games need, and fork them until the server is gone. control: the number of the socket's file."""
    end_with_the_parent()
    for number in (signal.SIGINT, signal.SIGQUIT):
        signal.signal(number, signal.SIG_DFL)
    _limit()
    load_pages()
    all_playables()
    for language in LANGUAGES:
        sentences(language)
    gc.collect()
    gc.freeze()  # otherwise a game's first collection writes to every page that it shares
    nursery = Nursery(socket.socket(fileno=int(control)))
    try:
        nursery.run()
    finally:
        nursery.kill_all()
        os._exit(0)
