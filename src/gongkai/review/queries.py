"""The only reader of the review for other rooms."""

from __future__ import annotations

from collections.abc import Iterable
from dataclasses import dataclass
from datetime import date, datetime
from typing import Any

from django.contrib.contenttypes.models import ContentType
from django.db.models import Q, QuerySet
from django.urls import reverse
from django.utils import timezone
from wagtail.models import Revision, WorkflowState

from gongkai.agencies import access, working_days
from gongkai.agencies.models import Duty
from gongkai.review import chains, rounds, rules, standing
from gongkai.review.chains import steps_of, workflow_of
from gongkai.review.models import Clearance, Phrase, Referral, ReviewStep, Signature, Submission
from gongkai.review.rounds import Round
from gongkai.review.rules import Blocker
from gongkai.review.standing import Standing

__all__ = ["blockers", "register", "signatures", "signing_blockers", "steps_of", "waiting_for", "workflow_of"]


@dataclass(frozen=True, slots=True)
class Waiting:
    """One thing that waits for a signature: of whom, since when, and until when."""

    round: Round
    step: ReviewStep
    standing: Standing
    since: datetime
    due_on: date | None

    @property
    def submission(self) -> Submission:
        """What was sent for review."""
        return self.round.submission

    @property
    def referral(self) -> Referral | None:
        """The question that waits for another authority; the step's limit does not press meanwhile."""
        return self.round.open_referral

    @property
    def is_overdue(self) -> bool:
        """Whether the limit has passed."""
        return self.due_on is not None and self.referral is None and self.due_on < timezone.localdate()


def of_object(obj: Any) -> dict[str, Any]:
    """The filter that finds an object's signatures and clearances."""
    return {
        "content_type": ContentType.objects.get_for_model(obj, for_concrete_model=False),
        "object_id": obj.pk,
    }


def signatures(obj: Any) -> QuerySet[Signature]:
    """Every signature on an object, oldest first, with its remarks."""
    return Signature.objects.filter(**of_object(obj)).prefetch_related("remarks").order_by("id")


def last_clearance(obj: Any) -> Clearance | None:
    """The newest completed sign-off of an object."""
    return Clearance.objects.filter(**of_object(obj)).order_by("-id").first()


def drafters(obj: Any) -> set[int]:
    """People who wrote or submitted what is now under review: authors of revisions since the last clearance."""
    clearance = last_clearance(obj)
    revisions = Revision.objects.for_instance(obj)
    if clearance is not None:
        revisions = revisions.filter(pk__gt=clearance.revision_id)
    found = set(revisions.filter(user__isnull=False).values_list("user_id", flat=True))
    state = current_state(obj)
    if state is not None and state.requested_by_id:
        found.add(state.requested_by_id)
    return found


def current_state(obj: Any) -> WorkflowState | None:
    """The review under way or the one that has just ended; None before the first submission and after cancelling."""
    state = obj.workflow_states.order_by("-id").first()
    return None if state is None or state.status == WorkflowState.STATUS_CANCELLED else state


def under_review(obj: Any) -> Round | None:
    """The round an object is in; None when no review is in progress."""
    submission = rounds.under_way().filter(**of_object(obj)).order_by("-id").first()
    return rounds.of([submission])[0] if submission else None


def progress(obj: Any) -> dict[str, Any]:
    """What the template `review/steps.html` shows of the review an object is in; empty when it is in none."""
    found = under_review(obj)
    if found is None:
        return {}
    return {
        "submission": found.submission,
        "progress": rounds.progress(found, working_days.current()),
        "stuck": stuck_steps(found),
    }


@dataclass(frozen=True, slots=True)
class Ahead:
    """A step that would be taken next: who may sign it, and by when if everybody before uses the whole limit."""

    step: ReviewStep
    alongside: bool
    signers: list[str]
    due_on: date | None


def ahead(obj: Any) -> list[Ahead]:
    """The steps the newest version would pass if it were sent for review today; empty when its agency has no chain."""
    version = obj.get_latest_revision_as_object()
    workflow = version.get_workflow()
    if workflow is None:
        return []
    own = [step for step in steps_of(workflow) if isinstance(step, ReviewStep)]
    policy, calendar = chains.policy_of(obj.agency), working_days.current()
    wrote = set() if policy.allows_own_draft else drafters(obj)
    day: date | None = timezone.localdate()
    found = []
    for stage in rules.plan(own, facts_of(version), Duty.SECRECY_REVIEWER):
        limits = [step.limit_days for step in stage]
        ends = [calendar.add(day, days) if day and days else None for days in limits]
        for number, step in enumerate(stage):
            people = access.holders(obj.agency, step.duty).exclude(pk__in=wrote).order_by("pk")
            found.append(Ahead(step, number > 0, [str(person) for person in people], ends[number]))
        day = max(filter(None, ends)) if day and all(ends) else None
    return found


