"""The list of consultations, and registering one."""

from __future__ import annotations

from typing import Any

from django.db.models import Case, IntegerField, QuerySet, When
from django.http import HttpRequest, HttpResponse
from django.shortcuts import redirect
from django.utils import timezone
from django.utils.translation import gettext as _
from django.views.decorators.http import require_http_methods, require_safe
from wagtail.admin import messages

from gongkai.agencies import access
from gongkai.agencies.models import Duty
from gongkai.agencies.office import actor_of, paged
from gongkai.engagement import limits, queries
from gongkai.engagement.office import pages
from gongkai.engagement.office.forms import FactsForm, FilterForm, LimitForm
from gongkai.engagement.rules import STATES, State
from gongkai.engagement.services import planning
from gongkai.engagement.services.recording import HANDLING
from gongkai.review.office.plain import carried_out

TONES = {State.WAITING: "caution", State.ANSWERED: "good", State.OPEN: "good"}


@require_safe
def index(request: HttpRequest) -> HttpResponse:
    """What waits for an outcome first, the oldest in front; then what is open, the nearest end in front; then the rest."""
    actor, today = actor_of(request), timezone.localdate()
    form = FilterForm(request.GET, actor=actor)
    chosen = form.values()
    page, query = paged(request, _ordered(queries.with_counts(_narrowed(queries.visible(actor), chosen))))
    running = limits.in_force()
    return pages.show(
        request,
        "list",
        _("征求意见"),
        form=form,
        is_narrowed=bool(chosen),
        page=page,
        query=query,
        rows=[_line(row, running, today) for row in page],
        may_act=access.acting_agencies(actor, *HANDLING).exists(),
        may_set=any(post.duty == Duty.ADMINISTRATOR for post in access.current_posts(actor)),
    )


def _narrowed(rows: QuerySet[Any], chosen: dict[str, Any]) -> QuerySet[Any]:
    today = timezone.localdate()
    if state := chosen.get("state"):
        if state == "overdue":
            running = limits.in_force()
            late = [
                row.pk
                for row in queries.in_state(rows, State.WAITING, today)
                if is_overdue(row, running, today)
            ]
            rows = rows.filter(pk__in=late)
        else:
            rows = queries.in_state(rows, state, today)
    if agency := chosen.get("agency"):
        rows = rows.filter(agency__path__startswith=agency.path)
    if words := chosen.get("q"):
        rows = rows.filter(title__icontains=words)
    return rows


def _ordered(rows: QuerySet[Any]) -> QuerySet[Any]:
    today = timezone.localdate()
    rank = Case(
        When(called_off_on__isnull=False, then=4),
        When(is_answered=True, then=3),
        When(is_public=True, closes_on__lt=today, then=0),
        When(is_public=True, then=1),
        default=2,
        output_field=IntegerField(),
    )
    return rows.annotate(rank=rank).order_by("rank", "closes_on", "id")


def is_overdue(row: Any, running: limits.InForce, today: Any) -> bool:
    """Whether the outcome of a waiting consultation is late."""
    return row.law.comments and running.outcome_due(row.closes_on).due_on < today


def _line(row: Any, running: limits.InForce, today: Any) -> dict[str, Any]:
    state = queries.state(row, today)
    waits = state == State.WAITING and row.law.comments
    due_on = running.outcome_due(row.closes_on).due_on if waits else None
    is_late = due_on is not None and due_on < today
    return {
        "row": row,
        "state": STATES[state],
        "tone": "danger" if is_late else TONES.get(state, ""),
        "due_on": due_on,
        "is_late": is_late,
        "unsorted": (row.comment_count or 0) - (row.sorted_count or 0),
    }


@require_http_methods(pages.METHODS)
def register(request: HttpRequest) -> HttpResponse:
    """A new consultation."""
    actor = actor_of(request)
    initial = {"opens_on": timezone.localdate()}
    form = FactsForm(request.POST or None, actor=actor, initial=initial)
    made: list[Any] = []
    if request.method == "POST" and carried_out(
        form,
        lambda: made.append(
            planning.plan(actor=actor, agency=form.cleaned_data["agency"], facts=form.facts())
        ),
    ):
        messages.success(request, _("已登记。下一步：指定决策草案，再起草公告。"))
        return redirect("consultations_office:one", made[0].pk)
    return pages.form_page(request, form, _("登记征求意见"), _("登记"))


@require_http_methods(pages.METHODS)
def edit(request: HttpRequest, pk: int) -> HttpResponse:
    """Change what was registered, before the announcement is signed."""
    actor, row = actor_of(request), pages.consultation(request, pk)
    names = [name for name in FactsForm.base_fields if name not in ("agency", "kind")]
    hearing = getattr(row, "hearing", None)
    initial = {name: getattr(row, name, getattr(hearing, name, None)) for name in names}
    form = FactsForm(request.POST or None, actor=actor, fixed=True, initial=initial)
    if request.method == "POST" and carried_out(
        form, lambda: planning.change(actor=actor, consultation=row, facts=form.facts(row.kind))
    ):
        messages.success(request, _("已修改。已经起草的公告请重新生成。"))
        return redirect("consultations_office:one", pk)
    return pages.form_page(request, form, _("修改登记的内容"), _("保存"), pages.crumb(row))


@require_http_methods(pages.METHODS)
def settings(request: HttpRequest) -> HttpResponse:
    """The limits in force; an administrator at the top sets others, with their source."""
    actor = actor_of(request)
    current = limits.current(timezone.localdate())
    form = LimitForm(request.POST or None, choices=[(one.code, one.label) for one in current])
    if request.method == "POST" and carried_out(
        form, lambda: planning.set_limit(actor=actor, **form.cleaned_data)
    ):
        messages.success(request, _("已设定，从现在起适用。"))
        return redirect("consultations_office:settings")
    return pages.show(
        request, "settings", _("征求意见的期限"), status=422 if form.errors else 200, limits=current, form=form,
        may_set=any(post.duty == Duty.ADMINISTRATOR and post.agency.depth == 1 for post in access.current_posts(actor)),
    )  # fmt: skip
