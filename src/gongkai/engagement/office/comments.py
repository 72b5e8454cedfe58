"""The opinions of a consultation: listed masked, sorted in bulk, entered by hand or from a table, saved as a workbook."""

from __future__ import annotations

from typing import Any

from django.db.models import Count
from django.http import Http404, HttpRequest, HttpResponse
from django.shortcuts import redirect
from django.urls import reverse
from django.utils import timezone
from django.utils.translation import gettext as _
from django.utils.translation import ngettext
from django.views.decorators.http import require_http_methods, require_POST, require_safe
from wagtail.admin import messages

from gongkai.agencies import access
from gongkai.agencies.office import XLSX, actor_of, file_response, paged
from gongkai.convert.content_type import FileRefused
from gongkai.engagement import queries, tables
from gongkai.engagement.models import Comment, CommentGroup
from gongkai.engagement.office import pages
from gongkai.engagement.office.forms import CommentForm, GroupForm, ImportForm
from gongkai.engagement.rules import State
from gongkai.engagement.services import comments as services
from gongkai.engagement.services import originals, sorting
from gongkai.engagement.services.recording import HANDLING
from gongkai.review.office.plain import carried_out
from gongkai.review.rules import Blocker, Refused

UNSORTED = "none"
SHOWN_FAULTS = 50
NUMBERS = 12


@require_http_methods(pages.METHODS)
def index(request: HttpRequest, pk: int) -> HttpResponse:
    """Opinions with what is personal masked; those that are ticked go into a group."""
    actor, row = actor_of(request), pages.consultation(request, pk)
    reasons: list[Blocker] = []
    if request.method == "POST":
        try:
            number = _sort(request, row)
        except Refused as refused:
            reasons = refused.blockers
        else:
            text = ngettext(
                "已归类%(number)d条（含内容相同的）。", "已归类%(number)d条（含内容相同的）。", number
            )
            messages.success(request, text % {"number": number})
            return redirect(request.get_full_path())
    wanted, words = request.GET.get("group", "")[:NUMBERS], request.GET.get("q", "")[:80].strip()
    page, query = paged(request, _listed(row, wanted, words))
    state = queries.state(row, timezone.localdate())
    return pages.show(
        request,
        "comments",
        _("收到的意见"),
        pages.crumb(row),
        status=422 if reasons else 200,
        consultation=row,
        page=page,
        query=query,
        groups=list(row.groups.annotate(number=Count("sortings")).order_by("id")),
        unsorted=row.comments.filter(sorting__isnull=True).count(),
        wanted=wanted,
        words=words,
        reasons=reasons,
        typed=request.POST.get("new", ""),
        ticked=request.POST.getlist("comment"),
        may_sort=state in (State.OPEN, State.WAITING) and access.holds(actor, row.agency, *HANDLING),
    )


def _listed(row: Any, wanted: str, words: str) -> Any:
    rows = row.comments.select_related("sorting__group", "duplicate_of", "original").order_by("id")
    if wanted == UNSORTED:
        rows = rows.filter(sorting__isnull=True)
    elif wanted.isascii() and wanted.isdigit():
        rows = rows.filter(sorting__group=int(wanted))
    return rows.filter(text__icontains=words) if words else rows


def _sort(request: HttpRequest, row: Any) -> int:
    """Into a group there is, a new one, or out of any."""
    actor, target, new = actor_of(request), request.POST.get("group", ""), request.POST.get("new", "").strip()
    chosen = [int(pk) for pk in request.POST.getlist("comment") if pk.isascii() and pk.isdigit()]
    if not chosen:
        raise Refused([Blocker("SORT-NOTHING", _("请先勾选意见。"))])
    group: CommentGroup | None = None
    if new:
        group = row.groups.filter(title=new[:200]).first() or sorting.keep_group(
            actor=actor, consultation=row, title=new
        )
    elif target.isascii() and target.isdigit():
        group = row.groups.filter(pk=int(target)).first()
    if group is None and target != UNSORTED:
        raise Refused([Blocker("SORT-GROUP", _("请选择一个意见要点，或者写一个新的。"))])
    return sorting.sort(actor=actor, consultation=row, comments=chosen, group=group)


