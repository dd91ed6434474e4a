"""A sweep on a real Dask scheduler with two workers on loopback, one of them killed in mid-run."""

from __future__ import annotations

import socket
import subprocess
import sys
import time
from collections.abc import Iterator
from pathlib import Path

import pytest

from batchgame.tui.cli import main

pytest.importorskip("distributed", reason="needs distributed")
LADDERS = ["--batch-size", "1,2,4", "--momentum", "0:0.9:20"]
WORDS = ["sweep", "canyon", *LADDERS, "--dtype", "float32", "--trajectories", "16000", "--out"]


def free_port() -> int:
    with socket.socket() as one:
        one.bind(("127.0.0.1", 0))
        port: int = one.getsockname()[1]
        return port


@pytest.fixture
def cluster(tmp_path: Path) -> Iterator[tuple[str, list[subprocess.Popen[bytes]]]]:
    """Address of the scheduler, and the two workers."""
    address = f"tcp://127.0.0.1:{free_port()}"
    run = [sys.executable, "-m"]
    quiet = {"stdout": subprocess.DEVNULL, "stderr": subprocess.DEVNULL, "cwd": tmp_path}
    schedule = ["distributed.cli.dask_scheduler", "--host", address, "--no-dashboard", "--no-jupyter"]
    work = ["distributed.cli.dask_worker", address, "--nthreads", "1", "--no-nanny", "--no-dashboard"]
    programs = [subprocess.Popen([*run, *schedule], **quiet)]  # type: ignore[call-overload]
    try:
        programs += [
            subprocess.Popen([*run, *work, "--local-directory", str(tmp_path / str(n))], **quiet)  # type: ignore[call-overload]
            for n in range(2)
        ]
        yield address, programs[1:]
    finally:
        for program in programs:
            program.kill()
            program.wait()


def wait_for_two(address: str) -> None:
    import distributed

    with distributed.Client(address, timeout=30, set_as_default=False) as client:
        client.wait_for_workers(2, timeout=60)


def test_the_same_bytes_though_a_worker_is_killed(
    cluster: tuple[str, list[subprocess.Popen[bytes]]], tmp_path: Path
) -> None:
    address, (worker, _) = cluster
    assert main([*WORDS, str(tmp_path / "here.csv")]) == 0
    wait_for_two(address)
    command = [sys.executable, "-m", "batchgame.tui.cli", *WORDS, "there.csv", "--scheduler", address]
    program = subprocess.Popen(command, cwd=tmp_path, stdout=subprocess.PIPE, stderr=subprocess.PIPE)
    part = tmp_path / "there.csv.part"
    while program.poll() is None and (not part.exists() or part.read_bytes().count(b"\n") < 3):
        time.sleep(0.01)
    worker.kill()
    _, err = program.communicate(timeout=120)
    assert program.returncode == 0, err.decode()
    assert (tmp_path / "there.csv").read_bytes() == (tmp_path / "here.csv").read_bytes()


def test_no_scheduler_there(
    tmp_path: Path, capsys: pytest.CaptureFixture[str], monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr("batchgame.tui.cluster.PATIENCE", 1)
    assert main([*WORDS, str(tmp_path / "a.csv"), "--scheduler", f"tcp://127.0.0.1:{free_port()}"]) == 1
    err = capsys.readouterr().err
    assert "no scheduler answers" in err
    assert main([*WORDS, str(tmp_path / "a.csv"), "--scheduler", "nonsense"]) in (1, 2)
