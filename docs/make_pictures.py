"""Draw docs/pictures/ from the running game: `uv run --group dev docs/make_pictures.py [NAME …]`.

Drives the game as a player would, waits for real races and real maps, and paints the cells that the game shows. Needs
Pillow (in the dev group) and the fonts DejaVu Sans Mono and, for Chinese, Noto Sans CJK.
"""

from __future__ import annotations

import asyncio
import os
import subprocess
import sys
import tempfile
from dataclasses import dataclass
from pathlib import Path

from PIL import Image, ImageDraw, ImageFont

from batchgame.scenarios.playables import find_race
from batchgame.scenarios.reading.library import names
from batchgame.tui.draw.grid import Grid, wrap
from batchgame.tui.draw.look import look
from batchgame.tui.game.app import BatchgameApp
from batchgame.tui.game.order import first_route
from batchgame.tui.game.route import Start
from batchgame.tui.game.session import Session
from batchgame.tui.race.options import MapOptions, PlayOptions
from batchgame.tui.race.round import Round
from batchgame.tui.race.threaded import conductor_of
from batchgame.tui.score.evidence import keep_race
from batchgame.tui.score.progress import Progress, Record

FOLDER = Path(__file__).parent / "pictures"
FONTS = ("DejaVuSansMono.ttf", "DejaVuSansMono-Bold.ttf")
CJK = ("NotoSansCJK-Regular.ttc", "/usr/share/fonts/opentype/noto/NotoSansCJK-Regular.ttc")
TRADITIONAL = 3  # the face for Taiwan in the collection
ANSI = dict(zip(
    ("black", "red", "green", "yellow", "blue", "magenta", "cyan", "white"),
    ("000000", "cd3131", "0dbc79", "e5e510", "2472c8", "bc3fbc", "11a8cd", "e5e5e5"), strict=True,
)) | dict(zip(
    ("bright_black", "bright_red", "bright_green", "bright_yellow", "bright_blue", "bright_magenta", "bright_cyan",
     "bright_white"),
    ("666666", "f14c4c", "23d18b", "f5f543", "3b8eea", "d670d6", "29b8db", "ffffff"), strict=True,
))  # fmt: skip
BRAILLE = [(0, 0), (1, 0), (2, 0), (0, 1), (1, 1), (2, 1), (3, 0), (3, 1)]


@dataclass(frozen=True)
class Picture:
    """What to press before looking: `keys` are Textual's names; "race" waits for the race, "map" for the map."""

    name: str
    scenario: str | None
    keys: tuple[str, ...]
    size: tuple[int, int] = (80, 24)
    lang: str = "en"
    colors: str = "true"
    folds: str = ""
    theme: str = "dark"
    options: tuple[tuple[str, object], ...] = ()
    raced: tuple[str, ...] = ()  # the races that the player has in the progress file


ROUND = {
    "1-predict": (),
    "2-aim": ("1", "9"),
    "3-run": ("1", "9", "enter", "wait:3.5"),
    "3b-see": ("1", "9", "enter", "enter", "race", "enter"),
    "4-result": ("1", "9", "enter", "enter", "race", "enter", "2", "map"),
    "5-transfer": ("1", "9", "enter", "enter", "race", "enter", "2", "map", "enter", "1"),
}
FIRST_RACES = ("epoch", "epoch/rematch", "epoch/middle", "epoch/tight", "saddle")  # whose aim pages grow
RACED = ("epoch", "epoch/rematch", "saddle", "gate", "canyon", "hill", "boss")  # before the path is drawn
SIZES = ((80, 24), (120, 40))
PLAIN = "3-run-saddle-80x24-plain"
OTHERS = tuple(name for name in names() if name != "saddle")
DONE = {  # an exercise, and the keys to where something is to be seen
    "step": ("3", "9", "enter", *["right"] * 9, *["down"] * 3, "enter", "enter", *["right"] * 6),
    "hessian": ("2", "9", "enter", *["right"] * 42, *["down"] * 15, "enter"),
    "dimension": ("3", "9", "enter", "left", "enter", "wait:4"),
    "exam": ("3", "9", "enter", "left", "left", "left", "left", "enter", "wait:8"),
    "summary": ("3", "9", "enter", "1", "down", "3", "down", "2"),
    "quiz": ("1", "9", "enter"),
}
NETWORKS = {  # an experiment on real machines and networks, a name for what is shown, and the keys to there
    "reload": {"measured": ("1", "9", "down", "right", "down", "right", "down", "enter", "wait:9")},
    "accuracy": {"epochs": ("1", "9", "1", "2", "3", "4", "5", "6", "enter", "work")},
    "gap": {
        "table": ("1", "9"),
        "run": ("1", "9", "enter", *"212222", "enter", "enter", "1", "enter", "wait:30"),
    },
    "diagnose": {"changed": ("1", "9", "work", "1", "9", "1", "work")},
    "rescue-network": {"run": ("1", "9", "work", "enter", "work"), "map": ("1", "9", "work", "m", "work")},
}
SHOWN = ("3-run", "4-result")
PLANES = (((80, 24), "en"), ((80, 24), "zh-TW"), ((120, 40), "en"))
TERMINALS: dict[str, dict[str, object]] = {
    "256": {"colors": "256"},
    "16": {"colors": "16"},
    "mono": {"colors": "mono"},
    "ascii": {"colors": "mono", "folds": "ascii"},
    "ambiguous": {"folds": "ambiguous"},
    "light": {"theme": "light"},
    "light-256": {"theme": "light", "colors": "256"},
    "light-16": {"theme": "light", "colors": "16"},
}


