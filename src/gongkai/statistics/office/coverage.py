"""The coverage map: agencies by items, the worst first; one agency with what to do next; what is settled by hand."""

from __future__ import annotations

import csv
import io
from typing import Any

from django import forms
from django.core.paginator import Paginator
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
from gongkai.catalog.coverage import expected, queries, services
from gongkai.catalog.coverage.queries import AgencyCoverage, Cell
from gongkai.catalog.coverage.rules import LABELS, State
from gongkai.catalog.services import DRAFTING
from gongkai.channels.table import workbook
from gongkai.convert.sheet import harmless
from gongkai.review.office.plain import PlainForm
from gongkai.review.rules import Refused
from gongkai.statistics.office import pages

PER_PAGE = 40
ADD = "wagtailsnippets_catalog_document:add"


class SettingForm(PlainForm):
    """What does not concern an agency, or how often it must be renewed there."""

    applies = forms.TypedChoiceField(
        label=gettext_lazy("是否适用"),
        choices=[("yes", gettext_lazy("适用")), ("no", gettext_lazy("不适用于本机构"))],
        coerce=lambda value: value == "yes",
    )
    months = forms.IntegerField(
        label=gettext_lazy("几个月内应有更新"),
        required=False,
        min_value=1,
        max_value=services.MOST_MONTHS,
        help_text=gettext_lazy("留空则用通行的间隔"),
    )
    reason = forms.CharField(
        label=gettext_lazy("理由"),
        max_length=300,
        widget=forms.Textarea(attrs={"rows": 2}),
        help_text=gettext_lazy("例如“三定”规定中没有这项职能"),
    )


def _maps(request: HttpRequest) -> list[AgencyCoverage]:
    seen = access.visible_agencies(actor_of(request)).filter(closed_on__isnull=True)
    return queries.of(seen, timezone.localdate())


@require_safe
def coverage_map(request: HttpRequest) -> HttpResponse:
    """Every agency the person may see; whoever sees one alone comes to its page."""
    maps = _maps(request)
    if len(maps) == 1:
        return redirect("statistics_office:coverage_of", maps[0].agency.code)
    columns = [one for one in expected.every() if any(_cell(row, one.item) for row in maps)]
    page = Paginator(maps, PER_PAGE).get_page(request.GET.get("p"))
    rows = [(row, [_shown(row, _cell(row, one.item)) for one in columns]) for row in page]
    return pages.show(
        request,
        "coverage.html",
        _("法定主动公开内容覆盖情况"),
        columns=columns,
        rows=rows,
        page=page,
        query="",
        totals=[(LABELS[state], state, sum(row.number(state) for row in maps)) for state in State],
    )


def _cell(row: AgencyCoverage, item: str) -> Cell | None:
    return next((cell for cell in row.cells if cell.expectation.item == item), None)


def _shown(row: AgencyCoverage, cell: Cell | None) -> dict[str, Any] | None:
    if cell is None:
        return None
    place = reverse("statistics_office:coverage_of", args=[row.agency.code])
    return {"cell": cell, "label": LABELS[cell.state], "url": f"{place}#{cell.expectation.item}"}


@require_safe
def coverage_of(request: HttpRequest, code: str) -> HttpResponse:
    """One agency: each item, what is there, and what to do."""
    agency = pages.agency_of(actor_of(request), code)
    found = queries.of([agency], timezone.localdate())
    if not found:
        raise Http404(_("这个机构已经撤销，不再核对。"))
    drafts = access.holds(request.user, agency, *DRAFTING)
    columns = queries.columns_by_item(agency)
    lines = [
        {
            "cell": cell,
            "label": LABELS[cell.state],
            "add_url": f"{reverse(ADD)}?column={columns[cell.expectation.item]}"
            if drafts and cell.expectation.item in columns and cell.state in (State.MISSING, State.STALE)
            else "",
        }
        for cell in found[0].cells
    ]
    return pages.show(
        request,
        "coverage_of.html",
        _("%(agency)s法定主动公开内容") % {"agency": agency.name},
        trail=(_crumb(),),
        agency=agency,
        lines=lines,
        totals=[(LABELS[state], state, found[0].number(state)) for state in State],
        may_settle=access.holds(request.user, agency, *services.SETTING),
    )


