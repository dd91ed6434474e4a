"""The closed lists of choices that options, files and the screen share. A parser needs them, so nothing is imported."""

from typing import Literal

Colors = Literal["true", "256", "16", "mono"]
Theme = Literal["dark", "light"]
Motion = Literal["full", "reduced"]
