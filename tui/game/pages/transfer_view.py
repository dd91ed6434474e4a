"""The transfer question: what was learned, asked with other numbers, and what each answer shows."""

from __future__ import annotations

from batchgame.scenarios.playables import following
from batchgame.tui.draw.grid import measure, wrap
from batchgame.tui.draw.layout import Rect, body, roomy
from batchgame.tui.draw.pen import Pen
from batchgame.tui.game.parts import chrome
from batchgame.tui.game.parts.question import paint_question
from batchgame.tui.game.parts.scene import paint_scene
from batchgame.tui.race.figures import claims_of, told
from batchgame.tui.race.round import Round
from batchgame.tui.race.verdict import reasons, verdict
from batchgame.tui.score.listing import full_title
from batchgame.tui.text.catalogue import Catalogue


def paint_transfer(pen: Pen, round_: Round) -> None:
    """Draw where everyone ended at left, the question and what the answer shows at right."""
    grid, look, say = pen.grid, pen.look, pen.say
    area = body(grid.width, grid.height)
    half = grid.width // 2
    paint_scene(pen, area.left(half), round_, frame=round_.result.frame if round_.result else None)
    text = area.right_of(half).inset(2 if roomy(grid.width, grid.height) else 1, 1)
    grid.text(text.x, text.y, say("transfer.title"), look.soft, width=text.w)
    asked, question = round_.stage.transfer, round_.transfer
    answers = [told(round_, option.text, say) for option in asked.options]
    y = (
        paint_question(
            pen, text.below(2), told(round_, asked.prompt, say), answers, question.chosen, order=question.order
        )
        + 1
    )
    if question.chosen is None:
        chrome.message(grid, say("transfer.press", count=len(answers)), look.accent)
        return
    _verdict(pen, text.below(y - text.y), round_, question.chosen)
    chrome.message(grid, teaser(round_, say, grid.width - 2), look.accent)


def _verdict(pen: Pen, area: Rect, round_: Round, chosen: int) -> None:
    """Draw right or wrong with the right answer, then a reason; more of them and a claim only where each fits whole."""
    grid, look, say, asked = pen.grid, pen.look, pen.say, round_.stage.transfer
    end, ink = area.y + area.h, look.good if asked.options[chosen].right else look.bad
    y = grid.paragraph(area.x, area.y, area.w, area.h, verdict(round_, asked, chosen, say), ink, bold=True)
    first, *further = reasons(round_, asked, chosen, say)
    y = grid.paragraph(area.x, y, area.w, end - y, first, look.text)
    for reason in further:
        if y + len(wrap(reason, area.w, grid.folds)) <= end:
            y = grid.paragraph(area.x, y, area.w, end - y, reason, look.text)
    claim = claims_of(round_, say)[0]
    for words, ink_ in ((claim.sentence, look.soft), (claim.sources, look.dim)):
        if not words or y + 1 + len(wrap(words, area.w, grid.folds)) > end:
            break
        y = grid.paragraph(area.x, y + 1, area.w, end - y - 1, words, ink_)


def teaser(round_: Round, say: Catalogue, width: int) -> str:
    """Return the line that leads on from a race: what is at stake at the next stop, or its title where that is long."""
    after_ = None if round_.key.startswith("own/") else following(round_.name)
    if after_ is None:
        return told(round_, round_.stage.next, say)
    summary = say.of(after_.summary)
    return summary if measure(summary) <= width else f"{say('menu.next')}{say('colon')}{full_title(after_, say)}"
