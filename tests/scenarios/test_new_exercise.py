"""A new exercise is three files, its TOML, its proofs and its page: every way to play finds it."""

from __future__ import annotations

import sys
from collections.abc import Iterator
from pathlib import Path

import pytest
from cells import glyph_rows
from test_plain import plain

from batchgame.scenarios.text.languages import LANGUAGES
from batchgame.tui.draw.look import look
from batchgame.tui.game import workshops
from batchgame.tui.game.desk import Desk
from batchgame.tui.game.order import first_route
from batchgame.tui.game.session import Session
from batchgame.tui.race.options import PlayOptions
from batchgame.tui.score.progress import Progress

PAGE_OF_TOY = '''
"""The page of a toy: one key counts."""

from batchgame.tui.game.keys import Offer
from batchgame.tui.game.order import after
from batchgame.tui.game.workshops.practice_page import PracticePage


class ToyPage(PracticePage):
    """A page on which nothing can go wrong."""

    def offers(self):
        return (Offer("next", self.say("key.next")), *self.closing_offers("key.menu"))

    def paint(self, grid):
        self.header(grid)
        grid.text(2, 2, self.say("toy.counted", count=7), None)

    def press(self, action):
        if action == "next":
            self.practice.goal = True
            return after(self.practice, 0, worked=True)
        return super().press(action)


def plain(table, practice):
    """Say the same in a line."""
    table.tell("toy.counted", count=7)
    practice.goal = True


PAGE = ToyPage
'''


@pytest.fixture
def three_files(toy: Path, monkeypatch: pytest.MonkeyPatch) -> Iterator[None]:
    folder = toy.parent / "pages"
    folder.mkdir()
    (folder / "toy.py").write_text(PAGE_OF_TOY, encoding="utf-8")
    text = toy.read_text("utf-8").replace("order = 15\n", 'order = 15\npage = "toy"\n')
    toy.write_text(text, encoding="utf-8")
    monkeypatch.setattr(workshops, "__path__", [*workshops.__path__, str(folder)])
    yield
    sys.modules.pop(f"{workshops.__name__}.toy", None)
    if hasattr(workshops, "toy"):
        delattr(workshops, "toy")


def desk_of(options: PlayOptions, progress: Progress) -> Desk:
    session = Session(options, look("true"), progress)
    session.warm = True
    desk = Desk(session, first_route(session))
    desk.resized(120, 60)
    return desk


def seen(desk: Desk) -> str:
    """Return the screen as lines of text."""
    grid = desk.paint(120, 60)
    return "\n".join(glyph_rows(grid))


@pytest.mark.usefixtures("three_files")
@pytest.mark.parametrize("kiosk", [False, True])
def test_it_is_on_the_menu_and_played_on_the_screen(kiosk: bool, tmp_path: Path) -> None:
    progress = Progress.in_memory() if kiosk else Progress.open(tmp_path / "data")
    progress.set_language("en")
    menu = desk_of(PlayOptions(lang="en", kiosk=kiosk), progress)
    menu.press("digit:5")  # a chapter names it in path.toml; without a name it stands at the end of the path
    assert "A toy" in seen(menu)
    assert "toy" in [entry.name for entry in menu.page.entries]  # type: ignore[attr-defined]
    desk = desk_of(PlayOptions(scenario="toy", lang="en", kiosk=kiosk), progress)
    assert "One and one?" in seen(desk)
    for action in ("digit:2", "digit:9"):
        desk.press(action)
    assert "7 so far" in seen(desk)
    desk.press("next")
    assert "It is 2." in seen(desk) or "It was 2." in seen(desk)
    desk.press("next")
    assert progress.records["toy"].goal


@pytest.mark.usefixtures("three_files")
@pytest.mark.parametrize("language", LANGUAGES)
@pytest.mark.parametrize("kiosk", [[], ["--kiosk"]])
def test_it_is_played_in_plain_lines(
    language: str, kiosk: list[str], tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr("batchgame.tui.command.kiosk._close", lambda: None)
    game = plain(tmp_path, ["2", "9", "", "2"], "toy", "--lang", language, *kiosk)
    assert game.returncode == 0, game.stderr
    texts = {"en": ("A toy", "7 so far", "It was 2."), "zh-TW": ("玩具", "目前 7", "是 2。")}
    assert [text for text in texts[language] if text not in game.stdout] == []
