"""How numbers are written: few digits, the true minus sign, never a 0 for something that is not."""

from math import isfinite, log10

MINUS = "−"


def number(value: float, digits: int = 3) -> str:
    """A parameter or a figure with up to `digits` significant digits: 0.05, 20, 0.9, 9.46."""
    if not isfinite(value):
        return "∞"
    if float(value).is_integer() and abs(value) < 1e6:
        text = str(int(value))
    else:
        text = f"{value:.{digits}g}"
        if "e" in text:
            text = f"{value:.0f}" if abs(value) >= 1 else f"{value:.0e}".replace("e-0", "e-")
    return text.replace("-", MINUS)


def grouped(count: int) -> str:
    """A large count by its thousands: 1 000 000."""
    return f"{count:,}".replace(",", " ")


def measured(value: float, *, exact_zero: bool = False) -> str:
    """A measured size in five cells: 0.044, −0.132, 12.3; "~.000" for what rounds to 0.000 and is not 0.

    As wide as its neighbours: a figure that is around the limit would flicker otherwise.
    """
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
    """A share in per cent: 100 and 0 only for all and none."""
    if not of:
        return "–"
    share = 100 * count / of
    if count in (0, of):
        return f"{share:.0f}%"
    if share > 99:
        return f"{min(share, 99.9):.1f}%"
    if share < 1:
        return f"{max(share, 0.1):.1f}%"
    return f"{share:.0f}%"


def interval(low: float, high: float) -> str:
    """A 95 % interval in per cent: 99.6–100."""

    def edge(value: float) -> str:
        share = 100 * value
        if share < 0.05:
            return "0"
        if share > 99.95:
            return "100"
        return f"{share:.1f}" if share < 10 or share > 90 else f"{share:.0f}"

    return f"{edge(low)}–{edge(high)}"


def running(microseconds: int, of: int) -> str:
    """A time that runs, as wide as the last one, so that the words after it stand still: " 99.0" of 400."""
    return f"{microseconds / 1e6:.1f}".rjust(len(f"{of / 1e6:.1f}"))


def units(microseconds: int) -> str:
    """A time on the race's clock: 152, 264.1."""
    return number(round(microseconds / 1e6, 1), 6)
