"""Columns of the disclosure platform, and the counters of the index numbers."""

from __future__ import annotations

from django.db import models
from django.utils.translation import gettext_lazy as _

from gongkai.agencies.models import Agency


class Column(models.Model):
    """A place of an agency's disclosure platform (栏目), in the fixed order of 国办公开办函〔2019〕61号."""

    class Section(models.TextChoices):
        GUIDE = "guide", _("政府信息公开指南")
        RULEBOOK = "rulebook", _("政府信息公开制度")
        STATUTORY = "statutory", _("法定主动公开内容")
        REPORT = "report", _("政府信息公开年报")
        OTHER = "other", _("其他")

    agency = models.ForeignKey(
        Agency, on_delete=models.PROTECT, related_name="columns", verbose_name=_("机构")
    )
    slug = models.SlugField(_("网址代码"), max_length=60)
    name = models.CharField(_("栏目名称"), max_length=80)
    section = models.CharField(_("所属部分"), max_length=20, choices=Section.choices)
    statutory_item = models.CharField(_("法定主动公开事项"), max_length=60, blank=True)
    column_type = models.CharField(
        _("栏目类别"), max_length=60, help_text=_("网页标签 ColumnType 的值,如“政策文件”")
    )
    description = models.CharField(
        _("栏目描述"), max_length=200, help_text=_("网页标签 ColumnDescription 的值")
    )
    keywords = models.CharField(_("栏目关键词"), max_length=200, help_text=_("网页标签 ColumnKeywords 的值"))
    order = models.PositiveSmallIntegerField(_("顺序"), default=0)

    class Meta:
        verbose_name = verbose_name_plural = _("栏目")
        ordering = ["agency", "order", "id"]
        constraints = [models.UniqueConstraint(fields=["agency", "slug"], name="catalog_column_slug_once")]

    def __str__(self) -> str:
        return self.name


class IndexCounter(models.Model):
    """The last serial of the index numbers an agency issued in a year; its row is the lock."""

    agency = models.ForeignKey(Agency, on_delete=models.PROTECT, related_name="index_counters")
    year = models.PositiveSmallIntegerField()
    last = models.PositiveIntegerField(default=0)

    class Meta:
        verbose_name = verbose_name_plural = _("索引号计数")
        constraints = [models.UniqueConstraint(fields=["agency", "year"], name="catalog_counter_once")]

    def __str__(self) -> str:
        return f"{self.agency} {self.year}: {self.last}"
