"""What the teacher does beside turning pages: hands counted for picks, a hint on the wall, a clock on every screen."""

import asyncio
from pathlib import Path

from giving import given, seated, step_of

from batchgame.classroom import export
from batchgame.classroom.board import board
from batchgame.classroom.lesson import load
from batchgame.classroom.question import prediction
from batchgame.classroom.room import Room
from batchgame.classroom.wire.contract import Guest
from batchgame.classroom.wire.local import ordered
from batchgame.classroom.wire.robot import Robot
from batchgame.tui.classroom.host import Host
from batchgame.tui.classroom.thin import Thin
from batchgame.tui.draw.grid import Grid

TIMED = """format = 1
kind = "lesson"
name = "timed"
title = { en = "In time", zh-TW = "計時" }
summary = { en = "A vote with a clock.", zh-TW = "有時限的投票。" }

[[parts]]
card = "short-batch"
timer = 60
steps = ["vote"]
"""


class Nowhere:
    def write(self, text: str) -> None: ...
    def end(self, text: str) -> None: ...
    def clogged(self) -> bool:
        return False


def opened(host: Host, page: str, size: tuple[int, int] = (80, 24)) -> Thin:
    found = host.local(
        Guest(page, {"TERM": "xterm-256color", "COLORTERM": "truecolor", "LANG": "C.UTF-8"}, *size), Nowhere()
    )
    assert isinstance(found, Thin)
    return found


def text_of(grid: Grid) -> str:
    return "\n".join("".join(glyph for glyph, _ in row) for row in grid.cells)


async def shows(session: Thin, said: str) -> None:
    async with asyncio.timeout(30):
        while said not in text_of(session.page()):
            await asyncio.sleep(0.05)


def test_hands_for_a_pick_are_dots_on_the_map_and_rows_of_the_export(tmp_path: Path) -> None:
    async def play() -> None:
        async with given(tmp_path) as host, seated(host, 1) as (robot,):
            said = await ordered(host.folder.socket, "pick 4 0.9 3")
            assert said.startswith("no this step takes no picks")
            await host.hall.conduct.go(step_of(host, "pick"))
            await host.room.pick(robot.seat, 1, 0.0)
            assert (await ordered(host.folder.socket, "pick 3 0.9 3")).startswith("no --batch-size is one of 1, 2, 4")
            assert (await ordered(host.folder.socket, "pick 4 0.9 7")).startswith("ok hands counted: 7")
            # The second count replaces the first.
            assert (await ordered(host.folder.socket, "pick 4 0.9 3")).startswith("ok hands counted: 3")
            await host.hall.conduct.close()
            await host.hall.conduct.go(step_of(host, "map"))
            again = Room(host.room.store, load("escape"), host.room.row)  # as after the death of the process
            hands = [pick for pick in board(again, host.hall.doors).picks if pick[0].startswith("hand")]
            assert sorted(hands) == [(f"hand {n}", 4, 0.9) for n in range(3)]
            async with asyncio.timeout(30):
                while (film := host.hall.film()) is None:
                    await asyncio.sleep(0.05)
            assert sorted(film.seats) == sorted(["hand 0", "hand 1", "hand 2", robot.seat])
            wall = opened(host, "wall", (40, 12))
            await shows(wall, "of 4 picks solve it")
            assert all(
                f"B{size} " in text_of(wall.page()) for size in film.batch_sizes
            )  # zoomed in, no row is left out
            rows = [row for row in export.rows(host.room) if row["kind"] == "pick"]
            assert [(row["batch_size"], row["momentum"], row["count"]) for row in rows] == [(1, 0.0, 1), (4, 0.9, 3)]

    asyncio.run(play())


def test_the_consoles_h_shows_the_hint_of_the_race_on_the_wall_until_the_next_step(tmp_path: Path) -> None:
    async def play() -> None:
        async with given(tmp_path) as host:
            await host.hall.conduct.go(step_of(host, "vote"))
            wall, console = opened(host, "wall"), opened(host, "console")
            await shows(wall, "Which of these")
            console.typed(b"h")
            await shows(console, "with a hint")
            assert "Which of these" not in text_of(wall.page())
            await host.hall.conduct.go(step_of(host, "vote again"))
            assert "with a hint" not in text_of(console.page())
            await shows(wall, "Which of these")

    asyncio.run(play())


def test_a_lessons_clock_is_a_bar_on_the_wall_and_on_every_screen(tmp_path: Path) -> None:
    (tmp_path / "timed.toml").write_text(TIMED, encoding="utf-8")

    async def play() -> None:
        async with given(tmp_path, str(tmp_path / "timed.toml")) as host, Robot(host.hall.doors.port) as robot:
            wall = opened(host, "wall", (40, 12))
            assert await robot.sits()
            assert ":" not in text_of(wall.page()).splitlines()[1]
            await host.hall.conduct.go(1)
            await shows(wall, "0:5")
            assert await robot.sees("0:5")
            host.hall.conduct.extend()
            await shows(wall, "1:2")
            assert 0.9 < host.hall.scene().clock <= 1.0  # of 90 seconds, not of 60

    asyncio.run(play())


def test_options_are_dealt_from_the_seed_and_kept_by_their_places_in_the_file(tmp_path: Path) -> None:
    """What a student's digit, the console's hands and the shell's tally mean is what stands beside that digit."""

    async def play(path: Path, seed: int) -> tuple[int, ...]:
        path.mkdir()
        async with given(path, seed=seed) as host, seated(host, 1) as (robot,):
            step = step_of(host, "vote")
            await host.hall.conduct.go(step)
            ask, as_filed = host.room.asked(), prediction(host.room.plan.lesson.parts[0], None)
            assert ask is not None
            assert ask.right is not None
            assert as_filed.right is not None
            assert ask.options == tuple(as_filed.options[place] for place in ask.places)
            assert ask.places[ask.right] == as_filed.right
            assert await robot.sees("How sure")
            robot.press("1")
            assert await robot.sees("Saved: 1")
            vote = host.room.vote_of(step, robot.seat)
            assert vote is not None
            assert vote.answer == ask.places[0]
            console = opened(host, "console")
            console.typed(b"#2 4\r")
            await shows(console, "Option 2, hands: 4")
            assert (await ordered(host.folder.socket, "tally 0 0 9")) == "ok hands counted: 9"
            assert host.room.hands_of(step) == {ask.places[0]: 0, ask.places[1]: 0, ask.places[2]: 9}
            counts = board(host.room, host.hall.doors).counts
            assert counts is not None
            assert counts.votes == (1, 0, 9)
            rows = {row["option"]: row["count"] for row in export.rows(host.room)}
            assert rows == {ask.places[0] + 1: 1, ask.places[2] + 1: 9}
            return ask.places

    assert len({asyncio.run(play(tmp_path / str(seed), seed)) for seed in range(4)}) > 1
