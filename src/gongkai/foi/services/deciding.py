"""The answer (Arts 33, 36–39): proposed by the officer, decided by a leader or reviewer, served, and its record."""

from __future__ import annotations

from dataclasses import dataclass
from datetime import date
from typing import Any

from django.utils import timezone
from django.utils.translation import gettext as _

from gongkai.foi import letters, rules
from gongkai.foi.errors import StepRefused
from gongkai.foi.models import Case, CaseFile, Decision, Delivery, Letter
from gongkai.foi.services.acts import DECIDING, HANDLING, Act, acting, remedy_sentence, require_filled
from gongkai.foi.text import cleaned
from gongkai.law.outcomes import OUTCOMES

TEXTS = ("reasons", "grounds", "content", "withheld", "responsible_agency")


@dataclass(frozen=True, slots=True)
class Answer:
    """What an answer says. `variant` names the letter where an outcome has more than one (`letters.variants`)."""

    outcome: str
    reasons: str = ""
    grounds: str = ""
    content: str = ""
    withheld: str = ""
    responsible_agency: str = ""
    variant: str = ""


def propose_decision(*, actor: Any, case: Case, on: date, answer: Answer) -> Decision:
    """The officer's draft, waiting for approval. Replaces an earlier draft of the case."""
    with acting(actor=actor, case=case, on=on, step="decide") as act:
        chosen = _checked(act, answer)
        act.case.decisions.filter(state=Decision.State.PROPOSED).update(state=Decision.State.RETURNED)
        row = Decision.objects.create(case=act.case, drafted_by=actor, **chosen)
        act.note("decision_proposed", {"decision_id": row.pk, "outcome": row.outcome})
    return row


def return_decision(*, actor: Any, case: Case, on: date, opinion: str) -> Decision:
    """The approver sends the draft back with an opinion."""
    with acting(actor=actor, case=case, on=on, duties=DECIDING) as act:
        row = _proposal(act)
        row.state, row.approved_by, row.approved_at = Decision.State.RETURNED, actor, timezone.now()
        row.opinion = cleaned(opinion)[:300]
        row.save(update_fields=["state", "approved_by", "approved_at", "opinion"])
        act.note("decision_returned", {"decision_id": row.pk})
    return row


def decide(
    *,
    actor: Any,
    case: Case,
    on: date,
    served_by: str,
    outcome: str = "",
    reasons: str = "",
    grounds: str = "",
    content: str = "",
    withheld: str = "",
    responsible_agency: str = "",
    variant: str = "",
    opinion: str = "",
) -> Decision:
    """Decide and answer. `on` is the day of posting, of the applicant's signature, or of sending (`served_by`).

    Without `outcome` the officer's proposal is approved, by somebody else than its drafter; with `outcome` the leader or
    reviewer decides by himself. Needs the duty of leader or reviewer at the agency. Issues the letter with the
    sentence on remedies. Raises PermissionDenied, StepRefused.
    """
    with acting(actor=actor, case=case, on=on, step="decide", duties=DECIDING) as act:
        if served_by not in Decision.ServedBy.values:
            raise StepRefused(
                "FOI-SERVED-BY",
                _("请选择送达方式：邮寄（邮政企业）、当面或者电子。"),
                "国办公开办函〔2016〕235号",
            )
        if outcome:
            answer = Answer(outcome, reasons, grounds, content, withheld, responsible_agency, variant)
            chosen = _checked(act, answer)
            act.case.decisions.filter(state=Decision.State.PROPOSED).update(state=Decision.State.RETURNED)
            row = Decision(case=act.case, drafted_by=actor, **chosen)
        else:
            row = _proposal(act)
            texts = {name: getattr(row, name) for name in TEXTS}
            _checked(act, Answer(outcome=row.outcome, variant=row.variant, **texts))
            if row.drafted_by_id == actor.pk:
                raise StepRefused(
                    "FOI-OWN-DRAFT",
                    _("不能审批自己拟的稿。"),
                    "",
                    _("请由其他负责人或者审核人审批。"),
                )
        _make(act, row, served_by, cleaned(opinion)[:300])
    return row


def _make(act: Act, row: Decision, served_by: str, opinion: str) -> None:
    act.happen({"type": "decided", "on": act.on.isoformat(), "outcome": row.outcome, "served_by": served_by})
    row.letter = _letter(act, row, served_by)
    row.state, row.served_by, row.decided_on, row.opinion = (
        Decision.State.MADE,
        served_by,
        act.on,
        opinion,
    )
    row.approved_by, row.approved_at = act.actor, timezone.now()
    row.save()


