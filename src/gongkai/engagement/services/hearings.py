"""People ask to take part in a hearing, and the office chooses."""

from __future__ import annotations

from collections.abc import Collection
from typing import Any

from django.db import transaction
from django.utils import timezone
from django.utils.translation import gettext as _

from gongkai.engagement import codes, queries
from gongkai.engagement.models import Consultation, Hearing, HearingRegistration
from gongkai.engagement.services.comments import cleaned
from gongkai.engagement.services.recording import held, record, refuse
from gongkai.review.rules import Blocker, Refused


@transaction.atomic
def register(
    *, consultation: Consultation, form_key: str, name: str, telephone: str, capacity: str, reason: str
) -> tuple[HearingRegistration, str]:
    """Ask to take part; the registration and its code. Sent again with the same key it is the same. Raises Refused."""
    if len(form_key) < 32:
        raise ValueError("a form key of at least 32 characters is required")
    hearing = Hearing.objects.select_for_update(of=("self",)).select_related("consultation__agency").filter(
        consultation=consultation
    ).first()  # fmt: skip
    if hearing is None or not queries.takes_registrations(hearing.consultation, timezone.localdate()):
        raise refuse("HEARING-CLOSED", _("这场听证会现在不接受报名。"))
    key = codes.keyed("engagement.registration", form_key)
    known = HearingRegistration.objects.filter(form_key=key).first()
    code = codes.code_of(form_key)
    if known is not None:
        return known, code
    found = []
    if not name.strip() or not telephone.strip():
        found.append(Blocker("HEARING-WHO", _("请填写姓名和联系电话：选定后要通知您，参加人名单要公布。")))
    if capacity not in HearingRegistration.Capacity.values:
        found.append(Blocker("HEARING-CAPACITY", _("请选择您的身份。")))
    if found:
        raise Refused(found)
    row = hearing.consultation
    number = f"{row.agency.code.upper()}-T{row.pk}-{hearing.registrations.count() + 1:04d}"
    made = HearingRegistration.objects.create(
        hearing=hearing,
        number=number,
        capacity=capacity,
        name=cleaned(name)[:60],
        telephone=cleaned(telephone)[:40],
        reason=cleaned(reason)[:1000],
        code_hash=codes.hashed(number, code),
        form_key=key,
    )
    return made, code


@transaction.atomic
def choose(*, actor: Any, consultation: Consultation, chosen: Collection[int]) -> int:
    """Say who takes part: these do, all others do not; how many. Raises PermissionDenied, Refused."""
    row = held(actor, consultation)
    if not row.law.hearing:
        raise refuse("HEARING-NONE", _("这项征集没有听证会。"))
    today = timezone.localdate()
    if today <= row.hearing.register_until:
        raise refuse("HEARING-REGISTERING", _("报名还没有截止，截止后再选定参加人。"))
    if queries.papers(row).get("participants"):
        raise refuse("HEARING-ANNOUNCED", _("参加人名单已经公布，不能再改。"))
    rows = row.hearing.registrations.filter(pk__in=list(chosen))
    number = rows.count()
    if not 1 <= number <= row.hearing.seats:
        raise refuse("HEARING-SEATS", _("请选定1至%(seats)d名参加人。") % {"seats": row.hearing.seats})
    row.hearing.registrations.exclude(pk__in=rows.values("pk")).update(is_chosen=False)
    rows.update(is_chosen=True)
    record(actor, row, "participants_chosen", {"number": number})
    return number
