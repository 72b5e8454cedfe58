"""What the quality room keeps: where public documents lead, what is not right in them, and what was decided about that."""

from __future__ import annotations

from django.conf import settings
from django.db import models
from django.db.models import Q
from django.utils import timezone
from django.utils.translation import gettext_lazy as _

from gongkai.agencies.models import Agency
from gongkai.catalog.models import Document
from gongkai.ledger.append_only import AppendOnly


class Level(models.TextChoices):
    """How much a finding weighs. HOLD: to be corrected, or left with a reason, before the document is sent for review."""

    HOLD = "hold", _("须先处理")
    WARN = "warn", _("提醒")
    HINT = "hint", _("提示")
    OFF = "off", _("不检查")


class Address(models.Model):
    """An address something public leads to, once however often it stands, and how it answered.

    Addresses of this site (`is_own`) are looked up in the database and never tried over the network. `answer` is a code:
    an HTTP status or one of `links.words`. `failures` counts days, not tries.
    """

    class State(models.TextChoices):
        UNTRIED = "untried", _("还没有检查")
        ANSWERS = "answers", _("可以打开")
        MOVED = "moved", _("已永久迁移")
        REFUSED = "refused", _("对方拒绝访问")
        FAILING = "failing", _("打不开，待复核")
        DEAD = "dead", _("失效")
        INSIDE = "inside", _("内部网络地址")
        MALFORMED = "malformed", _("写法不对")

    url = models.TextField(_("网址"))
    key = models.CharField(max_length=64, unique=True)
    host = models.CharField(_("主机"), max_length=255, blank=True, db_index=True)
    is_own = models.BooleanField(_("本站网页"), default=False)
    target = models.ForeignKey(
        Document, on_delete=models.SET_NULL, null=True, related_name="+", verbose_name=_("所指文件")
    )
    state = models.CharField(_("状态"), max_length=10, choices=State.choices, default=State.UNTRIED)
    answer = models.CharField(_("应答"), max_length=20, blank=True)
    moved_to = models.TextField(_("新网址"), blank=True)
    failures = models.PositiveSmallIntegerField(_("打不开的天数"), default=0)
    failing_since = models.DateField(_("自何日起打不开"), null=True)
    failed_on = models.DateField(null=True)
    tried_at = models.DateTimeField(_("检查时间"), null=True)
    next_at = models.DateTimeField(_("下次检查"), null=True, db_index=True)

    class Meta:
        verbose_name = verbose_name_plural = _("链接地址")
        indexes = [models.Index(fields=["state", "id"], name="quality_address_state")]
        constraints = [
            models.CheckConstraint(
                condition=Q(is_own=False) | Q(next_at__isnull=True), name="quality_own_pages_are_not_tried"
            )
        ]

    def __str__(self) -> str:
        return self.url


class LinkPlace(models.Model):
    """Where an address stands: what kind of thing leads there (a ledger kind), of which agency, under which words."""

    address = models.ForeignKey(Address, on_delete=models.CASCADE, related_name="places")
    agency = models.ForeignKey(Agency, on_delete=models.CASCADE, related_name="+", verbose_name=_("发布机构"))
    kind = models.CharField(max_length=40)
    object_id = models.PositiveBigIntegerField()
    title = models.CharField(_("所在内容"), max_length=200)
    text = models.CharField(_("链接文字"), max_length=200, blank=True)

    class Meta:
        verbose_name = verbose_name_plural = _("链接所在")
        indexes = [models.Index(fields=["kind", "object_id"], name="quality_place_of")]
        constraints = [
            models.UniqueConstraint(fields=["address", "kind", "object_id"], name="quality_place_once")
        ]

    def __str__(self) -> str:
        return self.title


class Examination(models.Model):
    """What looking at the public content of a document came to. `again_at`: when it is to be looked at again at the latest;
    `rules` and `content_sha256` tell what was applied to what."""

    document = models.OneToOneField(
        Document, on_delete=models.CASCADE, primary_key=True, related_name="+", verbose_name=_("文件")
    )
    content_sha256 = models.CharField(max_length=64)
    rules = models.CharField(max_length=16)
    open = models.PositiveIntegerField(_("待处理"), default=0)
    hints = models.PositiveIntegerField(_("提示"), default=0)
    examined_at = models.DateTimeField(_("检查时间"), default=timezone.now)
    again_at = models.DateTimeField(db_index=True)

    class Meta:
        verbose_name = verbose_name_plural = _("内容检查")

    def __str__(self) -> str:
        return f"{self.document_id}"


