"""The parts of a sweep on other machines, by Dask: the only file that imports it, once a scheduler is named."""

from __future__ import annotations

from collections.abc import Iterator
from importlib import import_module
from typing import Any

from batchgame.sim.sweeping import Part, Row, Sweep, rows
from batchgame.tui.words import FailedError, UsageError, shown

PATIENCE = 10  # seconds for a scheduler to answer
AHEAD = 3  # parts a thread of the cluster that are on their way, so that none waits


def installed_version() -> str:
    """Of batchgame, where this runs."""
    from importlib.metadata import version

    return version("batchgame")


def compute(address: str, sweep: Sweep, wanted: list[int]) -> Iterator[tuple[int, list[Row]]]:
    """Number and rows of each wanted part, as they are finished. Dask runs the parts of a lost worker again."""
    try:
        distributed: Any = import_module("distributed")
    except ImportError:
        raise UsageError("--scheduler needs Dask: pip install 'batchgame[cluster]'") from None
    try:
        client = distributed.Client(address, timeout=PATIENCE, set_as_default=False)
    except (OSError, ValueError, TimeoutError) as error:
        raise FailedError(f"no scheduler answers at {shown(address, 80)} ({type(error).__name__})") from None
    try:
        threads = _threads(client)
        yield from _results(distributed, client, sweep, wanted, AHEAD * threads)
    except (distributed.CancelledError, distributed.KilledWorker, OSError) as error:
        said = f"the cluster gave up ({type(error).__name__}); the same words go on from here"
        raise FailedError(said) from None
    finally:
        client.close(timeout=PATIENCE)


def _threads(client: Any) -> int:
    """Of all workers, which must have the same batchgame."""
    versions = client.run(installed_version)
    if not versions:
        raise FailedError("the scheduler has no workers")
    other = {worker: version for worker, version in versions.items() if version != installed_version()}
    for worker, version in other.items():
        raise FailedError(f"worker {shown(worker, 80)} has batchgame {shown(version)}, here is {installed_version()}")
    return sum(client.nthreads().values())


def _results(
    distributed: Any, client: Any, sweep: Sweep, wanted: list[int], ahead: int
) -> Iterator[tuple[int, list[Row]]]:
    """Bounded: a part is sent when another has come back."""
    (described,) = client.scatter([sweep], broadcast=True)
    numbers: dict[Any, int] = {}
    waiting = iter(wanted)

    def send(index: int) -> Any:
        future = client.submit(rows_on_a_worker, described, sweep.parts[index], pure=False)
        numbers[future.key] = index
        return future

    first = [send(index) for _, index in zip(range(ahead), waiting, strict=False)]
    coming = distributed.as_completed(first, loop=client.loop)
    for future in coming:
        found = future.result()
        yield numbers.pop(future.key), found
        future.release()
        for index in waiting:
            coming.add(send(index))
            break


def rows_on_a_worker(sweep: Sweep, part: Part) -> list[Row]:
    """As on this machine."""
    return rows(sweep, part)
