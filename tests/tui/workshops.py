"""What the tests of the exercises share that are done by hand."""

from __future__ import annotations

import numpy as np
from driving import SIZES, Player

SCREENS = [(*SIZES[0], False), (*SIZES[1], False), (60, 18, False), (80, 24, True)]

# For what takes ten seconds: each size and each language once.
SOME_SCREENS = [(80, 24, False, "zh-TW"), (60, 18, False, "zh-TW"), (80, 24, True, "en"), (120, 40, False, "en")]


async def predict(player: Player, option: int) -> None:
    await player.press(player.digit(option - 1), "9")


async def leave_by_the_lesson(player: Player, option: int) -> None:
    """Answer the last card and read the lesson, and leave it for the menu."""
    assert player.step == "card"
    await player.press(player.digit(option - 1), "8", "enter")
    assert player.step == "lesson"
    assert player.grid().clipped == []
    await player.press("escape")
    assert player.step == "menu"


def point(player: Player, target: np.ndarray, stride: float) -> None:
    """Move the cursor as near to a place as its strides allow."""
    for axis, (low, high) in enumerate((("left", "right"), ("down", "up"))):
        length = stride * (axis + 1)
        count = round((target[axis] - player.page.cursor[axis]) / length)
        for _ in range(abs(count)):  # not as keys: a page would be painted for each of a hundred
            player.page.press(high if count > 0 else low)
