"""The wall in the terminal that started the class: in the same process, but nothing waits for this terminal."""

from __future__ import annotations

import asyncio
import atexit
import os
import signal
import sys
from typing import TYPE_CHECKING

from batchgame.classroom.wire import relay
from batchgame.classroom.wire.contract import Guest
from batchgame.tui.screen.writer import Writer

if TYPE_CHECKING:
    from batchgame.tui.classroom.host import Host

READ_AT_ONCE = 4096


class _Line:
    """The own terminal, as a line. Its bytes are written by a thread, since a terminal may take none for a while."""

    def __init__(self, host: Host) -> None:
        self._host, self._writer = host, Writer(sys.stdout)
        self._writer.start()

    def write(self, text: str) -> None:
        self._writer.write(text)

    def clogged(self) -> bool:
        return self._writer.clogged()

    def end(self, text: str, status: int = 0) -> None:
        self._writer.write(text)
        self._writer.stop()
        if not self._host.over.done():  # the wall was left: the class stops, and goes on when it is started again
            self._host.over.cancel()


def show_wall(host: Host) -> None:
    """Show the wall in this terminal until the class ends."""
    loop = asyncio.get_running_loop()
    keys = relay.raw()
    keys.__enter__()
    atexit.register(keys.__exit__, None, None, None)
    session = host.local(Guest("wall", relay.environ(), *relay.size()), _Line(host))
    loop.add_reader(0, lambda: session.typed(os.read(0, READ_AT_ONCE)))
    loop.add_signal_handler(signal.SIGWINCH, lambda: session.resized(*relay.size()))
