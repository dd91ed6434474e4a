"""Set-up of all tests: the right environment, the same examples in each run, a progress file of their own."""

import os
import signal
import sys
from collections import Counter
from collections.abc import Iterator
from importlib.util import find_spec
from pathlib import Path

import pytest

COMMAND = "uv run --group dev pytest"
NEEDED = ("numpy", "textual", "hypothesis", "xdist")
PACKAGE = Path(__file__).parents[1] / "tui" / "__init__.py"


def pytest_addoption() -> None:
    """Refuse a pytest of another environment in one line, before it complains about options that it does not know.

    pytest without the group starts whatever pytest the PATH has.
    """
    wrong = what_is_wrong()
    if wrong:
        raise pytest.UsageError(f"type `{COMMAND}`: the Python of this pytest ({sys.executable}) {wrong}")


def what_is_wrong() -> str:
    """Return what is wrong with the environment of this pytest, or nothing."""
    missing = [name for name in NEEDED if find_spec(name) is None]
    found = find_spec("batchgame.tui") if find_spec("batchgame") else None
    if found is None or found.origin is None:
        missing.append("batchgame")
    elif not os.path.samefile(found.origin, PACKAGE) and _is_of_another_environment():
        return f"has the batchgame of another folder, {Path(found.origin).parent}"
    return f"lacks {', '.join(missing)}" if missing else ""


def _is_of_another_environment() -> bool:
    """Return whether an environment is active, as `uv run` makes it, and this Python is not of it."""
    active = os.environ.get("VIRTUAL_ENV")
    return active is not None and Path(active).resolve() != Path(sys.prefix).resolve()


def pytest_configure() -> None:
    """Make Hypothesis draw the same examples in each run; it is imported here, where it is known to be installed."""
    from hypothesis import settings

    settings.register_profile("batchgame", deadline=None, derandomize=True)
    settings.load_profile("batchgame")


def pytest_collection_modifyitems(items: list[pytest.Item]) -> None:
    """Leave one in n combinations of the parameters of a test marked `share(n)` in the quick group: the rest is slow.

    Of each n in turn it is the first, the last, the one before the last …: a parameter of n values that changes fastest
    would otherwise always have the same one.
    """
    seen: Counter[str] = Counter()
    for item in items:
        mark = item.get_closest_marker("share")
        if mark:
            (n,) = mark.args
            test = item.nodeid.partition("[")[0]
            if (seen[test] + seen[test] // n) % n:
                item.add_marker(pytest.mark.slow)
            seen[test] += 1


# Programs inherit ignored signals, as under `nohup` or `&`, and the tests' terminals hang up and interrupt.
for name, usual in (("SIGHUP", signal.SIG_DFL), ("SIGINT", signal.default_int_handler)):
    number = getattr(signal, name, None)
    if number and signal.getsignal(number) is signal.SIG_IGN:
        signal.signal(number, usual)


@pytest.fixture(autouse=True, scope="session")
def _own_progress(tmp_path_factory: pytest.TempPathFactory) -> Iterator[None]:
    with pytest.MonkeyPatch.context() as patch:
        patch.setenv("BATCHGAME_DATA", str(tmp_path_factory.mktemp("data")))
        yield
