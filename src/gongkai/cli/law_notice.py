"""`gongkai law load-notice`: the one law command that writes to the records."""

from __future__ import annotations

import click

from gongkai.cli.django_setup import start_django
from gongkai.cli.law import law, refusals
from gongkai.cli.law_input import read_notice


@law.command("load-notice")
@click.argument("file")
@click.option("--as", "username", metavar="USERNAME", help="Who loads it; recorded in the ledger.")
def load_notice(file: str, username: str | None) -> None:
    """Load a notice on days off (JSON or YAML, `-` for standard input). Open requests are recomputed, closed ones never."""
    with refusals(json_=False):
        notice = read_notice(file)
    start_django()
    from django.core.exceptions import ValidationError

    from gongkai.agencies import services
    from gongkai.agencies.models import User

    actor = None
    if username is not None:
        actor = User.objects.filter(username=username, is_active=True).first()
        if actor is None or not services.may_load_notices(actor):
            raise click.UsageError(f"{username}: 没有此人,或其不是系统管理员 / not an administrator")
    try:
        row = services.load_notice(actor=actor, content=notice.as_mapping())
    except ValidationError as error:
        raise click.UsageError(";".join(error.messages)) from None
    click.echo(f"已载入 {row};未办结的申请已按新通知重新计算 / loaded, open requests recomputed")
