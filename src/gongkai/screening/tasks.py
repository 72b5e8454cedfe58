"""Background work of the screening room."""

from __future__ import annotations

from django_tasks import task

from gongkai.screening import redacting, rescanning, running


@task()
def screen(pk: int) -> None:
    """Look at one text or file."""
    running.run(pk)


@task()
def redact(pk: int) -> None:
    """Take out of a file what was ordered."""
    redacting.carry_out(pk)


@task()
def rescan(pk: int) -> None:
    """Go on with a rescan for a while; it calls itself again until it is done."""
    if rescanning.go_on(pk):
        rescan.enqueue(pk)


@task()
def refresh() -> None:
    """Look again at what is on its way to be published: words have changed."""
    rescanning.refresh_in_hand()
