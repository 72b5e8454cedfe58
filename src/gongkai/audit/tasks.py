"""Background work of the audit room."""

from __future__ import annotations

from django_tasks import task

from gongkai.audit import services


@task()
def read_source(pk: int) -> None:
    """Fetch if need be, and read, one file that was handed in."""
    services.read_source(pk)
