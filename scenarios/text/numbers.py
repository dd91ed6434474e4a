"""How numbers become text: few digits, the true minus sign, and a zero only for what is exactly zero."""

from math import isfinite, isnan, log10

MINUS = "−"


def number(value: float, digits: int = 3) -> str:
    """Write a figure on the screen with up to `digits` significant digits: 0.05, 20, 0.9, 9.46, 1e-9."""
    if not isfinite(value):
        return "∞"
    if float(value).is_integer() and abs(value) < 1e6:
        text = grouped(int(value))
    else:
        text = f"{value:.{digits}g}"
        if "e" in text:
            text = grouped(round(value)) if abs(value) >= 1 else f"{value:.0e}".replace("e-0", "e-")
    return text.replace("-", MINUS)


def decimal(value: float, digits: int | None = None) -> str:
    """Write a number of a sentence with so many digits after the point, or with six significant digits.

    What only rounds to zero is `~0`; what is not finite is a dash.
    """
    if value == 0:
        return "0"
    if not isfinite(value):
        return "—"
    text = f"{value:.6g}" if digits is None else f"{value:.{digits}f}"
    return "~0" if float(text) == 0 else text.replace("-", MINUS)


def thousands(count: int) -> str:
    """Write a round count where there is little room: 1000, 10k, 60k."""
    return f"{count // 1000}k" if count >= 10_000 else str(count)


def power_of_ten(value: float) -> str:
    """Write a large number by its first digit: 7 × 10^10."""
    return f"{value:.0e}".replace("e+", " × 10^")


def grouped(count: int) -> str:
    """Write a count, from 10 000 on by its thousands: 1000, 12 000, 1 000 000."""
    return f"{count:,}".replace(",", " ") if abs(count) >= 10_000 else str(count)


def measured(value: float, *, exact_zero: bool = False) -> str:
    """Write a measured size in five cells: 0.044, −0.132, 12.3; `~.000` for what only rounds to 0.000.

    The width is constant, because a figure near a limit would flicker otherwise. exact_zero: the value is exactly 0.
    NaN, which stands for a figure that does not exist, is a dash.
    """
    if isnan(value):
        return "–"
    if not isfinite(value):
        return "∞"
    if value == 0 or exact_zero:
        return "0.000"
    if abs(value) < 0.0005:
        return "~.000"
    decimals = 3 if abs(value) < 10 else max(0, 4 - int(log10(abs(value))) - 1)
    if abs(value) >= 1e5:
        return f"{value:.0e}".replace("e+0", "e").replace("-", MINUS)
    return f"{value:.{decimals}f}".replace("-", MINUS)


def percent(count: int, of: int) -> str:
    """Write what share of all a count is: 79%, 0.3%, 99.9%. A decimal stands below 1% and above 99% only."""
    return _measured_percent(100 * count / of) if of else "–"


def share(value: float) -> str:
    """Write a measured share from 0 to 1 as `percent` does, so that a sentence says what the table beside it says."""
    return _measured_percent(100 * value)


def _measured_percent(value: float) -> str:
    return _percent(value, 0 if 1 <= value <= 99 else 1)


def percentage(share: float, digits: int = 1) -> str:
    """Write a share from 0 to 1 with so many digits after the point: 12.3%."""
    return _percent(100 * share, digits)


def whole_percent(share: float) -> str:
    """Write a share that was chosen and not measured, such as a step of a ladder: 70%."""
    return f"{100 * share:.0f}%"


def _percent(value: float, digits: int) -> str:
    """Write 100% and 0% for exactly all and none; what only rounds to them is written as the nearest other value."""
    if value in (0, 100):
        return f"{value:.0f}%"
    least = 10.0**-digits
    return f"{min(100 - least, max(least, value)):.{digits}f}%"


def interval(low: float, high: float) -> str:
    """Write the two ends of a 95% interval in per cent: 99.6–100."""

    def edge(value: float) -> str:
        share = 100 * value
        if share < 0.05:
            return "0"
        if share > 99.95:
            return "100"
        return f"{share:.1f}" if share < 10 or share > 90 else f"{share:.0f}"

    return f"{edge(low)}–{edge(high)}"


def running(microseconds: int, of: int) -> str:
    """Write a running time as wide as the last one will be, so that the words after it stand still: ` 99.0` of 400."""
    return f"{microseconds / 1e6:.1f}".rjust(len(f"{of / 1e6:.1f}"))


def units(microseconds: int) -> str:
    """Write a time on the clock of the race: 152, 264.1."""
    return number(round(microseconds / 1e6, 1), 6)


def batches_of(examples: int, batch_size: int) -> str | None:
    """Write how an epoch is cut into batches, `6 × 3 + 2`; None if all of them have the same size."""
    whole, rest = divmod(examples, batch_size)
    if not rest:
        return None
    return f"{f'{whole} × ' if whole > 1 else ''}{batch_size} + {rest}"
