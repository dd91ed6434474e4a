"""The module that installed commands start: `python -m batchgame.tui.cli` stands in ForceCommands of sshd."""

from batchgame.tui.command.interrupt import watch_for_interrupts

watch_for_interrupts()  # before the other imports, which take most of a start

import os  # noqa: E402
import sys  # noqa: E402
from contextlib import suppress  # noqa: E402
from typing import NoReturn  # noqa: E402

from batchgame.tui.command import main as command  # noqa: E402

__all__ = ["main"]


def main() -> NoReturn:
    """Run the command that the process was started with, and end the process with its exit status.

    Python's own end would take 50 ms after a game. A terminal that is given back already echoes what is typed then.
    """
    status = command.main()
    for stream in (sys.stdout, sys.stderr):
        if stream is not None:
            with suppress(OSError):  # the status tells already what could not be written
                stream.flush()
    os._exit(status)


if __name__ == "__main__":
    main()
