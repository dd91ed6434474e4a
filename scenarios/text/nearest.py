"""The known name that a misspelt one resembles."""

from __future__ import annotations

from collections.abc import Iterable


def nearest(word: str, known: Iterable[str]) -> str | None:
    """Return the known name that a misspelt one resembles most; None if it resembles none."""
    from difflib import get_close_matches  # takes 3 ms, and only an error needs it

    found = get_close_matches(str(word)[:64], list(known), n=1, cutoff=0.5)
    return found[0] if found else None


def did_you_mean(word: str, known: Iterable[str]) -> str:
    """Return the end of a message, `; did you mean …?`, or nothing if no known name is similar."""
    name = nearest(word, known)
    return f"; did you mean {name}?" if name else ""
