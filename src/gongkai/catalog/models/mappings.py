"""How the tables of an older system are read, kept for the next time."""

from __future__ import annotations

from django.conf import settings
from django.db import models
from django.utils import timezone
from django.utils.translation import gettext_lazy as _

from gongkai.agencies.models import Agency


class ImportMapping(models.Model):
    """The mapping file of an agency for one source system (导入映射): the same text the command line reads."""

    agency = models.ForeignKey(
        Agency, on_delete=models.PROTECT, related_name="import_mappings", verbose_name=_("机构")
    )
    source_system = models.CharField(_("来源系统"), max_length=60)
    content = models.TextField(_("映射文件"))
    saved_by = models.ForeignKey(
        settings.AUTH_USER_MODEL, on_delete=models.PROTECT, related_name="+", verbose_name=_("保存人")
    )
    saved_at = models.DateTimeField(_("保存时间"), default=timezone.now)

    class Meta:
        verbose_name = verbose_name_plural = _("导入映射")
        ordering = ["agency", "source_system"]
        constraints = [
            models.UniqueConstraint(fields=["agency", "source_system"], name="catalog_import_mapping_once")
        ]

    def __str__(self) -> str:
        return self.source_system
