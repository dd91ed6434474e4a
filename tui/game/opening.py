"""Which page a game opens with."""

from __future__ import annotations

from batchgame.scenarios.reading import exercise
from batchgame.tui.game.page import Page
from batchgame.tui.game.session import Session


def first_page(session: Session) -> Page:
    """The map or the scenario that was asked for; the first minute for a newcomer; else the menu.

    Whose progress could not be read has been here before, and the menu says what became of it.
    """
    options = session.options
    if options.plane is not None:
        from batchgame.scenarios.playables import find_race
        from batchgame.tui.game.pages.plane import PlanePage
        from batchgame.tui.race.round import Round

        race = find_race(options.scenario or "", "map")
        return PlanePage(session, Round(race.scenario, race.stage, options), options.plane)
    if options.scenario is not None and exercise.exists(options.scenario):
        from batchgame.tui.race.practice import begin

        return begin(session, exercise.load(options.scenario))
    if options.scenario is not None:
        from batchgame.scenarios.playables import find_race
        from batchgame.tui.game.pages.predict import PredictPage
        from batchgame.tui.race.round import Round

        race = find_race(options.scenario, "play")
        return PredictPage(session, Round(race.scenario, race.stage, options))
    if session.newcomer and session.progress.language is None and not session.progress.notice:
        from batchgame.tui.game.pages.first_minute import FirstMinutePage, LanguagePage

        known = options.lang is not None or session.look.ascii
        return FirstMinutePage(session) if known else LanguagePage(session)
    from batchgame.tui.game.pages.menu import MenuPage

    return MenuPage(session)
