"""`gongkai manage …`: Django's management commands, for administrators."""

from __future__ import annotations

import click

from gongkai.cli.django_setup import start_django


@click.command(context_settings={"ignore_unknown_options": True, "help_option_names": []})
@click.argument("arguments", nargs=-1, type=click.UNPROCESSED)
def manage(arguments: tuple[str, ...]) -> None:
    """Run a Django management command, for example `gongkai manage migrate`."""
    start_django()
    from django.core.management import execute_from_command_line

    execute_from_command_line(["gongkai manage", *arguments])
