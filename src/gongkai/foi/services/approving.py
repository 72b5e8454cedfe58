"""Through whom an answer passes before it is made: per agency, else as at the nearest agency above, else one stage."""

from __future__ import annotations

from collections.abc import Sequence
from datetime import date
from typing import Any

from django.db import transaction
from django.db.models import Count, Q
from django.utils import timezone
from django.utils.translation import gettext as _

from gongkai.agencies import access
from gongkai.agencies.models import Agency, Duty
from gongkai.foi.errors import StepRefused
from gongkai.foi.models import ApprovalStage, Case, Decision, DecisionApproval
from gongkai.foi.services.acts import DECIDING, Act, acting
from gongkai.foi.text import cleaned
from gongkai.ledger import services as ledger

STAGE_DUTIES = (Duty.REVIEWER, Duty.SECRECY_REVIEWER, Duty.LEADER)
MOST_STAGES = 4
Stage = tuple[str, ...]


def stages_of(agency: Agency) -> tuple[Stage, ...]:
    """The duties that approve, stage by stage. Without any setting: one stage, by a reviewer or leader."""
    return stages_for([agency])[agency.pk]


def stages_for(agencies: Sequence[Agency]) -> dict[int, tuple[Stage, ...]]:
    """The stages of many agencies by their id, with one query."""
    lines = {agency.pk: _line(agency) for agency in agencies}
    paths = {path for line in lines.values() for path in line}
    set_at: dict[str, list[Stage]] = {}
    rows = ApprovalStage.objects.filter(agency__path__in=paths).order_by("order")
    for path, duty in rows.values_list("agency__path", "duty"):
        set_at.setdefault(path, []).append((duty,))
    return {
        pk: next((tuple(set_at[path]) for path in line if path in set_at), (DECIDING,))
        for pk, line in lines.items()
    }


def _line(agency: Agency) -> list[str]:
    """The paths of the agency and of those above it, the nearest first."""
    return [agency.path[: agency.steplen * depth] for depth in range(agency.depth, 0, -1)]


def set_approval_stages(*, actor: Any, agency: Agency, duties: Sequence[str]) -> tuple[Stage, ...]:
    """Say through whom answers of the agency (and of those below without stages) pass; empty: as the agency above.

    By an administrator. The last stage makes the answer: a reviewer or leader. Drafts on their way follow the new
    stages from where they stand. Raises PermissionDenied, StepRefused.
    """
    access.require(actor, agency, Duty.ADMINISTRATOR)
    if len(duties) > MOST_STAGES or any(duty not in STAGE_DUTIES for duty in duties):
        raise StepRefused("FOI-STAGES", _("审批环节最多四个，由审核人、保密审查员或者分管负责人担任。"))
    if duties and duties[-1] not in DECIDING:
        raise StepRefused("FOI-STAGES-LAST", _("最后一个环节应当由审核人或者分管负责人担任。"))
    with transaction.atomic():
        Agency.objects.select_for_update().get(pk=agency.pk)
        ApprovalStage.objects.filter(agency=agency).delete()
        ApprovalStage.objects.bulk_create(
            ApprovalStage(agency=agency, order=order, duty=duty) for order, duty in enumerate(duties, 1)
        )
        ledger.append(
            ledger.NewEvent(
                "foi.approval_stages",
                agency.pk,
                "foi.approval_stages.set",
                timezone.localdate(),
                {"duties": [str(duty) for duty in duties]},
                actor,
            )
        )
    return stages_of(agency)


def stage_of(decision: Decision) -> int:
    """At which stage a draft waits, from one."""
    return decision.approvals.filter(result=DecisionApproval.Result.ENDORSED).count() + 1


