"""Reading and checking reports by the thousand: all cores or a cluster, resumable, in constant memory.

with Batch(work) as batch:
    batch.run(paths, previous=last_year_paths)
    outputs.write(batch.store, Path("findings.xlsx"))
"""

from __future__ import annotations

import hashlib
from collections.abc import Callable, Iterable, Iterator, Sequence
from pathlib import Path
from types import TracebackType
from typing import Protocol, Self

from gongkai.audit.batch import jobs, pool
from gongkai.audit.batch.pool import Done
from gongkai.audit.batch.store import Store

SECONDS = 120.0
"""Limit for one file."""

_KEPT_EVERY = 50
_WHY = {
    "too_slow": "读取时间超过上限，已停止；需要人工查看。",
    "crashed": "读取程序在这个文件上出错退出；需要人工查看。",
}

Progress = Callable[[str, int, int], None]
"""Called with the stage (read, check), the number done and the number to do."""


class Engine(Protocol):
    """Runs jobs somewhere: the processes of this machine, or a cluster."""

    def __call__(
        self, work: Callable[..., bytes], jobs: Iterable[tuple[str, object]], *, seconds: float
    ) -> Iterator[Done[str]]:
        """The results as they come, in any order."""


def local(processes: int) -> Engine:
    """The engine of this machine."""

    def engine(
        work: Callable[..., bytes], jobs: Iterable[tuple[str, object]], *, seconds: float
    ) -> Iterator[Done[str]]:
        return pool.run(work, jobs, processes=processes, seconds=seconds)

    return engine


def discover(given: Sequence[Path]) -> list[Path]:
    """The files named, and every file under the directories named, hidden ones and Office's lock files apart; each once."""
    found: dict[str, Path] = {}
    for path in given:
        inside = sorted(path.rglob("*")) if path.is_dir() else [path]
        for file in inside:
            hidden = any(part.startswith(".") for part in file.relative_to(path).parts)
            if file.is_file() and not hidden and not file.name.startswith("~$"):
                found.setdefault(str(file.resolve()), file)
    return [found[name] for name in sorted(found)]


class Batch:
    """A run over many files. The same directory `work` given again goes on where the last run stopped."""

    def __init__(self, work: Path, engine: Engine | None = None, *, seconds: float = SECONDS) -> None:
        self.store = Store(work)
        self._engine = engine or local(1)
        self._seconds = seconds

    def __enter__(self) -> Self:
        return self

    def __exit__(
        self, kind: type[BaseException] | None, error: BaseException | None, trace: TracebackType | None
    ) -> None:
        self.store.close()

    def run(
        self, paths: Sequence[Path], previous: Sequence[Path] = (), progress: Progress = lambda *_: None
    ) -> None:
        """Read what is new, then check whatever is new or stands on another report of last year than before."""
        now = {str(path): "now" for path in paths}
        origins = {str(path): "before" for path in previous} | now
        self.store.forget_absent(set(origins))
        self._read(origins, progress)
        self._check(progress)

    def _read(self, origins: dict[str, str], progress: Progress) -> None:
        facts: dict[str, tuple[str, int, int, str]] = {}
        done = 0

        def wanted() -> Iterator[tuple[str, object]]:
            nonlocal done
            for path, origin in origins.items():
                known = self._known(path, origin)
                if known is None:
                    done += 1
                    progress("read", done, len(origins))
                    continue
                facts[path] = known
                yield path, path

        for number, result in enumerate(self._engine(jobs.read, wanted(), seconds=self._seconds), 1):
            if result.result is None:
                read = {"failed": [result.failed, _WHY[result.failed]]}
            else:
                read = jobs.unpack(result.result)
            self.store.put(result.key, *facts.pop(result.key), read)
            done += 1
            progress("read", done, len(origins))
            if number % _KEPT_EVERY == 0:
                self.store.commit()
        self.store.commit()

    def _known(self, path: str, origin: str) -> tuple[str, int, int, str] | None:
        """None when the file needs no reading; else what is kept beside its reading."""
        try:
            status = Path(path).stat()
            if self.store.is_done(path, origin, status.st_size, status.st_mtime_ns):
                return None
            sha = _digest(path)
        except OSError:
            return origin, 0, 0, ""
        if self.store.adopt(path, origin, status.st_size, status.st_mtime_ns, sha):
            return None
        return origin, status.st_size, status.st_mtime_ns, sha

    def _check(self, progress: Progress) -> None:
        paths = self.store.paths()
        bases: dict[str, list[str]] = {}
        done = 0

        def wanted() -> Iterator[tuple[str, object]]:
            nonlocal done
            for path in paths:
                job = self.store.check_job(path)
                if job is None:
                    done += 1
                    progress("check", done, len(paths))
                    continue
                bases[path] = job[0]
                yield path, job[1]

        for number, result in enumerate(self._engine(jobs.check, wanted(), seconds=self._seconds), 1):
            if result.result is not None:
                self.store.put_findings(result.key, bases.pop(result.key), jobs.unpack(result.result))
            done += 1
            progress("check", done, len(paths))
            if number % _KEPT_EVERY == 0:
                self.store.commit()
        self.store.commit()


def _digest(path: str) -> str:
    with Path(path).open("rb") as file:
        return hashlib.file_digest(file, "sha256").hexdigest()
