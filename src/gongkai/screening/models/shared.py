"""What the models of this room have in common."""

from __future__ import annotations

from django.contrib.contenttypes.models import ContentType
from django.db import models
from django.utils.translation import gettext_lazy as _

from gongkai.agencies.models import Agency
from gongkai.ledger import append_only


class Severity(models.TextChoices):
    """How much a finding weighs; the values are those of `scan.Severity`."""

    SERIOUS = "serious", _("严重")
    WARNING = "warning", _("提醒")
    INFORMATION = "information", _("提示")


class OfObject(models.Model):
    """A row about something that is screened, whatever room it belongs to."""

    content_type = models.ForeignKey(ContentType, on_delete=models.PROTECT, related_name="+")
    object_id = models.BigIntegerField(_("对象编号"))
    agency = models.ForeignKey(Agency, on_delete=models.PROTECT, related_name="+", verbose_name=_("机构"))

    class Meta:
        abstract = True


class AppendOnly(append_only.AppendOnly):
    """A record of the screening, written once."""

    refusal = _("处理记录不可更改或删除。")

    class Meta:
        abstract = True
