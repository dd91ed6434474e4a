"""The full-screen map of outcomes: a plane, refined while it is looked at. Enter plays the cell under the cursor."""

from __future__ import annotations

from collections.abc import Sequence
from typing import TYPE_CHECKING

from batchgame.sim.hardware import Measured
from batchgame.tui.draw.grid import Grid
from batchgame.tui.draw.layout import SMALLEST, too_small
from batchgame.tui.draw.look import Colour
from batchgame.tui.game.keys import Offer
from batchgame.tui.game.page import Page
from batchgame.tui.game.pages.plane_view import PlaneView, map_area, paint_plane
from batchgame.tui.game.route import Back, Over, Route
from batchgame.tui.game.session import Session
from batchgame.tui.maps import told
from batchgame.tui.maps.axes import SYMBOLS, Axes, Place, third
from batchgame.tui.maps.map import Map
from batchgame.tui.maps.plane import HELD_STEPS, MOST, PLANES, STRIDES, axis, downwards, nearest, passes
from batchgame.tui.maps.round_maps import plane_map
from batchgame.tui.maps.size import blocks_that_fit
from batchgame.tui.maps.view import MapView, axes_of, filled
from batchgame.tui.race.options import MapOptions
from batchgame.tui.race.round import CHANCES, Round

if TYPE_CHECKING:
    from batchgame.sim.plane import Knob

SETTLED_SECONDS = 0.2  # of the same window, or the same held value, before a new map is begun


