"""For all tests: the same examples every time, and never a word in the progress of whoever runs them."""

import signal
from collections.abc import Iterator

import pytest
from hypothesis import settings

settings.register_profile("batchgame", deadline=None, derandomize=True)
settings.load_profile("batchgame")

# Programs inherit what is ignored here, as under `nohup` or `&`, and the tests' terminals hang up and interrupt.
for name, usual in (("SIGHUP", signal.SIG_DFL), ("SIGINT", signal.default_int_handler)):
    number = getattr(signal, name, None)
    if number and signal.getsignal(number) is signal.SIG_IGN:
        signal.signal(number, usual)


@pytest.fixture(autouse=True, scope="session")
def _own_progress(tmp_path_factory: pytest.TempPathFactory) -> Iterator[None]:
    with pytest.MonkeyPatch.context() as patch:
        patch.setenv("BATCHGAME_DATA", str(tmp_path_factory.mktemp("data")))
        yield
