"""Sweeps on a real Dask scheduler with workers on loopback that are killed, or that would compute other numbers."""

from __future__ import annotations

import os
import signal
import socket
import subprocess
import sys
import threading
import time
from collections.abc import Iterator
from contextlib import suppress
from importlib.metadata import version
from pathlib import Path

import pytest

from batchgame.tui.command.main import main

distributed = pytest.importorskip("distributed", reason="needs distributed")
pytestmark = pytest.mark.skipif(os.name == "nt", reason="stops processes as POSIX does")
LADDERS = ["--batch-size", "1,2,4", "--momentum", "0:0.9:10"]
WORDS = ["sweep", "canyon", *LADDERS, "--dtype", "float32", "--trajectories", "16000"]
MAIN = "import sys; from batchgame.sim import sweep; from batchgame.tui.command.main import main; {}; sys.exit(main())"
CUT = "sweep.LONG, sweep.WORK = 10**7, 4 * 10**6"  # every cell comes in two slices or more
PATIENCE = 120.0  # seconds, on a machine with other work to do
WORKER = "import sys; {}; from distributed.cli.dask_worker import main; main()"


class Cluster:
    """A scheduler and workers of one thread, each a process."""

    folder: Path  # where sweeps write their files, and workers theirs

    def __init__(self, folder: Path, code: str = "from distributed.cli.dask_scheduler import main; main()") -> None:
        with socket.socket() as one:
            one.bind(("127.0.0.1", 0))
            self.address = f"tcp://127.0.0.1:{one.getsockname()[1]}"
        self.folder, self.workers = folder, list[subprocess.Popen[bytes]]()
        words = ["--host", self.address, "--no-dashboard", "--no-jupyter"]
        self.scheduler = self._start("-c", code, *words)

    def worker(self, first: str = "pass") -> subprocess.Popen[bytes]:
        """Start one more worker, which runs the code in `first` before all else."""
        here = str(self.folder / str(len(self.workers)))
        words = ["--nthreads", "1", "--no-nanny", "--no-dashboard", "--local-directory", here]
        self.workers.append(self._start("-c", WORKER.format(first), self.address, *words))
        return self.workers[-1]

    def wait_to_listen(self) -> None:
        """Wait until the scheduler accepts connections, whatever it may say then."""
        end = time.monotonic() + PATIENCE
        host, port = self.address.removeprefix("tcp://").split(":")
        while True:
            try:
                socket.create_connection((host, int(port))).close()
                return
            except OSError:
                assert time.monotonic() < end
                time.sleep(0.05)

    def wait_for(self, workers: int) -> None:
        """Wait until the scheduler knows so many workers."""
        with distributed.Client(self.address, timeout=PATIENCE, set_as_default=False) as client:
            end = time.monotonic() + PATIENCE
            while (known := len(client.scheduler_info(n_workers=-1)["workers"])) != workers:
                assert time.monotonic() < end, f"the scheduler knows {known} workers, and not {workers}"
                time.sleep(0.05)

    def sweep(self, code: str = "pass") -> subprocess.Popen[bytes]:
        """Start a sweep into there.csv, and stop all workers in mid-run, when some parts have come back."""
        words = [*WORDS, "--out", "there.csv", "--scheduler", self.address]
        command = [sys.executable, "-c", MAIN.format(code), *words]
        program = subprocess.Popen(command, cwd=self.folder, stdout=subprocess.PIPE, stderr=subprocess.PIPE)
        part = self.folder / "there.csv.part"
        while program.poll() is None and (not part.exists() or part.read_bytes().count(b"\n") < 3):
            time.sleep(0.01)
        for worker in self.workers:
            worker.send_signal(signal.SIGSTOP)
        assert program.poll() is None, "the sweep has ended before anything was done to it"
        return program

    def go_on(self) -> None:
        """Let the workers go on that are still there."""
        for worker in self.workers:
            worker.send_signal(signal.SIGCONT)

    def leave(self) -> None:
        """Kill all workers, and wait until the scheduler has noticed."""
        for worker in self.workers:
            worker.kill()
            worker.wait()
        if self.workers and self.scheduler.poll() is None:
            self.wait_for(0)
        self.workers.clear()

    def end(self) -> None:
        """Kill the scheduler and all workers."""
        self.scheduler.kill()
        self.scheduler.wait()
        self.leave()

    def _start(self, *words: str) -> subprocess.Popen[bytes]:
        quiet = subprocess.DEVNULL
        return subprocess.Popen([sys.executable, *words], stdout=quiet, stderr=quiet, cwd=self.folder)


@pytest.fixture(scope="module")
def scheduler(tmp_path_factory: pytest.TempPathFactory) -> Iterator[Cluster]:
    """Start one scheduler for all tests of this file, because each start takes a second."""
    found = Cluster(tmp_path_factory.mktemp("scheduler"))
    yield found
    found.end()


