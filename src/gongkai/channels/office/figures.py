"""Figures by channel and period: table, bars, workbook; every number opens the records behind it."""

from __future__ import annotations

from dataclasses import dataclass
from datetime import date, timedelta
from typing import Any
from urllib.parse import urlencode

from django.http import HttpRequest, HttpResponse
from django.urls import reverse
from django.utils import timezone
from django.utils.translation import gettext as _
from django.views.decorators.http import require_safe

from gongkai.agencies import access
from gongkai.agencies.models import Agency
from gongkai.agencies.office import XLSX, actor_of, file_response, paged
from gongkai.catalog.models import Document
from gongkai.channels import declared, queries, table
from gongkai.channels.office import pages
from gongkai.channels.office.forms import PeriodForm, SpanForm


def period(year: int, name: str) -> tuple[date, date]:
    """First and last day of a year, half (`half1`), quarter (`q1`) or month (`m1`). Raises ValueError for another name."""
    if name == "year":
        first, months = 1, 12
    elif name.startswith("half"):
        first, months = (int(name[4:]) - 1) * 6 + 1, 6
    elif name.startswith("q"):
        first, months = (int(name[1:]) - 1) * 3 + 1, 3
    else:
        first, months = int(name[1:]), 1
    after = first + months
    end = date(year + (after > 12), after - 12 if after > 12 else after, 1)
    return date(year, first, 1), end - timedelta(days=1)


@dataclass(frozen=True, slots=True)
class Line:
    """One channel: its figures, where the records are, and the length of its bar in per cent of the longest."""

    channel: declared.DeclaredChannel
    figure: queries.Figure
    url: str
    percent: int


@dataclass(frozen=True, slots=True)
class Chosen:
    """Whose figures of which days."""

    agency: Agency
    below: bool
    since: date
    until: date

    @property
    def agencies(self) -> Any:
        """The agency, with those below it if asked for."""
        rows = Agency.objects.filter(path__startswith=self.agency.path)
        return rows if self.below else Agency.objects.filter(pk=self.agency.pk)


def chosen(request: HttpRequest, actor: Any) -> tuple[PeriodForm, Chosen | None]:
    """What was asked for; without a question this year of the person's highest agency. None: nothing may be seen."""
    seen = access.visible_agencies(actor).order_by("path")
    first = seen.first()
    asked = request.GET.copy()
    asked.setdefault("year", str(timezone.localdate().year))
    asked.setdefault("period", "year")
    asked.setdefault("agency", str(first.pk) if first else "")
    if not request.GET:
        asked["below"] = "on"
    form = PeriodForm(asked, actor=actor)
    if not form.is_valid():
        return form, None
    agency = form.cleaned_data["agency"] or first
    if agency is None:
        return form, None
    since, until = period(form.cleaned_data["year"], form.cleaned_data["period"])
    return form, Chosen(agency, form.cleaned_data["below"], since, until)


def lines(asked: Chosen) -> list[Line]:
    """The channels on which something went out, most pieces first."""
    known = declared.every()
    found = [one for one in queries.figures(asked.agencies, asked.since, asked.until).values() if one.ids]
    most = max((one.pieces for one in found), default=1)
    return [
        Line(known[one.channel], one, _records(one, asked), max(1, round(100 * one.pieces / most)))
        for one in sorted(found, key=lambda one: -one.pieces)
        if one.channel in known
    ]


def _records(figure: queries.Figure, asked: Chosen) -> str:
    query: dict[str, Any] = {"since": asked.since, "until": asked.until, "agency": asked.agency.pk}
    if figure.counts_documents:
        query |= {"below": "on"} if asked.below else {}
        return f"{reverse('channels_office:figures_documents')}?{urlencode(query)}"
    query["channel"] = figure.channel
    if not asked.below:
        query["own"] = "on"
    return f"{reverse('channels_office:releases')}?{urlencode(query)}"


@require_safe
def figures(request: HttpRequest) -> HttpResponse:
    """The page."""
    form, asked = chosen(request, actor_of(request))
    months: list[tuple[date, int]] = []
    if asked:
        sums = queries.by_month(asked.agencies, asked.since, asked.until)
        months = [(month, sum(of.values())) for month, of in sorted(sums.items())]
    most = max((number for _month, number in months), default=1)
    return pages.show(
        request,
        "figures.html",
        _("渠道统计"),
        trail=(pages.home_crumb(),),
        form=form,
        asked=asked,
        lines=lines(asked) if asked else [],
        months=[(month, number, max(1, round(100 * number / most))) for month, number in months],
        outreach=queries.outreach(asked.agencies, asked.since, asked.until) if asked else None,
        query=request.GET.urlencode(),
    )


@require_safe
def figures_table(request: HttpRequest) -> HttpResponse:
    """The same as a workbook."""
    _form, asked = chosen(request, actor_of(request))
    header = [_("渠道"), _("单位"), _("件数"), _("份数"), _("受众"), _("记录数")]
    rows = [
        [line.channel.label, line.channel.unit, line.figure.pieces, line.figure.copies, line.figure.reach, len(line.figure.ids)]
        for line in (lines(asked) if asked else [])
    ]  # fmt: skip
    name = f"{_('渠道统计')}-{asked.since}-{asked.until}.xlsx" if asked else "figures.xlsx"
    return file_response(table.workbook(_("渠道统计"), header, rows), name, XLSX)


@require_safe
def figures_documents(request: HttpRequest) -> HttpResponse:
    """The documents behind the website's number."""
    actor = actor_of(request)
    form = SpanForm(request.GET, actor=actor)
    rows = Document.objects.none()
    if form.is_valid():
        asked = Chosen(**form.cleaned_data)
        rows = queries.on_site(asked.agencies, asked.since, asked.until).order_by("-published_on", "-id")
    page, query = paged(request, rows.select_related("agency").defer("body", "body_text"))
    return pages.show(
        request, "documents.html", _("网站公开的文件"), trail=(pages.home_crumb(),), page=page, query=query
    )
