"""What the office keys in to bring a file in."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from typing import Any

import yaml
from django import forms
from django.utils.translation import gettext_lazy as _

from gongkai.agencies import access
from gongkai.agencies.models import Agency
from gongkai.catalog.bulk import fields, uploads
from gongkai.catalog.services import DRAFTING


class UploadForm(forms.Form):
    """A file, whose documents it holds, and where it comes from."""

    agency = forms.ModelChoiceField(
        label=_("机构"), queryset=Agency.objects.none(), help_text=_("表格里没有写明机构的行，归这个机构。")
    )
    source_system = forms.CharField(
        label=_("来源系统"),
        max_length=60,
        help_text=_("如“旧门户网站”。同一系统里编号相同的，再导入时只更新。"),
    )
    file = forms.FileField(
        label=_("要导入的文件"), help_text=_("XLSX、CSV 表格，或者装有一个表格和正文、附件的 ZIP。")
    )

    def __init__(self, *args: Any, actor: Any, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        self.label_suffix = ""
        found = access.acting_agencies(actor, *DRAFTING).order_by("path")
        self.fields["agency"].queryset = found  # type: ignore[attr-defined]
        if len(found) == 1:
            self.initial.setdefault("agency", found[0].pk)

    def clean_file(self) -> Any:
        """Not larger than what can be brought in at once."""
        given = self.cleaned_data["file"]
        if given.size > uploads.MAX_BYTES:
            raise forms.ValidationError(_("文件过大，请拆分，或者请系统管理员用命令导入。"))
        return given


class MappingForm(forms.Form):
    """For each field the column it stands in, as far as one was recognised; folders of a package; a usual column."""

    def __init__(self, *args: Any, names: Sequence[str], columns: Mapping[str, int], **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        self.label_suffix = ""
        self.names = names
        choices = [("", _("（没有）")), *((str(at), name) for at, name in enumerate(names) if name)]
        for one in fields.declared():
            self.fields[one.name] = forms.ChoiceField(
                label=one.label,
                choices=choices,
                required=one.required,
                initial=str(columns.get(one.name, "")),
            )
        self.fields["default_column"] = forms.CharField(
            label=_("没有写明栏目的行归入"), max_length=80, required=False, help_text=_("栏目的名称或者代码")
        )
        self.fields["bodies"] = forms.CharField(label=_("正文所在目录"), max_length=100, required=False)
        self.fields["files"] = forms.CharField(label=_("附件所在目录"), max_length=100, required=False)

    def mapping(self, source_system: str) -> str:
        """The same as a mapping file."""
        typed = self.cleaned_data
        columns: dict[str, Any] = {
            one.name: self.names[int(typed[one.name])] if typed[one.name] else None
            for one in fields.declared()
        }
        content = {
            "source_system": source_system,
            "columns": columns,
            "defaults": {"column": typed["default_column"] or None},
            "folders": {fields.BODIES: typed["bodies"] or None, fields.ATTACHMENTS: typed["files"] or None},
        }
        made: str = yaml.safe_dump(content, allow_unicode=True, sort_keys=False)
        return made
