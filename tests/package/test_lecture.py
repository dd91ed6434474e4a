"""The table of the lecture's points is complete, and every name in it exists."""

from __future__ import annotations

import re
from pathlib import Path

from batchgame.scenarios.reading import exercise, library

ROOT = Path(__file__).parents[2]
ROWS = [
    [cell.strip() for cell in line.strip("|").split("|")]
    for line in (ROOT / "docs/lecture.md").read_text(encoding="utf-8").splitlines()
    if re.match(r"\| [LMC]\d", line)
]
POINTS = {f"L{n}" for n in range(1, 21)} | {f"M{n}" for n in range(1, 7)} | {f"C{n}" for n in range(1, 6)}


def test_every_point_has_a_row() -> None:
    named = re.findall(r"[LMC]\d+", " ".join(re.match(r"[LMC\d, ]+", row[0])[0] for row in ROWS))  # type: ignore[index]
    assert sorted(named) == sorted(POINTS)


def test_what_is_played_exists() -> None:
    stages = {f"{name}/{stage.name}".rstrip("/") for name in library.names() for stage in library.load(name).stages}
    played = stages | set(exercise.names()) | {card.name for card in exercise.load("quiz").cards}
    named = {word for row in ROWS for word in re.findall(r"`([a-z/-]+)`", " ".join(row))}
    assert named <= played
    assert set(library.names()) | set(exercise.names()) - {"quiz"} <= named


def test_every_test_exists() -> None:
    files = {row[0]: re.findall(r"tests/\S+\.py", row[3]) for row in ROWS}
    assert not [point for point, found in files.items() if not found]
    assert not [file for found in files.values() for file in found if not (ROOT / file).exists()]
