"""What is said after an answer: right or not, the right answer, and the reason; and what the player said before."""

from __future__ import annotations

from collections.abc import Iterator
from typing import TYPE_CHECKING

from batchgame.tui.race.figures import claims_of, told

if TYPE_CHECKING:
    from batchgame.scenarios.reading.format import Question
    from batchgame.tui.race.round import Round
    from batchgame.tui.text.catalogue import Catalogue


def verdict(round_: Round, asked: Question, chosen: int, say: Catalogue) -> str:
    """Return whether the answer is right, and the right one where it is not."""
    if asked.options[chosen].right:
        return say("transfer.right")
    right = next(option for option in asked.options if option.right)
    return f"{say('transfer.wrong')} {say('card.answer', answer=told(round_, right.text, say))}"


def reasons(round_: Round, asked: Question, chosen: int, say: Catalogue) -> list[str]:
    """Return what a wrong answer overlooks; after a right one, what each of the others would have overlooked."""
    option = asked.options[chosen]
    if option.betrays is not None and not option.right:
        return [told(round_, option.betrays, say)]
    return list(_others(round_, asked, say)) or [claims_of(round_, say)[0].statement]


def _others(round_: Round, asked: Question, say: Catalogue) -> Iterator[str]:
    for option in asked.options:
        if option.betrays is not None and not option.right:
            answer, reason = (told(round_, text, say) for text in (option.text, option.betrays))
            yield say("transfer.not", answer=answer, reason=reason)


def said(round_: Round, say: Catalogue) -> str | None:
    """Return the prediction with its question, without which it may read as its opposite; None if there is none."""
    asked, chosen = round_.stage.prediction, round_.prediction.chosen
    if chosen is None:
        return None
    question, answer = (told(round_, text, say) for text in (asked.prompt, asked.options[chosen].text))
    return say("result.said", question=question, answer=answer)
