"""The forms of the public portal. Each help text says why a field is asked and by which article; nothing else is asked."""

from typing import Any

from django import forms
from django.utils.translation import gettext_lazy as _

from gongkai.convert import content_type

IDENTITY_PROOF_SUFFIXES = ("jpg", "png", "pdf")
IDENTITY_PROOF_BYTES = 10 * 1024 * 1024

# The six columns of the statutory report (table three) under which a request is counted.
APPLICANT_KINDS = [
    ("natural", _("自然人")),
    ("business", _("商业企业")),
    ("research", _("科研机构")),
    ("charity", _("社会公益组织")),
    ("legal", _("法律服务机构")),
    ("other_org", _("其他组织")),
]
CARRIERS = [("paper", _("纸质")), ("electronic", _("电子文件"))]
ROUTES = [
    ("online", _("在本网站下载")),
    ("email", _("电子邮件")),
    ("post", _("邮寄")),
    ("pickup", _("自行领取")),
    ("on_site", _("当场查阅、抄录")),
]


class RequestForm(forms.Form):
    """A request for government information with the three groups of Art. 29; no purpose is asked.

    ``agencies`` are (code, name) pairs. Raises no errors beyond missing or unusable values: whether a request is
    clear enough is for the agency to say (Art. 30), not for the form.
    """

    token = forms.CharField(widget=forms.HiddenInput, max_length=64)
    applicant_kind = forms.ChoiceField(
        label=_("申请人类型"),
        choices=APPLICANT_KINDS,
        initial="natural",
        widget=forms.RadioSelect,
        help_text=_("年度报告按这六类统计申请数量（条例第五十条）。"),
        error_messages={"required": _("请选择申请人类型")},
    )
    name = forms.CharField(
        label=_("姓名或者名称"),
        max_length=100,
        help_text=_("与身份证明一致；单位填写全称（条例第二十九条第一项）。"),
        error_messages={"required": _("请填写姓名或者单位名称")},
        widget=forms.TextInput(attrs={"autocomplete": "name"}),
    )
    contact_person = forms.CharField(
        label=_("联系人"), max_length=50, required=False, help_text=_("单位申请时填写，便于联系。")
    )
    identity_proof = forms.FileField(
        label=_("身份证明"),
        help_text=_(
            "居民身份证、营业执照等的照片或者扫描件，用来确认申请人（条例第二十九条第一项）。可以手机拍照；JPG、PNG 或者 PDF，不超过 10 MB。"
        ),
        error_messages={
            "required": _("请上传身份证明的照片或者扫描件"),
            "empty": _("这个文件是空的（0 字节），请重新选择"),
        },
        widget=forms.FileInput(attrs={"accept": "image/jpeg,image/png,application/pdf"}),
    )
    phone = forms.CharField(
        label=_("联系电话"),
        max_length=30,
        help_text=_("机关要与您确认收到申请，内容不明确时也要告诉您（条例第二十九、三十、三十一条）。"),
        error_messages={"required": _("请填写联系电话")},
        widget=forms.TextInput(attrs={"type": "tel", "autocomplete": "tel"}),
    )
    email = forms.EmailField(
        label=_("电子邮箱"),
        required=False,
        help_text=_("选择用电子邮件获取时必填。"),
        error_messages={"invalid": _("邮箱地址不完整，例如 name@example.cn")},
        widget=forms.EmailInput(attrs={"autocomplete": "email"}),
    )
    address = forms.CharField(
        label=_("通信地址和邮政编码"),
        max_length=200,
        required=False,
        help_text=_("选择邮寄时必填。"),
        widget=forms.TextInput(attrs={"autocomplete": "street-address"}),
    )
    agency = forms.ChoiceField(
        label=_("向哪个机关申请"),
        help_text=_("谁制作、谁最初获取的信息，由谁公开（条例第十条）。选错了，机关会告诉您该找谁。"),
        error_messages={"required": _("请选择一个机关")},
    )
    information_title = forms.CharField(
        label=_("信息名称"),
        max_length=200,
        help_text=_("尽量写出文件或者事项的名称，机关据此查找（条例第二十九条第二项）。"),
        error_messages={"required": _("请写出您要的信息的名称")},
    )
    information_document_number = forms.CharField(
        label=_("文号"), max_length=80, required=False, help_text=_("知道就填，例如：云政发〔2026〕3号。")
    )
    information_description = forms.CharField(
        label=_("内容描述"),
        max_length=4000,
        required=False,
        widget=forms.Textarea(attrs={"rows": 5}),
        help_text=_("时间、地点、涉及的项目等便于查找的特征。不需要写用途和理由。"),
    )
    carrier = forms.ChoiceField(
        label=_("信息的形式"),
        choices=CARRIERS,
        initial="electronic",
        widget=forms.RadioSelect,
        help_text=_(
            "机关按您要求的形式提供；不便按这种形式提供的，会另行安排（条例第二十九条第三项、第四十条）。"
        ),
        error_messages={"required": _("请选择一种形式")},
    )
    route = forms.ChoiceField(
        label=_("获取的途径"),
        choices=ROUTES,
        initial="online",
        widget=forms.RadioSelect,
        help_text=_("答复书和信息从这个途径送达（条例第二十九条第三项）。"),
        error_messages={"required": _("请选择一种途径")},
    )

    def __init__(
        self, *args: object, agencies: list[tuple[str, str]], identity_kept: bool = False, **kwargs: object
    ):
        super().__init__(*args, **kwargs)  # type: ignore[arg-type]
        self.fields["agency"].choices = [("", _("请选择")), *agencies]  # type: ignore[attr-defined]
        if identity_kept:
            self.fields["identity_proof"].required = False

    def clean_identity_proof(self) -> Any:
        """A photograph or scan by its content, whatever its name says."""
        proof = self.cleaned_data.get("identity_proof")
        if not proof:
            return proof
        refused = _("“%(name)s”不是可以打开的 JPG、PNG 或者 PDF 文件，请重新拍照或者扫描") % {
            "name": proof.name
        }
        try:
            found = content_type.check(proof.name, proof, IDENTITY_PROOF_BYTES)
        except content_type.FileRefused as reason:
            if reason.code == "too_large":
                raise forms.ValidationError(_("这个文件超过 10 MB，请换一张小一些的照片")) from reason
            known = reason.code in {"empty", "executable", "encrypted"}
            raise forms.ValidationError(reason.text if known else refused) from reason
        if found.extension not in IDENTITY_PROOF_SUFFIXES:
            raise forms.ValidationError(refused)
        return proof

    def clean(self) -> dict[str, object]:
        """Ask for the address that the chosen route needs (Art. 29(3)) and nothing more."""
        cleaned = super().clean() or self.cleaned_data
        if cleaned.get("route") == "email" and not cleaned.get("email") and "email" not in self.errors:
            self.add_error("email", _("选择了电子邮件，请填写邮箱地址"))
        if cleaned.get("route") == "post" and not cleaned.get("address"):
            self.add_error("address", _("选择了邮寄，请填写通信地址和邮政编码"))
        return cleaned


