"""The map of a round on pages that may be drawn before NumPy is imported: until then its place stays empty."""

from __future__ import annotations

from typing import TYPE_CHECKING

from batchgame.tui.draw.layout import Rect
from batchgame.tui.draw.pen import Pen
from batchgame.tui.race.round import Round

if TYPE_CHECKING:
    from batchgame.sim.race import Frame, LaneFrame
    from batchgame.tui.race.first_shots import FirstShots


def paint_scene(
    pen: Pen,
    area: Rect,
    round_: Round,
    *,
    frame: Frame | None = None,
    first: FirstShots | None = None,
    grey: LaneFrame | None = None,
) -> None:
    """Draw the map of a round as soon as the experiment is imported, with the start, or with the swarms of a frame."""
    if pen.warm:
        from batchgame.tui.game.parts.landscape import paint_landscape

        paint_landscape(pen, area, round_, frame, first, grey)
