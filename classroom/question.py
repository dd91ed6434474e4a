"""What a class votes on: the question of a race, or a card of the quiz, in one form for all who show it."""

from __future__ import annotations

from dataclasses import dataclass
from pathlib import Path

from batchgame.classroom.lesson import Part
from batchgame.scenarios.playables import RaceStage, find_race
from batchgame.scenarios.reading import exercise
from batchgame.scenarios.reading.text import Text
from batchgame.scenarios.reading.toml_file import ScenarioError
from batchgame.scenarios.text.clean import clean
from batchgame.scenarios.text.nearest import did_you_mean, listed


@dataclass(frozen=True)
class Ask:
    """A question with its options. right: the index of the right one; None where an observation is asked for."""

    prompt: Text
    options: tuple[Text, ...]
    right: int | None
    because: tuple[Text | None, ...]  # what to say about each option once the race has decided


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
    return Ask(question.prompt, options, right, tuple(option.betrays for option in question.options))


def observation(part: Part, folder: Path | None) -> Ask:
    """Return the question about what was seen in the race of a part."""
    observed = race_of(part, folder).stage.observed
    options = tuple(option.text for option in observed.options)
    return Ask(observed.prompt, options, None, (None,) * len(options))


def _card(name: str) -> Ask:
    cards = {card.name: card for card in exercise.load("quiz").cards}
    if name not in cards:
        raise ScenarioError(f"unknown card {clean(name)!r}{did_you_mean(name, cards)} ({listed(cards)})")
    card = cards[name]
    because = tuple(card.because if option.right else option.betrays for option in card.options)
    return Ask(card.prompt, tuple(option.text for option in card.options), card.right, because)
