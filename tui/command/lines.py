"""The start of the game in plain lines, with the exercises that have a part of their own."""

from __future__ import annotations

import sys

from batchgame.tui.command.exits import ending_by_signal
from batchgame.tui.game.workshops import module
from batchgame.tui.plain import game
from batchgame.tui.race.options import PlayOptions


def play(options: PlayOptions) -> int:
    """Play in plain lines until the player leaves, and return the exit status."""
    if sys.stdin is None or not sys.stdin.isatty():
        return _play(options)  # a script answers: it may go on when the terminal that it was started in is gone
    with ending_by_signal(lambda _: False, lambda: None, [sys.stdin.fileno()]):
        return _play(options)


def _play(options: PlayOptions) -> int:
    return game.play(options, lambda page: module(page).plain)
