"""A file that was read into a draft: what was recognised in it, what it stood in the place of."""

from __future__ import annotations

from django.conf import settings
from django.db import models
from django.utils import timezone
from django.utils.translation import gettext_lazy as _

from gongkai.catalog.models.documents import Document


class Intake(models.Model):
    """One file read into a draft (文件导入). `values` are what it offered by field, `former` what the draft held before.

    Whether a value is in use is not kept: it is what the draft says now.
    """

    document = models.ForeignKey(
        Document, on_delete=models.CASCADE, related_name="intakes", verbose_name=_("文件")
    )
    actor = models.ForeignKey(
        settings.AUTH_USER_MODEL, on_delete=models.PROTECT, related_name="+", verbose_name=_("导入人")
    )
    file_name = models.CharField(_("文件名"), max_length=255)
    sha256 = models.CharField(max_length=64)
    values = models.JSONField(_("识别的内容"), default=dict, blank=True)
    former = models.JSONField(_("原有的内容"), default=dict, blank=True)
    facts = models.JSONField(_("识别的要素"), default=list, blank=True)
    notes = models.JSONField(_("导入说明"), default=list, blank=True)
    dropped = models.JSONField(_("未采用的文字"), default=list, blank=True)
    files = models.JSONField(_("存入的附件"), default=list, blank=True)
    taken_at = models.DateTimeField(_("导入时间"), default=timezone.now)

    class Meta:
        verbose_name = verbose_name_plural = _("文件导入")
        ordering = ["-id"]

    def __str__(self) -> str:
        return self.file_name
