"""What a class votes on: the question of a race, or a card of the quiz, in one form for all who show it."""

from __future__ import annotations

from dataclasses import dataclass
from pathlib import Path
from random import Random

from batchgame.classroom.lesson import Part, Plan, Step
from batchgame.scenarios.playables import RaceStage, find_race
from batchgame.scenarios.reading import exercise
from batchgame.scenarios.reading.text import Text
from batchgame.scenarios.reading.toml_file import ScenarioError
from batchgame.scenarios.text.clean import clean
from batchgame.scenarios.text.nearest import did_you_mean, listed


@dataclass(frozen=True)
class Ask:
    """A question with its options, in the order in which they are shown.

    right: the index of the right one; None where an observation is asked for. because: what to say about each option
    once the race has decided. places: where each option stands in its file, which is what is kept of an answer.
    """

    prompt: Text
    options: tuple[Text, ...]
    right: int | None
    because: tuple[Text | None, ...]
    places: tuple[int, ...]

    def shown(self, place: int) -> int:
        """Return the index under which the option at a place of the file is shown."""
        return self.places.index(place)

    def dealt(self, places: tuple[int, ...]) -> Ask:
        """Return the same question with its options in another order."""
        return Ask(
            self.prompt, tuple(self.options[place] for place in places),
            None if self.right is None else places.index(self.right), tuple(self.because[place] for place in places),
            places,
        )  # fmt: skip


def asked(plan: Plan, step: Step, seed: int) -> Ask | None:
    """Return the question of a step, or the one of its part, as a class sees it; None for none.

    Options of a prediction stand in the order that the room's seed deals, as in the game: whoever has seen that the
    second one is often right learns nothing. Observations keep the file's order. ScenarioError as `prediction`.
    """
    if step.part is None or step.kind in ("form", "pick", "map"):
        return None
    if step.kind == "saw":
        return observation(step.part, plan.folder)
    ask = prediction(step.part, plan.folder)
    name = step.part.card or race_of(step.part, plan.folder).name
    chance = Random(f"{seed} {name} prediction")
    return ask.dealt(tuple(index for _, index in sorted((chance.random(), index) for index in ask.places)))


def race_of(part: Part, folder: Path | None) -> RaceStage:
    """Return the race that a part is about. ScenarioError if there is none of that name."""
    address = part.playable
    if folder is not None and ".toml" in address and not Path(address).is_absolute():
        address = str(folder / address)
    return find_race(address, "vote on")


def prediction(part: Part, folder: Path | None) -> Ask:
    """Return the question that a part votes on. ScenarioError if its playable or its card does not exist."""
    if part.card:
        return _card(part.card)
    question = race_of(part, folder).stage.prediction
    right = next(index for index, option in enumerate(question.options) if option.right)
    options = tuple(option.text for option in question.options)
    because = tuple(option.betrays for option in question.options)
    return Ask(question.prompt, options, right, because, tuple(range(len(options))))


def observation(part: Part, folder: Path | None) -> Ask:
    """Return the question about what was seen in the race of a part."""
    observed = race_of(part, folder).stage.observed
    options = tuple(option.text for option in observed.options)
    return Ask(observed.prompt, options, None, (None,) * len(options), tuple(range(len(options))))


def _card(name: str) -> Ask:
    cards = {card.name: card for card in exercise.load("quiz").cards}
    if name not in cards:
        raise ScenarioError(f"unknown card {clean(name)!r}{did_you_mean(name, cards)} ({listed(cards)})")
    card = cards[name]
    because = tuple(card.because if option.right else option.betrays for option in card.options)
    options = tuple(option.text for option in card.options)
    return Ask(card.prompt, options, card.right, because, tuple(range(len(options))))
