"""The superior's screens: how far the reports of a year are, who is late, and their sum, each number opening to its agencies."""

from __future__ import annotations

from datetime import date

from django.contrib import messages
from django.core.exceptions import PermissionDenied
from django.http import Http404, HttpRequest, HttpResponse
from django.shortcuts import redirect
from django.urls import reverse
from django.utils import timezone
from django.utils.dateparse import parse_date
from django.utils.http import urlencode
from django.utils.translation import gettext as _
from django.utils.translation import ngettext
from django.views.decorators.http import require_POST, require_safe

from gongkai.agencies.models import Agency
from gongkai.agencies.office import actor_of
from gongkai.reports import cells, gathering, gathering_pages, rules, services
from gongkai.reports.errors import ReportRefusedError, refusal
from gongkai.reports.exports import workbook as sheets
from gongkai.reports.exports import xlsx
from gongkai.reports.office_acts import attachment


def _asked(request: HttpRequest) -> tuple[Agency, int]:
    """The superior and the year a page is about. Raises PermissionDenied, or Http404 for one that is not the reader's."""
    actor = actor_of(request)
    mine = gathering.superiors_for(actor)
    if not mine:
        raise PermissionDenied(_("年度报告的汇总只对上级机关的监督员开放。"))
    data = request.POST if request.method == "POST" else request.GET
    code, today = data.get("superior", ""), timezone.localdate()
    superior = next((agency for agency in mine if agency.code == code), None) if code else mine[0]
    if superior is None:
        raise Http404
    year = data.get("year", "")
    if not year:
        return superior, today.year - 1
    if not (year.isascii() and year.isdigit() and rules.first_year() <= int(year) <= today.year):
        raise Http404
    return superior, int(year)


def _back(superior: Agency, year: int) -> str:
    query = urlencode({"superior": superior.code, "year": str(year)})
    return f"{reverse('reports_office:gathering')}?{query}"


@require_safe
def overview(request: HttpRequest) -> HttpResponse:
    """One line per agency: how far its report is, what is missing or wrong in it, the days left."""
    superior, year = _asked(request)
    return gathering_pages.show_overview(request, superior, year)


@require_POST
def gather(request: HttpRequest) -> HttpResponse:
    """Begin to gather a year, or change its terms."""
    superior, year = _asked(request)
    try:
        services.gather(
            actor=actor_of(request),
            superior=superior,
            year=year,
            submit_by=_day(request.POST.get("submit_by", "")),
            acceptance_required=request.POST.get("acceptance_required") == "yes",
        )
    except ReportRefusedError as refused:
        return gathering_pages.show_overview(request, superior, year, refused=refused.problems, status=422)
    messages.success(request, _("已保存%(year)s年度报告的汇总要求。") % {"year": year})
    return redirect(_back(superior, year))


def _day(text: str) -> date | None:
    """A day typed into the form; None when left empty. Raises ReportRefusedError for one that does not exist."""
    if not text.strip():
        return None
    try:
        day = parse_date(text.strip())
    except ValueError:
        day = None
    if day is None:
        raise refusal("DATE", _("报送期限应写作2026-01-20的样子，且确有这一天。"))
    return day


@require_POST
def remind(request: HttpRequest) -> HttpResponse:
    """Remind one agency or many with one act: those that are ticked, or all in the list that have not handed over."""
    superior, year = _asked(request)
    if request.POST.get("all") == "yes":
        rows = gathering_pages.chosen(request.POST, gathering.rows(superior, year, timezone.localdate()))
        agencies = [row.agency for row in rows if not row.is_settled]
    else:
        codes = request.POST.getlist("agency")
        agencies = list(gathering.below(superior).filter(code__in=codes))
    try:
        done = services.remind(
            actor=actor_of(request), agencies=agencies, year=year, text=request.POST.get("text", "")
        )
    except ReportRefusedError as refused:
        return gathering_pages.show_overview(request, superior, year, refused=refused.problems, status=422)
    messages.success(request, _said(done))
    return redirect(_back(superior, year))


def _said(done: services.Reminded) -> str:
    """What a reminder did, in one sentence for each group."""
    number = len(done.reminders)
    mails = sum(row.mailed_to for row in done.reminders)
    said = ngettext(
        "已提醒%(number)d个单位，发送邮件%(mails)d封。",
        "已提醒%(number)d个单位，发送邮件%(mails)d封。",
        number,
    ) % {"number": number, "mails": mails}
    if done.told_today:
        said += _("%(number)d个单位今天已经提醒过。") % {"number": len(done.told_today)}
    if done.settled:
        said += _("%(number)d个单位已经报送或公布，不需要提醒。") % {"number": len(done.settled)}
    return said


@require_safe
def progress(request: HttpRequest) -> HttpResponse:
    """The list of the overview as a workbook, filtered and sorted as on the screen."""
    superior, year = _asked(request)
    rows = gathering_pages.chosen(request.GET, gathering.rows(superior, year, timezone.localdate()))
    content = xlsx.progress(rows, year, gathering_pages.stage_name)
    return attachment(content, sheets.CONTENT_TYPE, f"{superior.code}-{year}-progress.xlsx")


@require_safe
def sums(request: HttpRequest) -> HttpResponse:
    """The sum of the tree in the layout of the form, from the reports handed over and from the records."""
    superior, year = _asked(request)
    return gathering_pages.show_sums(request, gathering.sums(superior, year))


@require_safe
def workbook(request: HttpRequest) -> HttpResponse:
    """Everything gathered as a workbook."""
    superior, year = _asked(request)
    content = xlsx.gathered(gathering.sums(superior, year))
    return attachment(content, sheets.CONTENT_TYPE, f"{superior.code}-{year}-gathered.xlsx")


@require_safe
def cell(request: HttpRequest, cell: str) -> HttpResponse:
    """One number of the sum, opened to its agencies."""
    superior, year = _asked(request)
    if cell not in cells.all_cells(rules.form_of(year)):
        raise Http404
    return gathering_pages.show_cell(request, gathering.sums(superior, year), cell)
