"""The path: every stop, card and row of it exists or is still to come, and nothing that can be played is left out."""

from __future__ import annotations

from itertools import pairwise

from batchgame.scenarios.path import chapter_of, in_order, path
from batchgame.scenarios.playables import all_playables, following, stops
from batchgame.scenarios.reading import exercise
from batchgame.scenarios.text.languages import LANGUAGES

ROWS = 21  # of the list: chapters, the stops of the largest one, the ending, and a player's own files


def test_every_playable_stands_once_in_five_chapters() -> None:
    chapters = path().chapters
    assert [chapter.name for chapter in chapters] == ["batch", "parallel", "noise", "momentum", "both"]
    stops = [stop for chapter in chapters for stop in chapter.stops]
    assert len(stops) == len(set(stops))
    assert {playable.name for playable in all_playables()} <= set(stops)
    assert all(chapter.title[language] for chapter in chapters for language in LANGUAGES)


def test_exercises_stand_where_they_are_needed() -> None:
    names = [playable.name for playable in all_playables()]
    assert names.index("hessian") == names.index("saddle") + 1
    assert names.index("step") < names.index("hill")
    assert chapter_of("hessian") == chapter_of("saddle") == 2
    assert chapter_of("step") == chapter_of("hill") == 3
    assert chapter_of("epoch/rematch") == 1


def test_what_follows_is_the_next_stop_and_the_boss_ends_the_path() -> None:
    names = [playable.name for playable in all_playables()]
    for name, after in pairwise(names):
        found = following(name)
        assert (found.name if found else None) == (None if name == "boss" else after)
    assert following("daily-2026-11-24") is None
    assert path().ending == "boss"


def test_what_no_chapter_names_stands_at_the_end() -> None:
    assert in_order(["new", "boss", "epoch"]) == ["epoch", "boss", "new"]
    assert chapter_of("new") == len(path().chapters) - 1


def test_no_chapter_is_too_long_for_a_menu_that_does_not_scroll() -> None:
    assert len(path().chapters) + max(len(chapter.stops) for chapter in path().chapters) + 2 <= ROWS


def test_the_cards_of_the_chapters_are_the_deck() -> None:
    dealt = [card for chapter in path().chapters for card in chapter.cards]
    assert sorted(dealt) == sorted(card.name for card in exercise.load(path().deck).cards)


def test_the_menu_lists_the_same_without_reading_the_files() -> None:
    assert stops() == [playable.name for playable in all_playables()]
