"""Questions put to other authorities: the list with its clocks, the letter, and the answer."""

from __future__ import annotations

from typing import Any

from django.contrib import messages
from django.core.exceptions import PermissionDenied
from django.core.paginator import Paginator
from django.db.models import F
from django.http import FileResponse, Http404, HttpRequest, HttpResponse
from django.shortcuts import get_object_or_404, redirect
from django.urls import reverse
from django.utils import timezone
from django.utils.http import content_disposition_header
from django.utils.translation import gettext as _
from django.views.decorators.http import require_http_methods, require_safe

from gongkai.agencies import access, basis, working_days
from gongkai.agencies.office import actor_of, file_response
from gongkai.convert import typeset, word
from gongkai.convert.content_type import FileRefused
from gongkai.law.calendar import WorkCalendar
from gongkai.review import papers, services
from gongkai.review.models import Referral
from gongkai.review.office.forms import AnswerForm, SendingForm, WithdrawReferralForm
from gongkai.review.office.frame import show
from gongkai.review.office.registers import DOCX, PDF
from gongkai.review.rules import Refused
from gongkai.review.services.referring import may_handle

PER_PAGE = 50


@require_safe
def referrals(request: HttpRequest) -> HttpResponse:
    """Open questions first, the oldest on top; how many working days each has waited."""
    actor = actor_of(request)
    if not access.current_posts(actor):
        raise PermissionDenied
    rows = (
        Referral.objects.filter(agency__in=access.visible_agencies(actor))
        .select_related("agency")
        .order_by("outcome", F("withdrawn_on").asc(nulls_first=True), "opened_at", "id")
    )
    page = Paginator(rows, PER_PAGE).get_page(request.GET.get("p"))
    calendar = working_days.current()
    return show(
        request,
        "review/referrals.html",
        _("提请确定"),
        [],
        icon="mail",
        page=page,
        rows=[(row, _waited(row, calendar)) for row in page.object_list],
    )


@require_http_methods(["GET", "POST"])
def referral(request: HttpRequest, pk: int) -> HttpResponse:
    """One question: letter, sending, answer."""
    actor = actor_of(request)
    row = _visible(actor, pk)
    forms: dict[str, Any] = {
        "send": SendingForm(auto_id="send_%s", initial={"on": timezone.localdate()}),
        "answer": AnswerForm(auto_id="answer_%s", initial={"on": timezone.localdate()}),
        "withdraw": WithdrawReferralForm(auto_id="withdraw_%s"),
    }
    act = request.POST.get("act", "")
    if request.method == "POST":
        if act not in forms:
            raise Http404
        kind = type(forms[act])
        forms[act] = kind(request.POST, request.FILES, auto_id=f"{act}_%s")
        if forms[act].is_valid() and _done(request, row, act, forms[act]):
            return redirect("review_referral", row.pk)
    return show(
        request,
        "review/referral.html",
        _("提请确定"),
        [(_("提请确定"), reverse("review_referrals"))],
        icon="mail",
        referral=row,
        waited=_waited(row, working_days.current()),
        forms=forms,
        may_handle=may_handle(actor, row),
        submission=row.signature.submission,
        basis=basis.line(row.agency, "publication.refer"),
        may_open_file=bool(row.answer_file) and may_handle(actor, row),
    )


@require_safe
def letter(request: HttpRequest, pk: int, form: str) -> HttpResponse:
    """The letter as DOCX or PDF."""
    actor = actor_of(request)
    row = _visible(actor, pk)
    if not may_handle(actor, row):
        raise PermissionDenied
    content = papers.referral_letter(row)
    data, kind = (word.letter(content), DOCX) if form == "docx" else (typeset.letter(content), PDF)
    return file_response(data, f"{content.title}.{form}", kind)


@require_safe
def answer_file(request: HttpRequest, pk: int) -> FileResponse:
    """The answer as it was received; for those who handle the question, which is noted."""
    actor = actor_of(request)
    row = _visible(actor, pk)
    if not row.answer_file or not may_handle(actor, row):
        raise Http404
    services.record_opening(actor=actor, referral=row)
    response = FileResponse(row.answer_file.open("rb"), content_type="application/octet-stream")
    response["Content-Disposition"] = content_disposition_header(True, row.answer_file_name)
    response["X-Content-Type-Options"] = "nosniff"
    response["Cache-Control"] = "private, no-store"
    return response


def _visible(actor: Any, pk: int) -> Referral:
    row = get_object_or_404(Referral.objects.select_related("agency", "signature__submission"), pk=pk)
    if not access.can_see(actor, row.agency):
        raise Http404
    return row


def _waited(row: Referral, calendar: WorkCalendar) -> int:
    """Working days since the letter was sent (or since the question, while it was not), until the answer."""
    since = row.sent_on or timezone.localdate(row.opened_at)
    until = row.answered_on or row.withdrawn_on or timezone.localdate()
    return calendar.count(since, until)


def _done(request: HttpRequest, row: Referral, act: str, form: Any) -> bool:
    values = form.cleaned_data
    try:
        if act == "send":
            services.record_sending(actor=request.user, referral=row, **values)
            messages.success(request, _("已登记发函。"))
        elif act == "answer":
            services.record_answer(actor=request.user, referral=row, **values)
            messages.success(request, _("已登记答复。"))
        else:
            services.withdraw_referral(actor=request.user, referral=row, **values)
            messages.success(request, _("已撤回。"))
    except Refused as refused:
        for blocker in refused.blockers:
            form.add_error(None, blocker.text)
        return False
    except FileRefused as refused:
        form.add_error("file", str(refused))
        return False
    return True
