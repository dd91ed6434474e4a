"""Colours: the codes and the values that Rich has for them, without Rich."""

from __future__ import annotations

import pytest
from looks import all_colours
from rich.color import Color, ColorSystem

from batchgame.tui.draw.colours import NAMES, Depth, rgb, sgr

SYSTEMS: dict[Depth, ColorSystem] = {
    "16": ColorSystem.STANDARD,
    "256": ColorSystem.EIGHT_BIT,
    "true": ColorSystem.TRUECOLOR,
    "windows": ColorSystem.WINDOWS,
}
LEVELS = (*range(0, 256, 32), 95, 114, 115, 255)
MIXED = [f"#{red:02x}{green:02x}{blue:02x}" for red in LEVELS for green in LEVELS for blue in LEVELS]
NUMBERED = [f"color({n})" for n in range(256)]


@pytest.mark.parametrize("names", [all_colours(), [*NAMES, *NUMBERED], MIXED], ids=["looks", "palette", "mixed"])
def test_a_terminal_of_any_depth_is_sent_what_rich_would_send(names: list[str]) -> None:
    differ = [
        (name, depth, foreground)
        for name in names
        for depth, system in SYSTEMS.items()
        for foreground in (True, False)
        if sgr(name, depth, foreground=foreground)
        != ";".join(Color.parse(name).downgrade(system).get_ansi_codes(foreground))
    ]
    assert differ == []


def test_red_green_and_blue_are_those_of_rich() -> None:
    known = [name for name in (*all_colours(), *NAMES, *NUMBERED, *MIXED) if name != "default"]
    assert [name for name in known if rgb(name) != tuple(Color.parse(name).get_truecolor())] == []


def test_the_terminals_own_colour_and_none_at_all() -> None:
    assert [sgr(None, "true", foreground=foreground) for foreground in (True, False)] == ["39", "49"]
    assert {sgr(name, "mono", foreground=True) for name in (None, "default", "red", "color(7)", "#ffffff")} == {""}


def test_a_name_without_a_value_is_an_error() -> None:
    for name in ("", "grey", "ffffff", "default"):
        with pytest.raises(ValueError, match="colour"):
            rgb(name)
