"""What a batch has read and found, in one SQLite file of its working directory: nothing is held in memory, nothing is done twice."""

from __future__ import annotations

import sqlite3
from collections.abc import Iterator
from dataclasses import dataclass
from pathlib import Path
from typing import Any

from gongkai.audit.batch import jobs

_SCHEMA = """
create table if not exists files (
  path text primary key, origin text not null, size integer, changed integer, sha text, stamp text,
  failed_code text, failed_text text, kind text, body blob);
create index if not exists files_sha on files (sha, stamp);
create table if not exists reports (
  path text not null, number integer not null, origin text not null, agency text, same text, year integer,
  body blob, basis text, findings blob, primary key (path, number));
create index if not exists reports_same on reports (same, year);
"""
RETRIED = frozenset({"too_slow", "crashed", "unreachable"})
"""Failures that another run tries again."""


@dataclass(frozen=True, slots=True)
class Entry:
    """A report in the store: its packed reading, and its packed findings."""

    path: str
    number: int
    origin: str
    agency: str
    year: int | None
    body: bytes
    findings: bytes


class Store:
    """The working file. `origin` is "now" for the reports checked and "before" for those of --previous."""

    def __init__(self, directory: Path) -> None:
        directory.mkdir(parents=True, exist_ok=True)
        self._db = sqlite3.connect(directory / "batch.sqlite3")
        self._db.executescript("pragma journal_mode=wal; pragma synchronous=normal;" + _SCHEMA)

    def close(self) -> None:
        """Write and close."""
        self._db.commit()
        self._db.close()

    def commit(self) -> None:
        """Keep what was done so far, whatever happens next."""
        self._db.commit()

    def forget_absent(self, paths: set[str]) -> None:
        """Drop files that are not part of the batch any more."""
        for (path,) in self._db.execute("select path from files").fetchall():
            if path not in paths:
                self._db.execute("delete from files where path = ?", (path,))
                self._db.execute("delete from reports where path = ?", (path,))

    def is_done(self, path: str, origin: str, size: int, changed: int) -> bool:
        """Whether the file was read by this version of the program and has not changed since; else its content decides."""
        row = self._db.execute(
            "select failed_code from files where path=? and origin=? and size=? and changed=? and stamp=?",
            (path, origin, size, changed, jobs.stamp()),
        ).fetchone()
        return row is not None and row[0] not in RETRIED

    def adopt(self, path: str, origin: str, size: int, changed: int, sha: str) -> bool:
        """Take over what was read from the same content under this or another name."""
        row = self._db.execute(
            "select path, failed_code, failed_text, kind, body from files where sha=? and stamp=? order by path",
            (sha, jobs.stamp()),
        ).fetchone()
        if row is None or row[1] in RETRIED:
            return False
        reports = self._db.execute(
            "select body from reports where path=? order by number", (row[0],)
        ).fetchall()
        self._put(path, origin, size, changed, sha, row[1:], [jobs.unpack(body) for (body,) in reports])
        return True

    def put(self, path: str, origin: str, size: int, changed: int, sha: str, read: dict[str, Any]) -> None:
        """Keep a file's reading (the content of `jobs.read`)."""
        failed = read.get("failed") or (None, None)
        body = None if "failed" in read else jobs.pack({"text": read["text"], "unread": read["unread"]})
        self._put(
            path, origin, size, changed, sha, (*failed, read.get("kind"), body), read.get("reports", [])
        )

    def _put(
        self,
        path: str,
        origin: str,
        size: int,
        changed: int,
        sha: str,
        row: tuple[Any, ...],
        reports: list[dict[str, Any]],
    ) -> None:
        self._db.execute("delete from reports where path=?", (path,))
        self._db.execute(
            "insert or replace into files values (?,?,?,?,?,?,?,?,?,?)",
            (path, origin, size, changed, sha, jobs.stamp(), *row),
        )
        for number, report in enumerate(reports, 1):
            values = (
                path,
                number,
                origin,
                report["agency"],
                jobs.same_agency(report["agency"]),
                report["year"],
            )
            self._db.execute(
                "insert into reports values (?,?,?,?,?,?,?,null,null)", (*values, jobs.pack(report))
            )

    def failures(self) -> list[tuple[str, str, str]]:
        """Path, code and reason of every file that could not be read."""
        return self._db.execute(
            "select path, failed_code, failed_text from files where failed_code is not null and origin='now' order by path"
        ).fetchall()

    def without_report(self) -> list[tuple[str, str]]:
        """Path and reason of every file that was read and holds no report."""
        rows = self._db.execute(
            "select path, body from files where failed_code is null and origin='now'"
            " and path not in (select path from reports) order by path"
        )
        return [(path, "".join(what for _, what in jobs.unpack(body)["unread"])) for path, body in rows]

    def paths(self) -> list[str]:
        """The files to check, in order."""
        rows = self._db.execute(
            "select path from files where failed_code is null and origin='now' order by path"
        )
        return [path for (path,) in rows]

    def check_job(self, path: str) -> tuple[list[str], bytes] | None:
        """The bases of a file's reports and the job of `jobs.check`; None when every report was checked on the same basis."""
        rows = self._db.execute(
            "select number, same, year, body, basis from reports where path=? order by number", (path,)
        ).fetchall()
        if not rows:
            return None
        sha, body = self._db.execute("select sha, body from files where path=?", (path,)).fetchone()
        pairs, bases = [], []
        for _, same, year, report, _ in rows:
            before_sha, before = self._before(same, year)
            bases.append(f"{jobs.stamp()} {sha} {before_sha}")
            pairs.append([jobs.unpack(report), before])
        if bases == [basis for *_, basis in rows]:
            return None
        return bases, jobs.pack({"text": jobs.unpack(body)["text"], "pairs": pairs})

    def _before(self, same: str, year: int | None) -> tuple[str, dict[str, Any] | None]:
        """The one report of the agency of the year before; two different ones are no basis for anything."""
        if not same or not year:
            return "", None
        rows = self._db.execute(
            "select distinct f.sha, r.number, r.body from reports r join files f on f.path = r.path"
            " where r.same=? and r.year=? order by f.sha, r.number limit 2",
            (same, year - 1),
        ).fetchall()
        if len(rows) != 1:
            return "", None
        return f"{rows[0][0]}:{rows[0][1]}", jobs.unpack(rows[0][2])

    def put_findings(self, path: str, bases: list[str], findings: list[Any]) -> None:
        """Keep what the checks found."""
        for number, (basis, found) in enumerate(zip(bases, findings, strict=True), 1):
            self._db.execute(
                "update reports set basis=?, findings=? where path=? and number=?",
                (basis, jobs.pack(found), path, number),
            )

    def entries(self) -> Iterator[Entry]:
        """Every report that was checked, in the order of paths."""
        rows = self._db.execute(
            "select path, number, origin, agency, year, body, findings from reports"
            " where origin='now' and findings is not null order by path, number"
        )
        return (Entry(*row) for row in rows)

    def text(self, path: str) -> str:
        """The text of a file."""
        row = self._db.execute("select body from files where path=?", (path,)).fetchone()
        return str(jobs.unpack(row[0])["text"])

    def count(self) -> int:
        """How many files the batch has, those of --previous apart."""
        return int(self._db.execute("select count(*) from files where origin='now'").fetchone()[0])
