"""The processing fee (Art 42, 国办函〔2020〕109号): an explicit decision with reasons and an approver, never automatic."""

from __future__ import annotations

from datetime import date
from decimal import Decimal
from typing import Any

from django.utils.translation import gettext as _

from gongkai.agencies import access
from gongkai.agencies.models import Duty
from gongkai.foi.errors import StepRefused, refused_by_law
from gongkai.foi.models import Case, Letter, ProcessingFee
from gongkai.foi.services.acts import acting
from gongkai.foi.text import cleaned
from gongkai.law import fees as law_fees
from gongkai.law.errors import LawInputError


def compute_fee(*, case: Case, method: str, quantity: int) -> law_fees.Fee:
    """What the fee would be. `by_item`: `quantity` items of this request, after those of the same applicant at the
    agency in the same natural month; `by_page`: single A4 sides of this request alone. Raises StepRefused.
    """
    try:
        if method == ProcessingFee.Method.BY_PAGE:
            return law_fees.by_page(quantity)
        return law_fees.by_item(quantity, items_this_month(case))
    except LawInputError as error:
        raise refused_by_law(error) from error


def items_this_month(case: Case) -> int:
    """Items of the same applicant at this agency in the natural month of the request, before this one."""
    day = case.received_on
    if day is None:
        return 0
    same = Case.objects.filter(
        agency_id=case.agency_id,
        applicant__person_hash=case.applicant.person_hash,
        received_on__year=day.year,
        received_on__month=day.month,
    )
    earlier = same.exclude(pk=case.pk).filter(received_on__lte=day)
    earlier = earlier.exclude(received_on=day, pk__gt=case.pk)
    fees = ProcessingFee.objects.filter(case__in=earlier, voided=False, method=ProcessingFee.Method.BY_ITEM)
    split = sum(fee.items - 1 for fee in fees)
    return earlier.count() + split


def serve_fee_notice(
    *,
    actor: Any,
    case: Case,
    on: date,
    method: str,
    quantity: int,
    reasons: str,
    approved_by: Any,
    payment: str = "",
) -> ProcessingFee:
    """Decide to charge and serve the notice; `on` is the day the applicant received it. Stops the clock until payment.

    `approved_by` must hold the duty of leader at the agency and be somebody else than the actor.
    """
    with acting(actor=actor, case=case, on=on, step="serve_fee_notice") as act:
        access.require(approved_by, act.case.agency, Duty.LEADER)
        if approved_by.pk == actor.pk:
            raise StepRefused("FOI-FEE-APPROVER", _("收费须由经办人以外的负责人批准。"), _("条例第四十二条"))
        if method not in ProcessingFee.Method.values:
            raise StepRefused(
                "FOI-FEE-METHOD", _("请选择按件或者按量计收，不得同时采用。"), _("国办函〔2020〕109号第三条")
            )
        fee = compute_fee(case=act.case, method=method, quantity=quantity)
        if fee.amount == 0:
            raise StepRefused(
                "FOI-FEE-NIL", _("按此计算不收费，不需要收费通知。"), _("国办函〔2020〕109号第四条、第五条")
            )
        act.happen({"type": "fee_notice_served", "on": on.isoformat(), "amount": fee.amount})
        row = ProcessingFee.objects.create(
            case=act.case,
            method=method,
            quantity=quantity,
            items=quantity if method == ProcessingFee.Method.BY_ITEM else 1,
            amount=fee.amount,
            lines=[line.as_dict() for line in fee.lines],
            reasons=cleaned(reasons),
            decided_by=actor,
            approved_by=approved_by,
            notice_served_on=on,
        )
        act.issue(
            Letter.Kind.FEE_NOTICE,
            "fee_notice",
            {
                "reasons": row.reasons,
                "lines": "，".join(line.text for line in fee.lines),
                "amount": fee.amount,
                "payment": cleaned(payment) or _("凭本通知到本机关领取非税收入缴款书后缴入国库"),
            },
        )
    return row


def record_fee_payment(
    *, actor: Any, case: Case, on: date, treasury_receipt: str = "", amount: Decimal | None = None
) -> Case:
    """The payment was completed: the reply limit starts afresh the day after.

    `amount`: what was paid, in yuan; None for the whole fee. Raises StepRefused for less or more than the fee.
    """
    with acting(actor=actor, case=case, on=on, step="record_fee_payment") as act:
        if amount is not None and (refused := wrong_amount(act.case, amount)):
            raise refused
        act.happen({"type": "fee_paid", "on": on.isoformat()})
        ProcessingFee.objects.filter(case=act.case, voided=False, paid_on__isnull=True).update(
            paid_on=on, treasury_receipt=cleaned(treasury_receipt)[:60]
        )
    return case


def fee_due(case: Case) -> ProcessingFee | None:
    """The fee that waits to be paid."""
    return ProcessingFee.objects.filter(case=case, voided=False, paid_on__isnull=True).last()


def wrong_amount(case: Case, amount: Decimal) -> StepRefused | None:
    """Why the fee is not paid by this amount; None when it is exactly the fee that waits."""
    fee = fee_due(case)
    if fee is None or amount == fee.amount:
        return None
    article = _("国办函〔2020〕109号第六条")
    values = {
        "paid": f"{amount:,.2f}",
        "due": f"{fee.amount:,.2f}",
        "gap": f"{abs(amount - fee.amount):,.2f}",
    }
    if amount < fee.amount:
        return StepRefused(
            "FOI-FEE-PARTIAL",
            _("实缴%(paid)s元，少于应缴的%(due)s元，还差%(gap)s元，缴费没有完成，期限不能重新计算。")
            % values,
            article,
            _("请告知申请人补缴差额，缴足后再登记，以缴足之日为完成缴费日期。"),
        )
    return StepRefused(
        "FOI-FEE-OVER",
        _("实缴%(paid)s元，多于应缴的%(due)s元，多缴%(gap)s元。") % values,
        article,
        _("请核对金额；确实多缴的，多缴部分通过财政退还，只登记应缴的金额。"),
    )
