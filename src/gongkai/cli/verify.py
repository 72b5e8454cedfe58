"""`gongkai verify`: is the ledger whole, and does every projection equal what its events say?"""

from __future__ import annotations

import json
import sys
from collections.abc import Callable, Iterable

import click

from gongkai.cli.django_setup import start_django


@click.command()
@click.option("--json", "as_json", is_flag=True, help="Print the problems as JSON.")
def verify(as_json: bool) -> None:
    """Check the hash chain and recompute every projection. Exit code 1 when something differs."""
    start_django()
    from gongkai.catalog import entries
    from gongkai.catalog import queries as catalog
    from gongkai.catalog.limit_setting import due_differences
    from gongkai.catalog.relating import validity_differences
    from gongkai.foi import queries as foi
    from gongkai.foi.services import resealing
    from gongkai.ledger import queries as ledger
    from gongkai.matters import queries as matters
    from gongkai.remedies import queries as remedies
    from gongkai.reports import queries as reports
    from gongkai.screening import queries as screening

    checks: dict[str, Callable[[], Iterable[object]]] = {
        "ledger": ledger.chain_problems,
        "catalog": catalog.publication_differences,
        "lists": entries.differences,
        "validity": validity_differences,
        "limits": due_differences,
        "foi": foi.projection_differences,
        "matters": matters.limit_differences,
        "privacy": resealing.problems,
        "remedies": remedies.projection_differences,
        "reports": reports.projection_differences,
        "screening": screening.projection_differences,
    }
    problems = {room: [str(problem) for problem in check()] for room, check in checks.items()}
    if as_json:
        click.echo(json.dumps(problems, ensure_ascii=False, indent=2))
    else:
        for room, found in problems.items():
            click.echo(
                f"{room}: {'一致 / consistent' if not found else f'{len(found)} 处不符 / differences'}"
            )
            for problem in found:
                click.echo(f"  {problem}")
    sys.exit(1 if any(problems.values()) else 0)