def pictures(everything: bool) -> list[Picture]:
    """Every step at both sizes in both languages, the other scenarios, the other terminals; or all of it crossed."""
    made = [Picture("run-80x24", "saddle", ROUND["3-run"], options=_pick("saddle"))]
    for size in SIZES:
        at = f"{size[0]}x{size[1]}"
        for lang in ("en", "zh-TW"):
            shots = ("space",) * 3 + ("tab", "space", "wait:3")
            made += _path(at, size, lang) + _tries(at, size, lang)
            made.append(Picture(f"0-first-minute-{at}-{lang}", None, shots, size, lang))
            made.append(Picture(f"0-help-{at}-{lang}", "saddle", ("question_mark",), size, lang))
            for scenario in ("saddle", *OTHERS):
                for step, keys in ROUND.items():
                    if everything or scenario == "saddle" or (lang == "en" and step in SHOWN and size == SIZES[0]):
                        name = f"{step}-{scenario}-{at}-{lang}"
                        made.append(Picture(name, scenario, keys, size, lang, options=_pick(scenario)))
            for exercise, keys in DONE.items():
                if everything or (size, lang) in ((SIZES[0], "en"), (SIZES[1], "zh-TW")):
                    made.append(Picture(f"6-{exercise}-{at}-{lang}", exercise, keys, size, lang))
            for name, screens in NETWORKS.items():
                for what, keys in screens.items():
                    made.append(Picture(f"9-{name}-{what}-{at}-{lang}", name, keys, size, lang))
            if everything or (size, lang) in ((SIZES[0], "en"), (SIZES[0], "zh-TW")):
                sources = (*ROUND["4-result"], "s")
                forked = (*ROUND["3-run"], "f", *["right"] * 4)
                made.append(Picture(f"4-sources-{at}-{lang}", "canyon", sources, size, lang, options=_pick("canyon")))
                made.append(Picture(f"3-fork-{at}-{lang}", "canyon", forked, size, lang, options=_fork()))
            slider = (*ROUND["4-result"], "t", "right", "right", "right")
            batches = (*ROUND["4-result"], "t")
            made.append(Picture(f"4-batch-losses-{at}-{lang}", "gate", batches, size, lang, options=_pick("gate")))
            made.append(Picture(f"4-test-loss-{at}-{lang}", "canyon", slider, size, lang, options=_pick("canyon")))
    for size, lang in PLANES:
        words = (("plane", MapOptions("momentum", "learning_rate", 64)), ("batch_size", 4))
        where = f"7-map-canyon-{size[0]}x{size[1]}-{lang}"
        made.append(Picture(where, "canyon", ("map",), size, lang, options=words))
    for name, more in TERMINALS.items():
        for size in SIZES if everything else SIZES[:1]:
            for step in ("2-aim", "3-run", "4-result"):
                where = f"{step}-saddle-{size[0]}x{size[1]}-{name}"
                made.append(Picture(where, "saddle", ROUND[step], size, options=_pick("saddle"), **more))  # type: ignore[arg-type]
    return made


