"""A store in a folder of its own."""

from collections.abc import Iterator
from pathlib import Path

import pytest
from opened import ROW

from batchgame.classroom.store import Store


@pytest.fixture
def store(tmp_path: Path) -> Iterator[Store]:
    opened = Store(tmp_path / "room.sqlite")
    opened.begin(ROW).result()
    yield opened
    opened.close()
