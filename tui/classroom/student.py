"""A student's session: from the line that was typed to a seat, to votes and picks that are on disk when they say so."""

from __future__ import annotations

import asyncio
from collections.abc import Awaitable
from typing import TYPE_CHECKING, TypeVar

from batchgame.classroom import names
from batchgame.classroom.room import FullError
from batchgame.classroom.sheets import Sheet
from batchgame.classroom.store import ClosedError, SeatRow
from batchgame.classroom.wire.contract import Guest, Line
from batchgame.tui.classroom.filling import Filling
from batchgame.tui.classroom.page import Page, blank, footer, header
from batchgame.tui.classroom.pages.own import Mine, paint_own_things
from batchgame.tui.classroom.pages.standing import standing
from batchgame.tui.classroom.pages.student import map_area, paint_student
from batchgame.tui.classroom.thin import Thin
from batchgame.tui.draw.grid import Grid
from batchgame.tui.text.catalogue import Catalogue

if TYPE_CHECKING:
    from batchgame.tui.classroom.hall import Hall

Saved = TypeVar("Saved")
SLOW_SECONDS = 2.0  # without an answer from the disk: then the page says so
TRIES = 3  # at the two digits of one's name


class Student(Thin):
    """The terminal of one student."""

    def __init__(self, hall: Hall, guest: Guest, line: Line, seat: SeatRow | None) -> None:
        super().__init__(guest, line, hall.look_of(guest.environ))
        self.hall, self.seat = hall, seat
        self.say = Catalogue(seat.language if seat else hall.room.row.language)
        self._digits, self._tries = "", 0
        self._message, self._step, self._phase = "", -1, ""
        self._sure: bool | None = None
        self._answer: int | None = None
        self._knobs: tuple[int, float] | None = None
        self._row = 0
        self._filling = Filling()
        self._standing: tuple[object, tuple[str, ...]] = (None, ())
        self._own: tuple[object, Grid] | None = None
        if seat is not None:
            self._sit(seat)
        elif not hall.dropped():
            self._take("next")

    async def _new_seat(self) -> None:
        try:
            self._sit(await self.hall.room.sit(self.say.language))
        except FullError:
            key = "class.locked" if self.hall.room.row.locked else "class.full"
            self.end(self.say(key))

    def _sit(self, seat: SeatRow) -> None:
        self.seat, self.say = seat, Catalogue(seat.language)
        self.hall.take_seat(seat.code, self)

    def left(self) -> None:
        """Leave the seat; it stays, with everything that was answered."""
        self.hall.leave_seat(self)

    async def press(self, action: str) -> None:
        """Answer, turn a knob, change the language, deal another name, leave."""
        if action == "q":
            self.end(self.say("class.left", line=self.hall.doors.line))
        elif self.seat is None:
            await self._come_back(action)
        elif action == "l":
            self.seat = await self.hall.room.speak(self.seat.code, self.say.other)
            self.say = Catalogue(self.seat.language)
        elif action == "n":
            self.seat = await self.hall.room.rename(self.seat.code)
        else:
            self._follow()
            await self._answered(action)

    async def _come_back(self, action: str) -> None:
        """Take a dropped seat by the two digits of its name, or a new one."""
        if action in ("next", "back"):
            await self._new_seat()
        elif action.startswith("digit:"):
            self._digits += action[6:]
            if len(self._digits) == 2:
                digits, self._digits = int(self._digits), ""
                self._tries += 1
                found = [seat for seat in self.hall.dropped() if names.read(seat.name).digits == digits]
                if len(found) == 1:
                    self._sit(found[0])
                elif self._tries >= TRIES:
                    await self._new_seat()

    async def _answered(self, action: str) -> None:
        kind = self.hall.room.step.kind
        if kind in ("vote", "vote again", "saw"):
            await self._vote(action, asks_sure=kind != "saw")
        elif kind == "pick":
            await self._pick(action)
        elif kind == "form":
            await self._fill(action)

    async def _fill(self, action: str) -> None:
        """Answer the question of a test form that is looked at, or look at another one."""
        assert self.seat is not None
        room, at = self.hall.room, self._filling.at(self._sheet())
        option = self._filling.press(action, self._sheet())
        if option is None:
            return
        try:
            await self._saving(room.fill(self.seat.code, at, option))
        except ClosedError:
            self._message = self.say("class.too_late")
            return
        self._filling.answered(at, self._sheet())
        self._saved()

    def _sheet(self) -> Sheet:
        assert self.seat is not None
        return self.hall.room.sheet_of(self.hall.room.step.index, self.seat.code)

    async def _vote(self, action: str, *, asks_sure: bool) -> None:
        assert self.seat is not None
        ask = self.hall.room.asked()
        digit = int(action[6:]) if action.startswith("digit:") else 0
        answer, sure = self._answer, self._sure or False
        if ask is not None and 1 <= digit <= len(ask.options):
            answer = ask.places[digit - 1]
        elif asks_sure and digit in (8, 9) and answer is not None:
            sure = digit == 9
        else:
            return
        try:
            vote = await self._saving(self.hall.room.vote(self.seat.code, answer, sure))
        except ClosedError:
            self._refused()
            return
        self._answer, self._sure = vote.answer, vote.sure if asks_sure else None
        self._saved()

    async def _pick(self, action: str) -> None:
        assert self.seat is not None
        ladders = self.hall.ladders()
        if ladders is None:
            return
        if self._knobs is None:
            self._knobs = (ladders.batch_size[len(ladders.batch_size) // 2], ladders.momentum[0])
        if action in ("up", "down", "tab"):
            self._row = 1 - self._row
            return
        if action not in ("left", "right", "next"):
            return
        knobs = list(self._knobs)
        ladder = (ladders.batch_size, ladders.momentum)[self._row]
        by = {"left": -1, "right": 1, "next": 0}[action]
        knobs[self._row] = ladder[min(max(ladder.index(knobs[self._row]) + by, 0), len(ladder) - 1)]
        try:
            pick = await self._saving(self.hall.room.pick(self.seat.code, int(knobs[0]), float(knobs[1])))
        except ClosedError:
            self._refused()
            return
        self._knobs = (pick.batch_size, pick.momentum)
        self._saved()

    async def _saving(self, saving: Awaitable[Saved]) -> Saved:
        """Wait for the disk, and say so if that takes long."""
        self._message = self.say("class.sending")
        slow = asyncio.get_running_loop().call_later(SLOW_SECONDS, self._slow)
        try:
            return await saving
        finally:
            slow.cancel()

    def _slow(self) -> None:
        self._message = self.say("class.slow")
        self.draw()

    def _saved(self) -> None:
        self.hall.saved()
        self._message = ""

    def _refused(self) -> None:
        self._message = self.say("class.too_late" if self._answer is None else "class.closed_change")

    def _follow(self) -> None:
        """Forget what belongs to another step; what this seat has answered in this one is known to the room."""
        room = self.hall.room
        place = room.row.place
        if place.step != self._step and self.seat is not None:
            self._step, self._message, self._row, self._filling = place.step, "", 0, Filling()
            vote = room.vote_of(place.step, self.seat.code)
            self._answer, self._sure = (vote.answer, vote.sure) if vote else (None, None)
            if room.step.kind == "saw":
                self._sure = None
            pick = room.pick_of(place.step, self.seat.code)
            self._knobs = (pick.batch_size, pick.momentum) if pick else None
            if self._knobs is None and room.step.kind == "pick" and (ladders := self.hall.ladders()):
                self._knobs = (ladders.batch_size[len(ladders.batch_size) // 2], ladders.momentum[0])
        if place.phase != self._phase:
            self._phase, self._message = place.phase, ""

    def page(self) -> Grid:
        """Return the page that all students share, with this one's things on it."""
        if self.seat is None:
            return self._door()
        self._follow()
        hall, board = self.hall, self.hall.board()
        scene = hall.scene()
        area = map_area(self.size, board.step.kind)
        picture = hall.picture(self.say.language, self.look, area.w, area.h) if area else None
        state = (scene.state, board.snapshot.version, picture is not None)
        key = ("student", self.size, self.look, self.say.language, board.step.kind, state)

        def paint() -> Page:
            return paint_student(board, scene, picture, self.look, self.say, self.size)

        page = hall.shared(key, paint, moving=board.step.kind in ("race", "map"))
        mine = self._mine()
        own = (id(page), mine)
        if self._own is None or self._own[0] != own:
            self._own = own, paint_own_things(page, mine, scene, self.look, self.say)
            self._kept = page  # its id is the key
        return self._own[1]

    def _mine(self) -> Mine:
        assert self.seat is not None
        kind = self.hall.room.step.kind
        name = names.read(self.seat.name).said(self.say.language)
        stand = self._stand() if kind == "end" else ()
        first = self._first() if kind in ("vote again", "talk") else None
        answer = first if kind == "talk" else self._answer
        asked = self._filling.asked(self._sheet(), self.say) if kind == "form" else None
        said = self._said(first)
        index = None if answer is None else self._index(answer)
        return Mine(self.seat.code, name, said, index, self._sure, self._knobs, self._row, stand, asked)

    def _index(self, answer: int) -> int:
        """Return the index under which the page shows an answer, which is kept as its place in the file."""
        ask = self.hall.room.asked()
        return answer if ask is None else ask.shown(answer)

    def _stand(self) -> tuple[str, ...]:
        """Say where this student stands; it is computed once, since nothing is answered at the end."""
        assert self.seat is not None
        film = self.hall.last_picks()
        key = (self.seat.code, self.say.language, film is None)
        if self._standing[0] != key:
            self._standing = key, standing(self.hall.room, self.seat.code, film, self.say)
        return self._standing[1]

    def _first(self) -> int | None:
        """Return what this seat said in the first vote on the present question."""
        room = self.hall.room
        assert self.seat is not None
        firsts = (step.index for step in room.plan.steps if step.part is room.step.part and step.round == 1)
        vote = next((room.vote_of(index, self.seat.code) for index in firsts), None)
        return vote.answer if vote else None

    def _said(self, first: int | None) -> str:
        """Say what became of the answer to this step."""
        if self._message:
            return self._message
        say, step, phase = self.say, self.hall.room.step, self.hall.room.row.place.phase
        if step.kind == "pick":
            pick = self.hall.room.pick_of(step.index, self.seat.code if self.seat else "")
            if pick is None:
                return say("class.pick_help" if phase == "open" else "class.no_pick")
            return say("class.saved_pick" if phase == "open" else "class.closed_pick")
        if not step.takes_answers:
            return ""
        if step.kind == "form":
            sheet = self._sheet()
            key = "form_closed" if phase != "open" else "form_saved" if sheet.given else "form_help"
            return say(f"class.{key}", count=len(sheet.given), of=len(sheet.questions))
        if self._answer is None:
            if phase != "open":
                return say("class.no_answer")
            if first is not None:
                return say("class.said_before", answer=self._index(first) + 1)
            return say("class.nobody_sees")
        how = "" if step.kind == "saw" else say("class.sure_part", sure=say(
            "predict.certain" if self._sure else "predict.guess"))  # fmt: skip
        return say("class.saved" if phase == "open" else "class.closed", answer=self._index(self._answer) + 1, how=how)

    def _door(self) -> Grid:
        """Draw the page for who may have been here before."""
        state = ("door", self._digits, self._tries, self.size)
        if self._own is None or self._own[0] != state:
            page = blank(self.size, self.look)
            header(page, self.look, "BATCHGAME")
            text = self.say("class.were_you_here")
            y = page.grid.paragraph(1, 2, self.size[0] - 2, 6, text, self.look.text) + 1
            page.grid.text(1, y, self._digits + "_", self.look.accent, bold=True)
            footer(page, self.look, [("Enter", self.say("class.key_new")), ("q", self.say("class.key_leave"))])
            self._own = state, page.grid
        return self._own[1]
