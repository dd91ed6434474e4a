"""A warm-up with raised hands: one projector, and the teacher at its keys."""

from __future__ import annotations

from collections.abc import Sequence
from pathlib import Path

from batchgame.classroom import wall
from batchgame.classroom.hands import Hands
from batchgame.classroom.lesson import HINTED
from batchgame.scenarios.text.clean import clean
from batchgame.tui.draw.grid import Grid
from batchgame.tui.game.keys import Offer
from batchgame.tui.game.page import Page
from batchgame.tui.game.pages.run import RunPage
from batchgame.tui.game.pages.warmup_counting import Counting
from batchgame.tui.game.pages.warmup_keys import CLOCKED, step_offers
from batchgame.tui.game.pages.warmup_race import Races
from batchgame.tui.game.pages.warmup_rows import Row, Rows, pages
from batchgame.tui.game.pages.warmup_told import COUNTING, View, asked, write
from batchgame.tui.game.pages.warmup_view import Wall, paint_wall, picture_area, words_area
from batchgame.tui.game.pages.warmup_words import Asked, step_name
from batchgame.tui.game.route import Route
from batchgame.tui.game.session import Session
from batchgame.tui.race.round import Round

PICTURES = ("picture", "vote", "talk", "vote again", "saw", "lesson")  # steps with the landscape beside the words
CLOCK = 60  # seconds of a vote without a timer in its lesson


