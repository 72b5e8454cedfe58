"""What the worklist can be narrowed to. Nothing here takes the name of a person, so nothing personal gets into an address."""

from __future__ import annotations

from typing import Any

from django import forms
from django.db.models import Q, QuerySet
from django.utils import timezone
from django.utils.translation import gettext_lazy as _

from gongkai.agencies import access
from gongkai.agencies.models import Agency
from gongkai.agencies.office_forms import DateInput
from gongkai.foi.models import Case
from gongkai.foi.office import tasks, urgency
from gongkai.foi.office.choices import outcome_choices

EVERYTHING = "all"


SCOPES = [
    ("", _("本机构和下级机构")),
    ("mine", _("我经办的")),
    ("agency", _("只看本机构")),
    ("unassigned", _("尚未指定经办人")),
]


class WorklistFilter(forms.Form):
    """Filters of the worklist; a value that makes no sense is said so and not applied."""

    q = forms.CharField(label=_("受理编号或者所需信息名称"), required=False, max_length=100)
    scope = forms.ChoiceField(label=_("范围"), choices=SCOPES, required=False)
    group = forms.ChoiceField(label=_("办理情况"), required=False)
    task = forms.ChoiceField(label=_("待办事项"), required=False)
    agency = forms.ModelChoiceField(
        label=_("机构"), queryset=Agency.objects.none(), required=False, empty_label=_("全部机构")
    )
    channel = forms.ChoiceField(label=_("提交方式"), required=False)
    outcome = forms.ChoiceField(label=_("办理结果"), required=False)
    received_from = forms.DateField(label=_("收到日期自"), required=False, widget=DateInput)
    received_to = forms.DateField(label=_("收到日期至"), required=False, widget=DateInput)

    def __init__(self, *args: Any, actor: Any, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        self.label_suffix = ""
        self.actor = actor
        agencies: Any = self.fields["agency"]
        agencies.queryset = access.visible_agencies(actor).order_by("path")
        self._choices("group", [("", _("未办结")), (EVERYTHING, _("全部")), *self._groups()])
        self._choices(
            "task", [("", _("不限")), *((slug, label) for slug, (label, _q) in tasks.TASKS.items())]
        )
        self._choices("channel", [("", _("全部方式")), *Case.Channel.choices])
        self._choices("outcome", [("", _("全部结果")), *outcome_choices()])

    @staticmethod
    def _groups() -> list[tuple[str, Any]]:
        return [(slug, urgency.LABELS[number]) for slug, number in urgency.SLUGS.items()]

    def _choices(self, name: str, choices: list[Any]) -> None:
        field: Any = self.fields[name]
        field.choices = choices

    def clean(self) -> dict[str, Any]:
        """The end may not lie before the start."""
        found: dict[str, Any] = super().clean() or {}
        first, last = found.get("received_from"), found.get("received_to")
        if first and last and last < first:
            self.add_error("received_to", _("结束日期早于开始日期。"))
        return found

    @property
    def offers_several_agencies(self) -> bool:
        """Whether it matters to say whose request each is."""
        field: Any = self.fields["agency"]
        return len(field.choices) > 2

    @property
    def is_narrowed(self) -> bool:
        """Whether anything but the default was chosen."""
        return any(value for value in self.values().values())

    def values(self) -> dict[str, Any]:
        """What can be applied."""
        self.is_valid()
        return dict(self.cleaned_data)

    def narrow(self, cases: QuerySet[Case]) -> QuerySet[Case]:
        """Apply everything but the group, whose counts are shown beside each other."""
        chosen = self.values()
        if chosen.get("q"):
            cases = cases.filter(Q(receipt_number__icontains=chosen["q"]) | Q(subject__icontains=chosen["q"]))
        cases = self._scoped(cases, chosen.get("scope"))
        if task := chosen.get("task"):
            cases = cases.filter(tasks.TASKS[task][1](timezone.localdate()))
        if agency := chosen.get("agency"):
            cases = cases.filter(agency__path__startswith=agency.path)
        for name in ("channel", "outcome"):
            if chosen.get(name):
                cases = cases.filter(**{name: chosen[name]})
        if first := chosen.get("received_from"):
            cases = cases.filter(received_on__gte=first)
        if last := chosen.get("received_to"):
            cases = cases.filter(received_on__lte=last)
        return cases

    def _scoped(self, cases: QuerySet[Case], scope: str | None) -> QuerySet[Case]:
        """Mine, my own agency's, nobody's, or everything in the subtree."""
        if scope == "mine":
            return cases.filter(handler=self.actor)
        if scope == "unassigned":
            return cases.filter(handler__isnull=True)
        if scope == "agency":
            return cases.filter(agency__in=[post.agency_id for post in access.current_posts(self.actor)])
        return cases

    def group_numbers(self) -> list[int]:
        """The groups to list."""
        slug = self.values().get("group") or ""
        if slug == EVERYTHING:
            return list(urgency.LABELS)
        if slug in urgency.SLUGS:
            return [urgency.SLUGS[slug]]
        if self.values().get("outcome") or self.values().get("task") == "problems":
            return list(urgency.LABELS)  # only closed requests have an outcome
        return [number for number in urgency.LABELS if number != urgency.CLOSED]
