"""Where people read on paper (条例 Art 25): the places, how many came, what was handed over to them."""

from __future__ import annotations

from django.conf import settings
from django.db import models
from django.db.models import Q
from django.utils import timezone
from django.utils.translation import gettext_lazy as _

from gongkai.agencies.models import Agency
from gongkai.catalog.models import Document
from gongkai.ledger.append_only import AppendOnly


class ReadingPlace(models.Model):
    """A place, board or screen where government information can be read without the internet (条例 Art 25)."""

    class Kind(models.TextChoices):
        ARCHIVE = "archive", _("国家档案馆")
        LIBRARY = "library", _("公共图书馆")
        SERVICE_HALL = "service_hall", _("政务服务场所")
        ROOM = "room", _("公共查阅室、资料索取点")
        BOARD = "board", _("信息公告栏")
        SCREEN = "screen", _("电子信息屏")

    STAFFED = (Kind.ARCHIVE, Kind.LIBRARY, Kind.SERVICE_HALL, Kind.ROOM)

    agency = models.ForeignKey(
        Agency, on_delete=models.PROTECT, related_name="reading_places", verbose_name=_("设置机构")
    )
    kind = models.CharField(_("种类"), max_length=12, choices=Kind.choices)
    name = models.CharField(_("名称"), max_length=120)
    address = models.CharField(_("地址"), max_length=200)
    hours = models.CharField(_("开放时间"), max_length=200, blank=True)
    telephone = models.CharField(_("电话"), max_length=60, blank=True)
    facilities = models.CharField(
        _("设施"), max_length=300, blank=True, help_text=_("如查阅电脑、复印、老花镜、无障碍通道")
    )
    since = models.DateField(_("启用日期"), default=timezone.localdate)
    closed_on = models.DateField(_("停用日期"), null=True, blank=True)

    class Meta:
        verbose_name = verbose_name_plural = _("查阅点、公告栏和信息屏")
        ordering = ["kind", "name", "id"]
        constraints = [
            models.UniqueConstraint(
                fields=["agency", "name", "address"],
                name="channels_place_once",
                violation_error_message=_("这个查阅点已经登记。"),
            ),
            models.CheckConstraint(
                condition=~Q(kind__in=["archive", "library", "service_hall", "room"]) | ~Q(hours=""),
                name="channels_staffed_place_has_hours",
                violation_error_message=_("查阅场所须写明开放时间。"),
            ),
        ]

    def __str__(self) -> str:
        return self.name


class PlaceDay(models.Model):
    """How many people came to a place on a day, and how many questions were answered: numbers, never persons."""

    place = models.ForeignKey(
        ReadingPlace, on_delete=models.PROTECT, related_name="days", verbose_name=_("查阅点")
    )
    on = models.DateField(_("日期"))
    visits = models.PositiveIntegerField(_("查阅（人次）"), default=0)
    questions = models.PositiveIntegerField(_("解答（人次）"), default=0)
    recorded_by = models.ForeignKey(
        settings.AUTH_USER_MODEL,
        on_delete=models.PROTECT,
        null=True,
        related_name="+",
        verbose_name=_("登记人"),
    )

    class Meta:
        verbose_name = verbose_name_plural = _("查阅登记")
        ordering = ["-on", "-id"]
        constraints = [models.UniqueConstraint(fields=["place", "on"], name="channels_place_day_once")]

    def __str__(self) -> str:
        return f"{self.place} {self.on}"


class Transfer(AppendOnly):
    """Paper copies handed to a place, with the list of what they are (条例 Art 25: 及时向国家档案馆、公共图书馆提供)."""

    refusal = _("移送清单登记后不可更改。")

    place = models.ForeignKey(
        ReadingPlace, on_delete=models.PROTECT, related_name="transfers", verbose_name=_("接收单位")
    )
    agency = models.ForeignKey(
        Agency, on_delete=models.PROTECT, related_name="transfers", verbose_name=_("移送机关")
    )
    on = models.DateField(_("移送日期"))
    copies = models.PositiveIntegerField(_("每件份数"), default=1)
    documents = models.ManyToManyField(
        Document, through="TransferItem", related_name="transfers", verbose_name=_("文件")
    )
    recorded_by = models.ForeignKey(
        settings.AUTH_USER_MODEL,
        on_delete=models.PROTECT,
        null=True,
        related_name="+",
        verbose_name=_("登记人"),
    )

    class Meta:
        verbose_name = verbose_name_plural = _("纸质文件移送")
        ordering = ["-on", "-id"]

    def __str__(self) -> str:
        return f"{self.place} {self.on}"


class TransferItem(models.Model):
    """One document of a transfer, in its order."""

    transfer = models.ForeignKey(Transfer, on_delete=models.PROTECT, related_name="items")
    document = models.ForeignKey(Document, on_delete=models.PROTECT, related_name="+")
    order = models.PositiveSmallIntegerField()

    class Meta:
        verbose_name = verbose_name_plural = _("移送清单条目")
        ordering = ["order"]
        constraints = [
            models.UniqueConstraint(fields=["transfer", "document"], name="channels_transferred_once")
        ]

    def __str__(self) -> str:
        return str(self.document)
