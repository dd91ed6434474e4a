"""A student's page: the present step, drawn once for all, and the student's own things on it."""

from __future__ import annotations

from batchgame.classroom.board import Board
from batchgame.scenarios.text.numbers import number, whole_percent
from batchgame.tui.classroom.film import Picture
from batchgame.tui.classroom.page import Page, blank, cover, fitting, footer, header, options
from batchgame.tui.classroom.pages import words
from batchgame.tui.classroom.pages.parts import (
    bar_row,
    best_lines,
    clock_bar,
    counter,
    pick_map,
    shift_lines,
    solved_line,
    tick,
)
from batchgame.tui.classroom.scene import Scene, lane_inks, paint_dots, paint_picture
from batchgame.tui.draw.layout import Rect
from batchgame.tui.draw.look import Look
from batchgame.tui.text.catalogue import Catalogue

WIDE = 80  # columns from which the map stands beside the words
LEAST, SHOWING = 60, ("picture", "race", "map")  # the same where the map is what is shown
OWN_ROWS = 3  # above the footer: a line, and two rows for what the student's answer has become


def map_area(size: tuple[int, int], kind: str) -> Rect | None:
    """Return where the landscape stands, or None on a small window. Its size has few values: each is painted once."""
    width, height = size
    if kind == "form" or width < (LEAST if kind in SHOWING else WIDE) or height < 18:
        return None
    return Rect(1, 2, min(width // 2 - 2, 80) // 2 * 2, min(height - 3 - OWN_ROWS - 1, 40) // 2 * 2)


def text_area(size: tuple[int, int], area: Rect | None) -> Rect:
    """Return where the words stand, beside the map if there is one."""
    width, height = size
    left = area.x + area.w + 2 if area else 1
    return Rect(left, 2, max(1, width - left - 1), max(1, height - 4 - OWN_ROWS))


def paint_student(
    board: Board, scene: Scene, picture: Picture | None, look: Look, say: Catalogue, size: tuple[int, int]
) -> Page:
    """Draw what all students see. The student's own things are drawn on a copy by `paint_own_things`."""
    if (small := cover(size, look, say)) is not None:
        return small
    page, step = blank(size, look), board.step
    header(page, look, words.step_name(say, step))
    page.spots["head"] = Rect(0, 0, size[0], 1)
    area = map_area(size, step.kind) if step.part is not None and step.part.playable else None
    grid, text = page.grid, text_area(size, area)
    if area is not None and not (step.kind == "map" and scene.over):
        paint_picture(grid, area, picture)
        if step.kind in ("race", "map", "saw"):
            paint_dots(grid, area, scene, look)
        page.spots["map"] = area
    clock_bar(page, 1, 1, size[0] - 2, scene, look)
    grid.hline(1, size[1] - 1 - OWN_ROWS, size[0] - 2, look.faint)
    page.spots["own"] = Rect(1, size[1] - OWN_ROWS, size[0] - 2, 2)
    page.spots["text"] = text
    _step(page, board, scene, look, say, text)
    footer(page, look, _offers(board, say))
    return page


def _step(page: Page, board: Board, scene: Scene, look: Look, say: Catalogue, text: Rect) -> None:
    grid, kind = page.grid, board.step.kind
    x, y, w, h = text
    if kind == "join":
        y = grid.paragraph(x, y, w, 3, board.title[say.language], look.text, bold=True) + 1
        y = grid.paragraph(x, y, w, 4, say("class.you_are_in"), look.soft) + 1
        page.spots["name"] = Rect(x, y, w, text.y + h - y)
    elif kind == "picture":
        y = grid.paragraph(x, y, w, 3, words.told(say, scene, "title"), look.text, bold=True) + 1
        grid.paragraph(x, y, w, h, words.told(say, scene, "story"), look.soft)
    elif kind in ("vote", "vote again", "saw", "talk"):
        _question(page, board, scene, look, say, text)
    elif kind == "race":
        y = grid.paragraph(x, y, w, 3, words.told(say, scene, "title"), look.text, bold=True) + 1
        paint_lanes(page, Rect(x, y, w, h), scene, look, say)
    elif kind == "lesson":
        _lesson(page, board, scene, look, say, text)
    elif kind == "pick":
        y = grid.paragraph(x, y, w, 3, say("class.pick_both"), look.text, bold=True) + 1
        page.spots["knobs"] = Rect(x, y, w, 6)
        counter(page, x, min(y + 7, text.y + h - 2), w, board, look, say)
    elif kind == "form":
        page.spots["form"] = text
    elif kind == "map":
        _map(page, scene, look, say, text)
    elif kind == "end":
        y = grid.paragraph(x, y, w, 3, say("class.thanks"), look.text, bold=True) + 1
        page.spots["stand"] = Rect(x, y, w, h - (y - text.y))


def _question(page: Page, board: Board, scene: Scene, look: Look, say: Catalogue, text: Rect) -> None:
    grid, kind = page.grid, board.step.kind
    x, y, w, h = text
    if kind == "talk":
        y = grid.paragraph(x, y, w, 3, say("class.talk"), look.accent, bold=True) + 1
    y = grid.paragraph(x, y, w, 5, words.prompt(say, board, scene), look.text, bold=True) + 1
    y = options(page, Rect(x, y, w, h - (y - text.y) - 4), words.options(say, board, scene), look)
    if board.revealed and board.counts is not None and board.counts.showable and kind != "talk":
        for option in range(len(board.counts.votes)):
            if y + option < text.y + h:
                grid.text(x, y + option, str(option + 1), look.accent)
                bar_row(page, x + 2, y + option, w - 2, board.counts, option, look)
    elif kind in ("vote", "vote again"):
        page.spots["sure"] = Rect(x, min(y + 1, text.y + h - 3), w, 1)
        counter(page, x, text.y + h - 2, w, board, look, say)
    elif kind == "saw":
        counter(page, x, text.y + h - 2, w, board, look, say)


def paint_lanes(page: Page, area: Rect, scene: Scene, look: Look, say: Catalogue) -> None:
    """Name the lanes of a race with their knobs, how far each is, and in the end how it ended."""
    grid, film = page.grid, scene.film
    if film is None:
        grid.paragraph(area.x, area.y, area.w, 2, say("class.computing"), look.dim)
        return
    y = area.y
    short = area.h < 2 * len(film.lanes)
    for number_, (lane, (ink, sign)) in enumerate(zip(film.lanes, lane_inks(film, look), strict=True)):
        if y + (0 if short else 1) >= area.y + area.h:
            break
        grid.text(area.x, y, sign, ink, bold=True)
        line = say("class.lane", batch_size=lane.batch_size, momentum=number(lane.momentum))
        if scene.over:
            key = "class.lane_share" if short else "class.lane_ended"
            said = say(key, share=whole_percent(lane.share), status=say(f"status.{_status(lane.status)}"))
        else:
            said = say("class.lane_updates", count=film.updates[scene.frame][number_])
        x = grid.text(area.x + 2, y, line, ink, width=area.w - 2)
        if short:
            grid.text(x + 2, y, said, look.soft, width=area.x + area.w - x - 2)
        else:
            grid.text(area.x + 2, y + 1, said, look.soft, width=area.w - 2)
        y += 1 if short else 3 if area.h >= 9 else 2
    if scene.paused and y < area.y + area.h:
        grid.text(area.x, y, say("class.paused"), look.accent, width=area.w)


def _status(status: str) -> str:
    return status.lower().replace(" ", "_")


def _lesson(page: Page, board: Board, scene: Scene, look: Look, say: Catalogue, text: Rect) -> None:
    grid, ask = page.grid, board.ask
    x, y, w, h = text
    if ask is not None and ask.right is not None:
        right = words.options(say, board, scene)[ask.right]
        y = grid.paragraph(x, y, w, 3, f"{tick(look)} {ask.right + 1} {right}", look.good, bold=True) + 1
    y = grid.paragraph(x, y, w, h - (y - text.y), words.told(say, scene, "lesson"), look.text) + 1
    if board.shift is not None and board.shift.total and y + 4 <= text.y + h:
        for line in shift_lines(board.shift, say):
            grid.text(x, y, line, look.soft, width=w)
            y += 1


def _map(page: Page, scene: Scene, look: Look, say: Catalogue, text: Rect) -> None:
    grid, film = page.grid, scene.film
    if film is None:
        grid.paragraph(text.x, text.y, text.w, 2, say("class.computing"), look.dim)
        return
    if not scene.over:
        grid.paragraph(text.x, text.y, text.w, 3, say("class.all_fired", count=len(film.seats)), look.text, bold=True)
        return
    whole = Rect(1, 2, grid.width - 2, grid.height - OWN_ROWS - 8)
    page.spots["picks"] = whole
    pick_map(page, whole, film, look)
    y = whole.y + whole.h
    for line in [*best_lines(film, say), solved_line(film, look, say)]:
        grid.text(1, y, fitting(line, grid.width - 2, grid.folds), look.soft)
        y += 1


def _offers(board: Board, say: Catalogue) -> list[tuple[str, str]]:
    found: list[tuple[str, str]] = []
    kind, open_ = board.step.kind, board.snapshot.phase == "open"
    if kind in ("vote", "vote again", "saw") and open_ and board.ask:
        found.append((f"1-{len(board.ask.options)}", say("class.key_answer")))
        if kind != "saw":
            found.append(("8 9", say("class.key_sure")))
    if kind == "form" and open_:
        found += [("1 2 3 …", say("class.key_answer")), ("←", say("form.earlier")), ("→", say("class.key_later"))]
    if kind == "pick" and open_:
        found += [("↑ ↓", say("key.row")), ("← →", say("key.change"))]
    return [*found, ("l", say("key.language")), ("n", say("class.key_name")), ("q", say("class.key_leave"))]
