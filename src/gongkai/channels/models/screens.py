"""What an agency's big screen shows."""

from __future__ import annotations

from django.core.validators import MaxValueValidator, MinValueValidator
from django.db import models
from django.utils.translation import gettext_lazy as _

from gongkai.agencies.models import Agency
from gongkai.catalog.models import Column, Document

KEEP_MINUTES = 60  # our reading: how long a hall may show what it cannot ask about


class Screen(models.Model):
    """The settings of `/screen/<agency>/`; an agency without a row shows its newest documents and how to reach it."""

    class Theme(models.TextChoices):
        DARK = "dark", _("深色底（室内屏）")
        LIGHT = "light", _("浅色底（室外、强光）")

    agency = models.OneToOneField(
        Agency, on_delete=models.PROTECT, related_name="screen", verbose_name=_("机构")
    )
    seconds = models.PositiveSmallIntegerField(
        _("每页停留（秒）"), default=15, validators=[MinValueValidator(5), MaxValueValidator(300)]
    )
    keep_minutes = models.PositiveSmallIntegerField(
        _("断网后继续显示（分钟）"),
        default=KEEP_MINUTES,
        validators=[MinValueValidator(1), MaxValueValidator(1440)],
        help_text=_("超过后不再显示文件标题，以免显示已经撤下的内容；网络恢复后自动继续"),
    )
    theme = models.CharField(_("样式"), max_length=5, choices=Theme.choices, default=Theme.DARK)
    newest = models.PositiveSmallIntegerField(
        _("最新公开几条"), default=10, validators=[MaxValueValidator(40)]
    )
    with_subordinates = models.BooleanField(_("含下级机关公开的信息"), default=False)
    columns = models.ManyToManyField(
        Column, blank=True, related_name="+", verbose_name=_("另外轮播的栏目"), help_text=_("每个栏目最新6条")
    )
    pinned = models.ManyToManyField(
        Document,
        blank=True,
        related_name="+",
        verbose_name=_("重点内容"),
        help_text=_("已公开文件的编号，每行一个；排在最前，撤下的自动不再显示"),
    )
    show_catalogue = models.BooleanField(_("法定主动公开栏目一览"), default=True)
    show_contact = models.BooleanField(_("办公时间和联系方式"), default=True)
    show_matters = models.BooleanField(_("在办事项办理结果（隐去姓名）"), default=False)
    notice = models.CharField(_("滚动提示语"), max_length=120, blank=True)
    is_on = models.BooleanField(_("启用"), default=True)

    class Meta:
        verbose_name = verbose_name_plural = _("大屏")

    def __str__(self) -> str:
        return str(self.agency)
