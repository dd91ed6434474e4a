"""Networks at six batch sizes, trained live: the order is bet on, then epochs are equal, then updates, then spirals."""

from __future__ import annotations

from collections.abc import Sequence

from batchgame.scenarios.exercises.accuracy import COMPARISONS, EPOCHS, SIZES, UPDATES
from batchgame.scenarios.text.numbers import percentage, whole_percent
from batchgame.sim.networks.data import data
from batchgame.sim.networks.side_by_side import POINTS, Comparison, Lanes, most_misread
from batchgame.tui.draw.grid import Grid
from batchgame.tui.game.keys import Offer
from batchgame.tui.game.order import after
from batchgame.tui.game.route import Route
from batchgame.tui.game.session import Session
from batchgame.tui.game.workshops.accuracy_bets import (
    ANSWERS,
    COUNTS,
    IS_LEVEL,
    KIOSK_MOST,
    answers_dealt,
    both_fall,
    first_count,
    hits_of,
    mean,
    score,
    work_of,
)
from batchgame.tui.game.workshops.accuracy_plain import plain
from batchgame.tui.game.workshops.accuracy_view import IMAGES, AccuracyView, paint_accuracy
from batchgame.tui.game.workshops.practice_page import PracticePage
from batchgame.tui.race.practice import Practice
from batchgame.tui.race.question import Question
from batchgame.tui.race.trainer import Trainer


