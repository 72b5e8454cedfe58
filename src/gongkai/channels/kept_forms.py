"""Forms of the declared screens: each offers only the agencies at which the person may arrange."""

from __future__ import annotations

from typing import Any

from django import forms
from django.utils.translation import gettext_lazy as _
from wagtail.admin.forms import WagtailAdminModelForm

from gongkai.agencies import access
from gongkai.catalog import queries as catalog
from gongkai.catalog.models import Column
from gongkai.channels import declared
from gongkai.channels.models import Channel
from gongkai.channels.office.paper_forms import DocumentsField
from gongkai.channels.services.recording import ARRANGING
from gongkai.convert import outside


class KeptForm(WagtailAdminModelForm):
    """Offers the agencies at which the person may arrange, and the columns of those agencies."""

    def __init__(self, *args: Any, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        agencies = access.acting_agencies(self.for_user, *ARRANGING).order_by("path")
        for name, field in self.fields.items():
            if name == "agency":
                field.queryset = agencies
                if not self.instance.pk and agencies.count() == 1:
                    self.initial.setdefault("agency", agencies[0].pk)
            elif name in {"column", "columns"}:
                columns = Column.objects.filter(agency__in=agencies).select_related("agency")
                field.queryset = columns.order_by("agency__path", "order")
                field.label_from_instance = lambda column: f"{column.agency.short_name}：{column.name}"


class ChannelForm(KeptForm):
    """What proves a publication is a choice of several."""

    evidence = forms.MultipleChoiceField(
        label=_("凭证（至少其一）"),
        choices=Channel.Proof.choices,
        widget=forms.CheckboxSelectMultiple,
        required=False,
    )


class RuleForm(KeptForm):
    """The channel is one that jobs are made for."""

    channel = forms.ChoiceField(label=_("渠道"))

    def __init__(self, *args: Any, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        field: Any = self.fields["channel"]
        field.choices = [(row.slug, row.label) for row in declared.by_hand()]


class PressMeetingForm(KeptForm):
    """The transcript is a public document, named by its number."""

    transcript = forms.IntegerField(label=_("文字实录的文件编号"), required=False, min_value=1)

    def clean_transcript(self) -> Any:
        """The public document of that number."""
        number = self.cleaned_data["transcript"]
        if number is None:
            return None
        found = catalog.public_documents().filter(pk=number).first()
        if found is None:
            raise forms.ValidationError(_("没有公开的文件用这个编号；先公开文字实录，再填它的编号。"))
        return found


class ScreenForm(KeptForm):
    """Pinned documents are named by their numbers and are public."""

    pinned = DocumentsField(
        label=_("重点内容"),
        required=False,
        max_length=2000,
        help_text=_("已公开文件的编号，每行一个；排在最前，撤下的自动不再显示"),
    )

    def clean_pinned(self) -> Any:
        """The public documents of these numbers."""
        numbers = self.cleaned_data["pinned"]
        found = catalog.public_documents().filter(pk__in=numbers)
        missing = [str(pk) for pk in numbers if pk not in found.values_list("pk", flat=True)]
        if missing:
            text = _("以下编号的文件没有公开或者已经撤下：%(numbers)s。")
            raise forms.ValidationError(text % {"numbers": "、".join(missing)})
        return found


class WebhookForm(KeptForm):
    """The address is one of the web."""

    def clean_address(self) -> str:
        """Refuse other schemes, and passwords in the address."""
        address: str = self.cleaned_data["address"]
        if not outside.is_web_address(address):
            raise forms.ValidationError(_("请填写以 http:// 或 https:// 开头的网址，不带用户名和密码。"))
        return address
