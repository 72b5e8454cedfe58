"""Personal values of declared content: they lie sealed in a place of their own, the content only refers to them."""

from __future__ import annotations

from django.db import models
from django.utils import timezone
from django.utils.translation import gettext_lazy as _

from gongkai.agencies.sealed_fields import SealedJSONField


class PersonalValues(models.Model):
    """Values that were written together and that not everybody may see (未公开的个人信息), in one sealed list.

    `{"sealed": [number, place]}` in `Document.data`, in a row or in a version, stands for one of them: sealing anew under
    another key changes nothing of what was signed, and deleting the row destroys the values wherever they are referred to.
    """

    values = SealedJSONField(_("内容"), default=list)
    made_at = models.DateTimeField(_("时间"), default=timezone.now, editable=False)

    class Meta:
        verbose_name = verbose_name_plural = _("未公开的个人信息")
        ordering = ["id"]

    def __str__(self) -> str:
        return str(self.pk)
