"""Processes that prove scenario files side by side, because a proof is Python and NumPy on one processor.

A process reads lines of JSON from stdin, the addresses of files. It answers each with lines of JSON on stdout: progress
as a list, any number of times, then its findings as a list of lists, or a text if the file cannot be read. A finding is
where it is, what it is, and whether it is only unproved.
"""

from __future__ import annotations

import json
import os
import signal
import subprocess
import sys
from collections.abc import Iterator, Sequence
from concurrent.futures import ThreadPoolExecutor
from contextlib import contextmanager
from queue import SimpleQueue

from batchgame.scenarios.playables import ScenarioError, find
from batchgame.scenarios.proving.finding import Finding, Progress, Unproved
from batchgame.sim.process import python
from batchgame.tui.command.argument_types import FailedError, shown

MOST = 8  # processes; the longest proof of all takes an eighth of the time of all together, and needs one of them
ONE_THREAD = {"OPENBLAS_NUM_THREADS": "1", "OMP_NUM_THREADS": "1"}
Idle = SimpleQueue["subprocess.Popen[str]"]


def processes_for(files: int) -> int:
    """Return how many processes prove so many files: one per processor that this process may use, 8 at most."""
    processors = len(os.sched_getaffinity(0)) if hasattr(os, "sched_getaffinity") else os.cpu_count() or 1
    return min(files, processors, MOST)


class Proof:
    """The proof of one file by another process, which begins as soon as one of the idle processes can take it."""

    def __init__(self, address: str, pool: ThreadPoolExecutor, idle: Idle) -> None:
        self.address = address
        self._on_progress: Progress | None = None
        self._findings = pool.submit(self._ask, idle)

    def findings(self, on_progress: Progress | None = None) -> list[Finding]:
        """Wait for the findings, and report progress meanwhile. FailedError if the process ends without them."""
        self._on_progress = on_progress
        return self._findings.result()

    def _ask(self, idle: Idle) -> list[Finding]:
        process = idle.get()
        try:
            assert process.stdin
            assert process.stdout
            process.stdin.write(json.dumps(self.address) + "\n")
            process.stdin.flush()
            for line in process.stdout:
                answer = json.loads(line)
                if isinstance(answer, str):
                    raise ScenarioError(answer)
                if not answer or isinstance(answer[0], list):
                    return [(Unproved if left else Finding)(where, what) for where, what, left in answer]
                if self._on_progress:
                    self._on_progress(*answer)
        except OSError:
            pass
        finally:
            idle.put(process)
        raise FailedError(f"the process that proved {shown(self.address)} has ended")


@contextmanager
def side_by_side(addresses: Sequence[str], processes: int, quick: bool) -> Iterator[dict[str, Proof]]:
    """Begin the proofs of all files on so many processes, and end the processes after the block.

    quick: leave out what takes long on this machine, as Playable says.
    """
    command, environ = python(__name__, str(processes), str(int(quick))), os.environ | ONE_THREAD
    started: list[subprocess.Popen[str]] = []
    idle: Idle = SimpleQueue()
    pool = ThreadPoolExecutor(processes, "proof")
    try:
        for _ in range(processes):
            pipes = subprocess.Popen(
                command, env=environ, stdin=subprocess.PIPE, stdout=subprocess.PIPE, encoding="utf-8"
            )
            started.append(pipes)
            idle.put(pipes)
        yield {address: Proof(address, pool, idle) for address in addresses}
    finally:
        for process in started:
            process.kill()
        pool.shutdown(cancel_futures=True)  # its threads have come to the ends of their pipes
        for process in started:
            process.communicate()


def main(processes: str, quick: str) -> None:
    """Prove the files that come in on stdin, beside so many processes that do the same. quick: 0 or 1."""
    # Ctrl+C reaches all of them, and the command answers it. A line that nobody reads ends a process.
    for name in ("SIGINT", "SIGPIPE"):
        if hasattr(signal, name):
            signal.signal(getattr(signal, name), signal.SIG_DFL)
    # NumPy, which the command itself does not load.
    from batchgame.sim.engine import engine
    from batchgame.sim.networks.engine import network_engine

    for made in (engine(), network_engine()):
        if hasattr(made, "threads"):
            made.threads = max(1, made.threads // int(processes))
    for line in sys.stdin:
        try:
            findings = find(json.loads(line)).findings(lambda *progress: _say(progress), quick=quick == "1")
            _say([(*finding, isinstance(finding, Unproved)) for finding in findings])
        except ScenarioError as error:
            _say(str(error))


def _say(answer: object) -> None:
    print(json.dumps(answer), flush=True)
