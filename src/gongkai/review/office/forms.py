"""The forms of the review's pages."""

from __future__ import annotations

from collections.abc import Callable
from typing import Any

from django import forms
from django.core.exceptions import ValidationError
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy

from gongkai.agencies.models import Agency, User
from gongkai.agencies.signing import PasswordRefusedError
from gongkai.review import remarks, standing
from gongkai.review.models import Referral, Signature
from gongkai.review.remarks import Pinned
from gongkai.review.rules import APPROVED, REFERRED, Blocker
from gongkai.review.services import second_factor

DAY = {"type": "date"}
SIGNING_DUTIES = [(duty.value, duty.label) for duty in standing.SIGNING]


class PersonForm(forms.Form):
    """Who signs shows once more that they are the person signed in: by password, by code, or by both."""

    password = forms.CharField(
        label=gettext_lazy("您的登录密码"),
        strip=False,
        required=False,
        widget=forms.PasswordInput(attrs={"autocomplete": "current-password"}),
    )
    code = forms.CharField(
        label=gettext_lazy("动态验证码"),
        required=False,
        max_length=20,
        widget=forms.TextInput(attrs={"autocomplete": "one-time-code", "inputmode": "text"}),
    )

    def __init__(self, *args: Any, actor: Any, requires_code: bool, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        self.actor, self.requires_code, self.confirmed_by = actor, requires_code, ""
        self.is_enrolled = second_factor.is_enrolled(actor)
        if not (self.is_enrolled or requires_code):
            del self.fields["code"]
            self.fields["password"].help_text = _("签署须由本人确认")
        elif requires_code:
            self.fields["password"].help_text = _("本机构要求密码和验证码都输入")
            self.fields["code"].help_text = _("验证器上显示的六位数字；设备不在手边时输入一个恢复码")
        else:
            self.fields["password"].help_text = _("签署须由本人确认：输入密码，或者下面的动态验证码")

    def confirm(self, cleaned: dict[str, Any]) -> None:
        """Use up the password and the code; only called when everything else is in order."""
        try:
            self.confirmed_by = second_factor.confirm_person(
                actor=self.actor,
                password=cleaned.get("password", ""),
                code=cleaned.get("code", ""),
                requires_code=self.requires_code,
            )
        except PasswordRefusedError as refused:
            self.add_error("password", ValidationError(refused.text, code=refused.code))
        except second_factor.CodeRefusedError as refused:
            field = "code" if "code" in self.fields else None
            self.add_error(field, ValidationError(refused.text, code=refused.code))


class SigningForm(PersonForm):
    """What a reviewer fills in."""

    decision = forms.ChoiceField(
        label=gettext_lazy("意见"), choices=Signature.Decision.choices, widget=forms.RadioSelect
    )
    opinion = forms.CharField(
        label=gettext_lazy("具体意见"),
        required=False,
        max_length=2000,
        widget=forms.Textarea(attrs={"rows": 4}),
        help_text=gettext_lazy("退回或提请上级确定时必填，随签署记录长期保存"),
    )
    authority = forms.ChoiceField(
        label=gettext_lazy("提请对象"), choices=Referral.Authority.choices, required=False
    )
    authority_name = forms.CharField(
        label=gettext_lazy("受文机关名称"),
        max_length=120,
        required=False,
        help_text=gettext_lazy("例如：云溪县国家保密局"),
    )
    step = forms.IntegerField(required=False, widget=forms.HiddenInput)

    def __init__(
        self, *args: Any, refusals: Callable[[str, str, list[Pinned]], list[Blocker]], **kwargs: Any
    ) -> None:
        super().__init__(*args, **kwargs)
        self.refusals = refusals

    field_order = ["decision", "opinion", "authority", "authority_name", "password", "code", "step"]

    @property
    def pinned(self) -> list[Pinned]:
        """The remarks with their passages; rows left blank are none."""
        if not self.is_bound:
            return []
        data: Any = self.data
        rows = zip(data.getlist("quote"), data.getlist("remark"), strict=False)
        return [Pinned(quote.strip(), text.strip()) for quote, text in rows if quote.strip() or text.strip()]

    def remark_rows(self) -> list[Pinned]:
        """What was typed, and an empty row."""
        return [*self.pinned, Pinned("", "")][: remarks.MOST]

    def clean(self) -> dict[str, Any]:
        """A return or referral gives its reason; every remark its passage; then the person is confirmed."""
        cleaned: dict[str, Any] = super().clean() or {}
        if cleaned.get("decision") not in {None, APPROVED} and not cleaned.get("opinion", "").strip():
            self.add_error("opinion", _("退回或提请上级确定时须写明意见。"))
        if cleaned.get("decision") == REFERRED and not cleaned.get("authority"):
            self.add_error("authority", _("请选择提请对象。"))
        if any(not item.quote or not item.text for item in self.pinned):
            self.add_error(None, _("每条批注都要有所指文字和修改意见。"))
        if any(len(item.quote) > remarks.LONGEST_QUOTE or len(item.text) > 1000 for item in self.pinned):
            self.add_error(None, _("批注的所指文字最多300字，修改意见最多1000字。"))
        if not self.errors:
            for blocker in self.refusals(cleaned["decision"], cleaned["opinion"], self.pinned):
                self.add_error(None, ValidationError(blocker.text, code=blocker.code))
        if not self.errors:
            self.confirm(cleaned)
        return cleaned


class MonthForm(forms.Form):
    """Which month of the register."""

    month = forms.RegexField(r"^(19|20)\d\d-(0[1-9]|1[0-2])$")


class SendingForm(forms.Form):
    """The letter went out."""

    number = forms.CharField(label=gettext_lazy("发函文号"), max_length=80)
    on = forms.DateField(label=gettext_lazy("发函日期"), widget=forms.DateInput(format="%Y-%m-%d", attrs=DAY))


class AnswerForm(forms.Form):
    """The answer came."""

    outcome = forms.ChoiceField(
        label=gettext_lazy("答复结果"), choices=Referral.Outcome.choices, widget=forms.RadioSelect
    )
    on = forms.DateField(label=gettext_lazy("答复日期"), widget=forms.DateInput(format="%Y-%m-%d", attrs=DAY))
    number = forms.CharField(label=gettext_lazy("答复文号"), max_length=80, required=False)
    summary = forms.CharField(
        label=gettext_lazy("答复要点"),
        max_length=2000,
        required=False,
        widget=forms.Textarea(attrs={"rows": 3}),
    )
    file = forms.FileField(
        label=gettext_lazy("答复文件"),
        required=False,
        help_text=gettext_lazy("加密保存，只有本机构的审签人能打开"),
    )


class WithdrawReferralForm(forms.Form):
    """The question is taken back."""

    reason = forms.CharField(label=gettext_lazy("撤回理由"), max_length=300)


class DeputyshipForm(forms.Form):
    """Who signs for whom: for one's own duties, or for anybody's at the agencies one administers."""

    post = forms.ChoiceField(label=gettext_lazy("被代理的岗位"))
    deputy = forms.ModelChoiceField(label=gettext_lazy("代理人"), queryset=User.objects.none())
    since = forms.DateField(
        label=gettext_lazy("开始日期"), widget=forms.DateInput(format="%Y-%m-%d", attrs=DAY)
    )
    until = forms.DateField(
        label=gettext_lazy("结束日期"), widget=forms.DateInput(format="%Y-%m-%d", attrs=DAY)
    )

    def __init__(self, *args: Any, posts: list[Any], colleagues: Any, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        self.posts = {str(post.pk): post for post in posts}
        post_field: Any = self.fields["post"]
        post_field.choices = [
            (pk, f"{post.agency.short_name} {post.get_duty_display()} {post.holder}")
            for pk, post in self.posts.items()
        ]
        deputy_field: Any = self.fields["deputy"]
        deputy_field.queryset = colleagues

    def values(self) -> dict[str, Any]:
        """As `services.register_deputyship` takes them."""
        post = self.posts[self.cleaned_data["post"]]
        return {
            "agency": post.agency,
            "duty": post.duty,
            "principal": post.holder,
            "deputy": self.cleaned_data["deputy"],
            "since": self.cleaned_data["since"],
            "until": self.cleaned_data["until"],
        }


class PhraseForm(forms.Form):
    """A phrase of one's own, or of an agency."""

    text = forms.CharField(label=gettext_lazy("常用语"), max_length=200)
    agency = forms.ModelChoiceField(
        label=gettext_lazy("供谁使用"),
        queryset=Agency.objects.none(),
        required=False,
        empty_label=gettext_lazy("只供本人"),
    )

    def __init__(self, *args: Any, agencies: Any, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        field: Any = self.fields["agency"]
        field.queryset = agencies
        if not agencies.exists():
            del self.fields["agency"]


class YearForm(forms.Form):
    """Which agency and year of the secrecy-review register, and how it is narrowed."""

    agency = forms.ModelChoiceField(label=gettext_lazy("机构"), queryset=Agency.objects.none())
    year = forms.TypedChoiceField(label=gettext_lazy("年度"), coerce=int)
    decision = forms.ChoiceField(
        label=gettext_lazy("审查意见"),
        required=False,
        choices=[("", gettext_lazy("全部")), *Signature.Decision.choices],
    )
    q = forms.CharField(label=gettext_lazy("标题含"), required=False, max_length=60)

    def __init__(self, *args: Any, agencies: Any, years: list[int], **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        agency: Any = self.fields["agency"]
        agency.queryset = agencies
        year: Any = self.fields["year"]
        year.choices = [(year, f"{year}年") for year in years]


class StepForm(forms.Form):
    """One row of a chain; without a name it is none."""

    name = forms.CharField(label=gettext_lazy("环节名称"), max_length=60, required=False)
    duty = forms.ChoiceField(label=gettext_lazy("由谁签署"), choices=SIGNING_DUTIES)
    alongside = forms.BooleanField(label=gettext_lazy("与上一环节同时进行"), required=False)
    limit_days = forms.IntegerField(
        label=gettext_lazy("时限（工作日）"), required=False, min_value=1, max_value=60
    )
