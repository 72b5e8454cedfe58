"""What every step's form can do: read the day, say what would happen to the limit, and do it."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass
from datetime import date
from typing import Any, ClassVar

from django import forms
from django.utils import timezone
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy

from gongkai.agencies import access
from gongkai.agencies.models import Duty
from gongkai.agencies.office_forms import DateInput
from gongkai.convert.official import OfficialLetter
from gongkai.foi import letters, rules
from gongkai.foi.models import Case
from gongkai.law.steps import Problem


@dataclass(frozen=True, slots=True)
class Effect:
    """What a step would do: the limit before and after, in words, and what would be wrong about it."""

    text: str
    before: date | None = None
    after: date | None = None
    problems: tuple[Problem, ...] = ()
    lines: tuple[str, ...] = ()


class StepForm(forms.Form):
    """A step of one request. `rule` names it in `rules`; '' when the clock does not care."""

    rule: ClassVar[str] = ""
    intro: ClassVar[Any] = ""
    done: ClassVar[Any] = gettext_lazy("已登记。")
    event_names: ClassVar[tuple[str, ...]] = ()
    # Why the limit moves, with the article; the end of a sentence that begins with 因为.
    because: ClassVar[Any] = ""

    on = forms.DateField(label=gettext_lazy("日期"), widget=DateInput)

    def __init__(self, *args: Any, case: Case, standing: rules.Standing, actor: Any, **kwargs: Any) -> None:
        self.case, self.standing, self.actor = case, standing, actor
        kwargs["initial"] = {"on": timezone.localdate(), **kwargs.get("initial", {})}
        super().__init__(*args, **kwargs)
        self.label_suffix = ""
        self.fields["on"].label = self.day_label()
        self.prepare()

    def day_label(self) -> str:
        """What the day is the day of."""
        return _("日期")

    def prepare(self) -> None:
        """Fill choices and hints from the request."""

    def clean_on(self) -> date:
        """A day between the receipt and today."""
        on: date = self.cleaned_data["on"]
        if on > timezone.localdate():
            raise forms.ValidationError(_("日期还没有到，不能登记。"))
        if on < (first := self.standing.facts.received.on):
            raise forms.ValidationError(_("日期早于收到申请的日期%(day)s。") % {"day": rules.day(first)})
        return on

    def event(self) -> Mapping[str, Any] | None:
        """The event the clock would read; None when it reads none."""
        return None

    def effect(self) -> Effect:
        """What would happen. Raises StepRefused when it may not be done on that day."""
        on: date = self.cleaned_data["on"]
        standing = rules.Standing.on(self.standing.facts, self.standing.calendar, on)
        if self.rule:
            rules.require(self.rule, standing)
        event = self.event()
        if event is None:
            return Effect(self.words(None), lines=tuple(self.lines()))
        clock = rules.with_event(standing, event)
        known = {(problem.code, problem.text) for problem in self.standing.clock.problems}
        fresh = tuple(p for p in clock.problems if (p.code, p.text) not in known)
        return Effect(self.words(clock), standing.clock.due_on, clock.due_on, fresh, tuple(self.lines()))

    def words(self, clock: Any) -> str:
        """The effect in one sentence."""
        if clock is None:
            return _("不改变答复期限。")
        if clock.applicant_limit_on and clock.due_on is None:
            return _("期限停止计算，等待申请人，申请人的期限到%(day)s为止。") % {
                "day": rules.day(clock.applicant_limit_on)
            }
        before = self.standing.clock.due_on
        if clock.due_on is None:
            return _("期限暂时无法确定。")
        if before is None:
            return _("答复期限为%(after)s。") % {"after": rules.day(clock.due_on)}
        if before == clock.due_on:
            return _("不改变答复期限。")
        days = {"before": rules.day(before), "after": rules.day(clock.due_on)}
        if self.because:
            because = {**days, "because": self.because}
            return _("这会把期限从%(before)s移到%(after)s，因为%(because)s。") % because
        return _("这会把期限从%(before)s移到%(after)s。") % days

    def lines(self) -> list[str]:
        """A computation to show with the effect."""
        return []

    def letter(self) -> OfficialLetter | None:
        """The letter as it would go out, for reading before it is issued."""
        return None

    def draft(self, template: str, values: Mapping[str, Any], **more: Any) -> OfficialLetter:
        """Compose a letter of this request without a number."""
        return letters.compose(
            self.case, template, number="", dated_on=self.cleaned_data["on"], values=values, **more
        )

    def perform(self) -> None:
        """Do it, through the service. Raises StepRefused, PermissionDenied."""
        raise TypeError(f"{type(self).__name__} does nothing")

    def typed(self) -> list[tuple[str, str]]:
        """What was typed, as the check page shows it."""
        shown = []
        for field in self.visible_fields():
            value = self.cleaned_data.get(field.name)
            if value in (None, "", []):
                continue
            shown.append((str(field.label), self._shown(field, value)))
        return shown

    @staticmethod
    def _shown(field: forms.BoundField, value: Any) -> str:
        if isinstance(value, bool):
            return _("是") if value else _("否")
        if isinstance(value, date):
            return rules.day(value)
        if isinstance(field.field, forms.ModelChoiceField):
            return str(value)
        if isinstance(field.field, forms.ChoiceField):
            return _label_of(field.field.choices, value)
        return str(value)


def _label_of(choices: Any, value: Any) -> str:
    for key, label in choices:
        if isinstance(label, (list, tuple)):
            found = _label_of(label, value)
            if found:
                return found
        elif str(key) == str(value):
            return str(label)
    return ""


class LeaderChoice(forms.ModelChoiceField):
    """A person in charge (分管负责人) of the agency."""

    def __init__(self, **kwargs: Any) -> None:
        super().__init__(queryset=None, empty_label=gettext_lazy("请选择"), **kwargs)

    def offer(self, case: Case, *, but: Any = None) -> None:
        """Those who hold the duty of leader at the agency today."""
        people = access.holders(case.agency, Duty.LEADER).order_by("id")
        self.queryset = people.exclude(pk=but.pk) if but else people


def paragraph_field(
    label: Any, *, required: bool = True, help_text: Any = "", rows: int = 5
) -> forms.CharField:
    """A text of several lines."""
    widget = forms.Textarea(attrs={"rows": rows})
    return forms.CharField(
        label=label, required=required, help_text=help_text, widget=widget, max_length=5000
    )
