"""The forms of the catalogue's office screens."""

from __future__ import annotations

from typing import Any

from django import forms
from django.utils import timezone
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy
from wagtail.admin.forms import WagtailAdminModelForm

from gongkai.agencies import access
from gongkai.agencies.models import Agency
from gongkai.catalog import choices
from gongkai.catalog.intake_form import IntakeFields
from gongkai.catalog.models import Column, DisclosureClass, DocumentType, Validity
from gongkai.catalog.services import DRAFTING
from gongkai.catalog.validity import RECORDED

BLANK = [("", "---------")]
_NOT_PUBLIC = ("disclosure_class", DisclosureClass.ON_REQUEST, DisclosureClass.WITHHELD)
_POLICY = ("document_type", DocumentType.REGULATION, DocumentType.NORMATIVE_DOCUMENT)
# For which choice a field matters: elsewhere the editor puts it away, unless something is in it.
MATTERS = {
    "statutory_item": ("disclosure_class", DisclosureClass.PROACTIVE),
    "ground": _NOT_PUBLIC,
    "ground_article": _NOT_PUBLIC,
    "effective_on": (*_POLICY, DocumentType.PLAN, DocumentType.PERMIT, DocumentType.NOTICE),
    "expires_on": (*_POLICY, DocumentType.PLAN, DocumentType.PERMIT, DocumentType.NOTICE),
    "registration_number": ("document_type", DocumentType.NORMATIVE_DOCUMENT),
    "interpretation_waiver": _POLICY,
}


class ColumnChoiceField(forms.ModelChoiceField):
    """Columns, with their agency when there are several."""

    several = False

    def label_from_instance(self, obj: Any) -> str:
        """财政局 · 机关简介."""
        return f"{obj.agency.short_name} · {obj.name}" if self.several else str(obj)


class DocumentForm(IntakeFields, WagtailAdminModelForm):
    """A draft. Offers only agencies at which the person drafts, and only their columns."""

    column = ColumnChoiceField(label=gettext_lazy("栏目"), queryset=Column.objects.none(), required=False)
    statutory_item = forms.ChoiceField(label=gettext_lazy("法定主动公开事项"), required=False)
    ground = forms.ChoiceField(label=gettext_lazy("不公开的理由"), required=False)

    class Media:
        """Putting away what does not matter."""

        js = ("agencies/matters.js",)

    def __init__(self, *args: Any, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        if self.instance.pk:
            agencies = Agency.objects.filter(pk=self.instance.agency_id)
        else:
            agencies = access.acting_agencies(self.for_user, *DRAFTING)
            self.fields["agency"].queryset = agencies.order_by("path")
        found = list(agencies[:2])
        if len(found) == 1:
            self.instance.agency = found[0]
            self.fields.pop("agency", None)
        columns = self.fields["column"]
        columns.queryset = (
            Column.objects.filter(agency__in=agencies)
            .select_related("agency")
            .order_by("agency__path", "order")
        )
        columns.several = len(found) > 1
        kind = found[0].kind if len(found) == 1 else "department"
        self.fields["statutory_item"].choices = [*BLANK, *choices.item_choices(kind)]
        self.fields["ground"].choices = [*BLANK, *choices.ground_choices()]
        for name, dependence in MATTERS.items():
            self.fields[name].widget.attrs["data-matters"] = " ".join(dependence)

    def clean(self) -> dict[str, Any]:
        """The column belongs to the agency and suggests the item; a public document has no ground."""
        cleaned: dict[str, Any] = super().clean()
        agency = cleaned.get("agency") or getattr(self.instance, "agency", None)
        column = cleaned.get("column")
        if column and agency and column.agency_id != agency.pk:
            self.add_error("column", _("所选栏目属于另一机构。"))
        if column and not cleaned.get("statutory_item"):
            cleaned["statutory_item"] = column.statutory_item
        if cleaned.get("disclosure_class") == DisclosureClass.PROACTIVE:
            cleaned["ground"] = cleaned["ground_article"] = ""
        elif not cleaned.get("ground"):
            self.add_error("ground", _("不主动公开的，须选择理由（国办发〔2016〕80号）。"))
        return cleaned


class ColumnForm(WagtailAdminModelForm):
    """A column of an agency at which the person keeps columns."""

    statutory_item = forms.ChoiceField(label=gettext_lazy("法定主动公开事项"), required=False)

    def __init__(self, *args: Any, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        self.fields["statutory_item"].choices = [*BLANK, *choices.item_choices("department")]
        if self.instance.pk:
            self.fields.pop("agency", None)
            self.fields.pop("slug", None)
        else:
            self.fields["agency"].queryset = access.acting_agencies(self.for_user, *DRAFTING).order_by("path")


class AttachmentForm(forms.Form):
    """One file."""

    file = forms.FileField(label=gettext_lazy("文件"), allow_empty_file=True)
    title = forms.CharField(
        label=gettext_lazy("附件名称"),
        max_length=200,
        required=False,
        help_text=gettext_lazy("留空则用文件名"),
    )


class WithdrawalForm(forms.Form):
    """Why and since when."""

    reason = forms.CharField(
        label=gettext_lazy("撤下原因"),
        max_length=300,
        widget=forms.Textarea(attrs={"rows": 2}),
        help_text=gettext_lazy("向公众显示，不要写入涉密或个人信息"),
    )
    on = forms.DateField(
        label=gettext_lazy("撤下日期"),
        widget=forms.DateInput(format="%Y-%m-%d", attrs={"type": "date"}),
        initial=timezone.localdate,
    )


class ValidityForm(forms.Form):
    """The new validity and its date."""

    validity = forms.ChoiceField(
        label=gettext_lazy("有效性"), choices=[(value, Validity(value).label) for value in RECORDED]
    )
    on = forms.DateField(
        label=gettext_lazy("自何日起"),
        widget=forms.DateInput(format="%Y-%m-%d", attrs={"type": "date"}),
        initial=timezone.localdate,
    )


class ReassessmentForm(forms.Form):
    """Looked at again; stays not public until the next time (条例第十八条)."""

    next_on = forms.DateField(
        label=gettext_lazy("下次评估日期"), widget=forms.DateInput(format="%Y-%m-%d", attrs={"type": "date"})
    )
