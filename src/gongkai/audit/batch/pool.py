"""Worker processes on this machine, each with one job at a time, a limit of time for it, and a limit of memory.

A worker that crashes or does not come to an end is replaced; its job has failed and the others go on.
"""

from __future__ import annotations

import multiprocessing
import resource
import time
from collections.abc import Callable, Iterable, Iterator
from dataclasses import dataclass
from multiprocessing.connection import Connection, wait
from multiprocessing.process import BaseProcess
from typing import Generic, TypeVar

J = TypeVar("J")
K = TypeVar("K")
_MEGABYTES = 3000


@dataclass(frozen=True, slots=True)
class Done(Generic[K]):
    """A job's key and its result; without one, why: `too_slow` or `crashed`."""

    key: K
    result: bytes | None
    failed: str = ""


@dataclass(slots=True)
class _Worker(Generic[K]):
    process: BaseProcess
    pipe: Connection
    key: K | None = None
    since: float = 0.0


def run(
    work: Callable[[J], bytes], jobs: Iterable[tuple[K, J]], *, processes: int, seconds: float
) -> Iterator[Done[K]]:
    """The results of all the jobs as they come. At most one job a process is held in memory."""
    pending = iter(jobs)
    workers: list[_Worker[K]] = [_start(work) for _ in range(max(1, processes))]
    try:
        for worker in workers:
            _await(worker)
            _next(worker, pending)
        while any(worker.key is not None for worker in workers):
            busy = [worker for worker in workers if worker.key is not None]
            ready = wait([worker.pipe for worker in busy], timeout=min(1.0, seconds))
            now = time.monotonic()
            for worker in busy:
                late = now - worker.since > seconds
                if worker.pipe not in ready and not late:
                    continue
                done, healthy = _collect(worker, arrived=worker.pipe in ready)
                if not healthy:
                    _stop(worker)
                    workers[workers.index(worker)] = worker = _start(work)
                    _await(worker)
                _next(worker, pending)
                yield done
    finally:
        for worker in workers:
            _stop(worker)


def _collect(worker: _Worker[K], *, arrived: bool) -> tuple[Done[K], bool]:
    """The worker's answer, and whether it can go on."""
    key = worker.key
    assert key is not None  # noqa: S101 - only busy workers are asked
    worker.key = None
    if not arrived:
        return Done(key, None, "too_slow"), False
    try:
        return Done(key, worker.pipe.recv_bytes()), True
    except (EOFError, OSError):
        return Done(key, None, "crashed"), False


def _start(work: Callable[[J], bytes]) -> _Worker[K]:
    context = multiprocessing.get_context("spawn")
    ours, theirs = context.Pipe()
    process = context.Process(target=_serve, args=(work, theirs), daemon=True)
    process.start()
    theirs.close()
    return _Worker(process, ours)


def _await(worker: _Worker[K]) -> None:
    """Wait until the worker has loaded the program, which is not held against its first job. Raises EOFError when it cannot."""
    worker.pipe.recv_bytes()


def _next(worker: _Worker[K], pending: Iterator[tuple[K, J]]) -> None:
    entry = next(pending, None)
    if entry is None:
        return
    worker.key, worker.since = entry[0], time.monotonic()
    worker.pipe.send(entry[1])


def _stop(worker: _Worker[K]) -> None:
    worker.pipe.close()
    worker.process.kill()
    worker.process.join()
    worker.process.close()


def _serve(work: Callable[[J], bytes], pipe: Connection) -> None:
    limit = _MEGABYTES * 1024 * 1024
    resource.setrlimit(resource.RLIMIT_AS, (limit, limit))
    pipe.send_bytes(b"ready")
    while True:
        try:
            job = pipe.recv()
        except EOFError:
            return
        pipe.send_bytes(work(job))
