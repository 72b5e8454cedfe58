"""Chains of the agencies somebody administers: what holds where, how it is laid down, and how strictly they sign."""

from __future__ import annotations

from typing import Any

from django.contrib import messages
from django.core.exceptions import PermissionDenied
from django.http import Http404, HttpRequest, HttpResponse
from django.shortcuts import redirect
from django.urls import reverse
from django.utils.translation import gettext as _
from django.views.decorators.http import require_http_methods, require_POST, require_safe

from gongkai.agencies import access
from gongkai.agencies.models import Agency, Duty
from gongkai.agencies.office import actor_of
from gongkai.review import chains, conditions, rounds, rules, services
from gongkai.review.models import AgencyWorkflow, ReviewStep, SigningPolicy
from gongkai.review.office.forms import StepForm
from gongkai.review.office.frame import show
from gongkai.review.rules import Refused
from gongkai.review.services.chains import MOST_STEPS, PRESETS, StepPlan

POLICY = ("requires_code", "allows_own_draft", "allows_two_steps")
SPARE = 2  # blank rows after the last step; the rest of them is folded away

Row = tuple[StepForm, dict[str, list[str]]]


@require_safe
def overview(request: HttpRequest) -> HttpResponse:
    """Which chains hold at which agency, its own or those above it, in one table."""
    actor = actor_of(request)
    agencies = list(_administered(actor).order_by("path"))
    if not agencies:
        raise PermissionDenied
    laid_down = list(AgencyWorkflow.objects.select_related("workflow", "agency").order_by("review_class"))
    stages = {
        workflow: rules.plan(steps, {}, Duty.SECRECY_REVIEWER)
        for workflow, steps in chains.steps_by_workflow(row.workflow_id for row in laid_down).items()
    }
    policies = {row.agency_id for row in SigningPolicy.objects.all()}
    own = {row.agency_id for row in laid_down}
    default = [row for row in laid_down if row.agency_id is None]
    rows = [
        {
            "agency": agency,
            "depth": agency.depth - agencies[0].depth,
            "chains": _lines([row for row in laid_down if row.agency_id == agency.pk], stages),
            "has_policy": agency.pk in policies,
        }
        for agency in agencies
    ]
    return show(
        request,
        "review/chains.html",
        _("审签流程"),
        [],
        icon="tasks",
        rows=rows,
        default=_lines(default, stages),
        many=len(own - {None}),
    )


@require_safe
def agency_page(request: HttpRequest, code: str) -> HttpResponse:
    """The chains and the signing rules of one agency."""
    agency = _agency(request, code)
    rows = list(
        AgencyWorkflow.objects.filter(agency=agency).select_related("workflow").order_by("review_class")
    )
    inherited = chains.workflow_of(agency)
    ids = {row.workflow_id for row in rows} | ({inherited.pk} if inherited else set())
    steps = chains.steps_by_workflow(ids)
    stages = {pk: rules.plan(found, {}, Duty.SECRECY_REVIEWER) for pk, found in steps.items()}
    every = [step for found in steps.values() for step in found]
    in_force = chains.policy_of(agency)
    return show(
        request,
        "review/chain_agency.html",
        agency.short_name,
        _trail(),
        icon="tasks",
        agency=agency,
        chains=_lines(rows, stages),
        inherited=inherited,
        inherited_stages=stages.get(inherited.pk, []) if inherited else [],
        presets=[(key, name, steps) for key, (name, steps) in PRESETS.items()],
        policy=SigningPolicy.objects.filter(agency=agency).first(),
        in_force=in_force,
        without_device=chains.without_device(agency, every) if in_force.requires_code else [],
        missing=[str(Duty(duty).label) for duty in chains.missing_duties(agency, every)],
    )


@require_POST
def adopt(request: HttpRequest, code: str) -> HttpResponse:
    """One click: a preset chain for an agency."""
    actor, agency = actor_of(request), _agency(request, code)
    preset = request.POST.get("preset", "")
    if preset not in PRESETS:
        raise Http404
    _say(request, services.adopt(actor=actor, agency=agency, preset=preset))
    return redirect("review_chain_agency", code)


@require_POST
def drop(request: HttpRequest, code: str) -> HttpResponse:
    """Follow the agency above again."""
    actor, agency = actor_of(request), _agency(request, code)
    row = AgencyWorkflow.objects.filter(
        agency=agency, review_class=request.POST.get("review_class", "")
    ).first()
    if row is None:
        raise Http404
    services.drop_chain(actor=actor, row=row)
    messages.success(request, _("“%(agency)s”沿用上级的流程。") % {"agency": agency})
    return redirect("review_chain_agency", code)


