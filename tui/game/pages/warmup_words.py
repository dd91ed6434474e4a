"""The words of each step of a warm-up, as rows of the wall."""

from __future__ import annotations

from collections.abc import Callable
from dataclasses import dataclass

from batchgame.classroom import tally
from batchgame.classroom.question import Ask
from batchgame.classroom.tally import Counts
from batchgame.scenarios.reading.text import Text
from batchgame.tui.draw.look import Look
from batchgame.tui.game.pages.warmup_rows import Rows
from batchgame.tui.text.catalogue import Catalogue

Told = Callable[[Text], str]


@dataclass(frozen=True)
class Asked:
    """A question on the wall. told: fills the places of a text. counts: of this step; first, second: of both votes."""

    ask: Ask
    told: Told
    counts: Counts
    first: Counts
    second: Counts


def step_name(say: Catalogue, kind: str) -> str:
    """Return the name of a kind of step."""
    return say(f"warmup.step_{kind.replace(' ', '_')}")


def question_rows(rows: Rows, asked: Asked, say: Catalogue, row: int, seen: int | None) -> None:
    """Add a question while hands are counted: only the count under the cursor is on the wall, of others that it is in.

    seen: the option that the race has shown to be true.
    """
    look = rows.look
    rows.words(asked.told(asked.ask.prompt), look.text, True)
    rows.gap()
    done = "*" if look.folds else "✓"
    for n, option in enumerate(asked.ask.options):
        count = asked.counts.votes[n]
        said = str(count) if n == row else done if count else ""
        rows.option(n + 1, asked.told(option), said, lit=n == row, mark=n == seen)
    if asked.counts.total:
        rows.words(say("warmup.counted", count=asked.counts.total), look.soft)
    else:
        rows.words(say("warmup.hands_now"), look.soft)


def talk_rows(rows: Rows, asked: Asked, say: Catalogue, seconds: int) -> None:
    """Add the call to talk, whether a talk pays, and the question once more."""
    look = rows.look
    rows.words(say("warmup.talk"), look.accent, True)
    right = asked.ask.right
    time = say("warmup.talk_for", seconds=seconds)
    if right is not None:
        pays = {
            "talk": "warmup.pay_talk", "hint": "warmup.pay_hint", "on": "warmup.pay_on", "nobody": "warmup.pay_nobody",
        }  # fmt: skip
        gap = "" if say.language == "zh-TW" else " "
        time = f"{say(pays[tally.advice(asked.first, right)])}{gap}{time}"
    rows.words(time, look.soft)
    rows.words(asked.told(asked.ask.prompt), look.text, True)
    for n, option in enumerate(asked.ask.options):
        rows.option(n + 1, asked.told(option))


def bars_rows(rows: Rows, asked: Asked, say: Catalogue, both: bool) -> None:
    """Add the bars of one vote, or of both with what has moved. What is right is not said: the race decides."""
    look = rows.look
    heads = (say("warmup.before"), say("warmup.after"))
    if not both:
        rows.bars(asked.counts, None, heads, None)
        return
    first, second = asked.first, asked.second
    rows.bars(first, second, heads, None)
    rows.gap()
    rows.words(say("warmup.hands_before_after", before=first.total, after=second.total), look.text)
    moved = tally.moved(first, second)
    rows.words(say("warmup.moved", count=moved) if moved else say("warmup.moved_none"), look.text)
    gains = [b - a for a, b in zip(first.votes, second.votes, strict=True)]
    best = max(range(len(gains)), key=lambda option: gains[option])
    if gains[best] > 0:
        before, after = first.votes[best], second.votes[best]
        rows.words(say("warmup.won", option=best + 1, before=before, after=after), look.text)
    rows.words(say("warmup.race_decides"), look.accent)


def judged_rows(rows: Rows, asked: Asked, say: Catalogue) -> None:
    """Add which option is right, who turned to it, and what the largest wrong group overlooked."""
    look, ask, told = rows.look, asked.ask, asked.told
    right = ask.right
    if right is None:
        return
    option = told(ask.options[right])
    rows.words(say("warmup.right_is", option=right + 1, text=option), look.good, True)
    first, second = asked.first, asked.second
    last = second if second.total else first
    if first.total and second.total:
        rows.words(
            say("warmup.right_before_after", before=first.votes[right], all_before=first.total,
                after=second.votes[right], all_after=second.total), look.text,
        )  # fmt: skip
        turned = tally.turned(first, second, right)
        key = "warmup.to_right" if turned > 0 else "warmup.to_wrong" if turned < 0 else "warmup.as_many_right"
        rows.words(say(key, count=abs(turned)), look.text)
    if last.total:
        rows.words(say("warmup.still_wrong", count=last.total - last.votes[right]), look.text)
        wrong = tally.largest_wrong(last, right)
        if wrong is not None:
            because = ask.because[wrong]
            if because is None:
                rows.words(say("warmup.most_wrong", option=wrong + 1), look.text)
            else:
                rows.gap()
                rows.words(say("warmup.those_who_said", count=last.votes[wrong], option=wrong + 1), look.accent, True)
                rows.words(told(because), look.text)


def start_rows(rows: Rows, say: Catalogue, title: str, summary: str, width: int, look: Look) -> None:
    """Add the title, what the lesson is about, and how to make the wall readable."""
    rows.words(title, look.text, True)
    rows.words(summary, look.soft)
    rows.gap()
    rows.words(say("warmup.hands_up"), look.text)
    if width > 44:
        rows.words(say("warmup.zoom", width=width), look.accent)
    if look.theme == "dark" and not look.mono:
        rows.words(say("warmup.light"), look.dim)
