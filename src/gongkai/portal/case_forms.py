"""Forms for one request, open to its applicant, and for whoever holds a letter."""

from typing import Any

from django import forms
from django.conf import settings
from django.utils.translation import gettext_lazy as _

from gongkai.convert import content_type


class WithdrawalForm(forms.Form):
    """Withdrawing: the code once more, instead of a signature."""

    code = forms.CharField(
        label=_("查询码"),
        max_length=40,
        help_text=_("再填一次，确认是您本人。"),
        error_messages={"required": _("请填写查询码")},
        widget=forms.TextInput(attrs={"autocomplete": "off", "autocapitalize": "characters"}),
    )


class SeveralFiles(forms.ClearableFileInput):
    """One control for several files."""

    allow_multiple_selected = True


class SeveralFilesField(forms.FileField):
    """Several files, each what its name says by its content."""

    widget = SeveralFiles
    most = 5

    def clean(self, data: Any, initial: Any = None) -> list[Any]:
        """The files; every one that will not do is named with its reason."""
        given = [file for file in (data if isinstance(data, list | tuple) else [data]) if file]
        if len(given) > self.most:
            raise forms.ValidationError(_("一次最多 %(most)d 个文件") % {"most": self.most})
        faults = []
        for file in given:
            try:
                content_type.check(file.name, file, settings.ATTACHMENT_MAX_BYTES)
                file.seek(0)
            except content_type.FileRefused as reason:
                faults.append(forms.ValidationError(reason.text))
        if faults:
            raise forms.ValidationError(faults)
        return given


class CorrectionForm(WithdrawalForm):
    """The answer to a notice to correct (Art. 30)."""

    text = forms.CharField(
        label=_("补正的内容"),
        max_length=4000,
        help_text=_("按告知书的要求写清楚要什么信息（条例第三十条）。"),
        error_messages={"required": _("请写下补正的内容")},
        widget=forms.Textarea(attrs={"rows": 8}),
    )
    attachments = SeveralFilesField(
        label=_("补正材料"),
        required=False,
        help_text=_(
            "需要时附上，最多 5 个文件；按内容识别类型，网页、程序和空文件不接收。出错时要重新选择文件。"
        ),
    )
    field_order = ("text", "attachments", "code")


class EvaluationForm(forms.Form):
    """How the applicant found the handling."""

    score = forms.TypedChoiceField(
        label=_("您对这次办理满意吗？"),
        choices=[
            (5, _("很满意")),
            (4, _("满意")),
            (3, _("一般")),
            (2, _("不满意")),
            (1, _("很不满意")),
        ],
        coerce=int,
        widget=forms.RadioSelect,
        error_messages={"required": _("请选择一项")},
    )
    words = forms.CharField(
        label=_("想说的话"),
        max_length=500,
        required=False,
        widget=forms.Textarea(attrs={"rows": 4}),
        help_text=_("哪里好，哪里不好。请不要写姓名、电话等个人信息。"),
    )


class HelpForm(forms.Form):
    """Which help is needed to read or hear the answer (Art. 43)."""

    help_needed = forms.CharField(
        label=_("您需要什么帮助"),
        max_length=200,
        required=False,
        widget=forms.Textarea(attrs={"rows": 3}),
        help_text=_("例如：大字版、请人朗读、当面手语交流。不再需要的，清空后保存。"),
    )


class VerifyForm(forms.Form):
    """The code of a letter."""

    code = forms.CharField(
        label=_("核验码"),
        max_length=40,
        help_text=_("在文书末尾二维码旁边，四组各四位，不分大小写。"),
        error_messages={"required": _("请填写核验码")},
        widget=forms.TextInput(attrs={"autocomplete": "off", "autocapitalize": "characters"}),
    )
