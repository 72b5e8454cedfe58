"""What went out, and what proves it."""

from __future__ import annotations

import secrets

from django.conf import settings
from django.db import models
from django.db.models import F, Q
from django.utils import timezone
from django.utils.translation import gettext_lazy as _

from gongkai.agencies.models import Agency
from gongkai.agencies.sealed_storage import sealed_storage
from gongkai.catalog.models import Document
from gongkai.channels.models.jobs import ChannelJob
from gongkai.ledger.append_only import AppendOnly


def evidence_path(evidence: Evidence, filename: str) -> str:
    """A random name below the year."""
    return f"channels/{timezone.localdate():%Y}/{secrets.token_hex(16)}.{evidence.extension}"


class Evidence(AppendOnly):
    """A photograph or scan that proves a publication, sealed in its file: people may be seen on it."""

    refusal = _("凭证上传后不可更改。")

    agency = models.ForeignKey(Agency, on_delete=models.PROTECT, related_name="+", verbose_name=_("机构"))
    name = models.CharField(_("名称"), max_length=200)
    file = models.FileField(_("文件"), upload_to=evidence_path, storage=sealed_storage)
    extension = models.CharField(max_length=10)
    media_type = models.CharField(max_length=120)
    size = models.PositiveBigIntegerField(_("大小"))
    sha256 = models.CharField(max_length=64)
    added_by = models.ForeignKey(
        settings.AUTH_USER_MODEL, on_delete=models.PROTECT, null=True, related_name="+"
    )
    added_at = models.DateTimeField(_("上传时间"), default=timezone.now)

    class Meta:
        verbose_name = verbose_name_plural = _("发布凭证")
        ordering = ["id"]
        constraints = [models.CheckConstraint(condition=Q(size__gt=0), name="channels_evidence_not_empty")]

    def __str__(self) -> str:
        return self.name


class Release(models.Model):
    """One publication on one channel, of a document or of anything else: how many pieces, copies, people reached.

    Its figures never change; one entered by mistake is voided with a reason.
    """

    agency = models.ForeignKey(
        Agency, on_delete=models.PROTECT, related_name="releases", verbose_name=_("机构")
    )
    channel = models.CharField(_("渠道"), max_length=40)
    job = models.ForeignKey(
        ChannelJob,
        on_delete=models.PROTECT,
        null=True,
        blank=True,
        related_name="releases",
        verbose_name=_("任务"),
    )
    document = models.ForeignKey(
        Document,
        on_delete=models.PROTECT,
        null=True,
        blank=True,
        related_name="releases",
        verbose_name=_("文件"),
    )
    title = models.CharField(_("标题"), max_length=200)
    on = models.DateField(_("发布日期"))
    pieces = models.PositiveIntegerField(_("件数"), default=1)
    copies = models.PositiveIntegerField(_("份数"), default=0)
    reach = models.PositiveIntegerField(_("受众"), default=0)
    place = models.CharField(_("版面、期号、时段或者地点"), max_length=200, blank=True)
    link = models.URLField(_("链接"), max_length=500, blank=True)
    note = models.CharField(_("备注"), max_length=300, blank=True)
    evidence = models.ManyToManyField(Evidence, blank=True, related_name="releases", verbose_name=_("凭证"))
    fingerprint = models.CharField(max_length=64, blank=True, editable=False)
    recorded_by = models.ForeignKey(
        settings.AUTH_USER_MODEL,
        on_delete=models.PROTECT,
        null=True,
        related_name="+",
        verbose_name=_("登记人"),
    )
    recorded_at = models.DateTimeField(_("登记时间"), default=timezone.now)
    taken_down_on = models.DateField(_("撤下、更正日期"), null=True, blank=True)
    void_reason = models.CharField(_("作废原因"), max_length=300, blank=True)

    class Meta:
        verbose_name = verbose_name_plural = _("发布记录")
        ordering = ["-on", "-id"]
        indexes = [models.Index(fields=["agency", "channel", "on"], name="channels_release_counted")]
        constraints = [
            models.CheckConstraint(condition=Q(pieces__gt=0), name="channels_release_of_something"),
            models.UniqueConstraint(
                fields=["agency", "fingerprint"],
                condition=~Q(fingerprint="") & Q(void_reason=""),
                name="channels_release_brought_in_once",
            ),
            models.UniqueConstraint(
                fields=["job"], condition=Q(void_reason=""), name="channels_one_release_of_a_job"
            ),
            models.CheckConstraint(
                condition=Q(taken_down_on__isnull=True) | Q(taken_down_on__gte=F("on")),
                name="channels_taken_down_after_release",
            ),
        ]

    def __str__(self) -> str:
        return f"{self.channel} {self.on} {self.title}"
