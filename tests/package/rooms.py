"""The rooms of the house: the floors of tui, and the rooms in which a rule does not hold yet."""

from __future__ import annotations

# The folders of tui from the lowest floor to the highest: a module imports its own floor and those below.
FLOORS = ("text", "draw", "screen", "race", "maps", "score", "plain", "game", "command")

# A room leaves a list for good when its last offender is gone.
IMPORTS_NOT_DONE = ("sim", "scenarios", "tui.game", "tui.plain", "tui.maps", "tui.race", "tui.score", "tui.screen")
CIRCLES_NOT_DONE = ("scenarios", "tui.game", "tui.race")
ARROWS_NOT_DONE = ("tui.plain", "tui.race", "tui.screen")


def is_in(module: str, rooms: tuple[str, ...]) -> bool:
    """Return whether a module, named without `batchgame.`, lies in one of the rooms."""
    return any(module == room or module.startswith(f"{room}.") for room in rooms)


ENGLISH_NOT_DONE = (
    "bench", "scenarios", "sim", "tui.draw", "tui.game", "tui.maps", "tui.plain", "tui.race", "tui.score", "tui.screen",
    "tui.text",
)  # fmt: skip
