"""Two thousand hostile strings as arguments, as environment variables, as scenario files and as progress files."""

from __future__ import annotations

import copy
import itertools
import json
import os
import re
import subprocess
import sys
import tomllib
from collections.abc import Callable, Iterator
from pathlib import Path
from typing import Any

import pytest
from driving import first_page
from hostile import as_bytes, foreign, strings, unseen

from batchgame.scenarios.reading import library, schema
from batchgame.scenarios.reading.toml_file import ScenarioError
from batchgame.tui.command.main import main
from batchgame.tui.command.terminal import decide
from batchgame.tui.draw.grid import Grid
from batchgame.tui.draw.look import look
from batchgame.tui.game.desk import Desk
from batchgame.tui.game.page import Page
from batchgame.tui.game.pages.aim import AimPage
from batchgame.tui.game.route import Start
from batchgame.tui.game.session import Session
from batchgame.tui.race.options import PlayOptions
from batchgame.tui.race.round import Round
from batchgame.tui.score.progress import FILE, Progress
from batchgame.tui.screen.encode import encode

EXAMPLE = tomllib.loads(
    re.findall(r"```toml\n(.*?)```", (Path(library.__file__).parents[1] / "README.md").read_text("utf-8"), re.DOTALL)[0]
)
OPTIONS = (
    "--batch-size", "--momentum", "--learning-rate", "--parallel", "--seed", "--trajectories", "--engine", "--lang",
    "--fps", "--colors", "--motion",
)  # fmt: skip
NAMES = ("TERM", "COLORTERM", "NO_COLOR", "LC_ALL", "LC_CTYPE", "LANG", "SSH_TTY", "BATCHGAME_DATA", "HOME")


def places(values: Any, path: tuple[Any, ...] = ()) -> Iterator[tuple[Any, ...]]:
    """Yield the path of each text in nested tables and lists."""
    for key, item in values.items() if isinstance(values, dict) else enumerate(values):
        if isinstance(item, str):
            yield (*path, key)
        elif isinstance(item, dict | list):
            yield from places(item, (*path, key))


def put(values: Any, path: tuple[Any, ...], text: str) -> None:
    for step in path[:-1]:
        values = values[step]
    values[path[-1]] = text


ALL_PLACES = list(places(EXAMPLE))
TEXTS = [place for place in ALL_PLACES if place[-1] in ("en", "zh-TW")]


def test_as_words_of_a_command(capsys: pytest.CaptureFixture[str]) -> None:
    for number, text in enumerate(strings()):
        option = OPTIONS[number % len(OPTIONS)]
        ways = (
            [text], ["play", text], ["play", text, "--kiosk"], ["play", "--kiosk", option, text],
            ["run", text, option, text],
            ["play", f"saddle/{text}"], ["play", "saddle", f"{option}={text}"], ["play", f"--{text}"], ["check", text],
            ["list", text], ["play", f"--ascii={text}"], ["doctor", text], ["play", "saddle", "--plain", text],
        )  # fmt: skip
        words = ways[number % len(ways)]
        if text.strip("-") in ("", "h", "help"):
            continue
        status = main(words)
        out, err = capsys.readouterr()
        assert status in (1, 2), words
        assert unseen(out + err) == [], words
        assert (out + err).count("\n") <= 2, words
        assert "mistake in batchgame" not in err


def test_as_words_of_a_process(tmp_path: Path) -> None:
    """Hand over the bytes themselves: Python makes lone surrogates of those that are no UTF-8."""
    odd = [as_bytes(text) for text in strings() if "\x00" not in text][:2000:150]
    for number, word in enumerate(odd):
        words = [
            sys.executable.encode(),
            b"-m",
            b"batchgame.tui.cli",
            b"play",
            *([b"--kiosk"] if number % 2 else []),
            word,
        ]
        done = subprocess.run(words, cwd=tmp_path, capture_output=True, stdin=subprocess.DEVNULL, check=False)
        assert done.returncode == 2
        assert unseen((done.stdout + done.stderr).decode()) == []


def test_as_variables(capsys: pytest.CaptureFixture[str], monkeypatch: pytest.MonkeyPatch, tmp_path: Path) -> None:
    from batchgame.tui.command import doctor

    monkeypatch.chdir(tmp_path)
    for other in ("_versions", "_engines"):  # they are slow, and read no variables
        monkeypatch.setattr(doctor, other, lambda: iter(()))
    for number, text in enumerate(strings()):
        decided = decide(dict.fromkeys(NAMES, text))
        assert decided.colors in ("true", "256", "16", "mono")
        if number % 20 == 0:
            for name in NAMES:
                kept = text.replace("\x00", "").encode("utf-8", "replace").decode()
                monkeypatch.setenv(name, f"nowhere/{kept[:50]}" if name in ("BATCHGAME_DATA", "HOME") else kept)
            assert main(["doctor"]) == 0
            assert unseen(capsys.readouterr().out) == []


