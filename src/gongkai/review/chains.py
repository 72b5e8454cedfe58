"""Which chain and which signing policy an agency uses: its own, or those of the nearest agency above it."""

from __future__ import annotations

from collections.abc import Iterable
from dataclasses import dataclass
from typing import Any

from django.db.models import Q
from django.utils import timezone
from wagtail import hooks
from wagtail.models import Workflow, WorkflowTask

from gongkai.agencies import access
from gongkai.agencies.models import Agency, Post
from gongkai.review.conditions import Fact
from gongkai.review.models import AgencyWorkflow, ReviewStep, SigningPolicy

FACTS_HOOK = "register_review_facts"
CLASS_FACT = "document_type"  # the fact that is also the class a chain may be chosen for


@dataclass(frozen=True, slots=True)
class Policy:
    """How strictly an agency signs."""

    requires_code: bool = False
    allows_own_draft: bool = False
    allows_two_steps: bool = False


def facts() -> list[Fact]:
    """The facts conditions may ask. A room registers `() -> Iterable[Fact]` under FACTS_HOOK."""
    found: list[Fact] = []
    for contribute in hooks.get_hooks(FACTS_HOOK):
        registered: Iterable[Fact] = contribute()
        found.extend(registered)
    return found


def classes() -> list[tuple[str, object]]:
    """The classes of content a chain may be chosen for (value, label)."""
    return next((list(fact.choices) for fact in facts() if fact.name == CLASS_FACT), [])


def workflow_of(agency: Agency | None, review_class: str = "") -> Workflow | None:
    """The active workflow for contents of this class: of the agency, else of the nearest one above it, else the default.

    At each agency a chain for the class comes before its chain for all classes.
    """
    paths = [] if agency is None else _paths(agency.path)
    rows = (
        AgencyWorkflow.objects.filter(workflow__active=True, review_class__in={"", review_class})
        .filter(Q(agency__isnull=True) | Q(agency__path__in=paths))
        .select_related("workflow", "agency")
    )
    best = max(
        rows,
        key=lambda row: (len(row.agency.path) if row.agency else 0, bool(row.review_class)),
        default=None,
    )
    return best.workflow if best else None


def policy_of(agency: Agency) -> Policy:
    """The signing policy in force at the agency."""
    rows = SigningPolicy.objects.filter(agency__path__in=_paths(agency.path)).select_related("agency")
    nearest = max(rows, key=lambda row: len(row.agency.path), default=None)
    if nearest is None:
        return Policy()
    return Policy(nearest.requires_code, nearest.allows_own_draft, nearest.allows_two_steps)


def steps_of(workflow: Workflow) -> list[Any]:
    """The active steps in order, as their own classes; a task that is no ReviewStep is among them."""
    return [task.specific for task in workflow.tasks.filter(active=True)]


def steps_by_workflow(workflow_ids: Iterable[int]) -> dict[int, list[ReviewStep]]:
    """The steps of several workflows in order, in two queries."""
    links = WorkflowTask.objects.filter(workflow_id__in=set(workflow_ids), task__active=True)
    pairs = list(links.order_by("workflow_id", "sort_order", "pk").values_list("workflow_id", "task_id"))
    steps = ReviewStep.objects.in_bulk({task for _workflow, task in pairs})
    found: dict[int, list[ReviewStep]] = {}
    for workflow, task in pairs:
        if task in steps:
            found.setdefault(workflow, []).append(steps[task])
    return found


def _paths(path: str) -> list[str]:
    return [path[:end] for end in range(Agency.steplen, len(path) + 1, Agency.steplen)]


def missing_duties(agency: Agency, steps: Iterable[ReviewStep]) -> list[str]:
    """The duties of these steps that nobody holds at the agency today: what waits there waits in vain."""
    today = timezone.localdate()
    places = [pk for pk in (agency.pk, agency.kept_by_id) if pk]
    held = set(
        Post.objects.filter(Q(until__isnull=True) | Q(until__gte=today), agency__in=places, since__lte=today)
        .filter(holder__is_active=True)
        .values_list("duty", flat=True)
    )
    return list(dict.fromkeys(step.duty for step in steps if step.duty not in held))


def without_device(agency: Agency, steps: Iterable[ReviewStep]) -> list[str]:
    """The names of those who sign these steps and have no device for one-time codes yet."""
    people = access.holders(agency, *{step.duty for step in steps})
    people = people.exclude(second_factor__confirmed_at__isnull=False)
    return [str(person) for person in people.order_by("display_name", "pk")]
