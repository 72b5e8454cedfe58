"""Letters beside the answer: to a third party that objected, and the confirmation of a withdrawal."""

from __future__ import annotations

from typing import Any

from django import forms
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy

from gongkai.foi import services
from gongkai.foi.office.forms.step import StepForm, paragraph_field
from gongkai.foi.services.acts import remedy_sentence
from gongkai.foi.services.writing import objections


class NotifyThirdPartyForm(StepForm):
    """告知第三方决定公开."""

    intro = gettext_lazy(
        "第三方不同意公开，但是不公开可能对公共利益造成重大影响的，可以决定予以公开，并把决定公开的内容和理由书面告知第三方（条例第三十二条）。"
    )
    done = gettext_lazy("已出具告知第三方的文书。请登记送达情况。")
    event_names = ("letter_issued",)
    field_order = ("ref", "content", "reasons", "on")

    ref = forms.ChoiceField(label=gettext_lazy("第三方"))
    content = paragraph_field(gettext_lazy("决定公开的内容"), rows=4)
    reasons = paragraph_field(
        gettext_lazy("理由"), help_text=gettext_lazy("写明不公开会对公共利益造成的重大影响。")
    )

    def day_label(self) -> str:
        """The day of the letter."""
        return _("告知日期")

    def prepare(self) -> None:
        """Those who objected."""
        self.rows = {row.ref: row for row in objections(self.case)}
        field: Any = self.fields["ref"]
        field.choices = [(ref, row.name) for ref, row in self.rows.items()]

    def letter(self) -> Any:
        """The letter as it would go out."""
        found = self.cleaned_data
        row = self.rows[found["ref"]]
        values = {"question": row.question, "content": found["content"], "reasons": found["reasons"]}
        sentence = remedy_sentence(self.case, "grant", found["on"], electronic=False)
        return self.draft("disclosure_notice", values, remedy=sentence, addressee=row.name)

    def perform(self) -> None:
        """Issue it."""
        services.notify_third_party(actor=self.actor, case=self.case, **self.cleaned_data)


class WithdrawalLetterForm(StepForm):
    """出具撤回确认书."""

    intro = gettext_lazy("书面确认申请人撤回了申请，告知可以重新申请。")
    done = gettext_lazy("已出具撤回确认书。")
    event_names = ("letter_issued",)

    def day_label(self) -> str:
        """The day of the letter."""
        return _("告知日期")

    def letter(self) -> Any:
        """The letter as it would go out."""
        return self.draft("withdrawal", {"withdrawn_on": self.case.closed_on})

    def perform(self) -> None:
        """Issue it."""
        services.issue_withdrawal_letter(actor=self.actor, case=self.case, on=self.cleaned_data["on"])
