"""What the office keys in about a proceeding."""

from __future__ import annotations

from typing import Any

from django import forms
from django.utils import timezone
from django.utils.translation import gettext_lazy as _

from gongkai.agencies import access
from gongkai.agencies.models import Agency
from gongkai.agencies.office_forms import DateInput
from gongkai.foi.models import Case
from gongkai.remedies.models import Remedy


class _Plain(forms.Form):
    """No colon after labels: the page sets them above their field."""

    def __init__(self, *args: Any, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        self.label_suffix = ""


class FileForm(_Plain):
    """A proceeding against what was done with a request."""

    kind = forms.ChoiceField(
        label=_("种类"),
        choices=Remedy.Kind.choices,
        widget=forms.RadioSelect,
        help_text=_("举报投诉（条例第四十七条、第五十一条）不计入年度报告的复议诉讼表。"),
    )
    body = forms.CharField(label=_("复议机关、法院或者受理投诉的机关"), max_length=120)
    reference = forms.CharField(label=_("案号"), max_length=80, required=False)
    filed_on = forms.DateField(
        label=_("提出日期"), widget=DateInput, help_text=_("复议机关收到复议申请或者法院立案的日期。")
    )
    notified_on = forms.DateField(
        label=_("收到通知书日期"),
        widget=DateInput,
        required=False,
        help_text=_("本机关收到答复通知书、应诉通知书的日期，答复期限自此起算。"),
    )
    procedure = forms.ChoiceField(
        label=_("程序"),
        choices=[("", _("未说明")), *Remedy.Procedure.choices],
        required=False,
        help_text=_("简易程序的，行政复议答复期限为5个工作日，普通程序为10日。"),
    )
    answer_due_on = forms.DateField(
        label=_("答复、答辩期限"),
        widget=DateInput,
        required=False,
        help_text=_("留空则按法定期限计算；通知书另有要求的，按通知书填写。"),
    )
    co_defendant = forms.BooleanField(label=_("复议机关为共同被告（只计入原行为机关）"), required=False)

    def __init__(self, *args: Any, case: Case, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        self.case = case
        if not self.is_bound:
            self.initial.setdefault("filed_on", timezone.localdate())
            self.initial.setdefault("body", case.agency.reconsideration_body)

    def clean(self) -> dict[str, Any]:
        """Days in their order; nothing in the future."""
        found: dict[str, Any] = super().clean() or {}
        today = timezone.localdate()
        for name in ("filed_on", "notified_on"):
            if (day := found.get(name)) and day > today:
                self.add_error(name, _("日期还没有到。"))
        filed, notified = found.get("filed_on"), found.get("notified_on")
        if filed and notified and notified < filed:
            self.add_error("notified_on", _("收到通知的日期早于提出日期。"))
        if filed and (due := found.get("answer_due_on")) and due < filed:
            self.add_error("answer_due_on", _("答复期限早于提出日期。"))
        return found


class AnswerForm(_Plain):
    """The agency handed in its answer."""

    on = forms.DateField(label=_("提交答复、答辩日期"), widget=DateInput, initial=timezone.localdate)


class ResultForm(_Plain):
    """How it ended."""

    result = forms.ChoiceField(
        label=_("结果"),
        choices=[choice for choice in Remedy.Result.choices if choice[0] != "pending"],
        widget=forms.RadioSelect,
        help_text=_("撤回、终止、不予受理、驳回起诉、调解等计入“其他结果”。"),
    )
    on = forms.DateField(label=_("审结日期"), widget=DateInput, initial=timezone.localdate)
    new_answer_from = forms.DateField(
        label=_("责令重新答复的，决定、判决生效或者收到的日期"),
        widget=DateInput,
        required=False,
        help_text=_(
            "只在结果纠正并责令重新答复时填写：申请自这一天起重新计算20个工作日，原结果仍计入原来的年度。"
        ),
    )
    summary = forms.CharField(
        label=_("结果说明"), required=False, max_length=2000, widget=forms.Textarea(attrs={"rows": 4})
    )


class ReopenForm(_Plain):
    """A result keyed in wrongly is taken back."""

    reason = forms.CharField(label=_("原因"), max_length=300, widget=forms.Textarea(attrs={"rows": 3}))


class RemedyFilter(_Plain):
    """What the list can be narrowed to."""

    STATES = [
        ("", _("全部")),
        ("pending", _("尚未审结")),
        ("unanswered", _("待提交答复")),
        ("closed", _("已审结")),
    ]

    state = forms.ChoiceField(label=_("办理情况"), choices=STATES, required=False)
    kind = forms.ChoiceField(
        label=_("种类"), choices=[("", _("全部种类")), *Remedy.Kind.choices], required=False
    )
    result = forms.ChoiceField(
        label=_("结果"), choices=[("", _("全部结果")), *Remedy.Result.choices], required=False
    )
    agency = forms.ModelChoiceField(
        label=_("机构"), queryset=Agency.objects.none(), required=False, empty_label=_("全部机构")
    )
    q = forms.CharField(label=_("案号或者受理编号"), max_length=80, required=False)

    def __init__(self, *args: Any, actor: Any, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        field: Any = self.fields["agency"]
        field.queryset = access.visible_agencies(actor).order_by("path")

    def values(self) -> dict[str, Any]:
        """What can be applied."""
        self.is_valid()
        return {name: value for name, value in self.cleaned_data.items() if value}