class AccuracyPage(PracticePage):
    """Bets, and after each of them networks in training; the trainer's newest lanes are what is seen."""

    def __init__(self, session: Session, practice: Practice) -> None:
        super().__init__(session, practice)
        self.stage = "epochs"
        self.asking = "order"  # or "updates", or nothing while networks train or are looked at
        self.order: list[int] = []
        self.question = Question(ANSWERS, IS_LEVEL, order=answers_dealt(session.options.seed))
        self.trained: dict[str, Lanes] = {}  # by stage, once its first networks are done
        self.seconds: dict[str, float] = {}
        self.trainer: Trainer[Lanes] | None = None
        self.row = len(SIZES) - 1
        self.images = False

    @property
    def comparison(self) -> Comparison:
        """Return what is compared in this stage."""
        return COMPARISONS[self.stage]

    @property
    def lanes(self) -> Lanes:
        """Return the networks that are seen: of the trainer, or those that have been trained."""
        newest = self.trainer.value if self.trainer is not None else None
        return newest or self.trained.get(self.stage, ())

    @property
    def running(self) -> bool:
        """Return whether networks are trained, or wait in the middle of it."""
        return self.trainer is not None and self.trainer.running

    @property
    def animated(self) -> bool:
        """Return whether something new may come."""
        return self.trainer is not None and self.running and not self.trainer.paused

    def left(self) -> None:
        """End the training: nobody looks at it any more."""
        self.session.stop_training()

    def tick(self, seconds: float) -> bool:
        """Take the newest lanes from the trainer."""
        if self.trainer is None:
            return False
        changed = self.trainer.take()
        if not self.trainer.running:
            self._ended()
            return True
        return changed

    def offers(self) -> Sequence[Offer]:
        """Return the keys of the bets, and then those of the training."""
        say, closing = self.say, self.closing_offers("key.menu")
        if self.asking == "order":
            ready = len(self.order) == len(SIZES)
            pick = Offer("digit:1", say("key.pick"), cap=f"1-{len(SIZES)}", live=not ready)
            train = Offer("next", say("accuracy.train"), live=ready)
            return (
                pick,
                train,
                Offer("again", say("accuracy.undo"), live=bool(self.order)),
                self.hint_offer(),
                *closing,
            )
        if self.asking:
            start = Offer("next", say("accuracy.train"), live=self.question.ready)
            return (Offer("digit:1", say("key.pick"), cap="1-3"), start, self.hint_offer(), *closing)
        images = Offer("images", say("accuracy.training_key" if self.stage == "spirals" else "accuracy.images"))
        if self.images:
            images = Offer("images", say("accuracy.validation_key" if self.stage == "spirals" else "accuracy.curves"))
        row = Offer("down", say("key.row"), cap="↑ ↓")
        if self.running:
            pause = Offer("pause", say("key.go_on" if self.trainer and self.trainer.paused else "key.pause"))
            skip = (Offer("next", say("key.skip")),) if self.stage != "epochs" and not self._adding else ()
            return (pause, *skip, images, row, *closing)
        label = {"epochs": "accuracy.equal_updates", "updates": "accuracy.spirals_key"}.get(self.stage, "key.next")
        equal = (Offer("equal_updates", say(label)),) if self.stage == "epochs" else ()
        onward = (Offer("next", say("key.next" if equal else label)), *equal)
        return (*onward, images, *self._more_offer(), row, *closing)

    def paint(self, grid: Grid) -> None:
        """Draw the stage: curves, table, and pictures where there is room or they were asked for."""
        self.header(grid)
        setup, lanes, epochs = self.comparison.setup, self.lanes, self.trained.get("epochs")
        learned = data(setup.data)
        judged = hits_of(self.order, epochs) if epochs and len(self.order) == len(SIZES) else []
        row = min(self.row, len(self.comparison.batch_sizes) - 1)
        images = most_misread(lanes[row], learned, IMAGES) if len(lanes) > row else []
        paint_accuracy(self.pen(grid), AccuracyView(
            self.stage, self.asking, self.comparison, lanes, learned, tuple(self.order), tuple(judged), row,
            self.images, images, self._seconds(), epochs if self.stage == "updates" else None,
            self.question, (self.hint() or "") if self.asking else "", self._message(), self._said(),
            self._reply(),
        ))  # fmt: skip

    def press(self, action: str) -> Route | None:
        """Bet, train, look, and go on."""
        if self.asking == "order" and self._order(action):
            return None
        if self.asking == "updates" and self.question.press(action):
            return None
        if action == "next":
            return self._onward()
        if self.asking:
            return super().press(action)
        if action in ("up", "down"):
            by, rows = (1 if action == "down" else -1), len(self.comparison.batch_sizes)
            self.row = (min(self.row, rows - 1) + by) % rows
        elif action == "images":
            self.images = not self.images
        elif action == "pause" and self.trainer is not None and self.running:
            self.trainer.toggle_pause()
        elif action == "equal_updates" and self.stage == "epochs" and not self.running:
            return self._onward()
        elif action == "more" and self._more_offer():
            self._train(self._next_count(), self.trained[self.stage])
        elif action != "hint":
            return super().press(action)
        return None

    def _order(self, action: str) -> bool:
        digit = int(action[6:]) - 1 if action.startswith("digit:") else -1
        if 0 <= digit < len(SIZES) and digit not in self.order:
            self.order.append(digit)
            if len(self.order) == len(SIZES) - 1:
                self.order += set(range(len(SIZES))) - set(self.order)
        elif action == "again":
            self.order = []
        return digit >= 0 or action == "again"

    def _onward(self) -> Route | None:
        """Train what was bet on; after that the next stage, or the card after the page."""
        if self.asking:
            if len(self.order) == len(SIZES) and (self.asking == "order" or self.question.ready):
                self.stage = self.stage if self.asking == "order" else "updates"
                self.asking, self.practice.hint_open = "", False
                self._train(first_count(self.stage, self.session.options))
            return None
        if self.running and (self.stage == "epochs" or self._adding):
            return None
        self.session.stop_training()
        self.trainer = None
        if self.stage == "spirals":
            return after(self.practice, 0, worked=True)
        self.images = False
        if self.stage == "epochs":
            self.asking = "updates"  # under the curves of equal epochs
        else:
            self.stage = "spirals"
            self._train(first_count(self.stage, self.session.options))
        return None

    def _train(self, count: int, before: Lanes = ()) -> None:
        comparison, options = self.comparison, self.session.options
        numbers = range(before[0].networks if before else 0, count)
        self.trainer = Trainer(lambda: work_of(comparison, numbers, options, before))
        self.session.train(self.trainer)

    def _ended(self) -> None:
        """Keep what has been trained, and score the bets."""
        if self.trainer is None or self.trainer.value is None:
            return
        self.seconds[self.stage] = self._seconds()
        self.trained[self.stage] = self.trainer.value
        self.trainer = None
        score(self.practice, self.order, self.trained["epochs"], self.question.chosen, self.trained.get("updates"))

    @property
    def _adding(self) -> bool:
        return self.stage in self.trained and self.running

    def _seconds(self) -> float:
        return self.seconds.get(self.stage, 0.0) + (self.trainer.seconds if self.trainer is not None else 0.0)

    def _next_count(self) -> int:
        most = KIOSK_MOST if self.session.options.kiosk else COUNTS[-1]
        now = self.lanes[0].networks
        return next((count for count in COUNTS if now < count <= most), now)

    def _more_offer(self) -> Sequence[Offer]:
        if self.running or self.asking or self.stage not in self.trained:
            return ()
        now, count = self.lanes[0].networks, self._next_count()
        if count == now:
            return ()
        seconds = max(1, round(self.seconds[self.stage] / now * (count - now)))
        return (Offer("more", self.say("accuracy.more", count=count, seconds=seconds)),)

    def _said(self) -> str:
        """Return what the first card was answered with."""
        card = self.practice.exercise.cards[0]
        chosen = self.practice.questions[card.name].chosen
        return self.text(card.options[card.right if chosen is None else chosen].text)

    def _reply(self) -> str:
        """Return what the networks say to that, once they are trained."""
        if self.stage not in self.trained:
            return ""
        small, full = self.lanes[0], self.lanes[-1]
        figures = {
            f"{name}_{kind}": percentage(mean(values))
            for name, lane in (("small", small), ("full", full))
            for kind, values in (("train", lane.train), ("test", lane.test))
        }
        return self.say("accuracy.reply", full=full.batch_size, **figures)

    def _message(self) -> str:
        say, lanes, trainer = self.say, self.lanes, self.trainer
        if self.asking == "order":
            place = len(self.order) + 1
            return say("accuracy.betted") if place > len(SIZES) else say("accuracy.bet", place=place, of=len(SIZES))
        if self.asking:
            return say("accuracy.bet_key")
        if trainer is not None and self.running:
            return self._progress(trainer, lanes)
        if self.stage == "epochs":
            key = "accuracy.ordered" if both_fall(lanes) else "accuracy.placed"
            return say(key, hits=sum(hits_of(self.order, lanes)), of=len(SIZES))
        if self.stage == "updates" and "updates" in self.trained:
            before, now = (percentage(mean(self.trained[stage][-1].test)) for stage in ("epochs", "updates"))
            return say("accuracy.met", before=before, now=now)
        if self.stage in self.trained:
            best, worst = (percentage(mean(lane.test)) for lane in (lanes[0], lanes[-1]))
            return say("accuracy.spirals_seen", small=lanes[0].batch_size, best=best, worst=worst)
        return ""

    def _progress(self, trainer: Trainer[Lanes], lanes: Lanes) -> str:
        say, left = self.say, trainer.seconds_left
        seconds = max(1, round(left)) if left is not None else 0
        if trainer.paused:
            return say("accuracy.waits")
        if self._adding:
            return say("accuracy.adding", percent=whole_percent(trainer.share), seconds=seconds)
        if len(lanes) < len(self.comparison.batch_sizes):
            return say("accuracy.begins")
        points = min(len(lane.x) for lane in lanes) - 1
        of = UPDATES if self.stage == "updates" else EPOCHS
        key = "accuracy.at_update" if self.stage == "updates" else "accuracy.at_epoch"
        told = say(key, at=of * points // POINTS, of=of)
        return f"{told} {say('accuracy.left_seconds', seconds=seconds)}"


__all__ = ["PAGE", "AccuracyPage", "plain"]
PAGE = AccuracyPage
