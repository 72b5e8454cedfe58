"""`gongkai tick`: what is due now – the daily mails of a working day, and whatever rooms do at their times."""

from __future__ import annotations

import logging
import os
import time

import click

from gongkai.cli.django_setup import start_django

logger = logging.getLogger(__name__)


@click.command()
@click.option(
    "--every",
    type=click.IntRange(1, 3600),
    metavar="SECONDS",
    help="Go on until stopped, looking every so many seconds; without it, once.",
)
def tick(every: int | None) -> None:
    """Do what is due: the daily digest, warnings to superiors before a limit is missed, mails to subscribers.

    Safe to call every minute, from a timer or from several machines: each mail goes out once.
    """
    start_django()
    from django.db import Error, close_old_connections

    from gongkai.agencies import regular, schedule

    if every is None:
        done = schedule.tick()
        regular.run()
        click.echo(f"已发送 {done.sent} 封，失败 {done.failed} 封 / sent {done.sent}, failed {done.failed}")
        return
    parent = os.getppid()
    while os.getppid() == parent:  # `gongkai serve` started it: when that is gone, so is this
        close_old_connections()
        try:
            schedule.tick()
            regular.run()
        except Error as error:  # the database is away or busy: the next round tries again
            logger.warning("What is due waits: %s", type(error).__name__)
        time.sleep(every)
