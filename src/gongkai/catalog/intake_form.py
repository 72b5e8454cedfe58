"""The part of a document's form that takes a file: what is chosen there is read while the form is checked."""

from __future__ import annotations

from typing import Any

from django import forms
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy

from gongkai.catalog import intake
from gongkai.convert.content_type import FileRefused
from gongkai.convert.intake import READABLE, Taken


class IntakeFields(forms.Form):
    """A file to bring in. After a successful check `taken` holds its content; the form's other fields are as typed."""

    taken: Taken | None = None
    fields: Any  # as Django leaves the fields of a model's form

    intake_file = forms.FileField(
        label=gettext_lazy("Word、WPS、Excel 或者 OFD 文件"),
        required=False,
        widget=forms.FileInput(attrs={"accept": ",".join(f".{kind}" for kind in READABLE)}),
    )
    intake_body = forms.ChoiceField(
        label=gettext_lazy("正文"), choices=intake.Body.choices, initial=intake.Body.REPLACE, required=False
    )
    intake_keep = forms.BooleanField(label=gettext_lazy("原文件同时存为附件"), required=False)
    intake_sheet = forms.CharField(
        label=gettext_lazy("工作表"),
        max_length=60,
        required=False,
        help_text=gettext_lazy("Excel：留空取第一个"),
    )
    intake_cells = forms.CharField(
        label=gettext_lazy("范围"),
        max_length=20,
        required=False,
        help_text=gettext_lazy("Excel：如 A1:F20，留空取全部"),
    )

    def clean(self) -> dict[str, Any]:
        """Read the file, once everything else is in order: what is refused leaves the form as it was typed."""
        cleaned: dict[str, Any] = super().clean() or self.cleaned_data
        file = cleaned.get("intake_file")
        if not file:
            return cleaned
        if self.errors:
            self.add_error("intake_file", _("请先改正其他各项，再重新选择文件导入。"))
            return cleaned
        try:
            self.taken = intake.read(
                file.name, file.file, cleaned.get("intake_sheet", ""), cleaned.get("intake_cells", "")
            )
        except FileRefused as refused:
            self.add_error("intake_file", f"{refused.text}[{refused.code}]")
        return cleaned