@require_POST
def policy(request: HttpRequest, code: str) -> HttpResponse:
    """How strictly an agency signs."""
    actor, agency = actor_of(request), _agency(request, code)
    services.set_policy(actor=actor, agency=agency, **{name: name in request.POST for name in POLICY})
    messages.success(request, _("已保存“%(agency)s”的签署规则。") % {"agency": agency})
    return redirect("review_chain_agency", code)


@require_http_methods(["GET", "POST"])
def edit(request: HttpRequest, code: str) -> HttpResponse:
    """Lay down the chain of an agency for a class of content: rows of steps with limits and conditions."""
    actor, agency = actor_of(request), _agency(request, code)
    classes, facts = chains.classes(), chains.facts()
    review_class = request.POST.get("review_class", request.GET.get("review_class", ""))
    if review_class and review_class not in dict(classes):
        raise Http404
    present = chains.workflow_of(agency, review_class)
    name = request.POST.get("name", present.name if present else "")
    problems: list[rules.Blocker] = []
    if request.method == "POST":
        rows = _posted_rows(request, facts)
        if all(form.is_valid() for form, _chosen in rows):
            try:
                row = services.choose_chain(
                    actor=actor, agency=agency, review_class=review_class, name=name, steps=_plans(rows)
                )
            except Refused as refused:
                problems = refused.blockers
            else:
                _say(request, row)
                return redirect("review_chain_agency", code)
    else:
        rows = _present_rows(chains.steps_of(present) if present else [])
    shown = 1 + max((n for n, row in enumerate(rows) if row[0]["name"].value()), default=-1) + SPARE
    return show(
        request,
        "review/chain.html",
        _("设置审签流程"),
        [*_trail(), (agency.short_name, reverse("review_chain_agency", args=[code]))],
        icon="tasks",
        agency=agency,
        classes=classes,
        review_class=review_class,
        name=name,
        rows=rows[:shown],
        more_rows=rows[shown:],
        facts=facts,
        problems=problems,
    )


def _posted_rows(request: HttpRequest, facts: list[conditions.Fact]) -> list[Row]:
    return [
        (
            StepForm(request.POST, prefix=f"step{number}"),
            {
                fact.name: values
                for fact in facts
                if (values := request.POST.getlist(f"step{number}-{fact.name}"))
            },
        )
        for number in range(MOST_STEPS)
    ]


def _present_rows(steps: list[Any]) -> list[Row]:
    rows: list[Row] = []
    for number in range(MOST_STEPS):
        step = steps[number] if number < len(steps) else None
        initial: dict[str, Any] = {}
        chosen: dict[str, list[str]] = {}
        if isinstance(step, ReviewStep):
            initial = {key: getattr(step, key) for key in ("name", "duty", "alongside", "limit_days")}
            chosen = {item["fact"]: item["any_of"] for item in step.conditions}
        rows.append((StepForm(prefix=f"step{number}", initial=initial), chosen))
    return rows


def _plans(rows: list[Row]) -> list[StepPlan]:
    return [
        StepPlan(
            name=form.cleaned_data["name"].strip(),
            duty=form.cleaned_data["duty"],
            alongside=form.cleaned_data["alongside"],
            limit_days=form.cleaned_data["limit_days"],
            conditions=[{"fact": fact, "any_of": values} for fact, values in chosen.items()],
        )
        for form, chosen in rows
        if form.cleaned_data["name"].strip()
    ]


def _lines(rows: list[AgencyWorkflow], stages: dict[int, Any]) -> list[tuple[AgencyWorkflow, object, Any]]:
    """Each chain with the class it is for and its stages."""
    labels = dict(chains.classes())
    return [
        (row, labels.get(row.review_class, row.review_class), stages.get(row.workflow_id, [])) for row in rows
    ]


def _trail() -> list[tuple[str, str]]:
    return [(_("审签流程"), reverse("review_chains"))]


def _administered(actor: Any) -> Any:
    return access.acting_agencies(actor, Duty.ADMINISTRATOR).filter(closed_on__isnull=True)


def _agency(request: HttpRequest, code: str) -> Agency:
    agency: Agency | None = _administered(request.user).filter(code=code).first()
    if agency is None:
        raise Http404
    return agency


def _say(request: HttpRequest, row: AgencyWorkflow) -> None:
    messages.success(
        request, _("“%(agency)s”改用“%(name)s”。") % {"agency": row.agency, "name": row.workflow}
    )
    waiting = rounds.under_way().filter(agency=row.agency).count()
    if waiting:
        text = _("正在审签的%(many)d件须撤回后重新送签，才能按新流程公开。") % {"many": waiting}
        messages.warning(request, text)
