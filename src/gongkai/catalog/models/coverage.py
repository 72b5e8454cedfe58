"""What an administrator settled about the coverage map of one agency."""

from __future__ import annotations

from django.core.validators import MaxValueValidator, MinValueValidator
from django.db import models
from django.db.models import Q
from django.utils.translation import gettext_lazy as _

from gongkai.agencies.models import Agency


class CoverageSetting(models.Model):
    """That an item does not concern an agency, and why, or how often it must be renewed there."""

    agency = models.ForeignKey(
        Agency, on_delete=models.PROTECT, related_name="coverage_settings", verbose_name=_("机构")
    )
    item = models.CharField(_("法定主动公开事项"), max_length=60)
    applies = models.BooleanField(_("适用于本机构"), default=True)
    months = models.PositiveSmallIntegerField(
        _("几个月内应有更新"),
        null=True,
        blank=True,
        validators=[MinValueValidator(1), MaxValueValidator(120)],
        help_text=_("留空则用通行的间隔"),
    )
    reason = models.CharField(_("理由"), max_length=300, help_text=_("不适用或者改变间隔的依据"))

    class Meta:
        verbose_name = verbose_name_plural = _("覆盖要求设置")
        ordering = ["agency", "item"]
        constraints = [
            models.UniqueConstraint(fields=["agency", "item"], name="catalog_coverage_setting_once"),
            models.CheckConstraint(condition=~Q(reason=""), name="catalog_coverage_setting_says_why"),
        ]

    def __str__(self) -> str:
        return f"{self.agency} {self.item}"