def endorse_decision(*, actor: Any, case: Case, on: date, opinion: str = "") -> Decision:
    """Agree to a draft at a stage before the last; it goes on to the next. Raises PermissionDenied, StepRefused."""
    with acting(actor=actor, case=case, on=on, step="decide", duties=STAGE_DUTIES) as act:
        row = proposal(act)
        stages, stage = stages_of(act.case.agency), stage_of(row)
        if stage >= len(stages):
            raise StepRefused(
                "FOI-LAST-STAGE",
                _("已经到了最后一个审批环节。"),
                "",
                _("请用“审批并答复”作出答复，或者退回拟稿。"),
            )
        access.require(actor, act.case.agency, *stages[stage - 1])
        refuse_same_person(row, actor)
        give_opinion(act, row, stage, stages[stage - 1], DecisionApproval.Result.ENDORSED, opinion)
        act.note("decision_endorsed", {"decision_id": row.pk, "stage": stage, "stages": len(stages)})
    return row


def waiting_for(actor: Any, most: int = 500) -> list[int]:
    """The cases whose draft waits for an opinion of the actor at its present stage, the oldest draft first."""
    given = Count("approvals", filter=Q(approvals__result=DecisionApproval.Result.ENDORSED))
    drafts = list(
        Decision.objects.filter(
            state=Decision.State.PROPOSED, case__agency__in=access.acting_agencies(actor, *STAGE_DUTIES)
        )
        .exclude(drafted_by=actor)
        .exclude(approvals__given_by=actor)
        .annotate(given=given)
        .select_related("case__agency")
        .order_by("id")[:most]
    )
    stages = stages_for([row.case.agency for row in drafts])
    return [
        row.case_id
        for row in drafts
        if access.holds(actor, row.case.agency, *_at(stages[row.case.agency_id], row.given))
    ]


def _at(stages: tuple[Stage, ...], given: int) -> Stage:
    return stages[min(given, len(stages) - 1)]


def require_last_stage(act: Act, row: Decision | None) -> tuple[int, Stage]:
    """The stage at which the answer is made. Refused while others come first; `row` None: decided without a draft."""
    stages = stages_of(act.case.agency)
    stage = stage_of(row) if row else 1
    if stage < len(stages):
        needed = "、".join(str(Duty(duty).label) for duty in stages[stage - 1])
        raise StepRefused(
            "FOI-STAGES-LEFT",
            _("答复须经%(number)d个环节审批，现在是第%(stage)d个：%(duty)s。")
            % {"number": len(stages), "stage": stage, "duty": needed},
            "",
            _("请先由该环节审批。") if row else _("请先拟稿送审。"),
        )
    access.require(act.actor, act.case.agency, *stages[-1])
    return stage, stages[-1]


def refuse_same_person(row: Decision, actor: Any) -> None:
    """Nobody approves his own draft, and nobody approves twice."""
    if row.drafted_by_id == actor.pk:
        raise StepRefused("FOI-OWN-DRAFT", _("不能审批自己拟的稿。"), "", _("请由其他负责人或者审核人审批。"))
    if row.approvals.filter(given_by=actor).exists():
        raise StepRefused(
            "FOI-APPROVED-BEFORE", _("您已经审批过这份拟稿。"), "", _("下一环节请由其他人审批。")
        )


def give_opinion(act: Act, row: Decision, stage: int, duties: Stage, result: str, opinion: str) -> None:
    """Keep the opinion, with the duty in which it was given."""
    held = next((duty for duty in duties if access.holds(act.actor, act.case.agency, duty)), "")
    DecisionApproval.objects.create(
        decision=row,
        stage=stage,
        duty=held,
        result=result,
        opinion=cleaned(opinion)[:300],
        given_by=act.actor,
    )


def proposal(act: Act) -> Decision:
    """The draft that waits. Raises StepRefused when there is none: perhaps somebody else has just dealt with it."""
    row = Decision.objects.select_for_update().filter(case=act.case, state=Decision.State.PROPOSED).first()
    if row is None:
        raise StepRefused("FOI-NO-PROPOSAL", _("没有待审批的答复。"), "", _("请先由信息员拟稿。"))
    return row
