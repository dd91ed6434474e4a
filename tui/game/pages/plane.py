"""The full-screen map of outcomes: a slice through (B, λ, η), refined while it is looked at. Enter plays a cell."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import replace
from functools import partial
from typing import TYPE_CHECKING

from batchgame.tui.draw.grid import Grid
from batchgame.tui.game.keys import Offer
from batchgame.tui.game.page import Page
from batchgame.tui.game.pages.plane_view import paint_plane
from batchgame.tui.game.route import Back, Over, Route
from batchgame.tui.game.session import Session
from batchgame.tui.maps.plane import (
    HELD_STEPS,
    PLANES,
    SYMBOLS,
    Words,
    axis,
    downwards,
    nearest,
    passes,
    request,
    third,
)
from batchgame.tui.race.round import CHANCES, Round

if TYPE_CHECKING:
    from batchgame.sim.plane import Knob
    from batchgame.tui.maps.computed import PlaneMap, Spot

SETTLED_SECONDS = 0.2  # of the same window, or the same held value, before a new map is begun


class PlanePage(Page):
    """at: the point under the cursor, a value a knob; the axes show two of them and the third is held."""

    def __init__(self, session: Session, round_: Round, words: Words) -> None:
        super().__init__(session)
        self.round, self.words = round_, words
        self.x, self.y = words.x, words.y
        self.start: dict[Knob, float] = {
            "batch_size": round_.batch_size, "momentum": round_.momentum, "learning_rate": round_.learning_rate,
        }  # fmt: skip
        self.at = dict(self.start)
        self.shape = (0, 0)  # columns and rows that the window has room for; known once it has been painted
        self.columns: tuple[float, ...] = ()
        self.rows: tuple[float, ...] = ()
        self.map: PlaneMap | None = None
        self._asked: object = None  # what the map was begun for
        self._still = SETTLED_SECONDS  # seconds since anything changed that it depends on
        self._seen_version = -1

    @property
    def held(self) -> Knob:
        """The knob that is on neither axis."""
        return third(self.x, self.y)

    @property
    def cursor(self) -> tuple[int, int]:
        """Row and column of the cell under the cursor."""
        return nearest(self.rows, self.at[self.y]), nearest(self.columns, self.at[self.x])

    @property
    def spot(self) -> Spot | None:
        """What the cell under the cursor came to; None: not computed yet."""
        return self.map.spots.get(self.cursor) if self.map else None

    @property
    def animated(self) -> bool:
        """While cells come in, and until the last of them are shown."""
        if self._asked != self._wanted() or self.map is None:
            return True
        return not self.map.over or self.map.version != self._seen_version

    def fit(self, columns: int, rows: int) -> None:
        """The window has room for so many cells; axes follow at once, the map when the window has settled."""
        if (columns, rows) != self.shape:
            self.shape = columns, rows
            self._lay_out()

    def tick(self, seconds: float) -> bool:
        """Begin the map that the axes ask for, and show what has come in."""
        self._still += seconds
        if self._asked != self._wanted() and self._still >= SETTLED_SECONDS and self.columns:
            self._begin()
            return True
        version = self.map.version if self.map else -1
        changed, self._seen_version = version != self._seen_version, version
        return changed

    def offers(self) -> Sequence[Offer]:
        """Around the map, other axes, another held value, into a game."""
        say = self.session.say
        language = (Offer("language", say("key.language")),) if not self.session.look.ascii else ()
        return (
            Offer("right", say("key.move"), cap="← → ↑ ↓"),
            Offer("next", say("key.play_here"), live=self.session.warm),
            Offer("digit:1", say("key.axes"), cap="1-3"),
            Offer("faster", say("key.held", knob=SYMBOLS[self.held]), cap="+ -"),
            *language,
            Offer("help", say("key.help")),
            Offer("back", say("key.back" if self.round.result else "key.menu")),
        )

    def paint(self, grid: Grid) -> None:
        """Draw all of it."""
        paint_plane(grid, self)

    def press(self, action: str) -> Route | None:
        """Move, turn the slice, or leave for a game."""
        if action in ("left", "right", "up", "down"):
            row, column = self.cursor
            across, down = {"left": (-1, 0), "right": (1, 0), "up": (0, -1), "down": (0, 1)}[action]
            self._point(row + down, column + across)
        elif action.startswith("cell:"):
            row, column = (int(part) for part in action.split(":")[1:])
            self._point(row, column)
        elif action.startswith("digit:") and 1 <= int(action[6:]) <= len(PLANES):
            self.x, self.y = PLANES[int(action[6:]) - 1]
            self._lay_out(waits=False)
        elif action in ("faster", "slower"):
            self._turn(1 if action == "faster" else -1)
        elif action == "next" and self.session.warm:
            return self._play()
        elif action == "back":
            self.stop()
            return Back()
        return None

    def stop(self) -> None:
        """No more computing. Who comes back finds the cells, and the rest is begun again."""
        self.session.stop_plane()
        self._asked = None if self.map and not self.map.complete else self._asked

    def _wanted(self) -> object:
        return self.x, self.y, self.columns, self.rows, self.at[self.held]

    def _lay_out(self, waits: bool = True) -> None:
        """Values on the axes for the window as it is, and the cursor on one of their cells."""
        examples, (columns, rows) = self.round.scenario.examples, self.shape
        self.columns = axis(self.x, columns, self.start[self.x], examples)
        self.rows = downwards(self.y, axis(self.y, rows, self.start[self.y], examples))
        self._point(*self.cursor)
        self._forget()
        self._still = 0.0 if waits and self._asked is not None else SETTLED_SECONDS

    def _point(self, row: int, column: int) -> None:
        self.at[self.x] = self.columns[min(max(column, 0), len(self.columns) - 1)]
        self.at[self.y] = self.rows[min(max(row, 0), len(self.rows) - 1)]

    def _turn(self, by: int) -> None:
        """The held knob to its next value."""
        knob, now = self.held, self.at[self.held]
        steps = axis(knob, 64 if knob == "batch_size" else HELD_STEPS, self.start[knob], self.round.scenario.examples)
        beyond = [value for value in steps if (value > now if by > 0 else value < now)]
        if beyond:
            self.at[knob] = min(beyond) if by > 0 else max(beyond)
            self._forget()
            self._still = 0.0

    def _forget(self) -> None:
        """What is being computed is for other axes."""
        self.session.stop_plane()
        self.map = None

    def _begin(self) -> None:
        from batchgame.tui.maps.computed import PlaneMap

        self._asked, count, known = self._wanted(), self.words.trajectories, self.map.spots if self.map else {}
        axes = self.x, self.y, self.columns, self.rows, self.at[self.held]
        asked = partial(request, self.round, *axes, count)
        size, kiosk = (len(self.rows), len(self.columns)), self.session.options.kiosk
        self.map = PlaneMap(asked, *size, passes(count), kiosk, known)
        self.session.work_on(self.map)

    def _play(self) -> Route:
        """The same stage at these knobs: a round that has left the prediction out, and asks for the chance instead."""
        self.stop()
        rate, stage = self.at["learning_rate"], self.round.stage
        options = replace(
            self.round.options, batch_size=int(self.at["batch_size"]), momentum=self.at["momentum"],
            learning_rate=None if rate == stage.learning_rate else rate, schedule=self.round.schedule,
            parallel=self.round.parallel,
        )  # fmt: skip
        round_ = Round(self.round.scenario, stage, options)
        round_.chance = CHANCES[len(CHANCES) // 2]
        round_.from_map = True
        return Over("aim", round_)
