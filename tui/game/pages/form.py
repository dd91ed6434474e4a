"""A test form on the screen: one question at a time, no verdict, and at the end a file."""

from __future__ import annotations

from collections.abc import Sequence
from pathlib import Path

from batchgame.classroom.study import answers
from batchgame.classroom.study.forms import Form, When, order, questions
from batchgame.scenarios.text.clean import clean
from batchgame.tui.draw.grid import Grid, wrap
from batchgame.tui.draw.layout import Rect, body
from batchgame.tui.game.keys import Offer
from batchgame.tui.game.page import Page
from batchgame.tui.game.parts import chrome
from batchgame.tui.game.parts.question import paint_question
from batchgame.tui.game.route import Route
from batchgame.tui.game.session import Session

LINE = 64  # cells
LONGEST_PATH = 200


class FormPage(Page):
    """Keeps the answers until all are there. at: the question, −1 before the first one, their number after the last."""

    help_opens = False

    def __init__(self, session: Session, form: Form, when: When, code: str, seed: int, path: Path) -> None:
        super().__init__(session)
        self.form, self.when, self.code, self.path = form, when, code, path
        self.questions = questions(form)
        self.orders = [order(question, code, seed) for question in self.questions]
        self.given: dict[int, int] = {}  # the place of the answer as it is shown, by question
        self.at = -1
        self.written = False
        self.trouble = ""

    def offers(self) -> Sequence[Offer]:
        """Return the digits while a question is asked, Enter before and after."""
        say = self.say
        language = () if self.session.look.ascii else (Offer("language", say("key.language")),)
        last = (*language, Offer("quit", say("key.quit")))
        back = Offer("left", say("form.earlier"), live=self.at > 0)
        if self.written:
            return last
        if self.at < 0:
            return (Offer("next", say("key.next")), *last)
        if self.at == len(self.questions):
            return (Offer("next", say("form.key_write")), back, *last)
        count = len(self.questions[self.at].options)
        answered = self.at in self.given
        return (
            Offer("digit:1", say("form.key_answer"), cap=f"1-{count}"), back,
            Offer("next", say("key.next"), live=answered), *last,
        )  # fmt: skip

    def press(self, action: str) -> Route | None:
        """Answer and go on, step back, write the file."""
        if self.written:
            return None
        last = len(self.questions)
        if action in ("left", "back"):
            self.at = max(0, self.at - 1)
        elif action in ("next", "right"):
            if self.at == last:
                if action == "next":
                    self._write()
            elif self.at < 0 or self.at in self.given:
                self.at += 1
        elif action.startswith("digit:") and 0 <= self.at < last:
            place = int(action[6:]) - 1
            if 0 <= place < len(self.orders[self.at]):
                self.given[self.at] = place
                self.at += 1
        return None

    def _write(self) -> None:
        pairs = [(question, self.orders[n][self.given[n]]) for n, question in enumerate(self.questions)]
        try:
            answers.write(self.path, self.form, self.when, self.code, self.say.language, pairs)
            self.written, self.trouble = True, ""
        except OSError as error:
            self.trouble = self.say("form.not_written", reason=clean(error.strerror or error))

    def paint(self, grid: Grid) -> None:
        """Draw the question, or what comes before and after all of them."""
        pen, say, look = self.pen(grid), self.say, self.session.look
        when = say("form.before" if self.when == "before" else "form.after")
        chrome.header(grid, look, say("form.title", form=self.form, when=when), right=clean(self.code, 12))
        area = body(grid.width, grid.height)
        wide = min(LINE, area.w - 4)
        column = Rect((area.w - wide) // 2, area.y + 1, wide, area.h - 2)
        if 0 <= self.at < len(self.questions):
            question = self.questions[self.at]
            said = say("form.question", number=self.at + 1, of=len(self.questions))
            grid.text(column.x, column.y, said, look.soft, width=column.w)
            texts = [say.of(question.options[option]) for option in self.orders[self.at]]
            paint_question(pen, column.below(2), say.of(question.prompt), texts, self.given.get(self.at), spread=True)
            return
        path = clean(self.path, LONGEST_PATH)
        if self.at < 0:
            texts = [say("form.story"), say("form.begin")]
        elif self.written:
            texts = [say("form.written", path=path)]
        else:
            texts = [self.trouble, say("form.done", path=path)] if self.trouble else [say("form.done", path=path)]
        y = column.y
        for text in texts:
            for line in wrap(text, column.w, grid.folds):
                grid.text(column.x, y, line, look.text, width=column.w)
                y += 1
            y += 1
