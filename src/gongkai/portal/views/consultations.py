"""What the public is asked before decisions: the list, one matter with its papers and outcome, feed, files, figures."""

from __future__ import annotations

import csv
import io
import json
from typing import Any

from django.http import Http404, HttpRequest, HttpResponse
from django.urls import reverse
from django.utils import timezone
from django.utils.translation import gettext as _
from django.views.decorators.http import require_safe
from openpyxl import Workbook

from gongkai.agencies import queries as agencies
from gongkai.convert.official import in_official_language
from gongkai.convert.sheet import harmless
from gongkai.engagement import figures as counted
from gongkai.engagement import queries
from gongkai.engagement.rules import STATES, State
from gongkai.portal.consultation_forms import ConsultationFilterForm, YearForm
from gongkai.portal.presenters import consultations as present
from gongkai.portal.presenters import feeds as feed_present
from gongkai.portal.presenters.downloads import download
from gongkai.portal.presenters.lists import address, paged
from gongkai.portal.views import feeds
from gongkai.portal.views.page import READER, own_column, show
from gongkai.portal.visiting import site_page

NAV = "agencies"
MOST = 10_000
LISTED = (State.OPEN, State.UPCOMING, State.WAITING, State.ANSWERED, State.CALLED_OFF)


def crumbs(*steps: tuple[str, str]) -> list[tuple[str, str]]:
    """The way from the list."""
    return [(_("征求意见"), reverse("portal:consultations")), *steps]


def column() -> Any:
    """The tags of the pages."""
    return own_column(_("征求意见"), _("决策前公开征求意见、听证和意见采纳情况"), "征集调查")


@require_safe
@site_page("consultations")
def index(request: HttpRequest) -> HttpResponse:
    """Open ones first, the nearest end in front."""
    rows, form, chosen = _asked(request)
    today = timezone.localdate()
    found, pages, total = paged(request, queries.in_order(queries.with_counts(rows), today))
    query = address(request, page="").removeprefix(request.path)
    return show(
        request,
        "consultations/list.html",
        nav=NAV,
        crumbs=[(_("征求意见"), "")],
        column=column(),
        rows=[present.shown(row, today) for row in found],
        pages=pages,
        total=total,
        form=form,
        filters_active=len(chosen),
        clear_url=reverse("portal:consultations"),
        files=[
            (kind.upper(), reverse("portal:consultations_file", args=[kind]) + query)
            for kind in ("xlsx", "csv", "json")
        ],
        feeds=feed_present.links(_("征求意见"), "consultations_feed"),
    )


def _asked(request: HttpRequest) -> tuple[Any, ConsultationFilterForm, dict[str, Any]]:
    everything, today = queries.public(READER), timezone.localdate()
    choices = {
        "state": [(str(state), str(STATES[state])) for state in LISTED],
        "agency": _agencies(everything, request.GET.get("agency", "")),
        "year": [(str(year), _("%(year)d年") % {"year": year}) for year in queries.years(everything)],
    }
    form = ConsultationFilterForm(request.GET, choices)
    chosen, rows = form.chosen(), everything
    if "state" in chosen:
        rows = queries.in_state(rows, chosen["state"], today)
    if "agency" in chosen:
        rows = rows.filter(agency__code=chosen["agency"])
    if "year" in chosen:
        rows = rows.filter(opens_on__year=int(chosen["year"]))
    return rows, form, chosen


def _agencies(rows: Any, asked: str) -> list[tuple[str, str]]:
    """Those that have consultations, and the one asked for, so that it shows none instead of everybody's."""
    found = {one.code: one.name for one in queries.agencies_of(rows)}
    if asked and asked not in found and (other := agencies.agency_by_code(asked[:60])):
        found[other.code] = other.name
    return list(found.items())


def public_or_404(pk: int) -> Any:
    """A consultation everybody may see."""
    row = queries.public(READER).filter(pk=pk).first()
    if row is None:
        raise Http404
    return row


