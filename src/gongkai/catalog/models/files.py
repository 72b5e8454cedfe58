"""What hangs on a document: its files, its relations to others, and where it was brought in from."""

from __future__ import annotations

import secrets
from typing import Any

from django.conf import settings
from django.core.exceptions import PermissionDenied
from django.core.validators import RegexValidator
from django.db import models
from django.db.models import F, Q
from django.utils import timezone
from django.utils.translation import gettext
from django.utils.translation import gettext_lazy as _

from gongkai.agencies.models import Agency
from gongkai.catalog.models.batches import ImportBatch
from gongkai.catalog.models.documents import Document


def attachment_path(attachment: Attachment, filename: str) -> str:
    """A random name below the year: nothing about the document can be guessed from it."""
    return f"attachments/{timezone.localdate():%Y}/{secrets.token_hex(16)}.{attachment.extension}"


class Attachment(models.Model):
    """A file of a document. Written once: a new version of the file is a new attachment.

    Which attachments belong to a version stands in that version's `attached`, so that what is signed, published,
    compared and brought back always includes them.
    """

    document = models.ForeignKey(
        Document, on_delete=models.CASCADE, related_name="files", verbose_name=_("文件")
    )
    title = models.CharField(_("附件名称"), max_length=200)
    file = models.FileField(_("文件"), upload_to=attachment_path)
    extension = models.CharField(max_length=10, validators=[RegexValidator(r"^[a-z0-9]{1,10}$")])
    media_type = models.CharField(max_length=120)
    type_label = models.CharField(_("类型"), max_length=60)
    size = models.PositiveBigIntegerField(_("大小"))
    sha256 = models.CharField(max_length=64)
    added_by = models.ForeignKey(
        settings.AUTH_USER_MODEL, on_delete=models.PROTECT, null=True, related_name="+"
    )
    added_at = models.DateTimeField(_("上传时间"), default=timezone.now)

    class Meta:
        verbose_name = verbose_name_plural = _("附件")
        ordering = ["id"]
        constraints = [models.CheckConstraint(condition=Q(size__gt=0), name="catalog_attachment_not_empty")]

    def __str__(self) -> str:
        return self.title

    def save(self, *args: Any, **kwargs: Any) -> None:
        """Insert; a second save is refused."""
        if self.pk is not None and not self._state.adding:
            raise PermissionDenied(gettext("附件上传后不可更改,请删除后重新上传。"))
        super().save(*args, **kwargs)

    @property
    def download_name(self) -> str:
        """The name a reader's file gets."""
        name = (
            "".join("_" if c in '\\/:*?"<>|' or ord(c) < 32 else c for c in self.title).strip(". ")
            or "attachment"
        )
        return name if name.lower().endswith(f".{self.extension}") else f"{name}.{self.extension}"


class Relation(models.Model):
    """How one document bears on another; read in both directions."""

    class Kind(models.TextChoices):
        INTERPRETS = "interprets", _("解读")
        AMENDS = "amends", _("修改")
        REPEALS = "repeals", _("废止")
        REPEALS_PARTLY = "repeals_partly", _("废止部分条款")
        CLARIFIES = "clarifies", _("澄清")
        CORRECTS = "corrects", _("更正")
        SEE_ALSO = "see_also", _("相关文件")

    source = models.ForeignKey(
        Document, on_delete=models.CASCADE, related_name="relations", verbose_name=_("文件")
    )
    kind = models.CharField(_("关系"), max_length=20, choices=Kind.choices)
    target = models.ForeignKey(
        Document, on_delete=models.CASCADE, related_name="relations_to", verbose_name=_("所涉文件")
    )
    effective_on = models.DateField(
        _("自何日起"),
        null=True,
        blank=True,
        help_text=_("留空则自本文件施行之日起，没有施行日期的自公开之日起"),
    )
    articles = models.CharField(
        _("所涉条款"),
        max_length=200,
        blank=True,
        help_text=_("废止部分条款时必填，如“第八条、第十二条第二款”"),
    )
    note = models.CharField(_("说明"), max_length=300, blank=True)

    class Meta:
        verbose_name = verbose_name_plural = _("文件关系")
        constraints = [
            models.UniqueConstraint(fields=["source", "kind", "target"], name="catalog_relation_once"),
            models.CheckConstraint(condition=~Q(source=F("target")), name="catalog_relation_not_to_itself"),
            models.CheckConstraint(
                condition=~Q(kind="repeals_partly") | ~Q(articles=""),
                name="catalog_partial_repeal_names_articles",
            ),
        ]

    def __str__(self) -> str:
        return f"{self.source} {self.get_kind_display()} {self.target}"


class ImportRecord(models.Model):
    """From which file a document was brought in, and what was recognised, dropped and left open in it.

    What came as a row of a table has a `source_id` in its `source_system`; its `index_number` is kept here, exactly as
    given, until the document goes out. `content_sha256` is what a batch has signed, `held` why the document goes alone.
    """

    document = models.OneToOneField(
        Document, on_delete=models.CASCADE, related_name="import_record", verbose_name=_("文件")
    )
    agency = models.ForeignKey(Agency, on_delete=models.PROTECT, related_name="+", verbose_name=_("机构"))
    file_name = models.CharField(_("文件名"), max_length=255)
    sha256 = models.CharField(max_length=64)
    publisher = models.CharField(_("原发布机构"), max_length=200, blank=True)
    published_on = models.DateField(_("原发布日期"), null=True, blank=True)
    dropped = models.JSONField(_("未采用的页面文字"), default=list, blank=True)
    notes = models.JSONField(_("导入说明"), default=list, blank=True)
    imported_at = models.DateTimeField(_("导入时间"), default=timezone.now)
    batch = models.ForeignKey(
        ImportBatch, on_delete=models.PROTECT, null=True, related_name="records", verbose_name=_("导入批次")
    )
    row = models.PositiveIntegerField(_("行号"), default=0)
    source_system = models.CharField(_("来源系统"), max_length=60, blank=True)
    source_id = models.CharField(_("来源编号"), max_length=120, blank=True)
    index_number = models.CharField(_("原索引号"), max_length=40, blank=True)
    content_sha256 = models.CharField(max_length=64, blank=True)
    held = models.JSONField(_("另行审签的原因"), default=list, blank=True)

    class Meta:
        verbose_name = verbose_name_plural = _("导入记录")
        indexes = [models.Index(fields=["batch", "row"], name="catalog_record_of_batch")]
        constraints = [
            models.UniqueConstraint(
                fields=["agency", "sha256"], condition=Q(source_id=""), name="catalog_file_imported_once"
            ),
            models.UniqueConstraint(
                fields=["source_system", "source_id"],
                condition=~Q(source_id=""),
                name="catalog_source_imported_once",
            ),
            models.UniqueConstraint(
                fields=["index_number"], condition=~Q(index_number=""), name="catalog_imported_number_once"
            ),
        ]

    def __str__(self) -> str:
        return self.file_name
