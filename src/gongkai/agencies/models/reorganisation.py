"""How agencies became other agencies: renamed, merged, split, parts of their work moved."""

from __future__ import annotations

from django.db import models
from django.db.models import Q
from django.utils import timezone
from django.utils.translation import gettext_lazy as _

from gongkai.agencies.models.agencies import Agency
from gongkai.agencies.models.staff import User
from gongkai.ledger.append_only import AppendOnly


class Reorganisation(AppendOnly):
    """One act of institutional reform (机构改革) on one agency: what it was before, and by which decision."""

    class Kind(models.TextChoices):
        RENAMED = "renamed", _("更名")
        MERGED = "merged", _("合并（撤销，职责全部划入一个机关）")
        SPLIT = "split", _("分立（撤销，职责划入几个机关）")
        MOVED = "moved", _("划出部分职责（机构保留）")

    refusal = _("机构调整记录不能更改。")

    agency = models.ForeignKey(
        Agency, on_delete=models.PROTECT, related_name="reorganisations", verbose_name=_("机构")
    )
    kind = models.CharField(_("调整方式"), max_length=10, choices=Kind.choices)
    on = models.DateField(_("生效日期"))
    authority = models.CharField(_("依据"), max_length=200, help_text=_("批准机构调整的文件名称和文号"))
    former_name = models.CharField(_("原名称"), max_length=120)
    former_short_name = models.CharField(_("原简称"), max_length=40)
    recorded_by = models.ForeignKey(
        User, on_delete=models.PROTECT, related_name="+", verbose_name=_("登记人")
    )
    recorded_at = models.DateTimeField(_("登记时间"), default=timezone.now)

    class Meta:
        verbose_name = verbose_name_plural = _("机构调整")
        ordering = ["-on", "-id"]
        constraints = [
            models.CheckConstraint(condition=~Q(authority=""), name="agencies_reorganised_by_authority")
        ]

    def __str__(self) -> str:
        return f"{self.former_name} {self.get_kind_display()} {self.on}"


class Succession(AppendOnly):
    """An agency that took over work of another. `is_keeper`: it also keeps the records and answers for them."""

    refusal = _("机构调整记录不能更改。")

    reorganisation = models.ForeignKey(
        Reorganisation, on_delete=models.PROTECT, related_name="successions", verbose_name=_("机构调整")
    )
    successor = models.ForeignKey(
        Agency, on_delete=models.PROTECT, related_name="successions", verbose_name=_("承接机关")
    )
    functions = models.CharField(_("承接的职责"), max_length=300, blank=True)
    is_keeper = models.BooleanField(_("承接档案和公开职责"), default=False)

    class Meta:
        verbose_name = verbose_name_plural = _("职责承接")
        ordering = ["-is_keeper", "id"]
        constraints = [
            models.UniqueConstraint(fields=["reorganisation", "successor"], name="agencies_successor_once"),
            models.UniqueConstraint(
                fields=["reorganisation"], condition=Q(is_keeper=True), name="agencies_one_keeper"
            ),
        ]

    def __str__(self) -> str:
        return f"{self.reorganisation} → {self.successor}"
