"""The pages of remedies."""

from __future__ import annotations

from collections.abc import Callable
from datetime import date
from typing import Any

from django.core.paginator import Paginator
from django.db.models import F, Q, QuerySet
from django.http import Http404, HttpRequest, HttpResponse
from django.shortcuts import redirect
from django.urls import reverse
from django.utils import timezone
from django.utils.translation import gettext as _
from django.views.decorators.http import require_http_methods, require_safe
from wagtail.admin import messages

from gongkai.agencies import access, working_days
from gongkai.foi.office import gate, pages
from gongkai.foi.office.choices import outcome_label
from gongkai.foi.office.dates import remaining, remaining_words
from gongkai.ledger import queries as ledger
from gongkai.remedies import queries, services
from gongkai.remedies.models import Remedy
from gongkai.remedies.office.forms import AnswerForm, FileForm, RemedyFilter, ReopenForm, ResultForm
from gongkai.remedies.rules import RemedyRefused

PER_PAGE = 40
METHODS = ["GET", "HEAD", "POST"]


def list_crumb() -> pages.Crumb:
    """The way back to the list."""
    return _("复议诉讼"), reverse("remedies_office:list")


def remedy_or_404(actor: Any, pk: int) -> Remedy:
    """The proceeding, or 404 for whoever may not see it."""
    found = (
        queries.visible_remedies(actor)
        .select_related("follows", "registered_by", "decision")
        .filter(pk=pk)
        .first()
    )
    if found is None:
        raise Http404(_("没有这件复议诉讼，或者不在您的机构范围内。"))
    return found


@require_safe
def remedy_list(request: HttpRequest) -> HttpResponse:
    """Open proceedings first, those to be answered before all."""
    form = RemedyFilter(request.GET, actor=request.user)
    rows = _narrowed(queries.visible_remedies(request.user), form.values())
    ordered = rows.order_by(
        F("closed_on").desc(nulls_first=True),
        F("answered_on").asc(nulls_first=True),
        F("answer_due_on").asc(nulls_last=True),
        "-filed_on",
        "id",
    )
    page = Paginator(ordered, PER_PAGE).get_page(request.GET.get("p"))
    query = request.GET.copy()
    query.pop("p", None)
    today, calendar = timezone.localdate(), working_days.current()
    return pages.show(
        request,
        "remedies/office/list.html",
        title=_("复议诉讼"),
        form=form,
        page=page,
        rows=[(row, answer_limit(row, today, calendar)) for row in page],
        query=query.urlencode(),
        is_narrowed=bool(form.values()),
    )


def _narrowed(rows: QuerySet[Remedy], chosen: dict[str, Any]) -> QuerySet[Remedy]:
    match chosen.get("state"):
        case "pending":
            rows = rows.filter(result=Remedy.Result.PENDING)
        case "unanswered":
            rows = rows.filter(result=Remedy.Result.PENDING, answered_on__isnull=True)
        case "closed":
            rows = rows.exclude(result=Remedy.Result.PENDING)
    for name in ("kind", "result"):
        if name in chosen:
            rows = rows.filter(**{name: chosen[name]})
    if agency := chosen.get("agency"):
        rows = rows.filter(agency__path__startswith=agency.path)
    if words := chosen.get("q"):
        rows = rows.filter(Q(reference__icontains=words) | Q(case__receipt_number__icontains=words))
    return rows


def answer_limit(row: Remedy, today: date, calendar: Any) -> dict[str, Any]:
    """What is left to answer, in words, with its tone."""
    if row.result != Remedy.Result.PENDING or row.answered_on or not row.answer_due_on:
        return {"words": "", "tone": ""}
    left = remaining(calendar, today, row.answer_due_on)
    tone = "overdue" if left is not None and left < 0 else "soon" if left is not None and left <= 3 else ""
    return {"words": remaining_words(left), "tone": tone}


@require_safe
def remedy_page(request: HttpRequest, pk: int) -> HttpResponse:
    """One proceeding: facts, what may be recorded, history."""
    row = remedy_or_404(request.user, pk)
    today, calendar = timezone.localdate(), working_days.current()
    against = row.decision or row.case
    return pages.show(
        request,
        "remedies/office/remedy.html",
        title=f"{row.get_kind_display()} {row.reference}".strip(),
        trail=[list_crumb()],
        row=row,
        outcome=outcome_label(against.outcome) if against.outcome else "",
        answered_on=against.decided_on,
        limit=answer_limit(row, today, calendar),
        limits=queries.limits(row.case),
        suit_comes_later=queries.reconsideration_comes_first(row.case),
        notes=queries.notes(row),
        may_record=access.holds(request.user, row.agency, *services.RECORDING),
        is_pending=row.result == Remedy.Result.PENDING,
        lines=[
            {"row": event, "text": _words(event)} for event in reversed(ledger.history(services.KIND, row.pk))
        ],
    )


