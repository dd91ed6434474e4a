"""For all tests: the same examples every time, and never a word in the progress of whoever runs them."""

from collections.abc import Iterator

import pytest
from hypothesis import settings

settings.register_profile("batchgame", deadline=None, derandomize=True)
settings.load_profile("batchgame")


@pytest.fixture(autouse=True, scope="session")
def _own_progress(tmp_path_factory: pytest.TempPathFactory) -> Iterator[None]:
    with pytest.MonkeyPatch.context() as patch:
        patch.setenv("BATCHGAME_DATA", str(tmp_path_factory.mktemp("data")))
        yield
