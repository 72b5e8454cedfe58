"""Channels an administrator keeps, and the rules by which documents go to channels."""

from __future__ import annotations

from typing import Any

from django.core.exceptions import ValidationError
from django.core.validators import MaxValueValidator, MinValueValidator
from django.db import models
from django.db.models import Q
from django.utils.translation import gettext
from django.utils.translation import gettext_lazy as _

from gongkai.agencies.models import Agency
from gongkai.catalog.models import Column, DocumentType


class Channel(models.Model):
    """A channel besides those of `data/channels.yaml`, or in the place of the one with the same slug."""

    class Form(models.TextChoices):
        ARTICLE = "article", _("网页文章")
        POST = "post", _("限字数的短文")
        MESSAGE = "message", _("短信")
        RELEASE = "release", _("通稿")
        SHEET = "sheet", _("张贴件")
        NONE = "none", _("不需要文稿")

    class Adapter(models.TextChoices):
        HAND = "hand", _("人工发布并留存凭证")
        SITE = "site", _("网站自动计数")
        WEBHOOK = "webhook", _("数据推送")
        NEWSLETTER = "newsletter", _("交邮件订阅发送")

    class Proof(models.TextChoices):
        LINK = "link", _("链接")
        PLACE = "place", _("版面、期号、时段或者地点")
        FILE = "file", _("照片、扫描件")

    slug = models.SlugField(
        _("代码"), max_length=40, unique=True, help_text=_("与内置渠道相同的，代替内置的设置")
    )
    label = models.CharField(_("名称"), max_length=40)
    form = models.CharField(_("文稿形式"), max_length=10, choices=Form.choices, default=Form.NONE)
    unit = models.CharField(_("计件单位"), max_length=8, default="条")
    copies = models.CharField(_("份数单位"), max_length=8, blank=True)
    reach = models.CharField(_("受众单位"), max_length=8, blank=True)
    evidence = models.JSONField(_("凭证"), default=list, blank=True)
    limit = models.PositiveIntegerField(_("字数上限"), default=0, help_text=_("0为不限；含链接"))
    link = models.PositiveSmallIntegerField(_("链接计几个字"), default=0)
    part_alone = models.PositiveSmallIntegerField(_("单条短信字数"), default=70)
    part_each = models.PositiveSmallIntegerField(_("长短信每条字数"), default=67)
    report_row = models.CharField(_("年报统计行"), max_length=40, default="ch.other")
    source = models.CharField(_("设置依据"), max_length=200, help_text=_("依据的文件、合同或者平台规则"))

    class Meta:
        verbose_name = verbose_name_plural = _("发布渠道")
        ordering = ["label"]

    def __str__(self) -> str:
        return self.label


class ChannelRule(models.Model):
    """Documents of an agency and the agencies below it go to a channel when they are published, each within its days."""

    agency = models.ForeignKey(
        Agency, on_delete=models.PROTECT, related_name="channel_rules", verbose_name=_("机构（含下级）")
    )
    channel = models.CharField(_("渠道"), max_length=40)
    document_type = models.CharField(
        _("文件类型"),
        max_length=30,
        choices=DocumentType.choices,
        blank=True,
        help_text=_("留空为全部类型"),
    )
    column = models.ForeignKey(
        Column,
        on_delete=models.CASCADE,
        null=True,
        blank=True,
        related_name="channel_rules",
        verbose_name=_("栏目"),
        help_text=_("留空为全部栏目；选定的，适用于各机构同一代码的栏目"),
    )
    working_days = models.PositiveSmallIntegerField(
        _("发布后几个工作日内"), default=2, validators=[MinValueValidator(1), MaxValueValidator(60)]
    )
    is_active = models.BooleanField(_("启用"), default=True)

    class Meta:
        verbose_name = verbose_name_plural = _("发布规则")
        ordering = ["agency", "channel", "id"]
        constraints = [
            models.UniqueConstraint(
                fields=["agency", "channel", "document_type", "column"],
                name="channels_rule_of_column_once",
                violation_error_message=_("已有相同的规则。"),
            ),
            models.UniqueConstraint(
                fields=["agency", "channel", "document_type"],
                condition=Q(column__isnull=True),
                name="channels_rule_once",
                violation_error_message=_("已有相同的规则。"),
            ),
        ]

    def __str__(self) -> str:
        return f"{self.agency} {self.channel}"

    def clean(self) -> None:
        """The column belongs to the agency. Raises ValidationError."""
        column: Any = self.column
        if column is not None and self.agency_id and column.agency_id != self.agency_id:
            raise ValidationError({"column": gettext("栏目不属于所选机构。")})
