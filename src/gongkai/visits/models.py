"""The records of the visits room: totals only, nothing about a reader."""

from __future__ import annotations

from django.db import models
from django.db.models import Q
from django.utils.translation import gettext_lazy as _

from gongkai.agencies.models import Agency
from gongkai.catalog.models import Column, Document


class DailyVisits(models.Model):
    """How often one page was opened on one day, or, once the days are kept no longer, in the month that begins on that day.

    What it belongs to is kept as it was then.
    """

    day = models.DateField(_("日期"))
    page = models.CharField(_("页面"), max_length=60, help_text="document:12, column:5, agency:3, home …")
    kind = models.CharField(_("页面种类"), max_length=20)
    agency = models.ForeignKey(Agency, on_delete=models.SET_NULL, null=True, related_name="+")
    column = models.ForeignKey(Column, on_delete=models.SET_NULL, null=True, related_name="+")
    document = models.ForeignKey(Document, on_delete=models.SET_NULL, null=True, related_name="+")
    count = models.PositiveIntegerField(_("浏览次数"), default=0)
    is_month = models.BooleanField(_("全月合计"), default=False)

    class Meta:
        verbose_name = verbose_name_plural = _("每日浏览量")
        ordering = ["-day", "page"]
        constraints = [
            models.UniqueConstraint(fields=["day", "page"], name="visits_page_once_a_day"),
            models.CheckConstraint(condition=~Q(page=""), name="visits_page_named"),
        ]
        indexes = [
            models.Index(fields=["document", "day"], name="visits_of_document"),
            models.Index(fields=["agency", "day"], name="visits_of_agency"),
            models.Index(fields=["column", "day"], name="visits_of_column"),
        ]

    def __str__(self) -> str:
        return f"{self.day} {self.page}: {self.count}"


class CountedBatch(models.Model):
    """A batch of openings that was added to the totals; its name is written in the same transaction, so it is added once."""

    name = models.CharField(max_length=80, primary_key=True)
    counted_at = models.DateTimeField(_("计入时间"))

    class Meta:
        verbose_name = verbose_name_plural = _("已计入的浏览批次")

    def __str__(self) -> str:
        return self.name
