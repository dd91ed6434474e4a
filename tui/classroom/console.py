"""The console's session: the teacher's keys."""

from __future__ import annotations

import time
from typing import TYPE_CHECKING

from batchgame.classroom import names
from batchgame.classroom.wire.contract import Guest, Line
from batchgame.tui.classroom.hall import WALL_SECONDS
from batchgame.tui.classroom.pages.console import Desk, paint_console
from batchgame.tui.classroom.thin import Thin
from batchgame.tui.draw.grid import Grid
from batchgame.tui.text.catalogue import Catalogue

if TYPE_CHECKING:
    from batchgame.tui.classroom.host import Host

FEW = 5  # answers: below this a reveal is asked about
MOST_DIGITS = 6


class Console(Thin):
    """One terminal of the teacher's."""

    def __init__(self, host: Host, guest: Guest, line: Line) -> None:
        super().__init__(guest, line, host.hall.look_of(guest.environ))
        self.host, self.hall, self.say = host, host.hall, Catalogue(host.room.row.language)
        self._asking = ""  # kick, hands, close, reveal
        self._typed = ""
        self._message = ""
        self._more = False
        self._state: object = None
        self._grid: Grid | None = None

    def left(self) -> None:
        """Leave; the class goes on."""
        self.hall.sessions.discard(self)
        self.hall.teachers.discard(self)

    async def press(self, action: str) -> None:
        """Do what a key does, or go on with what is being asked."""
        self._message = ""
        if self._asking:
            await self._asked(action)
            return
        conduct = self.hall.conduct
        match action:
            case "next":
                await conduct.next()
            case "left" | "back":
                await conduct.back()
            case "s" | "right":
                await conduct.skip()
            case "+":
                conduct.extend()
            case "v":
                if self._answers() < FEW and self.hall.room.step.takes_answers:
                    self._ask("reveal")
                else:
                    await conduct.reveal()
            case "o":
                await conduct.reopen()
            case "h":
                conduct.hint()
            case "p" | "space":
                conduct.pause()
            case "r":
                conduct.replay()
            case "L":
                await self.hall.room.lock(not self.hall.room.row.locked)
            case "#" if self.hall.room.step.kind == "pick":
                self._message = self.say("class.hand_picks")
            case "k" | "#" | "X":
                self._ask({"k": "kick", "#": "hands", "X": "close"}[action])
            case "?":
                self._more = not self._more
            case "l":
                self.say = Catalogue(self.say.other)
            case "q":
                self.end(self.say("class.console_left"))

    def _answers(self) -> int:
        """Count the answers of this very moment: the board may be a quarter of a second older."""
        room = self.hall.room
        hands = sum(room.hands_of(room.step.index).values())
        return len(room.snapshot().answered) + hands + sum(count for *_, count in room.hand_picks_of(room.step.index))

    def _ask(self, what: str) -> None:
        self._asking, self._typed = what, ""

    async def _asked(self, action: str) -> None:
        """Go on with a question: digits and spaces are typed, Enter does it, Esc leaves it."""
        if action in ("back", "left", "n"):
            self._asking = ""
        elif action == "erase":
            self._typed = self._typed[:-1]
        elif action.startswith("digit:") and len(self._typed) < MOST_DIGITS:
            self._typed += action[6:]
        elif action == "space" and self._typed and " " not in self._typed:
            self._typed += " "
        elif action in ("next", "y"):
            what, self._asking = self._asking, ""
            await self._do(what, self._typed.split())

    async def _do(self, what: str, typed: list[str]) -> None:
        say, room = self.say, self.hall.room
        if what == "reveal":
            await self.hall.conduct.reveal()
        elif what == "close":
            self._message = await self.host.close()
        elif what == "kick" and typed:
            found = [seat for seat in room.all_seats() if names.read(seat.name).digits == int(typed[0])]
            for seat in found[:1] if len(found) == 1 else []:
                await self.hall.kick(seat.code)
            self._message = say("class.kicked_count", count=len(found) if len(found) == 1 else 0)
        elif what == "hands" and len(typed) == 2:
            ask, option = room.asked() if room.step.takes_answers else None, int(typed[0]) - 1
            if ask and 0 <= option < len(ask.options):
                await room.hands(ask.places[option], int(typed[1]))
                self._message = say("class.hands_counted", option=option + 1, count=int(typed[1]))

    def page(self) -> Grid:
        """Return the console; it is drawn anew only if something on it has changed."""
        hall, board = self.hall, self.hall.board(WALL_SECONDS)
        scene, desk = hall.scene()._replace(frame=0), self._desk()
        state = (board.snapshot.version, scene, desk, self.look, self.say.language, self.size, id(board))
        if self._grid is None or state != self._state:
            self._state = state
            self._grid = paint_console(board, scene, desk, self.look, self.say, self.size).grid
        return self._grid

    def _desk(self) -> Desk:
        hall, room = self.hall, self.hall.room
        snapshot = room.snapshot()
        late: list[str] = []
        if snapshot.step.takes_answers:
            waiting = snapshot.present - snapshot.answered
            late = [names.read(s.name).said(self.say.language) for s in room.all_seats() if s.code in waiting]
        lags = sorted(hall.lags)
        lag = int(1000 * lags[int(len(lags) * 0.95)]) // 5 * 5 if lags else 0
        saved = int(time.monotonic() - hall.saved_at) // 5 * 5 if hall.saved_at else None
        secrets, doors = self.host.secrets, hall.doors
        lines = [doors.line_of(user) for user in (secrets.console, secrets.wall)]
        asking = self._message or (self.say(f"class.ask_{self._asking}", typed=self._typed) if self._asking else "")
        return Desk(tuple(late), len(hall.dropped()), lag, saved, asking, self._more, *lines)