def stuck_steps(found: Round) -> list[ReviewStep]:
    """The open steps that nobody may sign: no holder, or only people who drafted the content or signed another step."""
    agency = found.submission.agency
    policy = chains.policy_of(agency)
    stuck = []
    for opened in found.open:
        holders = set(access.holders(agency, opened.step.duty).values_list("pk", flat=True))
        deputies = standing.deputyships_in_force().filter(
            agency=agency, duty=opened.step.duty, principal__in=holders
        )
        able = [{pk} for pk in holders] + [{row.deputy_id, row.principal_id} for row in deputies]
        if not any(_allowed(found, opened.step, people, policy) for people in able):
            stuck.append(opened.step)
    return stuck


def facts_of(version: Any) -> dict[str, list[str]]:
    """The facts of a version by which the steps are chosen (`review_facts`); empty keeps every step."""
    return dict(getattr(version, "review_facts", {}))


def blockers(obj: Any, revision: Any = None) -> list[Blocker]:
    """What the review of this revision (the latest by default) still lacks. Empty: completely signed."""
    revision = revision or obj.get_latest_revision()
    if revision is None:
        return [Blocker("REVIEW-STEP", rules.not_submitted())]
    version = revision.as_object()
    workflow = version.get_workflow()
    if workflow is None:
        return [Blocker("REVIEW-NO-WORKFLOW", rules.no_workflow())]
    steps = steps_of(workflow)
    own = [step for step in steps if isinstance(step, ReviewStep)]
    found = [
        Blocker("REVIEW-FOREIGN-STEP", rules.foreign_step(step.name)) for step in steps if step not in own
    ]
    if current_state(obj) is None:
        found.append(Blocker("REVIEW-NOT-SUBMITTED", rules.not_submitted()))
    if not revision.is_latest_revision():
        found.append(Blocker("REVIEW-OLD-REVISION", rules.old_revision()))
    digest = obj.review_digest(revision)
    stages = rules.plan(own, facts_of(version), Duty.SECRECY_REVIEWER)
    return (
        found
        + rules.step_blockers(
            [step for stage in stages for step in stage],
            since_last_clearance(obj),
            digest,
            drafters(obj),
            Duty.SECRECY_REVIEWER,
        )
        + referral_blockers(Referral.objects.filter(**of_object(obj)), digest)
    )


def referral_blockers(referrals: Iterable[Referral], content_sha256: str) -> list[Blocker]:
    """Why a content may not be approved for what was put to another authority (条例第十七条)."""
    rows = sorted(referrals, key=lambda row: row.pk)
    if any(row.is_open for row in rows):
        return [Blocker("REVIEW-REFERRED", rules.referred(), reverse("review_referrals"))]
    answers = [row for row in rows if row.outcome and row.content_sha256 == content_sha256]
    if answers and answers[-1].outcome != Referral.Outcome.PUBLISH:
        text = rules.refused_by_authority(str(answers[-1].get_outcome_display()))
        return [Blocker("REVIEW-REFERRED-NO", text)]
    return []


def since_last_clearance(obj: Any) -> list[Signature]:
    """The signatures of the present round: a clearance uses up the signatures it was made of."""
    clearance = last_clearance(obj)
    used = max(clearance.signature_ids, default=0) if clearance else 0
    return list(Signature.objects.filter(**of_object(obj), pk__gt=used).order_by("id"))


@dataclass(frozen=True, slots=True)
class Turn:
    """What a person may sign now: the step, as whom, with which exceptions, and what stands in the way."""

    round: Round
    step: ReviewStep
    standing: Standing | None
    exceptions: list[str]
    blockers: list[Blocker]


def turn_of(actor: Any, obj: Any, step_id: int | None = None) -> Turn | None:
    """The open step the actor can sign, or the one asked for; None when no step is open. No account is exempt."""
    found = under_review(obj)
    if found is None:
        return None
    latest = obj.get_latest_revision()
    is_outdated = latest is None or found.submission.revision_id != latest.pk
    policy = chains.policy_of(obj.agency)
    turns = [
        _turn(found, opened.step, actor, obj, policy, is_outdated=is_outdated)
        for opened in found.open
        if step_id in (None, opened.step.pk)
    ]
    return next((turn for turn in turns if not turn.blockers), turns[0] if turns else None)


