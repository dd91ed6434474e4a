"""The table at which the game is played in plain lines: it asks on stdout and listens on stdin."""

from __future__ import annotations

import sys
from collections.abc import Callable, Mapping, Sequence

from batchgame.scenarios.text.numbers import number
from batchgame.tui.draw.width import fold
from batchgame.tui.race.options import PlayOptions
from batchgame.tui.race.practice import Practice
from batchgame.tui.race.question import Question
from batchgame.tui.score.progress import Progress
from batchgame.tui.text.catalogue import Catalogue
from batchgame.tui.text.claims import Claim
from batchgame.tui.text.input_method import half_width, needs_input_method

# From the name of an exercise's own page, which lies in a room above, to the function that plays it in plain lines.
Workshop = Callable[[str], Callable[["Table", Practice], None]]
LONGEST_ANSWER = 200  # characters; the rest of a longer line is read and forgotten


class Left(Exception):  # noqa: N818 - not an error
    """The player typed q, or the input has ended."""


def _answer() -> str:
    """Read a line, without spaces around it and in half-width signs. Raises Left at the end of the input."""
    line = sys.stdin.readline(LONGEST_ANSWER) if sys.stdin is not None else ""
    if not line:
        raise Left
    rest = line
    while rest and not rest.endswith("\n"):
        rest = sys.stdin.readline(LONGEST_ANSWER)
    return half_width(line).strip()


class Table:
    """One player in plain lines."""

    def __init__(self, options: PlayOptions, progress: Progress, workshop: Workshop) -> None:
        self.options = options
        self.progress = progress
        self.workshop = workshop
        self.hinting: Callable[[], None] | None = None  # what h does at a question
        self.opened: set[str] = set()  # of this sitting: the stages whose lesson was opened without the goal
        self._told: object = None  # the last notice
        self.say = Catalogue("en" if options.ascii else options.lang or progress.language or "en")

    def tell(self, key: str, **values: object) -> None:
        """Print a line of the catalogue."""
        self.line(self.say(key, **values))

    def line(self, text: str = "") -> None:
        """Print a line at once."""
        print(fold(text) if self.options.ascii else text, flush=True)

    def claims(self, claims: Sequence[Claim]) -> None:
        """Print each claim under its badge, then its sources."""
        for claim in claims:
            self.line(claim.sentence)
            if claim.sources:
                self.line(f"    {claim.sources}")

    def ask(self, key: str, allowed: Mapping[str, str], **values: object) -> str:
        """Ask until the answer is allowed; `allowed` gives the meaning of each. q, or the end of the input, leaves."""
        self.tell(key, **values)
        while True:
            answer = _answer()
            if answer not in allowed:
                answer = answer.lower()  # Caps Lock
            if answer == "q":
                raise Left
            if answer == "h" and self.hinting is not None:
                self.hinting()
            elif answer in allowed:
                return allowed[answer]
            else:
                if any(map(needs_input_method, answer)):
                    self.tell("typed.input_method")
                self.tell("plain.not_understood", allowed=", ".join(word for word in allowed if word))

    def typed(self) -> str:
        """Return a line that is typed, whatever it says. Raises Left at the end of the input."""
        return _answer()

    def question(self, prompt: str, answers: Sequence[str], order: Sequence[int] = ()) -> int:
        """Print a prompt and its answers by their digits. Returns the index of the one picked.

        order: the indices of the answers as they were dealt.
        """
        order = order or range(len(answers))
        self.line()
        self.line(prompt)
        self.choices([answers[index] for index in order])
        return order[self.digit(len(answers))]

    def predict(self, question: Question, prompt: str, answers: Sequence[str]) -> None:
        """Put a question that also asks how sure the player is: 2 and then 9, or 29 at once."""
        self.line()
        self.line(prompt)
        self.choices([answers[index] for index in question.order])
        digits = range(1, question.options + 1)
        allowed = {f"{n}": f"{n}" for n in digits} | {f"{n}{sure}": f"{n}{sure}" for n in digits for sure in (8, 9)}
        answer = self.ask("plain.answer_sure", allowed, count=question.options)
        question.chosen = question.order[int(answer[0]) - 1]
        question.sure = answer.endswith("9") if len(answer) > 1 else self.sure()

    def passed_over(self, prompt: str, answers: Sequence[str], order: Sequence[int]) -> int | None:
        """Ask a question as `question` does; Enter alone gives no answer."""
        self.line()
        self.line(prompt)
        self.choices([answers[index] for index in order])
        digits = {str(n): str(n) for n in range(1, len(answers) + 1)} | {"": "0"}
        answer = int(self.ask("plain.answer", digits, count=len(answers)))
        return order[answer - 1] if answer else None

    def choices(self, answers: Sequence[str]) -> None:
        """Print answers by their digits."""
        for number_, answer in enumerate(answers, 1):
            self.line(f"  {number_}  {answer}")

    def digit(self, count: int) -> int:
        """Ask for one of so many answers. Returns its index."""
        digits = {str(n): str(n) for n in range(1, count + 1)}
        return int(self.ask("plain.answer", digits, count=count)) - 1

    def sure(self) -> bool:
        """Ask whether the player is sure."""
        return self.ask("plain.sure", {"8": "8", "9": "9"}) == "9"

    def knob(self, knob: str, ladder: Sequence[float], value: float) -> float:
        """Ask for one of the values of a knob; Enter keeps the one it has."""
        label = self.say(f"knob.{knob}")
        if len(ladder) == 1:
            self.tell("plain.locked", knob=label, value=number(ladder[0]))
            return ladder[0]
        allowed = {f"{step:g}": f"{step:g}" for step in ladder} | {"": f"{value:g}"}
        values = ", ".join(number(step) for step in ladder)
        return float(self.ask("plain.knob", allowed, knob=label, values=values, value=number(value)))

    def notice(self) -> None:
        """Tell what became of the progress file, if there is anything to tell that has not been told."""
        if self.progress.notice and self.progress.notice != self._told:
            self._told = self.progress.notice
            key, values = self.progress.notice
            self.tell(key, **values)
