"""The same round in plain lines: through pipes, for screen readers, over the slowest line. No cursor, no colours."""

from __future__ import annotations

import sys
from collections.abc import Callable, Mapping, Sequence
from contextlib import suppress
from dataclasses import replace
from io import TextIOWrapper
from typing import TYPE_CHECKING

from batchgame.scenarios.reading import exercise
from batchgame.scenarios.text.numbers import grouped, number, percent
from batchgame.tui.plain.exercise import drill
from batchgame.tui.race.options import PlayOptions
from batchgame.tui.race.round import CHANCES, HINTS, Result, Round
from batchgame.tui.score.progress import Progress
from batchgame.tui.text.catalogue import Catalogue

if TYPE_CHECKING:
    from batchgame.scenarios.reading.format import Question, Text
    from batchgame.tui.race.conductor import Conductor

LONGEST_ANSWER = 200  # characters; a line without an end comes in pieces
LONG_SECONDS = 30.0  # a race that takes longer says so
TELL_EVERY = 4  # parts of the race: a line after each


class Left(Exception):  # noqa: N818 - not an error
    """The player typed q, or the input has ended."""


def play(options: PlayOptions) -> int:
    """Play rounds until the player leaves; the exit status."""
    progress = Progress.in_memory() if options.kiosk else Progress.open()
    if isinstance(sys.stdin, TextIOWrapper):
        sys.stdin.reconfigure(errors="replace")  # what can't be read is no answer, and no reason to end
    table = Plain(options, progress)
    with suppress(Left):
        table.sit_down()
    table.notice()
    table.tell("plain.bye")
    return 0


