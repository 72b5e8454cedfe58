"""What is posted from the screens of this room."""

from __future__ import annotations

from typing import Any

from django import forms
from django.http import QueryDict
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy

from gongkai.agencies.models import Agency
from gongkai.convert.redaction.masks import Style
from gongkai.screening import words
from gongkai.screening.models import DictionaryEntry, Screening, ScreeningFinding

USUAL_REASONS = (
    gettext_lazy("依法应当公开的职务信息和办公联系方式"),
    gettext_lazy("按规定公示，已征得本人书面同意"),
    gettext_lazy("按规定公示，已作必要处理"),
    gettext_lazy("不是个人信息，是编号"),
    gettext_lazy("引用法律、文件原文，不是密级标志"),
    gettext_lazy("已由人逐页核看，没有问题"),
)
STYLES = (
    (Style.PARTIAL.value, gettext_lazy("部分遮盖（如 510***********1234）")),
    (Style.STARS.value, gettext_lazy("全部遮盖（***）")),
    (Style.ANONYMOUS.value, gettext_lazy("某某")),
    (Style.REMOVED.value, gettext_lazy("删去")),
)
ACTS = ("redact", "kept", "false_alarm", "for_ever", "reopened")


class SettlingForm:
    """Which findings of one text or file are to be settled, how and why. Fields `act-<finding>`, `rest` (what is open and was
    not chosen), `reason`, `style`. A Django form declares its fields; these follow from what is posted.
    """

    def __init__(self, posted: QueryDict, *, screening: Screening) -> None:
        self._posted = posted
        self._screening = screening
        self.acts: list[tuple[ScreeningFinding, str, str]] = []
        self.style = Style.PARTIAL
        self.problems = ""

    def is_valid(self) -> bool:
        """Read what was posted; False with `problems` when something is missing."""
        reason = self._posted.get("reason", "").strip()
        chosen = {
            int(name.removeprefix("act-")): str(value)
            for name, value in self._posted.items()
            if name.startswith("act-") and name.removeprefix("act-").isdecimal() and value in ACTS
        }
        known = self._screening.findings.in_bulk(list(chosen))
        acts = {pk: chosen[pk] for pk in known}
        if (rest := self._posted.get("rest", "")) in ("redact", "kept", "false_alarm"):
            for finding in self._screening.findings.filter(decision=None).exclude(severity="information"):
                if finding.pk not in acts and not (finding.is_unread and rest != "kept"):
                    known[finding.pk], acts[finding.pk] = finding, rest
        self.acts = [
            (known[pk], act, str(_("撤销处理")) if act == "reopened" and not reason else reason)
            for pk, act in sorted(acts.items())
        ]
        style = self._posted.get("style", Style.PARTIAL.value)
        if not self.acts:
            self.problems = _("请先为发现选择怎样处理。")
        elif any(not why and act != "redact" for _finding, act, why in self.acts):
            self.problems = _("保留或者标为误报，须写明理由。")
        elif style not in dict(STYLES):
            self.problems = _("请选择遮盖方式。")
        else:
            self.style = Style(style)
        return not self.problems


class WordForm(forms.ModelForm[DictionaryEntry]):
    """One word of the dictionary."""

    class Meta:
        model = DictionaryEntry
        fields = ["word", "category", "severity", "right_form", "since", "until", "agency", "note"]
        widgets = {
            "since": forms.DateInput(attrs={"type": "date"}, format="%Y-%m-%d"),
            "until": forms.DateInput(attrs={"type": "date"}, format="%Y-%m-%d"),
        }

    def __init__(self, *args: Any, actor: Any, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        _offer_agencies(self.fields["agency"], actor)

    def clean(self) -> dict[str, Any]:
        """A wrong title or typing error says what is right."""
        cleaned: dict[str, Any] = super().clean() or {}
        word, right = cleaned.get("word", ""), cleaned.get("right_form", "")
        if right and right == word:
            self.add_error("right_form", _("正确写法与词相同。"))
        return cleaned


class WordsForm(forms.Form):
    """A table of words."""

    file = forms.FileField(
        label=gettext_lazy("词表（CSV 或 XLSX）"),
        widget=forms.ClearableFileInput(attrs={"accept": ".csv,.xlsx,.txt"}),
    )
    agency = forms.ModelChoiceField(
        label=gettext_lazy("适用机构"),
        queryset=Agency.objects.none(),
        required=False,
        help_text=gettext_lazy("该机构及其下级适用"),
    )
    skip_wrong = forms.BooleanField(
        label=gettext_lazy("有错的行跳过，其余照常导入"),
        required=False,
    )

    def __init__(self, *args: Any, actor: Any, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        _offer_agencies(self.fields["agency"], actor)


def _offer_agencies(field: Any, actor: Any) -> None:
    """Only agencies whose words the person keeps; all of them together for who may."""
    field.queryset = words.keeping_agencies(actor)
    if words.keeps_for_everybody(actor):
        field.empty_label = _("全部机构")
    else:
        field.required = True
        if len(found := list(field.queryset[:2])) == 1:
            field.initial = found[0]
