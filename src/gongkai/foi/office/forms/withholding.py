"""列明不予公开的部分: each with its ground and reason (Arts 14–16, 37)."""

from __future__ import annotations

from typing import Any

from django import forms
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy

from gongkai.foi import services
from gongkai.foi.office.forms.step import StepForm, paragraph_field
from gongkai.foi.services.withholding import standing_parts
from gongkai.law.grounds import GROUNDS


def ground_choices() -> list[tuple[str, str]]:
    """The grounds with their articles."""
    return [(ground.code, f"{ground.label}（{ground.article}）") for ground in GROUNDS.values()]


class AddPartForm(StepForm):
    """登记一个不予公开的部分."""

    intro = gettext_lazy(
        "能够作区分处理的，应当提供可以公开的部分，并对不予公开的部分说明理由（条例第三十七条）。一个部分登记一次，依据不同的分开登记。"
    )
    done = gettext_lazy("已登记不予公开的部分。")
    event_names = ("withheld_part_added",)
    field_order = ("what", "ground", "reason", "on")

    what = paragraph_field(
        gettext_lazy("不予公开的部分"),
        rows=2,
        help_text=gettext_lazy("写明位置和内容的性质，如“附件二第三栏银行账号”，不要写出内容本身。"),
    )
    ground = forms.ChoiceField(label=gettext_lazy("依据"))
    reason = paragraph_field(gettext_lazy("理由"), rows=3)

    def prepare(self) -> None:
        """The grounds of the law."""
        field: Any = self.fields["ground"]
        field.choices = [("", _("请选择")), *ground_choices()]

    def perform(self) -> None:
        """Put it on the list."""
        services.add_withheld_part(actor=self.actor, case=self.case, **self.cleaned_data)


class RemovePartForm(StepForm):
    """删去一个不予公开的部分."""

    intro = gettext_lazy("误登的或者改为公开的部分，从清单中删去；经过中保留记录。")
    done = gettext_lazy("已从清单中删去。")
    event_names = ("withheld_part_removed",)
    field_order = ("part", "on")

    part = forms.TypedChoiceField(label=gettext_lazy("不予公开的部分"), coerce=int, widget=forms.RadioSelect)

    def prepare(self) -> None:
        """What stands on the list."""
        field: Any = self.fields["part"]
        field.choices = [(part.pk, part.what) for part in standing_parts(self.case)]

    def perform(self) -> None:
        """Take it off."""
        services.remove_withheld_part(actor=self.actor, case=self.case, **self.cleaned_data)
