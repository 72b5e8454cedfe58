"""Fees: exactly what was asked is paid, some are waived, some paid back; the report counts what remained."""

from __future__ import annotations

from datetime import date
from decimal import Decimal
from typing import Any

import pytest
from django.core.exceptions import PermissionDenied

from gongkai.foi import queries, services
from gongkai.foi.errors import StepRefused
from gongkai.foi.models import Case, FeeRefund, ProcessingFee
from gongkai.law import fees as law_fees
from tests.foi.requests import register
from tests.world import County

D = date
SERVED, PAID, LATER = D(2026, 3, 10), D(2026, 3, 16), D(2026, 4, 1)


def charged(county: County, on: date = SERVED) -> Case:
    case = register(county, D(2026, 3, 3))
    services.serve_fee_notice(
        actor=county.officer, case=case, on=on, method="by_page", quantity=150, reasons="量大",
        approved_by=county.leader,
    )  # fmt: skip
    return case


def pay(county: County, case: Case, amount: str | None, on: date = PAID) -> None:
    value = None if amount is None else Decimal(amount)
    services.record_fee_payment(actor=county.officer, case=case, on=on, amount=value, treasury_receipt="票1")


def refund(county: County, case: Case, amount: str, on: date = LATER, **changes: Any) -> FeeRefund:
    fields: dict[str, Any] = {
        "actor": county.officer,
        "reason": "多收",
        "approved_by": county.leader,
        "treasury_reference": "退1",
        **changes,
    }
    return services.refund_fee(case=case, on=on, amount=Decimal(amount), **fields)


def refused(act: Any) -> StepRefused:
    with pytest.raises(StepRefused) as caught:
        act()
    return caught.value


def test_a_wrong_amount_is_no_payment(county: County) -> None:
    case = charged(county)
    less = refused(lambda: pay(county, case, "1699.99"))
    assert less.code == "FOI-FEE-PARTIAL"
    assert "还差0.01元" in less.text
    assert "补缴" in less.next_step
    more = refused(lambda: pay(county, case, "1700.01"))
    assert more.code == "FOI-FEE-OVER"
    assert "多缴0.01元" in more.text
    assert refused(lambda: pay(county, case, "0")).code == "FOI-FEE-PARTIAL"
    assert case.status == "awaiting_payment"
    pay(county, case, "1700")
    assert case.status == "running"


def test_a_waived_fee_never_stopped_the_clock(county: County) -> None:
    case = register(county, D(2026, 3, 3))
    due = case.due_on
    case = charged(county)
    before = ProcessingFee.objects.get()
    staff: dict[str, Any] = {"actor": county.officer, "case": case, "on": D(2026, 3, 12)}
    assert (
        refused(lambda: services.waive_fee(**staff, reason=" ", approved_by=county.leader)).code
        == "FOI-FEE-REASON"
    )
    with pytest.raises(PermissionDenied):
        services.waive_fee(**staff, reason="困难", approved_by=county.reviewer)
    made = services.waive_fee(**staff, reason="困难", approved_by=county.leader)
    assert (made.fee, made.approved_by) == (before, county.leader)
    assert (case.status, case.due_on) == ("running", due)
    assert case.letters.get(kind="fee_notice").voided
    assert (
        refused(lambda: services.waive_fee(**staff, reason="困难", approved_by=county.leader)).code
        == "FOI-NOTHING-TO-PAY"
    )
    assert refused(lambda: pay(county, case, "1700")).code == "FOI-NOTHING-TO-PAY"
    assert queries.projection_differences() == []


def test_refunds_lower_the_total_of_their_year(county: County) -> None:
    case = charged(county)
    assert refused(lambda: refund(county, case, "1")).code == "FOI-NOTHING-PAID"
    pay(county, case, None)
    assert refused(lambda: refund(county, case, "1", on=D(2026, 3, 13))).code == "FOI-NOTHING-PAID"
    assert refused(lambda: refund(county, case, "1700.01")).code == "FOI-REFUND-AMOUNT"
    assert refused(lambda: refund(county, case, "0")).code == "FOI-REFUND-AMOUNT"
    assert refused(lambda: refund(county, case, "-5")).code == "FOI-REFUND-AMOUNT"
    assert refused(lambda: refund(county, case, "5", treasury_reference="")).code == "FOI-REFUND-REFERENCE"
    refund(county, case, "700")
    assert refused(lambda: refund(county, case, "1000.01")).code == "FOI-REFUND-AMOUNT"
    refund(county, case, "1000", on=D(2026, 5, 6))
    assert queries.fees_received([county.finance], 2026) == 0
    assert queries.fees_received([county.finance], 2025) == 0
    FeeRefund.objects.filter(amount=1000).update(refunded_on=D(2025, 5, 6))
    assert queries.fees_received([county.finance], 2026) == 1000
    assert queries.fees_received([county.finance], 2025) == -1000
    assert queries.fees_received(iter([county.finance]), 2026) == 1000


def test_nobody_approves_his_own_refund(county: County) -> None:
    case = charged(county)
    pay(county, case, None)
    with pytest.raises(PermissionDenied):
        refund(county, case, "5", approved_by=county.officer)


def test_ten_thousand_requests_in_a_month() -> None:
    """Free, then 100 yuan each, then 997 steps of ten items, each step a hundred yuan dearer."""
    whole = law_fees.by_item(10_000)
    assert whole.amount == 20 * 100 + sum(10 * (200 + 100 * step) for step in range(997)) == 498_502_000
    assert law_fees.by_item(1, 9_999).amount == 99_800, "the last one"
    assert sum(law_fees.by_item(1, already).amount for already in range(10_000)) == whole.amount
    assert sum(line.amount for line in whole.lines) == whole.amount
