"""What an agency cannot decide itself: put to the competent department or the secrecy administration (条例第十七条)."""

from __future__ import annotations

import secrets
from typing import Any

from django.conf import settings
from django.contrib.contenttypes.models import ContentType
from django.db import models
from django.db.models import F, Q
from django.utils import timezone
from django.utils.translation import gettext_lazy as _

from gongkai.agencies.models import Agency
from gongkai.agencies.sealed_storage import sealed_storage
from gongkai.review.models.register import Signature

PERSON = settings.AUTH_USER_MODEL


def answer_path(referral: Any, filename: str) -> str:
    """A random name below the year: nothing about the question can be guessed from it."""
    return f"referrals/{timezone.localdate():%Y}/{secrets.token_hex(16)}"


class Referral(models.Model):
    """One question put to another authority. Until it is answered or taken back, nothing of the object goes out."""

    class Authority(models.TextChoices):
        SECRECY = "secrecy", _("保密行政管理部门")
        COMPETENT = "competent", _("有关主管部门")
        SUPERIOR = "superior", _("上级行政机关")

    class Outcome(models.TextChoices):
        PUBLISH = "publish", _("可以公开")
        CHANGE = "change", _("修改后可以公开")
        WITHHOLD = "withhold", _("不得公开")

    signature = models.OneToOneField(
        Signature, on_delete=models.PROTECT, related_name="referral", verbose_name=_("签署记录")
    )
    content_type = models.ForeignKey(ContentType, on_delete=models.PROTECT, related_name="+")
    object_id = models.BigIntegerField(_("对象编号"))
    object_title = models.CharField(_("标题"), max_length=300)
    content_sha256 = models.CharField(_("所问内容的校验值"), max_length=64)
    agency = models.ForeignKey(Agency, on_delete=models.PROTECT, related_name="+", verbose_name=_("机构"))
    authority = models.CharField(_("提请对象"), max_length=10, choices=Authority.choices)
    authority_name = models.CharField(_("受文机关名称"), max_length=120, blank=True)
    question = models.TextField(_("提请确定的问题"))
    opened_at = models.DateTimeField(_("提请时间"))
    letter_number = models.CharField(_("发函文号"), max_length=80, blank=True)
    sent_on = models.DateField(_("发函日期"), null=True, blank=True)
    outcome = models.CharField(_("答复结果"), max_length=10, choices=Outcome.choices, blank=True)
    answered_on = models.DateField(_("答复日期"), null=True, blank=True)
    answer_number = models.CharField(_("答复文号"), max_length=80, blank=True)
    answer_summary = models.TextField(_("答复要点"), blank=True)
    answer_file = models.FileField(
        _("答复文件"), upload_to=answer_path, storage=sealed_storage, max_length=120, blank=True
    )
    answer_file_name = models.CharField(max_length=200, blank=True)
    answer_sha256 = models.CharField(max_length=64, blank=True)
    withdrawn_on = models.DateField(_("撤回日期"), null=True, blank=True)
    withdrawal_reason = models.CharField(_("撤回理由"), max_length=300, blank=True)
    recorded_by = models.ForeignKey(
        PERSON, on_delete=models.PROTECT, null=True, related_name="+", verbose_name=_("登记人")
    )

    class Meta:
        verbose_name = verbose_name_plural = _("提请确定")
        ordering = ["-id"]
        indexes = [
            models.Index(fields=["content_type", "object_id"]),
            models.Index(fields=["agency", "opened_at"]),
        ]
        constraints = [
            models.CheckConstraint(
                condition=Q(outcome="", answered_on__isnull=True)
                | (~Q(outcome="") & Q(answered_on__isnull=False)),
                name="review_referral_answer_has_date",
            ),
            models.CheckConstraint(
                condition=Q(withdrawn_on__isnull=True, withdrawal_reason="")
                | (Q(withdrawn_on__isnull=False, outcome="") & ~Q(withdrawal_reason="")),
                name="review_referral_withdrawal_has_reason",
            ),
            models.CheckConstraint(
                condition=Q(sent_on__isnull=True)
                | Q(answered_on__isnull=True)
                | Q(answered_on__gte=F("sent_on")),
                name="review_referral_answered_after_sending",
            ),
        ]

    def __str__(self) -> str:
        return f"{self.object_title} {self.addressee}"

    @property
    def addressee(self) -> str:
        """Whom the letter is written to."""
        return self.authority_name or str(self.get_authority_display())

    @property
    def is_open(self) -> bool:
        """Neither answered nor taken back."""
        return not self.outcome and self.withdrawn_on is None

    @property
    def state_label(self) -> str:
        """待发函, 已发函待答复, 已答复, 已撤回."""
        if self.withdrawn_on:
            return str(_("已撤回"))
        if self.outcome:
            return str(_("已答复"))
        return str(_("已发函，待答复") if self.sent_on else _("待发函"))
