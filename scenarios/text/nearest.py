"""The known name that a misspelt one resembles."""

from __future__ import annotations

from collections.abc import Iterable

LONGEST_LIST = 220  # signs: with the word that was wrong and its place, an error stays below five lines of 80 columns


def nearest(word: str, known: Iterable[str]) -> str | None:
    """Return the known name that a misspelt one resembles most; None if it resembles none."""
    from difflib import get_close_matches  # takes 3 ms, and only an error needs it

    found = get_close_matches(str(word)[:64], list(known), n=1, cutoff=0.5)
    return found[0] if found else None


def did_you_mean(word: str, known: Iterable[str]) -> str:
    """Return the end of a message, `; did you mean …?`, or nothing if no known name is similar."""
    name = nearest(word, known)
    return f"; did you mean {name}?" if name else ""


def listed(known: Iterable[str]) -> str:
    """Return the end of a message that lists known names, `known: a, b`, with "…" where there are too many of them."""
    names = list(known)
    kept, used = [], 0
    for name in names:
        used += len(name) + 2
        if used > LONGEST_LIST:
            break
        kept.append(name)
    return "known: " + ", ".join([*kept, "…"] if len(kept) < len(names) else kept)
