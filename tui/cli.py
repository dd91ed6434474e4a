"""The module that installed commands start: `python -m batchgame.tui.cli` stands in ForceCommands of sshd."""

import sys

from batchgame.tui.command.main import main

__all__ = ["main"]

if __name__ == "__main__":
    sys.exit(main())
