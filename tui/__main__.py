"""The command without its script: `python -m batchgame.tui`."""

from batchgame.tui.cli import main

if __name__ == "__main__":
    main()
