"""The table of pages, and the stack of those that wait under the one on the screen.

A page's module is imported when a route first names it, so that the first frame loads one page and not all of them.
"""

from __future__ import annotations

from importlib import import_module

from batchgame.tui.game import workshops
from batchgame.tui.game.page import Page
from batchgame.tui.game.route import WORKSHOP, Back, Go, Over, Route, Start
from batchgame.tui.game.session import Session

PAGES = {
    "language": "pages.language:LanguagePage",
    "first_minute": "pages.first_minute:FirstMinutePage",
    "menu": "pages.menu:MenuPage",
    "help": "pages.help:HelpPage",
    "predict": "pages.predict:PredictPage",
    "aim": "pages.aim:AimPage",
    "run": "pages.run:RunPage",
    "fork": "pages.fork:ForkPage",
    "fork_run": "pages.fork_run:ForkRunPage",
    "see": "pages.see:SeePage",
    "result": "pages.result:ResultPage",
    "claims": "pages.claims:ClaimsPage",
    "transfer": "pages.transfer:TransferPage",
    "map": "pages.plane:PlanePage",
    "trophy": "pages.trophy:TrophyPage",
    "ending": "pages.ending:EndingPage",
    "deal": "pages.deal:DealPage",
    "warmup": "pages.warmup:WarmupPage",
    "form": "pages.form:FormPage",
    "card": "workshops.card:CardPage",
    "lesson": "workshops.lesson:LessonPage",
}


def page_class(name: str) -> type[Page]:
    """Return the class of the page that a route names."""
    if name.startswith(WORKSHOP):
        found: type[Page] = workshops.module(name.removeprefix(WORKSHOP)).PAGE
        return found
    where, _, what = PAGES[name].partition(":")
    found = getattr(import_module(f"batchgame.tui.game.{where}"), what)
    return found


class Pages:
    """The page on the screen and those that wait underneath; the one mutable object that routes move."""

    def __init__(self, session: Session, first: Route) -> None:
        self.session = session
        self._stack: list[Page] = []
        self.follow(first)

    @property
    def top(self) -> Page:
        """Return the page on the screen."""
        return self._stack[-1]

    def follow(self, route: Route) -> None:
        """Go where a route leads."""
        if isinstance(route, Back):
            self._stack.pop().left()
            if not self._stack:
                self.follow(Start("menu"))
            return
        page = page_class(route.page)(self.session, *route.values)
        while self._stack and not isinstance(route, Over):
            self._stack.pop().left()
            if not isinstance(route, Start):
                break
        self._stack.append(page)


__all__ = ["PAGES", "Back", "Go", "Over", "Pages", "Route", "Start", "page_class"]