def _words(event: Any) -> str:
    name = event.type.removeprefix(f"{services.KIND}.")
    known = {
        "filed": _("登记提出"),
        "answered": _("提交答复、答辩"),
        "closed": _("审结"),
        "reopened": _("恢复为尚未审结"),
    }
    text = known.get(name, name)
    result = dict(Remedy.Result.choices).get(event.data.get("result", ""))
    return f"{text}：{result}" if result else text


@require_http_methods(METHODS)
def file(request: HttpRequest, case_pk: int) -> HttpResponse:
    """Register a proceeding against a request."""
    case = gate.case_or_404(request.user, case_pk)
    access.require(request.user, case.agency, *services.RECORDING)
    form = FileForm(request.POST or None, case=case)
    made: list[Remedy] = []

    def act() -> None:
        made.append(services.file_remedy(actor=request.user, case=case, **form.cleaned_data))

    def is_done() -> bool:
        found = form.cleaned_data
        same = case.remedies.filter(
            kind=found["kind"], filed_on=found["filed_on"], body=found["body"], registered_by=request.user.pk
        )
        made.extend(same[:1])
        return bool(made)

    answer = _acted(request, form, act, is_done, _("已登记。"), lambda: redirect(_address(made[0])))
    return (
        answer
        if isinstance(answer, HttpResponse)
        else pages.show(
            request,
            "remedies/office/file.html",
            title=_("登记复议诉讼"),
            trail=[pages.worklist_crumb(), pages.case_crumb(case)],
            case=case,
            form=form,
            refusal=answer,
            limits=queries.limits(case),
            suit_comes_later=queries.reconsideration_comes_first(case),
            status=422 if request.method == "POST" else 200,
        )
    )


def _address(row: Remedy) -> str:
    return reverse("remedies_office:remedy", args=[row.pk])


def _acted(
    request: HttpRequest,
    form: Any,
    act: Callable[[], None],
    is_done: Callable[[], bool],
    done: str,
    back: Callable[[], HttpResponse],
) -> HttpResponse | RemedyRefused | None:
    """Do what the form says; the way back when it is done (once), the refusal when it is refused."""
    if request.method != "POST" or not form.is_valid():
        return None
    if is_done():
        messages.warning(request, _("已经登记过，没有重复登记。"))
        return back()
    try:
        act()
    except RemedyRefused as refusal:
        return refusal
    messages.success(request, done)
    return back()


def _record(
    request: HttpRequest, pk: int, title: str, form_class: Any, act: Any, is_done: Any
) -> HttpResponse:
    row = remedy_or_404(request.user, pk)
    access.require(request.user, row.agency, *services.RECORDING)
    form = form_class(request.POST or None)
    answer = _acted(
        request,
        form,
        lambda: act(row, form.cleaned_data),
        lambda: is_done(row, form.cleaned_data),
        _("已登记。"),
        lambda: redirect(_address(row)),
    )
    return (
        answer
        if isinstance(answer, HttpResponse)
        else pages.show(
            request,
            "remedies/office/record.html",
            title=title,
            trail=[list_crumb(), (str(row.reference or row.get_kind_display()), _address(row))],
            row=row,
            form=form,
            refusal=answer,
            status=422 if request.method == "POST" else 200,
        )
    )


@require_http_methods(METHODS)
def answer(request: HttpRequest, pk: int) -> HttpResponse:
    """The agency's answer was handed in."""
    return _record(
        request,
        pk,
        _("登记提交答复"),
        AnswerForm,
        lambda row, found: services.record_answer(actor=request.user, remedy=row, on=found["on"]),
        lambda row, found: row.answered_on == found["on"],
    )


@require_http_methods(METHODS)
def result(request: HttpRequest, pk: int) -> HttpResponse:
    """How it ended."""
    return _record(
        request,
        pk,
        _("登记结果"),
        ResultForm,
        lambda row, found: services.record_result(actor=request.user, remedy=row, **found),
        lambda row, found: row.result == found["result"] and row.closed_on == found["on"],
    )


@require_http_methods(METHODS)
def reopen(request: HttpRequest, pk: int) -> HttpResponse:
    """A wrong result is taken back."""
    return _record(
        request,
        pk,
        _("恢复为尚未审结"),
        ReopenForm,
        lambda row, found: services.reopen_remedy(actor=request.user, remedy=row, **found),
        lambda row, _found: row.result == Remedy.Result.PENDING,
    )
