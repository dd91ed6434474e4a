"""Every page of the route table is reached as a player reaches it, and painting it changes nothing but the grid."""

from __future__ import annotations

import time
from collections.abc import Callable, Iterator
from functools import cached_property
from pathlib import Path
from typing import Any

import numpy as np
import pytest
from textual.app import App

from batchgame.scenarios.reading import exercise
from batchgame.tui.draw.grid import Grid
from batchgame.tui.draw.look import look
from batchgame.tui.game.desk import Desk
from batchgame.tui.game.route import WORKSHOP, Start
from batchgame.tui.game.routes import PAGES, page_class
from batchgame.tui.game.session import Session
from batchgame.tui.race.options import MapOptions, PlayOptions
from batchgame.tui.race.round import Round
from batchgame.tui.score.progress import Progress

SIZES = ((80, 24), (120, 40))
WORKSHOPS = [f"{WORKSHOP}{page}" for page in (exercise.load(name).page for name in exercise.names()) if page]
WAIT = 60.0  # seconds
ROUND = ("1", "9")


@pytest.fixture
def session(tmp_path: Path) -> Iterator[Session]:
    """Make a session whose experiment is imported."""
    session = Session(PlayOptions(trajectories=20, lang="en"), look("true"), Progress.open(tmp_path))
    session.warm = True
    yield session
    session.close(patient=False)


KEYS = {"enter": "next", "f": "fork", "s": "sources", "m": "map", "+": "faster", "?": "help"}


def play(session: Session, first: str, *keys: str) -> Desk:
    """Press keys from a page on; "race" runs the race to its end, and "map" waits until a map has a cell."""
    race = Round(*_stage(), session.options) if first in ("predict", "map") else None
    values: tuple[Any, ...] = () if race is None else (race,) if first == "predict" else (race, MapOptions())
    values = (["two-ends", "long-run"], None) if first == "deal" else values
    desk = Desk(session, Start(first, *values))
    desk.resized(80, 24)
    for key in keys:
        if key == "race":
            _until(lambda: desk.page.conductor.over, desk)  # type: ignore[attr-defined]
        elif key == "map":
            _until(lambda: desk.page.map is not None and desk.page.map.version > 0, desk)  # type: ignore[attr-defined]
        else:
            desk.press(KEYS.get(key, f"digit:{key}" if key.isdigit() else key))
    return desk


def _stage() -> tuple[Any, Any]:
    from batchgame.scenarios.playables import find_race

    race = find_race("saddle", "play")
    return race.scenario, race.stage


def _until(done: Callable[[], bool], desk: Desk) -> None:
    end = time.monotonic() + WAIT
    while not done():
        assert time.monotonic() < end
        desk.page.tick(0.5)
        time.sleep(0.01)


RESULT = (*ROUND, "enter", "enter", "race", "enter", "1")
# How a player comes to each page of the table.
WAYS: dict[str, tuple[str, ...]] = {
    "language": ("language",),
    "first_minute": ("first_minute",),
    "menu": ("menu",),
    "help": ("menu", "?"),
    "predict": ("predict",),
    "aim": ("predict", *ROUND),
    "run": ("predict", *ROUND, "enter"),
    "fork": ("predict", *ROUND, "enter", "one_update", "f"),
    "fork_run": ("predict", *ROUND, "enter", "one_update", "f", "left", "enter"),
    "see": ("predict", *ROUND, "enter", "enter", "race", "enter"),
    "result": ("predict", *RESULT),
    "claims": ("predict", *RESULT, "show", "s"),
    "transfer": ("predict", *RESULT, "show", "enter", "1"),
    "map": ("map", "map"),
    "trophy": ("menu", "test"),
    "ending": ("ending",),
    "deal": ("deal",),
}


OF_COMMANDS = ("warmup", "form")  # pages that a command of their own opens; tests/classroom comes to them


