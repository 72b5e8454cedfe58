"""Confirming receipt in practice (Art 31): attempts to reach the applicant, and mail between mail room and office."""

from __future__ import annotations

from datetime import date, datetime
from typing import Any

from django.utils import timezone
from django.utils.translation import gettext as _

from gongkai.foi import rules
from gongkai.foi.errors import StepRefused
from gongkai.foi.models import Case, ContactAttempt, MailReceipt
from gongkai.foi.services.acts import Act, acting
from gongkai.foi.text import cleaned

ARTICLE = "条例第三十一条"
CONFIRMED_CHANNELS = ("ordinary_mail", "online", "fax")


def record_contact_attempt(
    *, actor: Any, case: Case, at: datetime, means: str, reached: bool, note: str = ""
) -> ContactAttempt:
    """Note who tried to reach the applicant, when and how, and whether it worked. It does not confirm the receipt.

    Raises StepRefused for a time to come, one before the request was sent, or a channel that needs no confirmation.
    """
    with acting(actor=actor, case=case, on=timezone.localtime(at).date()) as act:
        if act.case.channel not in CONFIRMED_CHANNELS:
            raise StepRefused(
                "FOI-CONTACT-NEEDLESS", _("当面提交和需签收的邮寄不需要与申请人确认收到。"), _(ARTICLE)
            )
        if at > timezone.now():
            raise StepRefused("FOI-FUTURE", _("联系的时间还没有到，不能登记。"), "", _("请核对日期。"))
        if act.on < act.facts.received.on:
            day = rules.day(act.facts.received.on)
            raise StepRefused("FOI-BEFORE-RECEIPT", _("日期早于收到申请的日期%(day)s。") % {"day": day})
        if means not in ContactAttempt.Means.values:
            raise StepRefused("FOI-CONTACT-MEANS", _("请选择联系的方式。"))
        row = ContactAttempt.objects.create(
            case=act.case, at=at, means=means, reached=reached, note=cleaned(note)[:200], made_by=actor
        )
        act.note("contact_attempted", {"attempt_id": row.pk, "means": means, "reached": reached})
    return row


def record_mail_receipt(
    *, actor: Any, case: Case, reached_office_on: date | None, postal_number: str = ""
) -> MailReceipt:
    """Keep the day on which signed mail reached the office beside the mail room's day, which alone counts (Art 31)."""
    with acting(actor=actor, case=case, on=timezone.localdate()) as act:
        signed_on = act.facts.received.on
        if act.case.channel != Case.Channel.REGISTERED_MAIL:
            raise StepRefused(
                "FOI-MAIL-CHANNEL", _("只有挂号信、特快专递等需签收的邮寄有签收日期。"), _(ARTICLE)
            )
        if reached_office_on is not None and reached_office_on < signed_on:
            raise StepRefused(
                "FOI-MAIL-ORDER",
                _("转到公开工作机构的日期不能早于收发室签收的日期%(day)s。") % {"day": rules.day(signed_on)},
            )
        row, _made = MailReceipt.objects.update_or_create(
            case=act.case,
            defaults={
                "signed_on": signed_on,
                "reached_office_on": reached_office_on,
                "postal_number": cleaned(postal_number)[:40],
            },
        )
        act.note("mail_recorded", {"reached_office_on": reached_office_on})
    return row


def mail_amended(act: Act, channel: str, received_on: date) -> None:
    """The record of receipt was put right: the mail room's day follows, a day of the office before it goes."""
    for row in MailReceipt.objects.filter(case=act.case):
        if channel != Case.Channel.REGISTERED_MAIL:
            row.delete()
            continue
        row.signed_on = received_on
        if row.reached_office_on is not None and row.reached_office_on < received_on:
            row.reached_office_on = None
        row.save(update_fields=["signed_on", "reached_office_on"])
