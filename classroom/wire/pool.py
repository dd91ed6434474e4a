"""The connections that have not logged in yet: few of them, so that silent ones can lock nobody out."""

from __future__ import annotations

from collections.abc import Callable, Hashable
from typing import Generic, TypeVar

Connection = TypeVar("Connection", bound=Hashable)
MOST_SILENT = 64  # connections that have said nothing yet
MOST_TALKING = 256  # in the middle of a login: whoever logs in for the first time is asked to type "yes", and may think


class LoginPool(Generic[Connection]):
    """Connections before their login, the oldest first.

    Which one is hung up on when there are too many: the oldest that has said nothing, or else the oldest of all.
    """

    def __init__(self, is_silent: Callable[[Connection], bool], hang_up: Callable[[Connection], None]) -> None:
        self._is_silent, self._hang_up = is_silent, hang_up
        self._waiting: dict[Connection, None] = {}

    def __len__(self) -> int:
        return len(self._waiting)

    def add(self, connection: Connection) -> None:
        """Let a connection in, in the place of another one if there are too many."""
        self._waiting[connection] = None
        if len(self._waiting) <= MOST_SILENT:
            return
        silent = [each for each in self._waiting if self._is_silent(each)]
        if len(silent) > MOST_SILENT:
            self._evict(silent[0])
        elif len(self._waiting) - len(silent) > MOST_TALKING:
            self._evict(next(each for each in self._waiting if not self._is_silent(each)))

    def remove(self, connection: Connection) -> None:
        """Forget a connection that has logged in or is gone."""
        self._waiting.pop(connection, None)

    def _evict(self, connection: Connection) -> None:
        del self._waiting[connection]
        self._hang_up(connection)
