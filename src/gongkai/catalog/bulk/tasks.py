"""Background work on batches."""

from __future__ import annotations

from django_tasks import task

from gongkai.catalog.bulk import checking


@task()
def check(pk: int) -> None:
    """Check every document of a batch."""
    checking.carry_out(pk)
