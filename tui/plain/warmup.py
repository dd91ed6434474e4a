"""A warm-up in plain lines: the same steps, with counts typed as numbers."""

from __future__ import annotations

from pathlib import Path

from batchgame.classroom import tally
from batchgame.classroom.hands import MOST_HANDS, Hands
from batchgame.classroom.lesson import Part
from batchgame.classroom.question import Ask, race_of
from batchgame.classroom.tally import Counts
from batchgame.scenarios.proving.observed import true_option
from batchgame.scenarios.reading import exercise as exercises
from batchgame.scenarios.reading.text import Text
from batchgame.scenarios.text.clean import clean
from batchgame.scenarios.text.numbers import number, percent
from batchgame.tui.maps.round_maps import result_map
from batchgame.tui.plain.table import Left, Table
from batchgame.tui.race.conductor import Conductor
from batchgame.tui.race.figures import told
from batchgame.tui.race.options import PlayOptions
from batchgame.tui.race.round import Round
from batchgame.tui.race.threaded import conductor_of
from batchgame.tui.score.progress import Progress
from batchgame.tui.text.keys import status_key

MAP_SECONDS = 120.0  # the longest wait for the map of all cells
MOST = 0.5  # of the runs


def give(hands: Hands, folder: Path, options: PlayOptions) -> int:
    """Give the lesson until its end, or until the teacher types q. Returns the exit status."""
    table = Table(options, Progress.open(), lambda page: lambda table, practice: None)
    try:
        return _Lesson(table, hands, folder).give()
    except Left:
        return 0


