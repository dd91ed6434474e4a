"""The parts of a sweep computed on other machines by Dask, which only this file imports, for a named scheduler."""

from __future__ import annotations

import logging
from collections.abc import Iterator
from contextlib import contextmanager
from functools import cache
from importlib import import_module
from importlib.util import find_spec
from typing import Any, NamedTuple

from batchgame.sim.engine import EngineUnavailable, engine
from batchgame.sim.sweep import Found, Part, Sweep, compute, rounding
from batchgame.tui.command.argument_types import FailedError, UsageError, shown
from batchgame.tui.command.scheduler import check_version, knock
from batchgame.tui.command.version import version

PATIENCE = 10  # seconds for a scheduler to answer
AHEAD = 3  # parts sent ahead per thread of the cluster, so that no thread waits


class Machine(NamedTuple):
    """The facts that must be the same on all machines; `lacks` says why the engine is missing, or nothing."""

    version: str
    rounding: str
    lacks: str


@cache
def machine(name: str) -> Machine:
    """Return the facts of the machine that this runs on: this one, or the worker that is asked."""
    try:
        engine(name)
        lacks = ""
    except EngineUnavailable as error:
        lacks = error.reason
    return Machine(version("batchgame"), rounding(), lacks)


def compute_there(address: str, sweep: Sweep, wanted: Iterator[int]) -> Iterator[tuple[int, Found]]:
    """Yield number and result of each wanted part as it is finished. Dask repeats the parts of a lost worker."""
    needs = "--scheduler needs Dask: pip install 'batchgame[cluster]'"
    if not find_spec("distributed"):
        raise UsageError(needs)
    knock(address)
    try:
        distributed: Any = import_module("distributed")
    except ImportError:  # a part of it is missing
        raise UsageError(needs) from None
    with _client(distributed, address) as client:
        try:
            here = machine(sweep.engine)
            ahead = AHEAD * _threads(client, sweep, here)
            yield from _results(distributed, client, (sweep.alone, here), sweep.parts, wanted, ahead)
        except (distributed.CancelledError, distributed.KilledWorker, OSError) as error:
            said = f"the cluster gave up ({type(error).__name__}); what is done is kept, the same words go on from here"
            raise FailedError(said) from None


@contextmanager
def _client(distributed: Any, address: str) -> Iterator[Any]:
    """Connect to a scheduler with logging off: Dask would log a traceback for each error that is one line here."""
    logging.disable(logging.CRITICAL)
    try:
        check_version(distributed, address)
        try:
            client = distributed.Client(address, timeout=PATIENCE, set_as_default=False)
        except Exception as error:  # Dask has no common class for what can happen here
            raise FailedError(f"no scheduler answers at {shown(address, 80)} ({type(error).__name__})") from None
        try:
            yield client
        finally:
            client.close(timeout=PATIENCE)
    finally:
        logging.disable(logging.NOTSET)


def _threads(client: Any, sweep: Sweep, here: Machine) -> int:
    """Count the threads of all workers. Raises FailedError for a worker that would compute other figures."""
    try:
        machines = client.run(machine, sweep.engine)
    except Exception as error:  # any error of a worker, as Dask passes it on
        raise FailedError(f"a worker can't run batchgame {here.version}: {shown(str(error), 120)}") from None
    if not machines:
        raise FailedError("the scheduler has no workers")
    for worker, there in machines.items():
        _refuse_another(shown(worker, 80), sweep, Machine(*there), here)
    return sum(client.nthreads().values())


def _refuse_another(worker: str, sweep: Sweep, there: Machine, here: Machine) -> None:
    """Raise FailedError for a worker whose figures would differ from those of this machine."""
    if there.version != here.version:
        raise FailedError(f"worker {worker} has batchgame {shown(there.version)}, here is {here.version}")
    if there.lacks:
        raise FailedError(f"worker {worker} has no engine {sweep.engine}: {shown(there.lacks, 120)}")
    if sweep.rounding and there.rounding != here.rounding:
        raise FailedError(f"worker {worker} rounds exp as another kind of processor or NumPy does; run all on one kind")


def _results(
    distributed: Any, client: Any, said: tuple[Sweep, Machine], parts: tuple[Part, ...], wanted: Iterator[int],
    ahead: int,
) -> Iterator[tuple[int, Found]]:  # fmt: skip
    """Yield the results while at most `ahead` parts are on their way.

    Each part takes the sweep along, so that any worker may be lost.
    """
    numbers: dict[Any, int] = {}

    def send(index: int) -> Any:
        future = client.submit(on_a_worker, *said, parts[index], pure=False)
        numbers[future.key] = index
        return future

    first = [send(index) for _, index in zip(range(ahead), wanted, strict=False)]
    coming = distributed.as_completed(first, loop=client.loop)
    for future in coming:
        found = _result(distributed, future)
        yield numbers.pop(future.key), found
        future.release()
        for index in wanted:
            coming.add(send(index))
            break


def _result(distributed: Any, future: Any) -> Found:
    try:
        found: Found = future.result()
    except (distributed.CancelledError, distributed.KilledWorker, OSError, FailedError):
        raise
    except Exception as error:  # the part itself failed on a worker
        name = type(error).__name__
        raise FailedError(
            f"a part failed on a worker: {name}: {shown(str(error), 120)}; what is done is kept"
        ) from None
    return found


def on_a_worker(sweep: Sweep, client: Machine, part: Part) -> Found:
    """Compute a part on a worker. A worker that has joined after the start is compared with `client` first."""
    _refuse_another("that came later", sweep, machine(sweep.engine), client)
    return compute(sweep, part)
