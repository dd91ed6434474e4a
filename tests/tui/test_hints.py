"""Every hint of every page can be read to its last word, in both languages and in the smallest windows."""

from __future__ import annotations

from collections.abc import Iterator
from pathlib import Path
from typing import Any

import pytest
from driving import LANGUAGES

from batchgame.scenarios.playables import all_playables
from batchgame.tui.draw.grid import Grid
from batchgame.tui.draw.look import look
from batchgame.tui.game.desk import Desk
from batchgame.tui.game.order import first_route
from batchgame.tui.game.session import Session
from batchgame.tui.race.options import PlayOptions
from batchgame.tui.race.round import HINTS
from batchgame.tui.score.progress import Progress, Record

NAMES = [playable.name for playable in all_playables()]
SIZES = ((80, 24), (60, 18))
STEPS = 9  # pages or states of a page that a hint is asked on


class Watched(Grid):
    """A grid that remembers what was written where."""

    def __init__(self, *args: Any, **named: Any) -> None:
        super().__init__(*args, **named)
        self.written: list[tuple[int, int, int]] = []

    def text(self, x: int, y: int, string: str, *args: Any, **named: Any) -> int:
        """Write one line of text, and remember its cells."""
        end = super().text(x, y, string, *args, **named)
        self.written.append((x, y, end))
        return end

    def said(self) -> str:
        """Return all texts as they can be read in the end, in the order of writing, without white space."""
        found = ("".join(glyph for glyph, _ in self.cells[y][x:end]) for x, y, end in self.written if y < self.height)
        return "".join("".join(found).split())


def desk_of(folder: Path, name: str, lang: str, record: bool) -> Desk:
    progress = Progress.open(folder)
    if record:
        progress.record("saddle/hair", Record(goal=True))
    session = Session(PlayOptions(scenario=name, lang=lang), look("true"), progress)  # type: ignore[arg-type]
    session.warm = True
    return Desk(session, first_route(session))


def asked(desk: Desk) -> Iterator[tuple[str, str]]:
    """Go through the pages that offer a hint, and yield each hint with where it was asked for."""
    page: Any = desk.page
    for _ in range(STEPS):
        page = desk.page
        name = type(page).__name__
        if name in ("RunPage", "LessonPage"):
            return
        holder = page.round if hasattr(page, "round") and hasattr(page.round, "hints") else page.practice
        first = ("find", "name", "kick", "see").index(page.step) if name == "HessianPage" else 0
        for number in range(first, HINTS):
            holder.hints = number
            if any(offer.action == "hint" and offer.live for offer in page.offers()):
                desk.press("hint")
                if hint := page.hint():
                    yield f"{name} {number + 1}", hint
        _go_on(desk, name)


def _go_on(desk: Desk, name: str) -> None:
    page: Any = desk.page
    if name in ("PredictPage", "CardPage"):
        for action in ("digit:1", "digit:8"):
            desk.press(action)
        if desk.page is page:
            desk.press("next")
    elif name == "HessianPage":
        if page.step == "find":
            page.cursor = page.point.at.copy()
            desk.press("next")
        else:
            desk.press("next" if page.step == "see" else "digit:1")
    elif name == "SummaryPage":
        for _ in range(6):
            if not page.budgets_begun:
                desk.press("digit:1")
                desk.press("down")
        desk.press("next")
    else:
        desk.press("next")


@pytest.mark.share(2)
@pytest.mark.parametrize("size", SIZES, ids=lambda size: f"{size[0]}x{size[1]}")
@pytest.mark.parametrize("lang", LANGUAGES)
@pytest.mark.parametrize("name", NAMES)
def test_every_hint_can_be_read(
    name: str, lang: str, size: tuple[int, int], tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr("batchgame.tui.game.desk.Grid", Watched)
    desk = desk_of(tmp_path, name, lang, record=size == SIZES[0])
    desk.resized(*size)
    unread, pages = [], set()
    try:
        for where, hint in asked(desk):
            pages.add(where)
            grid = desk.paint(*size)
            assert isinstance(grid, Watched)
            if "".join(hint.split()) not in grid.said():
                unread.append((where, hint))
            if size == SIZES[0]:
                unread += [(where, f"clipped: {text}") for text in grid.clipped]
    finally:
        desk.session.close(patient=False)
    assert not unread
    assert len(pages) >= HINTS
