"""Progress that cannot be read, or cannot be written: it is set aside, and nothing is lost."""

import os
import sys
from pathlib import Path

import pytest

from batchgame.tui.score.progress import FILE, Progress, Record

CORRUPT = (
    b"",
    b"{",
    b"[]",
    b"null",
    b'{"version": "1"}',
    b'{"version": 1, "records": {"a": 3}}',
    b"\xff\xfe\x00",
    b"[" * 100_000,
    b'{"version": 1, "sure": [-1, 0]}',
    b'{"version": 1, "records": {"a": {"best_time": NaN}}}',
    b" " * 1_000_001,
)


def test_a_corrupt_file_is_set_aside_and_said_so(tmp_path: Path) -> None:
    for number, content in enumerate(CORRUPT):
        folder = tmp_path / str(number)
        folder.mkdir()
        (folder / FILE).write_bytes(content)
        progress = Progress.open(folder)
        assert progress.notice is not None, content[:60]
        key, values = progress.notice
        assert key == "progress.set_aside", content[:60]
        assert Path(values["file"]).read_bytes() == content
        progress.record("saddle", Record(goal=True))
        again = Progress.open(folder)
        assert again.records == {"saddle": Record(goal=True)}, content[:60]
        assert again.notice is None
        assert Path(values["file"]).read_bytes() == content


def test_corrupt_twice_in_a_second_keeps_both(tmp_path: Path) -> None:
    kept = set()
    for content in (b"one", b"two", b"three"):
        (tmp_path / FILE).write_bytes(content)
        notice = Progress.open(tmp_path).notice
        assert notice is not None
        kept.add(notice[1]["file"])
    assert {Path(name).read_bytes() for name in kept} == {b"one", b"two", b"three"}


def test_corrupted_while_playing_keeps_what_this_game_knows(tmp_path: Path) -> None:
    progress = Progress.open(tmp_path)
    progress.record("saddle", Record(goal=True))
    (tmp_path / FILE).write_bytes(b"broken")
    progress.record("hill", Record(goal=True))
    assert set(progress.records) == {"saddle", "hill"}
    assert set(Progress.open(tmp_path).records) == {"saddle", "hill"}


def test_deleted_while_playing_is_written_again(tmp_path: Path) -> None:
    progress = Progress.open(tmp_path)
    progress.record("saddle", Record(goal=True))
    (tmp_path / FILE).unlink()
    progress.record("hill", Record(goal=True))
    assert set(Progress.open(tmp_path).records) == {"saddle", "hill"}


def test_a_newer_file_is_left_untouched(tmp_path: Path) -> None:
    content = b'{"version": 99, "records": "stored otherwise"}'
    (tmp_path / FILE).write_bytes(content)
    progress = Progress.open(tmp_path)
    assert progress.notice is not None
    assert progress.notice[0] == "progress.newer"
    progress.record("saddle", Record(goal=True))
    assert progress.records == {"saddle": Record(goal=True)}
    assert (tmp_path / FILE).read_bytes() == content


def test_unwritable_goes_on_in_memory(tmp_path: Path) -> None:
    blocked = tmp_path / "a file"
    blocked.write_text("not a folder")
    progress = Progress.open(blocked / "batchgame")
    progress.record("saddle", Record(goal=True))
    progress.set_language("zh-TW")
    assert progress.records == {"saddle": Record(goal=True)}
    assert progress.language == "zh-TW"
    assert progress.notice is not None
    assert progress.notice[0] == "progress.unwritable"
    assert progress.notice[1]["reason"]


def test_what_could_not_be_written_is_written_later(tmp_path: Path) -> None:
    folder = tmp_path / "data"
    folder.write_text("in the way")
    progress = Progress.open(folder)
    progress.record("saddle", Record(goal=True))
    folder.unlink()
    progress.record("hill", Record(goal=True))
    assert set(Progress.open(folder).records) == {"saddle", "hill"}


