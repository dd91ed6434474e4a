"""The typing of counts on a wall: a cursor, digits that make a number, and what is kept of it."""

from __future__ import annotations

from batchgame.classroom.hands import MOST_HANDS, Hands
from batchgame.tui.game.pages.warmup_picks import Pick
from batchgame.tui.race.round import Round


class Counting:
    """Where the cursor stands in a step. Every key that changes a count keeps it on disk at once."""

    def __init__(self, hands: Hands) -> None:
        self.hands = hands
        self.begin()

    def begin(self) -> None:
        """Go to the first option, or to the first cell of the picks."""
        self.row, self.typing = 0, False  # typing: the next digit goes on with the number under the cursor
        self._size = self._momentum = 0

    def next_row(self) -> None:
        """Go to the next option."""
        self.row, self.typing = self.row + 1, False

    def count(self, action: str) -> None:
        """Move among options, or change the count of one."""
        ask = self.hands.ask()
        if ask is None:
            return
        if action in ("up", "down"):
            self.row = (self.row + (1 if action == "down" else -1)) % len(ask.options)
            self.typing = False
            return
        count = self._typed(action, self.hands.counts(self.hands.step, ask).votes[self.row])
        if count is not None:
            self.hands.count(self.row, count)

    def pick(self, action: str, round_: Round) -> None:
        """Move among picks, or change the count of one."""
        if action in ("up", "down"):
            self._size = (self._size + (1 if action == "down" else -1)) % len(round_.batch_sizes)
            self.typing = False
        elif action in ("faster", "slower"):
            self._momentum = (self._momentum + (1 if action == "faster" else -1)) % len(round_.momenta)
            self.typing = False
        else:
            at = self.picked(round_)
            count = self._typed(action, self.hands.picks().get(at, 0))
            if count is not None:
                self.hands.count_pick(*at, count)

    def picked(self, round_: Round) -> Pick:
        """Return the pick under the cursor."""
        return round_.batch_sizes[self._size], round_.momenta[self._momentum]

    def _typed(self, action: str, before: int) -> int | None:
        """Return the count after a key: digits make a number, + and - change it by one, r empties it."""
        if action.startswith("digit:"):
            count = (10 * before if self.typing else 0) + int(action[6:])
            self.typing = True
            return count if count <= MOST_HANDS else int(action[6:])
        if action in ("faster", "slower"):
            return min(MOST_HANDS, max(0, before + (1 if action == "faster" else -1)))
        if action == "again":
            self.typing = False
            return 0
        return None
