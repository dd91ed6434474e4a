"""The wall: what the projector shows. At 40 columns, zoomed in, the last row can read it; wider windows get the map."""

from __future__ import annotations

from batchgame.classroom.board import Board
from batchgame.tui.classroom.film import Picture
from batchgame.tui.classroom.page import Page, blank, cover, fitting, header, options
from batchgame.tui.classroom.pages import words
from batchgame.tui.classroom.pages.letters import paint_big, width_of
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
from batchgame.tui.classroom.pages.student import paint_lanes
from batchgame.tui.classroom.scene import Scene, paint_dots, paint_picture
from batchgame.tui.draw.bars import result_bar
from batchgame.tui.draw.grid import wrap
from batchgame.tui.draw.layout import Rect
from batchgame.tui.draw.look import Look
from batchgame.tui.text.catalogue import Catalogue

ZOOMED = 44  # columns up to which the wall counts as zoomed in


def wall_map(size: tuple[int, int], kind: str) -> Rect | None:
    """Return where the landscape stands: beside the words on a wide window, above them on a zoomed one."""
    width, height = size
    if width <= ZOOMED:
        if kind not in ("race", "map", "picture") or height < 10:
            return None
        return Rect(0, 1, width // 2 * 2, max(2, (height - 5) // 2 * 2))
    if height < 14:
        return None
    return Rect(1, 2, min(width // 2 - 2, 100) // 2 * 2, min(height - 5, 60) // 2 * 2)


def paint_wall(
    board: Board, scene: Scene, picture: Picture | None, look: Look, say: Catalogue, size: tuple[int, int]
) -> Page:
    """Draw the wall. It has no keys, and says nothing about any one person."""
    if (small := cover(size, look, say)) is not None:
        return small
    page, step = blank(size, look), board.step
    grid, (width, height) = page.grid, size
    right = f"{step.index + 1}/{len(board.steps)}"
    header(page, look, words.step_name(say, step), right)
    zoomed = width <= ZOOMED
    area = wall_map(size, step.kind) if step.part is not None and step.part.playable else None
    if area is not None and not (step.kind == "map" and scene.over):
        paint_picture(grid, area, picture)
        if step.kind in ("race", "map", "saw", "lesson"):
            paint_dots(grid, area, scene, look)
    if area is None or (step.kind == "map" and scene.over):
        text = Rect(1, 2, width - 2, height - 4)
    elif zoomed:
        text = Rect(1, area.y + area.h, width - 2, height - 2 - area.y - area.h)
    else:
        text = Rect(area.x + area.w + 2, 2, width - area.x - area.w - 3, height - 4)
    if not (zoomed and area is not None):
        clock_bar(page, 1, 1, width - 2, scene, look)
    _step(page, board, scene, look, say, text, zoomed)
    if step.kind != "join" and board.doors.line:
        grid.text(1, height - 1, fitting(board.doors.line, width - 2, grid.folds), look.soft)
    return page


def _step(page: Page, board: Board, scene: Scene, look: Look, say: Catalogue, text: Rect, zoomed: bool) -> None:
    grid, kind = page.grid, board.step.kind
    x, y, w, h = text
    if kind == "join":
        _join(page, board, look, say, zoomed)
    elif kind == "picture":
        y = grid.paragraph(x, y, w, 3, words.told(say, scene, "title"), look.text, bold=True) + (0 if zoomed else 1)
        _clipped(page, Rect(x, y, w, text.y + h - y), words.told(say, scene, "story"), look)
    elif kind in ("vote", "vote again", "talk", "saw"):
        _question(page, board, scene, look, say, text)
    elif kind == "race":
        paint_lanes(page, text, scene, look, say)
    elif kind == "lesson":
        _lesson(page, board, scene, look, say, text)
    elif kind == "pick":
        y = grid.paragraph(x, y, w, 3, say("class.pick_both"), look.text, bold=True) + 1
        if scene.hint:
            y = grid.paragraph(x, y, w, h - 6, words.told(say, scene, "hint"), look.accent, bold=True) + 1
        _counted(page, x, y, w, board, look, say)
    elif kind == "form":
        y = grid.paragraph(x, y, w, h - 3, say("class.form_wall"), look.text, bold=True) + 1
        _counted(page, x, y, w, board, look, say)
    elif kind == "map":
        _map(page, scene, look, say, text)
    elif kind == "end":
        grid.paragraph(x, y, w, 3, say("class.thanks_wall"), look.text, bold=True)


def _clipped(page: Page, area: Rect, text: str, look: Look) -> None:
    """Write as many whole sentences of a text as there is room for: on a zoomed wall the teacher says the rest."""
    ends = [
        at + 1 for at, sign in enumerate(text) if sign in "。？！" or (sign in ".?!:" and text[at + 1 : at + 2] == " ")
    ]
    fits = [
        text[:end] for end in (*ends, len(text)) if len(wrap(text[:end], max(2, area.w), page.grid.folds)) <= area.h
    ]
    for row, line in enumerate(wrap(fits[-1] if fits else text, max(2, area.w), page.grid.folds)[: max(0, area.h)]):
        page.grid.text(area.x, area.y + row, line, look.text)


def _join(page: Page, board: Board, look: Look, say: Catalogue, zoomed: bool) -> None:
    grid, doors = page.grid, board.doors
    w = grid.width - 2
    flag, _, address = doors.line.rpartition(" ")
    user, _, host = address.partition("@")
    parts = [flag, address] if width_of(address) <= w else [flag, f"{user}@", host]
    big = not zoomed and not look.folds and grid.height >= 24 and max(map(width_of, parts)) <= w
    y = 2
    if big:
        for part in parts:
            paint_big(grid, 1, y, part, look.accent)
            y += 4
        y += 1
    else:
        grid.text(2, y, flag, look.accent, bold=True, width=w)
        grid.text(2, y + 1, fitting(address, w, grid.folds), look.accent, bold=True)
        y += 3
    grid.text(1, y, fitting(say("class.type_yes"), w, grid.folds), look.text)
    grid.text(1, y + 1, fitting(say("class.print", print=_grouped(doors.fingerprint)), w, grid.folds), look.text)
    grid.text(1, y + 2, fitting(say("class.windows"), w, grid.folds), look.text)
    y += 4
    present = len(board.snapshot.present)
    grid.text(1, y, say("class.are_in", count=present, seats=board.snapshot.seats), look.text, bold=True, width=w)
    result_bar(grid, 1, y + 1, w, present / max(1, board.snapshot.seats), look.accent, look)
    if y + 2 < grid.height:
        grid.text(1, y + 2, fitting(say("class.fell_out"), w, grid.folds), look.soft)
    if not zoomed:
        grid.text(1, grid.height - 1, say("class.zoom", width=grid.width), look.dim, width=w)


def _grouped(fingerprint: str) -> str:
    last = fingerprint[-12:]
    return " ".join(last[n : n + 4] for n in (0, 4, 8))


def _question(page: Page, board: Board, scene: Scene, look: Look, say: Catalogue, text: Rect) -> None:
    grid, kind = page.grid, board.step.kind
    x, y, w, h = text
    if board.revealed and board.counts is not None and kind != "talk":
        _bars(page, board, scene, look, say, text)
        return
    if kind == "talk":
        y = grid.paragraph(x, y, w, 2, say("class.talk"), look.accent, bold=True)
    if scene.hint:
        y = grid.paragraph(x, y, w, max(3, h - 6), words.told(say, scene, "hint"), look.accent, bold=True)
    else:
        y = grid.paragraph(x, y, w, 3, words.prompt(say, board, scene), look.text, bold=True)
    y += 1 if h > 10 else 0
    room = h - (y - text.y) - (0 if kind == "talk" else 2)
    y = options(page, Rect(x, y, w, room), words.options(say, board, scene), look)
    if kind != "talk" and y + 2 <= text.y + h + 1:
        y = counter(page, x, min(y, text.y + h - 2), w, board, look, say)
    if kind != "talk" and y < text.y + h:
        _openness(page, x, y, w, board, look, say)


def _counted(page: Page, x: int, y: int, w: int, board: Board, look: Look, say: Catalogue) -> None:
    _openness(page, x, counter(page, x, y, w, board, look, say), w, board, look, say)


def _openness(page: Page, x: int, y: int, w: int, board: Board, look: Look, say: Catalogue) -> None:
    """Say whether answers are still taken."""
    key = "class.open_until" if board.snapshot.phase == "open" else "class.is_closed"
    page.grid.text(x, y, say(key), look.soft, width=w)


def _bars(page: Page, board: Board, scene: Scene, look: Look, say: Catalogue, text: Rect) -> None:
    """Draw the bars of this vote, or of both with the shift in four sentences; above them the options, if they fit."""
    grid, counts = page.grid, board.counts
    x, y, w, h = text
    assert counts is not None
    if not counts.showable:
        grid.paragraph(x, y, w, 3, say("class.too_few"), look.soft)
        return
    both = board.step.round == 2 and board.first is not None and board.first.showable
    answers = words.options(say, board, scene)
    lines = sum(len(wrap(answer, max(2, w - 4), grid.folds)) for answer in answers)
    if lines + len(answers) + (6 if both else 1) < h:
        y = options(page, Rect(x, y, w, lines), answers, look) + 1
    if both:
        half = (w - 2) // 2
        grid.text(x + 2, y, say("class.before"), look.soft, width=half - 2)
        grid.text(x + half + 1, y, say("class.after"), look.soft, width=half)
        y += 1
    for option in range(len(counts.votes)):
        mark = tick(look) if board.decided and board.ask and option == board.ask.right else ""
        grid.text(x, y, f"{option + 1}{mark}", look.accent, bold=True)
        if both:
            assert board.first is not None
            bar_row(page, x + 2, y, half - 2, board.first, option, look)
            bar_row(page, x + half + 1, y, half, counts, option, look)
        else:
            bar_row(page, x + 3, y, w - 3, counts, option, look)
        y += 1
    if both and board.shift is not None and board.shift.total:
        y += 1 if y + 5 < text.y + h else 0
        for line in shift_lines(board.shift, say):
            if y < text.y + h:
                grid.text(x, y, line, look.text, width=w)
                y += 1
    if y < text.y + h and board.step.round and _has_race(board) and not board.decided:
        grid.text(x, y, say("class.race_decides"), look.soft, width=w)


def _has_race(board: Board) -> bool:
    """Return whether a race of this part is still to come."""
    part, now = board.step.part, board.step.index
    return any(step.kind == "race" and step.part is part and step.index > now for step in board.steps)


def _lesson(page: Page, board: Board, scene: Scene, look: Look, say: Catalogue, text: Rect) -> None:
    grid, ask = page.grid, board.ask
    x, y, w, h = text
    if ask is not None and ask.right is not None:
        said = words.options(say, board, scene)
        y = grid.paragraph(x, y, w, 3, f"{tick(look)} {ask.right + 1} {said[ask.right]}", look.good, bold=True)
        wrong = _largest_wrong(board)
        if wrong is not None and ask.because[wrong] is not None:
            because = scene.texts[say.language]["because"][ask.places[wrong]] if scene.texts else ""
            y = grid.paragraph(x, y, w, 3, f"{wrong + 1}: {because}", look.soft) if because else y
        y += 1
    _clipped(page, Rect(x, y, w, text.y + h - y), words.told(say, scene, "lesson"), look)


def _largest_wrong(board: Board) -> int | None:
    counts = next((c for c in (board.second, board.first) if c is not None and c.showable), None)
    if counts is None or board.ask is None:
        return None
    wrong = [(count, -option) for option, count in enumerate(counts.votes) if option != board.ask.right and count]
    return -max(wrong)[1] if wrong else None


def _map(page: Page, scene: Scene, look: Look, say: Catalogue, text: Rect) -> None:
    grid, film = page.grid, scene.film
    x, y, w, h = text
    if film is None:
        grid.paragraph(x, y, w, 2, say("class.computing"), look.dim)
        return
    if not scene.over:
        grid.paragraph(x, y, w, h, say("class.all_fired_wall", count=len(film.seats)), look.text, bold=True)
        return
    spare = max(0, h - 2 - len(film.batch_sizes))  # every batch size has its row: a dot that is missing would be untrue
    lines = [*best_lines(film, say)[: min(3, spare)],
             solved_line(film, look, say)]  # fmt: skip
    pick_map(page, Rect(x, y, w, h - len(lines)), film, look)
    for row, line in enumerate(lines):
        grid.text(x, y + h - len(lines) + row, fitting(line, w, grid.folds), look.soft)
