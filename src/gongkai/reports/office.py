"""The report's screens: the list of a year, the report with its form, the records behind a cell."""

from __future__ import annotations

from collections.abc import Mapping

from django.contrib import messages
from django.core.paginator import Paginator
from django.http import Http404, HttpRequest, HttpResponse
from django.shortcuts import get_object_or_404, redirect
from django.utils import timezone
from django.utils.dateparse import parse_date
from django.utils.translation import gettext as _
from django.views.decorators.http import require_POST, require_safe

from gongkai.agencies import access
from gongkai.agencies.models import User
from gongkai.agencies.office import actor_of
from gongkai.reports import cells, exports, office_pages, queries, rules, services
from gongkai.reports.errors import ReportRefusedError, refusal
from gongkai.reports.exports import workbook, xlsx
from gongkai.reports.models import AnnualReport
from gongkai.reports.office_acts import act_on, attachment, check_password, report_of

PER_PAGE = 50
CONTENT_TYPES = {
    "html": "text/html; charset=utf-8",
    "docx": "application/vnd.openxmlformats-officedocument.wordprocessingml.document",
    "pdf": "application/pdf",
    "xlsx": workbook.CONTENT_TYPE,
}


@require_safe
def index(request: HttpRequest) -> HttpResponse:
    """Every agency of mine and how far its report of a year is; what is overdue first."""
    today = timezone.localdate()
    years = range(today.year, rules.first_year() - 1, -1)
    asked = request.GET.get("year", "")
    year = int(asked) if asked.isascii() and asked.isdigit() and int(asked) in years else today.year - 1
    lines = queries.overview(actor_of(request), year, today)
    return office_pages.show_list(request, lines, year, list(years), today)


@require_POST
def open_report(request: HttpRequest) -> HttpResponse:
    """Begin a report."""
    actor = actor_of(request)
    agency = get_object_or_404(access.visible_agencies(actor), code=request.POST.get("agency", ""))
    year = request.POST.get("year", "")
    if not (year.isascii() and year.isdigit() and len(year) == 4):
        raise Http404
    try:
        report = services.open_year(actor=actor, agency=agency, year=int(year))
    except ReportRefusedError as refused:
        messages.error(request, str(refused))
        return redirect("reports_office:index")
    return redirect("reports_office:report", report.pk)


@require_safe
def report(request: HttpRequest, pk: int) -> HttpResponse:
    """The form with its numbers, text and checks."""
    return office_pages.show_report(request, report_of(request, pk))


@require_POST
def save_cells(request: HttpRequest, pk: int) -> HttpResponse:
    """Numbers typed into the form, or one computed cell overwritten with a reason."""
    typed = _typed_cells(request.POST)
    note = request.POST.get("note", "")

    def enter(actor: User, found: AnnualReport) -> None:
        services.enter_cells(
            actor=actor,
            report=found,
            values=typed,
            notes=dict.fromkeys(typed, note),
            override=request.POST.get("override") == "yes",
        )

    return act_on(request, pk, enter, _("已保存填报的数。"), f"#{request.POST.get('anchor', 's2')}")


def _typed_cells(posted: Mapping[str, str]) -> dict[str, str]:
    return {name.removeprefix("cell:"): text for name, text in posted.items() if name.startswith("cell:")}


@require_POST
def save_section(request: HttpRequest, pk: int, section: str) -> HttpResponse:
    """A text part."""
    revision = request.POST.get("revision", "")

    def write(actor: User, found: AnnualReport) -> None:
        services.write_section(
            actor=actor,
            report=found,
            section=section,
            text=request.POST.get("text", ""),
            based_on=int(revision) if revision.isascii() and revision.isdigit() else None,
        )

    return act_on(request, pk, write, _("已保存文字。"), f"#{section}")


@require_POST
def sign_off(request: HttpRequest, pk: int) -> HttpResponse:
    """Sign, with the password once more."""

    def sign(actor: User, found: AnnualReport) -> None:
        access.require(actor, found.agency, *services.SIGNERS)
        check_password(actor, request.POST.get("password", ""))
        services.sign_off(
            actor=actor, report=found, exception_reason=request.POST.get("exception_reason", "")
        )

    return act_on(request, pk, sign, _("已签发，数据和文字不再变动。"))


@require_POST
def reopen(request: HttpRequest, pk: int) -> HttpResponse:
    """Take the signature back before publication."""

    def take_back(actor: User, found: AnnualReport) -> None:
        services.reopen(actor=actor, report=found, reason=request.POST.get("reason", ""))

    return act_on(request, pk, take_back, _("已撤回签发，可以继续修改。"))


@require_POST
def publish(request: HttpRequest, pk: int) -> HttpResponse:
    """Publish on the portal."""

    def put_out(actor: User, found: AnnualReport) -> None:
        try:
            on = parse_date(request.POST.get("on", ""))
        except ValueError:
            on = None
        if on is None:
            raise refusal("DATE", _("公布日期应写作2026-01-31的样子，且确有这一天。"))
        services.publish(actor=actor, report=found, on=on)

    return act_on(request, pk, put_out, _("已在门户网站公布。"))


@require_safe
def cell(request: HttpRequest, pk: int, cell: str) -> HttpResponse:
    """Where a number comes from: the records behind it, or who entered it, when and why."""
    found = report_of(request, pk)
    if cell not in cells.all_cells(found.form):
        raise Http404
    computed = queries.compute(found)
    page = Paginator(computed.records.get(cell, []), PER_PAGE).get_page(request.GET.get("page"))
    return office_pages.show_cell(request, found, computed, cell, page)


@require_safe
def history(request: HttpRequest, pk: int) -> HttpResponse:
    """Everything that was done to the report."""
    return office_pages.show_history(request, report_of(request, pk))


@require_safe
def export(request: HttpRequest, pk: int, kind: str) -> HttpResponse:
    """The report as a file, to save or print."""
    found = report_of(request, pk)
    if kind not in CONTENT_TYPES:
        raise Http404
    printed = queries.printed(found, queries.compute(found))
    content = xlsx.xlsx(printed) if kind == "xlsx" else getattr(exports, kind)(printed)
    return attachment(content, CONTENT_TYPES[kind], f"{found.agency.code}-{found.year}.{kind}")