class Waiver(AppendOnly):
    """A finding somebody decided to leave as it is, and why; the newest row for the same spot counts, `stands` says how."""

    refusal = _("不改的理由一经写明不能改写；要改变决定的，请撤回后重新写明。")

    # Without a constraint: what was decided stays on record when a draft is discarded.
    document = models.ForeignKey(
        Document,
        on_delete=models.DO_NOTHING,
        db_constraint=False,
        related_name="quality_waivers",
        verbose_name=_("文件"),
    )
    check_id = models.CharField(max_length=40)
    fingerprint = models.CharField(max_length=64)
    quote = models.CharField(_("原文"), max_length=200, blank=True)
    stands = models.BooleanField(default=True)
    reason = models.CharField(_("不改的理由"), max_length=300)
    decided_by = models.ForeignKey(
        settings.AUTH_USER_MODEL, on_delete=models.PROTECT, related_name="+", verbose_name=_("决定人")
    )
    decided_at = models.DateTimeField(_("决定时间"), default=timezone.now)

    class Meta:
        verbose_name = verbose_name_plural = _("不改的决定")
        ordering = ["id"]
        indexes = [models.Index(fields=["document", "fingerprint"], name="quality_waiver_of")]
        constraints = [models.CheckConstraint(condition=~Q(reason=""), name="quality_waiver_has_reason")]

    def __str__(self) -> str:
        return self.reason


class Flaw(models.Model):
    """Something not right in the public content of a document; made anew by each examination, known by its spot.

    `found_on` is when this spot was first found.
    """

    examination = models.ForeignKey(Examination, on_delete=models.CASCADE, related_name="flaws")
    check_id = models.CharField(_("检查项"), max_length=40, db_index=True)
    level = models.CharField(_("程度"), max_length=4, choices=Level.choices)
    fingerprint = models.CharField(max_length=64)
    quote = models.CharField(_("原文"), max_length=200, blank=True)
    why = models.CharField(_("说明"), max_length=400)
    found_on = models.DateField(_("发现日期"))
    waiver = models.ForeignKey(Waiver, on_delete=models.SET_NULL, null=True, related_name="+")

    class Meta:
        verbose_name = verbose_name_plural = _("内容问题")
        ordering = ["id"]
        constraints = [
            models.UniqueConstraint(fields=["examination", "fingerprint"], name="quality_flaw_once")
        ]

    def __str__(self) -> str:
        return self.why


class CheckSetting(AppendOnly):
    """How much a check weighs at an agency and below it; the newest row counts, an empty level means as delivered."""

    refusal = _("检查项设置不能改写；有变化的，请重新设置。")

    agency = models.ForeignKey(
        Agency, on_delete=models.PROTECT, related_name="quality_settings", verbose_name=_("适用机关")
    )
    check_id = models.CharField(_("检查项"), max_length=40)
    level = models.CharField(_("程度"), max_length=4, choices=Level.choices, blank=True)
    reason = models.CharField(_("理由"), max_length=300)
    recorded_by = models.ForeignKey(
        settings.AUTH_USER_MODEL, on_delete=models.PROTECT, related_name="+", verbose_name=_("设置人")
    )
    recorded_at = models.DateTimeField(_("设置时间"), default=timezone.now)

    class Meta:
        verbose_name = verbose_name_plural = _("检查项设置")
        ordering = ["id"]
        constraints = [models.CheckConstraint(condition=~Q(reason=""), name="quality_setting_has_reason")]

    def __str__(self) -> str:
        return f"{self.agency} {self.check_id}"


class QualityMonth(models.Model):
    """An agency's public content in a month, as it stood on the last day it was counted."""

    agency = models.ForeignKey(Agency, on_delete=models.CASCADE, related_name="+", verbose_name=_("发布机构"))
    month = models.DateField(_("月份"))
    pages = models.PositiveIntegerField(_("已检查的网页"))
    sound = models.PositiveIntegerField(_("没有问题的网页"))
    open = models.PositiveIntegerField(_("待处理的问题"))
    counted_on = models.DateField(_("统计日期"))

    class Meta:
        verbose_name = verbose_name_plural = _("每月内容质量")
        constraints = [models.UniqueConstraint(fields=["agency", "month"], name="quality_month_once")]

    def __str__(self) -> str:
        return f"{self.agency} {self.month:%Y-%m}"
