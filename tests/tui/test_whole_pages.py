"""Nothing is cut on the pages around a race: the menu at every entry, and help over every page."""

from __future__ import annotations

from pathlib import Path

import pytest
from driving import LANGUAGES

from batchgame.scenarios.playables import all_playables
from batchgame.tui.draw.look import look
from batchgame.tui.game.desk import Desk
from batchgame.tui.game.order import first_route, open_playable
from batchgame.tui.game.route import Go, Over, Route, Start
from batchgame.tui.game.session import Session
from batchgame.tui.race.options import PlayOptions
from batchgame.tui.score.progress import Progress, Record

SIZE = (80, 24)


def desk_of(folder: Path, lang: str, route: Route | None = None, *, played: bool = True) -> Desk:
    progress = Progress.open(folder)
    for playable in all_playables() if played else []:
        record = Record(goal=True, predicted=True, par=True, best_updates=1234.5, best_epochs=123.5, best_time=1234.5)
        progress.record(playable.key, record, sure=True)
    session = Session(PlayOptions(lang=lang), look("true"), progress)  # type: ignore[arg-type]
    session.warm = True
    desk = Desk(session, route or first_route(session))
    desk.resized(*SIZE)
    return desk


def cut(desk: Desk) -> list[str]:
    return desk.paint(*SIZE).clipped


@pytest.mark.parametrize("played", [False, True])
@pytest.mark.parametrize("lang", LANGUAGES)
def test_the_menu(lang: str, played: bool, tmp_path: Path) -> None:
    desk = desk_of(tmp_path, lang, Start("menu"), played=played)
    found = {}
    for index, playable in enumerate(all_playables()):
        desk.press(f"entry:{index}")
        if desk.page.__class__.__name__ != "MenuPage":
            desk.follow(Start("menu"))
        if clipped := cut(desk):
            found[playable.name] = clipped
    assert found == {}


@pytest.mark.parametrize("lang", LANGUAGES)
def test_help_shows_every_key(lang: str, tmp_path: Path) -> None:
    desk = desk_of(tmp_path, lang, Start("menu"))
    routes = [Start("menu"), Start("first_minute")]
    routes += [open_playable(desk.session.options, playable) for playable in all_playables()]
    for route in routes:
        desk.follow(route)
        pages = [desk.page]
        if hasattr(desk.page, "round"):
            round_ = desk.page.round
            desk.follow(Go("aim", round_))
            pages.append(desk.page)
        for page in pages:
            assert cut(desk) == []
            desk.follow(Over("help", page.offers))
            grid = desk.paint(*SIZE)
            assert grid.clipped == []
            shown = "".join(glyph for row in grid.cells for glyph, _ in row).replace(" ", "")
            missing = [offer.label for offer in page.offers() if offer.label.replace(" ", "") not in shown]
            assert missing == [], route
            desk.press("back")
