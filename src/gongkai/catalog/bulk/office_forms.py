"""What the office keys in to bring a file in."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from typing import Any

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
    announced = forms.BooleanField(
        label=_("公开时通知读者（发订阅邮件，生成渠道任务）；旧文件一般不通知"),
        required=False,
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


DATE_FORMATS = {
    "": _("自动识别（2026-3-5、2026年3月5日、20260305 等）"),
    "%d/%m/%Y": _("日/月/年，如 05/03/2026"),
    "%m/%d/%Y": _("月/日/年，如 03/05/2026"),
    "%d-%m-%Y": _("日-月-年，如 05-03-2026"),
    "%d.%m.%Y": _("日.月.年，如 05.03.2026"),
    "%y-%m-%d": _("两位数的年份，如 26-03-05"),
}


class MappingForm(forms.Form):
    """For each field the column it stands in; folders of a package; what rows get that say nothing; how days are written.

    `start`: the content of a mapping file that the form begins with, and whose other parts it keeps. `places`: columns of the
    agency by code. `packed`: whether there are folders.
    """

    def __init__(
        self,
        *args: Any,
        names: Sequence[str],
        columns: Mapping[str, int],
        start: Mapping[str, Any],
        places: Mapping[str, str],
        packed: bool,
        **kwargs: Any,
    ) -> None:
        super().__init__(*args, **kwargs)
        self.label_suffix = ""
        self.names, self.start = names, start
        choices = [("", _("（没有）")), *((str(at), name) for at, name in enumerate(names) if name)]
        for one in fields.declared():
            self.fields[one.name] = forms.ChoiceField(
                label=one.label,
                choices=choices,
                required=one.required,
                initial=str(columns.get(one.name, "")),
            )
        defaults, folders = start.get("defaults") or {}, start.get("folders") or {}
        usual = str(defaults.get("column") or "")
        known = {**places, usual: places.get(usual, usual)} if usual else places
        self._choice("default_column", _("没有写明栏目的行归入"), {"": _("（不归入栏目）"), **known}, usual)
        if packed:
            self._text("bodies", _("正文所在目录"), folders.get(fields.BODIES))
            self._text("files", _("附件所在目录"), folders.get(fields.ATTACHMENTS))
        dates = [str(one) for one in start.get("dates") or []]
        written = {one: one for one in dates if one not in DATE_FORMATS}
        self._choice("dates", _("日期的写法"), DATE_FORMATS | written, dates[0] if dates else "")

    @property
    def columns(self) -> list[Any]:
        """Where each field stands."""
        return [self[one.name] for one in fields.declared()]

    @property
    def others(self) -> list[Any]:
        """Everything else."""
        names = {one.name for one in fields.declared()}
        return [field for field in self if field.name not in names]

    def _choice(self, name: str, label: Any, choices: Mapping[str, Any], initial: str) -> None:
        self.fields[name] = forms.ChoiceField(label=label, choices=choices, required=False, initial=initial)

    def _text(self, name: str, label: Any, initial: Any) -> None:
        self.fields[name] = forms.CharField(
            label=label, max_length=100, required=False, initial=initial or ""
        )

    def content(self, source_system: str, words: Mapping[str, Mapping[str, str]]) -> dict[str, Any]:
        """The same as the content of a mapping file. `words`: by field, what each word of the table was said to mean."""
        typed = self.cleaned_data
        columns = {
            one.name: self.names[int(typed[one.name])] if typed[one.name] else None
            for one in fields.declared()
        }
        kept = {
            **self.start,
            "source_system": source_system,
            "columns": columns,
            "values": meanings(self.start.get("values") or {}, words),
            "defaults": {**(self.start.get("defaults") or {}), "column": typed["default_column"] or None},
            "folders": {fields.BODIES: typed["bodies"] or None, fields.ATTACHMENTS: typed["files"] or None}
            if "bodies" in typed
            else self.start.get("folders"),
            "dates": [typed["dates"]] if typed["dates"] else [],
        }
        return {name: part for name, part in kept.items() if part}


def meanings(
    before: Mapping[str, Any], words: Mapping[str, Mapping[str, str]]
) -> dict[str, dict[str, list[str]]]:
    """`values` of a mapping file: what was said before about other words stays."""
    made: dict[str, dict[str, list[str]]] = {}
    for name in {*before, *words}:
        said = words.get(name, {})
        by_code: dict[str, list[str]] = {}
        for code, many in (before.get(name) or {}).items():
            listed = [str(word) for word in (many if isinstance(many, list) else [many])]
            by_code[str(code)] = [word for word in listed if word not in said]
        for word, code in said.items():
            if code:
                by_code.setdefault(code, []).append(word)
        made[name] = {code: listed for code, listed in by_code.items() if listed}
    return {name: by_code for name, by_code in made.items() if by_code}


def words_of(posted: Any) -> dict[str, dict[str, str]]:
    """What each word was said to mean, as the page sends it: `word-<field>` and `code-<field>` in the same order."""
    found = {}
    for one in fields.declared():
        if one.kind == "choice":
            pairs = zip(posted.getlist(f"word-{one.name}"), posted.getlist(f"code-{one.name}"), strict=False)
            found[one.name] = {word[:200]: code[:120] for word, code in pairs if word.strip()}
    return {name: said for name, said in found.items() if said}
