"""Draw the pictures of a class into docs/pictures/: `uv run --group dev docs/make_class_pictures.py`.

Gives a real class of twelve on port 2222, which must be free, with a wall, a zoomed wall and a console, in both
languages. Takes every kind of step that `escape` has, and a test form. Paints what each of the four terminals shows.
"""

from __future__ import annotations

import asyncio
import tempfile
from collections.abc import Callable
from copy import deepcopy
from importlib.resources import files
from pathlib import Path

from make_pictures import FOLDER, draw

from batchgame.classroom import lessons
from batchgame.classroom.folder import Folder
from batchgame.classroom.wire.contract import Guest
from batchgame.tui.classroom.door import give
from batchgame.tui.classroom.host import Asked, Host
from batchgame.tui.classroom.student import Student
from batchgame.tui.classroom.thin import Thin
from batchgame.tui.command.class_serve import look_of
from batchgame.tui.draw.grid import Grid

PORT, SEED = 2222, 7
STUDENTS = 12
VOTES = {  # by the places of options in the lesson's file
    "vote": "121321331211",
    "vote again": "111121131111",
    "saw": "221222322212",
}
PICKS = ("", "\x1b[C", "\x1b[D", "\x1b[B\x1b[C\x1b[C", "\x1b[D\x1b[D", "\x1b[C\x1b[C\x1b[B\x1b[C")
ENVIRON = {"TERM": "xterm-256color", "COLORTERM": "truecolor", "LANG": "en_US.UTF-8"}
ZOOMED, USUAL = (40, 12), (80, 24)
MOST_SECONDS = 60.0


class Nowhere:
    """A line to a terminal that nobody looks at; the pages are taken from the sessions."""

    def write(self, text: str) -> None:
        """Send nothing."""

    def clogged(self) -> bool:
        """Return that nothing waits."""
        return False

    def end(self, text: str) -> None:
        """Hang up on nobody."""


def guest(user: str, size: tuple[int, int] = USUAL) -> Guest:
    """Return somebody with a terminal of that size."""
    return Guest(user, ENVIRON, *size)


async def until(done: Callable[[], object]) -> None:
    """Wait until something is so."""
    async with asyncio.timeout(MOST_SECONDS):
        while not done():
            await asyncio.sleep(0.02)


def computed(host: Host) -> bool:
    """Return whether everything that the present step shows is computed, and its race has ended."""
    scene, kind = host.hall.scene(), host.room.step.kind
    needs_film = kind in ("race", "saw", "lesson", "map")
    if kind == "race":
        return scene.film is not None and scene.frame >= scene.film.frames // 4
    return (not scene.address or scene.texts is not None) and (not needs_film or scene.over)


async def answer(host: Host, students: list[Student]) -> None:
    """Let everybody answer the present step, but for one who is late."""
    kind, index = host.room.step.kind, host.room.step.index
    for number, student in enumerate(students[:-1]):
        if kind == "form":
            for _ in range(min(12, 4 + 2 * number)):
                student.typed(b"1")
                await asyncio.sleep(0.03)
            continue
        if kind == "pick":
            student.typed(f"{PICKS[number % len(PICKS)]}\r".encode())
        else:
            ask = host.room.asked()
            assert ask is not None
            student.typed(str(ask.shown(int(VOTES[kind][number]) - 1) + 1).encode())
        assert student.seat is not None
        code = student.seat.code
        await until(lambda code=code: host.room.pick_of(index, code) or host.room.vote_of(index, code))  # type: ignore[misc]
        if kind.startswith("vote"):
            student.typed(b"9" if number % 3 else b"8")
    await asyncio.sleep(0.5)


async def take(host: Host, students: list[Student], language: str) -> list[tuple[str, Grid]]:
    """Take the first step of every kind, and return the pages of the four terminals at each."""
    pages: list[tuple[str, Grid]] = []
    sessions: dict[str, Thin] = {
        "wall-80x24": host.local(guest("wall"), Nowhere()),  # type: ignore[dict-item]
        "wall-40x12": host.local(guest("wall", ZOOMED), Nowhere()),  # type: ignore[dict-item]
        "console-80x24": host.local(guest("console"), Nowhere()),  # type: ignore[dict-item]
        "student-80x24": students[1],
    }
    steps = {step.kind: step for step in reversed(host.room.plan.steps)}
    for step in sorted(steps.values(), key=lambda step: step.index):
        await host.hall.conduct.go(step.index)
        if step.takes_answers:
            await answer(host, students)
            pages += taken(sessions, f"{step.kind} open", language)
            await (host.hall.conduct.close() if step.kind in ("pick", "form") else host.hall.conduct.reveal())
        for session in sessions.values():
            session.page()  # asks for what has to be computed for its size
        await until(lambda: computed(host))
        await asyncio.sleep(1.0)
        pages += taken(sessions, step.kind, language)
    return pages


def taken(sessions: dict[str, Thin], step: str, language: str) -> list[tuple[str, Grid]]:
    """Return the pages of the four terminals with their names. They are drawn later: drawing holds the class up."""
    return [
        (f"class-{who.replace('-', f'-{step}-').replace(' ', '-')}-{language}", deepcopy(session.page()))
        for who, session in sessions.items()
    ]


def lesson(folder: Path) -> str:
    """Write a lesson with the parts of `escape` and a test form, and return where it is."""
    text = files(lessons).joinpath("escape.toml").read_text(encoding="utf-8")
    path = folder / "escape.toml"
    path.write_text(f'{text}\n[[parts]]\ncard = "short-batch"\nsteps = ["form"]\n', encoding="utf-8")
    return str(path)


async def main(language: str) -> None:
    """Give one class in a language."""
    with tempfile.TemporaryDirectory() as path:
        begun: asyncio.Future[Host] = asyncio.get_running_loop().create_future()
        asked = Asked(lesson(Path(path)), PORT, language, Path(path), host="192.168.1.20", seed=SEED)
        giving = asyncio.ensure_future(give(asked, Folder(Path(path), PORT), look_of, begun.set_result))
        host = await begun
        students: list[Student] = []
        for _ in range(STUDENTS):
            student = host.remote(guest("play"), Nowhere())
            assert isinstance(student, Student)
            if student.seat is None:
                student.typed(b"\r")
            await until(lambda student=student: student.seat)  # type: ignore[misc]
            students.append(student)
        pages = await take(host, students, language)
        giving.cancel()
        await asyncio.gather(giving, return_exceptions=True)
    for name, grid in pages:
        draw(grid, FOLDER / f"{name}.png")
        print(name, *(f"  CLIPPED {text!r}" for text in grid.clipped))


if __name__ == "__main__":
    for spoken in ("en", "zh-TW"):
        asyncio.run(main(spoken))
