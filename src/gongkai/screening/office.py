"""The screens on what was found: what waits, one document with its findings in place, settling them, originals."""

from __future__ import annotations

from collections import Counter
from typing import Any

from django.contrib import messages
from django.http import Http404, HttpRequest, HttpResponse
from django.shortcuts import get_object_or_404, redirect
from django.urls import reverse
from django.utils.http import content_disposition_header
from django.utils.translation import gettext as _
from django.utils.translation import ngettext
from django.views.decorators.http import require_POST, require_safe

from gongkai.agencies import access
from gongkai.agencies.models import User
from gongkai.agencies.office import actor_of, show
from gongkai.convert.redaction.masks import Style
from gongkai.screening import forms, office_pages, queries, services, subjects
from gongkai.screening.duties import DECIDING, SILENCING
from gongkai.screening.errors import ScreeningRefusedError
from gongkai.screening.models import Redaction, Screening, ScreeningFinding

WAITING_SECONDS = 3
Trail = list[tuple[str, str]]


def page(
    request: HttpRequest, template: str, title: str, trail: Trail, *, status: int = 200, **context: Any
) -> HttpResponse:
    """A page of this room."""
    way = [(str(_("公开前检查")), reverse("screening_office:index")), *trail]
    return show(request, f"screening/{template}.html", title, way, icon="view", status=status, **context)


@require_safe
def index(request: HttpRequest) -> HttpResponse:
    """What is open, what is being looked at, or everything that was looked at."""
    actor = actor_of(request)
    asked = request.GET.get("show", "open")
    asked = asked if asked in office_pages.FILTERS else "open"
    pages, rows = office_pages.overview(queries.screenings(actor), asked, request.GET.get("p"))
    return page(
        request,
        "index",
        _("公开前检查"),
        [],
        page=pages,
        rows=rows,
        asked=asked,
        filters=office_pages.FILTERS,
        tabs=tabs(actor, "index"),
    )


def tabs(actor: User, here: str) -> list[dict[str, Any]]:
    """The ways between this room's lists."""
    found = [
        ("index", _("待处理")),
        ("words", _("词库")),
        ("rescans", _("复查")),
        ("statistics", _("统计")),
    ]
    return [
        {"url": reverse(f"screening_office:{name}"), "label": label, "is_here": name == here}
        for name, label in found
    ]


def _object(request: HttpRequest, label: str, pk: int) -> Any:
    """An object the person may see, or 404: an outsider does not even learn that it exists."""
    subject = subjects.labelled(label)
    obj: Any = subject.model._default_manager.filter(pk=pk).first() if subject else None
    if obj is None or not access.can_see(request.user, obj.agency):
        raise Http404
    return obj


def row_of(request: HttpRequest, pk: int) -> tuple[Screening, Any]:
    """A screening and its object, or 404."""
    row = get_object_or_404(queries.screenings(actor_of(request)), pk=pk)
    return row, _object(request, subjects.label_of(row), row.object_id)


@require_safe
def view(request: HttpRequest, label: str, pk: int) -> HttpResponse:
    """A document: its texts and files, one of them with what was found in it marked in place."""
    return _show(request, _object(request, label, pk))


def _show(
    request: HttpRequest, obj: Any, *, row: Screening | None = None, refused: str = "", status: int = 200
) -> HttpResponse:
    actor = actor_of(request)
    rows = office_pages.in_order(obj, queries.of_object(obj))
    asked = row.pk if row else request.GET.get("item", "")
    row = office_pages.chosen(obj, rows, str(asked)) or _first(rows)
    subject = subjects.of(obj)
    chosen = "all" if request.GET.get("show") == "all" else "open"
    context: dict[str, Any] = {}
    if row is not None:
        findings = office_pages.findings_page(row, chosen, request.GET.get("p"))
        contents = office_pages.contents_of(row, obj)
        sections = office_pages.sections(contents, findings.object_list)
        context = {
            "findings": findings,
            "lines": office_pages.lines(row, list(findings.object_list)),
            "sections": [section for section in sections if not section.is_quiet],
            "quiet": [section for section in sections if section.is_quiet],
            "pager_query": f"item={row.pk}&show={chosen}",
            "is_long": contents is not None and office_pages.is_long(contents),
            "pictures": contents is not None and contents.kind in office_pages.DRAWN,
        }
    response = page(
        request,
        "view",
        str(obj),
        [],
        status=status,
        object=obj,
        label=obj._meta.label_lower,
        desk=subject.address(obj),
        rows=rows,
        row=row,
        chosen=chosen,
        may_decide=access.holds(actor, obj.agency, *DECIDING),
        may_silence=access.holds(actor, obj.agency, *SILENCING),
        may_change=subject.may_change(actor, obj),
        usual_reasons=forms.USUAL_REASONS,
        styles=forms.STYLES,
        typed=request.POST,
        refused=refused,
        decisions=queries.decisions(obj),
        redactions=queries.redactions(obj),
        **context,
    )
    if (row is not None and row.is_pending) or (
        not context.get("lines") and any(one.is_pending for one in rows)
    ):
        response["Refresh"] = str(WAITING_SECONDS)  # never while somebody may be filling something in
    return response


