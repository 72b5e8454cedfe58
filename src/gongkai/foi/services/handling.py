"""Between receipt and answer: correction (Art 30), consultation (Arts 32, 34), extension (Art 33), delay (Art 35)."""

from __future__ import annotations

from datetime import date
from typing import Any

from django.utils.translation import gettext as _

from gongkai.agencies import access
from gongkai.agencies.models import Duty
from gongkai.foi.errors import StepRefused
from gongkai.foi.facts import Facts
from gongkai.foi.models import Case, Consultation, Correction, Letter
from gongkai.foi.services.acts import Act, acting, refuse_future
from gongkai.foi.text import cleaned, numbered_points
from gongkai.law.clock import ConsultationSent

USUAL_CORRECTION_DAYS = 15


def request_correction(
    *, actor: Any, case: Case, on: date, wanted: str, period_working_days: int = USUAL_CORRECTION_DAYS
) -> Letter:
    """Tell the applicant once and completely what to correct, and by when (Art 30). Stops the clock."""
    with acting(actor=actor, case=case, on=on, step="request_correction") as act:
        act.happen(
            {
                "type": "correction_requested",
                "on": on.isoformat(),
                "period_working_days": period_working_days,
            }
        )
        reply_by = act.calendar.add(on, period_working_days)
        wanted = numbered_points(wanted)
        letter = act.issue(Letter.Kind.CORRECTION, "correction", {"wanted": wanted, "reply_by": reply_by})
        Correction.objects.create(case=act.case, wanted=wanted, reply_by=reply_by, requested_on=on)
    return letter


def receive_correction(*, actor: Any, case: Case, on: date, text: str = "") -> Case:
    """The corrected request arrived: the reply limit starts afresh (Art 30)."""
    with acting(actor=actor, case=case, on=on, step="receive_correction") as act:
        correction_came(act, text)
    return case


def correction_came(act: Act, text: str) -> None:
    """The corrected request, as the act of whoever brings it."""
    act.happen({"type": "correction_received", "on": act.on.isoformat()})
    row = Correction.objects.filter(case=act.case, voided=False, received_on__isnull=True).last()
    if row is not None:
        row.received_on, row.text = act.on, cleaned(text)
        row.save(update_fields=["received_on", "text"])


def send_consultation(
    *,
    actor: Any,
    case: Case,
    on: date,
    party: str,
    name: str,
    contact: str = "",
    question: str = "",
    letter_received_on: date | None = None,
) -> Consultation:
    """Ask a third party (`third_party`, Art 32) or another agency (`agency`, Art 34) in writing. Suspends the clock.

    Who is asked stays in this room; the ledger knows a reference only.
    """
    with acting(actor=actor, case=case, on=on, step="send_consultation") as act:
        if party not in Consultation.Party.values:
            raise StepRefused("FOI-PARTY", _("请选择征求意见的对象：第三方或者其他行政机关。"))
        if not cleaned(name):
            raise StepRefused("FOI-PARTY-NAME", _("请填写被征求意见人的名称。"))
        ref = str(Consultation.objects.filter(case=act.case).count() + 1)
        event = {"type": "consultation_sent", "ref": ref, "with": party, "on": on.isoformat()}
        act.happen(event)
        row = Consultation.objects.create(
            case=act.case,
            ref=ref,
            party=party,
            name=cleaned(name)[:120],
            contact=cleaned(contact)[:200],
            question=cleaned(question) or act.case.description,
            sent_on=on,
        )
        values = {"question": row.question}
        act.issue(Letter.Kind.CONSULTATION, f"consultation_{party}", values, addressee=row.name)
        if letter_received_on is not None:
            _deliver(act, row, letter_received_on)
    return row


def record_consultation_delivery(
    *, actor: Any, consultation: Consultation, on: date, case: Case | None = None
) -> Consultation:
    """The consultee received the letter: the fifteen working days count from that day (Arts 32, 34)."""
    case = case or consultation.case
    with acting(actor=actor, case=case, on=on) as act:
        row = Consultation.objects.select_for_update().get(pk=consultation.pk)
        _deliver(act, row, on)
    return row


