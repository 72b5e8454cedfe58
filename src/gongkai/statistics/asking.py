"""Which days are asked for: the form above the figures, on public and office pages alike."""

from __future__ import annotations

from datetime import date
from typing import Any

from django import forms
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy, ngettext

from gongkai.statistics import periods
from gongkai.statistics.periods import Period

FIRST_YEAR = 1990
ANY = "any"


def part_choices() -> list[tuple[str, str]]:
    """The parts of a year by name, and the free choice of days."""
    found = [("year", _("全年")), ("half1", _("上半年")), ("half2", _("下半年"))]
    found += [(f"q{number}", _("第%(number)d季度") % {"number": number}) for number in range(1, 5)]
    found += [
        (f"m{number}", ngettext("%(number)d月", "%(number)d月", number) % {"number": number})
        for number in range(1, 13)
    ]
    return [*found, (ANY, _("自选起止日期"))]


class PeriodForm(forms.Form):
    """A year with a part of it, or any two days not more than ten years apart."""

    year = forms.TypedChoiceField(label=gettext_lazy("年度"), coerce=int)
    part = forms.ChoiceField(label=gettext_lazy("时段"))
    since = forms.DateField(
        label=gettext_lazy("自"), required=False, widget=forms.DateInput(attrs={"type": "date"})
    )
    until = forms.DateField(
        label=gettext_lazy("至"), required=False, widget=forms.DateInput(attrs={"type": "date"})
    )

    def __init__(self, asked: Any, *, years: list[int], today: date) -> None:
        values = {"year": str(today.year), "part": "year", **{name: asked.get(name) for name in asked}}
        super().__init__(values)
        self.label_suffix = ""
        offered = sorted({*years, today.year}, reverse=True)
        year: Any = self.fields["year"]
        year.choices = [(number, _("%(year)d年") % {"year": number}) for number in offered]
        part: Any = self.fields["part"]
        part.choices = part_choices()
        self.today = today

    def clean(self) -> dict[str, Any]:
        """Two days are needed for a free choice, in order and within reach."""
        cleaned: dict[str, Any] = super().clean() or {}
        if cleaned.get("part") == ANY and not self.errors:
            since, until = cleaned.get("since"), cleaned.get("until")
            if since is None or until is None:
                self.add_error("since", _("自选时段请填写起止日期。"))
            elif until < since:
                self.add_error("until", _("截止日期不能早于开始日期。"))
            elif since.year < FIRST_YEAR or until.year > self.today.year + 1 or until.year - since.year > 10:
                self.add_error("since", _("起止日期最多相隔十年，且不晚于明年年底。"))
        return cleaned

    def period(self) -> Period:
        """What was asked for; this year when it cannot be understood.

        A period under way ends today, so that the same days a year before are the same days.
        """
        if not self.is_valid():
            return self._until_today(periods.of_year(self.today.year))
        asked = self.cleaned_data
        if asked["part"] == ANY:
            return self._until_today(Period(asked["since"], asked["until"]))
        return self._until_today(periods.of_year(asked["year"], asked["part"]))

    def _until_today(self, period: Period) -> Period:
        under_way = period.since <= self.today < period.until
        return Period(period.since, self.today) if under_way else period
