"""A word from the superior to an agency whose limits are near or missed."""

from __future__ import annotations

from django.db import models
from django.utils import timezone
from django.utils.translation import gettext_lazy as _

from gongkai.agencies.models.agencies import Agency
from gongkai.agencies.models.staff import User


class Prompt(models.Model):
    """催办: what was late and near at an agency when its superior asked for it, and what was said."""

    agency = models.ForeignKey(
        Agency, on_delete=models.PROTECT, related_name="prompts", verbose_name=_("机构")
    )
    late = models.PositiveIntegerField(_("已逾期"))
    near = models.PositiveIntegerField(_("临近期限"))
    text = models.CharField(_("催办内容"), max_length=300, blank=True)
    sent_by = models.ForeignKey(User, on_delete=models.PROTECT, related_name="+", verbose_name=_("催办人"))
    sent_at = models.DateTimeField(_("催办时间"), default=timezone.now)

    class Meta:
        verbose_name = verbose_name_plural = _("催办")
        ordering = ["-sent_at", "-id"]
        indexes = [models.Index(fields=["agency", "-sent_at"], name="agencies_prompt_latest")]

    def __str__(self) -> str:
        return f"{self.agency_id} {self.sent_at:%Y-%m-%d}"
