"""The console: what only the teacher sees. Left the lesson, right the answers, below what the class sees."""

from __future__ import annotations

from collections.abc import Sequence
from typing import NamedTuple

from batchgame.classroom.board import Board
from batchgame.classroom.lesson import HINTED
from batchgame.classroom.tally import TALK_PAYS, advice
from batchgame.scenarios.text.numbers import whole_percent
from batchgame.tui.classroom.page import Page, blank, cover, fitting, footer, header
from batchgame.tui.classroom.pages import words
from batchgame.tui.classroom.pages.parts import shift_lines, tick
from batchgame.tui.classroom.scene import Scene
from batchgame.tui.draw.bars import result_bar
from batchgame.tui.draw.layout import Rect
from batchgame.tui.draw.look import Look
from batchgame.tui.text.catalogue import Catalogue


class Desk(NamedTuple):
    """What the console knows besides the board.

    late: dealt names of those who have not answered. dropped: seats without anybody. lag: milliseconds of the loop.
    saved: seconds since the last answer was saved, None if none was. asking: what is being typed or confirmed.
    """

    late: Sequence[str] = ()
    dropped: int = 0
    lag: int = 0
    saved: int | None = None
    asking: str = ""
    more: bool = False
    console_line: str = ""
    wall_line: str = ""


def paint_console(board: Board, scene: Scene, desk: Desk, look: Look, say: Catalogue, size: tuple[int, int]) -> Page:
    """Draw the console on a page."""
    if (small := cover(size, look, say)) is not None:
        return small
    page, (width, height) = blank(size, look), size
    lock = say("class.room_locked" if board.snapshot.locked else "class.room_open")
    here = len(board.snapshot.present)
    header(page, look, f"{say('class.console')}  {board.title[say.language]}",
           say("class.in_and_dropped", count=here, dropped=desk.dropped, lock=lock))  # fmt: skip
    left = width if width < 70 else 32
    bottom = 10 if height >= 24 else 6
    _steps(page, board, Rect(1, 1, left - 2, height - bottom - 2), look, say)
    if width >= 70:
        _answers(page, board, scene, Rect(left, 1, width - left - 1, height - bottom - 1), look, say)
    _below(page, board, scene, desk, Rect(1, height - bottom - 1, width - 2, bottom), look, say)
    footer(page, look, _offers(board, desk, say))
    return page


