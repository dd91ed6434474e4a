"""Numbers have one form in all texts and on all pages: `80%`, `1000`, `12 000`, `−0.2`."""

from __future__ import annotations

import asyncio
import re
from collections.abc import Iterator
from pathlib import Path
from typing import Any

import pytest
import tomli
from driving import LANGUAGES, playing
from test_plain import plain

from batchgame.scenarios.reading import library
from batchgame.tui.text import catalogue

WRONG = {
    "a space before the percent sign": re.compile(r"[\d}] %|％"),
    "a comma between thousands": re.compile(r"\d,\d{3}\b"),
    "a count from 10 000 on that is not grouped": re.compile(r"(?<![\d.#])\d{5,}(?!\d)"),
    "a count below 10 000 that is grouped": re.compile(r"(?<![\d.–])(?<!\d )\b[1-9] \d{3}\b(?! ?\d)"),
    "a full-width digit": re.compile(r"[０-９]"),
}  # fmt: skip
HYPHEN = re.compile(r"(?<![\w.}\-])-\d")  # commands take it for a minus sign
SCENARIOS = Path(library.__file__).parents[1]
FILES = sorted([*SCENARIOS.glob("races/*.toml"), *SCENARIOS.glob("exercises/*.toml"),
                *Path(catalogue.__file__).parent.glob("*.toml")])  # fmt: skip


def offences(text: str) -> list[str]:
    """Name everything in a text that is written in another form."""
    return [f"{what}: {text!r}" for what, pattern in WRONG.items() if pattern.search(text)]


def texts(value: Any) -> Iterator[str]:
    if isinstance(value, str):
        yield value
    elif isinstance(value, dict | list):
        for item in value.values() if isinstance(value, dict) else value:
            yield from texts(item)


@pytest.mark.parametrize("path", FILES, ids=lambda path: path.stem)
def test_texts(path: Path) -> None:
    found = list(texts(tomli.loads(path.read_text("utf-8"))))
    said = [words for text in found for words in offences(text)]
    said += [f"a hyphen for a minus sign: {text!r}" for text in found if HYPHEN.search(text)]
    assert said == []


@pytest.mark.parametrize("lang", LANGUAGES)
def test_pages(lang: str, tmp_path: Path) -> None:
    async def play() -> None:
        said: set[str] = set()
        async with playing(tmp_path, size=(120, 40), scenario="canyon", lang=lang, trajectories=1000) as player:

            def look() -> None:
                said.update(offence for line in player.text().splitlines() for offence in offences(line))
                labels = [offer.label for offer in player.page.offers()]
                assert len(set(labels)) == len(labels), "two keys with one word"

            for step in ("predict", "aim", "run", "see", "result"):
                await player.to(step)
                look()
            await player.until("map")
            await player.resize(80, 24)
            await player.press("t")
            line = next(line for line in player.text().splitlines() if player.app.session.say("test.moved") in line)
            assert line.split()[-7:] == ["0", "0.1", "0.2", "0.3", "0.4", "0.5", "0.6"], "every step is there"
            await player.press("t")
            await player.resize(120, 40)
            for keys in ("b", "b", "t", "t", "m", "escape"):
                await player.press(keys)
                look()
            await player.press("plus", "enter")
            await player.until("race")
            look()
        assert said == set()

    asyncio.run(play())


@pytest.mark.parametrize("lang", LANGUAGES)
def test_lines(lang: str, tmp_path: Path) -> None:
    lines = ["1", "9", "1", "0.5", "", "2", "2", "m", "b", "t", "+", "q"]
    said = plain(tmp_path, lines, "canyon", "--lang", lang, "--trajectories", "100").stdout
    assert "%" in said
    assert [offence for line in said.splitlines() for offence in offences(line)] == []
