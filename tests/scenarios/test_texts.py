"""What the player reads: in Taiwan's words and signs, honest, and short enough for 80x24."""

from __future__ import annotations

import re
from collections.abc import Iterator

import pytest

from batchgame.scenarios.proving.text_limits import columns, lines
from batchgame.scenarios.reading import exercise, library
from batchgame.scenarios.reading.format import Text
from batchgame.scenarios.reading.rules import texts

FOREIGN = ("數據", "優化", "並行", "默認", "服務器", "噪聲", "方差", "信息", "內存", "程序")
SIMPLIFIED = set("这个们动为发习训练数据优当时会过来样还没从两开关无头点学损资笔预测应该变")
ALL = [(f"{name}:{path}", text) for name in library.names() for path, text in texts(library.load(name), "")]
ALL += [(f"{name}:{path}", text) for name in exercise.names() for path, text in texts(exercise.load(name), "")]


def plain(words: str) -> str:
    return re.sub(r"\{[^{}]*\}", "", words)


@pytest.mark.parametrize(("path", "text"), ALL, ids=[path for path, _ in ALL])
def test_chinese_takes_chinese_signs(path: str, text: Text) -> None:
    words = plain(text["zh-TW"])
    assert not re.search(r"[,:?!;\"'()]", words.replace("η/(1−λ)", "")), "half-width punctuation"
    assert not re.search(r"(?<!\d)\.|\.(?!\d)", words), "half-width full stop"
    assert re.search(r"[\u4e00-\u9fff]", words), "no Chinese"
    assert not [word for word in FOREIGN if word in words]
    assert not SIMPLIFIED & set(words)


@pytest.mark.parametrize(("path", "text"), ALL, ids=[path for path, _ in ALL])
def test_english_is_plain(path: str, text: Text) -> None:
    words = text["en"]
    assert not re.search(r"[\u3000-\uffef]", words)
    assert "  " not in words
    assert words == words.strip()


def stages() -> Iterator[tuple[str, list[tuple[str, Text]]]]:
    for name in library.names():
        for stage in library.load(name).stages:
            yield f"{name}/{stage.name}", list(texts(stage, ""))


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
    """`stuck` and `stops` are for a lane that is AT REST: on the saddle, in the gate, or as an answer that betrays."""
    allowed = re.compile(
        r"saddle:.*(title|stages\[0\]\.lesson|stages\[1\].*betrays|stages\[2\]\.prediction)|gate:\.stages\[0\]\.title"
    )
    for path, text in ALL:
        if re.search(r"\bstuck\b|\bstops\b|卡住", text["en"] + text["zh-TW"]):
            assert allowed.match(path), path


def test_momentum_only_may_help() -> None:
    for _, text in ALL:
        for claim in re.findall(r"[Mm]omentum (?:will|always|surely)", text["en"]):
            pytest.fail(claim)


def test_wrapping() -> None:
    assert columns("批次 B") == 6
    assert lines("one two three", 7) == 2
    assert lines("一二三四五", 4) == 3
    assert lines("一二，三四", 4) == 2
    assert lines("", 10) == 1
