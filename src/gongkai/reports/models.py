"""The annual report of an agency for a year: its figures by hand, its text, and its way to the superior (条例 Arts 49, 50)."""

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

    class Handover(models.TextChoices):
        NONE = "", _("未报送")
        SUBMITTED = "submitted", _("已报送")
        RETURNED = "returned", _("被退回")
        ACCEPTED = "accepted", _("已通过")

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
    handover = models.CharField(
        _("报送状态"), max_length=10, choices=Handover.choices, default=Handover.NONE, blank=True
    )
    submitted_at = models.DateTimeField(_("报送时间"), null=True, blank=True)
    decided_at = models.DateTimeField(_("上级办理时间"), null=True, blank=True)
    decided_by = models.ForeignKey(
        User, on_delete=models.PROTECT, null=True, blank=True, related_name="+", verbose_name=_("上级办理人")
    )
    checked_at = models.DateTimeField(_("最近校验时间"), null=True, blank=True)
    blank_count = models.PositiveSmallIntegerField(_("待填格数"), null=True, blank=True)
    error_count = models.PositiveSmallIntegerField(_("错误数"), null=True, blank=True)
    warning_count = models.PositiveSmallIntegerField(_("提示数"), null=True, blank=True)

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
            models.CheckConstraint(
                condition=Q(handover="") | Q(submitted_at__isnull=False),
                name="reports_handed_over_has_time",
            ),
            models.CheckConstraint(
                condition=~Q(handover__in=["submitted", "accepted"]) | ~Q(status="open"),
                name="reports_handed_over_is_signed",
            ),
            models.CheckConstraint(condition=Q(year__gte=2008), name="reports_year_since_2008"),
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


class Gathering(models.Model):
    """A superior gathers the reports of a year from the agencies below it: by when, and whether it must accept them first."""

    superior = models.ForeignKey(
        Agency, on_delete=models.PROTECT, related_name="report_gatherings", verbose_name=_("上级机关")
    )
    year = models.PositiveSmallIntegerField(_("年度"))
    submit_by = models.DateField(_("报送期限"), null=True, blank=True, help_text=_("留空则与公布期限相同"))
    acceptance_required = models.BooleanField(_("审核通过后才能公布"), default=True)
    changed_at = models.DateTimeField(_("设置时间"))
    changed_by = models.ForeignKey(
        User, on_delete=models.PROTECT, null=True, related_name="+", verbose_name=_("设置人")
    )

    class Meta:
        verbose_name = verbose_name_plural = _("年度报告汇总")
        ordering = ["-year"]
        constraints = [
            models.UniqueConstraint(fields=["superior", "year"], name="reports_one_gathering_a_year")
        ]

    def __str__(self) -> str:
        return f"{self.superior} {self.year}"


class Submission(models.Model):
    """What was handed over to the superior, frozen; never changed, so that every round can be read again."""

    report = models.ForeignKey(
        AnnualReport, on_delete=models.PROTECT, related_name="submissions", verbose_name=_("年度报告")
    )
    number = models.PositiveSmallIntegerField(_("第几次报送"))
    superior = models.ForeignKey(
        Agency, on_delete=models.PROTECT, related_name="+", verbose_name=_("上级机关")
    )
    submitted_at = models.DateTimeField(_("报送时间"))
    submitted_by = models.ForeignKey(
        User, on_delete=models.PROTECT, related_name="+", verbose_name=_("报送人")
    )
    content = models.JSONField(_("报送的内容"), encoder=DjangoJSONEncoder)
    values = models.JSONField(_("报送的数"), encoder=DjangoJSONEncoder)
    sha256 = models.CharField(max_length=64)

    class Meta:
        verbose_name = verbose_name_plural = _("报送")
        ordering = ["report", "number"]
        constraints = [
            models.UniqueConstraint(fields=["report", "number"], name="reports_submission_numbered_once")
        ]

    def __str__(self) -> str:
        return f"{self.report} #{self.number}"


class Remark(models.Model):
    """What the superior wants changed, at one cell or in one section; answered by the agency, settled by an acceptance."""

    submission = models.ForeignKey(
        Submission, on_delete=models.PROTECT, related_name="remarks", verbose_name=_("报送")
    )
    report = models.ForeignKey(
        AnnualReport, on_delete=models.PROTECT, related_name="remarks", verbose_name=_("年度报告")
    )
    cell = models.CharField(_("单元格"), max_length=60, blank=True)
    section = models.CharField(_("部分"), max_length=4, blank=True)
    text = models.CharField(_("意见"), max_length=500)
    written_at = models.DateTimeField(_("提出时间"))
    written_by = models.ForeignKey(User, on_delete=models.PROTECT, related_name="+", verbose_name=_("提出人"))
    answer = models.CharField(_("说明"), max_length=500, blank=True)
    resolved_at = models.DateTimeField(_("处理时间"), null=True, blank=True)
    resolved_by = models.ForeignKey(
        User, on_delete=models.PROTECT, null=True, blank=True, related_name="+", verbose_name=_("处理人")
    )

    class Meta:
        verbose_name = verbose_name_plural = _("退回意见")
        ordering = ["id"]
        constraints = [
            models.CheckConstraint(condition=~Q(text=""), name="reports_remark_says_something"),
            models.CheckConstraint(
                condition=Q(resolved_at__isnull=True) | Q(resolved_by__isnull=False),
                name="reports_resolved_remark_has_person",
            ),
        ]

    def __str__(self) -> str:
        return self.text


class Reminder(models.Model):
    """A superior reminded an agency of its report of a year; open on the agency's desk until the report moves on."""

    agency = models.ForeignKey(
        Agency, on_delete=models.PROTECT, related_name="report_reminders", verbose_name=_("机构")
    )
    year = models.PositiveSmallIntegerField(_("年度"))
    superior = models.ForeignKey(
        Agency, on_delete=models.PROTECT, related_name="+", verbose_name=_("上级机关")
    )
    text = models.CharField(_("提醒内容"), max_length=300, blank=True)
    sent_at = models.DateTimeField(_("提醒时间"))
    sent_by = models.ForeignKey(User, on_delete=models.PROTECT, related_name="+", verbose_name=_("提醒人"))
    mailed_to = models.PositiveSmallIntegerField(_("发送邮件数"), default=0)

    class Meta:
        verbose_name = verbose_name_plural = _("年度报告提醒")
        ordering = ["-sent_at", "-id"]
        indexes = [models.Index(fields=["agency", "year"])]

    def __str__(self) -> str:
        return f"{self.agency} {self.year}"
