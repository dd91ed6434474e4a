"""What pages of a class say about a step: its name, its question, its options, in one language."""

from __future__ import annotations

import re

from batchgame.classroom.board import Board
from batchgame.classroom.lesson import Step
from batchgame.tui.classroom.scene import Scene
from batchgame.tui.text.catalogue import Catalogue

_PLACE = re.compile(r"\{[^{}]*\}")


def step_name(say: Catalogue, step: Step) -> str:
    """Return the name of a step."""
    return say(f"class.step_{step.kind.replace(' ', '_')}")


def prompt(say: Catalogue, board: Board, scene: Scene) -> str:
    """Return the question of this step, with its figures once they are computed."""
    if scene.texts and scene.kind != "saw" and not (board.step.part and board.step.part.card):
        return str(scene.texts[say.language]["prompt"])
    return _PLACE.sub("…", board.ask.prompt[say.language]) if board.ask else ""


def options(say: Catalogue, board: Board, scene: Scene) -> list[str]:
    """Return the options of this step."""
    if board.ask is None:
        return []
    if scene.texts and scene.kind != "saw" and not (board.step.part and board.step.part.card):
        said = scene.texts[say.language]["options"]  # in the order of the file
        return [str(said[place]) for place in board.ask.places]
    return [_PLACE.sub("…", option[say.language]) for option in board.ask.options]


def told(say: Catalogue, scene: Scene, what: str) -> str:
    """Return the story, the lesson or the title of the race; an ellipsis until its figures are computed."""
    return str(scene.texts[say.language][what]) if scene.texts else "…" if scene.address else ""


def clock(seconds: int) -> str:
    """Write seconds as on a clock: 1:05."""
    return f"{seconds // 60}:{seconds % 60:02}"
