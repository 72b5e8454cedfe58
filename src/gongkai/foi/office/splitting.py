"""The page on which one letter is split: one group of fields a matter, then the new requests with their codes."""

from __future__ import annotations

from typing import Any

from django import forms
from django.http import HttpRequest, HttpResponse
from django.shortcuts import redirect
from django.utils import timezone
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy
from django.views.decorators.http import require_http_methods
from wagtail.admin import messages

from gongkai.agencies import access
from gongkai.foi import facts, services
from gongkai.foi.errors import StepRefused
from gongkai.foi.models import Case
from gongkai.foi.office import gate, pages
from gongkai.foi.office.register import keep_code
from gongkai.foi.services import splitting
from gongkai.foi.services.acts import HANDLING

FIRST_SHOWN = 3


class PartForm(forms.Form):
    """One matter."""

    subject = forms.CharField(label=gettext_lazy("所需信息名称"), max_length=200)
    document_number = forms.CharField(label=gettext_lazy("文号"), max_length=80, required=False)
    features = forms.CharField(
        label=gettext_lazy("便于查询的其他特征"),
        max_length=5000,
        required=False,
        widget=forms.Textarea(attrs={"rows": 2}),
    )

    def __init__(self, *args: Any, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        self.label_suffix = ""


class ExplanationForm(forms.Form):
    """What the applicant is told."""

    explanation = forms.CharField(
        label=gettext_lazy("对申请人的说明"),
        max_length=2000,
        required=False,
        widget=forms.Textarea(attrs={"rows": 4}),
        help_text=gettext_lazy("留空则用通常的说明。各项的受理编号自动附在后面。"),
    )

    def __init__(self, *args: Any, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        self.label_suffix = ""


def _parts(request: HttpRequest, case: Case, count: int) -> Any:
    """As many groups as asked for; the first one begins with what the letter asks."""
    factory: Any = forms.formset_factory(
        PartForm, extra=0, max_num=splitting.MOST_PARTS, validate_max=True, absolute_max=splitting.MOST_PARTS
    )
    first = {
        "subject": case.subject,
        "document_number": case.document_number,
        "features": case.features,
    }
    initial = [first, *({} for _ in range(count - 1))]
    return factory(
        request.POST or None, initial=initial, prefix="parts", form_kwargs={"empty_permitted": True}
    )


def _count(request: HttpRequest) -> int:
    typed = request.GET.get("parts", "")
    asked = int(typed) if typed.isascii() and typed.isdigit() and len(typed) < 3 else FIRST_SHOWN
    return max(2, min(splitting.MOST_PARTS, asked))


@require_http_methods(["GET", "HEAD", "POST"])
def split(request: HttpRequest, pk: int) -> HttpResponse:
    """Split a letter. Groups left empty are passed over."""
    case = gate.case_or_404(request.user, pk)
    access.require(request.user, case.agency, *HANDLING)
    today = timezone.localdate()
    refusal = splitting.refusal(case, facts.of_case(case.pk), today)
    count = _count(request)
    parts = _parts(request, case, count)
    told = ExplanationForm(request.POST or None)
    if request.method == "POST" and parts.is_valid() and told.is_valid():
        filled = [
            services.Part(**found) for found in (form.cleaned_data for form in parts) if any(found.values())
        ]
        try:
            made = services.split_case(
                actor=request.user,
                case=case,
                on=today,
                parts=filled,
                explanation=told.cleaned_data["explanation"],
            )
        except StepRefused as error:
            refusal = error
        else:
            return _done(request, case, made)
    return pages.show(
        request,
        "foi/office/split.html",
        title=_("一函多事，拆分成几件"),
        trail=[pages.worklist_crumb(), pages.case_crumb(case)],
        case=case,
        parts=parts,
        form=told,
        refusal=refusal,
        more=min(splitting.MOST_PARTS, count + 3),
        most=splitting.MOST_PARTS,
        status=422 if request.method == "POST" else 200,
    )


def _done(request: HttpRequest, case: Case, made: list[Any]) -> HttpResponse:
    for item in made:
        keep_code(request, item.case, item.tracking_code)
    numbers = "、".join(item.case.receipt_number for item in made)
    messages.success(
        request,
        _("已拆分，新的受理编号：%(numbers)s。查询码在各件的登记回执上显示一次，请连同说明告知申请人。")
        % {"numbers": numbers},
    )
    return redirect("foi_office:case", pk=case.pk)
