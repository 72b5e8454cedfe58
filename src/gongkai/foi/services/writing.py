"""Letters beside the answer: to a third party against its objection (Art 32), of a withdrawal, and the slip of delivery."""

from __future__ import annotations

from datetime import date
from typing import Any

from django.utils.translation import gettext as _

from gongkai.foi.errors import StepRefused
from gongkai.foi.models import Case, Consultation, Letter
from gongkai.foi.services.acts import DECIDING, HANDLING, Act, acting, remedy_sentence
from gongkai.foi.text import cleaned

OBJECTIONS = (Consultation.Opinion.OBJECTS, Consultation.Opinion.PARTLY)
GIVEN = ("grant", "partial")


def objections(case: Case) -> list[Consultation]:
    """Third parties that objected and may have to be told that the information is disclosed all the same."""
    rows = case.consultations.filter(party=Consultation.Party.THIRD_PARTY, opinion__in=OBJECTIONS)
    return list(rows.filter(voided=False))


def notify_third_party(
    *, actor: Any, case: Case, on: date, ref: str, content: str, reasons: str, electronic: bool = False
) -> Letter:
    """Tell a third party that objected what is disclosed all the same, and why, with its remedies (Art 32).

    Decided by a leader or reviewer; not once the request was ended without giving anything. Raises PermissionDenied,
    StepRefused.
    """
    with acting(actor=actor, case=case, on=on, duties=DECIDING) as act:
        row = next((row for row in objections(act.case) if row.ref == ref), None)
        if row is None or row.answered_on is None:
            raise StepRefused(
                "FOI-NO-OBJECTION",
                _("没有第三方不同意公开的记录。"),
                _("条例第三十二条"),
                _("请先登记第三方的意见。"),
            )
        if on < row.answered_on:
            raise StepRefused("FOI-BEFORE-OBJECTION", _("日期早于收到第三方意见的日期。"))
        if not act.case.is_open(on) and act.case.outcome not in GIVEN:
            raise StepRefused("FOI-NOT-DISCLOSED", _("这件申请没有决定公开，不能告知第三方决定公开。"))
        _once(act, Letter.Kind.DISCLOSURE_NOTICE, row.name)
        values = {"question": row.question, "content": cleaned(content), "reasons": cleaned(reasons)}
        sentence = remedy_sentence(act.case, "grant", on, electronic=electronic)
        return act.issue(
            Letter.Kind.DISCLOSURE_NOTICE, "disclosure_notice", values, remedy=sentence, addressee=row.name
        )


def issue_withdrawal_letter(*, actor: Any, case: Case, on: date) -> Letter:
    """Confirm in writing that the applicant withdrew. Once. Raises PermissionDenied, StepRefused."""
    with acting(actor=actor, case=case, on=on) as act:
        if act.case.status_on(on) != Case.Status.WITHDRAWN:
            raise StepRefused("FOI-NOT-WITHDRAWN", _("申请没有撤回。"))
        _once(act, Letter.Kind.WITHDRAWAL)
        return act.issue(Letter.Kind.WITHDRAWAL, "withdrawal", {"withdrawn_on": act.case.closed_on})


def issue_delivery_slip(*, actor: Any, case: Case, letter: Letter, on: date) -> Letter:
    """The slip to be signed when a letter is handed over (送达回证). Raises PermissionDenied, StepRefused."""
    with acting(actor=actor, case=case, on=on, duties=(*HANDLING, *DECIDING)) as act:
        if letter.case_id != act.case.pk or letter.voided or letter.kind == Letter.Kind.DELIVERY_SLIP:
            raise StepRefused("FOI-LETTER", _("该告知书不属于这件申请，或者已经作废。"))
        if on < letter.dated_on:
            raise StepRefused("FOI-DELIVERY-BEFORE-LETTER", _("送达日期不能早于告知书的落款日期。"))
        values = {"letter_title": letter.title, "letter_number": letter.number}
        addressee = str(letter.content.get("addressee", ""))
        return act.issue(Letter.Kind.DELIVERY_SLIP, "delivery_slip", values, addressee=addressee)


def _once(act: Act, kind: Letter.Kind, addressee: str = "") -> None:
    """The same letter to the same person is not written twice."""
    for letter in act.case.letters.filter(kind=kind, voided=False):
        if not addressee or letter.content.get("addressee") == addressee:
            raise StepRefused("FOI-LETTER-ONCE", _("%(title)s已经出具。") % {"title": letter.title})
