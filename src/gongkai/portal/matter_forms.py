"""Forms of the pages about matters."""

from django import forms
from django.utils.translation import gettext_lazy as _

from gongkai.portal.forms import NarrowingForm


class MatterForm(forms.Form):
    """Number and code of a matter. Sent by POST so that neither stands in an address or a log."""

    number = forms.CharField(
        label=_("办件编号"),
        max_length=60,
        help_text=_("在受理通知上。"),
        error_messages={"required": _("请填写办件编号")},
        widget=forms.TextInput(attrs={"autocomplete": "off"}),
    )
    code = forms.CharField(
        label=_("查询码或者证件号码后四位"),
        max_length=40,
        help_text=_("受理通知上有查询码的填查询码；没有的，填申请时所用证件号码的最后四位。"),
        error_messages={"required": _("请填写查询码或者证件号码后四位")},
        widget=forms.TextInput(attrs={"autocomplete": "off", "autocapitalize": "characters"}),
    )


class ResultFilterForm(NarrowingForm):
    """What the results may be narrowed by."""

    agency = forms.ChoiceField(label=_("机关"), required=False)
    month = forms.ChoiceField(label=_("办结月份"), required=False)