def reached(session: Session, name: str) -> Desk:
    """Return the game at a page of the table."""
    if name in WAYS:
        return play(session, *WAYS[name])
    exercise_ = name.removeprefix(WORKSHOP) if name.startswith(WORKSHOP) else "quiz"
    from batchgame.tui.game.order import begin

    desk = Desk(session, begin(exercise.load(exercise_.replace("_", "-"))))
    desk.resized(80, 24)
    if name == "lesson":
        for _ in exercise.load(exercise_.replace("_", "-")).cards:
            for action in ("digit:1", "digit:8", "next"):
                desk.press(action)
    elif name != "card":
        for action in ("digit:1", "digit:8"):
            desk.press(action)
    return desk


def fingerprint(value: Any, seen: set[int] | None = None) -> Any:
    """Return all that a value holds, as plain data: what painting might have changed.

    Values that are computed once from a round's own fields are left out, and so is the sitting's process table.
    """
    seen = set() if seen is None else seen
    if isinstance(value, str | int | float | bool | bytes | None):
        return value
    if isinstance(value, np.ndarray):
        return value.tobytes()
    if id(value) in seen:
        return "…"
    seen = seen | {id(value)}
    if isinstance(value, dict):
        return [(fingerprint(key, seen), fingerprint(item, seen)) for key, item in value.items()]
    if isinstance(value, list | tuple | set | frozenset):
        return [fingerprint(item, seen) for item in value]
    if type(value).__module__.startswith("batchgame.tui") and not isinstance(value, App):
        lazy = {name for name, item in vars(type(value)).items() if isinstance(item, cached_property)}
        held = vars(value) if hasattr(value, "__dict__") else {}
        return [(name, fingerprint(item, seen)) for name, item in held.items() if name not in lazy]
    return repr(type(value)), id(value)


def workers(session: Session, page: Any) -> list[Any]:
    """Return the worker processes by their numbers, and whether each was left to do its work."""
    maps = [*session._maps.values(), getattr(page, "map", None), session._plane]
    alive = [map_._process for map_ in maps if map_ is not None]
    return [(process.pid, process.poll() in (None, 0)) for process in alive]


@pytest.mark.parametrize("name", [*(name for name in PAGES if name not in OF_COMMANDS), *WORKSHOPS])
def test_painting_changes_nothing_but_the_grid(session: Session, name: str) -> None:
    desk = reached(session, name)
    page = desk.page
    assert type(page) is page_class(name), "a page of the table that no test comes to"
    # A map that is still being computed changes by itself; wait until it is complete.
    for map_ in [*session._maps.values(), getattr(page, "map", None)]:
        if map_ is not None:
            map_.join(WAIT)
    session.settle()
    before, working = fingerprint([page, session]), workers(session, page)
    painted: dict[tuple[int, int], list[Any]] = {}
    for _ in range(2):
        for size in SIZES:
            grid = Grid(*size, folds=session.look.folds)
            page.paint(grid)
            painted.setdefault(size, []).append(grid.cells)
    assert fingerprint([page, session]) == before
    assert workers(session, page) == working
    for first, second in painted.values():
        assert first == second, "the same page looks the same"
        assert any(glyph.strip() for row in first for glyph, _ in row), "something is painted"


def test_a_map_that_is_computed_survives_a_paint_at_another_size(session: Session) -> None:
    desk = play(session, "map", "map")
    page: Any = desk.page
    process = page.map._process
    page.paint(Grid(120, 40))
    page.paint(Grid(60, 18))
    assert page.map is not None
    assert page.map._process is process
    assert process.poll() is None or page.map.over


def test_back_leads_to_the_page_that_waits_and_else_to_the_menu(session: Session) -> None:
    desk = play(session, *WAYS["fork_run"])
    desk.press("back")
    assert type(desk.page) is page_class("run")
    desk = play(session, "map", "map")
    desk.press("next")
    assert type(desk.page) is page_class("aim")
    desk.press("back")
    assert type(desk.page) is page_class("map")
    desk.press("back")
    assert type(desk.page) is page_class("menu")