def _steps(page: Page, board: Board, area: Rect, look: Look, say: Catalogue) -> None:
    grid, now = page.grid, board.step.index
    grid.text(area.x, area.y, say("class.the_lesson"), look.soft, bold=True)
    rows = max(1, area.h - 1)
    first = min(max(0, now - rows // 2), max(0, len(board.steps) - rows))
    for row, step in enumerate(board.steps[first : first + rows]):
        mark = tick(look) if step.index < now else look.cursor if step.index == now else " "
        name = f"{step.index + 1:2} {words.step_name(say, step)}"
        if step.part is not None and step.kind != "form":
            name += f"  {step.part.card or step.part.playable.rpartition('/')[2]}"
        ink = look.accent if step.index == now else look.dim if step.index < now else look.text
        grid.text(area.x, area.y + 1 + row, mark, look.accent)
        grid.text(area.x + 2, area.y + 1 + row, fitting(name, area.w - 2, grid.folds), ink, bold=step.index == now)


def _answers(page: Page, board: Board, scene: Scene, area: Rect, look: Look, say: Catalogue) -> None:
    grid, counts, ask = page.grid, board.counts, board.ask
    x, y, w, _ = area
    if board.step.takes_answers:
        grid.text(x, y, say("class.only_you"), look.soft, bold=True)
        grid.text(x, y, f"{board.answered} / {max(board.present, board.answered)}", look.text, width=w, align="right")
    if counts is None or ask is None:
        return
    asks_sure = board.step.kind != "saw"
    if asks_sure:
        grid.text(x, y + 1, say("class.votes_sure"), look.dim, width=w, align="right")
    y += 2
    for option, text in enumerate(words.options(say, board, scene)):
        right = f" {tick(look)}" if option == ask.right else ""
        grid.text(x, y, fitting(f"{option + 1} {text}", w - 2, grid.folds) + right, look.text, width=w)
        result_bar(grid, x + 2, y + 1, w - 14, counts.share(option), look.full, look)
        grid.text(x, y + 1, str(counts.votes[option]), look.text, width=w - 6, align="right", bold=True)
        if asks_sure:
            grid.text(x, y + 1, str(counts.sure[option]), look.soft, width=w, align="right")
        y += 2
    if ask.right is None or not asks_sure:
        return
    if board.step.round == 2 and board.shift is not None and board.shift.total:
        for line in shift_lines(board.shift, say):
            if y < area.y + area.h:
                grid.text(x, y, line, look.soft, width=w)
                y += 1
    elif y + 2 <= area.y + area.h:
        share = whole_percent(counts.share(ask.right))
        low, high = (whole_percent(part) for part in TALK_PAYS)
        line = say(f"class.advice_{advice(counts, ask.right)}", share=share, low=low, high=high)
        grid.paragraph(x, y, w, area.y + area.h - y, line, look.accent)


def _below(page: Page, board: Board, scene: Scene, desk: Desk, area: Rect, look: Look, say: Catalogue) -> None:
    grid = page.grid
    x, y, w, h = area
    taking, shown = board.step.takes_answers, board.revealed and board.ask is not None
    phase = say(f"class.phase_{'closed' if board.revealed and not shown else board.snapshot.phase}") if taking else ""
    clock = words.clock(scene.left if scene.left is not None else scene.since)
    now = f"{words.step_name(say, board.step)}  {phase}  {clock}"
    then = say("class.next_closes") if board.step.takes_answers and board.snapshot.phase == "open" else (
        words.step_name(say, board.steps[board.step.index + 1])
        if board.step.index + 1 < len(board.steps) else f"X  {say('class.key_close')}")  # fmt: skip
    rows = [(say("class.now"), now), (say("class.then"), then)]
    if board.step.takes_answers and desk.late:
        names = "  ".join(desk.late[:4]) + (f"  +{len(desk.late) - 4}" if len(desk.late) > 4 else "")
        rows.append((say("class.late"), f"{len(desk.late)}: {names}"))
    if desk.more:
        rows += [(say("class.console"), desk.console_line), (say("class.wall"), desk.wall_line)]
        rows.append((say("class.print_label"), board.doors.fingerprint))
    else:
        bars = say("class.wall_bars" if shown else "class.wall_no_bars") if taking and board.ask else ""
        hint = say("class.wall_hint") if scene.hint else ""
        rows.append((say("class.wall"), f"{words.step_name(say, board.step)}  {bars}  {hint}"))
        rows.append((say("class.line"), board.doors.line))
        saved = "" if desk.saved is None else say("class.saved_ago", seconds=desk.saved)
        rows.append(
            (
                say("class.saved_label"),
                f"{f'{board.answered}  ' if taking else ''}{saved}  {say('class.lag', count=desk.lag)}".lstrip(),
            )
        )
    grid.hline(x, y, w, look.faint)
    label = max(12 if say.language == "en" else 10, 8)
    for row, (name, text) in enumerate(rows[: h - 2], y + 1):
        grid.text(x, row, name, look.soft, width=label)
        grid.text(x + label, row, fitting(text, w - label, grid.folds), look.text)
    about = say("class.bars_shown" if shown else "class.nothing_shown") if taking and board.ask else ""
    grid.text(x, y + h - 1, fitting(desk.asking or about, w, grid.folds), look.accent if desk.asking else look.dim)


def _offers(board: Board, desk: Desk, say: Catalogue) -> list[tuple[str, str]]:
    if desk.more:
        return [("L", say("class.key_lock")), ("k", say("class.key_kick")), ("h", say("key.hint")),
                ("s", say("class.key_skip")), ("p", say("key.pause")), ("r", say("class.key_replay")),
                ("X", say("class.key_close")), ("l", say("key.language")), ("?", say("key.back"))]  # fmt: skip
    hinted = board.step.kind in HINTED and board.step.part is not None and bool(board.step.part.playable)
    return [("Enter", say("key.next")), ("←", say("key.back")), ("+", "30 s"), ("v", say("class.key_reveal")),
            ("o", say("class.key_reopen")), ("#", say("class.key_hands")),
            ("h", say("key.hint")) if hinted else ("p", say("key.pause")),
            ("?", say("class.key_more")), ("q", say("class.key_leave"))]  # fmt: skip
