"""What the office keys in about publications."""

from __future__ import annotations

import re
from typing import Any

from django import forms
from django.utils import timezone
from django.utils.translation import gettext_lazy as _

from gongkai.agencies import access
from gongkai.agencies.models import Agency
from gongkai.agencies.office_forms import DateInput
from gongkai.channels import declared
from gongkai.channels.models import ChannelJob
from gongkai.channels.rules import MOST_COUNTED, Facts
from gongkai.channels.services.recording import PUBLISHING
from gongkai.review.office.plain import PlainForm

NUMBER = re.compile(r"[0-9]{1,12}")


class AgencyForm(PlainForm):
    """For one of the agencies at which the person publishes."""

    agency = forms.ModelChoiceField(label=_("机构"), queryset=Agency.objects.none())

    def __init__(self, *args: Any, actor: Any, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        field: Any = self.fields["agency"]
        field.queryset = access.acting_agencies(actor, *PUBLISHING).order_by("path")
        if len(field.queryset[:2]) == 1:
            self.initial.setdefault("agency", field.queryset[0].pk)


class JobFilter(PlainForm):
    """What the worklist can be narrowed to."""

    STATES = [("", _("全部")), ("open", _("待发布")), ("overdue", _("已逾期")), *ChannelJob.State.choices]

    state = forms.ChoiceField(label=_("状态"), choices=STATES, required=False)
    channel = forms.ChoiceField(label=_("渠道"), required=False)
    agency = forms.ModelChoiceField(
        label=_("机构（含下级）"), queryset=Agency.objects.none(), required=False, empty_label=_("全部机构")
    )
    q = forms.CharField(label=_("标题、文号或者索引号"), max_length=80, required=False)

    def __init__(self, *args: Any, actor: Any, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        agency: Any = self.fields["agency"]
        agency.queryset = access.visible_agencies(actor).order_by("path")
        channel: Any = self.fields["channel"]
        channel.choices = declared.choices(_("全部渠道"))

    def values(self) -> dict[str, Any]:
        """What can be applied."""
        self.is_valid()
        return {name: value for name, value in self.cleaned_data.items() if value}


class ReleaseFilter(JobFilter):
    """What the register of publications can be narrowed to."""

    since = forms.DateField(label=_("自"), widget=DateInput, required=False)
    until = forms.DateField(label=_("至"), widget=DateInput, required=False)
    own = forms.BooleanField(label=_("不含下级机关"), required=False)

    def __init__(self, *args: Any, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        del self.fields["state"]


class TextForm(PlainForm):
    """Title and text as they are to go out; of an article the summary, since its body is the document's."""

    title = forms.CharField(label=_("标题"), max_length=200, required=False)
    text = forms.CharField(
        label=_("文稿"), max_length=200_000, required=False, strip=False, widget=forms.Textarea
    )

    def __init__(self, *args: Any, form: str, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        if form == "article":
            self.fields["text"].label = _("摘要")
        self.fields["text"].widget.attrs["rows"] = 14 if form in {"release", "sheet"} else 4


class FactsForm(PlainForm):
    """When, how much, and what proves it."""

    on = forms.DateField(label=_("发布日期"), widget=DateInput)
    link = forms.CharField(label=_("链接"), max_length=500, required=False)
    place = forms.CharField(label=_("版面、期号、时段或者地点"), max_length=200, required=False)
    file = forms.FileField(
        label=_("照片、扫描件"),
        required=False,
        help_text=_("JPG、PNG、GIF 或者 PDF，不超过20 MB；加密保存，只在办公端查看。"),
    )
    pieces = forms.IntegerField(label=_("件数"), initial=1, min_value=1, max_value=MOST_COUNTED)
    copies = forms.IntegerField(label=_("份数"), initial=0, min_value=0, max_value=MOST_COUNTED)
    reach = forms.IntegerField(label=_("受众"), initial=0, min_value=0, max_value=MOST_COUNTED)
    note = forms.CharField(label=_("备注"), max_length=300, required=False)

    def __init__(self, *args: Any, channel: declared.DeclaredChannel | None = None, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        if not self.is_bound:
            self.initial.setdefault("on", timezone.localdate())
        for name in ("pieces", "copies", "reach"):
            unit = getattr(channel, "unit" if name == "pieces" else name, "") if channel else ""
            if unit:
                self.fields[name].label = f"{self.fields[name].label}（{unit}）"

    def facts(self) -> Facts:
        """What was keyed in."""
        found = self.cleaned_data
        names = ("on", "link", "place", "pieces", "copies", "reach", "note")
        return Facts(**{name: found[name] for name in names})


class EntryForm(AgencyForm, FactsForm):
    """A publication without a job."""

    channel = forms.ChoiceField(label=_("渠道"))
    title = forms.CharField(label=_("标题、内容"), max_length=200)
    field_order = ["agency", "channel", "title", "on"]

    def __init__(self, *args: Any, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        field: Any = self.fields["channel"]
        field.choices = [(row.slug, row.label) for row in declared.every().values() if row.is_by_hand]


class ImportForm(AgencyForm):
    """A table of publications."""

    file = forms.FileField(label=_("表格"), help_text=_("XLSX 或者 CSV，第一行是列名。"))


class ReasonForm(PlainForm):
    """Why."""

    reason = forms.CharField(label=_("原因"), max_length=300, widget=forms.Textarea(attrs={"rows": 3}))


class TakenDownForm(PlainForm):
    """When, and what was done."""

    on = forms.DateField(label=_("办理日期"), widget=DateInput, initial=timezone.localdate)
    note = forms.CharField(label=_("怎样处理的"), max_length=300, widget=forms.Textarea(attrs={"rows": 3}))


class ChooseForm(PlainForm):
    """To which channels a document goes."""

    channels = forms.MultipleChoiceField(label=_("渠道"), widget=forms.CheckboxSelectMultiple)
    due_on = forms.DateField(label=_("期限"), widget=DateInput, required=False)

    def __init__(self, *args: Any, taken: set[str], **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        field: Any = self.fields["channels"]
        field.choices = [(row.slug, row.label) for row in declared.by_hand() if row.slug not in taken]


class SpanForm(PlainForm):
    """An agency, with those below it or not, and the first and last day."""

    agency = forms.ModelChoiceField(queryset=Agency.objects.none())
    below = forms.BooleanField(required=False)
    since = forms.DateField()
    until = forms.DateField()

    def __init__(self, *args: Any, actor: Any, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        field: Any = self.fields["agency"]
        field.queryset = access.visible_agencies(actor)


class PeriodForm(PlainForm):
    """Which period the figures cover."""

    PERIODS = [
        ("year", _("全年")), ("half1", _("上半年")), ("half2", _("下半年")),
        ("q1", _("第一季度")), ("q2", _("第二季度")), ("q3", _("第三季度")), ("q4", _("第四季度")),
        *[(f"m{number}", f"{number:02d}") for number in range(1, 13)],
    ]  # fmt: skip

    agency = forms.ModelChoiceField(
        label=_("机构"), queryset=Agency.objects.none(), required=False, empty_label=None
    )
    below = forms.BooleanField(label=_("含下级机关"), required=False)
    year = forms.IntegerField(label=_("年份"), min_value=2008, max_value=2100)
    period = forms.ChoiceField(label=_("时段"), choices=PERIODS)

    def __init__(self, *args: Any, actor: Any, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        field: Any = self.fields["agency"]
        field.queryset = access.visible_agencies(actor).order_by("path")