class TrackForm(forms.Form):
    """Number and code of a receipt. Sent by POST so that neither stands in an address or a log."""

    number = forms.CharField(
        label=_("受理编号"),
        max_length=40,
        help_text=_("在回执第一行。"),
        error_messages={"required": _("请填写受理编号")},
        widget=forms.TextInput(attrs={"autocomplete": "off"}),
    )
    code = forms.CharField(
        label=_("查询码"),
        max_length=40,
        help_text=_("在受理编号旁边，不分大小写。"),
        error_messages={"required": _("请填写查询码")},
        widget=forms.TextInput(attrs={"autocomplete": "off", "autocapitalize": "characters"}),
    )


GUIDE_FILTERS = ("agency", "theme", "audience")
FILTERS = ("agency", "document_type", "year", "validity")


class NarrowingForm(forms.Form):
    """What a list may be narrowed by: its fields, each with the choices handed in. What is not on offer does not narrow."""

    def __init__(self, data: Any, choices: dict[str, list[tuple[str, str]]]) -> None:
        super().__init__(data)
        for name, field in self.fields.items():
            field.choices = [("", _("全部")), *choices[name]]  # type: ignore[attr-defined]

    def chosen(self) -> dict[str, Any]:
        """The filters in use."""
        self.full_clean()
        return {name: self.cleaned_data[name] for name in self.fields if self.cleaned_data.get(name)}


class GuideFilterForm(NarrowingForm):
    """What the list of guides may be narrowed by."""

    agency = forms.ChoiceField(label=_("机关"), required=False)
    theme = forms.ChoiceField(label=_("主题"), required=False)
    audience = forms.ChoiceField(label=_("谁来办"), required=False)


class LibraryFilterForm(NarrowingForm):
    """What the library of rules and normative documents may be narrowed by."""

    document_type = forms.ChoiceField(label=_("类型"), required=False)
    validity = forms.ChoiceField(label=_("有效性"), required=False)
    year = forms.ChoiceField(label=_("成文年份"), required=False)
    topic = forms.ChoiceField(label=_("主题分类"), required=False)


class PhoneFilterForm(NarrowingForm):
    """What the phone book may be narrowed by."""

    agency = forms.ChoiceField(label=_("机关"), required=False)


class FilterForm(NarrowingForm):
    """What a search may be narrowed by."""

    agency = forms.ChoiceField(label=_("机关"), required=False)
    document_type = forms.ChoiceField(label=_("类型"), required=False)
    year = forms.ChoiceField(label=_("发布年份"), required=False)
    validity = forms.ChoiceField(label=_("有效性"), required=False)

    def chosen(self) -> dict[str, Any]:
        """The filters in use, the year as a number."""
        found = super().chosen()
        return {**found, "year": int(found["year"])} if "year" in found else found
