"""`check` refuses falsified files: what was made false in each, by kind, is in falsify.py."""

from __future__ import annotations

import tomllib
from collections import Counter

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
