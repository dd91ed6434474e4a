"""`python -m batchgame.tui`: the command without its script."""

import sys

from batchgame.tui.command.main import main

if __name__ == "__main__":
    sys.exit(main())
