"""The form of a signature: decision, opinion, and the password once more."""

from __future__ import annotations

from typing import Any

from django import forms
from django.core.exceptions import ValidationError
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy

from gongkai.agencies.signing import PasswordRefusedError, confirm_password
from gongkai.review.models import Signature
from gongkai.review.rules import APPROVED


class SigningForm(forms.Form):
    """What a reviewer fills in."""

    decision = forms.ChoiceField(
        label=gettext_lazy("意见"), choices=Signature.Decision.choices, widget=forms.RadioSelect
    )
    opinion = forms.CharField(
        label=gettext_lazy("具体意见"),
        required=False,
        max_length=2000,
        widget=forms.Textarea(attrs={"rows": 4}),
        help_text=gettext_lazy("退回或提请上级确定时必填,随签署记录长期保存"),
    )
    password = forms.CharField(
        label=gettext_lazy("您的登录密码"),
        strip=False,
        widget=forms.PasswordInput(attrs={"autocomplete": "current-password"}),
        help_text=gettext_lazy("签署须由本人确认"),
    )

    def __init__(self, *args: Any, actor: Any, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        self.actor = actor

    def clean_password(self) -> str:
        """Only the person who is signed in can sign."""
        password: str = self.cleaned_data["password"]
        try:
            confirm_password(self.actor, password)
        except PasswordRefusedError as refused:
            raise ValidationError(refused.text, code=refused.code) from refused
        return password

    def clean(self) -> dict[str, Any]:
        """A return or referral gives its reason."""
        cleaned: dict[str, Any] = super().clean() or {}
        if cleaned.get("decision") not in {None, APPROVED} and not cleaned.get("opinion", "").strip():
            self.add_error("opinion", _("退回或提请上级确定时须写明意见。"))
        return cleaned


class MonthForm(forms.Form):
    """Which month of the register."""

    month = forms.RegexField(r"^(19|20)\d\d-(0[1-9]|1[0-2])$")
