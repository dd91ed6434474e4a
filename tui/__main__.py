"""The command without its script: `python -m batchgame.tui`."""

import sys

from batchgame.tui.command.main import main

if __name__ == "__main__":
    sys.exit(main())
