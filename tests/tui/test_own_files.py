"""A player's own scenario files: the menu keeps what was played, with its stars, and says what became of a file."""

from __future__ import annotations

import json
import os
import re
import sys
from pathlib import Path

import pytest
from cells import glyph_rows
from test_plain import plain

from batchgame.scenarios.reading import library
from batchgame.tui.draw.look import look
from batchgame.tui.game.desk import Desk
from batchgame.tui.game.order import first_route
from batchgame.tui.game.session import Session
from batchgame.tui.race.options import PlayOptions
from batchgame.tui.score.progress import Progress
from batchgame.tui.score.saved import Record

EXAMPLE = re.compile(r"```toml\n(.*?)```", re.DOTALL)
README = Path(library.__file__).parents[1] / "README.md"
ROWS = 60  # enough for the whole list


@pytest.fixture
def own(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> Path:
    """Write a scenario of the player's own, and stand in its folder."""
    found = EXAMPLE.search(README.read_text("utf-8"))
    assert found
    path = tmp_path / "my.toml"
    path.write_text(found[1], "utf-8")
    monkeypatch.chdir(tmp_path)
    return path


def opened(folder: Path, *, scenario: str | None = None, kiosk: bool = False, lang: str = "en") -> Desk:
    progress = Progress.open(folder)
    progress.set_language("en")
    session = Session(PlayOptions(scenario=scenario, lang=lang, kiosk=kiosk), look("true"), progress)
    session.warm = True
    desk = Desk(session, first_route(session))
    desk.resized(120, ROWS)
    return desk


def seen(desk: Desk) -> str:
    """Return the screen as lines of text."""
    grid = desk.paint(120, ROWS)
    return "\n".join(glyph_rows(grid))


def played(own: Path) -> Path:
    """Play the file once by a relative path, and return the folder of the progress."""
    folder = own.parent / "data"
    desk = opened(folder, scenario="my.toml")
    key = desk.page.round.key  # type: ignore[attr-defined]
    assert key.startswith("own/")
    desk.page.session.progress.record(key, Record(goal=True, predicted=True))
    return folder


def test_a_played_file_is_on_the_menu_with_its_stars(own: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    folder = played(own)
    stored = json.loads((folder / "progress.json").read_text("utf-8"))
    assert stored["version"] == 2
    assert list(stored["files"]) == [str(own)], "the absolute path, wherever the next game is started"
    monkeypatch.chdir("/")
    menu = opened(folder)
    own_entries = [entry for entry in menu.page.entries if entry.own]  # type: ignore[attr-defined]
    assert len(own_entries) == 1
    menu.press(f"entry:{menu.page.entries.index(own_entries[0])}")  # type: ignore[attr-defined]
    line = next(row for row in seen(menu).splitlines() if "★★☆" in row)
    assert own_entries[0].playable is not None
    assert menu.session.say.of(own_entries[0].playable.title)[:12] in seen(menu)
    assert line
    menu.press("next")
    assert menu.page.round.key == own_entries[0].key  # type: ignore[attr-defined]


@pytest.mark.parametrize("lang", ["en", "zh-TW"])
@pytest.mark.parametrize("became", ["missing", "changed", "unreadable"])
def test_a_file_that_cannot_be_played_any_more_says_why(became: str, lang: str, own: Path) -> None:
    folder = played(own)
    if became == "missing":
        own.unlink()
    elif became == "changed":
        own.write_text(own.read_text("utf-8") + "\n# another line\n", "utf-8")
    else:
        own.write_bytes(b"\xff\xfe\x00")
    menu = opened(folder, lang=lang)
    entries = menu.page.entries  # type: ignore[attr-defined]
    (entry,) = [entry for entry in entries if entry.own]
    assert (entry.playable, entry.trouble) == (None, f"menu.file_{became}")
    menu.press(f"entry:{entries.index(entry)}")
    text = seen(menu)
    assert "my.toml" in text
    reason = menu.session.say(entry.trouble)
    assert re.sub(r"\s", "", reason)[:8] in re.sub(r"\s", "", text)
    before = menu.page
    menu.press("next")
    assert menu.page is before, "it can't be played"
    own.write_text(EXAMPLE.search(README.read_text("utf-8"))[1], "utf-8")  # type: ignore[index]
    assert [entry.playable is None for entry in opened(folder).page.entries if entry.own] == [False]  # type: ignore[attr-defined]


def test_a_kiosk_lists_no_file_of_a_user(own: Path) -> None:
    folder = played(own)
    menu = opened(folder, kiosk=True)
    assert not any(entry.own for entry in menu.page.entries)  # type: ignore[attr-defined]
    assert "my.toml" not in seen(menu)


@pytest.mark.skipif(sys.platform != "linux", reason="names of any bytes")
def test_a_name_that_is_no_text_is_played_and_not_remembered(own: Path) -> None:
    name = os.fsdecode(b"m\xff.toml")
    own.rename(own.parent / name)
    folder = own.parent / "data"
    desk = opened(folder, scenario=name)
    desk.page.session.progress.record(desk.page.round.key, Record(goal=True))  # type: ignore[attr-defined]
    progress = Progress.open(folder)
    assert progress.files == {}
    assert len(progress.records) == 1
    assert progress.notice is None


@pytest.mark.parametrize(("written", "lang"), [("zh-TW", "en"), ("en", "zh-TW"), ("en", "en")])
def test_a_file_in_one_language_says_so_to_a_player_of_the_other(written: str, lang: str, own: Path) -> None:
    other = {"en": "zh-TW", "zh-TW": "en"}[written]
    text = re.sub(rf'^.*\b{other} = "[^"]*"\s*$\n', "", own.read_text("utf-8"), flags=re.MULTILINE)
    text = re.sub(rf'(, )?\b{other} = "[^"]*"(, )?(?=[ }}a-z])', "", text)
    own.write_text(f'languages = ["{written}"]\n{text}', "utf-8")
    desk = opened(own.parent / "data", scenario="my.toml", lang=lang)
    said = desk.session.say(f"written_in.{written}", count=len(desk.page.round.stage.prediction.options))  # type: ignore[attr-defined]
    assert (said in seen(desk)) == (written != lang)
    answers = plain(own.parent / "lines", ["q"], "my.toml", "--lang", lang).stdout
    assert (said in answers) == (written != lang)
