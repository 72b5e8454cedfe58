"""A fee that is not asked for after all, and money that is paid back (Art 42; 非税收入退付)."""

from __future__ import annotations

from datetime import date
from decimal import Decimal
from typing import Any

from django.db.models import Sum
from django.utils.translation import gettext as _

from gongkai.agencies import access
from gongkai.agencies.models import Duty
from gongkai.foi.errors import StepRefused
from gongkai.foi.models import Case, FeeRefund, FeeWaiver, Letter, ProcessingFee
from gongkai.foi.services.acts import Act, acting
from gongkai.foi.text import cleaned

ARTICLE = "条例第四十二条"


def waive_fee(*, actor: Any, case: Case, on: date, reason: str, approved_by: Any) -> FeeWaiver:
    """Not ask for a fee whose notice was served: the notice no longer stands, so it did not stop the clock either.

    By the officer, approved by a leader who is somebody else. Raises PermissionDenied, StepRefused.
    """
    with acting(actor=actor, case=case, on=on) as act:
        _require_reason(reason)
        _require_approver(act, approved_by)
        fee = ProcessingFee.objects.filter(case=act.case, voided=False, paid_on__isnull=True).last()
        if fee is None or act.case.status_on(on) != Case.Status.AWAITING_PAYMENT:
            raise StepRefused(
                "FOI-NOTHING-TO-PAY", _("没有待缴的信息处理费，不能免收。"), _("国办函〔2020〕109号第六条")
            )
        notice = next(
            row
            for row, event in zip(act.facts.rows, act.facts.dicts, strict=True)
            if event["type"] == "fee_notice_served" and event["on"] == fee.notice_served_on.isoformat()
        )
        act.void(notice.pk, _("信息处理费免收"))
        act.note("fee_waived", {"fee_id": fee.pk})
        fee.voided = True
        fee.save(update_fields=["voided"])
        notices = act.case.letters.filter(kind=Letter.Kind.FEE_NOTICE, voided=False)
        notices.filter(dated_on=fee.notice_served_on).update(voided=True)
        return FeeWaiver.objects.create(
            fee=fee, waived_on=on, reason=cleaned(reason), decided_by=actor, approved_by=approved_by
        )


def refund_fee(
    *,
    actor: Any,
    case: Case,
    on: date,
    amount: Decimal,
    reason: str,
    approved_by: Any,
    treasury_reference: str,
) -> FeeRefund:
    """Pay money back through the treasury, at most what was paid and not yet paid back.

    By the officer, approved by a leader who is somebody else. Raises PermissionDenied, StepRefused.
    """
    with acting(actor=actor, case=case, on=on) as act:
        _require_reason(reason)
        _require_approver(act, approved_by)
        fee = paid_fee(act.case)
        if fee is None or fee.paid_on is None or on < fee.paid_on:
            raise StepRefused("FOI-NOTHING-PAID", _("这一天还没有已缴的信息处理费，不能退费。"), _(ARTICLE))
        left = refundable(fee)
        if not 0 < amount <= left:
            raise StepRefused(
                "FOI-REFUND-AMOUNT",
                _("退费金额应大于0元，不超过已缴而未退的%(left)s元。") % {"left": left},
                _(ARTICLE),
            )
        if not cleaned(treasury_reference):
            raise StepRefused("FOI-REFUND-REFERENCE", _("请填写财政退付凭证号。"), _(ARTICLE))
        row = FeeRefund.objects.create(
            fee=fee,
            refunded_on=on,
            amount=amount,
            reason=cleaned(reason),
            treasury_reference=cleaned(treasury_reference)[:60],
            decided_by=actor,
            approved_by=approved_by,
        )
        act.note("fee_refunded", {"fee_id": fee.pk, "refund_id": row.pk, "amount": str(amount)})
    return row


def paid_fee(case: Case) -> ProcessingFee | None:
    """The fee that was paid last."""
    return ProcessingFee.objects.filter(case=case, voided=False, paid_on__isnull=False).last()


def refundable(fee: ProcessingFee) -> Decimal:
    """What was paid and not yet paid back, in yuan."""
    back: Decimal | None = fee.refunds.aggregate(total=Sum("amount"))["total"]
    return fee.amount - (back or Decimal(0))


def _require_reason(reason: str) -> None:
    if not cleaned(reason):
        raise StepRefused("FOI-FEE-REASON", _("请写明理由。"), _(ARTICLE))


def _require_approver(act: Act, approved_by: Any) -> None:
    access.require(approved_by, act.case.agency, Duty.LEADER)
    if approved_by.pk == act.actor.pk:
        raise StepRefused("FOI-FEE-APPROVER", _("须由经办人以外的负责人批准。"), _(ARTICLE))