@pytest.fixture
def cluster(scheduler: Cluster, tmp_path: Path) -> Iterator[Cluster]:
    """Lend the scheduler to a test, with that test's own folder and without workers."""
    scheduler.folder = tmp_path
    yield scheduler
    scheduler.leave()


@pytest.fixture
def doomed(tmp_path: Path) -> Iterator[Cluster]:
    """Start a scheduler for one test, which may kill it."""
    found = Cluster(tmp_path)
    yield found
    found.end()


@pytest.fixture(scope="module")
def here(tmp_path_factory: pytest.TempPathFactory) -> bytes:
    """Make the file of the same sweep on this machine, and return its bytes."""
    path = tmp_path_factory.mktemp("here") / "here.csv"
    assert main([*WORDS, "--out", str(path)]) == 0
    return path.read_bytes()


def said(err: str) -> str:
    """Return the one line on stderr that is not progress."""
    (line,) = (line for line in err.splitlines() if not line.startswith("canyon, 30 cells: "))
    return line


@pytest.mark.parametrize("code", ["pass", CUT], ids=["whole cells", "slices"])
@pytest.mark.share(2)
def test_the_same_bytes_though_a_worker_is_killed(cluster: Cluster, here: bytes, tmp_path: Path, code: str) -> None:
    worker, _ = cluster.worker(), cluster.worker()
    cluster.wait_for(2)
    program = cluster.sweep(code)
    worker.kill()
    cluster.go_on()
    _, err = program.communicate(timeout=PATIENCE)
    assert program.returncode == 0, err.decode()
    assert (tmp_path / "there.csv").read_bytes() == here


def test_the_same_bytes_though_all_workers_are_killed_and_another_comes(
    cluster: Cluster, here: bytes, tmp_path: Path
) -> None:
    workers = cluster.worker(), cluster.worker()
    cluster.wait_for(2)
    program = cluster.sweep()
    for worker in workers:
        worker.kill()
    cluster.wait_for(0)
    assert program.poll() is None
    cluster.worker()
    _, err = program.communicate(timeout=PATIENCE)
    assert program.returncode == 0, err.decode()
    assert (tmp_path / "there.csv").read_bytes() == here


def test_a_scheduler_that_is_lost_is_said_in_one_line_and_costs_no_part(
    doomed: Cluster, here: bytes, tmp_path: Path
) -> None:
    doomed.worker()
    doomed.wait_for(1)
    program = doomed.sweep()
    doomed.scheduler.kill()
    doomed.go_on()
    _, err = program.communicate(timeout=PATIENCE)
    assert program.returncode == 1
    assert said(err.decode()).startswith("batchgame: the cluster gave up")
    assert (tmp_path / "there.csv.part").read_bytes().count(b"\n") > 2
    assert main([*WORDS, "--out", str(tmp_path / "there.csv")]) == 0
    assert (tmp_path / "there.csv").read_bytes() == here


VERSION = "import importlib.metadata as m; own = m.version; m.version = lambda n: '9.9' if n == 'batchgame' else own(n)"
OTHERS = {
    "has batchgame 9.9": VERSION,
    "has no engine native": "sys.modules['batchgame.sim.engines.native.core'] = None",
    "can't run batchgame": "sys.modules['batchgame.tui'] = None",
    "rounds exp": "import numpy; own = numpy.exp; numpy.exp = lambda x: own(x) * 1.0000001",
}


@pytest.mark.parametrize(("says", "first"), OTHERS.items(), ids=list(OTHERS))
def test_a_worker_that_would_compute_otherwise_is_refused(
    cluster: Cluster, tmp_path: Path, capsys: pytest.CaptureFixture[str], says: str, first: str
) -> None:
    if "native" in says:
        pytest.importorskip("batchgame.sim.engines.native.core", reason="needs the engine in C")
    cluster.worker(first)
    cluster.wait_for(1)
    assert main([*WORDS, "--out", str(tmp_path / "a.csv"), "--scheduler", cluster.address]) == 1
    assert says in said(capsys.readouterr().err)
    assert not (tmp_path / "a.csv").exists()


def test_a_worker_that_comes_later_is_looked_at_too(cluster: Cluster, tmp_path: Path) -> None:
    worker = cluster.worker()
    cluster.wait_for(1)
    program = cluster.sweep()
    cluster.worker(VERSION)
    cluster.wait_for(2)
    worker.kill()
    _, err = program.communicate(timeout=PATIENCE)
    assert program.returncode == 1
    assert "worker that came later has batchgame 9.9" in said(err.decode())