def refusal(load: Callable[[], object]) -> str:
    """Return the one line that says why it is refused; it is empty if it is accepted."""
    try:
        load()
    except ScenarioError as error:
        return str(error)
    return ""


def with_text(path: tuple[Any, ...], text: str) -> dict[str, Any]:
    values = copy.deepcopy(EXAMPLE)
    put(values, path, text)
    return values


def test_as_a_scenario_file(tmp_path: Path) -> None:
    """Put each string into a text, a key, the whole file or its name: it is refused in one line, or fit to show."""
    path = tmp_path / "my.toml"
    for number, text in enumerate(strings()):
        place = ALL_PLACES[number % len(ALL_PLACES)]
        path.write_bytes(as_bytes(text))
        lines = [
            refusal(lambda: schema.build(with_text(place, text))),  # noqa: B023 - called at once
            refusal(lambda: schema.build(with_text((*place[:-1], text), "x"))),  # noqa: B023
            refusal(lambda: library.load(path)),
            refusal(lambda: library.find(f"{tmp_path}/{text}.toml")),  # noqa: B023
        ]
        assert all(lines[2:]), text
        for line in lines:
            assert unseen(line) == []
            assert "\n" not in line
            assert len(line) < 600


def accepted() -> list[str]:
    """Return the strings that a text of a scenario may hold."""
    place = ("stages", 0, "hints", 0, "en")
    return [text for text in strings() if not refusal(lambda: schema.build(with_text(place, text)))]  # noqa: B023


def test_what_is_accepted_is_only_text_on_every_page(tmp_path: Path) -> None:
    fine = accepted()
    assert len(fine) > 100
    session = Session(PlayOptions(trajectories=4), look("true"), Progress.in_memory())
    session.warm = True
    supply = itertools.cycle(fine)
    try:
        for turn in range(-(-len(fine) // len(TEXTS))):
            values = copy.deepcopy(EXAMPLE)
            for place in TEXTS:
                pair = (*place[:-1], "zh-TW" if place[-1] == "en" else "en")
                put(values, place, next(supply))
                assert pair in TEXTS
            scenario = schema.build(values)
            session.set_language(("en", "zh-TW")[turn % 2])
            _all_pages(session, Round(scenario, scenario.stages[0], session.options))
    finally:
        session.close(patient=False)


def _all_pages(session: Session, round_: Round) -> None:
    desk = Desk(session, Start("predict", round_))
    page: Any = desk.page
    _sound(page)
    for action in ("hint", "hint", "hint", "digit:1", "digit:9"):
        page.press(action)
        _sound(page)
    page = _next(desk, "next")
    assert isinstance(page, AimPage)
    _sound(page)
    page = _next(desk, "next")
    page.press("next")
    while not page.conductor.over:
        page.tick(0.1)
    _sound(page)
    for action in ("next", "digit:1", "next", "digit:1"):
        _sound(_next(desk, action))


def _next(desk: Desk, action: str) -> Page:
    desk.press(action)
    return desk.page


def _sound(page: Any) -> None:
    grid = Grid(80, 24, ink=(page.session.look.text, page.session.look.background, False))
    page.paint(grid)
    spans = [(y, 0, 80) for y in range(24)]
    assert foreign(encode(grid, spans, "true")[0].encode()) == []


@pytest.mark.slow
def test_as_a_progress_file(tmp_path: Path) -> None:
    """Open the game with any file in that place: it opens, and what it says about the file is text."""
    for number, text in enumerate(strings()):
        folder = tmp_path / "data"
        folder.mkdir(exist_ok=True)
        content = [
            as_bytes(text),
            json.dumps({"version": 1, "language": text, "theme": text}).encode(),
            json.dumps({"version": 1, "records": {text: {}}}).encode(),
            json.dumps({"version": 2, text: text}).encode(),
        ][number % 4]
        (folder / FILE).write_bytes(content)
        progress = Progress.open(folder)
        session = Session(PlayOptions(), look("true"), progress)
        page = first_page(session)
        if number % 8 < 2 or progress.notice:
            _sound(page)
        for left in folder.iterdir():
            left.unlink()


def test_as_a_folder_of_progress(tmp_path: Path) -> None:
    for text in strings()[::10]:
        name = text.replace("\x00", "").replace("/", "")[:60].encode("utf-8", "replace").decode() or "x"
        folder = tmp_path / f"{name}."
        folder.mkdir(exist_ok=True)
        (folder / FILE).write_text('{"version": 99}')
        session = Session(PlayOptions(), look("true"), Progress.open(folder))
        page = first_page(session)
        assert session.progress.notice
        assert unseen("".join(session.progress.notice[1].values())) == []
        _sound(page)
        assert os.listdir(folder)
