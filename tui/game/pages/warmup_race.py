"""The races of a warm-up: for each part of the lesson one round with its race, made when a step first needs it."""

from __future__ import annotations

from batchgame.classroom.lesson import Part, Plan
from batchgame.classroom.question import race_of
from batchgame.scenarios.proving.observed import true_option
from batchgame.scenarios.reading import exercise as exercises
from batchgame.scenarios.reading.text import Text
from batchgame.tui.game.pages.run import RunPage
from batchgame.tui.game.session import Session
from batchgame.tui.race.figures import told
from batchgame.tui.race.round import Round

CARDS = "quiz"  # the exercise whose cards a lesson can ask


class Races:
    """Rounds and their races by the place of the part in the lesson."""

    def __init__(self, session: Session, plan: Plan) -> None:
        self.session, self._plan = session, plan
        self._rounds: dict[int, Round] = {}
        self._runs: dict[int, RunPage] = {}

    def round_of(self, part: Part | None) -> Round | None:
        """Return the round of a part, with the pick that the lesson asks for; None where it has no race."""
        if part is None or not part.playable:
            return None
        key = id(part)
        if key not in self._rounds:
            found = race_of(part, self._plan.folder)
            options = self.session.options._replace(scenario=found.name)
            if part.pick is not None:
                options = options._replace(batch_size=part.pick.batch_size, momentum=part.pick.momentum)
            self._rounds[key] = Round(found.scenario, found.stage, options)
        return self._rounds[key]

    def run_of(self, part: Part | None) -> RunPage | None:
        """Return the race of a part, which begins to be computed at the first call; None where it has none."""
        round_ = self.round_of(part)
        if round_ is None:
            return None
        if id(part) not in self._runs:
            self.again(part)
        return self._runs[id(part)]

    def again(self, part: Part | None) -> None:
        """Let the race of a part begin from its start."""
        round_ = self.round_of(part)
        if round_ is not None:
            self._runs[id(part)] = RunPage(self.session, round_)

    def over(self, part: Part | None) -> RunPage | None:
        """Return the race of a part after its end; what is left of it is computed at once."""
        run = self.run_of(part)
        if run is None:
            return None
        conductor = run.conductor
        if not conductor.over:
            conductor.skip()
        while not conductor.over:
            conductor.tick(0.0)
            conductor.wait()
        if run.round.result is None:
            run.round.finish(conductor.outcomes(), conductor.frame)
        return run

    def seen(self, part: Part | None) -> int | None:
        """Return the observation that the race of a part has made true; None if there is none."""
        run = self.over(part)
        if run is None or run.round.result is None:
            return None
        result = run.round.result
        return true_option(run.round.stage.observed, result.frame, result.outcomes)

    def told(self, part: Part, text: Text) -> str:
        """Return a text of a part with its figures, computed as soon as the experiment is there."""
        say = self.session.say
        round_ = self.round_of(part)
        if round_ is not None:
            return told(round_, text, say, self.session.warm)
        return exercises.say(exercises.load(CARDS), text, say.language)
