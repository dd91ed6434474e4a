"""The pages of a class are whole: at every step, in both languages, on the sizes that they are made for."""

import asyncio
from functools import cache
from pathlib import Path
from typing import Any

import pytest

from batchgame.classroom import codes, lesson
from batchgame.classroom.board import Board, Doors, board
from batchgame.classroom.room import Room
from batchgame.classroom.store import Place, RoomRow, Store
from batchgame.scenarios.text.languages import LANGUAGES
from batchgame.tui.classroom.film import Picture, read_film, read_picture
from batchgame.tui.classroom.pages.console import Desk, paint_console
from batchgame.tui.classroom.pages.own import Mine, paint_own_things
from batchgame.tui.classroom.pages.student import map_area, paint_student
from batchgame.tui.classroom.pages.wall import paint_wall, wall_map
from batchgame.tui.classroom.scene import Scene
from batchgame.tui.classroom.worker import PicksOf, PictureOf, RaceOf, Request, TextsOf, answer
from batchgame.tui.draw.layout import Rect
from batchgame.tui.draw.look import look
from batchgame.tui.text.catalogue import Catalogue

SEATS = 6
DOORS = Doors("192.168.100.100", 2222, "SHA256:+V3hI01+1m5T4rCxtfsGKhQR8kjTJ+emVke9NCnd0qo", "room42")
LONGEST_NAME = {"en": "cheerful-squirrel-21", "zh-TW": "有禮貌的貓頭鷹21"}


async def boards(room: Room) -> list[Board]:
    """Play a lesson in a room, and return the board of every step, open and revealed."""
    seats = [(await room.sit("en")).code for _ in range(SEATS)]
    found = []
    for step in room.plan.steps:
        await room.go(step.index)
        found.append(board(room, DOORS))
        for number, seat in enumerate(seats):
            room.enter(seat)
            if step.kind == "pick":
                await room.pick(seat, (1, 5, 20)[number % 3], (0.0, 0.9)[number % 2])
            elif step.takes_answers:
                await room.vote(seat, number % 2, number % 3 == 0)
        if step.takes_answers:
            await room.reveal()
        found.append(board(room, DOORS))
    return found


@cache
def computed(request: Request) -> Any:
    """Ask the worker's function once for each request."""
    return answer(request)


def scene_of(found: Board) -> Scene:
    """Return what is computed for a step, with a race at its end."""
    part = found.step.part
    if part is None or not part.playable:
        return Scene(found.step.kind)
    request: Request | None = None
    if found.step.kind in ("race", "saw", "lesson"):
        request = RaceOf(part.playable, 7)
    elif found.step.kind == "map":
        request = PicksOf(part.playable, 7, found.picks)
    film = read_film(computed(request)) if request is not None else None
    frame = film.frames - 1 if film else 0
    return Scene(found.step.kind, part.playable, computed(TextsOf(part.playable)), film, frame, 90)


@pytest.fixture(scope="module", params=lesson.names())
def played(request: pytest.FixtureRequest, tmp_path_factory: pytest.TempPathFactory) -> list[tuple[Board, Scene]]:
    path: Path = tmp_path_factory.mktemp("room") / "room.sqlite"
    store = Store(path)
    row = RoomRow(request.param, "en", 7, codes.new(codes.ROOM), Place(0, "open"), False, 2222)
    store.begin(row).result()
    found = asyncio.run(boards(Room(store, lesson.load(request.param), row)))
    store.close()
    return [(each, scene_of(each)) for each in found]


def picture(scene: Scene, language: str, area: Rect | None) -> Picture | None:
    if area is None or not scene.address:
        return None
    return read_picture(computed(PictureOf(scene.address, language, look("256"), area.w, area.h)))


@pytest.mark.parametrize("language", LANGUAGES)
def test_no_text_of_the_wall_is_cut(played: list[tuple[Board, Scene]], language: str) -> None:
    say, cut = Catalogue(language), []
    for size in ((40, 12), (80, 24), (120, 40)):
        for found, scene in played:
            page = paint_wall(found, scene, None, look("256"), say, size)
            cut += [(size, found.step.kind, found.snapshot.phase, text) for text in page.grid.clipped]
    assert not cut


@pytest.mark.parametrize("language", LANGUAGES)
@pytest.mark.parametrize("folds", ["", "ascii"])
def test_no_text_of_a_student_is_cut(played: list[tuple[Board, Scene]], language: str, folds: str) -> None:
    if folds and language != "en":
        pytest.skip("Chinese can't be written in ASCII")
    say, seen, cut = Catalogue(language), look("256" if not folds else "mono", folds), []  # type: ignore[arg-type]
    mine = Mine("k7qx", LONGEST_NAME[language], say("class.saved", answer=2, how=say("class.sure_part", sure=say(
        "predict.certain"))), 1, True, (20, 0.95), 1, (say("class.stand_vote_1", right=1, asked=2),))  # fmt: skip
    for size in ((80, 24), (120, 40), (60, 18)):
        for found, scene in played:
            page = paint_student(found, scene, None, seen, say, size)
            grid = paint_own_things(page, mine, scene, seen, say)
            texts = [*page.grid.clipped, *grid.clipped]
            cut += [(size, found.step.kind, found.snapshot.phase, text) for text in texts]
    assert not cut


@pytest.mark.parametrize("language", LANGUAGES)
def test_no_text_of_the_console_is_cut(played: list[tuple[Board, Scene]], language: str) -> None:
    say, cut = Catalogue(language), []
    line = f"ssh -p 2222 abcdefghabcdefgh@{DOORS.host}"
    for more in (False, True):
        desk = Desk([LONGEST_NAME[language]] * 6, 2, 5, 120, "", more, line, line)
        for size in ((80, 24), (120, 40)):
            for found, scene in played:
                page = paint_console(found, scene, desk, look("256"), say, size)
                cut += [(size, found.step.kind, found.snapshot.phase, text) for text in page.grid.clipped]
    assert not cut


def test_pages_can_be_painted_in_any_window(played: list[tuple[Board, Scene]]) -> None:
    say, seen = Catalogue("zh-TW"), look("256")
    for size in ((1, 1), (20, 5), (39, 9), (40, 20), (300, 90)):
        for found, scene in played:
            paint_wall(found, scene, None, seen, say, size)
            paint_console(found, scene, Desk(), seen, say, size)
            page = paint_student(found, scene, None, seen, say, size)
            paint_own_things(page, Mine("k7qx", "x", "", 1, True), scene, seen, say)


def test_the_landscape_fits_its_place(played: list[tuple[Board, Scene]]) -> None:
    found, scene = next(pair for pair in played if pair[0].step.kind == "race")
    for size in ((80, 24), (60, 18)):
        area = map_area(size, "race")
        page = paint_student(found, scene, picture(scene, "en", area), look("256"), Catalogue("en"), size)
        text = "\n".join("".join(glyph for glyph, _ in row) for row in page.grid.cells)
        assert "θ1" in text
    area = wall_map((40, 12), "race")
    page = paint_wall(found, scene, picture(scene, "en", area), look("256"), Catalogue("en"), (40, 12))
    assert "θ1" in "\n".join("".join(glyph for glyph, _ in row) for row in page.grid.cells)
