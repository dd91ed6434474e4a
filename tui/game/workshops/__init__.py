"""One page per exercise, with its painter beside it."""

from importlib import import_module
from typing import Any


def module(page: str) -> Any:
    """Return the module of an exercise's own page: `PAGE` is its class, and `plain` plays it in plain lines."""
    return import_module(f"{__name__}.{page}")
