"""Whose information is it: questions, the answer with its article, and the words for a draft that says 「not ours」."""

from __future__ import annotations

from typing import Any

from django import forms
from django.http import HttpRequest, HttpResponse
from django.urls import reverse
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy
from django.views.decorators.http import require_http_methods

from gongkai.agencies import access
from gongkai.foi import responsibility as law
from gongkai.foi.office import gate, pages
from gongkai.foi.services.acts import HANDLING

OFFERED = "foi_responsibility"


class ResponsibilityForm(forms.Form):
    """The questions of Art 10 and of the reform of agencies."""

    origin = forms.ChoiceField(
        label=gettext_lazy("这项信息是怎样来的"),
        widget=forms.RadioSelect,
        choices=[
            (law.Origin.MADE.value, gettext_lazy("行政机关制作的")),
            (law.Origin.FROM_PUBLIC.value, gettext_lazy("从公民、法人和其他组织获取的")),
            (law.Origin.FROM_ORGAN.value, gettext_lazy("从其他行政机关获取的")),
            (law.Origin.JOINT.value, gettext_lazy("几个行政机关共同制作的")),
        ],
    )
    ours = forms.ChoiceField(
        label=gettext_lazy("制作、保存、最初获取或者牵头制作的是谁"),
        widget=forms.RadioSelect,
        choices=[
            ("us", gettext_lazy("本机关")),
            ("other", gettext_lazy("其他机关")),
            ("body", gettext_lazy("依法以自己名义履行职能的派出机构、内设机构")),
        ],
    )
    change = forms.ChoiceField(
        label=gettext_lazy("后来有没有变化"),
        widget=forms.RadioSelect,
        initial=law.Change.NONE.value,
        choices=[
            (law.Change.NONE.value, gettext_lazy("没有")),
            (law.Change.FUNCTION_MOVED.value, gettext_lazy("职能划转")),
            (law.Change.MERGED.value, gettext_lazy("机构合并")),
            (law.Change.TO_PARTY_WITH_PLATE.value, gettext_lazy("职能划入党的机关，加挂行政机关牌子")),
            (law.Change.TO_PARTY.value, gettext_lazy("职能划入党的机关，不加挂牌子")),
            (law.Change.ARCHIVED.value, gettext_lazy("按期移交国家综合档案馆")),
            (law.Change.ARCHIVED_EARLY.value, gettext_lazy("提前移交国家综合档案馆")),
        ],
    )
    successor_is_us = forms.BooleanField(label=gettext_lazy("职能划转、合并后由本机关承接"), required=False)
    other = forms.CharField(
        label=gettext_lazy("其他机关、承接机关的名称"),
        max_length=100,
        required=False,
        help_text=gettext_lazy("能够确定的，告知申请人（条例第三十六条第五项）。"),
    )
    contact = forms.CharField(label=gettext_lazy("该机关的联系方式"), max_length=90, required=False)

    def __init__(self, *args: Any, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        self.label_suffix = ""

    def question(self) -> law.Question:
        """The facts, as the law asks for them."""
        found = self.cleaned_data
        return law.Question(
            origin=law.Origin(found["origin"]),
            ours=found["ours"] == "us",
            other=found["other"],
            change=law.Change(found["change"]),
            successor_is_us=found["successor_is_us"],
            own_name=found["ours"] == "body",
        )


@require_http_methods(["GET", "HEAD", "POST"])
def responsibility(request: HttpRequest, pk: int) -> HttpResponse:
    """Ask, and show the answer under the questions. Nothing is stored but the words offered to the draft."""
    case = gate.case_or_404(request.user, pk)
    access.require(request.user, case.agency, *HANDLING)
    form = ResponsibilityForm(request.POST or None)
    answer = law.resolve(form.question()) if request.method == "POST" and form.is_valid() else None
    if answer is not None:
        named = (form.cleaned_data["other"], form.cleaned_data["contact"])
        _offer(request, pk, answer, "，".join(part for part in named if part))
    return pages.show(
        request,
        "foi/office/responsibility.html",
        title=_("由哪个机关负责公开"),
        trail=[pages.worklist_crumb(), pages.case_crumb(case)],
        case=case,
        form=form,
        answer=answer,
        draft_url=reverse("foi_office:step", args=[pk, "propose-decision"]) + "?from=responsibility",
        status=422 if request.method == "POST" and answer is None else 200,
    )


def _offer(request: HttpRequest, pk: int, answer: law.Answer, responsible: str) -> None:
    """Remember the words for the next draft of this request, in the session of whoever asked."""
    if answer.letter:
        request.session[OFFERED] = {
            "case": pk,
            "answer": "cannot.not_ours",
            "reasons": answer.letter,
            "grounds": str(answer.article),
            "responsible_agency": responsible,
        }
    else:
        request.session.pop(OFFERED, None)


def offered(request: HttpRequest, pk: int) -> dict[str, str]:
    """The words offered to a draft of this request, when it is opened from the answer."""
    found = request.session.get(OFFERED) or {}
    if request.GET.get("from") != "responsibility" or found.get("case") != pk:
        return {}
    return {name: text for name, text in found.items() if name != "case"}
