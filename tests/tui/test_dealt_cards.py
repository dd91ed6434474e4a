"""The cards between races: which are dealt, how they come back, and how they are kept."""

from __future__ import annotations

import json
from pathlib import Path

import pytest
from driving import LANGUAGES
from test_path import RACES, SCREENS, desk_of, finished, played, seen
from test_plain import ROUND, plain

from batchgame.scenarios.path import path
from batchgame.tui.game.order import onward
from batchgame.tui.game.route import Start
from batchgame.tui.race.dealt import dealt
from batchgame.tui.score import deck
from batchgame.tui.score.progress import Progress
from batchgame.tui.score.saved import SavedCard


def _digit(card: str, option: int) -> str:
    """Return the key of an answer, given by its place in the file, as seed 0 deals it."""
    return str(dealt([card], 0).questions[card].order.index(option) + 1)


def test_a_missed_card_comes_back_and_a_known_one_does_not() -> None:
    cards = {"two-ends": deck.answered(None, False, 1), "doubling": deck.answered(None, True, 1)}
    assert deck.missed(cards) == ["two-ends"]
    assert [deck.due(cards, rounds) for rounds in (1, 2, 3)] == [[], [], ["two-ends"]]
    waits = []
    rounds = 3
    while deck.missed(cards):
        cards["two-ends"] = deck.answered(cards["two-ends"], True, rounds)
        came = next((later for later in range(rounds, 100) if deck.due(cards, later)), rounds)
        waits.append(came - rounds)
        rounds = came
    assert waits == [*deck.WAITS[1:], 0], "each time later, then no more"


def test_never_more_than_two_cards_are_dealt() -> None:
    cards = {card: SavedCard(0, 0) for chapter in path().chapters for card in chapter.cards}
    hands = [deck.hand(cards, 20, 4), deck.before_daily(cards, "daily-2026-11-24", None)]
    hands += [
        deck.before_daily({}, "daily-2026-11-24", 3),
        deck.hand({}, 2, 0),
        deck.hand({"two-ends": SavedCard(0, 0)}, 2, 0),
    ]
    assert [len(hand) for hand in hands] == [2, 2, 2, 1, 2]
    assert deck.hand({}, 2, 0)[0] in path().chapters[0].cards, "new cards are about the chapters so far"
    assert deck.hand({}, 0, 4) == deck.hand({}, 1, 4) == []


def test_in_a_kiosk_the_seed_deals() -> None:
    day = "daily-2026-11-24"
    hands = [tuple(deck.before_daily({}, day, seed)) for seed in range(8)]
    assert hands == [tuple(deck.before_daily({}, day, seed)) for seed in range(8)]
    assert len(set(hands)) > 1
    assert len({tuple(deck.hand({}, 2, 0, seed)) for seed in range(8)}) > 1


def test_cards_are_dealt_between_races_and_kept(tmp_path: Path) -> None:
    progress = played(tmp_path, *RACES)
    progress.keep_card("two-ends", SavedCard(0, 0))
    desk = desk_of(progress)
    desk.follow(onward(desk.session, finished(desk.session, "saddle")))
    assert "a card between races" in seen(desk)
    assert "the full batch, and batch size 1?" in seen(desk)
    for action in (f"digit:{_digit('two-ends', 2)}", "digit:9", "next"):
        desk.press(action)
    assert Progress.open(tmp_path).cards == {"two-ends": SavedCard(1, 3)}
    desk.press("next")
    assert "Zero gradient" in seen(desk), "the stop that follows"


def test_a_card_can_be_passed_over_and_left(tmp_path: Path) -> None:
    progress = played(tmp_path, *RACES)
    progress.keep_card("two-ends", SavedCard(0, 0))
    progress.keep_card("long-run", SavedCard(0, 0))
    desk = desk_of(progress)
    menu = desk.page
    assert "Cards due: 2." in seen(desk)
    desk.press("cards")
    assert "1 of 2" in seen(desk)
    desk.press("next")
    assert "2 of 2" in seen(desk)
    desk.press("hint")
    desk.press("next")
    assert desk.page is menu
    assert progress.cards["two-ends"] == SavedCard(0, 0)
    desk.press("cards")
    desk.press("back")
    assert type(desk.page) is type(menu)


def test_before_the_daily_race_missed_cards_are_dealt(tmp_path: Path) -> None:
    progress = played(tmp_path)
    day = "daily-2026-11-24"
    assert desk_of(progress, scenario=day).page.round.name == day  # type: ignore[attr-defined]
    progress.keep_card("two-ends", SavedCard(0, 0))
    desk = desk_of(progress, scenario=day)
    assert "a card between races" in seen(desk)
    desk.press("next")
    round_ = desk.page.round  # type: ignore[attr-defined]
    assert round_.name == day
    assert desk_of(progress, scenario=day, batch_size=4).page.round.name == day  # type: ignore[attr-defined]
    assert "a card between races" in seen(desk_of(Progress.in_memory(), scenario=day, kiosk=True))


def test_cards_and_chances_are_saved_so_that_an_older_game_reads_the_rest(tmp_path: Path) -> None:
    progress = played(tmp_path, *RACES)
    progress.keep_card("two-ends", SavedCard(0, 1))
    written = json.loads((tmp_path / "progress.json").read_text("utf-8"))
    assert written["version"] == 2
    assert written["cards"] == {"two-ends": {"box": 0, "rounds": 1}}
    assert written["chances"] == {"75": [270, 3]}
    assert set(written["records"]["epoch"]) == {
        "goal", "predicted", "par", "best_updates", "best_epochs", "best_time", "plays", "points",
    }  # fmt: skip


def test_plain_lines_deal_a_missed_card_before_the_daily_race_and_after_a_race(tmp_path: Path) -> None:
    played(tmp_path).keep_card("two-ends", SavedCard(0, 0))
    game = plain(tmp_path, ["", "q"], "daily-2026-11-24", "--lang", "en")
    assert game.stdout.index("the full batch, and batch size 1?") < game.stdout.index("Difficulty")
    played(tmp_path, *RACES)
    game = plain(
        tmp_path, [*ROUND[:-1], "n", _digit("two-ends", 2), "8", "q"], "saddle", "--lang", "en", "--trajectories", "50"
    )
    assert "the full batch, and batch size 1?" in game.stdout
    assert Progress.open(tmp_path).cards["two-ends"].box == 1


@pytest.mark.parametrize("lang", LANGUAGES)
def test_every_dealt_card_is_whole(lang: str, tmp_path: Path) -> None:
    desk = desk_of(played(tmp_path), lang=lang)
    for card in (card for chapter in path().chapters for card in chapter.cards):
        desk.follow(Start("deal", [card, "two-ends"], None))
        for action in ("redraw", "digit:1", "digit:9", "next"):
            desk.press(action)
            for width, height, _ in SCREENS[:3]:
                seen(desk, width, height)
