"""The case's file to take along, and its way to everybody: downloads and the two drafts for the catalogue."""

from __future__ import annotations

from django import forms
from django.core.exceptions import PermissionDenied
from django.http import Http404, HttpRequest, HttpResponse
from django.shortcuts import redirect
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy
from django.views.decorators.debug import sensitive_post_parameters
from django.views.decorators.http import require_http_methods, require_POST, require_safe
from wagtail.admin import messages

from gongkai.agencies import access
from gongkai.foi.archive import packing
from gongkai.foi.errors import StepRefused
from gongkai.foi.models import ApplicantLook
from gongkai.foi.office import gate, pages
from gongkai.foi.office.downloads import case_with_papers, guarded
from gongkai.foi.services import publishing
from gongkai.foi.services.acts import HANDLING

DESK = "wagtailsnippets_catalog_document:inspect"


@require_safe
def archive(request: HttpRequest, pk: int, extent: str) -> HttpResponse:
    """The whole file for those who handle the case (noted as a look), or the masked one for whoever may see the case."""
    masked = extent == "masked"
    if masked:
        case = gate.case_or_404(request.user, pk)
    else:
        case = case_with_papers(request.user, pk, ApplicantLook.Act.ARCHIVE)
    try:
        content = packing.build(case, masked=masked)
    except StepRefused as refusal:
        raise Http404(str(refusal)) from None
    return guarded(HttpResponse(content), packing.file_name(case, masked=masked), "application/zip")


class AnswerForm(forms.Form):
    """A question in neutral words, and the answer."""

    title = forms.CharField(label=gettext_lazy("标题"), max_length=200)
    question = forms.CharField(
        label=gettext_lazy("问题"),
        widget=forms.Textarea(attrs={"rows": 4}),
        max_length=2000,
        help_text=gettext_lazy("用中性的话重新写，不出现申请人和他的具体处境。"),
    )
    answer = forms.CharField(
        label=gettext_lazy("答复"), widget=forms.Textarea(attrs={"rows": 10}), max_length=20000
    )

    def __init__(self, *args: object, **kwargs: object) -> None:
        super().__init__(*args, **kwargs)  # type: ignore[arg-type]
        self.label_suffix = ""


@sensitive_post_parameters()
@require_http_methods(["GET", "HEAD", "POST"])
def publish_answer(request: HttpRequest, pk: int) -> HttpResponse:
    """Draft the anonymised answer. What is the applicant's own, word for word, is refused."""
    case = gate.case_or_404(request.user, pk)
    access.require(request.user, case.agency, *HANDLING)
    form = AnswerForm(request.POST or None, initial={"title": case.subject})
    refusal = None
    if request.method == "POST" and form.is_valid():
        try:
            made = publishing.publish_answer(actor=request.user, case=case, **form.cleaned_data)
        except StepRefused as error:
            refusal = error
        else:
            messages.success(request, _("已生成公开稿，请补全栏目和概述后送审。"))
            return redirect(DESK, made.document_id)
    return pages.show(
        request,
        "foi/office/publish_answer.html",
        title=_("公布这件答复"),
        trail=[pages.worklist_crumb(), pages.case_crumb(case)],
        case=case,
        form=form,
        refusal=refusal,
        status=422 if request.method == "POST" else 200,
    )


@require_POST
def turn_proactive(request: HttpRequest, pk: int) -> HttpResponse:
    """One click: the information given becomes a draft for everybody (条例第四十四条)."""
    case = gate.case_or_404(request.user, pk)
    if not access.holds(request.user, case.agency, *HANDLING):
        raise PermissionDenied(_("转为主动公开需要信息员岗位。"))
    try:
        made = publishing.turn_proactive(actor=request.user, case=case)
    except StepRefused as refusal:
        messages.error(request, str(refusal))
        return redirect("foi_office:case", pk=pk)
    messages.success(request, _("已生成主动公开稿，请补全栏目和概述后送审。"))
    return redirect(DESK, made.document_id)
