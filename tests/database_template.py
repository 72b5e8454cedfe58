"""A migrated database, made once per state of the migrations and copied for each test worker.

Migrating from empty takes half a minute; copying takes a moment.
"""

from __future__ import annotations

import fcntl
import hashlib
import shutil
from collections.abc import Iterator
from contextlib import contextmanager
from pathlib import Path
from typing import Any

import django
import wagtail
from django.conf import settings
from django.core.management import call_command
from django.db import connection

FOLDER = Path(__file__).resolve().parent.parent / "var" / "test-databases"
SOURCES = Path(__file__).resolve().parent.parent / "src" / "gongkai"


def fingerprint() -> str:
    """Changes whenever a migration, a trigger or the framework does."""
    digest = hashlib.sha256(f"{django.VERSION}{wagtail.VERSION}{settings.INSTALLED_APPS}".encode())
    for path in sorted([*SOURCES.glob("*/migrations/*.py"), *SOURCES.glob("*/guards.py")]):
        digest.update(str(path).encode() + path.read_bytes())
    return digest.hexdigest()[:12]


@contextmanager
def one_at_a_time() -> Iterator[None]:
    """Only one worker makes the template."""
    FOLDER.mkdir(parents=True, exist_ok=True)
    with (FOLDER / "lock").open("w") as lock:
        fcntl.flock(lock, fcntl.LOCK_EX)
        yield


def connect(name: str | Path) -> None:
    """Point the default connection at another database."""
    connection.close()
    connection.settings_dict["NAME"] = str(name)


def make_sqlite(worker: str) -> Path:
    """Copy the SQLite template for one worker and return the copy's path."""
    template = FOLDER / f"{fingerprint()}.sqlite3"
    with one_at_a_time():
        if not template.exists():
            draft = template.with_suffix(".draft")
            draft.unlink(missing_ok=True)
            connect(draft)
            call_command("migrate", verbosity=0, interactive=False)
            with connection.cursor() as cursor:
                cursor.execute("PRAGMA wal_checkpoint(TRUNCATE)")
                cursor.execute("PRAGMA journal_mode=DELETE")
            connection.close()
            draft.rename(template)
    copy = FOLDER / f"worker-{worker}.sqlite3"
    remove(copy)
    shutil.copyfile(template, copy)
    return copy


def remove(database: Path) -> None:
    """Delete a SQLite database and what SQLite keeps beside it."""
    for suffix in ("", "-wal", "-shm"):
        database.with_name(database.name + suffix).unlink(missing_ok=True)


def make_postgresql(worker: str) -> str:
    """Copy the PostgreSQL template for one worker and return the copy's name."""
    home = connection.settings_dict["NAME"]
    template, copy = f"template_{fingerprint()}", f"test_gongkai_{worker}"

    def execute(statement: str, *, fetch: bool = False) -> Any:
        with connection.cursor() as cursor:
            cursor.execute(statement)
            return cursor.fetchone() if fetch else None

    with one_at_a_time():
        if not execute(f"SELECT 1 FROM pg_database WHERE datname = '{template}'", fetch=True):
            execute(f"DROP DATABASE IF EXISTS {template}_draft")
            execute(f"CREATE DATABASE {template}_draft")
            connect(f"{template}_draft")
            call_command("migrate", verbosity=0, interactive=False)
            connect(home)
            execute(f"ALTER DATABASE {template}_draft RENAME TO {template}")
        execute(f"DROP DATABASE IF EXISTS {copy}")
        execute(f"CREATE DATABASE {copy} TEMPLATE {template}")
    return copy
