"""登记检索: who looked where, for which words, and what was found (Art 36(4))."""

from __future__ import annotations

from django import forms
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy

from gongkai.foi import services
from gongkai.foi.models import SearchLog
from gongkai.foi.office.forms.step import StepForm, paragraph_field
from gongkai.foi.services.searching import LONGEST_MINUTES


class LogSearchForm(StepForm):
    """登记检索."""

    intro = gettext_lazy(
        "答复信息不存在之前，应当检索并留下记录（条例第三十六条第四项）。一处检索登记一条；登记后不能修改，写错的另登一条说明。"
    )
    done = gettext_lazy("已登记检索。")
    event_names = ("search_logged",)
    field_order = ("on", "searched_by", "place_kind", "place", "terms", "found_any", "found", "minutes")

    searched_by = forms.CharField(label=gettext_lazy("检索人"), max_length=60)
    place_kind = forms.ChoiceField(
        label=gettext_lazy("检索地点类别"),
        choices=SearchLog.PlaceKind.choices,
        widget=forms.RadioSelect,
    )
    place = forms.CharField(
        label=gettext_lazy("检索地点"),
        max_length=120,
        help_text=gettext_lazy("系统、档案室或者科室的名称，如“公文管理系统”。"),
    )
    terms = paragraph_field(
        gettext_lazy("检索词、检索条件"),
        rows=2,
        help_text=gettext_lazy("名称、文号、年度等，逐一写清。"),
    )
    found_any = forms.TypedChoiceField(
        label=gettext_lazy("是否检索到"),
        choices=[("no", gettext_lazy("没有检索到")), ("yes", gettext_lazy("检索到相关信息"))],
        widget=forms.RadioSelect,
        coerce=lambda value: value == "yes",
        empty_value=None,
    )
    found = paragraph_field(gettext_lazy("检索结果"), rows=3)
    minutes = forms.IntegerField(
        label=gettext_lazy("用时（分钟）"), required=False, min_value=0, max_value=LONGEST_MINUTES
    )

    def day_label(self) -> str:
        """The day of the search."""
        return _("检索日期")

    def prepare(self) -> None:
        """Usually whoever writes it down has looked himself."""
        self.initial.setdefault("searched_by", self.actor.get_full_name())

    def perform(self) -> None:
        """Write it down."""
        found = dict(self.cleaned_data)
        services.log_search(actor=self.actor, case=self.case, words=found.pop("terms"), **found)

    def typed(self) -> list[tuple[str, str]]:
        """As chosen, in words: yes and no say too little."""
        label = str(self.fields["found_any"].label)
        answer = _("检索到相关信息") if self.cleaned_data["found_any"] else _("没有检索到")
        rows = [(name, value) for name, value in super().typed() if name != label]
        return [*rows, (label, answer)]
