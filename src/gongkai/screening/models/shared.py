"""What the models of this room have in common."""

from __future__ import annotations

from typing import Any, NoReturn

from django.contrib.contenttypes.models import ContentType
from django.core.exceptions import PermissionDenied
from django.db import models
from django.utils.translation import gettext_lazy as _

from gongkai.agencies.models import Agency


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


class AppendOnly(models.Model):
    """A row that is written once. The database refuses the rest too (see `apps`)."""

    class Meta:
        abstract = True

    def save(self, *args: Any, **kwargs: Any) -> None:
        """Insert; a second save is refused."""
        if self.pk is not None and not self._state.adding:
            self._refuse()
        super().save(*args, **kwargs)

    def delete(self, *args: Any, **kwargs: Any) -> NoReturn:
        """Always refused."""
        self._refuse()

    def _refuse(self) -> NoReturn:
        raise PermissionDenied(_("处理记录不可更改或删除。"))
