"""The path on the menu, the table that races fill, the cards between races, and the ending."""

from __future__ import annotations

import json
import re
from pathlib import Path
from typing import Any

import pytest
from cells import glyph_rows
from driving import LANGUAGES
from test_plain import plain

from batchgame.scenarios.path import path
from batchgame.scenarios.playables import all_playables, find_race, following
from batchgame.tui.draw.look import look
from batchgame.tui.draw.width import measure
from batchgame.tui.game.desk import Desk
from batchgame.tui.game.order import first_route, onward
from batchgame.tui.game.pages.transfer_view import teaser
from batchgame.tui.game.route import Route, Start
from batchgame.tui.game.session import Session
from batchgame.tui.race.dealt import dealt
from batchgame.tui.race.options import PlayOptions
from batchgame.tui.race.round import Round
from batchgame.tui.score import share
from batchgame.tui.score.listing import listing
from batchgame.tui.score.progress import Progress
from batchgame.tui.score.saved import Record, SavedCard, SavedLane, SavedRace
from batchgame.tui.score.trophy import count, table
from batchgame.tui.text.catalogue import Catalogue

SCREENS = [(80, 24, ""), (120, 40, ""), (60, 18, ""), (80, 24, "ascii"), (80, 24, "ambiguous")]
STARS_0_1 = {"epoch": (1, 1, 0), "saddle": (1, 0, 1), "saddle/hair": (1, 1, 1), "quiz": (1, 0, 0), "boss": (0, 1, 0)}


def race(stage: str, parallel: int, one: float, full: float) -> SavedRace:
    """Make a race whose lanes solved these shares."""
    lanes = {
        name: SavedLane(batch_size=size, momentum=0.0, solved=solved)
        for name, size, solved in (("one", 1, one), ("full", 20, full))
    }
    return SavedRace(stage, parallel, 20, 0.1, 100, lanes)


RACES = (race("epoch", 1, 0.1, 0.5), race("epoch/rematch", 20, 0.1, 0.5), race("saddle", 1, 0.98, 0.0))


def played(folder: Path, *races: SavedRace) -> Progress:
    """Return the progress of a player who has these races, some stars and some chances."""
    progress = Progress.open(folder)
    progress.set_language("en")
    for kept in races:
        progress.keep_race(kept)
        progress.record(kept.stage, Record(goal=True, predicted=True), sure=True, chance=(0.75, 0.9))
    return progress


def desk_of(
    progress: Progress, first: Route | None = None, folds: Any = "", colors: Any = "true", **options: Any
) -> Desk:
    session = Session(PlayOptions(**{"lang": "en"} | options), look(colors, folds), progress)
    session.warm = True
    return Desk(session, first or first_route(session))


def seen(desk: Desk, width: int = 80, height: int = 24) -> str:
    """Return the screen as lines of text, after checking that nothing on it is cut."""
    desk.resized(width, height)
    grid = desk.paint(width, height)
    assert grid.clipped == []
    return "\n".join(glyph_rows(grid))


def finished(session: Session, name: str) -> Round:
    found = find_race(name, "play")
    return Round(found.scenario, found.stage, session.options)


@pytest.mark.parametrize("lang", LANGUAGES)
@pytest.mark.parametrize(("width", "height", "folds"), SCREENS)
def test_the_path_is_whole_on_every_screen(width: int, height: int, folds: str, lang: str, tmp_path: Path) -> None:
    colors = "mono" if folds == "ascii" else "true"
    menu = desk_of(played(tmp_path, *RACES), folds=folds, lang=lang, colors=colors)
    page: Any = menu.page
    for index in range(len(page.entries)):
        page.chosen = index
        text = seen(menu, width, height)
        if (width, height) != (60, 18):
            say = menu.session.say
            assert all(say.of(chapter.title) in text for chapter in path().chapters), "the list does not scroll"


