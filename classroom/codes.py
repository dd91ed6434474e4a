"""Codes that a person types: of a seat, of a room, of the teacher. They come from the system's secrets."""

from __future__ import annotations

import secrets

# Without letters and digits that look alike on a wall: 0 and o, 1 and l and i, 5 and s, 2 and z, u and v.
LETTERS = "abcdefghjkmnpqrtwxy346789"
SEAT, ROOM, TEACHER = 4, 6, 16  # signs


def new(signs: int, taken: frozenset[str] = frozenset()) -> str:
    """Make a code that is not taken. It begins with a letter, because it is used as a user name."""
    while True:
        code = secrets.choice(LETTERS[:19]) + "".join(secrets.choice(LETTERS) for _ in range(signs - 1))
        if code not in taken:
            return code
