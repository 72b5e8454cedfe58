"""What the office keys in about paper and places: briefings, transfers, visits, photographs."""

from __future__ import annotations

import re
from typing import Any

from django import forms
from django.utils import timezone
from django.utils.translation import gettext_lazy as _

from gongkai.agencies.office_forms import DateInput
from gongkai.channels.office.forms import AgencyForm
from gongkai.channels.rules import MOST_COUNTED
from gongkai.review.office.plain import PlainForm

SEPARATORS = re.compile(r"[\s,，、;；]+")
DOCUMENT = re.compile(r"(?:^|/d/)([0-9]{1,12})/?$")


class ManyFilesInput(forms.ClearableFileInput):
    """Several files at once."""

    allow_multiple_selected = True


class DocumentsField(forms.CharField):
    """Numbers of documents in their order, one a line or parted by commas."""

    widget = forms.Textarea(attrs={"rows": 5, "inputmode": "numeric"})

    def to_python(self, value: Any) -> Any:
        """The numbers. Addresses of document pages are understood too. Raises ValidationError for anything else."""
        words = [word for word in SEPARATORS.split(super().to_python(value) or "") if word]
        found = [DOCUMENT.search(word) for word in words]
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
