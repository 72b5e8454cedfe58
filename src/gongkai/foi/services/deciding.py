"""The answer (Arts 33, 36–39): proposed by the officer, approved stage by stage, decided by a leader or reviewer."""

from __future__ import annotations

from dataclasses import dataclass
from datetime import date
from typing import Any

from django.utils import timezone
from django.utils.translation import gettext as _

from gongkai.agencies import access
from gongkai.foi import letters, rules
from gongkai.foi.errors import StepRefused
from gongkai.foi.models import Case, Decision, DecisionApproval, Letter
from gongkai.foi.services import approving, withholding
from gongkai.foi.services.acts import DECIDING, Act, acting, remedy_sentence, require_filled
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
    with acting(actor=actor, case=case, on=on, duties=approving.STAGE_DUTIES) as act:
        row = approving.proposal(act)
        stages, stage = approving.stages_of(act.case.agency), approving.stage_of(row)
        duties = (*stages[min(stage, len(stages)) - 1], *DECIDING)
        access.require(actor, act.case.agency, *duties)
        approving.give_opinion(act, row, stage, duties, DecisionApproval.Result.RETURNED, opinion)
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
            stage = approving.require_last_stage(act, None)
            answer = Answer(outcome, reasons, grounds, content, withheld, responsible_agency, variant)
            chosen = _checked(act, answer)
            act.case.decisions.filter(state=Decision.State.PROPOSED).update(state=Decision.State.RETURNED)
            row = Decision(case=act.case, drafted_by=actor, **chosen)
        else:
            row = approving.proposal(act)
            approving.refuse_same_person(row, actor)
            stage = approving.require_last_stage(act, row)
            texts = {name: getattr(row, name) for name in TEXTS}
            _checked(act, Answer(outcome=row.outcome, variant=row.variant, **texts))
        _make(act, row, served_by, cleaned(opinion)[:300])
        approving.give_opinion(act, row, *stage, DecisionApproval.Result.ENDORSED, opinion)
        withholding.fix(act.case, row)
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


def _checked(act: Act, answer: Answer) -> dict[str, str]:
    """The answer's columns, or a refusal that says what is missing."""
    if answer.outcome not in OUTCOMES:
        raise StepRefused("FOI-OUTCOME", _("请选择办理结果。"))
    variant = answer.variant or letters.variants(answer.outcome)[0]
    if variant not in letters.variants(answer.outcome):
        raise StepRefused("FOI-VARIANT", _("告知书类型与办理结果不符。"))
    if refused := rules.outcome_refusal(answer.outcome, act.standing, variant):
        raise refused
    chosen = {name: cleaned(getattr(answer, name)) for name in TEXTS}
    if OUTCOMES[answer.outcome].reasons_required and not chosen["reasons"]:
        raise StepRefused(
            "FOI-REASONS",
            _("该结果应当说明理由。"),
            "、".join(_("条例%(article)s") % {"article": one} for one in OUTCOMES[answer.outcome].articles),
        )
    require_filled(f"decision.{variant}", chosen)
    if refused := withholding.refusal(act.case, answer.outcome):
        raise refused
    return {
        **chosen,
        "grounds": chosen["grounds"][:300],
        "responsible_agency": chosen["responsible_agency"][:200],
        "outcome": answer.outcome,
        "variant": variant,
    }
