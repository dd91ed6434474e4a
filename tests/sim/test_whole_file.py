"""Files that are written whole: links, modes, what else may lie in their place, and a kill between any two steps."""

from __future__ import annotations

import errno
import os
import signal
import stat
import sys
from collections.abc import Iterator
from pathlib import Path
from types import FrameType

import pytest

from batchgame.sim import whole_file

pytestmark = pytest.mark.skipif(sys.platform == "win32", reason="needs links, modes and pipes")
NEW = b"new"


def mode(path: Path) -> int:
    return stat.S_IMODE(os.lstat(path).st_mode)


def names(folder: Path) -> list[str]:
    return sorted(os.listdir(folder))


def test_a_chain_of_links_stays_and_its_file_changes(tmp_path: Path) -> None:
    (tmp_path / "there").mkdir()
    file = tmp_path / "there" / "file"
    file.write_bytes(b"old")
    (tmp_path / "one").symlink_to("there/two")
    (tmp_path / "there" / "two").symlink_to(file)
    whole_file.write(tmp_path / "one", [NEW[:1], NEW[1:]])
    assert file.read_bytes() == NEW
    assert not file.is_symlink()
    assert (tmp_path / "one").is_symlink()
    assert (tmp_path / "there" / "two").is_symlink()
    assert names(tmp_path) == ["one", "there"]
    assert names(tmp_path / "there") == ["file", "two"]


def test_a_link_to_nothing_creates_what_it_leads_to(tmp_path: Path) -> None:
    (tmp_path / "link").symlink_to(tmp_path / "file")
    whole_file.write(tmp_path / "link", [NEW])
    assert (tmp_path / "file").read_bytes() == NEW
    assert (tmp_path / "link").is_symlink()
    (tmp_path / "lost").symlink_to(tmp_path / "missing" / "file")
    with pytest.raises(FileNotFoundError, match="no folder"):
        whole_file.write(tmp_path / "lost", [NEW])


def test_what_is_no_file_is_refused_and_left_alone(tmp_path: Path) -> None:
    os.mkfifo(tmp_path / "pipe")
    (tmp_path / "folder").mkdir()
    (tmp_path / "device").symlink_to(os.devnull)
    (tmp_path / "to pipe").symlink_to("pipe")
    for name in ("pipe", "folder", "device", "to pipe"):
        for act in (whole_file.target, whole_file.open_to_change, lambda path: whole_file.write(path, [NEW])):
            with pytest.raises(whole_file.NotAFileError):
                act(tmp_path / name)
    (tmp_path / "circle").symlink_to("turn")
    (tmp_path / "turn").symlink_to("circle")
    with pytest.raises(OSError, match="symbolic links") as refused:
        whole_file.write(tmp_path / "circle", [NEW])
    assert refused.value.errno == errno.ELOOP
    assert names(tmp_path) == ["circle", "device", "folder", "pipe", "to pipe", "turn"]


@pytest.mark.parametrize("kept", [0o600, 0o640, 0o664, 0o444])
def test_the_mode_is_kept_and_the_umask_respected(kept: int, tmp_path: Path) -> None:
    old, fresh = tmp_path / "old", tmp_path / "fresh"
    old.write_bytes(b"old")
    old.chmod(kept)
    before = os.umask(0o027)
    try:
        whole_file.write(old, [NEW])
        whole_file.write(fresh, [NEW])
    finally:
        os.umask(before)
    assert mode(old) == kept
    assert mode(fresh) == 0o640


@pytest.mark.skipif(not hasattr(os, "geteuid") or os.geteuid() != 0, reason="needs root to change the group")
def test_the_group_and_the_owner_are_kept(tmp_path: Path) -> None:
    file = tmp_path / "file"
    file.write_bytes(b"old")
    os.chown(file, 4321, 1234)
    file.chmod(0o660)
    whole_file.write(file, [NEW])
    assert (file.stat().st_uid, file.stat().st_gid, mode(file)) == (4321, 1234, 0o660)


