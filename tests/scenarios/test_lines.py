"""The checker counts the lines of a text exactly as the screen breaks them."""

from __future__ import annotations

from collections.abc import Iterator
from datetime import date, timedelta
from itertools import product

from batchgame.scenarios.daily.race import daily
from batchgame.scenarios.proving.figures import figures
from batchgame.scenarios.proving.text_limits import limit, line_count, too_long
from batchgame.scenarios.reading import exercise, library
from batchgame.scenarios.reading.format import Scenario, Stage
from batchgame.scenarios.reading.placeholders import RUN_NAMES, constants
from batchgame.scenarios.reading.rules import texts
from batchgame.scenarios.reading.text import Text
from batchgame.scenarios.text import lines, prose
from batchgame.scenarios.text.languages import LANGUAGES
from batchgame.tui.draw import width as screen
from batchgame.tui.text.catalogue import sentences


def stages() -> Iterator[tuple[Scenario, Stage]]:
    """Yield every bundled stage, and those of some dates."""
    days = [daily(f"daily-{date(2026, 11, 24) + timedelta(days=n)}") for n in range(3)]
    for scenario in (*map(library.load, library.names()), *days):
        yield from ((scenario, stage) for stage in scenario.stages)


def filled(scenario: Scenario, stage: Stage, language: str) -> dict[str, str]:
    """Fill every text of a stage, by its path, with numbers of the race that are as wide as they can be."""
    values = {**constants(scenario, stage, language), **figures(scenario, stage), **dict.fromkeys(RUN_NAMES, "100.0%")}
    found: list[tuple[str, Text]] = [*texts(scenario.title, "title"), *texts(scenario.landmarks, "landmarks")]
    found += [(path, text) for path, text in texts(stage, "stage") if not path.startswith("stage.tools")]
    return {path: prose.fill(text[language], values) for path, text in found}


def test_the_checker_counts_as_the_screen_breaks() -> None:
    compared, apart, over = 0, [], []
    for scenario, stage in stages():
        for language in LANGUAGES:
            for path, text in filled(scenario, stage, language).items():
                width, most = limit(path) or (36, 99)
                drawn, where = screen.wrap(text, width), (scenario.full_name(stage), path, language)
                compared += 1
                apart += [where] if line_count(text, width) != len(drawn) else []
                over += [(where, too_long(path, text))] if len(drawn) > most else []
    assert compared > 1000
    assert apart == over == []


def test_no_line_is_wider_than_it_may_be() -> None:
    read = [text for name in exercise.names() for _, text in texts(exercise.load(name), "")]
    said = [text[language] for text in read for language in LANGUAGES]
    said += [text for language in LANGUAGES for text in sentences(language).values()]
    for text, width in product(said, (20, 36, 72, 76)):
        broken = lines.wrap(text, width)
        assert screen.wrap(text, width) == list(broken)
        assert max(map(lines.measure, broken)) <= width


def test_where_lines_break() -> None:
    cases = {
        ("one two three", 7): ("one two", "three"),
        ("一二三四五", 4): ("一二", "三四", "五"),
        ("一二，三四", 4): ("一", "二，", "三四"),
        ("一二「三」", 6): ("一二", "「三」"),
        ("成功 12%", 6): ("成功", "12%"),
        ("abcdefgh", 3): ("abc", "def", "gh"),
        ("", 10): ("",),
    }
    assert {case: lines.wrap(*case) for case in cases} == cases


def test_a_chinese_character_takes_two_cells() -> None:
    assert lines.measure("批次 B") == 6