@pytest.mark.skipif(sys.platform == "win32", reason="needs mkfifo")
def test_a_pipe_or_a_folder_in_its_place_is_set_aside(tmp_path: Path) -> None:
    for n, put in enumerate((os.mkfifo, os.mkdir)):
        folder = tmp_path / str(n)
        folder.mkdir()
        put(folder / FILE)
        progress = Progress.open(folder)
        assert progress.notice is not None
        progress.record("saddle", Record(goal=True))
        assert Progress.open(folder).records == {"saddle": Record(goal=True)}


@pytest.mark.skipif(sys.platform == "win32", reason="needs links")
class TestLinks:
    """progress.json may be a link, for example into a folder that is synchronised."""

    def test_a_link_stays_and_its_file_keeps_its_mode(self, tmp_path: Path) -> None:
        folder, there = tmp_path / "folder", tmp_path / "there"
        folder.mkdir()
        there.mkdir()
        Progress.open(there).record("saddle", Record(goal=True))
        (there / FILE).chmod(0o640)
        (folder / FILE).symlink_to(there / FILE)
        Progress.open(folder).record("hill", Record(goal=True))
        assert (folder / FILE).is_symlink()
        assert (there / FILE).stat().st_mode & 0o777 == 0o640
        assert set(Progress.open(there).records) == {"saddle", "hill"}
        assert [path.name for path in folder.iterdir()] == [FILE], "the lock lies beside the file, for both folders"

    def test_a_link_to_no_file_yet(self, tmp_path: Path) -> None:
        folder = tmp_path / "folder"
        folder.mkdir()
        (folder / FILE).symlink_to(tmp_path / "later.json")
        Progress.open(folder).record("hill", Record(goal=True))
        assert (folder / FILE).is_symlink()
        assert set(Progress.open(folder).records) == {"hill"}

    def test_a_damaged_file_behind_a_link_is_set_aside_there(self, tmp_path: Path) -> None:
        folder, there = tmp_path / "folder", tmp_path / "there"
        folder.mkdir()
        there.mkdir()
        (there / "mine.json").write_bytes(b"broken")
        (folder / FILE).symlink_to(there / "mine.json")
        progress = Progress.open(folder)
        progress.record("hill", Record(goal=True))
        assert progress.notice is not None
        assert Path(progress.notice[1]["file"]).read_bytes() == b"broken"
        assert Path(progress.notice[1]["file"]).parent == there
        assert (folder / FILE).is_symlink()
        assert set(Progress.open(folder).records) == {"hill"}

    @pytest.mark.parametrize("target", [os.devnull, "pipe", "folder", FILE, "missing/file"])
    def test_a_link_to_no_file_is_said_and_left_alone(self, target: str, tmp_path: Path) -> None:
        os.mkfifo(tmp_path / "pipe")
        (tmp_path / "folder").mkdir()
        (tmp_path / FILE).symlink_to(target)
        progress = Progress.open(tmp_path)
        progress.record("hill", Record(goal=True))
        assert progress.records == {"hill": Record(goal=True)}
        assert progress.notice is not None
        assert progress.notice[0] == "progress.unwritable"
        assert os.readlink(tmp_path / FILE) == target
        assert {path.name for path in tmp_path.iterdir() if path.suffix != ".lock"} == {FILE, "pipe", "folder"}

    def test_what_lies_beside_it_is_left_alone(self, tmp_path: Path) -> None:
        victim = tmp_path / "victim"
        victim.write_text("precious")
        for number, put in enumerate((os.mkfifo, os.mkdir, lambda path: os.symlink(victim, path))):
            folder = tmp_path / str(number)
            folder.mkdir()
            put(folder / f"{FILE}.new")
            progress = Progress.open(folder)
            progress.record("hill", Record(goal=True))
            assert progress.notice is None
            assert set(Progress.open(folder).records) == {"hill"}
        (tmp_path / f"{FILE}.lock").symlink_to(victim)
        assert Progress.open(tmp_path).notice is None
        Progress.open(tmp_path).record("hill", Record(goal=True))
        assert victim.read_text() == "precious"
