"""The same game in plain lines: through pipes, for screen readers, over the slowest line. No cursor, no colours."""

from __future__ import annotations

import sys
from collections.abc import Callable
from contextlib import suppress
from io import TextIOWrapper

from batchgame.scenarios.daily.names import is_daily
from batchgame.scenarios.path import chapter_of, path
from batchgame.scenarios.playables import Playable, find, following
from batchgame.tui.plain.ending import tell_ending, tell_table
from batchgame.tui.plain.exercise import play_cards, play_exercise
from batchgame.tui.plain.table import Left, Table, Workshop
from batchgame.tui.race.options import PlayOptions
from batchgame.tui.score import deck
from batchgame.tui.score.listing import full_title, listing, words_for
from batchgame.tui.score.own_files import listed as own_files
from batchgame.tui.score.own_files import remember
from batchgame.tui.score.progress import Progress


def _play_race(table: Table, playable: Playable, options: PlayOptions) -> None:
    from batchgame.tui.plain.round import play_round  # NumPy, which a card does without

    play_round(table, playable, options)


def _play_exercise(table: Table, playable: Playable, options: PlayOptions) -> None:
    play_exercise(table, playable)


# By the page that a playable opens with on the screen: how it is played in lines.
PLAYERS: dict[str, Callable[[Table, Playable, PlayOptions], None]] = {"predict": _play_race, "card": _play_exercise}


def play(options: PlayOptions, workshop: Workshop) -> int:
    """Play until the player leaves. Returns the exit status.

    workshop: the part of an exercise between its first card and its lesson, by the name of its page.
    """
    progress = Progress.in_memory() if options.kiosk else Progress.open()
    if isinstance(sys.stdin, TextIOWrapper):
        sys.stdin.reconfigure(errors="replace")  # what can't be read is no answer, and no reason to end
    table = Table(options, progress, workshop)
    with suppress(Left):
        sit_down(table)
    table.notice()
    table.tell("plain.bye")
    return 0


def sit_down(table: Table) -> None:
    """Play one playable after the other. What the command line asked for holds for the first one only."""
    table.tell("plain.welcome")
    table.notice()
    asked = table.options
    playable = find(asked.scenario) if asked.scenario else choose(table)
    if not asked.kiosk:
        remember(table.progress, playable)
    seed = asked.seed if asked.kiosk else None
    if asked.scenario and is_daily(asked.scenario) and asked.batch_size is None:  # not before a race run again
        play_cards(table, deck.before_daily(table.progress.cards, asked.scenario, seed))
    while True:
        PLAYERS[playable.opens](table, playable, asked)
        if playable.name == path().ending:
            tell_ending(table)
        elif following(playable.name) is not None and playable.is_race:
            cards = deck.hand(table.progress.cards, table.progress.rounds, chapter_of(playable.name), seed)
            play_cards(table, cards)
        playable = choose(table)
        asked = _onward(asked, playable)


def choose(table: Table) -> Playable:
    """List everything that can be played, with a number each. Returns the one that is picked.

    The table, the ending and the cards that are due are told on the way.
    """
    offered: dict[str, Playable] = {}
    chapter = -1
    for entry in listing(() if table.options.kiosk else own_files(table.progress)):
        playable = entry.playable
        if entry.chapter != chapter:
            chapter = entry.chapter
            table.line(_heading(table, chapter))
        if entry.page is not None:
            continue
        if playable is None:
            table.line(f"     {entry.name}{table.say('colon')}{table.say(entry.trouble or '')}")
            continue
        record = table.progress.records.get(entry.key)
        earned = (record.goal + record.predicted + record.par) if record else 0
        offered[str(len(offered) + 1)] = playable
        table.tell(
            "plain.stage", number=len(offered), title=full_title(playable, table.say), name=playable.name, stars=earned
        )
    names: dict[str, str] = {}
    for number, playable in offered.items():
        names.setdefault(playable.name, number)
    allowed = {number: number for number in offered} | names | {key: key for key in TELLERS}
    while (asked := table.ask("plain.which", allowed)) in TELLERS:
        TELLERS[asked](table)
    return offered[asked]


def _heading(table: Table, chapter: int) -> str:
    chapters = path().chapters
    own = chapter >= len(chapters)
    return table.say("menu.own") if own else f"{chapter + 1} {table.say.of(chapters[chapter].title)}"


def _cards_due(table: Table) -> None:
    due = deck.due(table.progress.cards, table.progress.rounds)[: deck.MOST]
    table.tell("menu.due", count=len(due))
    play_cards(table, due)


TELLERS: dict[str, Callable[[Table], None]] = {"t": tell_table, "e": tell_ending, "k": _cards_due}


def _onward(asked: PlayOptions, playable: Playable) -> PlayOptions:
    """Return the options for the next playable. What the command line said of knobs held for the first one only."""
    words = words_for(playable)
    return PlayOptions(words, seed=asked.seed, trajectories=asked.trajectories, kiosk=asked.kiosk)
