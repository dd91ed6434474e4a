"""The names of daily races: `daily-2026-11-24`. Nothing is computed here."""

import re
from datetime import date

_DAILY = re.compile(r"daily-\d{4}-\d{2}-\d{2}")


def is_daily(name: str) -> bool:
    """Return whether the name is one of a daily race."""
    return _DAILY.fullmatch(name) is not None


def today() -> str:
    """Return the name of the race of this date."""
    return f"daily-{date.today().isoformat()}"
