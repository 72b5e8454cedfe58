"""The annual report of an agency for a year, what people entered by hand, and its text (条例 Arts 49, 50)."""

from __future__ import annotations

from django.core.serializers.json import DjangoJSONEncoder
from django.db import models
from django.db.models import Q
from django.utils.translation import gettext_lazy as _

from gongkai.agencies.models import Agency, User

KIND = "reports.report"


class AnnualReport(models.Model):
    """One agency, one year. Open until signed; from then on `frozen` is what the public reads, whatever happens later."""

    class Status(models.TextChoices):
        OPEN = "open", _("编制中")
        SIGNED_OFF = "signed_off", _("已签发")
        PUBLISHED = "published", _("已公布")

    class Coverage(models.TextChoices):
        OWN = "own", _("本机关")
        SUBTREE = "subtree", _("本机关及所属单位汇总")

    agency = models.ForeignKey(
        Agency, on_delete=models.PROTECT, related_name="annual_reports", verbose_name=_("机构")
    )
    year = models.PositiveSmallIntegerField(_("年度"))
    form = models.CharField(_("报告格式"), max_length=10, default="2021")
    coverage = models.CharField(_("统计范围"), max_length=10, choices=Coverage.choices, default=Coverage.OWN)
    status = models.CharField(_("状态"), max_length=12, choices=Status.choices, default=Status.OPEN)
    due_on = models.DateField(_("公布期限"))
    opened_at = models.DateTimeField(_("开始编制时间"))
    opened_by = models.ForeignKey(
        User, on_delete=models.PROTECT, null=True, related_name="+", verbose_name=_("开始编制人")
    )
    signed_off_at = models.DateTimeField(_("签发时间"), null=True, blank=True)
    signed_off_by = models.ForeignKey(
        User, on_delete=models.PROTECT, null=True, blank=True, related_name="+", verbose_name=_("签发人")
    )
    exception_reason = models.TextField(
        _("带问题签发的理由"), blank=True, help_text=_("校验未通过仍签发时必填,永久留存")
    )
    published_on = models.DateField(_("公布日期"), null=True, blank=True)
    frozen = models.JSONField(_("签发时的内容"), encoder=DjangoJSONEncoder, null=True, blank=True)

    class Meta:
        verbose_name = verbose_name_plural = _("年度报告")
        ordering = ["-year", "agency__path"]
        constraints = [
            models.UniqueConstraint(fields=["agency", "year"], name="reports_one_report_a_year"),
            models.CheckConstraint(
                condition=Q(status="open") | Q(signed_off_at__isnull=False, frozen__isnull=False),
                name="reports_signed_report_is_frozen",
            ),
            models.CheckConstraint(
                condition=~Q(status="published") | Q(published_on__isnull=False),
                name="reports_published_report_has_date",
            ),
            models.CheckConstraint(condition=Q(year__gte=2021), name="reports_form_2021_since_2021"),
        ]

    def __str__(self) -> str:
        return self.title

    @property
    def title(self) -> str:
        """The title as it is printed: 云溪县财政局2025年政府信息公开工作年度报告."""
        return f"{self.agency.name}{self.year}年政府信息公开工作年度报告"

    @property
    def is_open(self) -> bool:
        """Whether its figures and text may still change."""
        return self.status == self.Status.OPEN

    @property
    def covers_subtree(self) -> bool:
        """Whether its figures are the sum of the agencies below (a government's report, Art 49(2))."""
        return self.coverage == self.Coverage.SUBTREE


class ManualCell(models.Model):
    """A number entered by a person: the projection of the last `reports.report.cell_entered` for that cell."""

    report = models.ForeignKey(
        AnnualReport, on_delete=models.PROTECT, related_name="manual_cells", verbose_name=_("年度报告")
    )
    cell = models.CharField(_("单元格"), max_length=60)
    value = models.DecimalField(_("数值"), max_digits=18, decimal_places=6)
    note = models.CharField(_("数据来源或理由"), max_length=300, blank=True)
    overrides = models.BooleanField(_("改写了系统算出的数"), default=False)
    computed_value = models.DecimalField(
        _("系统算出的数"), max_digits=18, decimal_places=6, null=True, blank=True
    )
    entered_at = models.DateTimeField(_("填报时间"))
    entered_by = models.ForeignKey(
        User, on_delete=models.PROTECT, null=True, related_name="+", verbose_name=_("填报人")
    )

    class Meta:
        verbose_name = verbose_name_plural = _("人工填报数")
        ordering = ["cell"]
        constraints = [
            models.UniqueConstraint(fields=["report", "cell"], name="reports_cell_entered_once"),
            models.CheckConstraint(condition=Q(value__gte=0), name="reports_cell_not_negative"),
            models.CheckConstraint(condition=~Q(overrides=True, note=""), name="reports_override_has_reason"),
        ]

    def __str__(self) -> str:
        return f"{self.cell} = {self.value.normalize():f}"


class Section(models.Model):
    """A text part of the report (一、五、六): the projection of the last `reports.report.section_written`."""

    report = models.ForeignKey(
        AnnualReport, on_delete=models.PROTECT, related_name="sections", verbose_name=_("年度报告")
    )
    section = models.CharField(_("部分"), max_length=4)
    text = models.TextField(_("正文"))
    revision = models.PositiveIntegerField(_("修改次数"), default=1)
    written_at = models.DateTimeField(_("修改时间"))
    written_by = models.ForeignKey(
        User, on_delete=models.PROTECT, null=True, related_name="+", verbose_name=_("修改人")
    )

    class Meta:
        verbose_name = verbose_name_plural = _("文字部分")
        ordering = ["section"]
        constraints = [
            models.UniqueConstraint(fields=["report", "section"], name="reports_section_written_once")
        ]

    def __str__(self) -> str:
        return f"{self.report} {self.section}"
