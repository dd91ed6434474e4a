"""The closed lists that options, files and the screen share. Nothing is imported here: a parser needs them first."""

from typing import Literal

Colors = Literal["true", "256", "16", "mono"]
Theme = Literal["dark", "light"]
Motion = Literal["full", "reduced"]