class _Lesson:
    def __init__(self, table: Table, hands: Hands, folder: Path) -> None:
        self.table, self.hands, self.folder, self.say = table, hands, folder, table.say
        self._rounds: dict[int, Round] = {}

    def give(self) -> int:
        if self.hands.left and not self._goes_on():
            if self.hands.anything() and not self._close():
                return 1
            self.hands.forget()
            self.hands.begin()
        self.table.tell("warmup.plain_keys")
        while True:
            self._show()
            by = self._command()
            if self.hands.step.kind == "end" and by > 0:
                return 0 if not self.hands.anything() or self._close() else 1
            self.hands.go(by)

    def _goes_on(self) -> bool:
        say, step = self.say, self.hands.step
        name = say(f"warmup.step_{step.kind.replace(' ', '_')}")
        self.table.tell("warmup.left_title")
        self.table.tell("warmup.left_where", step=step.index + 1, of=len(self.hands.plan.steps), name=name)
        self.table.choices([say("warmup.left_go_on"), say("warmup.left_anew")])
        return self.table.digit(2) == 0

    def _close(self) -> bool:
        try:
            written = self.hands.close(self.folder)
        except OSError as error:
            self.table.tell("warmup.not_written", reason=clean(error.strerror or error))
            return False
        self.table.tell("warmup.written")
        for path in written:
            self.table.line(clean(path, 200))
        return True

    def _command(self) -> int:
        """Read what is typed until a step is left. Returns 1 to go on and -1 to step back."""
        while True:
            typed = self.table.typed().lower()
            if typed in ("", "b"):
                return -1 if typed else 1
            if typed == "q":
                raise Left
            if self.hands.step.kind == "pick":
                self._pick(typed)
            elif self.hands.step.kind in ("vote", "vote again", "saw"):
                self._count(typed)

    def _count(self, typed: str) -> None:
        ask = self.hands.ask()
        assert ask is not None
        words = typed.split()
        if len(words) != len(ask.options) or not all(word.isdecimal() and int(word) <= MOST_HANDS for word in words):
            self.table.tell("warmup.plain_bad", count=len(ask.options))
            return
        for option, word in enumerate(words):
            self.hands.count(option, int(word))
        self._counted(ask)

    def _counted(self, ask: Ask) -> None:
        """Say what the counts mean: the advice after the first vote, the shift after the second, the race's answer."""
        step, say = self.hands.step, self.table.tell
        counts, part = self.hands.counts(step, ask), self._part
        say("warmup.counted", count=counts.total)
        if step.kind == "vote" and ask.right is not None:
            advice = tally.advice(counts, ask.right)
            keys = {"talk": "warmup.pay_talk", "hint": "warmup.pay_hint", "on": "warmup.pay_on",
                    "nobody": "warmup.pay_nobody"}  # fmt: skip
            say(keys[advice])
        elif step.kind == "vote again":
            first = self._first(ask)
            for option in range(len(ask.options)):
                say("warmup.plain_went", option=option + 1, before=first.votes[option], after=counts.votes[option])
            moved = tally.moved(first, counts)
            say("warmup.hands_before_after", before=first.total, after=counts.total)
            say("warmup.moved" if moved else "warmup.moved_none", count=moved)
            say("warmup.race_decides")
        elif step.kind == "saw" and (round_ := self._round(part)) is not None and round_.result is not None:
            seen = true_option(round_.stage.observed, round_.result.frame, round_.result.outcomes)
            if seen is not None:
                say("warmup.race_shows", text=self._told(part, ask.options[seen]))

    def _pick(self, typed: str) -> None:
        round_ = self._round(self._part)
        assert round_ is not None
        words = typed.split()
        try:
            size, momentum, count = int(words[0]), float(words[1]), int(words[2])
        except (ValueError, IndexError):
            size = momentum = count = -1
        if size in round_.batch_sizes and momentum in round_.momenta and 0 <= count <= MOST_HANDS:
            self.hands.count_pick(size, momentum, count)
            self.table.tell("warmup.pick_here", batch_size=size, momentum=number(momentum), count=count)
            return
        sizes, momenta = map(str, round_.batch_sizes), map(number, round_.momenta)
        self.table.tell("warmup.plain_bad_pick", sizes=", ".join(sizes), momenta=", ".join(momenta), most=MOST_HANDS)

    def _show(self) -> None:
        step, table, part = self.hands.step, self.table, self._part
        name = self.say(f"warmup.step_{step.kind.replace(' ', '_')}")
        lesson, round_, ask = self.hands.plan.lesson, self._round(part), self.hands.ask()
        table.line()
        table.tell("warmup.plain_step", step=step.index + 1, of=len(self.hands.plan.steps), name=name)
        if step.kind == "join":
            table.line(self.say.of(lesson.title))
            table.line(self.say.of(lesson.summary))
            table.tell("warmup.hands_up")
        elif step.kind == "picture" and round_ is not None:
            table.line(self._told(part, round_.stage.story))
        elif step.kind in ("vote", "vote again", "saw") and ask is not None:
            table.line(self._told(part, ask.prompt))
            table.choices([self._told(part, option) for option in ask.options])
            table.tell("warmup.plain_count")
        elif step.kind == "talk":
            table.tell("warmup.talk")
        elif step.kind == "race" and round_ is not None:
            self._race(round_)
        elif step.kind == "lesson":
            self._lesson(ask, round_)
        elif step.kind == "pick":
            table.tell("warmup.pick_both")
            table.tell("warmup.plain_pick")
        elif step.kind == "map" and round_ is not None:
            self._map(round_)
        elif step.kind == "form":
            table.tell("warmup.form")
            table.line("batchgame quiz --when before --code CODE")
        elif step.kind == "end":
            table.tell("warmup.end" if self.hands.anything() else "warmup.end_nothing")

    def _race(self, round_: Round) -> None:
        conductor = _run(round_)
        for lane in conductor.frame.lanes:
            status = self.say(f"status.{status_key(lane.status.value)}")
            share = percent(lane.solved, lane.trajectories)
            self.table.tell("warmup.plain_share", lane=self.say(f"lane.{lane.lane.name}"), share=share, status=status)

    def _lesson(self, ask: Ask | None, round_: Round | None) -> None:
        part = self._part
        if ask is not None and ask.right is not None:
            right = ask.right
            self.table.tell("warmup.right_is", option=right + 1, text=self._told(part, ask.options[right]))
            second = self._second(ask)
            wrong = tally.largest_wrong(second, right)
            if wrong is not None:
                self.table.tell("warmup.those_who_said", count=second.votes[wrong], option=wrong + 1)
                because = ask.because[wrong]
                if because is not None:
                    self.table.line(self._told(part, because))
        if round_ is not None:
            if round_.result is None:
                _run(round_)
            self.table.line(self._told(part, round_.stage.lesson))

    def _map(self, round_: Round) -> None:
        picks = self.hands.picks()
        if not picks:
            self.table.tell("warmup.no_picks")
            return
        map_ = result_map(round_)
        try:
            map_.join(MAP_SECONDS)
            for (size, momentum), count in sorted(picks.items()):
                cell = map_.cell_of(size, momentum)
                median = cell and (cell.median_epochs if round_.in_epochs else cell.median_updates)
                if cell is not None and cell.probability > MOST and median is not None:
                    unit = self.say("unit.epochs" if round_.in_epochs else "unit.updates")
                    self.table.tell("warmup.best_pick", batch_size=size, momentum=number(momentum),
                                    median=number(median, 3), unit=unit, count=count)  # fmt: skip
            solved = sum(
                n for pick, n in picks.items() if (c := map_.cell_of(*pick)) is not None and c.probability > MOST
            )
            self.table.tell("warmup.many_out", count=solved, of=sum(picks.values()))
        finally:
            map_.close()

    @property
    def _part(self) -> Part | None:
        return self.hands.step.part

    def _round(self, part: Part | None) -> Round | None:
        if part is None or not part.playable:
            return None
        if id(part) not in self._rounds:
            found = race_of(part, self.hands.plan.folder)
            options = self.table.options._replace(scenario=found.name)
            if part.pick is not None:
                options = options._replace(batch_size=part.pick.batch_size, momentum=part.pick.momentum)
            self._rounds[id(part)] = Round(found.scenario, found.stage, options)
        return self._rounds[id(part)]

    def _told(self, part: Part | None, text: Text) -> str:
        round_ = self._round(part)
        if round_ is not None:
            return told(round_, text, self.say)
        return exercises.say(exercises.load("quiz"), text, self.say.language)

    def _first(self, ask: Ask) -> Counts:
        votes = self.hands.vote_steps()
        return self.hands.counts(votes[1], ask) if 1 in votes else tally.counts([], len(ask.options))

    def _second(self, ask: Ask) -> Counts:
        votes = self.hands.vote_steps()
        second = self.hands.counts(votes[2], ask) if 2 in votes else None
        return second if second is not None and second.total else self._first(ask)


def _run(round_: Round) -> Conductor:
    conductor = conductor_of(round_)
    conductor.skip()
    while not conductor.over:
        conductor.tick(0.0)
        conductor.wait()
    round_.finish(conductor.outcomes(), conductor.frame)
    return conductor
