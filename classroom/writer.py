"""The one thread that writes: whatever waits is done in one transaction, and acknowledged after its COMMIT.

A commit with `synchronous=FULL` costs the wait for the disk, some milliseconds, however much is in it. Sixty votes that
arrive within one such wait share the next one.
"""

from __future__ import annotations

import sqlite3
from collections.abc import Callable
from concurrent.futures import Future
from pathlib import Path
from queue import SimpleQueue
from threading import Thread
from typing import Any, TypeVar

T = TypeVar("T")
_Job = tuple[Callable[[sqlite3.Connection], Any], "Future[Any]"]
_MOST_AT_ONCE = 500  # jobs in a transaction: an error of the disk is told to at most so many


class Writer:
    """The connection that writes, and its thread."""

    def __init__(self, path: Path, schema: str) -> None:
        """Open or create the file. sqlite3.Error if it is no database, OSError if it cannot be created."""
        self._jobs: SimpleQueue[_Job | None] = SimpleQueue()
        self._ready: Future[None] = Future()
        self._thread = Thread(target=self._work, args=(path, schema), name="votes", daemon=True)
        self._thread.start()
        self._ready.result()

    def do(self, job: Callable[[sqlite3.Connection], T]) -> Future[T]:
        """Run a job inside the next transaction. The result is there once that is committed."""
        done: Future[T] = Future()
        self._jobs.put((job, done))
        return done

    def close(self) -> None:
        """Write what waits, and close the file."""
        self._jobs.put(None)
        self._thread.join()

    def _work(self, path: Path, schema: str) -> None:
        try:
            connection = _opened(path, schema)
        except (sqlite3.Error, OSError) as error:
            self._ready.set_exception(error)
            return
        self._ready.set_result(None)
        while jobs := self._waiting():
            _transaction(connection, [job for job in jobs if job is not None])
            if jobs[-1] is None:
                break
        connection.close()

    def _waiting(self) -> list[_Job | None]:
        jobs = [self._jobs.get()]
        while jobs[-1] is not None and len(jobs) < _MOST_AT_ONCE and not self._jobs.empty():
            jobs.append(self._jobs.get())
        return jobs


def _opened(path: Path, schema: str) -> sqlite3.Connection:
    connection = sqlite3.connect(path, isolation_level=None)
    connection.execute("PRAGMA journal_mode=WAL")
    connection.execute("PRAGMA synchronous=FULL")
    connection.executescript(schema)
    return connection


def _transaction(connection: sqlite3.Connection, jobs: list[_Job]) -> None:
    """Do every job in one transaction. A job that fails is undone alone; if the commit fails, none was done."""
    results: list[tuple[Future[Any], Any, BaseException | None]] = []
    try:
        connection.execute("BEGIN IMMEDIATE")
        for job, done in jobs:
            results.append((done, *_alone(connection, job)))
        connection.execute("COMMIT")
    except sqlite3.Error as error:
        if connection.in_transaction:
            connection.execute("ROLLBACK")
        results = [(done, None, error) for _, done in jobs]
    for done, result, failed in results:
        if failed is None:
            done.set_result(result)
        else:
            done.set_exception(failed)


def _alone(
    connection: sqlite3.Connection, job: Callable[[sqlite3.Connection], Any]
) -> tuple[Any, BaseException | None]:
    connection.execute("SAVEPOINT job")
    try:
        result = job(connection)
    except Exception as error:
        connection.execute("ROLLBACK TO job")
        connection.execute("RELEASE job")
        return None, error
    connection.execute("RELEASE job")
    return result, None
