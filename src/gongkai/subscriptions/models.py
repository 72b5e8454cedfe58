"""The records of the subscriptions room. Addresses lie sealed; whoever leaves is deleted."""

from __future__ import annotations

from django.db import models
from django.db.models import Q
from django.utils import timezone
from django.utils.translation import gettext_lazy as _

from gongkai.agencies.models import Agency
from gongkai.agencies.sealed_fields import SealedEmailField
from gongkai.catalog.models import Document, DocumentType


class Frequency(models.TextChoices):
    """How often a subscriber wants mail."""

    AT_ONCE = "at_once", _("随时（文件公开后几分钟内）")
    DAILY = "daily", _("每天一封")
    WEEKLY = "weekly", _("每周一封")


class Subscriber(models.Model):
    """A mail address that somebody may have confirmed. `address_hash` finds it again without opening it."""

    address = SealedEmailField(_("邮箱"), max_length=254)
    address_hash = models.CharField(max_length=64, unique=True)
    created_at = models.DateTimeField(_("登记时间"), default=timezone.now)
    failures = models.PositiveSmallIntegerField(_("连续未送达的邮件"), default=0)
    given_up_at = models.DateTimeField(_("停止发送的时间"), null=True, blank=True)

    class Meta:
        verbose_name = verbose_name_plural = _("订阅人")

    def __str__(self) -> str:
        return f"#{self.pk}"


class Subscription(models.Model):
    """What a subscriber wants to hear of; what is not given does not narrow. Counts once it was confirmed by mail."""

    subscriber = models.ForeignKey(Subscriber, on_delete=models.CASCADE, related_name="subscriptions")
    agency = models.ForeignKey(Agency, on_delete=models.CASCADE, null=True, blank=True, related_name="+")
    column = models.CharField(
        _("栏目"), max_length=60, blank=True, help_text="a slug: that column of any agency"
    )
    document_type = models.CharField(_("文件类型"), max_length=30, choices=DocumentType.choices, blank=True)
    words = models.CharField(_("包含的词"), max_length=100, blank=True)
    scope = models.CharField(max_length=240, editable=False, help_text="the four above as one text")
    frequency = models.CharField(_("频率"), max_length=10, choices=Frequency.choices)
    created_at = models.DateTimeField(_("订阅时间"), default=timezone.now)
    confirmed_at = models.DateTimeField(_("确认时间"), null=True, blank=True)

    class Meta:
        verbose_name = verbose_name_plural = _("邮件订阅")
        ordering = ["id"]
        constraints = [
            models.UniqueConstraint(fields=["subscriber", "scope"], name="subscriptions_once"),
        ]
        indexes = [models.Index(fields=["frequency", "confirmed_at"], name="subscriptions_due")]

    def __str__(self) -> str:
        return f"#{self.pk}"


class Announcement(models.Model):
    """An act on a public document that subscribers hear of."""

    document = models.ForeignKey(Document, on_delete=models.CASCADE, related_name="+")
    act = models.CharField(_("事项"), max_length=20)
    announced_at = models.DateTimeField(_("时间"), default=timezone.now)

    class Meta:
        verbose_name = verbose_name_plural = _("文件动态")
        ordering = ["id"]

    def __str__(self) -> str:
        return f"{self.document_id} {self.act}"


class Round(models.Model):
    """A time at which mail of one frequency went out: up to which announcement. One for each period."""

    frequency = models.CharField(_("频率"), max_length=10, choices=Frequency.choices)
    period = models.CharField(_("期间"), max_length=30, help_text="2026-11-28, 2026-W48, #1234")
    up_to = models.BigIntegerField(_("截至的文件动态编号"))
    begun_at = models.DateTimeField(_("开始时间"), default=timezone.now)

    class Meta:
        verbose_name = verbose_name_plural = _("发送轮次")
        ordering = ["id"]
        constraints = [
            models.UniqueConstraint(fields=["frequency", "period"], name="subscriptions_round_once")
        ]

    def __str__(self) -> str:
        return f"{self.frequency} {self.period}"


class SubscriberMail(models.Model):
    """One mail to one subscriber: the question whether to confirm, or the documents of a round."""

    class State(models.TextChoices):
        WAITING = "waiting", _("待发送")
        SENDING = "sending", _("正在发送")
        SENT = "sent", _("已发送")
        FAILED = "failed", _("未送达，将重试")
        GIVEN_UP = "given_up", _("多次未送达，不再重试")
        NEEDLESS = "needless", _("没有可发的内容")

    subscriber = models.ForeignKey(Subscriber, on_delete=models.CASCADE, related_name="mails")
    round = models.ForeignKey(Round, on_delete=models.CASCADE, null=True, related_name="mails")
    subscription = models.ForeignKey(Subscription, on_delete=models.CASCADE, null=True, related_name="+")
    documents = models.JSONField(default=list)
    state = models.CharField(_("状态"), max_length=10, choices=State.choices, default=State.WAITING)
    attempts = models.PositiveSmallIntegerField(_("尝试次数"), default=0)
    next_try_at = models.DateTimeField(_("下次尝试"), null=True, blank=True)
    claimed_until = models.DateTimeField(null=True, blank=True)
    created_at = models.DateTimeField(_("生成时间"), default=timezone.now)
    sent_at = models.DateTimeField(_("发送时间"), null=True, blank=True)

    class Meta:
        verbose_name = verbose_name_plural = _("订阅邮件")
        ordering = ["id"]
        constraints = [
            models.UniqueConstraint(fields=["subscriber", "round"], name="subscriptions_mail_once_a_round"),
            models.CheckConstraint(
                condition=Q(round__isnull=False, subscription__isnull=True)
                | Q(round__isnull=True, subscription__isnull=False),
                name="subscriptions_mail_has_one_reason",
            ),
        ]
        indexes = [models.Index(fields=["state", "next_try_at"], name="subscriptions_mail_due")]

    def __str__(self) -> str:
        return f"#{self.pk} {self.state}"
