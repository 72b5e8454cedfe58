"""What somebody fills in to hear of new documents by mail."""

from __future__ import annotations

from typing import Any

from django import forms
from django.utils.translation import gettext_lazy as _

from gongkai.portal.presenters.lists import typed


class SubscribeForm(forms.Form):
    """What, how often, and where to."""

    agency = forms.ChoiceField(label=_("机关"), required=False)
    column = forms.ChoiceField(label=_("栏目"), required=False)
    document_type = forms.ChoiceField(label=_("文件类型"), required=False)
    q = forms.CharField(
        label=_("包含的词"),
        required=False,
        max_length=100,
        help_text=_("名称、文号、索引号或者内容概述里有这些词的才告诉您；几个词用空格分开。"),
    )
    frequency = forms.ChoiceField(label=_("频率"), widget=forms.RadioSelect, initial="daily")
    address = forms.EmailField(
        label=_("邮箱"),
        max_length=254,
        help_text=_("只用来发送您订阅的内容，加密保存；退订即删除。"),
        widget=forms.EmailInput(attrs={"autocomplete": "email", "inputmode": "email"}),
    )

    def __init__(self, data: Any, choices: dict[str, list[tuple[str, str]]], initial: Any = None) -> None:
        super().__init__(data, initial=initial)
        for name in ("agency", "column", "document_type"):
            self.fields[name].choices = [("", _("全部")), *choices[name]]  # type: ignore[attr-defined]
        self.fields["frequency"].choices = choices["frequency"]  # type: ignore[attr-defined]

    def clean_q(self) -> str:
        """The words as the search would take them."""
        return typed(self.cleaned_data["q"])


class FrequencyForm(forms.Form):
    """How often mail of one subscription comes."""

    subscription = forms.IntegerField(min_value=1)
    frequency = forms.ChoiceField()

    def __init__(self, data: Any, choices: list[tuple[str, str]]) -> None:
        super().__init__(data)
        self.fields["frequency"].choices = choices  # type: ignore[attr-defined]
