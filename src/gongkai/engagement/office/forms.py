"""What the office keys in about consultations."""

from __future__ import annotations

from typing import Any

from django import forms
from django.utils import timezone
from django.utils.translation import gettext_lazy as _

from gongkai.agencies import access
from gongkai.agencies.models import Agency
from gongkai.agencies.office_forms import DateInput
from gongkai.catalog.models import Document
from gongkai.engagement.models import Comment, CommentGroup, ConsultationPaper
from gongkai.engagement.models.consultations import kind_choices, stage_choices
from gongkai.engagement.rules import STATES, Facts, HearingFacts
from gongkai.engagement.services.comments import Said
from gongkai.engagement.services.recording import HANDLING
from gongkai.review.office.plain import PlainForm

Role = ConsultationPaper.Role
NAMED_ROLES = (Role.DRAFT, Role.EXPLANATION, Role.RECORD, Role.DECISION)
NEWEST = 200


class FilterForm(PlainForm):
    """What the list can be narrowed to."""

    state = forms.ChoiceField(label=_("状态"), required=False)
    agency = forms.ModelChoiceField(
        label=_("机构（含下级）"), queryset=Agency.objects.none(), required=False, empty_label=_("全部机构")
    )
    q = forms.CharField(label=_("事项名称"), max_length=80, required=False)

    def __init__(self, *args: Any, actor: Any, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        state: Any = self.fields["state"]
        state.choices = [
            ("", _("全部")),
            ("overdue", _("逾期没有公布采纳情况")),
            *((str(one), text) for one, text in STATES.items()),
        ]
        agency: Any = self.fields["agency"]
        agency.queryset = access.visible_agencies(actor).order_by("path")

    def values(self) -> dict[str, Any]:
        """What can be applied."""
        self.is_valid()
        return {name: value for name, value in self.cleaned_data.items() if value}


class FactsForm(PlainForm):
    """What is said of a consultation. The fields of a hearing are judged by the room, when there is one."""

    agency = forms.ModelChoiceField(label=_("机构"), queryset=Agency.objects.none())
    kind = forms.ChoiceField(label=_("方式"), choices=kind_choices)
    title = forms.CharField(
        label=_("事项名称"), max_length=120, help_text=_("如：石塘镇农村公交票价调整方案。")
    )
    decides = forms.CharField(
        label=_("决策内容"),
        max_length=2000,
        widget=forms.Textarea(attrs={"rows": 4}),
        help_text=_("要决定什么、影响谁，用普通人看得懂的话写。"),
    )
    legal_basis = forms.CharField(label=_("依据"), max_length=500)
    opens_on = forms.DateField(label=_("开始日期"), widget=DateInput)
    closes_on = forms.DateField(
        label=_("截止日期"),
        widget=DateInput,
        help_text=_("公开征求意见一般不少于30日，公布当日不计入（国务院令第713号第十五条）。"),
    )
    short_reason = forms.CharField(
        label=_("缩短期限的理由"),
        max_length=300,
        required=False,
        help_text=_("期限较短时必须写明，随公告公布。"),
    )
    takes_online = forms.BooleanField(label=_("在本网站接受意见"), required=False, initial=True)
    email = forms.EmailField(label=_("电子邮箱"), required=False)
    postal_address = forms.CharField(label=_("通信地址"), max_length=200, required=False)
    contact = forms.CharField(label=_("承办科室或者联系人"), max_length=60)
    telephone = forms.CharField(label=_("联系电话"), max_length=40)
    held_at = forms.DateTimeField(
        label=_("听证时间"),
        required=False,
        widget=forms.DateTimeInput(
            attrs={"type": "datetime-local", "autocomplete": "off"}, format="%Y-%m-%dT%H:%M"
        ),
        help_text=_("以下只在举行听证会时填写。"),
    )
    place = forms.CharField(label=_("听证地点"), max_length=200, required=False)
    seats = forms.IntegerField(label=_("参加人名额"), required=False, min_value=1, max_value=500)
    selection = forms.CharField(
        label=_("参加人遴选办法"), max_length=1000, required=False, widget=forms.Textarea(attrs={"rows": 3})
    )
    register_until = forms.DateField(label=_("报名截止日期"), widget=DateInput, required=False)

    def __init__(self, *args: Any, actor: Any, fixed: bool = False, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        agency: Any = self.fields["agency"]
        agency.queryset = access.acting_agencies(actor, *HANDLING).order_by("path")
        if len(agency.queryset[:2]) == 1:
            self.initial.setdefault("agency", agency.queryset[0].pk)
        if fixed:
            del self.fields["agency"], self.fields["kind"]

    def facts(self, kind: str = "") -> Facts:
        """As the service takes them."""
        typed = {**self.cleaned_data, "kind": kind or self.cleaned_data.get("kind")}
        names = ("held_at", "place", "seats", "selection", "register_until")
        hearing = {name: typed.pop(name) for name in names}
        typed.pop("agency", None)
        is_hearing = typed["kind"] == "hearing" and hearing["held_at"] and hearing["register_until"]
        made = HearingFacts(**{**hearing, "seats": hearing["seats"] or 0}) if is_hearing else None
        return Facts(**typed, hearing=made)


class ExtendForm(PlainForm):
    """A later last day."""

    closes_on = forms.DateField(label=_("新的截止日期"), widget=DateInput)
    reason = forms.CharField(label=_("延长的理由"), max_length=300, help_text=_("在征集页面公布。"))


class CallOffForm(PlainForm):
    """The end without an outcome."""

    reason = forms.CharField(label=_("终止的理由"), max_length=300, help_text=_("在征集页面公布。"))


class PaperForm(PlainForm):
    """A document of the agency as a paper of the consultation."""

    role = forms.ChoiceField(label=_("用途"), choices=[(role.value, role.label) for role in NAMED_ROLES])
    document = forms.ModelChoiceField(
        label=_("文件"),
        queryset=Document.objects.none(),
        help_text=_("本机关最近的文件；草稿审签公开之后，征集页面才显示。"),
    )

    def __init__(self, *args: Any, agency: Any, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        rows = Document.objects.filter(agency=agency).order_by("-id")
        newest = rows.values_list("pk", flat=True)[:NEWEST]
        field: Any = self.fields["document"]
        field.queryset = rows.filter(pk__in=list(newest)).defer("body", "body_text")


class StageForm(PlainForm):
    """A stage of the procedure."""

    stage = forms.ChoiceField(label=_("程序"), choices=stage_choices)
    on = forms.DateField(label=_("日期"), widget=DateInput, initial=timezone.localdate)
    note = forms.CharField(
        label=_("说明"), max_length=300, required=False, help_text=_("在征集页面公布，不写个人信息。")
    )
    document = forms.IntegerField(
        label=_("公开文件的编号"),
        required=False,
        min_value=1,
        help_text=_("文件页网址 /d/ 后面的数字；没有公开的不填。"),
    )


class ConfirmForm(PlainForm):
    """Nothing to fill in."""


class CommentForm(PlainForm):
    """An opinion that came by letter, telephone, mail or in a meeting."""

    channel = forms.ChoiceField(
        label=_("渠道"), choices=[one for one in Comment.Channel.choices if one[0] != Comment.Channel.ONLINE]
    )
    received_on = forms.DateField(label=_("收到日期"), widget=DateInput, help_text=_("来信以邮戳日期为准。"))
    text = forms.CharField(
        label=_("意见"),
        strip=False,
        widget=forms.Textarea(attrs={"rows": 6}),
        help_text=_("照原意记录；其中的个人信息会自动遮盖，原文加密保存。"),
    )
    name = forms.CharField(label=_("姓名或者单位"), max_length=100, required=False)
    contact = forms.CharField(label=_("联系方式"), max_length=100, required=False)

    def said(self) -> Said:
        """As the service takes it."""
        typed = self.cleaned_data
        return Said(typed["text"], typed["received_on"], typed["channel"], typed["name"], typed["contact"])


class ImportForm(PlainForm):
    """A table of opinions."""

    file = forms.FileField(label=_("登记表（XLSX 或者 CSV）"))


class GroupForm(PlainForm):
    """A point and what becomes of it."""

    title = forms.CharField(
        label=_("意见要点"), max_length=200, help_text=_("随采纳情况公布，不写个人信息。")
    )
    decision = forms.ChoiceField(
        label=_("采纳情况"), choices=[("", _("还没有决定")), *CommentGroup.Decision.choices], required=False
    )
    reason = forms.CharField(
        label=_("说明"), max_length=1000, required=False, widget=forms.Textarea(attrs={"rows": 3}),
        help_text=_("采纳的写明体现在草案的哪一条；不采纳的写明理由。随采纳情况公布。"),
    )  # fmt: skip


class LimitForm(PlainForm):
    """A limit of the installation."""

    code = forms.ChoiceField(label=_("类别"))
    number = forms.IntegerField(label=_("数值"), min_value=1, max_value=400)
    source = forms.CharField(label=_("依据"), max_length=200)

    def __init__(self, *args: Any, choices: list[tuple[str, str]], **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        field: Any = self.fields["code"]
        field.choices = choices
