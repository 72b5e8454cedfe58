"""The rows of published lists, so that they can be searched, narrowed and sorted over all documents."""

from __future__ import annotations

from django.db import models
from django.db.models import Q
from django.utils.translation import gettext_lazy as _

from gongkai.catalog.models.documents import Document
from gongkai.catalog.models.words import WordsField


class Entry(models.Model):
    """One row of a published list in its public form: masked values are masked here too, what is never public is not here.

    A projection of `Document.data`, written by `entries.project` alone; a row keeps its number as long as its document
    keeps the row, so that its address stays.
    """

    document = models.ForeignKey(
        Document, on_delete=models.CASCADE, related_name="entries", verbose_name=_("文件")
    )
    schema = models.CharField(_("结构"), max_length=40)
    identity = models.CharField(max_length=64)
    number = models.PositiveIntegerField(_("行次"))
    values = models.JSONField(_("内容"), default=dict)
    masked = models.JSONField(_("遮盖的字段"), default=list)
    name = models.CharField(_("名称"), max_length=200)
    text = models.TextField(_("检索文字"))
    words = WordsField(_("检索词"), default="")
    on = models.DateField(_("日期"), null=True)
    year = models.PositiveSmallIntegerField(_("年份"), null=True)
    amount = models.DecimalField(_("金额"), max_digits=24, decimal_places=6, null=True)
    shown_until = models.DateField(_("公示至"), null=True)

    class Meta:
        verbose_name = verbose_name_plural = _("清单条目")
        ordering = ["document", "number"]
        constraints = [
            models.UniqueConstraint(fields=["document", "identity"], name="catalog_entry_once"),
            models.CheckConstraint(condition=~Q(schema=""), name="catalog_entry_has_schema"),
        ]
        indexes = [
            models.Index(fields=["schema", "-on", "-id"], name="catalog_entry_newest"),
            models.Index(fields=["schema", "year", "-on", "-id"], name="catalog_entry_of_year"),
            models.Index(fields=["schema", "amount"], name="catalog_entry_amount"),
        ]

    def __str__(self) -> str:
        return self.name
