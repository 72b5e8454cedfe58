"""Forms of the pages about consultations. Nobody has to say who they are; each help text says why a field is asked."""

from __future__ import annotations

from typing import Any

from django import forms
from django.utils.translation import gettext_lazy as _

from gongkai.convert.content_type import FileRefused
from gongkai.engagement.services.comments import FILES, check_file
from gongkai.portal.forms import NarrowingForm

CAPACITIES = [
    ("concerned", _("利害关系人")),
    ("resident", _("居民")),
    ("business", _("企业、行业组织")),
    ("expert", _("专家、学者")),
    ("delegate", _("人大代表、政协委员")),
]


class ConsultationFilterForm(NarrowingForm):
    """What the list may be narrowed by."""

    state = forms.ChoiceField(label=_("状态"), required=False)
    agency = forms.ChoiceField(label=_("机关"), required=False)
    year = forms.ChoiceField(label=_("开始年份"), required=False)


class YearForm(forms.Form):
    """Of which year figures are shown: the latest, unless another one is asked for."""

    year = forms.TypedChoiceField(label=_("年份"), coerce=int)

    def __init__(self, data: Any, years: list[int]) -> None:
        asked = data.get("year", "")
        self.asked = int(asked) if asked in map(str, years) else years[0]
        super().__init__(initial={"year": self.asked})
        self.fields["year"].choices = [(year, f"{year}") for year in years]  # type: ignore[attr-defined]


class CommentForm(forms.Form):
    """An opinion. Length and emptiness are judged by the room, so that an opinion is never cut."""

    token = forms.CharField(widget=forms.HiddenInput, max_length=64)
    text = forms.CharField(
        label=_("您的意见"),
        strip=False,
        help_text=_(
            "可以说赞成什么、不赞成什么、哪一条怎么改、理由是什么；不超过5000字。请不要写身份证号码、银行卡号等个人信息。"
        ),
        error_messages={"required": _("请写下您的意见")},
        widget=forms.Textarea(attrs={"rows": 9}),
    )
    attachment = forms.FileField(
        label=_("附件"),
        required=False,
        help_text=_("修改稿、图纸、数据等；%(kinds)s，不超过10 MB。")
        % {"kinds": "、".join(kind.upper() for kind in FILES)},
        error_messages={"empty": _("这个文件是空的（0 字节），请重新选择")},
    )
    name = forms.CharField(
        label=_("姓名或者单位"),
        max_length=100,
        required=False,
        help_text=_("不写也可以。写了的，机关核实情况时知道怎么称呼您；不公开。"),
        widget=forms.TextInput(attrs={"autocomplete": "name"}),
    )
    contact = forms.CharField(
        label=_("电话或者电子邮箱"),
        max_length=100,
        required=False,
        help_text=_("不写也可以。只用于核实和反馈这条意见；加密保存，到期销毁，不公开。"),
        widget=forms.TextInput(attrs={"autocomplete": "email"}),
    )

    def clean_attachment(self) -> Any:
        """A file by its content, whatever its name says."""
        file = self.cleaned_data.get("attachment")
        if file:
            try:
                check_file(file)
            except FileRefused as refused:
                raise forms.ValidationError(refused.text) from refused
        return file


class RegistrationForm(forms.Form):
    """Asking to take part in a hearing."""

    token = forms.CharField(widget=forms.HiddenInput, max_length=64)
    name = forms.CharField(
        label=_("姓名"),
        max_length=60,
        help_text=_("选定的听证参加人名单要向社会公布（国务院令第713号第十六条）；没有选定的不公布。"),
        error_messages={"required": _("请填写姓名")},
        widget=forms.TextInput(attrs={"autocomplete": "name"}),
    )
    telephone = forms.CharField(
        label=_("联系电话"),
        max_length=40,
        help_text=_("选定后通知您、送达听证材料；不公布。"),
        error_messages={"required": _("请填写联系电话")},
        widget=forms.TextInput(attrs={"type": "tel", "autocomplete": "tel"}),
    )
    capacity = forms.ChoiceField(
        label=_("您的身份"),
        choices=CAPACITIES,
        widget=forms.RadioSelect,
        help_text=_("保证相关各方都有代表参加（国务院令第713号第十六条）。"),
        error_messages={"required": _("请选择您的身份")},
    )
    reason = forms.CharField(
        label=_("与这件事的关系、想说的要点"),
        max_length=1000,
        required=False,
        help_text=_("遴选时参考；不公布。"),
        widget=forms.Textarea(attrs={"rows": 4}),
    )


class FollowForm(forms.Form):
    """Number and code. Sent by POST so that neither stands in an address or a log."""

    number = forms.CharField(
        label=_("编号"),
        max_length=60,
        help_text=_("在回执第一行。"),
        error_messages={"required": _("请填写编号")},
        widget=forms.TextInput(attrs={"autocomplete": "off"}),
    )
    code = forms.CharField(
        label=_("查询码"),
        max_length=40,
        help_text=_("在编号旁边，不分大小写。"),
        error_messages={"required": _("请填写查询码")},
        widget=forms.TextInput(attrs={"autocomplete": "off", "autocapitalize": "characters"}),
    )
