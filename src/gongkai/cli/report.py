"""`gongkai report …`: annual reports computed from the records and written to a file."""

from __future__ import annotations

import json
import sys
from pathlib import Path
from typing import TYPE_CHECKING, Any

import click

from gongkai.cli.django_setup import start_django

if TYPE_CHECKING:
    from gongkai.agencies.models import Agency
    from gongkai.reports.figures import Computed

FORMATS = ("json", "html", "docx", "pdf", "csv", "svg", "png")
PUBLISHED = {"csv", "svg", "png"}


@click.group()
def report() -> None:
    """Compute and export annual reports (条例第四十九条、第五十条)."""


@report.command()
@click.option("--agency", "code", required=True, metavar="CODE", help="Code of the agency.")
@click.option("--year", required=True, type=int, metavar="Y", help="Year that is reported on.")
@click.option(
    "--format", "kind", type=click.Choice(FORMATS), default="json", show_default=True, help="What to write."
)
@click.option(
    "--out",
    required=True,
    metavar="FILE",
    type=click.Path(dir_okay=False),
    help="Where to; - for standard output.",
)
@click.option(
    "--subtree", is_flag=True, help="The sum of the agency and all below it (a government's report)."
)
@click.option("--own", is_flag=True, help="The agency alone, also for a government.")
def compute(code: str, year: int, kind: str, out: str, *, subtree: bool, own: bool) -> None:
    """Compute the report of an agency for a year from its records.

    A signed report is written as it was signed. Without --subtree or --own a government is summed up, any other
    agency stands alone. JSON holds every cell with the ids of the records behind it and what the checks found.
    CSV (open data) and SVG and PNG (the report as a picture) are made of published reports only.
    """
    start_django()
    from gongkai.reports import queries, rules

    if subtree and own:
        raise click.UsageError("--subtree and --own exclude each other.")
    if not rules.first_year() <= year <= 2200:
        raise click.UsageError(f"--year {year}: 年度报告自{rules.first_year()}年度起编制。")
    agency = _agency(code)
    if kind in PUBLISHED:
        content = _published(agency, year, kind)
    else:
        computed = queries.compute(agency, year, subtree=True if subtree else False if own else None)
        content = _json(computed) if kind == "json" else _file(computed, kind)
    if out == "-":
        sys.stdout.buffer.write(content)
        return
    try:
        Path(out).write_bytes(content)
    except OSError as error:
        raise click.UsageError(f"--out {out}: {error.strerror}.") from error
    click.echo(f"{agency.name} {year}: {out} ({len(content)} bytes)", err=True)


def _agency(code: str) -> Agency:
    """The agency; a usage error (exit 2) with the nearest codes when there is none."""
    import difflib

    from gongkai.agencies.models import Agency

    found: Agency | None = Agency.objects.filter(code=code).first()
    if found is None:
        near = difflib.get_close_matches(code, Agency.objects.values_list("code", flat=True), n=3)
        hint = f"（相近的：{'、'.join(near)}）" if near else ""
        raise click.UsageError(f"--agency {code}: 没有这个机构代码{hint}。")
    return found


def _json(computed: Computed) -> bytes:
    content: dict[str, Any] = {
        "form": computed.form,
        "agency": computed.agency.code,
        "name": computed.agency.name,
        "year": computed.year,
        "subtree": computed.subtree,
        "signed": computed.frozen,
        "values": {
            cell: value if value is None or isinstance(value, int) else float(value)
            for cell, value in computed.values.items()
        },
        "records": {cell: ids for cell, ids in computed.records.items() if ids},
        "fees": str(computed.fees),
        "findings": [problem.as_dict() for problem in computed.findings],
    }
    return (json.dumps(content, ensure_ascii=False, indent=2) + "\n").encode()


def _file(computed: Computed, kind: str) -> bytes:
    from gongkai.reports import exports, queries

    printed = queries.printed(queries.report_of(computed), computed)
    content: bytes = getattr(exports, kind)(printed)
    return content


def _published(agency: Agency, year: int, kind: str) -> bytes:
    """Open data or the picture of a published report; a usage error when there is none."""
    from gongkai.reports import publications
    from gongkai.reports.exports import opendata, story

    report = publications.figures_of(agency, year)
    if report is None:
        raise click.UsageError(f"--format {kind}: {agency.name}{year}年度报告还没有公布。")
    if kind == "csv":
        return b"".join(opendata.csv_of([report]))
    told = story.tell(report, publications.figures_of(agency, year - 1))
    return story.svg(told) if kind == "svg" else story.png(told)
