"""The standard catalogue of grass-roots disclosure (基层政务公开标准目录, 国办发〔2019〕54号): every import stays as it came.

An item is known by its `identity` through all versions, so that what was settled about it (who publishes it, which
documents answer it) outlives a new version.
"""

from __future__ import annotations

from typing import Any

from django.conf import settings
from django.db import models
from django.utils import timezone
from django.utils.translation import gettext_lazy as _

from gongkai.agencies.models import Agency
from gongkai.catalog.models.documents import Document
from gongkai.ledger.append_only import AppendOnly

NOT_CHANGED: Any = _("标准目录按导入时的样子保存；有变化的，请导入新的版本。")


class StandardCatalogue(AppendOnly):
    """One version of the catalogue of one field, as a government issued it."""

    refusal = NOT_CHANGED

    agency = models.ForeignKey(
        Agency, on_delete=models.PROTECT, related_name="standard_catalogues", verbose_name=_("编制机关")
    )
    field = models.CharField(_("领域"), max_length=40)
    version = models.PositiveSmallIntegerField(_("版本"))
    file_name = models.CharField(_("文件名"), max_length=255)
    sha256 = models.CharField(max_length=64, editable=False)
    imported_at = models.DateTimeField(_("导入时间"), default=timezone.now)
    imported_by = models.ForeignKey(
        settings.AUTH_USER_MODEL,
        on_delete=models.PROTECT,
        related_name="+",
        verbose_name=_("导入人"),
    )

    class Meta:
        verbose_name = verbose_name_plural = _("标准目录")
        ordering = ["field", "-version"]
        constraints = [
            models.UniqueConstraint(
                fields=["agency", "field", "version"], name="catalog_standard_version_once"
            )
        ]

    def __str__(self) -> str:
        return f"{self.field} {self.version}"


class StandardItem(AppendOnly):
    """One row: what must be published, on which basis, how soon, by whom, where and to whom."""

    refusal = NOT_CHANGED

    catalogue = models.ForeignKey(StandardCatalogue, on_delete=models.PROTECT, related_name="items")
    order = models.PositiveSmallIntegerField(_("顺序"))
    identity = models.CharField(max_length=64, editable=False, db_index=True)
    number = models.CharField(_("序号"), max_length=20, blank=True)
    topic = models.CharField(_("一级事项"), max_length=200)
    matter = models.CharField(_("二级事项"), max_length=300)
    content = models.TextField(_("公开内容（要素）"), blank=True)
    basis = models.TextField(_("公开依据"), blank=True)
    limit_text = models.CharField(_("公开时限"), max_length=500, blank=True)
    limit_number = models.PositiveSmallIntegerField(_("期限"), null=True, blank=True)
    limit_unit = models.CharField(_("期限单位"), max_length=20, blank=True)
    limit_trigger = models.CharField(_("期限起算"), max_length=20, blank=True)
    publisher = models.CharField(_("公开主体"), max_length=300, blank=True)
    channels = models.JSONField(_("公开渠道和载体"), default=list, blank=True)
    audience = models.CharField(_("公开对象"), max_length=200, blank=True)
    manner = models.CharField(_("公开方式"), max_length=100, blank=True)
    level = models.CharField(_("公开层级"), max_length=100, blank=True)

    class Meta:
        verbose_name = verbose_name_plural = _("标准目录事项")
        ordering = ["catalogue", "order"]
        constraints = [
            models.UniqueConstraint(fields=["catalogue", "identity"], name="catalog_standard_item_once")
        ]

    def __str__(self) -> str:
        return self.matter


class StandardDuty(models.Model):
    """That an agency publishes what an item asks for."""

    identity = models.CharField(max_length=64)
    agency = models.ForeignKey(
        Agency, on_delete=models.PROTECT, related_name="standard_duties", verbose_name=_("机构")
    )

    class Meta:
        verbose_name = verbose_name_plural = _("标准目录公开主体")
        constraints = [models.UniqueConstraint(fields=["identity", "agency"], name="catalog_duty_once")]

    def __str__(self) -> str:
        return f"{self.agency} {self.identity[:8]}"


class StandardLink(models.Model):
    """That a document is what an item asks for."""

    identity = models.CharField(max_length=64)
    document = models.ForeignKey(
        Document, on_delete=models.CASCADE, related_name="standard_links", verbose_name=_("文件")
    )
    linked_by = models.ForeignKey(
        settings.AUTH_USER_MODEL, on_delete=models.PROTECT, related_name="+", verbose_name=_("关联人")
    )
    linked_at = models.DateTimeField(_("关联时间"), default=timezone.now)

    class Meta:
        verbose_name = verbose_name_plural = _("标准目录对应文件")
        constraints = [models.UniqueConstraint(fields=["identity", "document"], name="catalog_link_once")]

    def __str__(self) -> str:
        return f"{self.document} {self.identity[:8]}"
