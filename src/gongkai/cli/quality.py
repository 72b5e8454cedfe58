"""`gongkai quality …`: try links and look at published content without waiting for the tick."""

from __future__ import annotations

import json
import sys
from collections import Counter
from typing import Any

import click

from gongkai.cli.django_setup import start_django

CHUNK = 100


@click.group()
def quality() -> None:
    """Links and form of what is published."""


@quality.command()
@click.option("--agency", metavar="CODE", help="Only what this agency and those below it published.")
@click.option(
    "--now",
    "at_once",
    is_flag=True,
    help="Try every address not tried today, not only those whose turn it is.",
)
@click.option("--json", "as_json", is_flag=True, help="Print the counts as JSON.")
def links(agency: str | None, at_once: bool, as_json: bool) -> None:
    """Try the addresses outside that published documents lead to.

    Stopped, it goes on where it was when it is called again: what was tried is not tried again. Exit code 1 when some are dead.
    """
    start_django()
    from django.utils import timezone

    from gongkai.agencies.models import Agency
    from gongkai.quality.links import trying
    from gongkai.quality.models import Address

    place = Agency.objects.filter(code=agency).first() if agency else None
    if agency and place is None:
        raise click.BadParameter(f"没有代码为“{agency}”的机构 / no such agency", param_hint="--agency")
    numbers = list(trying.due(timezone.now(), place, at_once=at_once).values_list("pk", flat=True))
    found: Counter[str] = Counter()
    with click.progressbar(length=len(numbers), label="检查链接", file=sys.stderr) as bar:

        def tell(row: Address) -> None:
            found[row.state] += 1
            bar.update(1)

        for start in range(0, len(numbers), CHUNK):
            rows = Address.objects.filter(pk__in=numbers[start : start + CHUNK])
            trying.try_many(rows, timezone.now(), told=tell)
    _print(found, len(numbers), as_json)
    sys.exit(1 if found[Address.State.DEAD] else 0)


def _print(found: Counter[str], whole: int, as_json: bool) -> None:
    from gongkai.quality.models import Address

    told: dict[str, Any] = {state: found[state] for state in Address.State.values if found[state]}
    left = whole - found.total()
    if as_json:
        click.echo(json.dumps({"tried": found.total(), "left": left, "states": told}))
        return
    click.echo(f"检查 {found.total()} 个网址 / tried {found.total()} addresses")
    for state, number in told.items():
        click.echo(f"  {Address.State(state).label} {number}")
    if left:
        click.echo(
            f"  没有检查 {left} 个：网络不通或者另有进程在检查 / not tried: no network, or another process is at it"
        )