class WarmupPage(Page):
    """Owns what is typed; the counts themselves are in `Hands`, and on disk."""

    help_opens = False  # the keys of a wall are told on the wall, which may be smaller than a page of the game
    smallest = wall.SIZE

    def __init__(self, session: Session, hands: Hands, folder: Path) -> None:
        super().__init__(session)
        self.hands, self.folder = hands, folder
        self.races = Races(session, hands.plan)
        self.counting = Counting(hands)
        self.asking = hands.left  # whether to go on where it was left
        self.keys: tuple[Offer, ...] = ()  # what the keys do, while that is asked for
        self.trouble = ""
        self.closed = False
        self.written: tuple[Path, ...] = ()
        self.heat = self.hinting = False
        self.seconds: float | None = None  # of the clock; None: off, as at first
        self._arrive()

    def _arrive(self, last: bool = False) -> None:
        """Begin a step with the cursor at its first option, and with its first page, or its last one."""
        self.turned = 0
        self.counting.begin()
        self.heat = self.hinting = False
        self.seconds = None
        if last:
            self.turned = len(self._pages()) - 1

    @property
    def kind(self) -> str:
        """Return the kind of the present step."""
        return self.hands.step.kind

    @property
    def round(self) -> Round | None:
        """Return the round of the present part."""
        return self.races.round_of(self.hands.step.part)

    @property
    def run(self) -> RunPage | None:
        """Return the race while it is shown, once the experiment is imported."""
        if self.asking or self.keys or self.kind != "race" or not self.session.warm:
            return None
        return self.races.run_of(self.hands.step.part)

    @property
    def animated(self) -> bool:
        """Return whether a race, a map or a clock goes on."""
        if self.seconds is not None and self.seconds > 0:
            return True
        if self.kind in ("pick", "map") and self.session.warm and self.round is not None:
            return not self.session.map_of(self.round).over
        return self.run is not None and self.run.animated

    def tick(self, seconds: float) -> bool:
        """Let the race and the clock go on."""
        changed = self.kind in ("pick", "map")
        if self.seconds is not None and self.seconds > 0:
            before, self.seconds = int(self.seconds), max(0.0, self.seconds - seconds)
            changed |= before != int(self.seconds)
        run = self.run
        return (run.tick(seconds) if run is not None and run.animated else False) or changed

    def offers(self) -> Sequence[Offer]:
        """Return the keys of this step. The last two always have room: the way back and the way out."""
        say, kind = self.say, self.kind
        way_out = (Offer("help", say("key.help")), Offer("quit", say("key.quit")))
        if self.keys:
            return (Offer("next", say(self._next_label)), *way_out)
        if self.asking:
            return (Offer("digit:1", say("key.go_on"), cap="1"), Offer("digit:2", say("key.again"), cap="2"), *way_out)
        if self.closed:
            return way_out
        back = Offer("left", say("key.back"), live=self.hands.step.index > 0)
        skip = Offer("right", say("warmup.key_skip"), live=kind != "end")
        own = step_offers(kind, say, self.hands.revealed, self._bars_may_be_shown, self.round is not None)
        language = () if self.session.look.ascii else (Offer("language", say("key.language")),)
        more = (*language, Offer("theme", say("key.theme")))
        return (
            Offer("next", say(self._next_label), live=kind != "end" or self.hands.anything()),
            back,
            skip,
            *own,
            *more,
            *way_out,
        )

    @property
    def _next_label(self) -> str:
        if self.turned < len(self._pages()) - 1:
            return "warmup.key_turn"
        if self.kind == "end":
            return "warmup.key_close"
        if self._moves_on_row:
            return "warmup.key_next_row"
        return "warmup.key_reveal" if self._reveals_next else "key.next"

    @property
    def _bars_may_be_shown(self) -> bool:
        """Return whether there is something to show: in the second vote both counts, because the bars are of both."""
        asked = self._asked()
        if asked is None:
            return False
        return bool(asked.counts.total) and (self.kind != "vote again" or bool(asked.first.total))

    @property
    def _reveals_next(self) -> bool:
        return self.kind in ("vote again", "saw") and self._bars_may_be_shown and not self.hands.revealed

    @property
    def _moves_on_row(self) -> bool:
        ask = self.hands.ask() if self.kind in COUNTING else None
        return (
            self.counting.typing
            and not self.hands.revealed
            and ask is not None
            and self.counting.row < len(ask.options) - 1
        )

    def press(self, action: str) -> Route | None:
        """Go on or back, count hands, show bars, steer the race."""
        self.trouble = ""
        if action == "help":
            self.keys, self.turned = () if self.keys else tuple(self.offers()), 0
        elif self.keys:
            self._turn_help(action)
        elif self.asking:
            self._answer_left(action)
        elif self.closed:
            return None  # everything is in the files, and nothing is left here to count on
        elif action == "next":
            self._next()
        elif action in ("left", "back"):
            self._back()
        elif action == "right":
            self._go(1)
        elif action == "show" and self.kind in COUNTING and self._bars_may_be_shown:
            self.hands.reveal(not self.hands.revealed)
            self.turned = 0
        elif action == "clock" and self.kind in CLOCKED:
            self._clock()
        elif action == "hint" and self.round is not None and self.kind in HINTED:
            self.hinting, self.turned = not self.hinting, 0
        elif action == "map":
            self.heat = not self.heat and self.kind == "map"
        elif self.kind == "race":
            self._steer(action)
        elif self.kind == "pick" and self.round is not None:
            self.counting.pick(action, self.round)
        elif self.kind in COUNTING and not self.hands.revealed:
            self.counting.count(action)
        return None

    def _turn_help(self, action: str) -> None:
        last = len(self._pages()) - 1
        if action == "next" and self.turned < last:
            self.turned += 1
        elif action in ("next", "back"):
            self.keys, self.turned = (), 0

    def _answer_left(self, action: str) -> None:
        if action in ("digit:1", "next"):
            self.asking = False
        elif action == "digit:2":
            try:
                if self.hands.anything():
                    self.written = self.hands.close(self.folder)
                else:
                    self.hands.forget()
                self.hands.begin()
                self.asking = False
            except OSError as error:
                self.trouble = self.say("warmup.not_written", reason=clean(error.strerror or error))
        self._arrive()

    def _next(self) -> None:
        if self.turned < len(self._pages()) - 1:
            self.turned += 1
        elif self.kind == "end":
            self._close()
        elif self._moves_on_row:
            self.counting.next_row()
        elif self._reveals_next:
            self.hands.reveal()
            self.turned = 0
        else:
            self._go(1)

    def _back(self) -> None:
        if self.turned:
            self.turned -= 1
        else:
            self._go(-1)

    def _go(self, by: int) -> None:
        if self.hands.go(by):
            self._arrive(last=by < 0)

    def _close(self) -> None:
        if not self.hands.anything():
            return
        try:
            self.written, self.closed = self.hands.close(self.folder), True
        except OSError as error:
            self.trouble = self.say("warmup.not_written", reason=clean(error.strerror or error))

    def _clock(self) -> None:
        part = self.hands.step.part
        seconds = (part.talk if self.kind == "talk" else part.timer or CLOCK) if part else CLOCK
        self.seconds = None if self.seconds is not None else float(seconds)

    def _steer(self, action: str) -> None:
        run = self.run
        if run is None:
            return
        if action == "again":
            self.races.again(self.hands.step.part)
        elif action in ("pause", "one_update", "faster", "slower"):
            run.press(action)

    def _asked(self) -> Asked | None:
        return asked(self.hands, self.races)

    def _pages(self) -> list[Sequence[Row]]:
        width, height = self.window
        rows = Rows(self.session.look, words_area(width, height, self._has_picture).w)
        write(rows, self._view())
        found = pages(rows.rows, words_area(width, height, self._has_picture).h)
        alone = self._has_picture and self.kind == "picture" and picture_area(width, height) is None
        return [(), *found] if alone else found

    @property
    def _has_picture(self) -> bool:
        return not (self.asking or self.keys) and self.kind in PICTURES and self.round is not None

    def paint(self, grid: Grid) -> None:
        """Draw the page of the wall that is turned up."""
        step, say = self.hands.step, self.say
        found = self._pages()
        turned = min(self.turned, len(found) - 1)
        run, note = self.run, ""
        if run is not None:
            note = say("warmup.race_over") if run.conductor.over else say("warmup.paused") * run.conductor.paused
        frame = None
        if step.kind in ("saw", "lesson") and self.session.warm and self._has_picture:
            over = self.races.over(step.part)
            frame = over.conductor.frame if over else None
        name = say("warmup.keys_title") if self.keys else step_name(say, step.kind)
        place = f"{step.index + 1}/{len(self.hands.plan.steps)}"
        more = say("warmup.more") if turned < len(found) - 1 and found[turned] else ""
        shown = Wall(
            name, place, found[turned], more, self.round, self._has_picture, run.view() if run else None, frame, note
        )
        paint_wall(self.pen(grid), shown)

    def _view(self) -> View:
        round_, map_ = self.round, None
        if self.kind in ("pick", "map") and round_ is not None and self.session.warm:
            map_ = self.session.map_of(round_)
        return View(
            self.hands, self.races, self.say, self.window, self.counting, round_, map_, self.asking,
            self.keys, self.hinting, self.heat, self.seconds, self.trouble, self.written,
            self.session.warm,
        )  # fmt: skip
