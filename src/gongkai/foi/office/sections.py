"""What the answer rests on, as a section of the case page: searches, parts withheld, approvals, and the fee."""

from __future__ import annotations

from decimal import Decimal
from typing import Any

from django.http import HttpRequest
from wagtail.admin.ui.components import Component

from gongkai.agencies import access
from gongkai.agencies.models import Duty
from gongkai.foi.models import Case, Decision
from gongkai.foi.office import gate
from gongkai.foi.services.acts import HANDLING
from gongkai.foi.services.approving import stage_of, stages_of
from gongkai.foi.services.settling import refundable
from gongkai.foi.services.withholding import redacted_copies, standing_parts
from gongkai.law.grounds import GROUNDS


class HandlingSection(Component):
    """Shown to those who handle the request; what was searched and withheld may speak of people."""

    template_name = "foi/office/components/handling.html"

    def __init__(self, request: HttpRequest, case: Case) -> None:
        self.request, self.case = request, case

    def get_context_data(self, parent_context: Any) -> dict[str, Any]:
        """Everything that was recorded beside the clock; nothing for those who only oversee."""
        if not gate.may_read_person(self.request.user, self.case.agency):
            return {"case": self.case}
        parts = list(standing_parts(self.case))
        fixed = list(self.case.withheld_parts.filter(removed=False, decision__state=Decision.State.MADE))
        return {
            "case": self.case,
            "officer": access.holds(self.request.user, self.case.agency, *HANDLING),
            "searches": list(self.case.searches.select_related("recorded_by")),
            "parts": [(part, GROUNDS[part.ground]) for part in parts or fixed],
            "copy_missing": bool(parts) and not redacted_copies(self.case).exists(),
            "approvals": _approvals(self.case),
            "stages": _stages(self.case),
            "fees": _fees(self.case),
        }


def _approvals(case: Case) -> list[Any]:
    """The opinions on the draft or answer that stands."""
    row = case.decisions.filter(state__in=(Decision.State.PROPOSED, Decision.State.MADE)).last()
    return list(row.approvals.select_related("given_by")) if row else []


def _stages(case: Case) -> list[dict[str, Any]]:
    """The stages a waiting draft passes, and which one it has reached; nothing where there is but one."""
    row = case.decisions.filter(state=Decision.State.PROPOSED).first()
    stages = stages_of(case.agency)
    if row is None or len(stages) == 1:
        return []
    now = stage_of(row)
    return [
        {
            "number": number,
            "duties": "、".join(str(Duty(duty).label) for duty in duties),
            "done": number < now,
            "now": number == now,
        }
        for number, duties in enumerate(stages, 1)
    ]


def yuan(amount: Decimal) -> str:
    """An amount with thousands separators, and 分 only where there are any."""
    return f"{amount:,.0f}" if amount == int(amount) else f"{amount:,.2f}"


def _fees(case: Case) -> list[dict[str, Any]]:
    rows = case.fees.select_related("decided_by", "approved_by", "waiver__approved_by")
    found = []
    for row in rows.prefetch_related("refunds__approved_by"):
        refunds = list(row.refunds.all())
        found.append(
            {
                "row": row,
                "amount": yuan(row.amount),
                "waiver": getattr(row, "waiver", None),
                "refunds": [(refund, yuan(refund.amount)) for refund in refunds],
                "net": yuan(refundable(row)) if refunds else None,
            }
        )
    return found
