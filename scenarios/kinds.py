"""The kinds of playables: stages of races, and exercises."""

from __future__ import annotations

from abc import ABC, abstractmethod
from dataclasses import dataclass
from typing import ClassVar

from batchgame.scenarios.proving.finding import Finding, Progress
from batchgame.scenarios.reading import library
from batchgame.scenarios.reading.exercise import Exercise
from batchgame.scenarios.reading.format import Scenario, Stage
from batchgame.scenarios.reading.text import Text
from batchgame.scenarios.text.clean import clean
from batchgame.scenarios.text.languages import LANGUAGES

LONGEST_PATH = 200  # cells


class Playable(ABC):
    """Something that can be played: it stands on the menu, or a player has typed its address.

    kind: the name of its kind. opens: the name of the page that the game opens it with.
    """

    kind: ClassVar[str]
    opens: ClassVar[str]
    is_race: ClassVar[bool] = False

    @property
    @abstractmethod
    def name(self) -> str:
        """Return the name that the commands take."""

    @property
    @abstractmethod
    def title(self) -> Text:
        """Return the title in the list."""

    @property
    @abstractmethod
    def summary(self) -> Text:
        """Return what is at stake, in a sentence or two."""

    @property
    def key(self) -> str:
        """Return the key under which progress is kept."""
        return self.name

    @property
    def fits_kiosk(self) -> bool:
        """Return whether it may be played on a machine that is open to everybody: it comes from no file of a user."""
        return True

    @property
    def file(self) -> str:
        """Return the name of what `check` proves as a whole: a scenario with all its stages, an exercise, a path."""
        return self.name

    @property
    @abstractmethod
    def extent(self) -> str:
        """Return how much is in that file: `3 stages`."""

    @abstractmethod
    def findings(self, on_progress: Progress | None = None, *, quick: bool = False) -> list[Finding]:
        """Prove the whole file by simulation, and return what is wrong with it. quick: leave out what `slow` names."""

    def slow(self) -> list[str]:
        """Return the proofs that take long on this machine, so that only a check of this file alone runs them."""
        return []

    def for_a_reader(self) -> list[Finding]:
        """Return the sentences of the whole file that no run can prove, as the file itself says, and where they are."""
        return []

    def described(self) -> dict[str, object]:
        """Return the columns of `batchgame list --json`."""
        return {
            "name": self.name,
            "title": {language: self.title[language] for language in LANGUAGES},
            "summary": {language: self.summary[language] for language in LANGUAGES},
        }


@dataclass(frozen=True)
class RaceStage(Playable):
    """One stage of a scenario. path: the file as the player typed it; None for a bundled or a daily race."""

    kind = "race"
    opens = "predict"
    is_race = True

    scenario: Scenario
    stage: Stage
    path: str | None = None

    @property
    def name(self) -> str:
        """Return the name that the commands take: `saddle`, `saddle/hair`."""
        return self.scenario.full_name(self.stage)

    @property
    def title(self) -> Text:
        """Return the title of the stage."""
        return self.stage.title

    @property
    def summary(self) -> Text:
        """Return what is at stake in this stage."""
        return self.stage.summary

    @property
    def bundled(self) -> bool:
        """Return whether the race came with the game."""
        return self.path is None and self.scenario.name in library.names()

    @property
    def key(self) -> str:
        """Return the key under which progress is kept. A teacher's own file never earns the stars of a bundled race."""
        return self.name if self.bundled else f"own/{self.name}"

    @property
    def fits_kiosk(self) -> bool:
        """Return whether the race comes from no file of a user."""
        return self.path is None

    @property
    def file(self) -> str:
        """Return the path, or the name of the scenario."""
        return self.path or self.scenario.name

    @property
    def extent(self) -> str:
        """Return the number of stages."""
        return _counted(len(self.scenario.stages), "stage")

    def findings(self, on_progress: Progress | None = None, *, quick: bool = False) -> list[Finding]:
        """Prove every stage of the scenario. A bundled one is read again, because `load` does not verify its rules."""
        from batchgame.scenarios.proving.check import check  # NumPy, which the first frame must not load

        scenario = library.path_of(self.scenario.name) if self.bundled else self.scenario
        file = clean(self.file, LONGEST_PATH)
        return [Finding(f"{file}: {where}", what) for where, what in check(scenario, on_progress=on_progress)]

    def for_a_reader(self) -> list[Finding]:
        """Return the claims that are marked with `reader`, in the first language of the file."""
        language = self.scenario.languages[0]
        return [
            Finding(f"{self.scenario.full_name(stage)}: claims[{index}]", claim.statement[language])
            for stage in self.scenario.stages
            for index, claim in enumerate(stage.claims)
            if claim.reader
        ]

    def described(self) -> dict[str, object]:
        """Return the columns of `batchgame list --json`."""
        return super().described() | {
            "examples": self.scenario.examples,
            "learning_rate": self.stage.learning_rate,
            "parallel": self.stage.parallel,
            "updates": self.stage.budget.updates,
            "epochs": self.stage.budget.epochs,
            "batch_sizes": list(self.stage.ladders.batch_size),
            "momenta": list(self.stage.ladders.momentum),
        }


@dataclass(frozen=True)
class ExercisePlayable(Playable):
    """An exercise: questions, and perhaps a page of its own, without a race."""

    kind = "exercise"
    opens = "card"

    exercise: Exercise

    @property
    def name(self) -> str:
        """Return the name that the commands take."""
        return self.exercise.name

    @property
    def title(self) -> Text:
        """Return the title of the exercise."""
        return self.exercise.title

    @property
    def summary(self) -> Text:
        """Return what the exercise is about."""
        return self.exercise.summary

    @property
    def extent(self) -> str:
        """Return the number of cards."""
        return _counted(len(self.exercise.cards), "card")

    def findings(self, on_progress: Progress | None = None, *, quick: bool = False) -> list[Finding]:
        """Run the proofs of every answer and claim."""
        from batchgame.scenarios.proving.exercise import check  # NumPy, which the first frame must not load

        return check(self.exercise, on_progress=on_progress, left_out=self.slow() if quick else ())

    def slow(self) -> list[str]:
        """Return the proofs that train networks, if that takes long here."""
        from batchgame.scenarios.proving.exercise import slow_proofs  # NumPy, which the first frame must not load

        return slow_proofs(self.exercise.name)

    def for_a_reader(self) -> list[Finding]:
        """Return the claims that are marked with `reader`."""
        return [
            Finding(f"{self.name}: claims[{index}]", claim.statement["en"])
            for index, claim in enumerate(self.exercise.claims)
            if claim.reader
        ]


def _counted(count: int, noun: str) -> str:
    return f"{count} {noun}" if count == 1 else f"{count} {noun}s"
