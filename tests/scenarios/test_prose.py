"""Places in texts are filled with measured values, and nothing else in a text is a place."""

from __future__ import annotations

import pytest
from hypothesis import given
from hypothesis import strategies as st

from batchgame.scenarios.reading import library
from batchgame.scenarios.reading.placeholders import CONSTANT_NAMES, constants
from batchgame.scenarios.text import prose


def test_fill() -> None:
    assert prose.fill("{n} of {n}, {budget}", {"n": "20", "budget": "{n}"}) == "20 of 20, {n}"
    with pytest.raises(KeyError, match="other"):
        prose.fill("{other}", {"n": "20"})


@given(st.text())
def test_a_text_without_trouble_is_filled_or_left(text: str) -> None:
    if prose.malformed(text) is None:
        filled = prose.fill(text, dict.fromkeys(prose.placeholders(text), ""))
        assert "{" not in filled
        assert "}" not in filled


NO_PLACES = ["{n.__class__}", "{0}", "{}", "{n!r}", "{n:>9}", "{\tn}", "{n[0]}", "{{n}}", "}", "{n", "{N}"]


def test_only_plain_names_are_places() -> None:
    assert [text for text in NO_PLACES if prose.malformed(text) is None] == []


def test_constants_are_those_of_the_closed_list() -> None:
    for scenario in map(library.load, library.names()):
        for stage in scenario.stages:
            for language in ("en", "zh-TW"):
                names = constants(scenario, stage, language).keys()
                absent = set() if stage.test_shift else {"largest_shift"}
                absent |= set() if stage.schedules else {"solution_tool"}
                absent |= {name for name in ("level", "last_epochs") if getattr(stage.goal, name) is None}
                assert names == CONSTANT_NAMES - absent
    assert constants(*library.find("epoch"), "en")["budget"] == "20 epochs"
    assert constants(*library.find("epoch"), "zh-TW")["updates_one"] == "400"
