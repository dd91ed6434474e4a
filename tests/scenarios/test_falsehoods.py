"""`check` refuses falsified files: what was made false in each, by kind, is in falsify.py."""

from __future__ import annotations

import tomllib
from collections import Counter
from collections.abc import Iterator
from pathlib import Path

import falsify
import pytest

from batchgame.scenarios.proving.check import check
from batchgame.scenarios.proving.measures import Laboratory
from batchgame.scenarios.reading import library
from batchgame.scenarios.reading.schema import build
from batchgame.scenarios.reading.toml_file import ScenarioError

LABORATORY = Laboratory(seeds=2, trajectories=400)
AIM = 0.9


def _is_refused(values: falsify.Values) -> bool:
    try:
        return bool(check(build(values), laboratory=LABORATORY))
    except ScenarioError:
        return True


@pytest.mark.slow
def test_nine_of_ten_falsified_files_are_refused() -> None:
    made, refused, passed = Counter[str](), Counter[str](), []
    for name in library.names():
        values = tomllib.loads(library.path_of(name).read_text("utf-8"))
        for kind, falsify_ in falsify.KINDS.items():
            for what, falsified in falsify_(values):
                made[kind] += 1
                refused[kind] += _is_refused(falsified)
                if not _is_refused(falsified):
                    passed.append(f"{kind}: {what}")
    table = "\n".join(f"{kind:26}{refused[kind]:4} of {made[kind]}" for kind in made)
    print(table, *passed, sep="\n")
    assert len(made) >= 16
    assert made.total() >= 60
    assert refused.total() >= AIM * made.total(), table


def test_one_falsehood_of_each_kind_is_refused() -> None:
    """Take the first of each kind in one file, which is enough to notice that a rule has gone."""
    values = tomllib.loads(library.path_of("canyon").read_text("utf-8"))
    kinds = {
        kind: next(make(values), None)
        for kind, make in falsify.KINDS.items()
        if kind not in ("inverted_sentence", "one_language_inverted")
    }
    offenders = [(kind, found[0]) for kind, found in kinds.items() if found and not _is_refused(found[1])]
    assert offenders == []


def _edited(name: str) -> Iterator[tuple[str, str]]:
    """Yield what each edit of a data file is about, and the bundled file with the edit in it."""
    data = Path(__file__).parent / "data" / name
    for edit in tomllib.loads(data.read_text("utf-8"))["edit"]:
        text = library.path_of(edit["file"]).read_text("utf-8")
        for old, new in edit["edits"]:
            assert text.count(old) == 1, f"{name}: {old}"
            text = text.replace(old, new)
        yield f"{edit['kind']}, {edit['file']}: {edit['edits'][0][1]}", text


@pytest.mark.slow
@pytest.mark.parametrize("name", ["hostile.toml", "hostile-second.toml", "hostile-third.toml", "hostile-fourth.toml"])
def test_falsehoods_that_were_written_before_the_rules_are_refused(name: str) -> None:
    """At first 33 of 63 were refused, then 25 of 32, 21 of 34, 17 of 28: that is what a stranger's falsehood meets."""
    refused = {about: _is_refused(tomllib.loads(text)) for about, text in _edited(name)}
    passed = [about for about, found in refused.items() if not found]
    print(f"{name}: {sum(refused.values())} of {len(refused)} refused", *passed, sep="\n")
    assert len(passed) <= 0.1 * len(refused), "\n".join(passed)


@pytest.mark.slow
def test_true_sentences_in_a_stranger_s_words_hold() -> None:
    assert [about for about, text in _edited("faithful.toml") if _is_refused(tomllib.loads(text))] == []
