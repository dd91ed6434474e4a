"""Where a key leads: a page returns a route, never another page. `routes.py` turns a route into a page."""

from __future__ import annotations

WORKSHOP = "workshop:"  # before the name that an exercise gives its own page: a module of workshops/ with a PAGE


class Go:
    """This page instead of the one on the screen. values: what the page is made of, beside the session."""

    def __init__(self, page: str, *values: object) -> None:
        self.page = page
        self.values = values

    def __eq__(self, other: object) -> bool:
        return type(other) is type(self) and vars(other) == vars(self)

    def __hash__(self) -> int:
        return hash((type(self), self.page))

    def __repr__(self) -> str:
        return f"{type(self).__name__}({', '.join(map(repr, (self.page, *self.values)))})"


class Over(Go):
    """This page over the one on the screen, which waits underneath."""


class Start(Go):
    """This page, and nothing waits underneath any more."""


class Back:
    """The page that waits underneath; the menu where none does."""


Route = Go | Back
