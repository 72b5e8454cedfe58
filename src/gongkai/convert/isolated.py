"""Calling a function in a process of its own, with a limit of time and memory: whatever a file does to it, we go on.

A process that has answered waits for the next call, so that thousands of files do not each pay for loading the program; one
that crashed or was too slow is thrown away, with everything it started.
"""

from __future__ import annotations

import contextlib
import multiprocessing
import os
import resource
import signal
import threading
import time
from collections.abc import Callable, Iterator
from dataclasses import dataclass
from multiprocessing.connection import Connection
from multiprocessing.process import BaseProcess
from pathlib import Path
from typing import Any, TypeVar

T = TypeVar("T")
_KEPT_SECONDS = 30.0
"""How long a process that waits is used again; it ends by itself some time later."""

_MOST_CALLS = 500
"""Calls after which a process is replaced: what libraries leak does not add up."""

_STARTING_SECONDS = 120.0


class NoAnswer(Exception):  # noqa: N818 - named after what happened
    """The call did not come to an end. `code`: too_slow, too_large (it wanted more memory than allowed) or crashed."""

    def __init__(self, code: str) -> None:
        super().__init__(code)
        self.code = code


@dataclass(slots=True)
class _Worker:
    process: BaseProcess
    pipe: Connection
    calls: int = 0
    since: float = 0.0


_idle: list[_Worker] = []
_busy: dict[int, _Worker] = {}
_ending = threading.Event()


def _disown() -> None:
    """A process that was forked has no part in its parent's."""
    _idle.clear()
    _busy.clear()


os.register_at_fork(after_in_child=_disown)


def call(function: Callable[..., T], *arguments: Any, seconds: float, megabytes: int) -> T:
    """What `function(*arguments)` returns; function, arguments and answer must be picklable. Safe to use from threads.

    The function should return what it has to say: an exception from it is "crashed", without its words, since they may hold
    something of the file. Raises NoAnswer.
    """
    worker = _taken() or _started()
    used = worker.calls > 0
    try:
        return _asked(worker, (megabytes, function, arguments), seconds)
    except NoAnswer as failed:
        if not used or failed.code == "too_slow":
            raise
    # An answer must not depend on what the process had done before.
    return _asked(_started(), (megabytes, function, arguments), seconds)


def end() -> None:
    """End all processes, those that are called too, whose calls have no answer: for a program that was interrupted."""
    _ending.set()
    for worker in [*_busy.values(), *_idle]:
        with contextlib.suppress(ValueError):  # it is being thrown away already
            _kill(worker)


def _asked(worker: _Worker, question: tuple[Any, ...], seconds: float) -> Any:
    """The worker's answer; afterwards it waits for another call, or is gone."""
    healthy = False
    _busy[id(worker)] = worker
    try:
        worker.pipe.send(question)
        if not worker.pipe.poll(seconds):
            raise NoAnswer("too_slow")
        failed, answer = worker.pipe.recv()
        healthy = not failed
    except (EOFError, OSError) as error:
        raise NoAnswer("crashed") from error
    finally:
        del _busy[id(worker)]
        worker.calls += 1
        worker.since = time.monotonic()
        if healthy and worker.calls < _MOST_CALLS:
            _idle.append(worker)
        else:
            _ended(worker)
    if failed:
        raise NoAnswer(failed)
    return answer


def _taken() -> _Worker | None:
    """A process that waits and has not waited long."""
    while _idle:
        with contextlib.suppress(IndexError):  # another thread was faster
            worker = _idle.pop()
            if time.monotonic() - worker.since < _KEPT_SECONDS:
                return worker
            _ended(worker)
    return None


def _started() -> _Worker:
    if _ending.is_set():
        raise NoAnswer("crashed")
    context = multiprocessing.get_context("spawn")
    ours, theirs = context.Pipe()
    process = context.Process(target=_serve, args=(theirs,), daemon=True)
    process.start()
    theirs.close()
    worker = _Worker(process, ours)
    try:  # loading the program is not held against the call
        if ours.poll(_STARTING_SECONDS):
            ours.recv()
            return worker
    except (EOFError, OSError):
        pass
    _ended(worker)
    raise NoAnswer("crashed")


def _ended(worker: _Worker) -> None:
    """End a process with everything it started."""
    worker.pipe.close()
    _kill(worker)
    worker.process.join()
    worker.process.close()


def _kill(worker: _Worker) -> None:
    for number in _session(worker.process.pid):
        with contextlib.suppress(ProcessLookupError, PermissionError):
            os.kill(number, signal.SIGKILL)
    worker.process.kill()


def _session(leader: int | None) -> Iterator[int]:
    """The processes of a session, as the system lists them."""
    for listed in Path("/proc").glob("[0-9]*/stat"):
        with contextlib.suppress(OSError, IndexError):
            if listed.read_text(errors="replace").rpartition(")")[2].split()[3] == str(leader):
                yield int(listed.parent.name)


def _serve(pipe: Connection) -> None:
    os.setsid()  # so that whatever a call starts can be ended with it
    resource.setrlimit(resource.RLIMIT_CORE, (0, 0))  # a dump would hold the file
    pipe.send(None)
    while pipe.poll(2 * _KEPT_SECONDS):
        try:
            megabytes, function, arguments = pipe.recv()
        except EOFError:
            return
        pipe.send(_answered(megabytes, function, arguments))


def _answered(megabytes: int, function: Callable[..., Any], arguments: Any) -> tuple[str, Any]:
    _, hard = resource.getrlimit(resource.RLIMIT_AS)
    resource.setrlimit(resource.RLIMIT_AS, (megabytes * 1024 * 1024, hard))
    try:
        return "", function(*arguments)
    except MemoryError:
        return "too_large", None
    except Exception:  # noqa: BLE001 - its words may hold something of the file
        return "crashed", None
    finally:
        resource.setrlimit(resource.RLIMIT_AS, (hard, hard))
