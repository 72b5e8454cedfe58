"""The worklist: what must be answered first, in groups, with filters and a table for Excel."""

from __future__ import annotations

import csv
from collections.abc import Iterator
from dataclasses import dataclass
from datetime import date
from typing import Any

from django.core.paginator import Paginator
from django.db.models import Count, QuerySet
from django.http import HttpRequest, HttpResponse, StreamingHttpResponse
from django.utils import timezone
from django.utils.translation import gettext as _
from django.views.decorators.http import require_safe
from wagtail import hooks

from gongkai.agencies import access, working_days
from gongkai.agencies.models import Duty
from gongkai.convert import sheet
from gongkai.foi import masking, queries
from gongkai.foi.models import Case
from gongkai.foi.office import gate, pages, urgency
from gongkai.foi.office.choices import outcome_label
from gongkai.foi.office.dates import remaining, remaining_words
from gongkai.foi.office.filters import WorklistFilter
from gongkai.foi.queries.privacy import OVERSEEING
from gongkai.foi.services.assigning import WHO_MAY_HANDLE
from gongkai.law.calendar import WorkCalendar

PER_PAGE = 40
# A room above may add work with a limit of its own: `(request) -> Component`.
SECTIONS = "foi_worklist_sections"


@dataclass(frozen=True, slots=True)
class Row:
    """One request as the list shows it."""

    case: Any
    status: str
    remaining: int | None
    remaining_words: str
    outcome: str


def row_of(case: Any, today: date, calendar: WorkCalendar) -> Row:
    """A line of the list; a closed request has no days left."""
    is_closed = case.urgency == urgency.CLOSED
    left = None if is_closed or case.urgency == urgency.WAITING else remaining(calendar, today, case.due_on)
    status = str(Case.Status(case.current_status).label)
    return Row(case, status, left, remaining_words(left), outcome_label(case.outcome) if is_closed else "")


@require_safe
def worklist(request: HttpRequest) -> HttpResponse:
    """The requests of the actor's subtree, most urgent first."""
    today = timezone.localdate()
    calendar = working_days.current()
    form = WorklistFilter(request.GET, actor=request.user)
    cases, counts = _sorted(request.user, form, today, calendar)
    shown = form.group_numbers()
    paginator = Paginator(cases.filter(urgency__in=shown).select_related("handler"), PER_PAGE)
    paginator.__dict__["count"] = sum(counts.get(number, 0) for number in shown)
    page = paginator.get_page(request.GET.get("p"))
    query = request.GET.copy()
    query.pop("p", None)
    duties = {post.duty for post in access.current_posts(request.user)}
    return pages.show(
        request,
        "foi/office/worklist.html",
        title=_("依申请公开"),
        form=form,
        groups=_groups(page, counts, today, calendar),
        tabs=_tabs(counts, form, query),
        page=page,
        total=paginator.count,
        query=query.urlencode(),
        today=today,
        several_agencies=form.offers_several_agencies,
        may_set_stages=Duty.ADMINISTRATOR in duties,
        sections=[make(request) for make in hooks.get_hooks(SECTIONS)],
        may_find_person=bool(duties & set(gate.WHO_MAY_READ_THE_PERSON)),
        oversees=bool(duties & set(OVERSEEING)),
        may_register=access.acting_agencies(request.user, Duty.INFORMATION_OFFICER).exists(),
        may_hand_over=any(post.duty in WHO_MAY_HANDLE for post in access.current_posts(request.user)),
    )


def _sorted(
    actor: Any, form: WorklistFilter, today: date, calendar: WorkCalendar
) -> tuple[QuerySet[Any], dict[int, int]]:
    horizon = urgency.Horizon.from_day(today, calendar)
    cases = urgency.grouped(form.narrow(queries.visible_cases(actor)), horizon)
    tally = cases.order_by().values("urgency").annotate(many=Count("pk")).values_list("urgency", "many")
    return cases.order_by("urgency", "due_on", "-closed_on", "id"), dict(tally)


