"""A limit on guesses: who dials wrong codes again and again is told to wait, and so learns nothing more."""

from __future__ import annotations

from collections.abc import Callable

AT_ONCE, PER_SECOND = 20.0, 0.1  # a class mistypes a few; all codes of four signs would take years


class Guesses:
    """How many wrong codes may still be tried. It counts for all together: a class often has one address."""

    def __init__(self, now: Callable[[], float]) -> None:
        self._now, self._left, self._at = now, AT_ONCE, now()

    def allowed(self) -> bool:
        """Return whether a code may be looked up now."""
        self._refill()
        return self._left >= 1

    def wrong(self) -> None:
        """Count a wrong code."""
        self._refill()
        self._left = max(0.0, self._left - 1)

    def _refill(self) -> None:
        now = self._now()
        self._left = min(AT_ONCE, self._left + (now - self._at) * PER_SECOND)
        self._at = now