def _path(at: str, size: tuple[int, int], lang: str) -> list[Picture]:
    """Return the path of somebody who has raced, the table and the ending."""
    pages = {"0-menu": ("menu",), "0-table": ("menu", "t"), "8-ending": ("ending",)}
    return [Picture(f"{name}-{at}-{lang}", None, keys, size, lang, raced=RACED) for name, keys in pages.items()]


def _tries(at: str, size: tuple[int, int], lang: str) -> list[Picture]:
    """Return the first aim pages, a race beside the one asked about, a result that missed, and the next try."""
    made = [
        Picture(f"2-aim-{name.replace('/', '-')}-{at}-{lang}", name, ROUND["2-aim"], size, lang, raced=FIRST_RACES[:n])
        for n, name in enumerate(FIRST_RACES[:-1])
    ]
    full = (("batch_size", 20), ("momentum", 0.9))
    missed = (*ROUND["4-result"][:-2], "1", "wait:1")
    again = (*missed, "enter", "enter", "wait:2")
    for name, keys in {"3-asked": (*ROUND["3-run"], "race"), "4-missed": missed, "3-again": again}.items():
        made.append(Picture(f"{name}-gate-{at}-{lang}", "gate", keys, size, lang, options=full))
    return made


def _race(progress: Progress, name: str) -> None:
    """Run a race with the pick that solves it, and keep it as a game does."""
    found = find_race(name, "draw")
    solution = found.stage.solution
    options = PlayOptions(scenario=name, trajectories=200, **dict(_pick(name)))  # type: ignore[arg-type]
    round_ = Round(found.scenario, found.stage, options)
    conductor = conductor_of(round_)
    conductor.skip()
    while not conductor.over:
        conductor.tick(1.0)
        conductor.wait()
    round_.finish(conductor.outcomes(), conductor.frame, conductor.beside)
    keep_race(progress, round_)
    solved = round_.scored["you"].probability
    won = Record(goal=solved >= 0.8, predicted=solution.momentum == 0, best_updates=1.0)
    progress.record(name, won, sure=won.predicted, chance=(0.75, solved))


def _pick(scenario: str) -> tuple[tuple[str, object], ...]:
    picks = {"saddle": (4, 0.9), "canyon": (4, 0.5), "epoch": (5, 0.0), "hill": (4, 0.9), "gate": (2, 0.5)}
    solution = find_race(scenario, "draw").stage.solution
    batch_size, momentum = picks.get(scenario, (solution.batch_size, solution.momentum))
    return (("batch_size", batch_size), ("momentum", momentum), ("schedule", solution.schedule))


def _fork() -> tuple[tuple[str, object], ...]:
    return (("batch_size", 1), ("momentum", 0.0))


async def play(picture: Picture) -> Grid:
    """Return the screen after the keys."""
    progress = Progress.open(Path(tempfile.mkdtemp()))
    for name in picture.raced:
        _race(progress, name)
    options = PlayOptions(scenario=picture.scenario, lang=picture.lang, **dict(picture.options))  # type: ignore[arg-type]
    session = Session(options, look(picture.colors, picture.folds, picture.theme), progress)  # type: ignore[arg-type]
    app = BatchgameApp(session, first_route(session))
    async with app.run_test(size=picture.size) as pilot:
        while not session.warm:
            await pilot.pause(0.05)
        for key in picture.keys:
            await _step(app, pilot, key)
        await pilot.pause(0.1)
        grid = app.paint(*picture.size)
    session.close()
    return grid


async def _step(app: BatchgameApp, pilot: object, key: str) -> None:
    pause, press = pilot.pause, pilot.press  # type: ignore[attr-defined]
    if key == "race":
        while not app.page.conductor.over:  # type: ignore[attr-defined]
            await pause(0.05)
    elif key in ("map", "work"):
        while app.page.animated:
            await pause(0.05)
    elif key in ("menu", "ending"):
        app.go(Start(key))
    elif key.startswith("wait:"):
        await pause(float(key[5:]))
    else:
        await press(key)


