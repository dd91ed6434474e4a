"""A test form on the screen: answered with digits, taken back with ←, written at the end; nothing is cut."""

from pathlib import Path

import pytest

from batchgame.classroom.study import answers
from batchgame.classroom.study.forms import questions
from batchgame.tui.draw.look import look
from batchgame.tui.game.desk import Desk
from batchgame.tui.game.pages.form import FormPage
from batchgame.tui.game.route import Start
from batchgame.tui.game.session import Session
from batchgame.tui.race.options import PlayOptions
from batchgame.tui.score.progress import Progress


def desk_of(path: Path, lang: str, form: str = "A") -> Desk:
    session = Session(PlayOptions(lang=lang), look("true", "", "dark"), Progress.in_memory())
    return Desk(session, Start("form", form, "before", "k7qx", 0, path))


@pytest.mark.parametrize("form", ["A", "B"])
@pytest.mark.parametrize("lang", ["en", "zh-TW"])
def test_a_form_is_answered_and_written(tmp_path: Path, lang: str, form: str) -> None:
    path = tmp_path / "answers.json"
    desk = desk_of(path, lang, form)
    page = desk.page
    assert isinstance(page, FormPage)
    desk.press("next")
    for number in range(12):
        for size in ((60, 18), (80, 24), (120, 40)):
            assert desk.paint(*size).clipped == [], number
        desk.press("digit:2")
        if number == 3:
            desk.press("left")
            desk.press("digit:1")
    assert desk.paint(60, 18).clipped == []
    assert not path.exists()
    desk.press("next")
    assert page.written
    written = answers.read(path)
    chosen = [given.option - 1 for given in written.answers]
    assert chosen == [page.orders[n][0 if n == 3 else 1] for n in range(12)]
    assert len(questions(written.form)) == 12


def test_an_unwritable_place_is_told_and_nothing_is_lost(tmp_path: Path) -> None:
    desk = desk_of(tmp_path / "gone" / "answers.json", "en")
    page = desk.page
    assert isinstance(page, FormPage)
    for action in ["next", *["digit:1"] * 12, "next"]:
        desk.press(action)
    assert page.trouble
    page.path = tmp_path / "answers.json"
    desk.press("next")
    assert page.written