def _deliver(act: Act, row: Consultation, on: date) -> None:
    refuse_future(on)
    if row.voided or row.letter_received_on or row.answered_on or on < row.sent_on:
        raise StepRefused("FOI-DELIVERY", _("送达日期已经登记，或者早于发出日期。"))
    act.note("consultation_delivered", {"ref": row.ref, "on": on.isoformat()})
    act.facts = _delivered(act.facts, row.ref, on)
    row.letter_received_on = on
    row.save(update_fields=["letter_received_on"])


def _delivered(facts: Facts, ref: str, on: date) -> Facts:
    dicts = tuple(
        {**event, "received_on": on.isoformat()}
        if event["type"] == "consultation_sent" and event["ref"] == ref
        else event
        for event in facts.dicts
    )
    law = tuple(
        ConsultationSent(event.on, event.ref, event.party, on)
        if isinstance(event, ConsultationSent) and event.ref == ref
        else event
        for event in facts.law
    )
    return Facts(facts.rows, dicts, law, facts.history)


def record_consultation_answer(
    *, actor: Any, case: Case, on: date, ref: str, opinion: str, reasons: str = ""
) -> Consultation:
    """The opinion arrived (`agrees`, `objects`, `partly`): the clock goes on."""
    with acting(actor=actor, case=case, on=on, step="record_consultation_answer") as act:
        row = Consultation.objects.filter(case=act.case, ref=ref, voided=False).first()
        if row is None or opinion not in ("agrees", "objects", "partly"):
            raise StepRefused("FOI-ANSWER", _("没有这一份征求意见，或者没有选择对方的意见。"))
        event = {"type": "consultation_answered", "ref": ref, "on": on.isoformat()}
        act.happen({**event, "objects": opinion != "agrees"})
        row.answered_on, row.opinion, row.reasons = on, opinion, cleaned(reasons)
        row.save(update_fields=["answered_on", "opinion", "reasons"])
    return row


def extend_reply_limit(
    *, actor: Any, case: Case, on: date, working_days: int, consented_by: Any, reasons: str
) -> Letter:
    """Extend by at most twenty working days in all, with the consent of the person in charge (Art 33).

    `consented_by` must hold the duty of leader at the agency. The applicant is told by the letter returned.
    """
    with acting(actor=actor, case=case, on=on, step="extend_reply_limit") as act:
        access.require(consented_by, act.case.agency, Duty.LEADER)
        left = act.standing.extension_left()
        if not 1 <= working_days <= left:
            raise StepRefused(
                "FOI-EXTENSION-TOO-LONG",
                _("延长应为1至%(left)d个工作日，不能是%(days)d个。") % {"left": left, "days": working_days},
                _("条例第三十三条第二款"),
            )
        act.happen({"type": "extended", "on": on.isoformat(), "working_days": working_days})
        act.note("extension_consented", {"by": consented_by.pk})
        values = {"reasons": cleaned(reasons), "working_days": working_days, "due_on": act.case.due_on}
        return act.issue(Letter.Kind.EXTENSION, "extension", values)


def set_excessive_delay(*, actor: Any, case: Case, on: date, until: date, reasons: str = "") -> Letter:
    """A reasonable delayed period for an excessive request whose reasons are reasonable (Art 35)."""
    with acting(actor=actor, case=case, on=on, step="set_excessive_delay") as act:
        if act.case.due_on is not None and until <= act.case.due_on:
            raise StepRefused(
                "FOI-DELAY-TOO-SHORT", _("延迟后的期限应晚于现有期限。"), _("条例第三十五条"), ""
            )
        act.happen({"type": "excessive_delay_set", "on": on.isoformat(), "until": until.isoformat()})
        return act.issue(
            Letter.Kind.EXCESSIVE_DELAY,
            "excessive_delay",
            {"until": act.case.due_on or until, "reasons": cleaned(reasons)},
        )
