"""`gongkai archive …`: the file of a case, to keep or to hand over."""

from __future__ import annotations

from pathlib import Path

import click

from gongkai.cli.django_setup import start_django


@click.group()
def archive() -> None:
    """Write the files of cases (条例第四十五条)."""


@archive.command()
@click.argument("number")
@click.option(
    "--out", required=True, metavar="FILE", type=click.Path(dir_okay=False, path_type=Path), help="Where to."
)
@click.option("--masked", is_flag=True, help="Mask the applicant and leave out what cannot be masked.")
def case(number: str, out: Path, *, masked: bool) -> None:
    """Write the file of the case with this receipt NUMBER as one zip: letters, papers, events, checksums.

    The same state of the case gives the same bytes. Without --masked this is noted as a look at the applicant's data.
    Unpack it and run `python check.py` to check it offline.
    """
    start_django()
    from gongkai.foi.archive import packing
    from gongkai.foi.errors import StepRefused
    from gongkai.foi.models import ApplicantLook, Case
    from gongkai.foi.services import note_look

    found = (
        Case.objects.select_related("agency", "applicant")
        .filter(receipt_number=number.strip().upper())
        .first()
    )
    if found is None:
        raise click.UsageError(f"{number}: 没有这个受理编号 / no case with this receipt number.")
    try:
        content = packing.build(found, masked=masked)
    except StepRefused as refusal:
        raise click.UsageError(str(refusal)) from refusal
    if not masked:
        note_look(actor=None, case=found, act=ApplicantLook.Act.ARCHIVE)
    try:
        out.touch(mode=0o600)
        out.write_bytes(content)
    except OSError as error:
        raise click.UsageError(f"--out {out}: {error.strerror}.") from error
    click.echo(f"{found.receipt_number}: {out} ({len(content)} bytes)", err=True)