@require_http_methods(pages.METHODS)
def group(request: HttpRequest, pk: int, group_pk: int) -> HttpResponse:
    """A point: its name, whether it is adopted, and why."""
    actor, row = actor_of(request), pages.consultation(request, pk)
    kept = row.groups.filter(pk=group_pk).first()
    if kept is None:
        raise Http404
    initial = {"title": kept.title, "decision": kept.decision, "reason": kept.reason}
    form = GroupForm(request.POST or None, initial=initial)
    act = {"actor": actor, "consultation": row, "group": kept}

    def carry_out() -> None:
        if request.POST.get("act") == "drop":
            sorting.drop_group(**act)
        else:
            sorting.keep_group(**act, **form.cleaned_data)

    if request.method == "POST" and carried_out(form, carry_out):
        messages.success(request, _("已保存。"))
        return redirect("consultations_office:comments", pk)
    number = kept.sortings.count()
    lead = ngettext("其中有%(number)d条意见。", "其中有%(number)d条意见。", number) % {"number": number}
    return pages.form_page(
        request, form, _("意见要点"), _("保存"), _back(row), lead=lead, may_drop=not number,
    )  # fmt: skip


def _back(row: Any) -> tuple[str, str]:
    return str(_("收到的意见")), reverse("consultations_office:comments", args=[row.pk])


@require_http_methods(pages.METHODS)
def enter(request: HttpRequest, pk: int) -> HttpResponse:
    """An opinion that did not come through the site."""
    actor, row = actor_of(request), pages.consultation(request, pk)
    initial = {"received_on": min(timezone.localdate(), row.closes_on)}
    form = CommentForm(request.POST or None, initial=initial)
    if request.method == "POST" and carried_out(
        form, lambda: services.enter(actor=actor, consultation=row, said=[form.said()])
    ):
        messages.success(request, _("已登记。"))
        return redirect("consultations_office:comments", pk)
    return pages.form_page(request, form, _("登记意见"), _("登记"), _back(row))


@require_http_methods(pages.METHODS)
def bring_in(request: HttpRequest, pk: int) -> HttpResponse:
    """Opinions from a table: every faulty row is named and nothing is kept until all are right."""
    actor, row = actor_of(request), pages.consultation(request, pk)
    form = ImportForm(request.POST or None, request.FILES or None)
    faults: list[str] = []
    if request.method == "POST" and form.is_valid():
        try:
            said, faults = tables.read(form.cleaned_data["file"])
            faults = faults or [
                one.text for one in services.check_entries(actor=actor, consultation=row, said=said)
            ]
            if not faults:
                made = services.enter(actor=actor, consultation=row, said=said)
                messages.success(request, _("已登记%(number)d条意见。") % {"number": len(made)})
                return redirect("consultations_office:comments", pk)
        except (Refused, FileRefused) as refused:
            form.refuse(refused)
    return pages.form_page(
        request, form, _("从表格导入意见"), _("导入"), _back(row), faults=faults[:SHOWN_FAULTS], fault_count=len(faults),
        lead=_("表头可用的列：%(columns)s。") % {"columns": "、".join(field.label for field in tables.fields())},
    )  # fmt: skip


@require_http_methods(pages.METHODS)
def comment(request: HttpRequest, pk: int, comment_pk: int) -> HttpResponse:
    """One opinion; its own words and the person behind it after a click that is recorded."""
    actor, row = actor_of(request), pages.consultation(request, pk)
    found = _comment(row, comment_pk)
    original, reasons = None, []
    if request.method == "POST":
        try:
            original = originals.open_original(actor=actor, comment=found)
        except Refused as refused:
            reasons = refused.blockers
    page = pages.show(
        request, "comment", found.number, pages.crumb(row), _back(row), status=422 if reasons else 200, consultation=row,
        comment=found, original=original, reasons=reasons, has_file=bool(found.original.file),
        may_open=access.holds(actor, row.agency, *HANDLING) and not row.destroyed_on,
    )  # fmt: skip
    page["Cache-Control"] = "private, no-store"
    return page


def _comment(row: Any, pk: int) -> Comment:
    found = (
        row.comments.select_related("original", "sorting__group", "duplicate_of", "entered_by")
        .filter(pk=pk)
        .first()
    )
    if found is None:
        raise Http404
    return found


@require_POST
def file(request: HttpRequest, pk: int, comment_pk: int) -> HttpResponse:
    """The file that came with an opinion; that it was opened is recorded."""
    found = _comment(pages.consultation(request, pk), comment_pk)
    if not found.original.file:
        raise Http404
    original = originals.open_original(actor=actor_of(request), comment=found)
    with original.file.open("rb") as stored:
        return file_response(stored.read(), original.file_name, original.file_type)


@require_safe
def save(request: HttpRequest, pk: int) -> HttpResponse:
    """Every opinion, masked, with its group, as a workbook; without persons."""
    row = pages.consultation(request, pk)
    data = tables.workbook(_listed(row, "", "").iterator(chunk_size=500))
    return file_response(data, f"{_('收到的意见')}-{row.pk}.xlsx", XLSX)
