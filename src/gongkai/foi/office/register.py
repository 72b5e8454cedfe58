"""Registering a request, and the receipt with the tracking code that is shown once."""

from __future__ import annotations

from datetime import date
from typing import Any

from django.core.exceptions import PermissionDenied
from django.http import HttpRequest, HttpResponse
from django.shortcuts import redirect
from django.utils import timezone
from django.utils.translation import gettext as _
from django.views.decorators.cache import never_cache
from django.views.decorators.debug import sensitive_post_parameters
from django.views.decorators.http import require_http_methods, require_safe
from wagtail.admin import messages

from gongkai.agencies import access
from gongkai.convert.content_type import FileRefused
from gongkai.foi import letters, queries, services
from gongkai.foi.errors import IncompleteRequest, StepRefused
from gongkai.foi.models import ApplicantLook, Case, Letter
from gongkai.foi.office import pages
from gongkai.foi.office.downloads import case_with_papers
from gongkai.foi.office.forms.registering import RegisterForm
from gongkai.foi.services.acts import HANDLING

CODES = "foi_tracking_codes"


@sensitive_post_parameters()
@require_http_methods(["GET", "HEAD", "POST"])
def register(request: HttpRequest) -> HttpResponse:
    """The form; sent twice it stays one request, because the form carries its own key."""
    if not access.acting_agencies(request.user, *HANDLING).exists():
        raise PermissionDenied(_("登记申请需要信息员岗位。"))
    form = RegisterForm(request.POST or None, request.FILES or None, actor=request.user)
    refusal: StepRefused | None = None
    if request.method == "POST" and form.is_valid():
        try:
            submission = _store(request.user, form)
        except IncompleteRequest as error:
            form.take_faults(error.faults)
        except FileRefused as error:
            form.add_error("identity_proof" if form.cleaned_data["identity_proof"] else "papers", str(error))
        except StepRefused as error:
            refusal = error
        else:
            return _registered(request, submission)
    status = 422 if request.method == "POST" else 200
    return pages.show(
        request,
        "foi/office/register.html",
        title=_("登记申请"),
        trail=[pages.worklist_crumb()],
        form=form,
        refusal=refusal,
        status=status,
    )


def _store(actor: Any, form: RegisterForm) -> Any:
    found = form.cleaned_data
    submission = services.register_request(
        actor=actor,
        agency=found["agency"],
        channel=found["channel"],
        applicant=form.person(),
        request=form.wanted(),
        on=found["on"],
        confirmed_on=found["confirmed_on"],
        identity_proof=found["identity_proof"],
        files=[found["papers"]] if found["papers"] else [],
        oral=found["oral"],
        idempotency_key=found["token"],
    )
    if not submission.repeated:
        if found["reached_office_on"] or found["postal_number"]:
            services.record_mail_receipt(
                actor=actor,
                case=submission.case,
                reached_office_on=found["reached_office_on"],
                postal_number=found["postal_number"],
            )
        services.issue_receipt(actor=actor, case=submission.case, on=timezone.localdate())
    return submission


def _registered(request: HttpRequest, submission: Any) -> HttpResponse:
    case: Case = submission.case
    if submission.tracking_code:
        keep_code(request, case, submission.tracking_code)
    if submission.repeated:
        messages.warning(request, _("这份表单已经登记过，没有重复登记。"))
    else:
        messages.success(request, _("已登记，受理编号%(number)s。") % {"number": case.receipt_number})
        _tell_of_repeats(request, case)
    return redirect("foi_office:receipt", pk=case.pk)


def _tell_of_repeats(request: HttpRequest, case: Case) -> None:
    """Say at once that the applicant asked the same or nearly the same before (Art 36(6))."""
    found = queries.asked_before(case).earlier
    if found:
        numbers = "、".join(
            f"{item.case.receipt_number}（{_('内容相同') if item.same else _('相似') + f' {item.percent}%'}）"
            for item in found
        )
        messages.warning(
            request, _("同一申请人此前申请过相同或者相近的信息：%(numbers)s。") % {"numbers": numbers}
        )


def keep_code(request: HttpRequest, case: Case, code: str) -> None:
    """Remember a tracking code until its page is shown, which is the next thing to happen."""
    request.session[CODES] = {**request.session.get(CODES, {}), str(case.pk): code}


def _shown_once(request: HttpRequest, case: Case) -> str:
    codes = request.session.get(CODES, {})
    code: str = codes.pop(str(case.pk), "")
    if code:
        request.session[CODES] = codes
    return code


@never_cache
@require_safe
def receipt(request: HttpRequest, pk: int) -> HttpResponse:
    """The receipt to print and hand over; the tracking code stands on it the first time only."""
    case = case_with_papers(request.user, pk, ApplicantLook.Act.RECEIPT)
    kept = case.letters.filter(kind=Letter.Kind.RECEIPT, voided=False).order_by("-id").first()
    dated_on = kept.dated_on if kept else timezone.localdate()
    content = kept.content if kept else _receipt_of(case, dated_on)
    return pages.show(
        request,
        "foi/office/receipt.html",
        title=_("登记回执"),
        trail=[pages.worklist_crumb(), pages.case_crumb(case)],
        case=case,
        letter=kept,
        shown={**content, "dated_on": dated_on},
        code=_shown_once(request, case),
        may_issue=access.holds(request.user, case.agency, *HANDLING),
    )


def _receipt_of(case: Case, dated_on: date) -> dict[str, Any]:
    """The receipt as it would be numbered."""
    return letters.to_json(letters.compose(case, "receipt", number="", dated_on=dated_on, values={}))
