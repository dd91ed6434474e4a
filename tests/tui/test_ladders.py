"""Ladders of values on a command line: lists and ranges, and what is none."""

from __future__ import annotations

import pytest
from hypothesis import given
from hypothesis import strategies as st

from batchgame.tui.command.argument_types import UsageError, real, whole
from batchgame.tui.command.ladder import ladder

MOMENTUM = ladder("--momentum", real("--momentum", "from 0 to below 1", lambda value: 0 <= value < 1))
RATE = ladder("--learning-rate", real("--learning-rate", "above 0", lambda value: value > 0))
SIZE = ladder("--batch-size", whole("--batch-size", 1))


def test_ladders() -> None:
    assert SIZE("1,2,4,2") == (1, 2, 4)
    assert SIZE("1:20:20") == tuple(range(1, 21))
    assert SIZE("20:0001:20")[-1] == 1
    assert MOMENTUM("0:0.9:4") == (0.0, 0.3, 0.6, 0.9)
    assert MOMENTUM("0,0.5:0.9:5") == (0.0, 0.5, 0.6, 0.7, 0.8, 0.9)
    assert RATE("0.01:1:3log") == (0.01, pytest.approx(0.1), 1.0)
    assert RATE("0.1:0.1:9log") == RATE("0.1:0.1:9") == (0.1,)
    assert RATE("1e307:1.7e308:100")[-2:] == (1.6838383838383838e308, 1.7e308)


def test_a_range_has_the_values_that_one_would_type() -> None:
    assert MOMENTUM("0:0.99:100") == tuple(float(f"0.{k:02}") for k in range(100))
    assert RATE("0.05:0.5:10") == (0.05, 0.1, 0.15, 0.2, 0.25, 0.3, 0.35, 0.4, 0.45, 0.5)


NONE = ["", ",", "1:2", "1:2:1", "1:2:3:4", "1:2:x", "0:5:6", "1:20:7", "1:4:2log", "1:2:99999", "::", "1:2:-3"]


def test_ladders_that_are_none() -> None:
    for text in NONE:
        with pytest.raises(UsageError, match=r"--batch-size .*(is|are) needed|whole numbers|allowed") as refused:
            SIZE(text)
        assert "\n" not in str(refused.value), text


@given(st.text(max_size=40) | st.text("0123456789:,.elog-", max_size=30))
def test_any_text_is_a_ladder_or_one_line(text: str) -> None:
    for read in (MOMENTUM, RATE, SIZE):
        try:
            values = read(text)
        except UsageError as refused:
            said = str(refused)
            assert said.count("\n") == 0
        else:
            assert len(set(values)) == len(values) > 0
            assert all(0 < value < float("inf") for value in values) or read is not RATE


@given(st.floats(0, 0.99), st.floats(0, 0.99), st.integers(2, 200))
def test_a_range_has_its_ends(low: float, high: float, count: int) -> None:
    values = MOMENTUM(f"{low!r}:{high!r}:{count}")
    assert values[0] == low
    assert low == high or values[-1] == high
    assert all(min(low, high) <= value <= max(low, high) for value in values)
