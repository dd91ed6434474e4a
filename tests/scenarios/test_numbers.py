"""Numbers in texts and on the screen say neither more nor less than was measured."""

from hypothesis import given
from hypothesis import strategies as st

from batchgame.scenarios.text import numbers
from batchgame.scenarios.text.numbers import decimal, interval, measured, number, percent, percentage, whole_percent


def test_number() -> None:
    values = (0.05, 20, 0.0, -0.132, 9.4567, 1e-9, 12345.6, float("inf"))
    assert [number(value) for value in values] == ["0.05", "20", "0", "−0.132", "9.46", "1e−9", "12 346", "∞"]


def test_a_number_in_a_sentence() -> None:
    cases = ((-0.1318861, 3), (0.0, 3), (-0.0, 3), (1e-18, 3), (32.0, None), (0.0123456789, None))
    assert [decimal(*case) for case in cases] == ["−0.132", "0", "0", "~0", "32", "0.0123457"]
    assert {decimal(float("nan")), decimal(float("inf"), 2)} == {"—"}


def test_only_an_exact_zero_reads_as_zero() -> None:
    values = (0, 1e-7, -0.2311, 0.044, 123.456, float("inf"))
    assert [measured(value) for value in values] == ["0.000", "~.000", "−0.231", "0.044", "123.5", "∞"]


def test_large_numbers() -> None:
    assert [numbers.grouped(count) for count in (1000, 12_000, 1_000_000)] == ["1000", "12 000", "1 000 000"]
    assert numbers.power_of_ten(71_234_567_890) == "7 × 10^10"


def test_a_count_in_per_cent() -> None:
    cases = ((0, 1000), (1000, 1000), (999, 1000), (1, 1000), (794, 1000), (575, 1000), (99999, 100000), (0, 0))
    assert [percent(*case) for case in cases] == ["0%", "100%", "99.9%", "0.1%", "79%", "58%", "99.9%", "–"]


def test_a_share_in_per_cent() -> None:
    assert [percentage(share) for share in (0, 1, 0.9999, 0.0001, 0.123)] == ["0%", "100%", "99.9%", "0.1%", "12.3%"]
    assert [percentage(share, 0) for share in (0.5, 0.999, 0.0001)] == ["50%", "99%", "1%"]
    assert percentage(0.000014, 3) == "0.001%"
    assert [whole_percent(step / 10) for step in range(11)] == [f"{10 * step}%" for step in range(11)]


@given(st.integers(0, 10**9), st.integers(1, 10**9))
def test_all_and_none_are_said_only_of_all_and_none(count: int, of: int) -> None:
    count = min(count, of)
    for text in (percent(count, of), percentage(count / of), percentage(count / of, 0)):
        assert text.endswith("%")
        assert " " not in text
        assert (text == "0%") == (count == 0)
        assert (text == "100%") == (count == of)


def test_interval() -> None:
    assert [interval(*ends) for ends in ((0.9962, 1.0), (0.0, 0.0038), (0.35, 0.41))] == ["99.6–100", "0–0.4", "35–41"]


def test_times() -> None:
    assert numbers.running(99_000_000, 400_000_000) == " 99.0"
    assert [numbers.units(microseconds) for microseconds in (152_000_000, 264_100_000)] == ["152", "264.1"]