def test_a_group_that_cannot_be_kept_gets_no_rights(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    def refuse(*_: object) -> None:
        raise PermissionError

    file = tmp_path / "file"
    file.write_bytes(b"old")
    file.chmod(0o664)
    monkeypatch.setattr(os, "fchown", refuse)
    whole_file.write(file, [NEW])
    assert mode(file) == 0o644


def test_nobody_reads_a_secret_before_it_has_its_mode(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    file = tmp_path / "file"
    file.write_bytes(b"old")
    file.chmod(0o600)
    seen = []

    def pieces() -> Iterator[bytes]:
        seen.extend(mode(path) for path in tmp_path.iterdir())
        yield NEW

    whole_file.write(file, pieces())
    assert seen == [0o600, 0o600]


@pytest.mark.parametrize("kind", ["link", "pipe", "file"])
def test_what_lies_at_the_usual_temporary_name_is_left_alone(kind: str, tmp_path: Path) -> None:
    folder, victim = tmp_path / "folder", tmp_path / "victim"
    folder.mkdir()
    victim.write_bytes(b"precious")
    beside = folder / "file.new"
    if kind == "link":
        beside.symlink_to(victim)
    elif kind == "pipe":
        os.mkfifo(beside)
    else:
        beside.write_bytes(b"mine")
    whole_file.write(folder / "file", [NEW])
    assert (folder / "file").read_bytes() == NEW
    assert victim.read_bytes() == b"precious"
    assert names(folder) == ["file", "file.new"]


def test_a_guessed_temporary_name_is_not_followed(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    victim = tmp_path / "victim"
    victim.write_bytes(b"precious")
    monkeypatch.setattr(os, "urandom", lambda count: b"\0" * count)
    monkeypatch.setattr(whole_file, "_delete_leftovers", lambda *_: None)
    (tmp_path / f"file.{'00' * 8}.new").symlink_to(victim)
    with pytest.raises(FileExistsError):
        whole_file.write(tmp_path / "file", [NEW])
    assert victim.read_bytes() == b"precious"


@pytest.mark.parametrize("name", ["x" * 255, "批" * 85, "\udcff"])
def test_any_name_that_the_system_takes(name: str, tmp_path: Path) -> None:
    for _ in range(2):
        whole_file.write(tmp_path / name, [NEW])
    assert names(tmp_path) == [name]


def test_an_error_leaves_the_old_file_and_nothing_else(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    file = tmp_path / "file"
    file.write_bytes(b"old")

    def broken() -> Iterator[bytes]:
        yield NEW
        raise KeyboardInterrupt

    with pytest.raises(KeyboardInterrupt):
        whole_file.write(file, broken())
    for step in ("fsync", "replace", "fchmod"):
        with monkeypatch.context() as patch:
            patch.setattr(os, step, lambda *_: (_ for _ in ()).throw(OSError(errno.ENOSPC, "full")))
            if step == "fchmod":
                whole_file.write(file, [b"old"])  # a file system without modes
                continue
            with pytest.raises(OSError, match="full"):
                whole_file.write(file, [NEW])
    assert file.read_bytes() == b"old"
    assert names(tmp_path) == ["file"]


def killed_before_step(steps: int, file: Path) -> bool:
    """Write in a process that dies before a line of the module is run for the `steps`th time; False if it survives."""
    child = os.fork()
    if child == 0:

        def trace(frame: FrameType, *_: object) -> object:
            nonlocal steps
            if frame.f_code.co_filename != whole_file.__file__:
                return None
            steps -= 1
            if steps < 0:
                os.kill(os.getpid(), signal.SIGKILL)
            return trace

        sys.settrace(trace)
        try:
            whole_file.write(file, [b"new"] * 3)
        finally:
            os._exit(0)
    status = os.waitpid(child, 0)[1]
    assert not os.WIFSIGNALED(status) or os.WTERMSIG(status) == signal.SIGKILL
    return os.WIFSIGNALED(status)


def test_a_kill_between_any_two_steps_leaves_the_old_file_or_the_new_one(tmp_path: Path) -> None:
    """The process dies before each line of the module in turn, until it survives."""
    file = tmp_path / "file"
    seen = []
    for steps in range(500):
        file.write_bytes(b"old")
        killed = killed_before_step(steps, file)
        seen.append(file.read_bytes())
        whole_file.write(file, [b"later"])
        assert names(tmp_path) == ["file"], "what a killed writer has left is deleted by the next one"
        if not killed:
            break
    assert steps > 20
    assert set(seen) == {b"old", b"newnewnew"}
    assert seen == sorted(seen, reverse=True), "once the new file is there it stays"
