"""What the words of `batchgame play` ask for, as one frozen value."""

from __future__ import annotations

from typing import TYPE_CHECKING, NamedTuple

from batchgame.tui.text.choices import Colors, Motion, Theme

if TYPE_CHECKING:
    from batchgame.sim.hardware import Measured
    from batchgame.sim.plane import Knob


class MapOptions(NamedTuple):
    """The words of `batchgame map` besides those of play: knobs across and down, trajectories of a finished cell."""

    x: Knob = "momentum"
    y: Knob = "batch_size"
    trajectories: int = 256


class PlayOptions(NamedTuple):
    """Checked words of `batchgame play`. None: not asked for, so that the stage or the terminal decides.

    scenario is a name with or without a stage (`saddle`, `saddle/hair`) or the path of a file; fps is frames a second.
    asked is the number of an answer in the file, from 1: the question opens on it, and its experiment runs beside the
    race. clock is a measured one, in place of that of `parallel`. shots is how many of the first shots are told in
    plain lines. kiosk is for strangers at the keyboard, see kiosk.py; plane is what `batchgame map` opens with.
    """

    scenario: str | None = None
    batch_size: int | None = None
    momentum: float | None = None
    learning_rate: float | None = None
    parallel: int | None = None
    clock: Measured | None = None
    schedule: str | None = None
    asked: int | None = None
    shots: int = 0
    seed: int = 0
    trajectories: int = 1000
    engine: str = "auto"
    lang: str | None = None
    fps: int = 15
    colors: Colors | None = None
    ascii: bool | None = None
    theme: Theme | None = None
    motion: Motion = "full"
    plain: bool | None = None
    kiosk: bool = False
    daily: bool = False
    plane: MapOptions | None = None
