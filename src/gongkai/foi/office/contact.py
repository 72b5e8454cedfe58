"""Small pages around the receipt: an attempt to reach the applicant, the days of registered mail, the form to sign."""

from __future__ import annotations

from typing import Any

from django import forms
from django.http import HttpRequest, HttpResponse
from django.shortcuts import redirect
from django.utils import timezone
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy
from django.views.decorators.http import require_http_methods, require_safe
from wagtail.admin import messages

from gongkai.agencies import access
from gongkai.agencies.office_forms import DateInput
from gongkai.foi import application_form as paper
from gongkai.foi import services
from gongkai.foi.errors import StepRefused
from gongkai.foi.models import ApplicantLook, Case, ContactAttempt, MailReceipt
from gongkai.foi.office import gate, pages
from gongkai.foi.office.downloads import case_with_papers, guarded
from gongkai.foi.services.acts import HANDLING

METHODS = ["GET", "HEAD", "POST"]


class ContactForm(forms.Form):
    """When, how, and whether somebody answered."""

    at = forms.DateTimeField(
        label=gettext_lazy("联系时间"),
        widget=forms.DateTimeInput(attrs={"type": "datetime-local"}, format="%Y-%m-%dT%H:%M"),
        input_formats=["%Y-%m-%dT%H:%M", "%Y-%m-%dT%H:%M:%S", "%Y-%m-%d %H:%M"],
    )
    means = forms.ChoiceField(
        label=gettext_lazy("联系方式"), choices=ContactAttempt.Means.choices, widget=forms.RadioSelect
    )
    reached = forms.TypedChoiceField(
        label=gettext_lazy("结果"),
        choices=[
            ("yes", gettext_lazy("联系上了，申请人确认提交了申请")),
            ("no", gettext_lazy("没有联系上")),
        ],
        widget=forms.RadioSelect,
        coerce=lambda value: value == "yes",
        empty_value=None,
    )
    note = forms.CharField(
        label=gettext_lazy("说明"),
        max_length=200,
        required=False,
        help_text=gettext_lazy("如：无人接听、留言、停机。"),
    )

    def __init__(self, *args: Any, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        self.label_suffix = ""


class MailForm(forms.Form):
    """The days of mail that was signed for. The mail room's own day is the receipt itself and is not asked again."""

    reached_office_on = forms.DateField(
        label=gettext_lazy("转到公开工作机构日期"), widget=DateInput, required=False
    )
    postal_number = forms.CharField(label=gettext_lazy("邮件号"), max_length=40, required=False)

    def __init__(self, *args: Any, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        self.label_suffix = ""


def _officers_case(request: HttpRequest, pk: int) -> Case:
    case = gate.case_or_404(request.user, pk)
    access.require(request.user, case.agency, *HANDLING)
    return case


@require_http_methods(METHODS)
def contact(request: HttpRequest, pk: int) -> HttpResponse:
    """Note an attempt; when it worked, go on to the confirmation, which starts the limit."""
    case = _officers_case(request, pk)
    initial = {"at": timezone.localtime().replace(second=0, microsecond=0)}
    form = ContactForm(request.POST or None, initial=initial)
    refusal: StepRefused | None = None
    if request.method == "POST" and form.is_valid():
        try:
            attempt = services.record_contact_attempt(actor=request.user, case=case, **form.cleaned_data)
        except StepRefused as error:
            refusal = error
        else:
            messages.success(request, _("已登记联系情况。"))
            if attempt.reached and case.status == Case.Status.AWAITING_CONFIRMATION:
                return redirect("foi_office:step", pk=pk, slug="confirm-receipt")
            return redirect("foi_office:case", pk=pk)
    intro = _(
        "每次联系都登记，联系不上的也登记；联系上的，接着登记“确认收到”，确认之日为收到申请之日（条例第三十一条）。"
    )
    return _form_page(request, case, form, refusal, _("登记一次联系"), intro)


@require_http_methods(METHODS)
def mail(request: HttpRequest, pk: int) -> HttpResponse:
    """The day the office itself got the mail, beside the mail room's day."""
    case = _officers_case(request, pk)
    kept = MailReceipt.objects.filter(case=case).first()
    initial = {name: getattr(kept, name) for name in MailForm.base_fields} if kept else {}
    form = MailForm(request.POST or None, initial=initial)
    refusal: StepRefused | None = None
    if request.method == "POST" and form.is_valid():
        try:
            services.record_mail_receipt(actor=request.user, case=case, **form.cleaned_data)
        except StepRefused as error:
            refusal = error
        else:
            messages.success(request, _("已登记。"))
            return redirect("foi_office:case", pk=pk)
    intro = _(
        "需签收的邮寄，以本机关签收之日（收发室签收）为收到申请之日；转到公开工作机构的日期不影响期限，一并留存。"
    )
    return _form_page(request, case, form, refusal, _("收发室签收和转交"), intro)


def _form_page(
    request: HttpRequest, case: Case, form: Any, refusal: StepRefused | None, title: str, intro: str
) -> HttpResponse:
    return pages.show(
        request,
        "foi/office/plain_form.html",
        title=title,
        trail=[pages.worklist_crumb(), pages.case_crumb(case)],
        case=case,
        form=form,
        refusal=refusal,
        intro=intro,
        button=_("登记"),
        status=422 if request.method == "POST" else 200,
    )


@require_safe
def application_form(request: HttpRequest, pk: int) -> HttpResponse:
    """The request as a filled form, for the applicant to read and sign (Art 29)."""
    case = case_with_papers(request.user, pk, ApplicantLook.Act.FILE)
    name = f"{case.receipt_number}-{_('申请表')}.pdf"
    return guarded(HttpResponse(paper.pdf(case)), name, "application/pdf")
