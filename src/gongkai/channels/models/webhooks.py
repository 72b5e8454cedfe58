"""Programs elsewhere that are told what was published."""

from __future__ import annotations

import secrets
import uuid

from django.db import models
from django.db.models import Q
from django.utils import timezone
from django.utils.translation import gettext_lazy as _

from gongkai.agencies.models import Agency
from gongkai.agencies.sealed_fields import SealedCharField
from gongkai.catalog.models import Document


def new_secret() -> str:
    """A key of 256 bits for the signatures."""
    return secrets.token_hex(32)


class Webhook(models.Model):
    """An address that gets a signed message for every document of an agency and those below it."""

    agency = models.ForeignKey(
        Agency, on_delete=models.PROTECT, related_name="webhooks", verbose_name=_("机构（含下级）")
    )
    name = models.CharField(_("名称"), max_length=60)
    address = models.URLField(_("网址"), max_length=500, help_text=_("以 https:// 开头，收到后返回 2xx"))
    secret = SealedCharField(_("签名密钥"), max_length=80, default=new_secret, editable=False)
    is_active = models.BooleanField(_("启用"), default=True)
    made_at = models.DateTimeField(_("设置时间"), default=timezone.now, editable=False)

    class Meta:
        verbose_name = verbose_name_plural = _("数据推送")
        ordering = ["agency", "name"]
        constraints = [
            models.UniqueConstraint(
                fields=["agency", "address"],
                name="channels_webhook_once",
                violation_error_message=_("这个网址已经设置。"),
            )
        ]

    def __str__(self) -> str:
        return self.name


class Delivery(models.Model):
    """One message to one address: what happened to a document, and whether it arrived."""

    webhook = models.ForeignKey(
        Webhook, on_delete=models.PROTECT, related_name="deliveries", verbose_name=_("推送")
    )
    document = models.ForeignKey(Document, on_delete=models.PROTECT, related_name="+", verbose_name=_("文件"))
    number = models.UUIDField(_("编号"), default=uuid.uuid4, unique=True, editable=False)
    act = models.CharField(_("事项"), max_length=20)
    payload = models.JSONField(_("内容"))
    made_at = models.DateTimeField(_("发生时间"), default=timezone.now)
    attempts = models.PositiveSmallIntegerField(_("尝试次数"), default=0)
    next_at = models.DateTimeField(_("下次尝试"), null=True, blank=True)
    delivered_at = models.DateTimeField(_("送达时间"), null=True, blank=True)
    answer = models.CharField(_("结果"), max_length=60, blank=True)

    class Meta:
        verbose_name = verbose_name_plural = _("推送记录")
        ordering = ["-id"]
        indexes = [models.Index(fields=["next_at"], name="channels_delivery_due")]
        constraints = [
            models.CheckConstraint(
                condition=Q(delivered_at__isnull=True) | Q(next_at__isnull=True),
                name="channels_delivered_is_over",
            )
        ]

    def __str__(self) -> str:
        return f"{self.webhook} {self.number}"
