"""Fixtures every test may use: a migrated database and the small county of `world.py`."""

from __future__ import annotations

import os
from collections.abc import Iterator
from pathlib import Path
from typing import Any

import pytest
from django.core.cache import cache
from django.db import connection

from tests import database_template, world


def pytest_addoption(parser: pytest.Parser) -> None:
    """`--needs-database`: only the tests that ask a database, for running them again on another one."""
    parser.addoption("--needs-database", action="store_true", help="only tests that ask a database")


def pytest_collection_modifyitems(config: pytest.Config, items: list[pytest.Item]) -> None:
    """Leave out what asks no database when only the others are wanted."""
    if not config.getoption("--needs-database"):
        return
    asking = [item for item in items if _asks_database(item)]
    config.hook.pytest_deselected(items=[item for item in items if not _asks_database(item)])
    items[:] = asking


def _asks_database(item: pytest.Item) -> bool:
    fixtures = set(getattr(item, "fixturenames", ()))
    return item.get_closest_marker("django_db") is not None or bool(
        fixtures & {"db", "transactional_db", "django_db_setup", "live_server"}
    )


@pytest.fixture(scope="session")
def django_db_setup(django_db_blocker: Any, request: pytest.FixtureRequest) -> Iterator[None]:
    """Give this worker its own copy of the migrated template."""
    worker = getattr(request.config, "workerinput", {}).get("workerid", "single")
    original = connection.settings_dict["NAME"]
    with django_db_blocker.unblock():
        if connection.vendor == "sqlite":
            name: str | Path = database_template.make_sqlite(f"{worker}-{os.getpid()}")
        else:
            name = database_template.make_postgresql(worker)
        database_template.connect(name)
    yield
    with django_db_blocker.unblock():
        database_template.connect(original)
        if isinstance(name, Path):
            database_template.remove(name)


@pytest.fixture(autouse=True)
def _own_files(settings: Any, tmp_path: Path) -> None:
    """Uploads and mail go to a folder of the test; passwords hash fast; the cache starts empty."""
    settings.MEDIA_ROOT = tmp_path / "media"
    settings.EMAIL_FILE_PATH = tmp_path / "mail"
    settings.VISITS_ROOT = settings.VISITS_MEMORY = tmp_path / "visits"
    settings.WHITENOISE_USE_FINDERS = False
    settings.PASSWORD_HASHERS = ["django.contrib.auth.hashers.MD5PasswordHasher"]
    cache.clear()


@pytest.fixture
def county(db: None) -> world.County:
    """One county government with two departments and a town, and its people."""
    return world.make_county()
