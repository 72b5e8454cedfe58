"""Noting who saw an applicant's data. No page shows it without: the note is written first, and its failure is the page's."""

from __future__ import annotations

from collections.abc import Iterable
from datetime import timedelta
from typing import Any

from django.utils import timezone
from django.utils.translation import gettext as _

from gongkai.foi.models import ApplicantLook, Case

AGAIN_AFTER = timedelta(minutes=15)
PAGES = (ApplicantLook.Act.CASE_PAGE, ApplicantLook.Act.STEP, ApplicantLook.Act.RECEIPT)


def note_look(*, actor: Any, case: Case, act: str) -> None:
    """Note that the actor saw the applicant's data now; `None` stands for the command line.

    A page seen again within fifteen minutes is one look; a download is a look each time (个人信息保护法第五十一条).
    """
    now = timezone.now()
    if act in PAGES and _seen_since(actor, case, act, now - AGAIN_AFTER):
        return
    ApplicantLook.objects.create(case=case, act=act, viewer=actor, viewer_name=_name(actor), at=now)


def note_looks(*, actor: Any, case_ids: Iterable[int], act: str) -> None:
    """Note that the actor saw the data of several applicants at once (a search, a list with their numbers)."""
    now, name = timezone.now(), _name(actor)
    ApplicantLook.objects.bulk_create(
        [ApplicantLook(case_id=pk, act=act, viewer=actor, viewer_name=name, at=now) for pk in case_ids],
        batch_size=500,
    )


def _seen_since(actor: Any, case: Case, act: str, since: Any) -> bool:
    return ApplicantLook.objects.filter(case=case, viewer=actor, act=act, at__gte=since).exists()


def _name(actor: Any) -> str:
    return str(actor.get_full_name())[:150] if actor is not None else _("命令行")