def _first(rows: list[Screening]) -> Screening | None:
    """Where the work is: what has the most open serious findings."""
    return max(rows, key=lambda one: (one.open_serious, one.open_warning), default=None)


@require_POST
def again(request: HttpRequest, label: str, pk: int) -> HttpResponse:
    """Look at everything of a document once more."""
    obj = _object(request, label, pk)
    waiting = services.request_again(actor=actor_of(request), obj=obj)
    text = _("正文已重新检查，附件正在检查。") if waiting else _("已重新检查。")
    messages.success(request, text)
    return redirect("screening_office:view", label, pk)


@require_POST
def settle(request: HttpRequest, pk: int) -> HttpResponse:
    """Take out what is marked to be taken out, then record what else was decided on the page."""
    row, obj = row_of(request, pk)
    actor = actor_of(request)
    form = forms.SettlingForm(request.POST, screening=row)
    if not form.is_valid():
        return _show(request, obj, row=row, refused=form.problems, status=422)
    try:
        done = _settle(actor, row, form.acts, form.style)
    except ScreeningRefusedError as refused:
        return _show(request, obj, row=row, refused=refused.text, status=422)
    messages.success(request, _said(done))
    address = reverse("screening_office:view", args=[subjects.label_of(row), obj.pk])
    return redirect(f"{address}?item={row.pk}")


def _settle(
    actor: User, row: Screening, acts: list[tuple[ScreeningFinding, str, str]], style: Style
) -> Counter[str]:
    done: Counter[str] = Counter()
    taken = [finding for finding, act, _reason in acts if act == "redact"]
    if taken:
        services.order_redaction(actor=actor, screening=row, findings=taken, style=style)
        done["redact"] = len(taken)
    wanted = [
        services.Wanted(finding, "false_alarm" if act == "for_ever" else act, reason, act == "for_ever")
        for finding, act, reason in acts
        if act != "redact"
    ]
    if wanted:
        services.decide_all(actor=actor, screening=row, wanted=wanted)
        done["decided"] = len(wanted)
    return done


def _said(done: Counter[str]) -> str:
    found = []
    if number := done["decided"]:
        found.append(ngettext("已处理%(number)d处。", "已处理%(number)d处。", number) % {"number": number})
    if number := done["redact"]:
        found.append(ngettext("遮盖%(number)d处。", "遮盖%(number)d处。", number) % {"number": number})
    return "".join(found)


@require_POST
def original(request: HttpRequest, pk: int) -> HttpResponse:
    """The file before it was redacted, for few and with a reason; the look is noted."""
    seen = access.visible_agencies(request.user)
    redaction = get_object_or_404(Redaction.objects.filter(agency__in=seen).select_related("agency"), pk=pk)
    obj = _object(request, subjects.label_of(redaction), redaction.object_id)
    try:
        data = services.open_original(
            actor=actor_of(request), redaction=redaction, reason=request.POST.get("reason", "")
        )
    except ScreeningRefusedError as refused:
        return _show(request, obj, refused=refused.text, status=422)
    response = HttpResponse(data, content_type="application/octet-stream")
    name = f"{redaction.title}{_('（原件）')}"
    response["Content-Disposition"] = content_disposition_header(True, name) or "attachment"
    response["X-Content-Type-Options"] = "nosniff"
    response["Cache-Control"] = "no-store"
    return response
