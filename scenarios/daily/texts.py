"""The texts of a daily race. They are the same every day, and the right answers are measured."""

from __future__ import annotations

from collections.abc import Mapping

import msgspec

from batchgame.scenarios.reading.format import Check, Claim, Option, Pick, Question, Stage
from batchgame.scenarios.reading.observed import LaneCondition, Observed, ObservedOption
from batchgame.scenarios.reading.text import Text

YES, NO = 0.8, 0.2  # of the trajectories: at least so many, at most so many have to solve for a clear answer
TITLE = Text("The race of the day", "每日一關")
WHO = (
    Text("only batch size 1", "只有批次大小 1"),
    Text("only the full batch", "只有全批次"),
    Text("both of them", "兩個都到得了"),
    Text("neither of them", "兩個都到不了"),
)
# For each answer, whether batch size 1 and whether the full batch gets there.
ANSWERS = ((True, False), (False, True), (True, True), (False, False))
BETRAYS = Text(
    "Look at the map once more: does anything rest, and would it stay?", "再看一次地圖：有東西靜止嗎？會一直待著嗎？"
)


def stage_of(task: Stage, default: Pick, solution: Pick, chances: Mapping[tuple[int, float], float]) -> Stage | None:
    """Add all texts and questions to a task. None if a question has no clear answer."""
    low, high = 0.0, 0.9
    full = task.ladders.batch_size[-1]
    prompts = {
        low: Text("Without momentum: who gets there in time?", "沒有動量時，誰來得及到？"),
        high: Text("And with λ = 0.9: who gets there in time?", "那 λ = 0.9 時，誰來得及到？"),
    }
    questions = {momentum: _question(prompts[momentum], chances, momentum, full) for momentum in (low, high)}
    prediction, transfer = questions[low], questions[high]
    if prediction is None or transfer is None:
        return None
    solved = Check("solved", solution.batch_size, solution.momentum, above=0.9)
    failed = Check("solved", default.batch_size, default.momentum, below=0.2)
    return msgspec.structs.replace(
        task,
        title=Text("today", "今天的"),
        summary=Text(
            "A landscape mirrored, turned and tilted by the date. Nobody has tuned it.",
            "今天的日期決定了地形的鏡射、旋轉和傾斜，沒有人調過。",
        ),
        story=Text(
            "The date has laid this landscape: mirrored or not, turned or not, with {n} tilts of its own. Nobody has "
            "tuned it, and what helped yesterday may not help today. Each lane gets {budget}.",
            "這個地形由日期決定：鏡射、旋轉，再加上 {n} 個新的傾斜。沒有人調過，昨天有用的，今天不一定有用。"
            "每條跑道有 {budget}。",
        ),
        default_pick=default,
        solution=solution,
        prediction=prediction,
        transfer=transfer,
        observed=_observed(),
        hints=(
            Text(
                "Does the start rest? Then only batches that disagree can move it.",
                "起點是靜止的嗎？那只有意見不同的批次推得動。",
            ),
            Text(
                "Narrow: noise. A hill or a long way: momentum. A small goal: aim.",
                "窄的地方靠雜訊，小山或遠路靠動量，小目標靠瞄準。",
            ),
            Text(
                "Take B = {solution_b}, momentum {solution_momentum}.",
                "用 B = {solution_b}，動量 {solution_momentum}。",
            ),
        ),
        lesson=Text(
            "No pick is right everywhere. Here B = {solution_b} with momentum {solution_momentum} gets there, and "
            "B = {default_b} with {default_momentum} does not. The map shows which others would have.",
            "沒有到處都對的選擇。這裡 B = {solution_b}、動量 {solution_momentum} 到得了，"
            "B = {default_b}、動量 {default_momentum} 到不了。其他選擇怎麼樣，地圖上看得到。",
        ),
        claims=(
            Claim(
                "IN THIS MODEL",
                Text(
                    "B = {solution_b} with momentum {solution_momentum} solves it, "
                    "B = {default_b} with {default_momentum} does not.",
                    "B = {solution_b}、動量 {solution_momentum} 過得了，"
                    "B = {default_b}、動量 {default_momentum} 過不了。",
                ),
                (solved, failed),
            ),
        ),
        next=Text("Tomorrow another one.", "明天再來一關。"),
        test_shift=None,
        batch_losses=False,
        figures={},
    )


def _question(prompt: Text, chances: Mapping[tuple[int, float], float], momentum: float, full: int) -> Question | None:
    """Ask which of two batch sizes gets there at this momentum. None if a measured chance is not clear enough."""
    measured = tuple(chances[batch_size, momentum] for batch_size in (1, full))
    if any(NO / 2 < value < 0.9 for value in measured):
        return None
    truth = tuple(value > YES for value in measured)
    options = []
    for text, answer in zip(WHO, ANSWERS, strict=True):
        checks = tuple(
            Check("solved", batch_size, momentum, above=YES if arrives else None, below=None if arrives else NO)
            for batch_size, arrives in zip((1, full), answer, strict=True)
        )
        right = answer == truth
        options.append(Option(text, right, None if right else BETRAYS, checks))
    return Question(prompt, tuple(options))


def _observed() -> Observed:
    return Observed(
        Text("What did you see your own lane do?", "你看到自己的跑道怎麼了？"),
        (
            ObservedOption(Text("it got there", "到了"), (LaneCondition("you", solved_at_least=0.5),)),
            ObservedOption(
                Text("it rested or crawled elsewhere", "停在別處，或慢慢爬"),
                (LaneCondition("you", ("AT REST", "CRAWLING"), solved_below=0.5),),
            ),
            ObservedOption(
                Text("it was still moving, or gone", "還在動，或飛走了"),
                (LaneCondition("you", ("MOVING", "OUT OF BUDGET", "BLOWN UP"), solved_below=0.5),),
            ),
            ObservedOption(Text("I could not tell", "我看不出來")),
        ),
    )
