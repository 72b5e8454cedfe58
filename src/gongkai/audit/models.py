"""Published reports the office has read in: the file, the reports found on it, what a person corrected."""

from __future__ import annotations

from django.core.serializers.json import DjangoJSONEncoder
from django.db import models
from django.db.models import Q
from django.utils.translation import gettext_lazy as _

from gongkai.agencies.models import Agency, User

KIND = "audit.file"


class SourceFile(models.Model):
    """A file or page that was handed in to be read. `text` is what every position of its reports counts in."""

    class Status(models.TextChoices):
        WAITING = "waiting", _("等待读取")
        READ = "read", _("已读取")
        FAILED = "failed", _("未能读取")

    holder = models.ForeignKey(Agency, on_delete=models.PROTECT, related_name="+", verbose_name=_("核查机构"))
    name = models.CharField(_("文件名"), max_length=200)
    address = models.URLField(_("网址"), max_length=500, blank=True)
    content = models.FileField(_("文件"), upload_to="audit/%Y/", blank=True)
    sha256 = models.CharField(_("校验值"), max_length=64, blank=True)
    status = models.CharField(_("状态"), max_length=10, choices=Status.choices, default=Status.WAITING)
    problem = models.CharField(_("未能读取的原因"), max_length=500, blank=True)
    kind = models.CharField(_("文件类型"), max_length=10, blank=True)
    text = models.TextField(_("文字"), blank=True)
    unread = models.JSONField(_("没有读出的"), default=list, blank=True)
    uploaded_at = models.DateTimeField(_("导入时间"), auto_now_add=True)
    uploaded_by = models.ForeignKey(
        User, on_delete=models.PROTECT, null=True, related_name="+", verbose_name=_("导入人")
    )
    read_at = models.DateTimeField(_("读取时间"), null=True, blank=True)

    class Meta:
        verbose_name = verbose_name_plural = _("来源文件")
        ordering = ["-uploaded_at", "-pk"]
        constraints = [
            models.UniqueConstraint(
                fields=["holder", "sha256"], condition=~Q(sha256=""), name="audit_one_file_once"
            ),
            models.CheckConstraint(
                condition=~Q(status="failed") | ~Q(problem=""), name="audit_failed_file_says_why"
            ),
            models.CheckConstraint(condition=~Q(content="", address=""), name="audit_file_has_origin"),
        ]

    def __str__(self) -> str:
        return self.name


class PublishedReport(models.Model):
    """A report found on a file: what was read, as it was read; corrections stand beside it."""

    class Status(models.TextChoices):
        READ = "read", _("待核对")
        ACCEPTED = "accepted", _("已采用")

    source = models.ForeignKey(
        SourceFile, on_delete=models.PROTECT, related_name="reports", verbose_name=_("来源文件")
    )
    holder = models.ForeignKey(Agency, on_delete=models.PROTECT, related_name="+", verbose_name=_("核查机构"))
    number = models.PositiveSmallIntegerField(_("文件中的第几份"))
    agency = models.ForeignKey(
        Agency, on_delete=models.PROTECT, null=True, blank=True, related_name="+", verbose_name=_("机构")
    )
    agency_name = models.CharField(_("机构名称"), max_length=100, blank=True)
    year = models.PositiveSmallIntegerField(_("年度"), null=True, blank=True)
    form = models.CharField(_("报告格式"), max_length=10)
    reading = models.JSONField(_("读出的内容"), encoder=DjangoJSONEncoder)
    findings = models.JSONField(_("核查发现"), default=list, blank=True, encoder=DjangoJSONEncoder)
    status = models.CharField(_("状态"), max_length=10, choices=Status.choices, default=Status.READ)
    accepted_at = models.DateTimeField(_("采用时间"), null=True, blank=True)
    accepted_by = models.ForeignKey(
        User, on_delete=models.PROTECT, null=True, blank=True, related_name="+", verbose_name=_("采用人")
    )

    class Meta:
        verbose_name = verbose_name_plural = _("读入的报告")
        ordering = ["agency_name", "year", "pk"]
        constraints = [
            models.UniqueConstraint(fields=["source", "number"], name="audit_report_numbered_once"),
            models.UniqueConstraint(
                fields=["holder", "agency_name", "year"],
                condition=Q(status="accepted"),
                name="audit_one_accepted_report_a_year",
            ),
            models.CheckConstraint(
                condition=Q(status="read") | (Q(year__isnull=False) & ~Q(agency_name="")),
                name="audit_accepted_report_is_known",
            ),
        ]
        indexes = [models.Index(fields=["holder", "status", "agency_name", "year"], name="audit_series")]

    def __str__(self) -> str:
        return f"{self.agency_name or self.source.name} {self.year or ''}".strip()


class Correction(models.Model):
    """What a person changed in a reading: appended, never edited. `target`: "cell:<id>", "fact:<n>", "year", "agency".

    `value` is the text typed; empty means blank for a cell and "is not stated" for a fact.
    """

    report = models.ForeignKey(
        PublishedReport, on_delete=models.PROTECT, related_name="corrections", verbose_name=_("读入的报告")
    )
    target = models.CharField(_("更正对象"), max_length=80)
    before = models.CharField(_("读出的值"), max_length=100, blank=True)
    value = models.CharField(_("更正为"), max_length=100, blank=True)
    note = models.CharField(_("说明"), max_length=300, blank=True)
    corrected_at = models.DateTimeField(_("更正时间"), auto_now_add=True)
    corrected_by = models.ForeignKey(
        User, on_delete=models.PROTECT, related_name="+", verbose_name=_("更正人")
    )

    class Meta:
        verbose_name = verbose_name_plural = _("读数更正")
        ordering = ["pk"]

    def __str__(self) -> str:
        return f"{self.target} → {self.value}"
