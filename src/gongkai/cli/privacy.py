"""`gongkai privacy …`: keys that seal applicants' data, and the destruction of what has been kept long enough."""

from __future__ import annotations

import sys

import click

from gongkai.cli.django_setup import start_django


@click.group()
def privacy() -> None:
    """Keys, sealing and destruction of applicants' data (个人信息保护法第十九、四十七、五十一条)."""


@privacy.command("new-key")
def new_key() -> None:
    """Print a fresh key for GONGKAI_APPLICANT_KEY. Nothing is stored."""
    import base64
    import secrets

    click.echo(base64.urlsafe_b64encode(secrets.token_bytes(32)).decode())


@privacy.command("rotate-key")
def rotate_key() -> None:
    """Seal everything with the first key: data of older keys, and what lies open.

    Put the new key in front of the old one (GONGKAI_APPLICANT_KEY or the file applicant_key), restart, run this, then
    take the old key away. It may be stopped and run again; the site may stay up.
    """
    start_django()
    from gongkai.agencies import sealing
    from gongkai.foi.services import resealing

    try:
        done = resealing.reseal()
        others = {key: many for key, many in resealing.key_ids().items() if key != sealing.keyring()[0].id}
    except sealing.SealBroken as broken:
        raise click.ClickException(str(broken)) from broken
    click.echo(f"{done.rows} rows, {done.files} files sealed with key {sealing.keyring()[0].id}.")
    if others:
        raise click.ClickException(
            f"Written meanwhile with other keys: {others}. Restart the site, run this again."
        )
    click.echo("Older keys are no longer needed 旧密钥不再需要。")


@privacy.command()
def check() -> None:
    """Say which keys seal the stored data. Exit code 1 when one of them is missing or something lies open."""
    start_django()
    from gongkai.agencies import sealing
    from gongkai.foi.services import resealing

    at_hand = {key.id for key in sealing.keyring()}
    bad = False
    for key, many in sorted(resealing.key_ids().items()):
        note = "" if key in at_hand else "  MISSING 缺少密钥" if key else "  NOT SEALED 未加密"
        bad = bad or bool(note)
        click.echo(f"{key or '-':8}  {many}{note}")
    sys.exit(1 if bad else 0)


@privacy.command()
@click.option("--dry-run", "dry", is_flag=True, help="Say what is due; change nothing.")
@click.option("--do", "really", is_flag=True, help="Remove the files that approved destructions left behind.")
def purge(*, dry: bool, really: bool) -> None:
    """What has been kept long enough.

    Destruction needs two people: one proposes, another approves, both in the office (保存期限和销毁). With the approval
    the records go at once; --do finishes the removal of files that failed then (a store that was away).
    """
    if dry == really:
        raise click.UsageError("Write either --dry-run or --do.")
    start_django()
    from django.utils import timezone

    from gongkai.agencies.models import Agency
    from gongkai.foi import retention
    from gongkai.foi.models import DestructionProtocol
    from gongkai.foi.services import remove_files

    if really:
        left = sum(remove_files(row) for row in DestructionProtocol.objects.exclude(files_left=[]))
        waiting = DestructionProtocol.objects.filter(state=DestructionProtocol.State.PROPOSED).count()
        click.echo(f"{left} files left; {waiting} proposals wait for approval in the office.")
        sys.exit(1 if left else 0)
    today = timezone.localdate()
    for agency in Agency.objects.order_by("path"):
        for rule in retention.rules().values():
            for case in retention.waiting([agency], rule, today):
                click.echo(f"{rule.code}\t{case.receipt_number}\t{case.closed_on}\t{rule.years}")
