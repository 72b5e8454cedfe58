"""Several documents as one numbered briefing (简报)."""

from __future__ import annotations

from django.conf import settings
from django.db import models
from django.utils.translation import gettext_lazy as _

from gongkai.agencies.models import Agency
from gongkai.catalog.models import Document


class Briefing(models.Model):
    """An issue of an agency's briefing. Once issued it does not change."""

    agency = models.ForeignKey(
        Agency, on_delete=models.PROTECT, related_name="briefings", verbose_name=_("编发机关")
    )
    name = models.CharField(_("刊名"), max_length=30, default="政务公开简报")
    year = models.PositiveSmallIntegerField(_("年份"))
    number = models.PositiveSmallIntegerField(_("期号"))
    foreword = models.TextField(_("编者按"), max_length=1000, blank=True)
    recipients = models.CharField(_("报、送、发"), max_length=300, blank=True)
    issued_on = models.DateField(_("印发日期"), null=True, blank=True)
    documents = models.ManyToManyField(
        Document, through="BriefingItem", related_name="briefings", verbose_name=_("文件")
    )
    made_by = models.ForeignKey(
        settings.AUTH_USER_MODEL,
        on_delete=models.PROTECT,
        null=True,
        related_name="+",
        verbose_name=_("编辑"),
    )

    class Meta:
        verbose_name = verbose_name_plural = _("简报")
        ordering = ["-year", "-number", "-id"]
        constraints = [
            models.UniqueConstraint(fields=["agency", "name", "year", "number"], name="channels_issue_once")
        ]

    def __str__(self) -> str:
        return f"{self.name} {self.year}-{self.number}"


class BriefingItem(models.Model):
    """One document of an issue, in its order."""

    briefing = models.ForeignKey(Briefing, on_delete=models.CASCADE, related_name="items")
    document = models.ForeignKey(Document, on_delete=models.PROTECT, related_name="+")
    order = models.PositiveSmallIntegerField()

    class Meta:
        verbose_name = verbose_name_plural = _("简报条目")
        ordering = ["order"]
        constraints = [models.UniqueConstraint(fields=["briefing", "document"], name="channels_briefed_once")]

    def __str__(self) -> str:
        return str(self.document)