def _turn(
    found: Round, step: ReviewStep, actor: Any, obj: Any, policy: chains.Policy, *, is_outdated: bool
) -> Turn:
    mine = standing.at(actor, obj.agency, step.duty)
    reasons = exceptions(found, step, {actor.pk}) if getattr(actor, "pk", None) else {}
    behalf = exceptions(found, step, {mine.principal.pk}) if mine and mine.principal else {}
    allowed = {
        code
        for code, may in (
            (rules.OWN_DRAFT, policy.allows_own_draft),
            (rules.SECOND_STEP, policy.allows_two_steps),
        )
        if may
    }
    stopping = []
    if mine is None:
        stopping.append(Blocker("REVIEW-DUTY", rules.wrong_duty(step.name, str(Duty(step.duty).label))))
    if rules.OWN_DRAFT in reasons and rules.OWN_DRAFT not in allowed:
        stopping.append(Blocker("REVIEW-OWN", rules.own_draft()))
    if rules.SECOND_STEP in reasons and rules.SECOND_STEP not in allowed:
        stopping.append(Blocker("REVIEW-TWICE", rules.second_step(reasons[rules.SECOND_STEP])))
    if behalf.keys() - allowed:
        stopping.append(Blocker("REVIEW-PRINCIPAL", rules.principal_is_drafter()))
    if is_outdated:
        stopping.append(Blocker("REVIEW-OUTDATED", rules.outdated()))
    return Turn(found, step, mine, sorted({*reasons, *behalf}), stopping)


def exceptions(found: Round, step: ReviewStep, people: set[int]) -> dict[str, str]:
    """Which separations of duty a signature by (or for) these people would break; with the other step's name."""
    broken = {}
    if people & set(found.submission.drafter_ids):
        broken[rules.OWN_DRAFT] = ""
    for other in found.steps:
        signed = found.approvals.get(other.pk)
        if other.pk != step.pk and signed and people & {signed.actor_id, signed.principal_id}:
            broken[rules.SECOND_STEP] = other.name
    return broken


def signing_blockers(actor: Any, obj: Any, step_id: int | None = None) -> list[Blocker]:
    """Why the actor may not sign a step now waiting; empty when they may."""
    turn = turn_of(actor, obj, step_id)
    return turn.blockers if turn else [Blocker("REVIEW-NOT-WAITING", rules.not_waiting())]


def waiting_for(actor: Any) -> list[Waiting]:
    """What waits for this person's signature: the nearest limit first, then the oldest. Without what they may not sign."""
    mine = standing.of(actor)
    agency_ids = {agency for agency, duty in mine}
    if not agency_ids:
        return []
    calendar = working_days.current()
    policies: dict[int, chains.Policy] = {}
    found = []
    for current in rounds.of(rounds.under_way().filter(agency_id__in=agency_ids).order_by("submitted_at")):
        agency = current.submission.agency
        for opened in current.open:
            as_whom = mine.get((agency.pk, opened.step.duty))
            if as_whom is None:
                continue
            if agency.pk not in policies:
                policies[agency.pk] = chains.policy_of(agency)
            if _may(current, opened.step, actor, as_whom, policies[agency.pk]):
                limit = rounds.due_on(opened.step, opened.since, calendar)
                found.append(Waiting(current, opened.step, as_whom, opened.since, limit))
    return sorted(found, key=lambda row: (row.due_on or date.max, row.since))


def _may(found: Round, step: ReviewStep, actor: Any, mine: Standing, policy: chains.Policy) -> bool:
    people = {actor.pk} | ({mine.principal.pk} if mine.principal else set())
    return _allowed(found, step, people, policy)


def _allowed(found: Round, step: ReviewStep, people: set[int], policy: chains.Policy) -> bool:
    broken = exceptions(found, step, people)
    return (policy.allows_own_draft or rules.OWN_DRAFT not in broken) and (
        policy.allows_two_steps or rules.SECOND_STEP not in broken
    )


def register(actor: Any, year: int, month: int) -> QuerySet[Signature]:
    """The sign-off register of a month: every signature at the agencies the actor may see."""
    zone = timezone.get_current_timezone()
    start = datetime(year, month, 1, tzinfo=zone)
    end = datetime(year + month // 12, month % 12 + 1, 1, tzinfo=zone)
    return (
        Signature.objects.filter(
            agency__in=access.visible_agencies(actor), signed_at__gte=start, signed_at__lt=end
        )
        .select_related("agency")
        .order_by("signed_at", "id")
    )


def phrases_for(actor: Any) -> QuerySet[Phrase]:
    """The opinions the actor may choose from: their own and those of the agencies of their posts."""
    agencies = [post.agency_id for post in access.current_posts(actor)]
    return Phrase.objects.filter(Q(holder=actor) | Q(agency__in=agencies)).select_related("agency")


def open_referrals(actor: Any) -> list[Referral]:
    """The unanswered questions of the agencies at which the actor keeps them."""
    agency_ids = {agency for agency, duty in standing.of(actor) if duty in standing.HANDLING_REFERRALS}
    if not agency_ids:
        return []
    return list(Referral.objects.filter(agency_id__in=agency_ids, outcome="", withdrawn_on__isnull=True))
