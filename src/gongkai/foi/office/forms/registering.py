"""Keying in a request that came by hand, by mail, by fax, or online on somebody's behalf (条例 Arts 27–31)."""

from __future__ import annotations

from typing import Any
from uuid import uuid4

from django import forms
from django.utils import timezone
from django.utils.translation import gettext_lazy as _

from gongkai.agencies import access
from gongkai.agencies.models import Agency
from gongkai.agencies.office_forms import DateInput
from gongkai.convert import content_type
from gongkai.foi.models import Applicant, Case
from gongkai.foi.services import ApplicantDetails, RequestDetails
from gongkai.foi.services.acts import HANDLING

CONFIRMED_CHANNELS = ("ordinary_mail", "online", "fax")
PERSON = tuple(ApplicantDetails.__dataclass_fields__)
REQUEST = tuple(RequestDetails.__dataclass_fields__)


def _field(model: Any, name: str, **changes: Any) -> forms.Field:
    """The form field of a model column, with the model's own label and length."""
    found: forms.Field = model._meta.get_field(name).formfield(**changes)
    return found


class RegisterForm(forms.Form):
    """Group one: how it came; then the three groups of Art 29: who asks, what, in which form."""

    token = forms.CharField(widget=forms.HiddenInput, max_length=64)
    agency = forms.ModelChoiceField(label=_("受理机构"), queryset=Agency.objects.none(), empty_label=None)
    channel = forms.ChoiceField(label=_("提交方式"), choices=Case.Channel.choices, widget=forms.RadioSelect)
    on = forms.DateField(
        label=_("提交或者签收日期"),
        widget=DateInput,
        help_text=_(
            "当面提交的填提交之日；挂号信、特快专递填本机关签收之日（含收发室）；信函、传真、网上填收到之日。"
        ),
    )
    confirmed_on = forms.DateField(
        label=_("双方确认日期"),
        widget=DateInput,
        required=False,
        help_text=_(
            "只用于平常信函、传真和网上申请：与申请人联系确认之日为收到申请之日（条例第三十一条）。尚未联系上的留空。"
        ),
    )
    reached_office_on = forms.DateField(
        label=_("转到公开工作机构日期"),
        widget=DateInput,
        required=False,
        help_text=_("只用于需签收的邮寄：收到日期以收发室签收为准，这个日期不影响期限，一并留存。"),
    )
    postal_number = forms.CharField(
        label=_("邮件号"), max_length=40, required=False, help_text=_("只用于需签收的邮寄。")
    )
    oral = forms.BooleanField(
        label=_("申请人书写有困难，口头申请，由我代为填写（条例第二十九条）"), required=False
    )
    kind = forms.ChoiceField(
        label=_("申请人类型"),
        choices=[("", _("请选择")), *Applicant.Kind.choices],
        help_text=_("按年度报告表三的分类"),
    )
    name = _field(Applicant, "name", max_length=120)
    identity_document = _field(Applicant, "identity_document", help_text=_("如居民身份证、营业执照"))
    identity_number = _field(Applicant, "identity_number")
    identity_proof = forms.FileField(
        label=_("身份证明文件"),
        required=False,
        help_text=_("扫描件或者照片。页面有错误重新显示时需再次选择文件。"),
    )
    representative = _field(Applicant, "representative", help_text=_("申请人为单位的填写"))
    contact_person = _field(Applicant, "contact_person")
    telephone = _field(
        Applicant, "telephone", help_text=_("电话、电子邮箱、通信地址至少填写一项（条例第二十九条）。")
    )
    email = _field(Applicant, "email")
    postal_address = _field(Applicant, "postal_address")
    postcode = _field(Applicant, "postcode")
    subject = _field(Case, "subject", help_text=_("条例第二十九条：名称、文号或者便于查询的其他特征性描述"))
    document_number = _field(Case, "document_number")
    features = _field(Case, "features")
    wanted_form = _field(Case, "wanted_form", widget=forms.RadioSelect)
    wanted_route = _field(Case, "wanted_route", widget=forms.RadioSelect)
    help_needed = _field(
        Case, "help_needed", help_text=_("申请人存在阅读困难或者视听障碍的，提供必要帮助（条例第四十三条）")
    )
    papers = forms.FileField(label=_("申请书扫描件"), required=False)

    GROUPS = (
        (
            _("怎样收到的"),
            (
                "agency",
                "papers",
                "channel",
                "on",
                "confirmed_on",
                "reached_office_on",
                "postal_number",
                "oral",
            ),
        ),
        (
            _("一、申请人"),
            (
                "kind",
                "name",
                "identity_document",
                "identity_number",
                "identity_proof",
                "representative",
                "contact_person",
                "telephone",
                "email",
                "postal_address",
                "postcode",
            ),
        ),
        (_("二、所需信息"), ("subject", "document_number", "features")),
        (_("三、提供形式和获取途径"), ("wanted_form", "wanted_route", "help_needed")),
    )

    WIDE = ("channel", "oral", "identity_proof", "postal_address", "subject", "features", "help_needed")

    def __init__(self, *args: Any, actor: Any, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        self.label_suffix = ""
        agencies = access.acting_agencies(actor, *HANDLING).order_by("path")
        field: Any = self.fields["agency"]
        field.queryset = agencies
        if not self.is_bound:
            self.initial.setdefault("token", uuid4().hex)
            self.initial.setdefault("on", timezone.localdate())
            self.initial.setdefault("agency", agencies.first())
        endings = ",".join(f".{ending}" for ending in content_type.allowed_extensions())
        for name in ("identity_proof", "papers"):
            self.fields[name].widget.attrs["accept"] = endings
        for name in ("name", "identity_number", "telephone", "email", "postal_address", "postcode"):
            self.fields[name].widget.attrs["autocomplete"] = "off"

    def groups(self) -> list[tuple[Any, list[forms.BoundField]]]:
        """The fields as the page shows them."""
        return [(title, [self[name] for name in names]) for title, names in self.GROUPS]

    def clean(self) -> dict[str, Any]:
        """A day of confirmation only where Art 31 knows one."""
        found: dict[str, Any] = super().clean() or {}
        on, confirmed = found.get("on"), found.get("confirmed_on")
        if confirmed and found.get("channel") not in CONFIRMED_CHANNELS:
            self.add_error(
                "confirmed_on", _("当面提交和需签收的邮寄不需要确认，收到日期就是提交或者签收之日。")
            )
        elif on and confirmed and confirmed < on:
            self.add_error("confirmed_on", _("确认日期不能早于收到之日。"))
        self._clean_mail(found)
        for name in ("on", "confirmed_on", "reached_office_on"):
            if (day := found.get(name)) and day > timezone.localdate():
                self.add_error(name, _("日期还没有到。"))
        return found

    def _clean_mail(self, found: dict[str, Any]) -> None:
        """The mail room's days only for mail that was signed for, the office's not before the mail room's."""
        on, reached = found.get("on"), found.get("reached_office_on")
        if found.get("channel") != Case.Channel.REGISTERED_MAIL:
            for name in ("reached_office_on", "postal_number"):
                if found.get(name):
                    self.add_error(name, _("只有挂号信、特快专递等需签收的邮寄才填写。"))
        elif on and reached and reached < on:
            self.add_error("reached_office_on", _("不能早于收发室签收的日期。"))

    def person(self) -> ApplicantDetails:
        """Who asks."""
        return ApplicantDetails(**{name: self.cleaned_data[name] for name in PERSON})

    def wanted(self) -> RequestDetails:
        """What is asked."""
        return RequestDetails(**{name: self.cleaned_data[name] for name in REQUEST})

    def take_faults(self, faults: dict[str, str]) -> None:
        """Show the service's faults at their fields."""
        for name, text in faults.items():
            target = {"contact": "telephone"}.get(name, name)
            if name in self.fields and name in self.errors:
                continue
            self.add_error(target if target in self.fields else None, text)