@require_safe
@site_page("consultations")
def one(request: HttpRequest, pk: int) -> HttpResponse:
    """What is decided, until when and how to say something; after the end, how many did and what became of it."""
    row, today = public_or_404(pk), timezone.localdate()
    shown = present.shown(row, today)
    papers = queries.papers(row)
    outcome = papers.get("outcome")
    is_closed = shown.state in (State.WAITING, State.ANSWERED)
    return show(
        request,
        "consultations/one.html",
        nav=NAV,
        crumbs=crumbs((row.title, "")),
        column=column(),
        consultation=row,
        shown=shown,
        papers=[(role, papers[role]) for role in ("announcement", "draft", "explanation", "participants", "record", "outcome", "decision") if role in papers],
        outcome=outcome,
        outcome_rows=present.outcome_rows(outcome) if outcome else [],
        period=present.period(row),
        outcome_due=present.outcome_due(row) if shown.state == State.WAITING and row.law.comments else None,
        today=today,
        changes=list(row.period_changes.order_by("id")),
        stages=[(stage, stage.document and queries.is_public(stage.document)) for stage in queries.stages(row)],
        comment_count=row.comments.count() if is_closed else None,
        may_comment=queries.takes_comments(row, today),
        may_register=queries.takes_registrations(row, today),
    )  # fmt: skip


@require_safe
def save(request: HttpRequest, kind: str) -> HttpResponse:
    """The list as it is narrowed, to save."""
    rows, _form, _chosen = _asked(request)
    today = timezone.localdate()
    heads, lines = present.table(queries.in_order(queries.with_counts(rows), today)[:MOST], today)
    name = f"{_('征求意见')}-{today.isoformat()}.{kind}"
    if kind == "json":
        content = [dict(zip(heads, line, strict=True)) for line in lines]
        return download(json.dumps(content, ensure_ascii=False, indent=1).encode(), name)
    if kind == "csv":
        out = io.StringIO()
        csv.writer(out).writerows([heads, *([harmless(cell) for cell in line] for line in lines)])
        return download(out.getvalue().encode("utf-8-sig"), name)
    return download(_workbook(_("征求意见"), [heads, *lines]), name)


def _workbook(title: str, lines: list[list[str]]) -> bytes:
    book = Workbook(write_only=True)
    sheet = book.create_sheet(title)
    for line in lines:
        sheet.append([harmless(cell) for cell in line])
    out = io.BytesIO()
    book.save(out)
    return out.getvalue()


@require_safe
@in_official_language
def feed(request: HttpRequest, kind: str) -> HttpResponse:
    """New announcements and outcomes."""
    return feeds.of_documents(
        request, kind, _("征求意见"), reverse("portal:consultations"), queries.announcements(READER)
    )


@require_safe
def figures(request: HttpRequest) -> HttpResponse:
    """A year in figures, by agency."""
    form, year, lines = _figures(request)
    return show(
        request,
        "consultations/figures.html",
        nav=NAV,
        crumbs=crumbs((_("征求意见统计"), "")),
        column=own_column(_("征求意见统计"), _("各机关征求意见的次数、期限、意见和采纳情况"), "数据发布"),
        form=form,
        year=year,
        heads=present.figure_heads(),
        lines=lines,
        file_url=f"{reverse('portal:consultations_figures_file')}?year={year}",
    )


@require_safe
def figures_file(request: HttpRequest) -> HttpResponse:
    """The same as a workbook."""
    _form, year, lines = _figures(request)
    rows = [[_("机关"), *present.figure_heads()], *([line.label, *line.cells] for line in lines)]
    return download(_workbook(_("征求意见统计"), rows), f"{_('征求意见统计')}-{year}.xlsx")


def _figures(request: HttpRequest) -> tuple[YearForm, int, list[present.Line]]:
    today = timezone.localdate()
    form = YearForm(request.GET, queries.years(queries.public(READER)) or [today.year])
    year = form.asked
    found = counted.by_agency(counted.of_year(year), today)
    lines = [present.figure_line(figure) for figure in found]
    return form, year, [*lines, present.figure_line(counted.total(found))] if found else []
