"""Time limits an administrator set beside or instead of those the law's data name."""

from __future__ import annotations

from django.conf import settings
from django.core.validators import MaxValueValidator
from django.db import models
from django.db.models import Q
from django.utils import timezone
from django.utils.translation import gettext_lazy as _

from gongkai.agencies.models import Agency
from gongkai.catalog.models.columns import Column
from gongkai.catalog.models.kinds import DocumentType
from gongkai.ledger.append_only import AppendOnly


class PublicationLimit(AppendOnly):
    """A limit in force since a day for an agency and everything below it; the newest for the same matter holds.

    Without a number the law's data hold again from that day on.
    """

    refusal = _("期限设置不能改写；有变化的，请新增一条，从新的日期起算。")

    class Kind(models.TextChoices):
        PUBLICATION = "publication", _("主动公开")
        INTERPRETATION = "interpretation", _("政策解读")
        REASSESSMENT = "reassessment", _("未公开信息评估")
        EXPIRY = "expiry", _("有效期届满前评估")
        GUIDE = "guide", _("公开指南修订")

    class Unit(models.TextChoices):
        WORKING_DAYS = "working_days", _("个工作日")
        CALENDAR_DAYS = "calendar_days", _("日")
        MONTHS = "months", _("个月")

    agency = models.ForeignKey(
        Agency, on_delete=models.PROTECT, related_name="publication_limits", verbose_name=_("适用机关")
    )
    kind = models.CharField(_("期限种类"), max_length=20, choices=Kind.choices)
    document_type = models.CharField(_("文件类型"), max_length=30, choices=DocumentType.choices, blank=True)
    schema = models.CharField(_("结构"), max_length=40, blank=True)
    column = models.ForeignKey(
        Column, on_delete=models.PROTECT, null=True, blank=True, related_name="+", verbose_name=_("栏目")
    )
    number = models.PositiveSmallIntegerField(
        _("期限"),
        null=True,
        blank=True,
        validators=[MaxValueValidator(1000)],
        help_text=_("留空则恢复通行的期限"),
    )
    unit = models.CharField(_("单位"), max_length=20, choices=Unit.choices, default=Unit.WORKING_DAYS)
    since = models.DateField(_("自何日起"))
    source = models.CharField(_("依据"), max_length=200, help_text=_("文件名称、文号和条款"))
    recorded_by = models.ForeignKey(
        settings.AUTH_USER_MODEL, on_delete=models.PROTECT, related_name="+", verbose_name=_("设置人")
    )
    recorded_at = models.DateTimeField(_("设置时间"), default=timezone.now)

    class Meta:
        verbose_name = verbose_name_plural = _("公开期限设置")
        ordering = ["agency", "kind", "since", "id"]
        constraints = [models.CheckConstraint(condition=~Q(source=""), name="catalog_limit_has_source")]

    def __str__(self) -> str:
        return f"{self.agency} {self.get_kind_display()} {self.since}"