@require_safe
def coverage_documents(request: HttpRequest, code: str, item: str) -> HttpResponse:
    """The public documents under an item."""
    agency = pages.agency_of(actor_of(request), code)
    expectation = _expectation(item)
    rows = queries.documents_under(agency, item)
    page = Paginator(rows, PER_PAGE).get_page(request.GET.get("p"))
    return pages.show(
        request,
        "coverage_documents.html",
        expectation.label,
        trail=(_crumb(), (agency.name, reverse("statistics_office:coverage_of", args=[code]))),
        agency=agency,
        page=page,
        lines=[(row, None) for row in page],
        query="",
    )


@require_http_methods(pages.METHODS)
def settle(request: HttpRequest, code: str, item: str) -> HttpResponse:
    """Say what an item asks of this agency."""
    agency = pages.agency_of(actor_of(request), code)
    access.require(request.user, agency, *services.SETTING)
    expectation = _expectation(item)
    known = agency.coverage_settings.filter(item=item).first()
    initial = {"applies": "no" if known and not known.applies else "yes"}
    initial |= {"months": known.months, "reason": known.reason} if known else {}
    form = SettingForm(request.POST or None, initial=initial)
    place = reverse("statistics_office:coverage_of", args=[code])
    if request.method == "POST":
        try:
            if "unsettle" in request.POST:
                services.unsettle(actor=request.user, agency=agency, item=item)
            elif form.is_valid():
                services.settle(actor=request.user, agency=agency, item=item, **form.cleaned_data)
            if "unsettle" in request.POST or not form.errors:
                messages.success(request, _("已保存。"))
                return redirect(f"{place}#{item}")
        except Refused as refused:
            form.refuse(refused)
    return pages.show(
        request, "settle.html", expectation.label, trail=(_crumb(), (agency.name, place)),
        status=422 if form.is_bound and form.errors else 200, form=form, agency=agency, expectation=expectation,
        known=known, back_url=place,
    )  # fmt: skip


def _table(maps: list[AgencyCoverage]) -> tuple[list[str], list[list[Any]]]:
    header = [
        _("机构"),
        _("事项"),
        _("依据"),
        _("状态"),
        _("件数"),
        _("最近更新"),
        _("应更新间隔（月）"),
        _("备注"),
    ]
    rows = [
        [
            row.agency.name, cell.expectation.label, cell.expectation.article, str(LABELS[cell.state]), cell.found.count,
            cell.found.newest.isoformat() if cell.found.newest else "", cell.months or "",
            cell.reason or cell.found.lacking,
        ]
        for row in maps
        for cell in row.cells
    ]  # fmt: skip
    return header, rows


@require_safe
def coverage_file(request: HttpRequest, kind: str) -> HttpResponse:
    """The map to save: one line an agency and item."""
    header, rows = _table(_maps(request))
    name = f"{_('法定主动公开内容覆盖情况')}-{timezone.localdate()}.{kind}"
    if kind == "xlsx":
        return pages.file_response(workbook(_("覆盖情况"), header, rows), name)
    out = io.StringIO(newline="")
    writer = csv.writer(out)
    writer.writerow(header)
    writer.writerows([harmless(value) if isinstance(value, str) else value for value in row] for row in rows)
    return pages.file_response(out.getvalue().encode("utf-8-sig"), name)


def _expectation(item: str) -> expected.Expectation:
    found = next((one for one in expected.every() if one.item == item), None)
    if found is None:
        raise Http404(_("没有这个法定事项。"))
    return found


def _crumb() -> tuple[str, str]:
    return pages.crumb(_("覆盖情况"), "statistics_office:coverage")
