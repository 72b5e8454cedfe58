"""Where the agency looked for what was asked: the proof behind an answer that nothing is held (Art 36(4))."""

from __future__ import annotations

from django.conf import settings
from django.db import models
from django.utils.translation import gettext_lazy as _

from gongkai.foi.models.case import Case
from gongkai.foi.models.sealed import SealedTextField


class SearchLog(models.Model):
    """One search: who looked where, for which words, when, and what was found. Never changed; a mistake gets a new entry."""

    class PlaceKind(models.TextChoices):
        SYSTEM = "system", _("业务系统、数据库")
        DOCUMENTS = "documents", _("公文和公开文件库")
        ARCHIVE = "archive", _("档案室、档案馆")
        UNIT = "unit", _("内设机构、所属单位")
        OTHER = "other", _("其他")

    case = models.ForeignKey(Case, on_delete=models.PROTECT, related_name="searches", verbose_name=_("申请"))
    place_kind = models.CharField(_("检索地点类别"), max_length=12, choices=PlaceKind.choices)
    place = models.CharField(_("检索地点"), max_length=120)
    words = SealedTextField(_("检索词、检索条件"))
    searched_on = models.DateField(_("检索日期"))
    searched_by = SealedTextField(_("检索人"))
    found = SealedTextField(_("检索结果"))
    found_any = models.BooleanField(_("检索到相关信息"))
    minutes = models.PositiveIntegerField(_("用时（分钟）"), null=True, blank=True)
    recorded_by = models.ForeignKey(settings.AUTH_USER_MODEL, on_delete=models.PROTECT, related_name="+")
    recorded_at = models.DateTimeField(_("登记时间"), auto_now_add=True)

    class Meta:
        verbose_name = verbose_name_plural = _("检索记录")
        ordering = ["searched_on", "id"]

    def __str__(self) -> str:
        return f"{self.case} {self.searched_on}"