class Plain:
    """Asks on stdout, listens on stdin."""

    def __init__(self, options: PlayOptions, progress: Progress) -> None:
        self.options = options
        self.progress = progress
        self.hinting: Callable[[], None] | None = None  # what h does at a question
        self.races: dict[str, Result] = {}  # of this sitting, the last one of each stage
        self.say = Catalogue("en" if options.ascii else options.lang or progress.language or "en")

    def sit_down(self) -> None:
        """Rounds, one after the other."""
        self.tell("plain.welcome")
        name = self.options.scenario or self.choose()
        asked, again = self.options, False
        while True:
            if name in exercise.names():
                drill(self, name)
                name, asked, again = self.choose(), _onward(asked), False
                continue
            again = self.round(name, asked, again)
            if not again:
                name, asked = self.choose(), _onward(asked)

    def choose(self) -> str:
        """Every stage with a number; the one that is picked."""
        from batchgame.scenarios.reading.library import load, names

        offered: dict[str, str] = {}
        for scenario in map(load, names()):
            for stage in scenario.stages:
                name = f"{scenario.name}/{stage.name}" if stage.name else scenario.name
                record = self.progress.records.get(name)
                earned = (record.goal + record.predicted + record.par) if record else 0
                offered[str(len(offered) + 1)] = name
                title = f"{scenario.title[self.say.language]}{self.say('colon')}{stage.title[self.say.language]}"
                self.tell("plain.stage", number=len(offered), title=title, name=name, stars=earned)
        for name in exercise.names():
            record = self.progress.records.get(name)
            earned = (record.goal + record.predicted + record.par) if record else 0
            offered[str(len(offered) + 1)] = name
            title = exercise.load(name).title[self.say.language]
            self.tell("plain.stage", number=len(offered), title=title, name=name, stars=earned)
        return self.ask("plain.which", offered | {name: name for name in offered.values()})

    def round(self, name: str, asked: PlayOptions, again: bool) -> bool:
        """Predict, aim, run, see, result, transfer, a look around; whether it is to be played again."""
        from batchgame.scenarios.daily.names import is_daily
        from batchgame.scenarios.daily.race import difficulty
        from batchgame.scenarios.playables import find_race
        from batchgame.tui.maps.computed import OutcomeMap
        from batchgame.tui.plain.result import look_around, tell_epoch, tell_result

        race = find_race(name, "play")
        round_ = Round(race.scenario, race.stage, replace(asked, scenario=name))
        stage = round_.stage
        self.hinting = lambda: self.hint(round_)
        self.line()
        self.line(self.text(round_, stage.story))
        if is_daily(round_.scenario.name):
            self.tell("plain.difficulty", share=f"{100 * difficulty(round_.scenario):.0f}")
        round_.answer = self.question(
            round_, stage.prediction.prompt, [option.text for option in stage.prediction.options]
        )
        round_.sure = self.ask("plain.sure", {"8": "8", "9": "9"}) == "9"
        round_.batch_size = int(self.knob("batch_size", round_.batch_sizes, round_.batch_size))
        round_.momentum = self.knob("momentum", round_.momenta, round_.momentum)
        if round_.schedules:
            round_.schedule = self.schedule(round_)
        round_.parallel = int(self.knob("parallel", round_.parallels, round_.parallel))
        if again:
            round_.chance = self.chance()
        tell_epoch(self, round_)
        map_ = OutcomeMap(round_.map_request(), kiosk=self.options.kiosk)
        try:
            conductor = self.race(round_)
            round_.finish(conductor.outcomes(), conductor.frame)
            self.races.pop(round_.name, None)
            self.races |= {round_.name: round_.result} if round_.result else {}
            round_.observed = self.question(
                round_, stage.observed.prompt, [option.text for option in stage.observed.options]
            )
            tell_result(self, round_, map_, again)
            answers = [option.text for option in stage.transfer.options]
            round_.transfer = self.question(round_, stage.transfer.prompt, answers)
            self.judge(round_, stage.transfer, round_.transfer)
            self.line(self.text(round_, stage.next))
            self.hinting = None
            return look_around(self, round_, map_, conductor)
        finally:
            self.hinting = None
            map_.close()

    def hint(self, round_: Round) -> None:
        """The next hint of the stage; after the last one the map is open."""
        round_.hints = min(HINTS, round_.hints + 1)
        text = self.text(round_, round_.stage.hints[round_.hints - 1])
        self.line(f"{self.say('hint.title', number=round_.hints)}{self.say('colon')}{text}")

    def chance(self) -> float:
        """How likely the player's own pick solves, on five steps."""
        steps = {f"{100 * step:.0f}": f"{step}" for step in CHANCES}
        return float(self.ask("plain.chance", steps, values=", ".join(steps)))

    def knob(self, knob: str, ladder: Sequence[float], value: float) -> float:
        """One of the values of a knob; Enter keeps the one it has."""
        label = self.say(f"knob.{knob}")
        if len(ladder) == 1:
            self.tell("plain.locked", knob=label, value=number(ladder[0]))
            return ladder[0]
        allowed = {f"{step:g}": f"{step:g}" for step in ladder} | {"": f"{value:g}"}
        values = ", ".join(number(step) for step in ladder)
        return float(self.ask("plain.knob", allowed, knob=label, values=values, value=number(value)))

    def schedule(self, round_: Round) -> str:
        """One of the stage's schedules by its number; Enter keeps the one it has."""
        from batchgame.scenarios.reading.placeholders import label

        for number_, schedule in enumerate(round_.stage.schedules, 1):
            self.line(f"  {number_}  {label(schedule, self.say.language)}")
        at = round_.schedules.index(round_.schedule or "") + 1
        numbers = {str(n): str(n) for n in range(1, len(round_.schedules) + 1)}
        knob, values = self.say("knob.schedule"), f"1 – {len(numbers)}"
        asked = self.ask("plain.knob", numbers | {"": str(at)}, knob=knob, values=values, value=at)
        return round_.schedules[int(asked) - 1]

    def race(self, round_: Round) -> Conductor:
        """Run it through, with a line now and then."""
        from batchgame.tui.race.threaded import conductor as conductor_of

        options = round_.options
        conductor = conductor_of(
            round_.problem,
            round_.lanes(),
            parallel=round_.parallel,
            seed=options.seed,
            trajectories=options.trajectories,
            engine=options.engine,
        )
        conductor.skip()
        told, warned = 0, False
        while not conductor.over:
            conductor.tick(0.0)
            conductor.wait()
            frame = conductor.frame
            left = conductor.seconds_left
            if not warned and left and left > LONG_SECONDS:
                warned = True
                self.tell("plain.slow", count=grouped(options.trajectories), minutes=number(left / 60, 2))
            part = TELL_EVERY * frame.time // frame.duration
            if part > told and not conductor.over:
                told = part
                lanes = "  ".join(
                    f"{self.say(f'lane.{lane.lane.name}')} {percent(lane.solved, lane.trajectories)}"
                    for lane in frame.lanes
                )
                self.tell("plain.race", percent=100 * part // TELL_EVERY, lanes=lanes)
        return conductor

    def question(self, round_: Round, prompt: Text, answers: Sequence[Text]) -> int:
        """The prompt and its answers by digit; the index of the one picked."""
        self.line()
        self.line(self.text(round_, prompt))
        for digit, answer in enumerate(answers, 1):
            self.line(f"  {digit}  {self.text(round_, answer)}")
        digits = {str(n): str(n) for n in range(1, len(answers) + 1)}
        return int(self.ask("plain.answer", digits, count=len(digits))) - 1

    def judge(self, round_: Round, question: Question, answer: int | None) -> None:
        """Right, or what the answer overlooks."""
        option = question.options[answer or 0]
        self.tell("transfer.right" if option.right else "transfer.wrong")
        if option.betrays is not None and not option.right:
            self.line(self.text(round_, option.betrays))

    def notice(self) -> None:
        """What became of the progress file, if there is anything to say."""
        if self.progress.notice:
            key, values = self.progress.notice
            self.tell(key, **values)

    def text(self, round_: Round, text: Text) -> str:
        """A scenario's text, its numbers filled in."""
        from batchgame.scenarios.text.prose import fill
        from batchgame.tui.race.figures import values

        return fill(text[self.say.language], values(round_, self.say.language))

    def tell(self, key: str, **values: object) -> None:
        """A line of the catalogue."""
        self.line(self.say(key, **values))

    def line(self, text: str = "") -> None:
        """A line on stdout, at once."""
        if self.options.ascii:
            from batchgame.tui.draw.grid import fold

            text = fold(text)
        print(text, flush=True)

    def ask(self, key: str, allowed: Mapping[str, str], **values: object) -> str:
        """Ask until the answer is allowed; `allowed` says what each means. q, or the end of the input, leaves."""
        self.tell(key, **values)
        while True:
            answer = sys.stdin.readline(LONGEST_ANSWER) if sys.stdin is not None else ""
            if not answer or answer.strip() == "q":
                raise Left
            if answer.strip() == "h" and self.hinting is not None:
                self.hinting()
                continue
            if answer.strip() in allowed:
                return allowed[answer.strip()]
            self.tell("plain.not_understood", allowed=", ".join(word for word in allowed if word))


def _onward(asked: PlayOptions) -> PlayOptions:
    """What holds beyond the stage that it was said for."""
    return PlayOptions(seed=asked.seed, trajectories=asked.trajectories, kiosk=asked.kiosk)
