"""One consultation: its facts, what can be done next, what happened; and the page of each step."""

from __future__ import annotations

from typing import Any

from django.http import Http404, HttpRequest, HttpResponse
from django.shortcuts import redirect
from django.urls import reverse
from django.utils import timezone
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy
from django.views.decorators.http import require_http_methods, require_safe
from wagtail.admin import messages

from gongkai.agencies import access
from gongkai.agencies.office import actor_of
from gongkai.catalog.models import Document
from gongkai.engagement import limits, queries
from gongkai.engagement.models import Consultation
from gongkai.engagement.office import pages, steps
from gongkai.engagement.office.lists import TONES, is_overdue
from gongkai.engagement.rules import STATES, State, decision_counts
from gongkai.engagement.services import hearings, originals
from gongkai.engagement.services.recording import HANDLING
from gongkai.ledger import queries as ledger
from gongkai.review.office.plain import carried_out
from gongkai.review.rules import Refused

WORDS = {
    "planned": gettext_lazy("登记"),
    "changed": gettext_lazy("修改登记的内容"),
    "paper_named": gettext_lazy("指定文件"),
    "drafted": gettext_lazy("起草文件"),
    "extended": gettext_lazy("延长期限"),
    "called_off": gettext_lazy("终止征集"),
    "stage_recorded": gettext_lazy("登记决策程序"),
    "comments_entered": gettext_lazy("登记意见"),
    "comments_sorted": gettext_lazy("意见归类"),
    "group_kept": gettext_lazy("保存意见要点"),
    "group_dropped": gettext_lazy("删除意见要点"),
    "original_opened": gettext_lazy("查看意见原件"),
    "registrations_opened": gettext_lazy("查看报名人信息"),
    "names_opened": gettext_lazy("读取参加人姓名"),
    "participants_chosen": gettext_lazy("选定听证参加人"),
    "originals_destroyed": gettext_lazy("销毁意见原件"),
}
SHOWN = 60


@require_safe
def one(request: HttpRequest, pk: int) -> HttpResponse:
    """Facts, next steps, papers, opinions in numbers, history."""
    actor, today = actor_of(request), timezone.localdate()
    row = pages.consultation(request, pk)
    state = queries.state(row, today)
    groups, channels = queries.sorted_groups(row), queries.channel_counts(row)
    total = sum(channels.values())
    offered, running = steps.offered(actor, row, today), limits.in_force()
    opened = max(row.opens_on, timezone.localdate(row.announced_at)) if row.announced_at else row.opens_on
    kind = Consultation.ledger_kind
    events = list(ledger.history(kind, row.pk).order_by("-id")[:SHOWN])
    return pages.show(
        request,
        "one",
        row.title,
        consultation=row,
        state=STATES[state],
        tone=TONES.get(state, ""),
        is_late=state == State.WAITING and is_overdue(row, running, today),
        due=running.outcome_due(row.closes_on) if row.law.comments else None,
        period=running.period(row, opened),
        open_steps=[step for step in offered if not step.closed],
        closed_steps=[step for step in offered if step.closed],
        papers=list(row.papers.select_related("document").order_by("id")),
        changes=list(row.period_changes.order_by("id")),
        stages=queries.stages(row),
        total=total,
        unsorted=total - sum(group.number for group in groups),
        counts=decision_counts(groups, total),
        events=[(event, WORDS.get(event.type.removeprefix(f"{kind}."), event.type)) for event in events],
        is_public=row.is_public,
    )


@require_http_methods(pages.METHODS)
def step(request: HttpRequest, pk: int, name: str) -> HttpResponse:
    """The page of one step: what it does, what it asks."""
    actor, row = actor_of(request), pages.consultation(request, pk)
    act = steps.acts().get(name)
    offered = next((one for one in steps.offered(actor, row, timezone.localdate()) if one.name == name), None)
    if act is None or offered is None:
        raise Http404(_("没有这一步，或者不由您办理。"))
    form = act.form(request.POST if request.method == "POST" else None, row)
    made: list[Any] = []
    if request.method == "POST" and carried_out(
        form, lambda: made.append(act.carry_out(actor, row, dict(form.cleaned_data)))
    ):
        messages.success(request, act.done)
        if isinstance(made[0], Document):
            return redirect(reverse("wagtailsnippets_catalog_document:edit", args=[made[0].pk]))
        return redirect("consultations_office:one", pk)
    lead = offered.closed or offered.effect
    return pages.form_page(request, form, act.label, act.button, pages.crumb(row), lead=lead)


@require_http_methods(pages.METHODS)
def registrations(request: HttpRequest, pk: int) -> HttpResponse:
    """Who wants to take part in the hearing; names are shown after a click that is recorded."""
    actor, row = actor_of(request), pages.consultation(request, pk)
    if not row.law.hearing or not access.holds(actor, row.agency, *HANDLING):
        raise Http404(_("没有听证会报名，或者不由您办理。"))
    people, reasons = [], []
    if request.method == "POST":
        try:
            if request.POST.get("act") == "choose":
                chosen = [int(pk) for pk in request.POST.getlist("chosen") if pk.isascii() and pk.isdigit()]
                number = hearings.choose(actor=actor, consultation=row, chosen=chosen)
                messages.success(
                    request, _("已选定%(number)d名参加人，请起草参加人名单。") % {"number": number}
                )
                return redirect("consultations_office:one", pk)
            people = originals.open_registrations(actor=actor, consultation=row)
        except Refused as refused:
            reasons = refused.blockers
    return pages.show(
        request, "registrations", _("听证会报名"), pages.crumb(row), status=422 if reasons else 200, consultation=row,
        people=people, reasons=reasons, counts=row.hearing.registrations.count(),
    )  # fmt: skip
