"""`gongkai demo …`: load, run and throw away the demonstration county."""

from __future__ import annotations

import hashlib
import os
import shutil
import sys
from datetime import date, datetime
from importlib.metadata import version
from pathlib import Path

import click

from gongkai.cli.django_setup import start_django

# What the foot of the invented county's pages shows; records and numbers that nobody can have.
IDENTITY = {
    "GONGKAI_SITE_ICP": "江宁ICP备00000000号",
    "GONGKAI_SITE_POLICE_RECORD": "江宁公网安备00000000000000号",
    "GONGKAI_SITE_CONTACT": "0999-6200034",
}


@click.group()
def demo() -> None:
    """Load and run the demonstration county (invented places, deterministic records)."""
    for name, value in {"GONGKAI_DEMO": "on", **IDENTITY}.items():
        os.environ.setdefault(name, value)


def load_records(scale: str, as_of: date | None) -> bool:
    """Migrate, and load the county unless it is there already. Whether something was loaded."""
    start_django()
    from django.conf import settings
    from django.core.management import call_command
    from django.db import connection
    from django.db.migrations.executor import MigrationExecutor
    from django.utils import timezone

    from gongkai.demo import county

    Path(settings.VAR).mkdir(parents=True, exist_ok=True)
    executor = MigrationExecutor(connection)
    if executor.migration_plan(executor.loader.graph.leaf_nodes()):
        call_command("migrate", verbosity=0, interactive=False)
    if county.is_loaded():
        return False
    steps = county.load(scale=scale, as_of=as_of or timezone.localdate())
    with click.progressbar(steps, label="演示数据", length=county.step_count(scale), file=sys.stderr) as bar:
        for _step in bar:
            pass
    return True


@demo.command()
@click.option("--scale", type=click.Choice(["demo", "county"]), default="demo", show_default=True)
@click.option(
    "--as-of", type=click.DateTime(["%Y-%m-%d"]), help="The day the records are made to end on (today)."
)
def load(scale: str, as_of: datetime | None) -> None:
    """Load the county into an empty database; `--scale county` makes 14,316 documents and 2,000 requests."""
    if as_of and as_of > datetime.now():  # noqa: DTZ005 - a day as the person at the keyboard counts it
        raise click.BadParameter(
            "lies in the future; what has not happened cannot be recorded.", param_hint="--as-of"
        )
    if not load_records(scale, as_of.date() if as_of else None):
        click.echo(
            "演示数据已存在,未作改动。重新开始:gongkai demo reset / already loaded; start over with `gongkai demo reset`."
        )


@demo.command()
@click.option("--port", default=8000, show_default=True, type=click.IntRange(1, 65535))
@click.option("--host", default="127.0.0.1", show_default=True)
def run(port: int, host: str) -> None:
    """Load what is missing, print the addresses and accounts, and serve until Ctrl-C."""
    from gongkai.cli.serve import refuse_taken_port, run_together

    refuse_taken_port(host, port)
    os.environ.setdefault("GONGKAI_BASE_URL", f"http://{host}:{port}")
    if not is_ready():
        load_records("demo", None)
        mark_ready()

    def announce() -> None:
        start_django()
        from gongkai.demo import accounts

        click.echo(accounts.welcome(f"http://{host}:{port}"))

    sys.exit(run_together(host, port, workers=1, announce=announce))


def mark_path() -> Path:
    """Where the embedded demonstration notes which state of the migrations its database was loaded with."""
    return Path(os.environ.get("GONGKAI_VAR") or "var") / "demo-ready"


def migrations_state() -> str:
    """Changes when a migration of ours is added or changed, or Django or Wagtail is upgraded."""
    files = sorted(Path(__file__).resolve().parent.parent.glob("*/migrations/*.py"))
    digest = hashlib.sha256("|".join(version(name) for name in ("django", "wagtail")).encode())
    for path in files:
        digest.update(path.name.encode() + path.read_bytes())
    return digest.hexdigest()


def is_ready() -> bool:
    """Whether the embedded database is loaded and current, told without starting Django (a second start is quick)."""
    if os.environ.get("GONGKAI_DATABASE"):
        return False
    mark = mark_path()
    return (
        mark.with_name("gongkai.sqlite3").exists()
        and mark.exists()
        and mark.read_text(encoding="utf-8") == migrations_state()
    )


def mark_ready() -> None:
    """Remember what `is_ready` compares with."""
    mark_path().write_text(migrations_state(), encoding="utf-8")


@demo.command()
def reset() -> None:
    """Throw the demonstration's database and files away."""
    start_django()
    from django.conf import settings

    if settings.DATABASES["default"]["ENGINE"] != "django.db.backends.sqlite3":
        raise click.ClickException(
            "Only the embedded database is reset here; drop a PostgreSQL database yourself."
        )
    database = Path(settings.DATABASES["default"]["NAME"])
    for suffix in ("", "-wal", "-shm"):
        database.with_name(database.name + suffix).unlink(missing_ok=True)
    mark_path().unlink(missing_ok=True)
    for folder in (settings.MEDIA_ROOT, settings.EMAIL_FILE_PATH):
        shutil.rmtree(folder, ignore_errors=True)
    click.echo("已清空演示数据 / the demonstration's records are gone.")
