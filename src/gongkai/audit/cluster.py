"""The batch on a Dask cluster (extra gongkai[cluster]): the same jobs, the same bytes, on as many machines as there are.

The workers must see the files under the same paths (a shared directory) and have the same version of gongkai.
"""

from __future__ import annotations

import importlib
import time
from collections.abc import Callable, Iterable, Iterator
from contextlib import contextmanager
from typing import Any

from gongkai.audit.batch import Engine
from gongkai.audit.batch.pool import Done

_IN_FLIGHT = 4
"""Jobs a worker thread has waiting, so that none is idle and few are in memory."""


class ClusterMissingError(RuntimeError):
    """The extra gongkai[cluster] is not installed."""


@contextmanager
def engine(address: str) -> Iterator[Engine]:
    """An engine on the scheduler at `address` (tcp://host:port), or on N processes of this machine (`local-N`).

    Raises ClusterMissingError without the extra, OSError when nobody answers, ValueError for an address that is none.
    """
    try:
        distributed = importlib.import_module("distributed")
    except ImportError as error:
        raise ClusterMissingError("没有安装分布式组件；请安装 gongkai[cluster] 后再用 --cluster。") from error
    if address.startswith("local-"):
        count = int(address.removeprefix("local-"))
        cluster = distributed.LocalCluster(
            n_workers=count, threads_per_worker=1, processes=True, dashboard_address=None
        )
        with cluster, distributed.Client(cluster) as client:
            yield _engine(distributed, client)
    else:
        with distributed.Client(address, timeout="10s") as client:
            yield _engine(distributed, client)


def _engine(distributed: Any, client: Any) -> Engine:
    def run(
        work: Callable[..., bytes], jobs: Iterable[tuple[str, object]], *, seconds: float
    ) -> Iterator[Done[str]]:
        limit = max(1, sum(client.nthreads().values())) * _IN_FLIGHT
        pending = iter(jobs)
        running: dict[Any, tuple[str, float]] = {}
        while True:
            while len(running) < limit and (entry := next(pending, None)) is not None:
                future = client.submit(work, entry[1], pure=False)
                running[future] = (entry[0], time.monotonic())
            if not running:
                return
            yield from _finished(distributed, running, seconds * _IN_FLIGHT)

    return run


def _finished(distributed: Any, running: dict[Any, tuple[str, float]], seconds: float) -> Iterator[Done[str]]:
    """What has ended, well or badly, and what takes too long (waiting for a worker included)."""
    try:
        done = distributed.wait(list(running), timeout=1, return_when="FIRST_COMPLETED").done
    except TimeoutError:
        done = set()
    for future in done:
        key, _ = running.pop(future)
        if future.status == "finished":
            yield Done(key, future.result())
        else:
            yield Done(key, None, "crashed")
    now = time.monotonic()
    for future, (key, since) in list(running.items()):
        if now - since > seconds:
            running.pop(future)
            future.cancel()
            yield Done(key, None, "too_slow")