def test_no_worker_and_no_scheduler_there(doomed: Cluster, tmp_path: Path, capsys: pytest.CaptureFixture[str]) -> None:
    doomed.wait_for(0)
    words = [*WORDS, "--out", str(tmp_path / "a.csv"), "--scheduler"]
    assert main([*words, doomed.address]) == 1
    assert "has no workers" in said(capsys.readouterr().err)
    doomed.end()
    assert main([*words, doomed.address]) == 1
    assert "no scheduler answers" in said(capsys.readouterr().err)
    assert main([*WORDS, "--out", str(tmp_path / "a.csv"), "--seed", "1"]) == 0, "nothing was done, so nothing is lost"


def test_an_address_that_is_none_or_where_nobody_is(tmp_path: Path, capsys: pytest.CaptureFixture[str]) -> None:
    none = ["nonsense", "tcp://", "http://x:1", "", "tcp://x", "tcp://x:y", "tcp://[x]:1", "tcp://a:1/"]
    nobody = ["tcp://127.0.0.1:99999", "tcp://nobody.invalid:8786", "tcp://" + "x" * 300 + ":1"]
    found = {}
    for address in (*none, *nobody):
        status = main([*WORDS, "--out", str(tmp_path / "a.csv"), "--scheduler", address])
        line = said(capsys.readouterr().err)
        found[address] = status, "tcp://10.0.0.1:8786 is needed" in line, "no scheduler answers" in line
    assert found == dict.fromkeys(none, (2, True, False)) | dict.fromkeys(nobody, (1, False, True))


GREETINGS = {
    "it says nothing": [b"", b"\1", b"\x20\0\0\0\0\0\0\0half"],
    "something else listens there": [b"SSH-2.0-OpenSSH_9.6\r\n", b"220 mail.example.org ESMTP\r\n", b"\xff" * 100],
    "is no scheduler that Dask": [b"\0" * 100, b"\x20\0\0\0\0\0\0\0" + b"x" * 32],
    "it closed the connection": [None],
}


@pytest.mark.slow
def test_somebody_else_there(tmp_path: Path, capfd: pytest.CaptureFixture[str]) -> None:
    """Ask ports where something listens that is no scheduler: it may speak first, be silent, or hang up."""
    wrong = []
    for says, greeting in [(says, greeting) for says, greetings in GREETINGS.items() for greeting in greetings]:
        with socket.create_server(("127.0.0.1", 0)) as other:
            threading.Thread(target=greet, args=(other, greeting), daemon=True).start()
            address = f"tcp://127.0.0.1:{other.getsockname()[1]}"
            status = main([*WORDS, "--out", str(tmp_path / "a.csv"), "--scheduler", address])
            err = capfd.readouterr().err
        if status != 1 or address not in said(err) or says not in said(err):
            wrong.append((greeting, status, err))
    assert not wrong


def greet(other: socket.socket, greeting: bytes | None) -> None:
    """Accept connections, send each the greeting and keep it, or close it at once."""
    kept = []
    with suppress(OSError):
        while True:
            line, _ = other.accept()
            if greeting is None:
                line.close()
            else:
                line.sendall(greeting)
                kept.append(line)


OLD = "import importlib.metadata as m; own = m.version; m.version = lambda n: '2020.1.0' if n[0] == 'd' else own(n)"
DEAF = "from distributed.scheduler import Scheduler as S; S.versions = None"


@pytest.mark.parametrize("code", [OLD, DEAF], ids=["old", "deaf"])
def test_a_scheduler_of_another_version_of_dask(tmp_path: Path, capfd: pytest.CaptureFixture[str], code: str) -> None:
    other = Cluster(tmp_path, f"{code}; from distributed.cli.dask_scheduler import main; main()")
    try:
        other.wait_to_listen()
        assert main([*WORDS, "--out", str(tmp_path / "a.csv"), "--scheduler", other.address]) == 1
    finally:
        other.end()
    line, here = said(capfd.readouterr().err), version("distributed")
    if code == OLD:
        assert line.endswith(f"has Dask 2020.1.0, here is {here}; the same is needed")
    else:
        assert f"is no scheduler that Dask {here}, which is here, understands" in line


@pytest.mark.parametrize("number", [signal.SIGTERM, signal.SIGINT])
@pytest.mark.share(2)
def test_a_signal_ends_a_sweep_on_a_cluster(
    cluster: Cluster, here: bytes, tmp_path: Path, number: signal.Signals
) -> None:
    cluster.worker()
    cluster.wait_for(1)
    program = cluster.sweep("import signal; signal.signal(2, signal.default_int_handler)")
    program.send_signal(number)
    _, err = program.communicate(timeout=PATIENCE)
    assert program.returncode == 128 + number
    assert said(err.decode()).endswith("what is done is kept; the same words go on from here")
    assert not (tmp_path / "there.csv.lock").exists()
    cluster.go_on()
    assert main([*WORDS, "--out", str(tmp_path / "there.csv")]) == 0
    assert (tmp_path / "there.csv").read_bytes() == here
