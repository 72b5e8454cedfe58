"""Who signs for whom during a leave."""

from __future__ import annotations

from datetime import date, timedelta
from typing import Any

from django.core.exceptions import PermissionDenied
from django.db import transaction
from django.utils import timezone
from django.utils.translation import gettext as _

from gongkai.agencies import access
from gongkai.agencies.models import Agency, Duty
from gongkai.ledger.services import NewEvent, append
from gongkai.review import standing
from gongkai.review.models import Deputyship
from gongkai.review.rules import Blocker, Refused

LONGEST = timedelta(days=366)


@transaction.atomic
def register_deputyship(
    *, actor: Any, agency: Agency, duty: str, principal: Any, deputy: Any, since: date, until: date
) -> Deputyship:
    """Let `deputy` sign for `principal` from `since` to `until`. By the principal, or by an administrator of the agency.

    Raises PermissionDenied, or Refused: no such post, a deputy from elsewhere, dates that are over, another deputy then.
    """
    if actor.pk != principal.pk:
        access.require(actor, agency, Duty.ADMINISTRATOR)
    found = []
    if duty not in standing.SIGNING or not access.holders(agency, duty).filter(pk=principal.pk).exists():
        found.append(Blocker("DEPUTY-POST", _("被代理人现在没有担任这一职责。")))
    if principal.pk == deputy.pk:
        found.append(Blocker("DEPUTY-SELF", _("不能由本人代理本人。")))
    elif not access.holders(agency, *Duty.values).filter(pk=deputy.pk).exists():
        found.append(Blocker("DEPUTY-ELSEWHERE", _("代理人须是同一机构的在任人员。")))
    if until < since or until < timezone.localdate():
        found.append(Blocker("DEPUTY-DATES", _("结束日期不能早于开始日期或今天。")))
    elif until - since > LONGEST:
        found.append(Blocker("DEPUTY-DATES", _("代理期限最长一年，更长的请调整岗位。")))
    taken = Deputyship.objects.filter(
        agency=agency, duty=duty, principal=principal, since__lte=until, until__gte=since
    )
    if taken.exists():
        found.append(Blocker("DEPUTY-TAKEN", _("这段时间已经登记了代理人，请先结束。")))
    if found:
        raise Refused(found)
    row = Deputyship.objects.create(
        agency=agency,
        duty=duty,
        principal=principal,
        deputy=deputy,
        since=since,
        until=until,
        registered_by=actor,
    )
    _append(row, "registered", actor)
    return row


@transaction.atomic
def end_deputyship(*, actor: Any, deputyship: Deputyship) -> None:
    """End it: from today the principal signs alone. One that has not begun goes away altogether."""
    row = Deputyship.objects.select_for_update().get(pk=deputyship.pk)
    if actor.pk not in {row.principal_id, row.deputy_id}:
        access.require(actor, row.agency, Duty.ADMINISTRATOR)
    today = timezone.localdate()
    if row.until < today:
        raise PermissionDenied(_("这次代理已经结束。"))
    _append(row, "ended", actor)
    if row.since >= today:
        row.delete()
        return
    row.until = today - timedelta(days=1)
    row.save(update_fields=["until"])


def _append(row: Deputyship, act: str, actor: Any) -> None:
    append(
        NewEvent(
            kind="review.deputyship",
            object_id=row.pk,
            type=f"review.deputyship.{act}",
            occurred_on=timezone.localdate(),
            data={
                "agency": row.agency.code,
                "duty": row.duty,
                "principal": row.principal_id,
                "deputy": row.deputy_id,
                "since": row.since,
                "until": row.until,
            },
            actor=actor,
        )
    )
