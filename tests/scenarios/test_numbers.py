"""Numbers in texts and on the screen say neither more nor less than was measured."""

import pytest
from hypothesis import given
from hypothesis import strategies as st

from batchgame.scenarios.text.numbers import (
    decimal,
    grouped,
    interval,
    measured,
    number,
    percent,
    percentage,
    power_of_ten,
    running,
    units,
    whole_percent,
)


@pytest.mark.parametrize(
    ("value", "text"),
    [(0.05, "0.05"), (20, "20"), (0.0, "0"), (-0.132, "−0.132"), (9.4567, "9.46"), (1e-9, "1e-9"), (12345.6, "12346")],
)
def test_number(value: float, text: str) -> None:
    assert number(value) == text.replace("-", "−")


@pytest.mark.parametrize(
    ("value", "digits", "text"),
    [
        (-0.1318861, 3, "−0.132"),
        (0.0, 3, "0"),
        (-0.0, 3, "0"),
        (1e-18, 3, "~0"),
        (32.0, None, "32"),
        (0.0123456789, None, "0.0123457"),
        (float("nan"), None, "—"),
        (float("inf"), 2, "—"),
    ],
)
def test_a_number_in_a_sentence(value: float, digits: int | None, text: str) -> None:
    assert decimal(value, digits) == text


@pytest.mark.parametrize(
    ("value", "text"),
    [(0, "0.000"), (1e-7, "~.000"), (-0.2311, "−0.231"), (0.044, "0.044"), (123.456, "123.5"), (float("inf"), "∞")],
)
def test_only_an_exact_zero_reads_as_zero(value: float, text: str) -> None:
    assert measured(value) == text


def test_large_numbers() -> None:
    assert grouped(1_000_000) == "1 000 000"
    assert power_of_ten(71_234_567_890) == "7 × 10^10"


@pytest.mark.parametrize(
    ("count", "of", "text"),
    [
        (0, 1000, "0%"),
        (1000, 1000, "100%"),
        (999, 1000, "99.9%"),
        (1, 1000, "0.1%"),
        (794, 1000, "79%"),
        (575, 1000, "58%"),
        (99999, 100000, "99.9%"),
        (1, 100000, "0.1%"),
        (0, 0, "–"),
    ],
)
def test_a_count_in_per_cent(count: int, of: int, text: str) -> None:
    assert percent(count, of) == text


@pytest.mark.parametrize(
    ("share", "digits", "text"),
    [
        (0, 1, "0%"),
        (1, 1, "100%"),
        (0.9999, 1, "99.9%"),
        (0.0001, 1, "0.1%"),
        (0.123, 1, "12.3%"),
        (0.5, 0, "50%"),
        (0.999, 0, "99%"),
        (0.000014, 3, "0.001%"),
    ],
)
def test_a_share_in_per_cent(share: float, digits: int, text: str) -> None:
    assert percentage(share, digits) == text


@given(st.integers(0, 10**9), st.integers(1, 10**9))
def test_all_and_none_are_said_only_of_all_and_none(count: int, of: int) -> None:
    count = min(count, of)
    for text in (percent(count, of), percentage(count / of), percentage(count / of, 0)):
        assert text.endswith("%")
        assert " " not in text
        assert (text == "0%") == (count == 0)
        assert (text == "100%") == (count == of)


def test_a_chosen_share() -> None:
    assert [whole_percent(step / 10) for step in range(11)] == [f"{10 * step}%" for step in range(11)]


def test_interval() -> None:
    assert interval(0.9962, 1.0) == "99.6–100"
    assert interval(0.0, 0.0038) == "0–0.4"
    assert interval(0.35, 0.41) == "35–41"


def test_times() -> None:
    assert running(99_000_000, 400_000_000) == " 99.0"
    assert [units(microseconds) for microseconds in (152_000_000, 264_100_000)] == ["152", "264.1"]
