"""The proof of a lesson: what its parts name exists, each step can be taken, and every question fits the wall."""

from __future__ import annotations

from collections.abc import Iterator
from pathlib import Path

from batchgame.classroom import question, wall
from batchgame.classroom.lesson import Part, Plan
from batchgame.classroom.question import Ask
from batchgame.scenarios.playables import RaceStage
from batchgame.scenarios.proving.figures import figures
from batchgame.scenarios.reading import exercise as exercises
from batchgame.scenarios.reading.placeholders import constants
from batchgame.scenarios.reading.text import Text
from batchgame.scenarios.reading.toml_file import ScenarioError
from batchgame.scenarios.text.clean import clean
from batchgame.scenarios.text.lines import wrap
from batchgame.scenarios.text.prose import fill

RACE_STEPS = ("picture", "race", "saw", "pick", "map")


def wrong_names(plan: Plan) -> Iterator[str]:
    """Yield what keeps a lesson from being given, one line each: unknown names, and steps that cannot be taken."""
    for index, part in enumerate(plan.lesson.parts):
        for what in _wrong(part, plan.folder):
            yield f"parts[{index}]: {what}"


def own_files(plan: Plan) -> list[str]:
    """Return the paths of the teacher's own scenario files that a lesson takes its races from."""
    found = []
    for part in plan.lesson.parts:
        if part.playable:
            race = question.race_of(part, plan.folder)
            if race.path is not None:
                found.append(race.path)
    return list(dict.fromkeys(found))


def findings(plan: Plan) -> list[str]:
    """Find everything that is wrong with a lesson. What its own scenario files claim is proved elsewhere."""
    found = list(wrong_names(plan))
    if found:
        return found
    for index, part in enumerate(plan.lesson.parts):
        for what in _too_long(part, plan):
            found.append(f"parts[{index}]: {what}")
    for name, text in (("title", plan.lesson.title), ("summary", plan.lesson.summary)):
        found += [f"{name}.{language}: empty" for language in plan.lesson.languages if not text[language].strip()]
    return found


def _wrong(part: Part, folder: Path | None) -> Iterator[str]:
    if bool(part.playable) == bool(part.card):
        if not (set(part.steps) == {"form"} and not part.playable):
            yield "a playable or a card is needed, and not both"
        return
    if part.card:
        lost = [kind for kind in part.steps if kind in RACE_STEPS]
        if lost:
            yield f"a card has no race, so no step {lost[0]!r}"
    if "map" in part.steps and "pick" not in part.steps[: part.steps.index("map")]:
        yield "a step 'map' needs a step 'pick' before it"
    if "vote again" in part.steps and "vote" not in part.steps[: part.steps.index("vote again")]:
        yield "a step 'vote again' needs a step 'vote' before it"
    try:
        question.prediction(part, folder)
        race = question.race_of(part, folder) if part.playable else None
    except ScenarioError as error:
        yield str(error)
        return
    if race is not None and part.pick is not None:
        yield from _off_the_ladder(part, race)


def _off_the_ladder(part: Part, race: RaceStage) -> Iterator[str]:
    assert part.pick is not None
    ladders = race.stage.ladders
    if part.pick.batch_size not in ladders.batch_size:
        yield f"pick.batch_size: one of {', '.join(map(str, ladders.batch_size))} is needed"
    if part.pick.momentum not in ladders.momentum:
        yield f"pick.momentum: one of {', '.join(f'{value:g}' for value in ladders.momentum)} is needed"


def _too_long(part: Part, plan: Plan) -> Iterator[str]:
    """Yield the questions that do not fit one page of the smallest wall. Longer texts are turned over, and do fit."""
    asks = []
    if {"vote", "vote again", "talk"} & set(part.steps):
        asks.append(question.prediction(part, plan.folder))
    if "saw" in part.steps:
        asks.append(question.observation(part, plan.folder))
    for ask in asks:
        for language in plan.lesson.languages:
            rows = rows_of(ask, part, plan.folder, language)
            if rows > wall.WORDS[1]:
                said = clean(_filled(ask.prompt, part, plan.folder, language), 60)
                yield f"{language}: {said!r} needs {rows} rows of a wall, {wall.WORDS[1]} are there: shorten it"


def rows_of(ask: Ask, part: Part, folder: Path | None, language: str) -> int:
    """Count the rows that a question takes on the smallest wall, with its options and what is counted."""
    prompt = wrap(_filled(ask.prompt, part, folder, language), wall.WORDS[0])
    options = [wrap(_filled(option, part, folder, language), wall.OPTION) for option in ask.options]
    return len(prompt) + wall.GAP + sum(map(len, options)) + wall.BELOW


def _filled(text: Text, part: Part, folder: Path | None, language: str) -> str:
    if part.card:
        return exercises.say(exercises.load("quiz"), text, language)
    race = question.race_of(part, folder)
    values = constants(race.scenario, race.stage, language)
    return fill(text[language], _Either(values, race))


class _Either(dict[str, str]):
    """The values of a stage, of which figures are simulated if a text asks for one."""

    def __init__(self, values: object, race: RaceStage) -> None:
        super().__init__(values)  # type: ignore[call-overload]
        self._race = race

    def __missing__(self, name: str) -> str:
        return figures(self._race.scenario, self._race.stage)[name]
