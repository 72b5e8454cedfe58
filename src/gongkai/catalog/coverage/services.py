"""The only writer of what was settled about the map."""

from __future__ import annotations

from typing import Any

from django.db import transaction
from django.utils import timezone
from django.utils.translation import gettext as _

from gongkai.agencies import access
from gongkai.agencies.models import Agency, Duty
from gongkai.catalog.coverage import expected
from gongkai.catalog.models import CoverageSetting
from gongkai.ledger.services import NewEvent, append
from gongkai.review.rules import Blocker, Refused

SETTING = (Duty.ADMINISTRATOR, Duty.SUPERVISOR)
MOST_MONTHS = 120


@transaction.atomic
def settle(
    *, actor: Any, agency: Agency, item: str, applies: bool, months: int | None, reason: str
) -> CoverageSetting:
    """Say that an item does not concern an agency, or how often it must be renewed there, and why.

    Raises PermissionDenied without the duty, Refused with every reason.
    """
    access.require(actor, agency, *SETTING)
    found = []
    if item not in {one.item for one in expected.every()}:
        found.append(Blocker("COVERAGE-ITEM", _("没有这个法定事项。")))
    if not reason.strip():
        found.append(Blocker("COVERAGE-REASON", _("请写明理由，例如本机关没有这项职能的依据。")))
    if months is not None and not 1 <= months <= MOST_MONTHS:
        found.append(Blocker("COVERAGE-MONTHS", _("更新间隔为1至120个月。")))
    if found:
        raise Refused(found)
    row, _made = CoverageSetting.objects.update_or_create(
        agency=agency,
        item=item,
        defaults={"applies": applies, "months": months if applies else None, "reason": reason.strip()},
    )
    _note(
        actor, agency, "settled", {"item": item, "applies": applies, "months": months, "reason": row.reason}
    )
    return row


@transaction.atomic
def unsettle(*, actor: Any, agency: Agency, item: str) -> None:
    """Go back to what is expected of everybody."""
    access.require(actor, agency, *SETTING)
    removed, _rows = CoverageSetting.objects.filter(agency=agency, item=item).delete()
    if removed:
        _note(actor, agency, "unsettled", {"item": item})


def _note(actor: Any, agency: Agency, act: str, data: dict[str, Any]) -> None:
    append(
        NewEvent(
            kind="catalog.coverage",
            object_id=agency.pk,
            type=f"catalog.coverage.{act}",
            occurred_on=timezone.localdate(),
            data=data,
            actor=actor,
        )
    )
