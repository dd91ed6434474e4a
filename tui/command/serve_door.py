"""The door of `batchgame serve`: whoever comes gets a game, or a page that says how many play. This needs asyncssh."""

from __future__ import annotations

import asyncio
import time
from collections.abc import Callable
from pathlib import Path
from typing import NamedTuple

from batchgame.classroom.wire import host_key, server
from batchgame.classroom.wire.contract import Guest, Line, Session
from batchgame.scenarios.text.languages import LANGUAGES
from batchgame.tui.command.serve_games import Games
from batchgame.tui.command.serve_player import Player, environ_of
from batchgame.tui.command.terminal import decide
from batchgame.tui.text.catalogue import Catalogue

LOOK_SECONDS = 1.0  # between two looks for players who have left their chair
END_SECONDS = 5.0  # for all games to end when the server does; then they are killed
FAREWELL_SECONDS = 1.0  # for the bytes that restore the players' screens
FULL = 75  # the exit status of a line that was turned away: EX_TEMPFAIL of sysexits.h, try again later


class Asked(NamedTuple):
    """What a host asks for. words: of `batchgame` for each game. idle: seconds without a key, after which a game ends.

    port: 0 for any that is free.
    """

    port: int
    players: int
    words: tuple[str, ...]
    idle: float
    languages: tuple[str, ...] = LANGUAGES
    host: str | None = None


class Opened(NamedTuple):
    """What is known once the door is open."""

    port: int
    fingerprint: str
    games: Games


class Door:
    """All players, and whoever is turned away."""

    def __init__(self, asked: Asked) -> None:
        self._asked = asked
        self._says = [Catalogue(language) for language in asked.languages]
        self.players: dict[int, Player] = {}
        self._closing = False
        self.games = Games(asked.words, self._ended)

    def admit(self, guest: Guest, line: Line) -> Session:
        """Begin a game for a guest, or tell them that all places are taken."""
        if self._closing:
            return TurnedAway(line, self._told(guest, "serve.stopped"))
        if len(self.players) < self._asked.players:
            try:
                player = Player(guest, line, self.games)
            except OSError:  # no more terminals, or the process that forks has just died
                return TurnedAway(line, self._told(guest, "serve.no_game"))
            self.players[player.game] = player
            return player
        return TurnedAway(line, self._told(guest, "serve.full", count=len(self.players)))

    def end_idle(self) -> None:
        """End the games of those who have typed nothing for too long."""
        before = time.monotonic() - self._asked.idle
        for player in self.players.values():
            if player.typed_at < before:
                player.stop(self._told(player.guest, "serve.idle", minutes=round(self._asked.idle / 60)))

    async def end_all(self) -> None:
        """End all games in good order, and give the players' screens time to be restored."""
        self._closing = True
        if not self.players:
            return
        for player in self.players.values():
            player.stop(self._told(player.guest, "serve.stopped"))
        end = time.monotonic() + END_SECONDS
        while self.players and time.monotonic() < end:
            await asyncio.sleep(0.05)
        await asyncio.sleep(FAREWELL_SECONDS)

    def _ended(self, game: int, status: int) -> None:
        player = self.players.pop(game)
        player.ended(status, self._told(player.guest, "serve.mistake"))

    def _told(self, guest: Guest, key: str, **values: object) -> str:
        """Return a text in all languages that this terminal can show."""
        known = self._says[:1] if decide(environ_of(guest)).ascii else self._says
        return "\r\n".join(say(key, **values) for say in known)


class TurnedAway:
    """A guest who was told why they cannot play. No key does anything."""

    def __init__(self, line: Line, text: str) -> None:
        asyncio.get_running_loop().call_soon(line.end, f"\r\n{text}\r\n\r\n", FULL)

    def typed(self, data: bytes) -> None:
        """Ignore what is typed."""

    def resized(self, columns: int, rows: int) -> None:
        """Draw nothing for another size."""

    def gone(self) -> None:
        """Have nothing to end."""


async def serve(asked: Asked, key_file: Path, opened: Callable[[Opened], object]) -> None:
    """Serve until cancelled. opened: called once players can come. DoorError if the door cannot be opened."""
    key = host_key.host_key(key_file)
    door = Door(asked)
    await door.games.start()
    try:
        listening = await server.listen(asked.port, key, door.admit, asked.host)
        try:
            opened(Opened(listening.get_port(), key.get_fingerprint(), door.games))
            while True:
                await asyncio.sleep(LOOK_SECONDS)
                door.games.check()
                door.end_idle()
        finally:
            listening.close()
            await door.end_all()
    finally:
        door.games.close()
