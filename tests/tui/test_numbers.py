"""Numbers on the screen say neither more nor less than was measured."""

from batchgame.tui.text.numbers import interval, measured, number, percent


def test_number() -> None:
    texts = {
        0.05: "0.05", 20: "20", 0.0: "0", -0.132: "−0.132", 9.4567: "9.46", 1e-9: "1e−9", 12345.6: "12346",
    }  # fmt: skip
    assert {value: number(value) for value in texts} == texts


def test_only_an_exact_zero_reads_as_zero() -> None:
    texts = {0: "0.000", 1e-7: "~.000", -0.2311: "−0.231", 0.044: "0.044", 123.456: "123.5", float("inf"): "∞"}
    assert {value: measured(value) for value in texts} == texts


def test_all_and_none_are_said_only_of_all_and_none() -> None:
    texts = {
        (0, 1000): "0%",
        (1000, 1000): "100%",
        (999, 1000): "99.9%",
        (1, 1000): "0.1%",
        (794, 1000): "79%",
        (99999, 100000): "99.9%",
    }
    assert {(count, of): percent(count, of) for count, of in texts} == texts


def test_interval() -> None:
    assert interval(0.9962, 1.0) == "99.6–100"
    assert interval(0.0, 0.0038) == "0–0.4"
    assert interval(0.35, 0.41) == "35–41"