def test_one_chapter_is_unfolded_and_keys_go_through_them(tmp_path: Path) -> None:
    menu = desk_of(played(tmp_path))
    page: Any = menu.page
    assert page.entry.name == "epoch"
    assert "the hill" not in seen(menu)
    for digit, first in enumerate(("epoch", "epoch/rematch", "saddle", "step", "rescue"), 1):
        menu.press(f"digit:{digit}")
        assert page.entry.name == first
    menu.press("right")
    assert page.entry.name == "epoch", "after the last chapter comes the first"
    menu.press("left")
    assert page.entry.chapter == 4
    menu.press("digit:4")
    menu.press("up")
    assert page.entry.name == "two-weights", "the arrows walk on into the chapter before"
    assert "Two weights" in seen(menu)
    menu.press("digit:6")
    assert page.entry.name == "two-weights", "there are no files of one's own"


def test_a_chapter_counts_its_stars(tmp_path: Path) -> None:
    menu = desk_of(played(tmp_path, *RACES))
    rows = seen(menu).splitlines()
    assert "2 of 9" in next(row for row in rows if row.startswith(" 1 Batch"))
    assert "2 of 6" in next(row for row in rows if row.startswith(" 2 Parallel"))


def test_the_cursor_stands_on_the_race_just_played(tmp_path: Path) -> None:
    progress = played(tmp_path, *RACES)
    assert desk_of(progress).page.entry.name == "epoch/middle"  # type: ignore[attr-defined]
    for name in ("saddle", "gate", "quiz"):
        assert desk_of(progress, Start("menu", name)).page.entry.name == name  # type: ignore[attr-defined]


def test_the_table_fills_with_saved_races_and_outlives_the_game(tmp_path: Path) -> None:
    rows = {row.name: row for row in table(())}
    assert {row.better for row in rows.values()} == {None}
    assert rows["serial"].stop == "epoch"
    assert count(rows.values())[0] == 0
    played(tmp_path, *RACES)
    rows = {row.name: row for row in table(Progress.open(tmp_path).races)}
    better = {name: row.better for name, row in rows.items()}
    assert (better["serial"], better["parallel"]) == ("small", "same")
    assert (better["epoch"], better["gradient"], better["optimisation"]) == ("large", "large", "small")
    assert (better["test_wrong"], better["test_clean"]) == (None, None)
    assert rows["optimisation"].against is not None, "the full batch won a race as well"
    assert rows["optimisation"].told is not None
    assert rows["optimisation"].told.race.stage == "saddle"
    text = seen(desk_of(Progress.open(tmp_path)))
    assert re.search(r"gets out +■ 98% +0%", text)


@pytest.mark.parametrize("lang", LANGUAGES)
@pytest.mark.parametrize(("width", "height", "folds"), SCREENS)
def test_the_table_says_where_each_row_comes_from(
    width: int, height: int, folds: str, lang: str, tmp_path: Path
) -> None:
    desk = desk_of(played(tmp_path, *RACES[:1]), folds=folds, lang=lang)
    desk.press("test")
    page: Any = desk.page
    said = set()
    for _ in page.rows:
        text = seen(desk, width, height)
        said.add(text)
        desk.press("down")
    assert len(said) == len(page.rows)
    page.chosen = [row.name for row in page.rows].index("parallel")
    desk.press("next")
    assert desk.page.round.name == "epoch/rematch", "the stop that fills it"  # type: ignore[attr-defined]


def test_the_table_goes_back_to_where_the_menu_was(tmp_path: Path) -> None:
    desk = desk_of(played(tmp_path))
    desk.press("digit:4")
    before = desk.page
    desk.press("test")
    assert "no stop of this version fills it" in seen(desk) or "This stop fills it" in seen(desk)
    desk.press("back")
    assert desk.page is before


@pytest.mark.parametrize("lang", LANGUAGES)
@pytest.mark.parametrize(("width", "height", "folds"), SCREENS)
@pytest.mark.parametrize("kiosk", [False, True])
def test_the_ending_is_whole_and_is_copied_outside_a_kiosk(
    width: int, height: int, folds: str, lang: str, kiosk: bool, tmp_path: Path
) -> None:
    progress = played(tmp_path, *RACES)
    desk = desk_of(progress, Start("ending", "batchgame play boss --seed 7"), folds, lang=lang, kiosk=kiosk, seed=7)
    text = seen(desk, width, height)
    assert "batchgame play boss --seed 7" in text
    copied = desk.press("copy")
    if kiosk:
        assert copied is None
    else:
        assert copied is not None
        assert copied.endswith("batchgame play --seed 7")
        assert len(copied) < share.LONGEST
    assert desk.session.say("ending.photograph" if kiosk else "ending.to_share") in text


