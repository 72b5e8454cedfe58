"""The reviews under way: for each its stages, its signatures so far, and what is open. Read in bulk, however many."""

from __future__ import annotations

from collections import defaultdict
from collections.abc import Iterable, Sequence
from dataclasses import dataclass
from datetime import date, datetime
from typing import Any

from django.db.models import QuerySet
from django.utils import timezone
from django.utils.translation import gettext as _
from wagtail.models import WorkflowState

from gongkai.agencies import basis
from gongkai.agencies.models import Agency, Duty
from gongkai.law.calendar import WorkCalendar
from gongkai.review import chains, rules
from gongkai.review.models import Clearance, Referral, ReviewStep, Signature, Submission

Key = tuple[int, int]  # content type and number of an object


@dataclass(frozen=True, slots=True)
class Round:
    """One submission. `signatures`, oldest first: while it is under way those since the last clearance, later all of the object."""

    submission: Submission
    stages: Sequence[Sequence[ReviewStep]]
    signatures: Sequence[Signature]
    referrals: Sequence[Referral]
    task_state_id: int | None  # where it is signed; None when the review is over

    @property
    def is_under_way(self) -> bool:
        """Whether anything can be signed."""
        return self.task_state_id is not None

    @property
    def state_label(self) -> str:
        """审签中, 已签署完成, 已退回修改, or 已撤回."""
        if self.is_under_way:
            return _("审签中")
        if not self.open:
            return _("已签署完成")
        own = [s for s in self.signatures if s.submission_id == self.submission.pk]
        return _("已退回修改") if own and own[-1].decision == rules.RETURNED else _("已撤回")

    @property
    def steps(self) -> list[ReviewStep]:
        """The steps this content needs, in order."""
        return [step for stage in self.stages for step in stage]

    @property
    def open(self) -> list[rules.Open[ReviewStep]]:
        """The steps that can be signed now."""
        submission = self.submission
        return rules.open_steps(
            self.stages, self.signatures, submission.content_sha256, submission.submitted_at
        )

    @property
    def approvals(self) -> dict[int, Signature]:
        """By step: the newest signature on this content, where it is an approval."""
        newest = {
            signature.step_id: signature
            for signature in self.signatures
            if signature.content_sha256 == self.submission.content_sha256
        }
        return {step: s for step, s in newest.items() if s.decision == rules.APPROVED}

    @property
    def open_referral(self) -> Referral | None:
        """The question that waits for its answer."""
        return next((row for row in self.referrals if row.is_open), None)


def due_on(step: ReviewStep, since: datetime, calendar: WorkCalendar) -> date | None:
    """The last day to sign: `limit_days` working days after the day the step was reached."""
    if not step.limit_days:
        return None
    return calendar.add(timezone.localdate(since), step.limit_days)


@dataclass(frozen=True, slots=True)
class StepState:
    """How far one step is: signed (`signature`), open (`open`, until `due_on`), or ahead; `basis`: what it rests on, as a line."""

    step: ReviewStep
    alongside: bool
    signature: Signature | None
    open: rules.Open[ReviewStep] | None
    due_on: date | None
    basis: str = ""


def progress(found: Round, calendar: WorkCalendar) -> list[StepState]:
    """Every step this content needs, in order."""
    opened = {item.step.pk: item for item in found.open} if found.is_under_way else {}
    approvals, agency = found.approvals, found.submission.agency
    return [
        StepState(
            step=step,
            alongside=number > 0,
            signature=approvals.get(step.pk),
            open=opened.get(step.pk),
            due_on=due_on(step, opened[step.pk].since, calendar) if step.pk in opened else None,
            basis=_basis(agency, step, approvals.get(step.pk)),
        )
        for stage in found.stages
        for number, step in enumerate(stage)
    ]


# What the holder of a duty does when signing (`law.acts`); everybody else reviews.
ACTS = {Duty.SECRECY_REVIEWER: "publication.secrecy", Duty.LEADER: "publication.sign"}


def _basis(agency: Agency, step: ReviewStep, signature: Signature | None) -> str:
    day = timezone.localdate(signature.signed_at) if signature else None
    return basis.line(agency, ACTS.get(Duty(step.duty), "publication.review"), day=day)


def under_way() -> QuerySet[Submission]:
    """The submissions whose review is in progress."""
    states = WorkflowState.objects.filter(status=WorkflowState.STATUS_IN_PROGRESS).values("pk")
    return Submission.objects.filter(workflow_state_id__in=states).select_related("agency", "submitted_by")


def of(submissions: Iterable[Submission]) -> list[Round]:
    """The submissions with everything that decides what is open, in a fixed number of queries."""
    rows = list(submissions)
    if not rows:
        return []
    steps = chains.steps_by_workflow(row.workflow_id for row in rows)
    signatures, used = _by_object(Signature, rows), _used(rows)
    referrals = _by_object(Referral, rows)
    states = dict(
        WorkflowState.objects.filter(
            pk__in=[row.workflow_state_id for row in rows], status=WorkflowState.STATUS_IN_PROGRESS
        ).values_list("pk", "current_task_state_id")
    )
    return [
        Round(
            submission=row,
            stages=rules.plan(steps.get(row.workflow_id, []), row.facts, Duty.SECRECY_REVIEWER),
            signatures=[
                signature
                for signature in signatures[_key(row)]
                if row.workflow_state_id not in states or signature.pk > used[_key(row)]
            ],
            referrals=referrals[_key(row)],
            task_state_id=states.get(row.workflow_state_id),
        )
        for row in rows
    ]


def _used(rows: Sequence[Submission]) -> dict[Key, int]:
    """By object: the last signature its last clearance was made of. A clearance uses up its signatures."""
    used: dict[Key, int] = defaultdict(int)
    for key, found in _by_object(Clearance, rows).items():
        used[key] = max(found[-1].signature_ids, default=0)
    return used


def _by_object(model: Any, rows: Sequence[Submission]) -> dict[Key, list[Any]]:
    found: dict[Key, list[Any]] = defaultdict(list)
    wanted = model.objects.filter(
        content_type_id__in={row.content_type_id for row in rows},
        object_id__in={row.object_id for row in rows},
    )
    for row in wanted.order_by("id"):
        found[_key(row)].append(row)
    return found


def _key(row: Any) -> Key:
    return row.content_type_id, row.object_id
