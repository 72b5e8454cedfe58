"""Chains: the default of the installation, and what an administrator chooses for an agency."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass, field
from typing import Any

from django.contrib.contenttypes.models import ContentType
from django.core.exceptions import PermissionDenied
from django.db import transaction
from django.utils import timezone
from django.utils.translation import gettext as _
from wagtail.models import Workflow, WorkflowTask

from gongkai.agencies import access
from gongkai.agencies.models import Agency, Duty
from gongkai.ledger.services import NewEvent, append
from gongkai.review import chains, rules, standing
from gongkai.review.conditions import Condition
from gongkai.review.models import AgencyWorkflow, ReviewStep, SigningPolicy
from gongkai.review.models.chains import MOST_WORKING_DAYS
from gongkai.review.rules import Blocker, Refused

MOST_STEPS = 12


@dataclass(frozen=True, slots=True)
class StepPlan:
    """A step as an administrator writes it down."""

    name: str
    duty: str
    alongside: bool = False
    limit_days: int | None = None
    conditions: list[Condition] = field(default_factory=list)


DEFAULT_WORKFLOW = "三级审签"
DEFAULT_STEPS = (
    StepPlan("审核", Duty.REVIEWER),
    StepPlan("保密审查", Duty.SECRECY_REVIEWER),
    StepPlan("负责人签发", Duty.LEADER),
)
# The drafter's own step, the first of the six, is the submission.
SIX_LEVEL = "六级审签"
SIX_STEPS = (
    StepPlan("科室负责人审核", Duty.SECTION_HEAD, limit_days=2),
    StepPlan("办公室审核", Duty.REVIEWER, limit_days=2),
    StepPlan("保密委员会审查", Duty.SECRECY_REVIEWER, limit_days=3),
    StepPlan("分管领导签发", Duty.LEADER, limit_days=2),
    StepPlan("信息中心核发", Duty.PUBLISHER, limit_days=1),
)
PRESETS: dict[str, tuple[str, tuple[StepPlan, ...]]] = {
    "three": (DEFAULT_WORKFLOW, DEFAULT_STEPS),
    "six": (SIX_LEVEL, SIX_STEPS),
}


def ensure_default_workflow(*, using: str = "default") -> Workflow | None:
    """Make the default workflow 审核 → 保密审查 → 负责人签发 unless there is a default already; return the default."""
    with transaction.atomic(using=using):
        row = (
            AgencyWorkflow.objects.using(using)
            .filter(agency__isnull=True, review_class="")
            .select_related("workflow")
            .first()
        )
        if row is not None:
            return row.workflow
        workflow = _build(DEFAULT_WORKFLOW, DEFAULT_STEPS, using)
        AgencyWorkflow.objects.using(using).create(agency=None, workflow=workflow)
        return workflow


def adopt(*, actor: Any, agency: Agency, preset: str, review_class: str = "") -> AgencyWorkflow:
    """Take over a chain of PRESETS as it is. Raises KeyError for an unknown one, otherwise like `choose_chain`."""
    name, steps = PRESETS[preset]
    return choose_chain(actor=actor, agency=agency, review_class=review_class, name=name, steps=steps)


@transaction.atomic
def choose_chain(
    *, actor: Any, agency: Agency, review_class: str, name: str, steps: Sequence[StepPlan]
) -> AgencyWorkflow:
    """Lay down the chain of an agency (and those below it without one) for a class of content, '' for all.

    A chain is never changed: this makes a new one, under which everything is sent from now on. What is under review
    has to be taken back and sent again, since it may only go out with the signatures the new chain asks for.
    Raises PermissionDenied, or Refused with everything that is wrong with the chain.
    """
    access.require(actor, agency, Duty.ADMINISTRATOR)
    found = chain_blockers(name, steps)
    if review_class and review_class not in dict(chains.classes()):
        found.append(Blocker("CHAIN-CLASS", _("没有这种文件类型。")))
    if found:
        raise Refused(found)
    workflow = _build(name.strip(), steps)
    row, _made = AgencyWorkflow.objects.update_or_create(
        agency=agency, review_class=review_class, defaults={"workflow": workflow}
    )
    _append(agency, "chosen", actor, {"class": review_class, "name": workflow.name, "steps": len(steps)})
    return row


@transaction.atomic
def drop_chain(*, actor: Any, row: AgencyWorkflow) -> None:
    """Follow the agency above again. The default of the installation stays."""
    if row.agency is None:
        raise PermissionDenied
    access.require(actor, row.agency, Duty.ADMINISTRATOR)
    _append(row.agency, "dropped", actor, {"class": row.review_class, "name": row.workflow.name})
    row.delete()


@transaction.atomic
def set_policy(
    *,
    actor: Any,
    agency: Agency,
    requires_code: bool,
    allows_own_draft: bool,
    allows_two_steps: bool,
) -> SigningPolicy:
    """How strictly the agency signs from now on; the ledger keeps who decided it."""
    access.require(actor, agency, Duty.ADMINISTRATOR)
    values = {
        "requires_code": requires_code,
        "allows_own_draft": allows_own_draft,
        "allows_two_steps": allows_two_steps,
    }
    row, _made = SigningPolicy.objects.update_or_create(agency=agency, defaults=values)
    _append(agency, "policy_set", actor, values)
    return row


def chain_blockers(name: str, steps: Sequence[StepPlan]) -> list[Blocker]:
    """Everything for which nothing could lawfully or sensibly be signed along this chain."""
    found = []
    if not name.strip():
        found.append(Blocker("CHAIN-NAME", _("请填写流程名称。")))
    if not steps:
        found.append(Blocker("CHAIN-EMPTY", _("流程至少要有一个环节。")))
    if len(steps) > MOST_STEPS:
        found.append(Blocker("CHAIN-LONG", _("流程最多%(many)d个环节。") % {"many": MOST_STEPS}))
    if not any(step.duty == Duty.SECRECY_REVIEWER for step in steps):
        found += rules.step_blockers([], [], "", set(), Duty.SECRECY_REVIEWER)
    for step in steps:
        found += _step_blockers(step)
    return found


def _step_blockers(step: StepPlan) -> list[Blocker]:
    found = []
    if step.duty not in standing.SIGNING:
        found.append(Blocker("CHAIN-DUTY", _("“%(step)s”的职责不能签署。") % {"step": step.name}))
    if step.duty == Duty.SECRECY_REVIEWER and step.conditions:
        found.append(Blocker("CHAIN-SECRECY", _("保密审查不能附条件：公开前一律先审查（条例第十七条）。")))
    if step.limit_days is not None and not 1 <= step.limit_days <= MOST_WORKING_DAYS:
        found.append(Blocker("CHAIN-LIMIT", _("“%(step)s”的时限须为1至60个工作日。") % {"step": step.name}))
    known = {fact.name: {value for value, _label in fact.choices} for fact in chains.facts()}
    for condition in step.conditions:
        values = set(condition["any_of"])
        if not values or not values <= known.get(condition["fact"], set()):
            found.append(Blocker("CHAIN-CONDITION", _("“%(step)s”的条件不正确。") % {"step": step.name}))
    return found


def _build(name: str, steps: Sequence[StepPlan], using: str = "default") -> Workflow:
    step_type, _made = ContentType.objects.db_manager(using).get_or_create(
        app_label=ReviewStep._meta.app_label, model=ReviewStep._meta.model_name
    )
    workflow = Workflow(name=name, active=True)
    workflow.save(using=using)
    for order, planned in enumerate(steps):
        step = ReviewStep(
            name=planned.name,
            duty=planned.duty,
            alongside=planned.alongside,
            limit_days=planned.limit_days,
            conditions=[dict(condition) for condition in planned.conditions],
            content_type_id=step_type.pk,
        )
        step.save(using=using)
        WorkflowTask.objects.using(using).create(workflow=workflow, task=step.task_ptr, sort_order=order)
    return workflow


def _append(agency: Agency, act: str, actor: Any, data: dict[str, Any]) -> None:
    append(
        NewEvent(
            kind="review.chain",
            object_id=agency.pk,
            type=f"review.chain.{act}",
            occurred_on=timezone.localdate(),
            data={"agency": agency.code, **data},
            actor=actor,
        )
    )
