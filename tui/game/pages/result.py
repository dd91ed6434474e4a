"""Step 5: what happened, with probabilities; what it means, and how far that holds; what to try next."""

from __future__ import annotations

from collections.abc import Sequence

from batchgame.scenarios.proving.observed import true_option
from batchgame.tui.draw.grid import Grid
from batchgame.tui.game.keys import Offer
from batchgame.tui.game.pages.result_view import paint_result
from batchgame.tui.game.panels.result_values import ResultView
from batchgame.tui.game.round_page import RoundPage
from batchgame.tui.game.route import Go, Over, Route, Start
from batchgame.tui.game.session import Session
from batchgame.tui.race.conductor import Conductor
from batchgame.tui.race.options import MapOptions
from batchgame.tui.race.round import Round
from batchgame.tui.score.earned import earned
from batchgame.tui.score.evidence import keep_race
from batchgame.tui.score.stars import Stars

LONGER = 10
REVEAL_SECONDS = 0.7
CELEBRATION_SECONDS = 1.5


class ResultPage(RoundPage):
    """Stars, the three lanes, the lesson and its badge, and the map of outcomes."""

    step = "result"
    shows_hint = True

    def __init__(self, session: Session, round_: Round, conductor: Conductor) -> None:
        super().__init__(session, round_)
        assert round_.result is not None
        self.conductor = conductor
        self.result = round_.result
        self.map = session.map_of(round_)
        self.panel = "map"  # or "bests", or "test": the slider of the test landscape, or the losses of batches
        self.cursor: tuple[int, int] | None = None  # row and column on the map, while it has the keys
        shift = round_.stage.test_shift
        self.shift = len(shift.distances) - 1 if shift else 0  # begins moved: unmoved, test and training loss are one
        self.wall = 0.0
        self._seen_version = -1
        self.happened = true_option(round_.stage.observed, self.result.frame, self.result.outcomes)
        self.best_before = self._best()
        if round_.lesson_open:
            round_.hint_open = False  # it has done its work
        session.keep(round_, self.map)
        keep_race(session.progress, round_)

    @property
    def stars(self) -> Stars:
        """Return the stars of the race as it was run within its budget; par is unknown until the map is complete."""
        return earned(self.round, self.map)

    @property
    def new_best(self) -> bool:
        """Return the player solved the stage sooner than ever before, and not for the first time."""
        mine, before = self.round.median, self.best_before
        return self.stars.goal and mine is not None and before is not None and mine < before

    @property
    def has_panel(self) -> bool:
        """Return whether there is another picture than the map: the test landscape, or the batches' losses."""
        return bool(self.round.stage.test_shift or self.round.stage.batch_losses)

    @property
    def revealed(self) -> float:
        """Return how far the bars have raced to their values, 0 to 1."""
        return 1.0 if self.session.options.motion == "reduced" else min(1.0, self.wall / REVEAL_SECONDS)

    @property
    def animated(self) -> bool:
        """Return whether bars are racing, or a cell of the map has not been shown yet."""
        coming = not self.map.over or self.map.version != self._seen_version
        return self.revealed < 1 or self.celebrating or coming

    @property
    def celebrating(self) -> bool:
        """Return a personal best is said for a moment."""
        return self.new_best and self.wall < CELEBRATION_SECONDS

    def tick(self, seconds: float) -> bool:
        """Let bars race and cells arrive; the last cell decides about par."""
        racing = self.revealed < 1
        self.wall += seconds
        if self.map.version != self._seen_version:
            self._seen_version = self.map.version
            return True
        return racing or self.celebrating

    def offers(self) -> Sequence[Offer]:
        """Return the ways on, back to the knobs, around the map, and to ten times the budget."""
        say = self.session.say
        if self.cursor is not None:
            return (
                Offer("right", say("key.move"), cap="← → ↑ ↓"),
                Offer("next", say("key.aim_here")),
                *((Offer("map", say("key.full_screen")),) if self.round.map_open else ()),
                Offer("help", say("key.help")),
                Offer("back", say("key.back")),
            )
        test: tuple[Offer, ...] = ()
        if self.has_panel:
            name = "key.batches" if self.round.stage.batch_losses else "key.test"
            test = (Offer("test", say("key.map_again" if self.panel == "test" else name)),)
        slides = self.panel == "test" and self.round.stage.test_shift
        slide = (Offer("right", say("key.slide"), cap="← →"),) if slides else ()
        if not self.round.lesson_open:
            return (
                Offer("next", say("key.again")),
                self.hint_offer(),
                Offer("show", say("key.show")),
                *slide,
                *test,
                Offer("map", say("key.map")),
                Offer("faster", say("key.longer", factor=LONGER), cap="+"),
                Offer("bests", say("key.map_again" if self.panel == "bests" else "key.bests")),
                Offer("copy", say("key.copy")),
                *self.closing_offers("key.menu"),
            )
        return (
            Offer("next", say("key.next")),
            Offer("again", say("key.again")),
            *slide,
            *test,
            Offer("map", say("key.map")),
            Offer("sources", say("key.sources")),
            Offer("faster", say("key.longer", factor=LONGER), cap="+"),
            Offer("bests", say("key.map_again" if self.panel == "bests" else "key.bests")),
            Offer("copy", say("key.copy")),
            *self.closing_offers("key.menu"),
        )

    def paint(self, grid: Grid) -> None:
        """Draw the result or its map."""
        self.header(grid)
        paint_result(self.pen(grid), self.view())

    def view(self) -> ResultView:
        """Return the values that the page shows."""
        return ResultView(
            round=self.round,
            result=self.result,
            map=self.map,
            record=self.session.progress.records.get(self.round.key),
            stars=self.stars,
            happened=self.happened,
            panel=self.panel,
            cursor=self.cursor,
            shift=self.shift,
            revealed=self.revealed,
            best_before=self.best_before if self.celebrating else None,
            hint=self._numbered_hint(),
        )

    def press(self, action: str) -> Route | None:
        """Go onward, back to the knobs, or around the map."""
        if self.cursor is not None:
            return self._on_map(action)
        if action == "again" or (action == "next" and not self.round.lesson_open):
            return self._aim()
        if action == "next":
            return Go("transfer", self.round)
        if not self.round.lesson_open and action in ("hint", "show"):
            self.take_hint() if action == "hint" else self.session.open_lesson(self.round)
            return None
        if action == "map":
            self.panel = "map"
            self.cursor = self._pick_cell()
        elif action.startswith("cell:"):
            _, row, column = action.split(":")
            self.panel, self.cursor = "map", (int(row), int(column))
        elif action == "test" and self.has_panel:
            self.panel = "map" if self.panel == "test" else "test"
        elif action == "sources" and self.round.lesson_open:
            return Over("claims", self.round)
        elif action == "bests":
            self.panel = "map" if self.panel == "bests" else "bests"
        elif action in ("left", "right") and self.panel == "test" and self.round.stage.test_shift:
            last = len(self.round.stage.test_shift.distances) - 1
            self.shift = min(max(self.shift + (1 if action == "right" else -1), 0), last)
        elif action == "faster":
            self.conductor.extend(LONGER)
            self.round.stretch *= LONGER
            return Go("run", self.round, self.conductor)
        elif action == "back" and not self.close_hint():
            return Start("menu", self.round.name)
        return None

    def _numbered_hint(self) -> str | None:
        hint, say = self.hint(), self.session.say
        return hint and f"{say('hint.title', number=self.round.hints)}{say('colon')}{hint}"

    def _on_map(self, action: str) -> Route | None:
        assert self.cursor is not None
        row, column = self.cursor
        if action in ("left", "right"):
            column += 1 if action == "right" else -1
        elif action in ("up", "down"):
            row += 1 if action == "down" else -1
        elif action.startswith("cell:"):
            row, column = (int(part) for part in action.split(":")[1:])
        elif action == "next":
            self.round.batch_size = self.round.batch_sizes[row]
            self.round.momentum = self.round.momenta[column]
            return self._aim()
        elif action == "map" and self.round.map_open:
            return Over("map", self.round, MapOptions())
        elif action in ("back", "map"):
            self.cursor = None
            return None
        rows, columns = len(self.round.batch_sizes), len(self.round.momenta)
        self.cursor = (min(max(row, 0), rows - 1), min(max(column, 0), columns - 1))
        return None

    def _aim(self) -> Route:
        self.round.again()
        return Go("aim", self.round)

    def _pick_cell(self) -> tuple[int, int]:
        return self.round.batch_sizes.index(self.result.batch_size), self.round.momenta.index(self.result.momentum)

    def _best(self) -> float | None:
        record = self.session.progress.records.get(self.round.key)
        return (record.best_epochs if self.round.in_epochs else record.best_updates) if record else None