class PlanePage(Page):
    """A plane through (B, λ, η) for one stage; `at` is the point under the cursor, with a value for each knob."""

    def __init__(self, session: Session, round_: Round, asked: MapOptions) -> None:
        super().__init__(session)
        self.round, self.asked = round_, asked
        self.x, self.y = asked.x, asked.y
        self.start: dict[Knob, float] = {
            "batch_size": round_.batch_size, "momentum": round_.momentum, "learning_rate": round_.learning_rate,
        }  # fmt: skip
        self.at = dict(self.start)
        self.shape = (0, 0)  # columns and rows that the window has room for
        self.columns: tuple[float, ...] = ()
        self.rows: tuple[float, ...] = ()
        self.map: Map | None = None
        self._begun_for: Axes | None = None
        self._still = SETTLED_SECONDS  # seconds since anything changed that the map depends on
        self._seen_version = -1
        self.resized(*SMALLEST)  # until the window is known

    @property
    def axes(self) -> Axes:
        """Return the axes as they are shown; the map follows once the window and the held value have settled."""
        return Axes(self.x, self.y, self.columns, self.rows, self.at[third(self.x, self.y)])

    @property
    def cursor(self) -> Place:
        """Return the row and column of the cell under the cursor."""
        return nearest(self.rows, self.at[self.y]), nearest(self.columns, self.at[self.x])

    @property
    def animated(self) -> bool:
        """Return whether cells come in, or the last of them are not shown yet."""
        if self._begun_for != self.axes or self.map is None:
            return True
        return not self.map.over or self.map.version != self._seen_version

    def resized(self, width: int, height: int) -> None:
        """Lay the axes out for the cells that the window has room for; the map follows when the window has settled."""
        super().resized(width, height)
        if too_small(width, height):
            return
        columns, rows = blocks_that_fit(self.session.look, map_area(width, height))
        shape = min(MOST, columns), min(MOST, rows)
        if shape != self.shape:
            self.shape = shape
            self._lay_out()

    def tick(self, seconds: float) -> bool:
        """Begin the map that the axes ask for, and show what has come in."""
        self._still += seconds
        if self._begun_for != self.axes and self._still >= SETTLED_SECONDS:
            self._begin()
            return True
        version = self.map.version if self.map else -1
        changed, self._seen_version = version != self._seen_version, version
        return changed

    def offers(self) -> Sequence[Offer]:
        """Offer a move on the map, other axes, another held value, and a game."""
        say = self.session.say
        return (
            Offer("right", say("key.move"), cap="← → ↑ ↓"),
            Offer("next", say("key.play_here"), live=self.session.warm),
            Offer("digit:1", say("key.axes"), cap="1-3"),
            Offer("faster", say("key.held", knob=SYMBOLS[self.axes.held_knob]), cap="+ -"),
            *self.closing_offers("key.back" if self.round.result else "key.menu"),
        )

    def paint(self, grid: Grid) -> None:
        """Draw the page as it is laid out, into a grid of any size."""
        paint_plane(self.pen(grid), self.view())

    def view(self) -> PlaneView:
        """Return what the page shows."""
        say, scenario, stage = self.session.say, self.round.scenario, self.round.stage
        whole, short = say.of(scenario.title), say.of(stage.title if stage.name else scenario.title)
        x, y = axes_of(self.axes)
        cells = filled(self.map.cells, self.map.axes, STRIDES) if self.map else {}
        return PlaneView(
            (f"{whole}{say('colon')}{short}" if stage.name else whole, short), told.pass_progress(say, self.map),
            told.conditions(say, self.round, self.axes), MapView(x, y, cells, self.cursor), self._told(),
        )  # fmt: skip

    def press(self, action: str) -> Route | None:
        """Move the cursor, turn the plane, or leave for a game."""
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
        """Stop computing. A player who comes back finds the cells, and the rest is begun again."""
        self.session.stop_plane()
        self.session.expect_no_plane()
        self._begun_for = None if self.map and not self.map.complete else self._begun_for

    def _told(self) -> list[tuple[str, Colour]]:
        """List the sentences about the cell under the cursor, each with its colour."""
        look, say = self.session.look, self.session.say
        cell = self.map.cells.get(self.cursor) if self.map else None
        sentences: list[tuple[str, Colour]] = [(told.knobs(self.at) + say("colon").rstrip(), look.text)]
        if cell is None:
            sentences.append((say("plane.not_yet"), look.soft))
        else:
            sentences += [(words, look.text) for words in told.outcome(say, cell)]
        if self.session.warm:
            noise, warning = told.predicted(say, self.round, self.at)
            sentences += [(words, ink) for words, ink in ((noise, look.soft), (warning, look.bad)) if words]
        return sentences

    def _lay_out(self, waits: bool = True) -> None:
        """Put values on the axes for the window as it is, and the cursor on one of their cells."""
        examples, (columns, rows) = self.round.scenario.examples, self.shape
        self.columns = axis(self.x, columns, self.start[self.x], examples)
        self.rows = downwards(self.y, axis(self.y, rows, self.start[self.y], examples))
        self._point(*self.cursor)
        self._forget()
        self._still = 0.0 if waits and self._begun_for is not None else SETTLED_SECONDS

    def _point(self, row: int, column: int) -> None:
        self.at[self.x] = self.columns[min(max(column, 0), len(self.columns) - 1)]
        self.at[self.y] = self.rows[min(max(row, 0), len(self.rows) - 1)]

    def _turn(self, by: int) -> None:
        """Turn the held knob to its next value."""
        knob = self.axes.held_knob
        count, now = 64 if knob == "batch_size" else HELD_STEPS, self.at[knob]
        steps = axis(knob, count, self.start[knob], self.round.scenario.examples)
        beyond = [value for value in steps if (value > now if by > 0 else value < now)]
        if beyond:
            self.at[knob] = min(beyond) if by > 0 else max(beyond)
            self._forget()
            self._still = 0.0

    def _forget(self) -> None:
        """Stop the running map: it was requested for other axes. The process of the next one starts at once."""
        self.session.stop_plane()
        self.session.expect_plane()
        self.map = None

    def _begin(self) -> None:
        self._begun_for, known = self.axes, self.map.cells if self.map else {}
        made = passes(self.asked.trajectories)
        kiosk, worker = self.session.options.kiosk, self.session.worker()
        self.map = plane_map(self.round, self.axes, made, kiosk, known, worker)
        self.session.work_on(self.map)

    def _play(self) -> Route:
        """Lead to the same stage at these knobs: a round without a prediction, which asks for the chance instead."""
        self.stop()
        rate, stage = self.at["learning_rate"], self.round.stage
        options = self.round.options._replace(
            batch_size=int(self.at["batch_size"]), momentum=self.at["momentum"],
            learning_rate=None if rate == stage.learning_rate else rate, schedule=self.round.schedule,
        )  # fmt: skip
        if not isinstance(self.round.parallel, Measured):  # a measured clock is in the options already
            options = options._replace(parallel=self.round.parallel)
        round_ = Round(self.round.scenario, stage, options)
        round_.chance = CHANCES[len(CHANCES) // 2]
        round_.from_map = True
        return Over("aim", round_)
