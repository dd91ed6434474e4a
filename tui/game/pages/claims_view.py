"""The lesson of a race with all its claims, as a column of words."""

from __future__ import annotations

from batchgame.tui.draw.look import Look
from batchgame.tui.draw.pen import Pen
from batchgame.tui.game.parts import chrome
from batchgame.tui.game.parts.words import EMPTY, Part, of_claims, paint_scrolled
from batchgame.tui.race.figures import claims_of, told
from batchgame.tui.race.round import Round
from batchgame.tui.text.catalogue import Catalogue
from batchgame.tui.text.claims import citations


def claim_parts(look: Look, say: Catalogue, round_: Round) -> list[Part]:
    """Return the heading, the lesson, the claims, and the sources of the whole scenario."""
    stage = round_.stage
    lesson = Part(told(round_, stage.lesson, say), look.text)
    found = claims_of(round_, say)
    parts = [Part(say("claim.more"), look.accent, True), EMPTY, lesson, *of_claims(found, look)]
    if sources := round_.scenario.sources:
        parts += [
            EMPTY,
            Part(
                f"{say('claim.sources')}{say('colon')}{citations(sources, say, round_.scenario.references)}", look.dim
            ),
        ]
    return parts


def paint_claims(pen: Pen, round_: Round, scroll: int) -> None:
    """Draw the claims from row `scroll` on."""
    more = paint_scrolled(pen, claim_parts(pen.look, pen.say, round_), scroll)
    chrome.message(pen.grid, pen.say("card.more" if more else "claim.back"), pen.look.accent)
