"""What letters say where an office has put its own words in place of the built-in ones."""

from __future__ import annotations

from django.conf import settings
from django.db import models
from django.db.models import Q
from django.utils.translation import gettext_lazy as _

from gongkai.agencies.models import Agency


class LetterTemplate(models.Model):
    """One version of the text of one letter. Never changed: a new wording is a new row, the latest one counts.

    It holds for its agency and everything below, nearest first; without an agency for all. A version that is not
    `active` says that from its day the inherited text, in the end the built-in one, holds again.
    """

    name = models.CharField(_("文书"), max_length=60)
    agency = models.ForeignKey(
        Agency,
        on_delete=models.PROTECT,
        null=True,
        blank=True,
        related_name="letter_templates",
        verbose_name=_("机构"),
        help_text=_("留空则适用于所有机构"),
    )
    version = models.PositiveIntegerField(_("版本"))
    title = models.CharField(_("标题"), max_length=100)
    text = models.TextField(_("正文"), blank=True)
    since = models.DateField(_("启用日期"))
    active = models.BooleanField(_("采用"), default=True)
    made_by = models.ForeignKey(
        settings.AUTH_USER_MODEL, on_delete=models.PROTECT, related_name="+", verbose_name=_("修改人")
    )
    made_at = models.DateTimeField(_("修改时间"), auto_now_add=True)

    class Meta:
        verbose_name = verbose_name_plural = _("文书模板")
        ordering = ["name", "agency_id", "version"]
        constraints = [
            models.UniqueConstraint(
                fields=["name", "agency", "version"],
                condition=Q(agency__isnull=False),
                name="foi_letter_template_version_once",
            ),
            models.UniqueConstraint(
                fields=["name", "version"],
                condition=Q(agency__isnull=True),
                name="foi_letter_template_general_version_once",
            ),
            models.CheckConstraint(
                condition=Q(active=False) | ~Q(text=""), name="foi_letter_template_active_has_text"
            ),
        ]

    def __str__(self) -> str:
        return f"{self.name} v{self.version}"
