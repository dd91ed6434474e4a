"""What the door of a class and those who draw have to know of each other. Nothing here needs asyncssh."""

from __future__ import annotations

from collections.abc import Callable, Mapping
from dataclasses import dataclass
from typing import Protocol


class DoorError(Exception):
    """The door cannot be opened, or was not reached. The message is one line that says why."""


@dataclass(frozen=True)
class Guest:
    """Somebody with a terminal. user: the name that they dialled with. environ: TERM and what their client has sent."""

    user: str
    environ: Mapping[str, str]
    columns: int
    rows: int


class Line(Protocol):
    """The connection to a guest's terminal."""

    def write(self, text: str) -> None:
        """Send a text to the terminal."""

    def clogged(self) -> bool:
        """Return whether bytes wait that the other side has not taken. Who takes none for long is hung up on."""

    def end(self, text: str, status: int = 0) -> None:
        """Send a last text and an exit status, and hang up once they have had time to arrive."""


class Session(Protocol):
    """A guest's side of the class: it reads what is typed, and writes to the line."""

    def typed(self, data: bytes) -> None:
        """Handle what was typed."""

    def resized(self, columns: int, rows: int) -> None:
        """Draw for another size of the window."""

    def gone(self) -> None:
        """Learn that the connection has ended."""


Factory = Callable[[Guest, Line], Session]
