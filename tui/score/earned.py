"""What a round or an exercise has earned, as records for the player's progress."""

from __future__ import annotations

from typing import TYPE_CHECKING

from batchgame.scenarios.path import path
from batchgame.tui.score.deck import answered
from batchgame.tui.score.progress import Progress, Record
from batchgame.tui.score.stars import CALL, Stars, chance_points, points, stars

if TYPE_CHECKING:
    from batchgame.scenarios.reading.exercise import Card
    from batchgame.tui.maps.map import Map
    from batchgame.tui.race.practice import Practice
    from batchgame.tui.race.round import Round


def earned(round_: Round, map_: Map) -> Stars:
    """Return the stars of a race as it was run within its budget; par is unknown until the map is complete."""
    return stars(round_.scored["you"].probability, round_.right, round_.median, map_.par(), map_.complete)


def guessed(round_: Round) -> int:
    """Return the points for the prediction, or from the second race on for the chance to solve."""
    if round_.chance is None:
        return points(round_.right, bool(round_.prediction.sure))
    return chance_points(round_.chance, round_.scored["you"].probability)


def chance(round_: Round) -> tuple[float, float] | None:
    """Return the chance that the player gave the pick, and the share that solved; None where it was not asked."""
    return None if round_.chance is None else (round_.chance, round_.scored["you"].probability)


def record(round_: Round, map_: Map, *, first: bool) -> Record:
    """Return a finished round for the progress file. first: the round itself, and not only a star that came later."""
    won, outcome = earned(round_, map_), round_.scored["you"]
    return Record(
        goal=won.goal,
        predicted=won.predicted,
        par=bool(won.par),
        best_updates=outcome.median_updates if won.goal else None,
        best_epochs=outcome.median_epochs if won.goal else None,
        best_time=outcome.median_time if won.goal else None,
        plays=int(first),
        points=guessed(round_) + CALL * bool(round_.called) if first else 0,
    )


WELL = 0.8  # of the cards of an exercise without a page: the star for predicting


def record_answer(progress: Progress, practice: Practice, card: Card) -> None:
    """Keep one answer of an exercise: its points, and how sure the player was. It counts from here on."""
    question = practice.questions[card.name]
    earned_points = points(question.is_right, bool(question.sure))
    progress.record(
        practice.name, Record(plays=0, points=earned_points), sure=bool(question.sure), right=question.is_right
    )
    if practice.name == path().deck:
        progress.keep_card(card.name, answered(progress.cards.get(card.name), question.is_right, progress.rounds))


def record_named(progress: Progress, practice: Practice, *, right: bool, sure: bool) -> None:
    """Keep one answer that a page asks for besides the cards: its points, and how sure the player was."""
    progress.record(practice.name, Record(plays=0, points=points(right, sure)), sure=sure, right=right)


def record_practice(progress: Progress, practice: Practice) -> None:
    """Keep the stars of an exercise, once, when everything has been answered or done."""
    if practice.kept:
        return
    practice.kept = True
    cards = practice.exercise.cards
    if practice.has_workshop:
        predicted = practice.questions[cards[0].name].is_right
        stars_ = Record(goal=practice.goal, predicted=predicted, par=practice.par)
    else:
        right = practice.right
        stars_ = Record(goal=True, predicted=right >= WELL * len(cards), par=right == len(cards))
    progress.record(practice.name, stars_)
