"""What a declared list may be narrowed by: fields made out of its declaration."""

from __future__ import annotations

from decimal import Decimal
from typing import Any

from django import forms
from django.utils.translation import gettext as _

from gongkai.catalog.entries_queries import Narrowing
from gongkai.catalog.schemas.model import Schema

MOST_CHOICES = 8
PREFIX = "is-"


class ListFilterForm(forms.Form):
    """Agency, year, the choice fields, the range of the first amount. What is not on offer or no number does not narrow."""

    def __init__(
        self, data: Any, schema: Schema, *, agencies: list[tuple[str, str]], years: list[tuple[str, str]]
    ) -> None:
        super().__init__(data)
        if agencies:
            self.fields["agency"] = _chooser(_("机关"), agencies)
        if len(years) > 1:
            self.fields["year"] = _chooser(_("年份"), years)
        offered = [field for field in schema.rows.fields if field.kind == "choice" and field.public == "full"]
        self.choosers = {f"{PREFIX}{field.name}": field.name for field in offered[:MOST_CHOICES]}
        for field in offered[:MOST_CHOICES]:
            choices = [(choice, choice) for choice in field.choices]
            self.fields[f"{PREFIX}{field.name}"] = _chooser(field.label, choices)
        priced = (field for field in schema.rows.fields if field.kind == "money" and field.public != "never")
        if money := next(priced, None):
            named = {"label": money.label, "unit": money.unit}
            self.fields["least"] = _amount(_("%(label)s不少于（%(unit)s）") % named)
            self.fields["most"] = _amount(_("%(label)s不超过（%(unit)s）") % named)
        self.full_clean()

    @property
    def active(self) -> int:
        """How many filters are in use."""
        return sum(self.cleaned_data.get(name) not in (None, "") for name in self.fields)

    def narrowing(self, *, words: str, agency: str, document: int) -> Narrowing:
        """What was asked for. `agency`: the one whose page it is; else the one that was chosen."""
        chosen = self.cleaned_data
        amounts: dict[str, Decimal | None] = {name: chosen.get(name) for name in ("least", "most")}
        return Narrowing(
            words=words,
            agency=agency or chosen.get("agency", ""),
            year=int(chosen.get("year") or 0),
            document=document,
            choices={field: chosen[name] for name, field in self.choosers.items() if chosen.get(name)},
            **amounts,
        )


def _chooser(label: str, choices: list[tuple[str, str]]) -> forms.ChoiceField:
    return forms.ChoiceField(label=label, required=False, choices=[("", _("全部")), *choices])


def _amount(label: str) -> forms.DecimalField:
    return forms.DecimalField(
        label=label,
        required=False,
        max_digits=18,
        decimal_places=6,
        widget=forms.TextInput(attrs={"inputmode": "decimal"}),
    )