def _letter(act: Act, row: Decision, served_by: str) -> Letter:
    sentence = remedy_sentence(act.case, row.outcome, act.on, electronic=served_by == "electronic")
    values = {name: getattr(row, name) for name in TEXTS}
    return act.issue(Letter.Kind.DECISION, f"decision.{row.variant}", values, remedy=sentence)


def _proposal(act: Act) -> Decision:
    row = Decision.objects.select_for_update().filter(case=act.case, state=Decision.State.PROPOSED).first()
    if row is None:
        raise StepRefused("FOI-NO-PROPOSAL", _("没有待审批的答复。"), "", _("请先由信息员拟稿。"))
    return row


def _checked(act: Act, answer: Answer) -> dict[str, str]:
    """The answer's columns, or a refusal that says what is missing."""
    if answer.outcome not in OUTCOMES:
        raise StepRefused("FOI-OUTCOME", _("请选择办理结果。"))
    if refused := rules.outcome_refusal(answer.outcome, act.standing):
        raise refused
    variant = answer.variant or letters.variants(answer.outcome)[0]
    if variant not in letters.variants(answer.outcome):
        raise StepRefused("FOI-VARIANT", _("告知书类型与办理结果不符。"))
    chosen = {name: cleaned(getattr(answer, name)) for name in TEXTS}
    if OUTCOMES[answer.outcome].reasons_required and not chosen["reasons"]:
        raise StepRefused(
            "FOI-REASONS",
            _("该结果应当说明理由。"),
            "、".join(f"条例{article}" for article in OUTCOMES[answer.outcome].articles),
        )
    require_filled(f"decision.{variant}", chosen)
    return {
        **chosen,
        "grounds": chosen["grounds"][:300],
        "responsible_agency": chosen["responsible_agency"][:200],
        "outcome": answer.outcome,
        "variant": variant,
    }


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
) -> Delivery:
    """Record how a letter went out: the day of posting with the postal number, of signature, or of sending.

    When it is the letter of the decision and the day or route differs from what was recorded, the decision counts
    from this day: the event is voided and recorded anew (国办公开办函〔2016〕235号).
    """
    with acting(actor=actor, case=case, on=on, duties=(*HANDLING, *DECIDING)) as act:
        if letter.case_id != act.case.pk or letter.voided:
            raise StepRefused("FOI-LETTER", _("该告知书不属于这件申请，或者已经作废。"))
        if route not in Decision.ServedBy.values:
            raise StepRefused("FOI-SERVED-BY", _("请选择送达方式：邮寄（邮政企业）、当面或者电子。"))
        if route == "post" and not cleaned(postal_number):
            raise StepRefused(
                "FOI-POSTAL-NUMBER", _("邮寄送达请填写邮政企业的邮件号。"), "国办公开办函〔2016〕235号"
            )
        if on < letter.dated_on:
            raise StepRefused("FOI-DELIVERY-BEFORE-LETTER", _("送达日期不能早于告知书的落款日期。"))
        row = Delivery.objects.create(
            letter=letter,
            route=route,
            on=on,
            postal_number=cleaned(postal_number)[:40],
            received_on=received_on,
            note=cleaned(note)[:200],
            evidence=evidence,
            recorded_by=actor,
        )
        act.note("delivery_recorded", {"letter_id": letter.pk, "route": route, "on": on.isoformat()})
        made = Decision.objects.filter(letter=letter, state=Decision.State.MADE).first()
        if made and (made.decided_on != on or made.served_by != route):
            _counts_from(act, made, on, route)
    return row


def _counts_from(act: Act, made: Decision, on: date, route: str) -> None:
    made_on = made.decided_on.isoformat() if made.decided_on else ""
    old = next(
        row
        for row, event in zip(act.facts.rows, act.facts.dicts, strict=True)
        if event["type"] == "decided" and event["on"] == made_on
    )
    act.void(old.pk, _("送达的日期或者方式与登记不同"))
    act.happen({"type": "decided", "on": on.isoformat(), "outcome": made.outcome, "served_by": route})
    made.decided_on, made.served_by = on, route
    made.save(update_fields=["decided_on", "served_by"])
