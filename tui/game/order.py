"""What follows what: the route that opens a playable, and the one that comes after a card or a stage."""

from __future__ import annotations

from collections.abc import Callable

from batchgame.scenarios.daily.names import is_daily
from batchgame.scenarios.path import chapter_of, path
from batchgame.scenarios.playables import ExercisePlayable, Playable, RaceStage, find, following, stops
from batchgame.scenarios.reading.exercise import Exercise
from batchgame.sim.hardware import Measured
from batchgame.tui.game.route import WORKSHOP, Go, Start
from batchgame.tui.game.session import Session
from batchgame.tui.race.options import PlayOptions
from batchgame.tui.race.practice import Practice
from batchgame.tui.race.replay import line
from batchgame.tui.race.round import Round
from batchgame.tui.score import deck
from batchgame.tui.score.listing import words_for
from batchgame.tui.score.own_files import remember


def _open_race(playable: Playable, options: PlayOptions) -> tuple[object, ...]:
    assert isinstance(playable, RaceStage)
    return (Round(playable.scenario, playable.stage, options),)


def _open_exercise(playable: Playable, options: PlayOptions) -> tuple[object, ...]:
    assert isinstance(playable, ExercisePlayable)
    return Practice(playable.exercise, options.seed), 0


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
        if is_daily(options.scenario) and options.batch_size is None:  # not before a race that is run again
            seed = options.seed if options.kiosk else None
            cards = deck.before_daily(session.progress.cards, options.scenario, seed)
            return _dealt(session, cards, _open(playable, options))
        return _open(playable, options)
    if session.newcomer and session.progress.language is None and not session.progress.notice:
        known = options.lang is not None or session.look.ascii
        return Start("first_minute" if known else "language")
    return Start("menu")


def open_playable(options: PlayOptions, playable: Playable, clock: Measured | None = None) -> Go:
    """Return the first page of a playable. What the command line asked for held for its first round only.

    clock: the measured one that its race takes instead of its own.
    """
    address = words_for(playable)
    bare = options._replace(
        scenario=address,
        batch_size=None,
        momentum=None,
        learning_rate=None,
        parallel=None,
        clock=clock,
        schedule=None,
        asked=None,
    )
    return _open(playable, bare)


def _open(playable: Playable, options: PlayOptions) -> Go:
    return Start(playable.opens, *OPENERS[playable.opens](playable, options))


def first_race(options: PlayOptions) -> Go:
    """Return the first race of the menu."""
    return open_playable(options, find(stops()[0]))


def stage_after(round_: Round) -> Playable | None:
    """Return what follows a race: the next stop of the path, or of a file that is not bundled its next stage."""
    stages, name = round_.scenario.stages, round_.name
    if not round_.key.startswith("own/"):
        return following(name)
    at = stages.index(round_.stage)
    return RaceStage(round_.scenario, stages[at + 1]) if at + 1 < len(stages) else None


def onward(session: Session, round_: Round) -> Go:
    """Return what follows a race: cards that are due and then the next stop, the ending, or the menu."""
    after_ = stage_after(round_)
    if after_ is not None:
        return _dealt(session, _cards_after(session, round_.name), open_playable(session.options, after_))
    return Start("ending", line(round_)) if is_last(round_) else Start("menu", round_.name)


def onward_from(session: Session, name: str) -> Go:
    """Return what follows an exercise: cards that are due and then the next stop, or the menu after the last one."""
    after_ = following(name)
    if after_ is None:
        return Start("menu", name)
    return _dealt(session, _cards_after(session, name), open_playable(session.options, after_))


def is_last(round_: Round) -> bool:
    """Return whether the path ends after this race."""
    return round_.key == path().ending


def cards_due(session: Session) -> list[str]:
    """Return the missed cards whose time has come, no more than are dealt at once."""
    return deck.due(session.progress.cards, session.progress.rounds)[: deck.MOST]


def _cards_after(session: Session, name: str) -> list[str]:
    progress, options = session.progress, session.options
    seed = options.seed if options.kiosk else None
    return deck.hand(progress.cards, progress.rounds, chapter_of(name), seed)


def _dealt(session: Session, cards: list[str], then: Go) -> Go:
    return Start("deal", cards, then) if cards else then


def begin(exercise: Exercise, seed: int = 0) -> Go:
    """Return the first card of an exercise. seed: deals its answers."""
    return Start("card", Practice(exercise, seed), 0)


def after(practice: Practice, index: int, *, worked: bool = False) -> Go:
    """Return what follows card `index`: the exercise's own page before it was worked, the next card, or the lesson."""
    page = practice.exercise.page
    if index == 0 and page is not None and not worked:
        return Go(f"{WORKSHOP}{page}", practice)
    if index + 1 < len(practice.exercise.cards):
        return Go("card", practice, index + 1)
    return Go("lesson", practice)