def _groups(page: Any, counts: dict[int, int], today: date, calendar: WorkCalendar) -> list[dict[str, Any]]:
    found: dict[int, list[Row]] = {}
    for case in page:
        found.setdefault(case.urgency, []).append(row_of(case, today, calendar))
    slugs = {number: slug for slug, number in urgency.SLUGS.items()}
    return [
        {
            "slug": slugs[number],
            "label": urgency.LABELS[number],
            "meaning": urgency.MEANINGS[number],
            "count": counts.get(number, 0),
            "rows": rows,
        }
        for number, rows in found.items()
    ]


def _tabs(counts: dict[int, int], form: WorklistFilter, query: Any) -> list[dict[str, Any]]:
    """One figure per group, each opening its list."""
    chosen = form.values().get("group") or ""
    tabs = []
    for slug, number in urgency.SLUGS.items():
        link = query.copy()
        link["group"] = slug
        tabs.append(
            {
                "slug": slug,
                "label": urgency.LABELS[number],
                "count": counts.get(number, 0),
                "url": f"?{link.urlencode()}",
                "current": slug == chosen,
            }
        )
    return tabs


class Echo:
    """What the csv writer writes into; it hands the line on."""

    def write(self, line: str) -> str:
        """The line itself."""
        return line


@require_safe
def export(request: HttpRequest) -> StreamingHttpResponse:
    """The filtered list as CSV (UTF-8 with a mark, so that Excel reads it); who asks is masked."""
    today = timezone.localdate()
    calendar = working_days.current()
    form = WorklistFilter(request.GET, actor=request.user)
    cases, _counts = _sorted(request.user, form, today, calendar)
    cases = cases.filter(urgency__in=form.group_numbers())
    answer = StreamingHttpResponse(
        _lines(request.user, cases, today, calendar), content_type="text/csv; charset=utf-8"
    )
    answer["Content-Disposition"] = f'attachment; filename="requests-{today.isoformat()}.csv"'
    answer["X-Content-Type-Options"] = "nosniff"
    answer["Cache-Control"] = "private, no-store"
    return answer


def _lines(actor: Any, cases: QuerySet[Any], today: date, calendar: WorkCalendar) -> Iterator[str]:
    writer = csv.writer(Echo())
    head = [
        _("受理编号"),
        _("机构"),
        _("申请人类型"),
        _("申请人（隐名）"),
        _("证件号码（隐去中段）"),
        _("联系电话（隐去中段）"),
        _("提交方式"),
        _("提交日期"),
        _("收到日期"),
        _("答复期限"),
        _("期限暂定"),
        _("剩余工作日"),
        _("环节"),
        _("办理结果"),
        _("办结日期"),
        _("按期答复"),
        _("所需信息名称"),
    ]
    yield "\ufeff" + writer.writerow(head)
    handled = {agency.pk for agency in access.acting_agencies(actor, *gate.WHO_MAY_READ_THE_PERSON)}
    for case in cases.iterator(chunk_size=500):
        line = row_of(case, today, calendar)
        cells = [
            case.receipt_number,
            case.agency.name,
            case.applicant.get_kind_display(),
            *_masked(case, handled),
            case.get_channel_display(),
            timezone.localtime(case.submitted_at).date(),
            case.received_on or "",
            case.due_on or "",
            _("是") if case.provisional else "",
            "" if line.remaining is None else line.remaining,
            line.status,
            line.outcome,
            case.closed_on if case.urgency == urgency.CLOSED else "",
            {True: _("是"), False: _("否"), None: ""}[case.decided_on_time],
            case.subject,
        ]
        yield writer.writerow([harmless(cell) for cell in cells])


def _masked(case: Any, handled: set[int]) -> tuple[str, str, str]:
    """Name, identity number and telephone, masked; the two numbers only where the reader handles the requests."""
    who = case.applicant
    if case.agency_id not in handled:
        return gate.shortened(who), "", ""
    return gate.shortened(who), masking.identity(who.identity_number), masking.telephone(who.telephone)


def harmless(cell: Any) -> Any:
    """A text that a spreadsheet would take for a formula gets a quotation mark in front; a number stays one."""
    return sheet.harmless(cell) if isinstance(cell, str) else cell