def test_the_ending_says_which_stop_fills_an_open_row(tmp_path: Path) -> None:
    desk = desk_of(played(tmp_path, *RACES[:1]), Start("ending"))
    assert "One epoch: the rematch" in seen(desk)
    assert "One epoch: the rematch" not in seen(desk_of(played(tmp_path, *RACES), Start("ending")))


def test_what_follows_a_race_is_the_next_stop_and_after_the_boss_the_ending(tmp_path: Path) -> None:
    session = desk_of(played(tmp_path)).session
    route = onward(session, finished(session, "saddle"))
    assert (route.page, route.values[0].name) == ("card", "hessian")  # type: ignore[attr-defined]
    route = onward(session, finished(session, "boss"))
    assert route.page == "ending"
    assert "play boss" in str(route.values[0])


def test_a_text_to_share_has_no_spoiler_and_the_seed_or_the_day() -> None:
    chapters = [share.ChapterStars(30, 30, 10, 10)] * 5
    for lang in LANGUAGES:
        for scenario, command in ((None, "batchgame play --seed 7"), ("daily-2026-11-24", "play daily-2026-11-24")):
            told = share.share_text(Catalogue(lang), chapters, (7, 7), (10**6, 10**6), share.command_of(scenario, 7))
            assert told.endswith(command)
            assert len(told) < share.LONGEST
            assert "█████" in told


def test_stars_of_version_0_1_stay_earned(tmp_path: Path) -> None:
    records = {
        name: {"goal": bool(goal), "predicted": bool(predicted), "par": bool(par), "plays": 2, "points": 1}
        for name, (goal, predicted, par) in STARS_0_1.items()
    }
    old = {"version": 1, "language": "en", "theme": "dark", "sure": [2, 3], "unsure": [0, 1], "records": records}
    (tmp_path / "progress.json").write_text(json.dumps(old), "utf-8")
    desk = desk_of(Progress.open(tmp_path))
    assert f"{sum(map(sum, STARS_0_1.values()))} of {3 * len(all_playables())} stars" in seen(desk)
    chapters = share.by_chapter(listing(), Progress.open(tmp_path).records)
    assert [chapter.earned for chapter in chapters] == [2, 0, 2, 3, 2]
    desk.press("digit:4")
    assert "★★★" in next(row for row in seen(desk).splitlines() if "a hair beside it" in row)
    assert Progress.open(tmp_path).records.keys() == STARS_0_1.keys()


@pytest.mark.parametrize("lang", LANGUAGES)
def test_a_race_leads_on_with_the_stop_that_follows(lang: str) -> None:
    say = Catalogue(lang)
    for playable in all_playables():
        if playable.is_race:
            race_ = find_race(playable.name, "play")
            line = teaser(Round(race_.scenario, race_.stage, PlayOptions()), say, 78)
            assert measure(line) <= 78
            after = following(playable.name)
            assert after is None or line.endswith(say.of(after.title)) or line == say.of(after.summary)


def test_plain_lines_have_chapters_the_table_the_cards_and_the_ending(tmp_path: Path) -> None:
    played(tmp_path, *RACES).keep_card("two-ends", SavedCard(0, 0))
    right = str(dealt(["two-ends"], 0).questions["two-ends"].order.index(2) + 1)
    game = plain(tmp_path, ["t", "k", right, "9", "k", "e", "q"], "--lang", "en")
    assert (game.returncode, game.stderr) == (0, "")
    for said in ("3 Noise\n", "Better off: small.", "Cards due: 1.", "Cards due: 0.", "TO SHARE: batchgame ★"):
        assert said in game.stdout
    assert Progress.open(tmp_path).cards["two-ends"].box == 1
    game = plain(tmp_path, ["e", "q"], "--lang", "zh-TW", "--kiosk")
    assert "留念：batchgame" in game.stdout
