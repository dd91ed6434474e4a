"""The start of the game in plain lines, with the exercises that have a part of their own."""

from __future__ import annotations

from batchgame.tui.game.workshops import module
from batchgame.tui.plain import game
from batchgame.tui.race.options import PlayOptions


def play(options: PlayOptions) -> int:
    """Play in plain lines until the player leaves, and return the exit status."""
    return game.play(options, lambda page: module(page).plain)
