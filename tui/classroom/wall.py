"""The wall's session: it shows what the projector shows, and has no keys but its own language and leaving."""

from __future__ import annotations

from typing import TYPE_CHECKING

from batchgame.classroom.wire.contract import Guest, Line
from batchgame.tui.classroom.hall import WALL_SECONDS
from batchgame.tui.classroom.page import Page
from batchgame.tui.classroom.pages.wall import paint_wall, wall_map
from batchgame.tui.classroom.thin import Thin
from batchgame.tui.draw.grid import Grid
from batchgame.tui.draw.look import look
from batchgame.tui.text.catalogue import Catalogue

if TYPE_CHECKING:
    from batchgame.tui.classroom.host import Host


class Wall(Thin):
    """One terminal that shows the wall."""

    def __init__(self, host: Host, guest: Guest, line: Line) -> None:
        seen = host.hall.look_of(guest.environ)
        super().__init__(guest, line, look(seen.name, seen.folds, "light"))  # a projector in a lit room
        self.hall, self.say = host.hall, Catalogue(host.room.row.language)

    async def press(self, action: str) -> None:
        """Change the language or the ground, or leave."""
        if action == "l":
            self.say = Catalogue(self.say.other)
        elif action == "d":
            self.look = look(self.look.name, self.look.folds, "light" if self.look.theme == "dark" else "dark")
        elif action == "q":
            self.end()

    def left(self) -> None:
        """Leave; the class goes on."""
        self.hall.sessions.discard(self)
        self.hall.teachers.discard(self)

    def page(self) -> Grid:
        """Return the wall, drawn once for all terminals of this size."""
        hall, board = self.hall, self.hall.board(WALL_SECONDS)
        scene, kind = hall.scene(), board.step.kind
        area = wall_map(self.size, kind)
        picture = hall.picture(self.say.language, self.look, area.w, area.h) if area else None
        state = (scene.state, board.snapshot.version, picture is not None)

        def paint() -> Page:
            return paint_wall(board, scene, picture, self.look, self.say, self.size)

        key = ("wall", self.size, self.look, self.say.language, kind, state)
        return hall.shared(key, paint, moving=kind in ("race", "map")).grid
