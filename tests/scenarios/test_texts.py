"""Texts are in clean English and in the words and signs of Taiwan, and claim no more than the model shows."""

from __future__ import annotations

import re
from collections.abc import Callable

from msgspec.structs import replace

from batchgame.scenarios.reading import exercise, library
from batchgame.scenarios.reading.rules import texts

FOREIGN = ("數據", "優化", "並行", "默認", "服務器", "噪聲", "方差", "信息", "內存", "程序")
SIMPLIFIED = set("这个们动为发习训练数据优当时会过来样还没从两开关无头点学损资笔预测应该变")
ALL = [(f"{name}:{path}", text) for name in library.names() for path, text in texts(library.load(name), "")]
# an exercise's words belong to the catalogue, which has tests of its own
ALL += [
    (f"{name}:{path}", text)
    for name in exercise.names()
    for path, text in texts(replace(exercise.load(name), words={}), "")
]


def offenders(language: str, faults: dict[str, Callable[[str], object]]) -> list[tuple[str, str, str]]:
    """Find every fault of every text in a language: where it is, what is wrong, and the text."""
    return [
        (path, fault, text[language]) for path, text in ALL for fault, found in faults.items() if found(text[language])
    ]


def bare(text: str) -> str:
    """Remove the places of a text, whose names are English."""
    return re.sub(r"\{[^{}]*\}", "", text)


def test_chinese_takes_chinese_signs() -> None:
    faults: dict[str, Callable[[str], object]] = {
        "half-width punctuation": lambda text: re.search(r"[,:?!;\"'()]", bare(text).replace("η/(1−λ)", "")),
        "half-width full stop": lambda text: re.search(r"(?<!\d)\.|\.(?!\d)", bare(text)),
        "no Chinese": lambda text: not re.search(r"[\u4e00-\u9fff]", bare(text)),
        "a word that Taiwan does not use": lambda text: [word for word in FOREIGN if word in bare(text)],
        "a simplified sign": lambda text: SIMPLIFIED & set(bare(text)),
    }
    assert offenders("zh-TW", faults) == []


def test_english_is_plain() -> None:
    faults: dict[str, Callable[[str], object]] = {
        "a full-width sign": lambda text: re.search(r"[\u3000-\uffef]", text),
        "two spaces": lambda text: "  " in text,
        "a space at an end": lambda text: text != text.strip(),
    }
    assert offenders("en", faults) == []


def test_no_race_names_a_key() -> None:
    """A wall shows the same texts, and has no keys. What a key does stands in the footer of the page that has it."""
    races = [(f"{name}:{path}", text) for name in library.names() for path, text in texts(library.load(name), "")]
    named = re.compile(r"\bkeys?\b|\bpress(?!ed)\b|按|鍵", re.IGNORECASE)
    assert [(path, text.en) for path, text in races if named.search(text.en + text["zh-TW"])] == []


def test_the_first_story_has_no_greek() -> None:
    stage = library.find("epoch")[1]
    for text in (
        stage.story,
        stage.summary,
        stage.prediction.prompt,
        *(option.text for option in stage.prediction.options),
    ):
        assert not re.search(r"[\u0370-\u03ff]", text["en"] + text["zh-TW"])


def test_stuck_is_said_only_where_something_rests() -> None:
    """Allow "stuck" and "stops" only for a lane that is AT REST, on the saddle or in the gate, or in a wrong answer."""
    allowed = re.compile(
        r"saddle:.*(title|stages\[0\]\.lesson|stages\[1\].*betrays|stages\[2\]\.prediction)|gate:\.stages\[0\]\.title"
    )
    said = [path for path, text in ALL if re.search(r"\bstuck\b|\bstops\b|卡住", text["en"] + text["zh-TW"])]
    assert [path for path in said if not allowed.match(path)] == []


def test_momentum_only_may_help() -> None:
    assert [path for path, text in ALL if re.search(r"[Mm]omentum (?:will|always|surely)", text["en"])] == []
