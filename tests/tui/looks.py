"""Every look of the game, and every colour of a look."""

from __future__ import annotations

from dataclasses import fields
from typing import get_args

from batchgame.tui.draw.look import Look, look
from batchgame.tui.draw.width import Folds
from batchgame.tui.text.choices import Colors, Theme

THEMES = get_args(Theme)
FOLDS = get_args(Folds)
DEPTHS = get_args(Colors)
NO_COLOURS = {"name", "folds", "theme", "mono", "star", "no_star", "cursor", "fog", "cross", "glyphs"}
GROUPS = {"bands", "heats", "ordered", "tints"}


def all_looks() -> list[Look]:
    return [look(depth, folds, theme) for depth in DEPTHS for folds in FOLDS for theme in THEMES]


def name_of(chosen: Look) -> str:
    return f"{chosen.name}-{chosen.folds}-{chosen.theme}"


def colours(chosen: Look) -> list[str]:
    single = [getattr(chosen, field.name) for field in fields(chosen) if field.name not in NO_COLOURS | GROUPS]
    pairs = [colour for pair in chosen.heats for colour in pair]
    return [colour for colour in (*single, *chosen.bands, *chosen.ordered, *pairs, *chosen.tints) if colour is not None]


def all_colours() -> list[str]:
    return sorted({colour for chosen in all_looks() for colour in colours(chosen)})
