"""How a letter reached somebody: by post, by hand, by e-mail, by download, by reading it at the office."""

from __future__ import annotations

from dataclasses import dataclass
from datetime import date
from typing import Any

from django.core.files.base import File
from django.utils.translation import gettext as _

from gongkai.convert.official import in_official_language
from gongkai.foi.errors import StepRefused
from gongkai.foi.models import Case, CaseFile, Consultation, Decision, Delivery, Letter
from gongkai.foi.services.acts import DECIDING, HANDLING, Act, acting
from gongkai.foi.services.uploads import add_file
from gongkai.foi.text import cleaned

SERVICE = "国办公开办函〔2016〕235号"
# How the law reads each route (`law.clock`): reading at the office is handing over; a download is electronic.
SERVED_AS = {"download": "electronic", "inspection": "in_person"}


@dataclass(frozen=True, slots=True)
class DeliveryDetails:
    """What else is known of a delivery.

    `instead_of` and `instead_because`: another form than the one chosen (Art 40); `help_given`: help for people with
    disabilities (Art 43); `place`, `minutes`, `copies`: reading at the office.
    """

    signed_by: str = ""
    place: str = ""
    minutes: int | None = None
    copies: int | None = None
    instead_of: str = ""
    instead_because: str = ""
    help_given: str = ""


NO_DETAILS = DeliveryDetails()


def record_delivery(
    *,
    actor: Any,
    case: Case,
    letter: Letter,
    on: date,
    route: str,
    postal_number: str = "",
    received_on: date | None = None,
    note: str = "",
    evidence: CaseFile | None = None,
    details: DeliveryDetails = NO_DETAILS,
) -> Delivery:
    """Record how a letter went out: the day of posting with the postal number, of signature, or of sending.

    When it is the letter of the decision and the day or route differs from what was recorded, the decision counts
    from this day: the event is voided and recorded anew (国办公开办函〔2016〕235号). A courier other than the postal
    enterprise may be recorded as what happened; the clock names it as a problem. Raises StepRefused.
    """
    with acting(actor=actor, case=case, on=on, duties=(*HANDLING, *DECIDING)) as act:
        _check(act, letter, on, route, postal_number, received_on, details)
        row = Delivery.objects.create(
            letter=letter,
            route=route,
            on=on,
            postal_number=cleaned(postal_number)[:40],
            received_on=received_on,
            signed_by=cleaned(details.signed_by)[:60],
            place=cleaned(details.place)[:120],
            minutes=details.minutes,
            copies=details.copies,
            instead_of=details.instead_of,
            instead_because=cleaned(details.instead_because)[:300],
            help_given=cleaned(details.help_given)[:200],
            note=cleaned(note)[:200],
            evidence=evidence,
            recorded_by=actor,
        )
        act.note("delivery_recorded", {"letter_id": letter.pk, "route": route, "on": on.isoformat()})
        made = Decision.objects.filter(letter=letter, state=Decision.State.MADE).first()
        served_by = SERVED_AS.get(route, route)
        if made and (made.decided_on != on or made.served_by != served_by):
            _counts_from(act, made, on, served_by)
    return row


def _check(
    act: Act,
    letter: Letter,
    on: date,
    route: str,
    postal_number: str,
    received_on: date | None,
    details: DeliveryDetails,
) -> None:
    if letter.case_id != act.case.pk or letter.voided:
        raise StepRefused("FOI-LETTER", _("该告知书不属于这件申请，或者已经作废。"))
    if route not in Delivery.Route.values:
        raise StepRefused("FOI-SERVED-BY", _("请选择送达方式。"), SERVICE)
    if route == "post" and not cleaned(postal_number):
        raise StepRefused("FOI-POSTAL-NUMBER", _("邮寄送达请填写邮政企业的邮件号。"), SERVICE)
    if on < letter.dated_on:
        raise StepRefused("FOI-DELIVERY-BEFORE-LETTER", _("送达日期不能早于告知书的落款日期。"))
    if received_on is not None and received_on < on:
        raise StepRefused("FOI-RECEIVED-BEFORE-SENT", _("签收日期早于交邮或者发送日期。"))
    if route == "in_person" and not cleaned(details.signed_by):
        raise StepRefused("FOI-SIGNED-BY", _("当面送达请填写签收人。"), SERVICE)
    if route == "inspection" and not cleaned(details.place):
        raise StepRefused("FOI-READING-PLACE", _("现场查阅的请填写地点。"), _("条例第四十条"))
    if details.instead_of and (
        details.instead_of not in Case.Form.values or not cleaned(details.instead_because)
    ):
        raise StepRefused(
            "FOI-OTHER-FORM",
            _("改变申请人要求的提供形式的，应当写明理由。"),
            _("条例第四十条"),
            _("只有按要求提供可能危及载体安全或者成本过高的，才可以改用其他形式。"),
        )


@in_official_language
def _counts_from(act: Act, made: Decision, on: date, served_by: str) -> None:
    made_on = made.decided_on.isoformat() if made.decided_on else ""
    old = next(
        row
        for row, event in zip(act.facts.rows, act.facts.dicts, strict=True)
        if event["type"] == "decided" and event["on"] == made_on
    )
    act.void(old.pk, _("送达的日期或者方式与登记不同"))
    act.happen({"type": "decided", "on": on.isoformat(), "outcome": made.outcome, "served_by": served_by})
    made.decided_on, made.served_by = on, served_by
    made.save(update_fields=["decided_on", "served_by"])


@in_official_language
def attach_consultation_proof(
    *, actor: Any, case: Case, ref: str, on: date, file: File[bytes]
) -> Consultation:
    """Keep the proof that the consultee received the letter. Raises PermissionDenied, StepRefused, FileRefused."""
    row = Consultation.objects.filter(case=case, ref=ref, voided=False).first()
    if row is None:
        raise StepRefused("FOI-CONSULTATION", _("没有这一份征求意见，或者已经撤销。"))
    title = _("第%(ref)s号征求意见函送达凭证") % {"ref": row.ref}
    row.proof = add_file(actor=actor, case=case, on=on, file=file, role=CaseFile.Role.EVIDENCE, title=title)
    row.save(update_fields=["proof"])
    return row
