"""The six rows, filled in by the player and answered by the player's own races; then budgets that ask for a B."""

from __future__ import annotations

from collections.abc import Sequence
from typing import TYPE_CHECKING

from batchgame.scenarios.exercises.summary import BUDGETS, LADDER, ROWS, good, within
from batchgame.scenarios.text.numbers import number, percent, whole_percent
from batchgame.tui.draw.grid import Grid
from batchgame.tui.game.keys import Offer
from batchgame.tui.game.order import after
from batchgame.tui.game.route import Route
from batchgame.tui.game.session import Session
from batchgame.tui.game.workshops.practice_page import PracticePage
from batchgame.tui.game.workshops.summary_view import NAMES, SummaryView, paint_summary
from batchgame.tui.plain.table import Table
from batchgame.tui.race.practice import Practice
from batchgame.tui.score.evidence import Evidence, Side, both_sides, evidence
from batchgame.tui.text.claims import reach

if TYPE_CHECKING:
    from batchgame.tui.score.saved import SavedRace
    from batchgame.tui.text.catalogue import Catalogue

ENOUGH = 5  # rows of the six


class SummaryPage(PracticePage):
    """First the table of six rows, then three budgets."""

    def __init__(self, session: Session, practice: Practice) -> None:
        super().__init__(session, practice)
        self.answers: dict[str, int] = {}
        self.row = 0
        self.picks: dict[str, int] = {}
        self.batch_size = LADDER[len(LADDER) // 2]

    @property
    def budget(self) -> str | None:
        """Return the budget that is asked; None before the table is full, and after the last one."""
        if len(self.answers) < len(NAMES) or not self.budgets_begun:
            return None
        return next((budget for budget in BUDGETS if budget not in self.picks), None)

    budgets_begun = False
    shown: str | None = None  # the budget whose outcome is shown

    def offers(self) -> Sequence[Offer]:
        """Return the keys that fill in the table, and then those that choose."""
        say = self.say
        if not self.budgets_begun:
            ready = len(self.answers) == len(NAMES)
            pick = Offer("digit:1", say("key.pick"), cap="1-3")
            move = Offer("up", say("key.row"), cap="↑ ↓")
            on = Offer("next", say("key.next"), live=ready)
            return (pick, move, on, self.hint_offer(), *self.closing_offers("key.menu"))
        turn = Offer("right", say("key.change"), cap="← →", live=self.shown is None)
        return (turn, Offer("next", say("key.next")), self.hint_offer(), *self.closing_offers("key.menu"))

    def paint(self, grid: Grid) -> None:
        """Draw the table to be filled in."""
        self.header(grid)
        row = NAMES[self.row]
        says = told(row, self.session.progress.races, self.say) if row in self.answers else ""
        view = SummaryView(self.answers, self.row, says, self.budgets_begun, self.shown, self.budget, self.batch_size,
                           self.hint())  # fmt: skip
        paint_summary(self.pen(grid), view)

    def press(self, action: str) -> Route | None:
        """Answer a row; choose for a budget; go on."""
        if not self.budgets_begun:
            return self._table(action)
        if action in ("left", "right") and self.shown is None:
            at = LADDER.index(self.batch_size) + (1 if action == "right" else -1)
            self.batch_size = LADDER[min(max(at, 0), len(LADDER) - 1)]
        elif action == "next" and self.shown is not None:
            self.shown = None
            if self.budget is None:
                return after(self.practice, 0, worked=True)
        elif action == "next" and self.budget is not None:
            self.shown = self.budget
            self.picks[self.shown] = self.batch_size
            score(self.practice, self.answers, self.picks)
        else:
            return super().press(action)
        return None

    def _table(self, action: str) -> Route | None:
        if action in ("up", "down"):
            self.row = (self.row + (1 if action == "down" else -1)) % len(NAMES)
        elif action.startswith("digit:") and 1 <= int(action[6:]) <= 3:
            if NAMES[self.row] not in self.answers:  # the first answer counts: after it one knows
                self.answers[NAMES[self.row]] = int(action[6:]) - 1
        elif action == "next":
            if len(self.answers) == len(NAMES):
                self.budgets_begun = True
            else:
                self.row = next(n for n, name in enumerate(NAMES) if name not in self.answers)
        else:
            return super().press(action)
        return None


def score(practice: Practice, answers: dict[str, int], picks: dict[str, int]) -> None:
    """Reach the goal with most of the rows, and par with a good batch size for each budget as well."""
    if len(picks) == len(BUDGETS):
        practice.goal = sum(answers[name] == ROWS[name] for name in NAMES) >= ENOUGH
        practice.par = practice.goal and all(batch_size in good(budget) for budget, batch_size in picks.items())


def told(row: str, races: Sequence[SavedRace], say: Catalogue) -> str:
    """Return what the player's saved races say about a row; without one, what to race first."""
    if row in ("gradient", "test"):
        return say(f"summary.{row}_says")
    if row == "optimisation":
        return _both_sides(races, say)
    found = evidence(row, races)
    if found is None:
        return say("summary.no_race" if row == "serial" else "summary.no_parallel_race")
    figures = {"one": number(found.small), "full": number(found.full), "n": found.race.examples}
    key = "summary.epoch_says" if row == "epoch" else "summary.update_says"
    return say(key, stage=found.race.stage, parallel=found.race.parallel, **figures)


def _both_sides(races: Sequence[SavedRace], say: Catalogue) -> str:
    """Tell a race that batch size 1 won and one that the full batch won, or that there was none yet: it is debated."""
    found = both_sides(races)
    if not found:
        return say("summary.no_race")
    sides = [_side(key, found[side], say) for key, side in SIDES_OF_THE_DEBATE if side in found]
    sides += [say("summary.other_side")] if len(sides) == 1 else []
    return " ".join([f"[{reach('DEBATED', say)}]", *sides])


SIDES_OF_THE_DEBATE: tuple[tuple[str, Side], ...] = (("for", "small"), ("against", "large"))


def _side(key: str, found: Evidence, say: Catalogue) -> str:
    of = found.race.trajectories
    shares = {"one": percent(round(found.small * of), of), "full": percent(round(found.full * of), of)}
    return say(f"summary.optimisation_{key}", stage=found.race.stage, **shares)


def plain(table: Table, practice: Practice) -> None:
    """Play the exercise in plain lines."""
    answers: dict[str, int] = {}
    picks: dict[str, int] = {}
    choices = {"1": "1", "2": "2", "3": "3"}
    for row in NAMES:
        table.line()
        table.tell(f"summary.{row}")
        table.tell("summary.choices")
        answers[row] = int(table.ask("plain.answer", choices, count=3)) - 1
        table.tell("transfer.right" if answers[row] == ROWS[row] else "transfer.wrong")
        table.line(told(row, table.progress.races, table.say))
    for budget in BUDGETS:
        table.line()
        table.tell(f"summary.budget_{budget}", count=BUDGETS[budget])
        picks[budget] = int(table.knob("batch_size", LADDER, LADDER[0]))
        shares = "  ".join(f"B {size}: {whole_percent(within(budget, size))}" for size in LADDER)
        table.line(shares)
    score(practice, answers, picks)


PAGE = SummaryPage
