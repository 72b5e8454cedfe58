"""Small acts beside the clock: the receipt as a letter, a new tracking code, a file for the case."""

from __future__ import annotations

from typing import Any

from django import forms
from django.http import Http404, HttpRequest, HttpResponse
from django.shortcuts import redirect
from django.utils import timezone
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy
from django.views.decorators.debug import sensitive_post_parameters
from django.views.decorators.http import require_http_methods, require_POST
from wagtail.admin import messages

from gongkai.agencies import access
from gongkai.convert import content_type
from gongkai.convert.content_type import FileRefused
from gongkai.foi import services
from gongkai.foi.errors import StepRefused
from gongkai.foi.models import CaseFile, Letter
from gongkai.foi.office import gate, pages
from gongkai.foi.office.register import keep_code
from gongkai.foi.services.acts import DECIDING, HANDLING


@require_POST
def issue_receipt(request: HttpRequest, pk: int) -> HttpResponse:
    """Number the receipt, unless it was numbered before."""
    case = gate.case_or_404(request.user, pk)
    access.require(request.user, case.agency, *HANDLING)
    if not case.letters.filter(kind=Letter.Kind.RECEIPT, voided=False).exists():
        services.issue_receipt(actor=request.user, case=case, on=timezone.localdate())
    return redirect("foi_office:receipt", pk=pk)


@require_http_methods(["GET", "HEAD", "POST"])
def reissue_code(request: HttpRequest, pk: int) -> HttpResponse:
    """A new tracking code for an applicant who lost it."""
    case = gate.case_or_404(request.user, pk)
    access.require(request.user, case.agency, *HANDLING)
    if request.method == "POST":
        code = services.reissue_tracking_code(actor=request.user, case=case, on=timezone.localdate())
        keep_code(request, case, code)
        return redirect("foi_office:receipt", pk=pk)
    trail = [pages.worklist_crumb(), pages.case_crumb(case)]
    return pages.show(request, "foi/office/reissue.html", title=_("重新发放查询码"), trail=trail, case=case)


@require_POST
def delivery_slip(request: HttpRequest, pk: int, letter_pk: int) -> HttpResponse:
    """Write the slip to be signed when a letter is handed over."""
    case = gate.case_or_404(request.user, pk)
    access.require(request.user, case.agency, *HANDLING, *DECIDING)
    letter = case.letters.filter(pk=letter_pk).first()
    if letter is None:
        raise Http404(_("这件申请没有这份文书，或者文书已经作废。"))
    try:
        services.issue_delivery_slip(actor=request.user, case=case, letter=letter, on=timezone.localdate())
    except StepRefused as error:
        messages.error(request, str(error))
    else:
        messages.success(request, _("已生成送达回证，请打印后请对方签名。"))
    return redirect("foi_office:case", pk=pk)


class FileForm(forms.Form):
    """A paper to keep with the request."""

    role = forms.ChoiceField(label=gettext_lazy("用途"), choices=CaseFile.Role.choices)
    title = forms.CharField(
        label=gettext_lazy("名称"), max_length=200, required=False, help_text=gettext_lazy("留空则用文件名。")
    )
    file = forms.FileField(
        label=gettext_lazy("文件"), help_text=gettext_lazy("按内容识别类型；网页、程序、空文件不接收。")
    )

    def __init__(self, *args: Any, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        self.label_suffix = ""
        endings = ",".join(f".{ending}" for ending in content_type.allowed_extensions())
        self.fields["file"].widget.attrs["accept"] = endings


@sensitive_post_parameters()
@require_http_methods(["GET", "HEAD", "POST"])
def add_file(request: HttpRequest, pk: int) -> HttpResponse:
    """Add a paper; a file that is not what its name says is refused with the reason."""
    case = gate.case_or_404(request.user, pk)
    access.require(request.user, case.agency, *HANDLING)
    wanted = {"role": request.GET["role"]} if request.GET.get("role") in CaseFile.Role.values else None
    form = FileForm(request.POST or None, request.FILES or None, initial=wanted)
    if request.method == "POST" and form.is_valid():
        found = form.cleaned_data
        try:
            services.add_file(
                actor=request.user,
                case=case,
                on=timezone.localdate(),
                file=found["file"],
                role=found["role"],
                title=found["title"],
            )
        except FileRefused as error:
            form.add_error("file", error.text)
        else:
            messages.success(request, _("已加入文件。"))
            return redirect("foi_office:case", pk=pk)
    return pages.show(
        request,
        "foi/office/add_file.html",
        title=_("加入文件"),
        trail=[pages.worklist_crumb(), pages.case_crumb(case)],
        case=case,
        form=form,
        status=422 if request.method == "POST" else 200,
    )
