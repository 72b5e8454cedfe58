"""What belongs to the people who sign: who stands in for whom, their phrases, and their second factor."""

from __future__ import annotations

from datetime import date

from django.conf import settings
from django.db import models
from django.db.models import F, Q
from django.utils.translation import gettext_lazy as _

from gongkai.agencies.models import Agency, Duty
from gongkai.agencies.sealed_fields import SealedCharField

PERSON = settings.AUTH_USER_MODEL


class Deputyship(models.Model):
    """Who signs for whom during a leave (代理签署). One that was in force is ended, never deleted."""

    agency = models.ForeignKey(Agency, on_delete=models.PROTECT, related_name="+", verbose_name=_("机构"))
    duty = models.CharField(_("职责"), max_length=30, choices=Duty.choices)
    principal = models.ForeignKey(
        PERSON, on_delete=models.PROTECT, related_name="deputyships", verbose_name=_("被代理人")
    )
    deputy = models.ForeignKey(PERSON, on_delete=models.PROTECT, related_name="+", verbose_name=_("代理人"))
    since = models.DateField(_("开始日期"))
    until = models.DateField(_("结束日期"))
    registered_by = models.ForeignKey(
        PERSON, on_delete=models.PROTECT, related_name="+", verbose_name=_("登记人")
    )
    registered_at = models.DateTimeField(_("登记时间"), auto_now_add=True)

    class Meta:
        verbose_name = verbose_name_plural = _("代理签署")
        ordering = ["-since", "-id"]
        indexes = [models.Index(fields=["deputy", "until"])]
        constraints = [
            models.CheckConstraint(
                condition=Q(until__gte=F("since")), name="review_deputyship_ends_after_start"
            ),
            models.CheckConstraint(
                condition=~Q(principal=F("deputy")), name="review_deputyship_of_another_person"
            ),
        ]

    def __str__(self) -> str:
        return f"{self.deputy}（代{self.principal}） {self.get_duty_display()}"

    def is_current(self, as_of: date) -> bool:
        """Whether the deputy signs on that day."""
        return self.since <= as_of <= self.until


class Phrase(models.Model):
    """An opinion somebody often writes (常用语); without a person it is the agency's, for all who sign there."""

    holder = models.ForeignKey(
        PERSON, on_delete=models.CASCADE, null=True, related_name="review_phrases", verbose_name=_("人员")
    )
    agency = models.ForeignKey(
        Agency, on_delete=models.PROTECT, null=True, related_name="review_phrases", verbose_name=_("机构")
    )
    text = models.CharField(_("常用语"), max_length=200)

    class Meta:
        verbose_name = verbose_name_plural = _("常用语")
        ordering = ["id"]
        constraints = [
            models.CheckConstraint(
                condition=Q(holder__isnull=True) ^ Q(agency__isnull=True), name="review_phrase_has_one_owner"
            ),
            models.UniqueConstraint(fields=["holder", "text"], name="review_phrase_once_each"),
            models.UniqueConstraint(fields=["agency", "text"], name="review_phrase_once_per_agency"),
        ]

    def __str__(self) -> str:
        return self.text


class SecondFactor(models.Model):
    """A person's one-time codes (RFC 6238). The secret is sealed under a key that is not in the database."""

    holder = models.OneToOneField(
        PERSON, on_delete=models.CASCADE, related_name="second_factor", verbose_name=_("人员")
    )
    secret = SealedCharField(max_length=64)
    confirmed_at = models.DateTimeField(_("启用时间"), null=True)
    last_interval = models.BigIntegerField(
        default=0
    )  # the 30 seconds of the last accepted code: none counts twice

    class Meta:
        verbose_name = verbose_name_plural = _("动态验证码")

    def __str__(self) -> str:
        return f"#{self.holder_id}"


class RecoveryCode(models.Model):
    """One of the codes for when the device is lost; only its hash is kept, and it counts once."""

    factor = models.ForeignKey(SecondFactor, on_delete=models.CASCADE, related_name="recovery_codes")
    code_hash = models.CharField(max_length=64, editable=False)
    used_at = models.DateTimeField(_("使用时间"), null=True)

    class Meta:
        verbose_name = verbose_name_plural = _("恢复码")
        constraints = [
            models.UniqueConstraint(fields=["factor", "code_hash"], name="review_recovery_code_once")
        ]

    def __str__(self) -> str:
        return f"#{self.factor_id}"
