"""The way in that installed commands know: `python -m batchgame.tui.cli` stands in many a ForceCommand."""

import sys

from batchgame.tui.command.main import main

__all__ = ["main"]

if __name__ == "__main__":
    sys.exit(main())
