"""Following one request by number and code. Neither ever stands in an address; the session keeps a key to the case."""

from __future__ import annotations

import time
from collections.abc import Callable
from functools import wraps
from typing import Any

from django.http import Http404, HttpRequest, HttpResponse
from django.shortcuts import redirect
from django.urls import reverse
from django.utils import timezone
from django.utils.translation import gettext as _
from django.views.decorators.debug import sensitive_post_parameters
from django.views.decorators.http import require_http_methods, require_POST, require_safe

from gongkai.convert.content_type import FileRefused
from gongkai.foi import letters, queries, services
from gongkai.foi.errors import StepRefused, TooManyAttempts
from gongkai.portal import clients, receipts
from gongkai.portal.case_forms import CorrectionForm, EvaluationForm, HelpForm, WithdrawalForm
from gongkai.portal.forms import TrackForm
from gongkai.portal.presenters import cases as present
from gongkai.portal.presenters import progress
from gongkai.portal.presenters.downloads import download
from gongkai.portal.views.page import own_column, private, show

OPEN_FOR = 60 * 60
_SESSION = "portal.case"


@sensitive_post_parameters()
@require_http_methods(["GET", "HEAD", "POST"])
def track(request: HttpRequest) -> HttpResponse:
    """Ask for number and code. An unknown number and a wrong code get the same answer."""
    form = TrackForm(request.POST if request.method == "POST" else None)
    status = 200
    if request.method == "POST" and form.is_valid():
        try:
            found = queries.find_for_tracking(
                form.cleaned_data["number"], form.cleaned_data["code"], client=clients.address_of(request)
            )
        except TooManyAttempts as refused:
            form.add_error(
                None,
                _("%(text)s（大约 %(minutes)d 分钟）")
                % {"text": refused, "minutes": refused.wait_seconds // 60},
            )
            status = 429
        else:
            if found is not None:
                request.session.cycle_key()
                request.session[_SESSION] = {
                    "case": found.pk, "key": queries.session_key(found), "at": int(time.time()),
                }  # fmt: skip
                return private(redirect("portal:track_case"))
            form.add_error(None, _("受理编号或者查询码不对，请对照回执再输一次。"))
    column = own_column(_("申请进度"), _("用受理编号和查询码查看申请办到哪一步"), "依申请公开")
    crumbs = [(_("查申请进度"), "")]
    return private(
        show(request, "track.html", nav="track", crumbs=crumbs, column=column, status=status, form=form)
    )


def tracked(view: Callable[..., HttpResponse]) -> Callable[..., HttpResponse]:
    """Give the view the case of this session; without one, ask for number and code."""

    @wraps(view)
    def guarded(request: HttpRequest, **arguments: Any) -> HttpResponse:
        row = request.session.get(_SESSION) or {}
        fresh = row.get("at", 0) > time.time() - OPEN_FOR
        case = queries.case_of_session(row["case"], row["key"]) if fresh else None
        if case is None:
            return private(redirect("portal:track"))
        return private(view(request, case, **arguments))

    return guarded


@require_safe
@tracked
def case(request: HttpRequest, case: Any) -> HttpResponse:
    """Everything about the case: the limit and its counting, the line of days, papers, what can be done now."""
    today = timezone.localdate()
    state = queries.tracking(case, today)
    provided = queries.files_for_applicant(case)
    strip = queries.day_strip(case, today)
    limit = present.due(state, strip.days)
    given = queries.evaluation_of(case) if state.can_evaluate else None
    route = queries.remedy_route(case) if state.outcome_label else None
    return _show(
        request,
        "track_case.html",
        case,
        due=limit,
        strip=strip,
        weekdays="一二三四五六日",
        events=present.events(state, provided),
        moves=progress.moves(state.moves),
        remedies=progress.remedies(route),
        route=route,
        given=given,
        help_needed=case.help_needed,
        actions=present.actions(state, may_evaluate=progress.may_evaluate(state, given, today), given=given),
        status_label=state.status_label,
        summary=present.summary(state),
        told=queries.told_of_split(case),
    )


@sensitive_post_parameters()
@require_http_methods(["GET", "HEAD", "POST"])
@tracked
def correct(request: HttpRequest, case: Any) -> HttpResponse:
    """Answer the notice to correct. The code is asked again: the answer restarts the limit."""
    today = timezone.localdate()
    if not queries.tracking(case, today).can_correct:
        return redirect("portal:track_case")
    posted = request.method == "POST"
    form = CorrectionForm(request.POST if posted else None, request.FILES if posted else None)
    if posted and form.is_valid():
        typed = form.cleaned_data
        try:
            services.correct_by_applicant(
                case=case, code=typed["code"], on=today, text=typed["text"], files=typed["attachments"]
            )
            return redirect("portal:track_case")
        except FileRefused as refused_file:
            form.add_error("attachments", refused_file.text)
        except StepRefused as refused:
            _add(form, refused)
    return _show(request, "track_correct.html", case, form=form, wanted=queries.correction_wanted(case))


@sensitive_post_parameters()
@require_http_methods(["GET", "HEAD", "POST"])
@tracked
def withdraw(request: HttpRequest, case: Any) -> HttpResponse:
    """Withdraw the request. The code is asked again: it cannot be undone."""
    today = timezone.localdate()
    if not queries.tracking(case, today).can_withdraw:
        return redirect("portal:track_case")
    form = WithdrawalForm(request.POST if request.method == "POST" else None)
    if request.method == "POST" and form.is_valid():
        try:
            services.withdraw_by_applicant(case=case, code=form.cleaned_data["code"], on=today)
            return redirect("portal:track_case")
        except StepRefused as refused:
            _add(form, refused)
    return _show(request, "track_withdraw.html", case, form=form)


@sensitive_post_parameters()
@require_http_methods(["GET", "HEAD", "POST"])
@tracked
def evaluate(request: HttpRequest, case: Any) -> HttpResponse:
    """Say how it went, or change it for thirty days."""
    today = timezone.localdate()
    given = queries.evaluation_of(case)
    if not progress.may_evaluate(queries.tracking(case, today), given, today):
        return redirect("portal:track_case")
    start = {"score": given.score, "words": given.words} if given else None
    form = EvaluationForm(request.POST if request.method == "POST" else None, initial=start)
    if request.method == "POST" and form.is_valid():
        try:
            services.evaluate_by_applicant(case=case, on=today, **form.cleaned_data)
            return redirect("portal:track_case")
        except StepRefused as refused:
            _add(form, refused)
    return _show(request, "track_evaluate.html", case, form=form, given=given)


@sensitive_post_parameters()
@require_http_methods(["GET", "HEAD", "POST"])
@tracked
def ask_for_help(request: HttpRequest, case: Any) -> HttpResponse:
    """Say which help is needed to read or hear the answer (Art. 43)."""
    today = timezone.localdate()
    if not queries.tracking(case, today).can_ask_for_help:
        return redirect("portal:track_case")
    start = {"help_needed": case.help_needed}
    form = HelpForm(request.POST if request.method == "POST" else None, initial=start)
    if request.method == "POST" and form.is_valid():
        try:
            services.record_help_by_applicant(case=case, on=today, **form.cleaned_data)
            return redirect("portal:track_case")
        except StepRefused as refused:
            _add(form, refused)
    return _show(request, "track_help.html", case, form=form)


@require_POST
def leave(request: HttpRequest) -> HttpResponse:
    """Forget the case and the receipts of this browser."""
    request.session.pop(_SESSION, None)
    receipts.forget(request.session)
    return private(redirect("portal:track"))


@require_safe
@tracked
def letter(request: HttpRequest, case: Any, *, pk: int, kind: str) -> HttpResponse:
    """A letter of this case, and of no other, to save."""
    found = queries.letter_for_applicant(case, pk)
    if found is None:
        raise Http404
    made = letters.pdf(found) if kind == "pdf" else letters.docx(found)
    return download(made, f"{found.title}-{found.number}.{kind}")


@require_safe
@tracked
def file(request: HttpRequest, case: Any, *, pk: int) -> HttpResponse:
    """A file provided with the answer of this case, and of no other, to save."""
    found = queries.file_for_applicant(case, pk)
    if found is None:
        raise Http404
    with found.file.open("rb") as stored:
        return download(stored.read(), present.provided_name(found), found.content_type)


def _add(form: Any, refused: StepRefused) -> None:
    form.add_error("code" if refused.code == "FOI-CODE" else None, str(refused))


def _show(request: HttpRequest, template: str, case: Any, **context: Any) -> HttpResponse:
    shown = {
        "number": case.receipt_number,
        "agency": case.agency,
        "information_title": case.subject,
        "status_label": context.pop("status_label", ""),
        "summary": context.pop("summary", ""),
    }
    crumbs = [(_("查申请进度"), reverse("portal:track")), (_("我的申请"), reverse("portal:track_case"))]
    names = {
        "track_correct.html": _("提交补正"),
        "track_withdraw.html": _("撤回申请"),
        "track_evaluate.html": _("评价办理情况"),
        "track_help.html": _("需要的帮助"),
    }
    if template in names:
        crumbs.append((names[template], ""))
    return show(request, template, nav="track", crumbs=crumbs, case=shown, **context)
