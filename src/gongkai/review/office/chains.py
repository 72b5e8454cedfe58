"""Chains of the agencies somebody administers: what holds where, and how it is laid down; and how strictly they sign."""

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
from gongkai.agencies.office import actor_of, show
from gongkai.review import chains, conditions, rounds, rules, services
from gongkai.review.models import AgencyWorkflow, ReviewStep, SigningPolicy
from gongkai.review.office.forms import StepForm
from gongkai.review.rules import Refused
from gongkai.review.services.chains import MOST_STEPS, PRESETS, StepPlan

POLICY = ("requires_code", "allows_own_draft", "allows_two_steps")


@require_safe
def overview(request: HttpRequest) -> HttpResponse:
    """Which chain holds at which agency, its own or that above it, in one table."""
    actor = actor_of(request)
    agencies = list(_administered(actor).order_by("path"))
    if not agencies:
        raise PermissionDenied
    own: dict[int | None, list[AgencyWorkflow]] = {}
    laid_down = AgencyWorkflow.objects.select_related("workflow", "agency")
    for row in laid_down.order_by("review_class"):
        own.setdefault(row.agency_id, []).append(row)
    used = {row.workflow_id for rows in own.values() for row in rows}
    stages = {
        pk: rules.plan(steps, {}, Duty.SECRECY_REVIEWER)
        for pk, steps in chains.steps_by_workflow(used).items()
    }
    policies = {row.agency_id: row for row in SigningPolicy.objects.all()}
    labels = dict(chains.classes())
    rows = [
        {
            "agency": agency,
            "chains": [
                (row, labels.get(row.review_class, row.review_class), stages.get(row.workflow_id, []))
                for row in own.get(agency.pk, [])
            ],
            "policy": policies.get(agency.pk),
        }
        for agency in agencies
    ]
    default = next((row for row in own.get(None, []) if not row.review_class), None)
    return show(
        request,
        "review/chains.html",
        _("审签流程"),
        [],
        icon="tasks",
        rows=rows,
        default=default,
        default_stages=stages.get(default.workflow_id, []) if default else [],
        presets=[(key, name, steps) for key, (name, steps) in PRESETS.items()],
        facts=chains.facts(),
    )


@require_POST
def adopt(request: HttpRequest, code: str) -> HttpResponse:
    """One click: a preset chain for an agency."""
    actor, agency = actor_of(request), _agency(request, code)
    preset = request.POST.get("preset", "")
    if preset not in PRESETS:
        raise Http404
    row = services.adopt(actor=actor, agency=agency, preset=preset)
    _say(request, row)
    return redirect("review_chains")


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
    return redirect("review_chains")


@require_POST
def policy(request: HttpRequest, code: str) -> HttpResponse:
    """How strictly an agency signs."""
    actor, agency = actor_of(request), _agency(request, code)
    services.set_policy(actor=actor, agency=agency, **{name: name in request.POST for name in POLICY})
    messages.success(request, _("已保存“%(agency)s”的签署规则。") % {"agency": agency})
    return redirect("review_chains")


@require_http_methods(["GET", "POST"])
def edit(request: HttpRequest, code: str) -> HttpResponse:
    """Lay down the chain of an agency for a class of content: rows of steps with limits and conditions."""
    actor, agency = actor_of(request), _agency(request, code)
    classes, facts = chains.classes(), chains.facts()
    review_class = request.POST.get("review_class", request.GET.get("review_class", ""))
    if review_class and review_class not in dict(classes):
        raise Http404
    rows, problems = _rows(request, agency, review_class, facts), []
    name = request.POST.get("name", "")
    if request.method == "POST":
        if all(form.is_valid() for form, _conditions in rows):
            try:
                row = services.choose_chain(
                    actor=actor, agency=agency, review_class=review_class, name=name, steps=_plans(rows)
                )
            except Refused as refused:
                problems = refused.blockers
            else:
                _say(request, row)
                return redirect("review_chains")
    else:
        present = chains.workflow_of(agency, review_class)
        name = present.name if present else ""
    return show(
        request,
        "review/chain.html",
        _("设置审签流程：%(agency)s") % {"agency": agency.short_name},
        [(_("审签流程"), reverse("review_chains"))],
        icon="tasks",
        agency=agency,
        classes=classes,
        review_class=review_class,
        name=name,
        rows=rows,
        facts=facts,
        problems=problems,
    )


Row = tuple[StepForm, dict[str, list[str]]]


def _rows(request: HttpRequest, agency: Agency, review_class: str, facts: list[conditions.Fact]) -> list[Row]:
    """The rows as posted, or those of the chain in force and some blank ones."""
    if request.method == "POST":
        return [
            (
                StepForm(request.POST, prefix=f"step{number}"),
                {fact.name: request.POST.getlist(f"step{number}-{fact.name}") for fact in facts},
            )
            for number in range(MOST_STEPS)
        ]
    workflow = chains.workflow_of(agency, review_class)
    steps: list[Any] = [*chains.steps_of(workflow)] if workflow else []
    rows: list[Row] = []
    for number in range(MOST_STEPS):
        step = steps[number] if number < len(steps) else None
        initial = {}
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
            conditions=[{"fact": fact, "any_of": values} for fact, values in chosen.items() if values],
        )
        for form, chosen in rows
        if form.cleaned_data["name"].strip()
    ]


def _administered(actor: Any) -> Any:
    return access.acting_agencies(actor, Duty.ADMINISTRATOR).filter(closed_on__isnull=True)


def _agency(request: HttpRequest, code: str) -> Agency:
    agency = _administered(request.user).filter(code=code).first()
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
