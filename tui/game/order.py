"""What follows what: the route that opens a playable, and the one that comes after a card or a stage."""

from __future__ import annotations

from collections.abc import Callable

from batchgame.scenarios.playables import ExercisePlayable, Playable, RaceStage, all_playables, find
from batchgame.scenarios.reading.exercise import Exercise
from batchgame.tui.game.route import WORKSHOP, Go, Start
from batchgame.tui.game.session import Session
from batchgame.tui.race.options import PlayOptions
from batchgame.tui.race.practice import Practice
from batchgame.tui.race.round import Round
from batchgame.tui.score.listing import words_for
from batchgame.tui.score.own_files import remember


def _open_race(playable: Playable, options: PlayOptions) -> tuple[object, ...]:
    assert isinstance(playable, RaceStage)
    return (Round(playable.scenario, playable.stage, options),)


def _open_exercise(playable: Playable, options: PlayOptions) -> tuple[object, ...]:
    assert isinstance(playable, ExercisePlayable)
    return Practice(playable.exercise), 0


# By the page that a playable opens with: the values which that page is made of.
OPENERS: dict[str, Callable[[Playable, PlayOptions], tuple[object, ...]]] = {
    "predict": _open_race,
    "card": _open_exercise,
}


def first_route(session: Session) -> Go:
    """Return what a game opens with: what was asked for, the first minute for a newcomer, else the menu.

    A player whose progress could not be read has been here before, and the menu says what became of it.
    """
    options = session.options
    if options.scenario is not None:
        playable = find(options.scenario)
        if not options.kiosk:
            remember(session.progress, playable)
        if options.plane is not None:
            return Start("map", *OPENERS[playable.opens](playable, options), options.plane)
        return _open(playable, options)
    if session.newcomer and session.progress.language is None and not session.progress.notice:
        known = options.lang is not None or session.look.ascii
        return Start("first_minute" if known else "language")
    return Start("menu")


def open_playable(options: PlayOptions, playable: Playable) -> Go:
    """Return the first page of a playable. What the command line asked for held for its first round only."""
    address = words_for(playable)
    bare = options._replace(
        scenario=address,
        batch_size=None,
        momentum=None,
        learning_rate=None,
        parallel=None,
        schedule=None,
        asked=None,
    )
    return _open(playable, bare)


def _open(playable: Playable, options: PlayOptions) -> Go:
    return Start(playable.opens, *OPENERS[playable.opens](playable, options))


def first_race(options: PlayOptions) -> Go:
    """Return the first race of the menu."""
    return open_playable(options, all_playables()[0])


def stage_after(round_: Round) -> Playable | None:
    """Return the stage that follows: of the same scenario first, then of the next one; None after the last."""
    stages = round_.scenario.stages
    at = stages.index(round_.stage)
    if at + 1 < len(stages):
        return RaceStage(round_.scenario, stages[at + 1])
    races = [playable for playable in all_playables() if playable.is_race]
    names = [playable.name for playable in races]
    if round_.name in names and names.index(round_.name) + 1 < len(names):
        return races[names.index(round_.name) + 1]
    return None


def begin(exercise: Exercise) -> Go:
    """Return the first card of an exercise."""
    return Start("card", Practice(exercise), 0)


def after(practice: Practice, index: int, *, worked: bool = False) -> Go:
    """Return what follows card `index`: the exercise's own page before it was worked, the next card, or the lesson."""
    page = practice.exercise.page
    if index == 0 and page is not None and not worked:
        return Go(f"{WORKSHOP}{page}", practice)
    if index + 1 < len(practice.exercise.cards):
        return Go("card", practice, index + 1)
    return Go("lesson", practice)
