"""What the office keys in about publications."""

from __future__ import annotations

import re
from typing import Any

from django import forms
from django.utils import timezone
from django.utils.translation import gettext_lazy as _

from gongkai.agencies import access
from gongkai.agencies.models import Agency
from gongkai.channels import declared
from gongkai.channels.models import ChannelJob
from gongkai.channels.rules import MOST_COUNTED, Facts
from gongkai.channels.services.recording import PUBLISHING
from gongkai.convert.content_type import FileRefused
from gongkai.review.rules import Refused

SEPARATORS = re.compile(r"[\s,，、;；]+")
NUMBER = re.compile(r"(?:^|/d/)(\d{1,12})/?$")


class DateInput(forms.DateInput):
    """The browser's own date picker; a typed ISO date without it."""

    input_type = "date"

    def __init__(self, attrs: dict[str, Any] | None = None) -> None:
        super().__init__({"autocomplete": "off", **(attrs or {})}, format="%Y-%m-%d")


class ManyFilesInput(forms.ClearableFileInput):
    """Several files at once."""

    allow_multiple_selected = True


class PlainForm(forms.Form):
    """No colon after labels; refusals of the services stand above the fields with everything that was typed."""

    def __init__(self, *args: Any, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        self.label_suffix = ""

    def refuse(self, refused: Refused | FileRefused) -> None:
        """Show every reason."""
        if isinstance(refused, FileRefused):
            self.add_error(None, refused.text)
            return
        for blocker in refused.blockers:
            self.add_error(None, f"{blocker.text}［{blocker.code}］")


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

    on = forms.DateField(label=_("撤下、更正日期"), widget=DateInput, initial=timezone.localdate)
    note = forms.CharField(label=_("怎样处理的"), max_length=300, widget=forms.Textarea(attrs={"rows": 3}))


class ChooseForm(PlainForm):
    """To which channels a document goes."""

    channels = forms.MultipleChoiceField(label=_("渠道"), widget=forms.CheckboxSelectMultiple)
    due_on = forms.DateField(label=_("期限"), widget=DateInput, required=False)

    def __init__(self, *args: Any, taken: set[str], **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        field: Any = self.fields["channels"]
        field.choices = [(row.slug, row.label) for row in declared.by_hand() if row.slug not in taken]


class DocumentsField(forms.CharField):
    """Numbers of documents in their order, one a line or parted by commas."""

    widget = forms.Textarea(attrs={"rows": 5, "inputmode": "numeric"})

    def to_python(self, value: Any) -> Any:
        """The numbers. Addresses of document pages are understood too. Raises ValidationError for anything else."""
        words = [word for word in SEPARATORS.split(super().to_python(value) or "") if word]
        found = [NUMBER.search(word) for word in words]
        strange = [word for word, number in zip(words, found, strict=True) if number is None]
        if strange:
            text = _("“%(word)s”不是文件编号或者文件网址。") % {"word": strange[0][:60]}
            raise forms.ValidationError(text)
        return [int(number[1]) for number in found if number]

    def prepare_value(self, value: Any) -> Any:
        """One a line."""
        if not isinstance(value, list):
            return value
        return "\n".join(str(getattr(one, "pk", one)) for one in value)


class BriefingForm(PlainForm):
    """What an issue holds."""

    documents = DocumentsField(
        label=_("文件编号"), help_text=_("按刊载顺序，每行一个；也可以粘贴文件网址。"), max_length=20_000
    )
    foreword = forms.CharField(
        label=_("编者按"), max_length=1000, required=False, widget=forms.Textarea(attrs={"rows": 3})
    )
    recipients = forms.CharField(label=_("报、送、发"), max_length=300, required=False)


class NewBriefingForm(AgencyForm, BriefingForm):
    """A new issue."""

    name = forms.CharField(label=_("刊名"), max_length=30, initial=_("政务公开简报"))
    field_order = ["agency", "name", "documents"]


class IssueForm(PlainForm):
    """When and how many."""

    on = forms.DateField(label=_("印发日期"), widget=DateInput, initial=timezone.localdate)
    copies = forms.IntegerField(label=_("份数"), min_value=0, max_value=MOST_COUNTED)


class VisitsForm(PlainForm):
    """How many came on a day."""

    on = forms.DateField(label=_("日期"), widget=DateInput, initial=timezone.localdate)
    visits = forms.IntegerField(label=_("查阅（人次）"), min_value=0, max_value=100_000)
    questions = forms.IntegerField(label=_("解答（人次）"), min_value=0, max_value=100_000, initial=0)


class TransferForm(AgencyForm):
    """Paper copies for a place."""

    on = forms.DateField(label=_("移送日期"), widget=DateInput, initial=timezone.localdate)
    documents = DocumentsField(
        label=_("文件编号"), help_text=_("每行一个；也可以粘贴文件网址。"), max_length=20_000
    )
    copies = forms.IntegerField(label=_("每件份数"), min_value=1, max_value=1000, initial=1)


class PhotosForm(PlainForm):
    """Photographs of a publicity day."""

    photos = forms.FileField(
        label=_("照片"),
        widget=ManyFilesInput(attrs={"accept": "image/*"}),
        help_text=_("JPG、PNG 或者 GIF，每张不超过20 MB，可以一次选几张；加密保存，不对外公开。"),
    )


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