def plain() -> Grid:
    """Return the lines of a race in `--plain` that fit on a screen, from the first word of it."""
    words = [sys.executable, "-m", "batchgame.tui.cli", "play", "saddle", "--plain", "--lang", "en"]
    answers = "19\n4\n0.9\n\n2\n2\nq\n"
    with tempfile.TemporaryDirectory() as data:
        around = os.environ | {"BATCHGAME_DATA": data}
        said = subprocess.run(words, input=answers, capture_output=True, text=True, check=True, env=around).stdout
    lines = [line for paragraph in said.splitlines() for line in wrap(paragraph, 80)]
    first = next(n for n, line in enumerate(lines) if line.startswith("batch size:"))
    grid = Grid(80, 24)
    for y, line in enumerate(lines[first : first + 24]):
        grid.text(0, y, line, None)
    return grid


def draw(grid: Grid, path: Path, size: int = 18) -> None:
    """Return the cells as a picture, the way a terminal draws them."""
    regular, bold = (ImageFont.truetype(name, size) for name in FONTS)
    wide = next(
        (ImageFont.truetype(name, int(size * 1.05), index=TRADITIONAL) for name in CJK if _found(name)), regular
    )
    w, h = round(regular.getlength("M")), int(size * 1.22)
    image = Image.new("RGB", (grid.width * w + 16, grid.height * h + 16), _colour(grid.cells[0][0][1][1], "#0c0c0c"))
    pen = ImageDraw.Draw(image)
    for layer in ("background", "glyph"):
        for y, row in enumerate(grid.cells):
            for x, (glyph, (ink, paper, heavy)) in enumerate(row):
                if not glyph:
                    continue
                cells = 2 if x + 1 < grid.width and not row[x + 1][0] else 1
                box = (8 + x * w, 8 + y * h, w * cells, h)
                if layer == "background":
                    left, top = box[:2]
                    pen.rectangle((left, top, left + w * cells - 1, top + h - 1), fill=_colour(paper, "#0c0c0c"))
                else:
                    _glyph(
                        pen,
                        glyph,
                        box,
                        _colour(ink, "#d0d0d0"),
                        wide if cells == 2 else bold if heavy else regular,
                        size,
                    )
    path.parent.mkdir(exist_ok=True)
    image.quantize(256).save(path, optimize=True)


def _glyph(
    pen: ImageDraw.ImageDraw, glyph: str, box: tuple[int, int, int, int], ink: str, font: object, size: int
) -> None:
    """Blocks and braille as geometry, so that they meet at the edges of cells; letters from the font."""
    x, y, w, h = box
    code = ord(glyph[0])
    if 0x2800 <= code < 0x2900:
        for bit, (r, c) in enumerate(BRAILLE):
            if (code - 0x2800) >> bit & 1:
                px, py, radius = x + w * (c * 2 + 1) / 4, y + h * (r * 2 + 1) / 8, size * 0.085
                pen.ellipse((px - radius, py - radius, px + radius, py + radius), fill=ink)
    elif code == 0x2580:
        pen.rectangle((x, y, x + w - 1, y + h // 2 - 1), fill=ink)
    elif 0x2581 <= code <= 0x2588:
        pen.rectangle((x, y + h - h * (code - 0x2580) // 8, x + w - 1, y + h - 1), fill=ink)
    elif 0x2589 <= code <= 0x258F:
        pen.rectangle((x, y, x + w * (0x2590 - code) // 8 - 1, y + h - 1), fill=ink)
    elif glyph.strip():
        lift = -size * 0.28 if w > size else 1
        pen.text((x, y + lift), glyph, font=font, fill=ink)


def _found(name: str) -> bool:
    try:
        ImageFont.truetype(name, 10, index=TRADITIONAL)
    except OSError:
        return False
    return True


def _colour(name: str | None, default: str) -> str:
    if name is None or name == "default":
        return default
    if name.startswith("color("):
        from rich.color import Color

        return Color.parse(name).get_truecolor().hex
    return name if name.startswith("#") else "#" + ANSI[name]


def main() -> None:
    """Draw the pictures whose names hold one of the words; without words, those of the documentation."""
    wanted = sys.argv[1:]
    os.environ.setdefault("TEXTUAL_COLOR_SYSTEM", "truecolor")
    for picture in pictures(everything=bool(wanted)):
        if not wanted or any(word in picture.name for word in wanted):
            grid = asyncio.run(play(picture))
            draw(grid, FOLDER / f"{picture.name}.png")
            print(picture.name, *(f"  CLIPPED {text!r}" for text in grid.clipped))
    if not wanted or any(word in PLAIN for word in wanted):
        draw(plain(), FOLDER / f"{PLAIN}.png")
        print(PLAIN)


if __name__ == "__main__":
    main()
