"""A matter on which the public is asked before it is decided, its papers, its stages and its limits."""

from __future__ import annotations

from django.conf import settings
from django.db import models
from django.db.models import F, Q
from django.utils import timezone
from django.utils.translation import gettext_lazy as _

from gongkai.agencies.models import Agency
from gongkai.catalog.models import Document
from gongkai.law import consultations as law
from gongkai.ledger.append_only import AppendOnly


def kind_choices() -> list[tuple[str, str]]:
    """The kinds of the law's data."""
    return [(kind.id, kind.label) for kind in law.kinds().values()]


def stage_choices() -> list[tuple[str, str]]:
    """The stages of the law's data."""
    return [(stage.id, stage.label) for stage in law.stages().values()]


class Consultation(models.Model):
    """One matter (决策事项) of an agency and one form in which the public takes part in it.

    Nobody outside sees it before its announcement, an ordinary document, is public; so nothing here says "published".
    """

    ledger_kind = "engagement.consultation"

    agency = models.ForeignKey(
        Agency, on_delete=models.PROTECT, related_name="consultations", verbose_name=_("机构")
    )
    kind = models.CharField(_("方式"), max_length=20, choices=kind_choices)
    title = models.CharField(_("事项名称"), max_length=120)
    decides = models.TextField(_("决策内容"), max_length=2000)
    legal_basis = models.CharField(_("依据"), max_length=500)
    opens_on = models.DateField(_("开始日期"))
    closes_on = models.DateField(_("截止日期"))
    short_reason = models.CharField(_("缩短期限的理由"), max_length=300, blank=True)
    takes_online = models.BooleanField(_("网上提交"), default=True)
    email = models.EmailField(_("电子邮箱"), blank=True)
    postal_address = models.CharField(_("通信地址"), max_length=200, blank=True)
    telephone = models.CharField(_("联系电话"), max_length=40)
    contact = models.CharField(_("承办科室或者联系人"), max_length=60)
    called_off_on = models.DateField(_("终止日期"), null=True, blank=True, editable=False)
    call_off_reason = models.CharField(_("终止的理由"), max_length=300, blank=True, editable=False)
    destroyed_on = models.DateField(_("原始材料销毁日期"), null=True, blank=True, editable=False)
    created_by = models.ForeignKey(
        settings.AUTH_USER_MODEL,
        on_delete=models.PROTECT,
        editable=False,
        related_name="+",
        verbose_name=_("登记人"),
    )
    created_at = models.DateTimeField(_("登记时间"), default=timezone.now, editable=False)

    class Meta:
        verbose_name = verbose_name_plural = _("意见征集")
        ordering = ["-opens_on", "-id"]
        indexes = [models.Index(fields=["agency", "closes_on"], name="engagement_of_agency")]
        constraints = [
            models.CheckConstraint(
                condition=Q(closes_on__gte=F("opens_on")), name="engagement_closes_after_opening"
            ),
            models.CheckConstraint(
                condition=Q(called_off_on__isnull=True, call_off_reason="")
                | (Q(called_off_on__isnull=False) & ~Q(call_off_reason="")),
                name="engagement_called_off_has_reason",
            ),
        ]

    def __str__(self) -> str:
        return self.title

    @property
    def law(self) -> law.Kind:
        """What the law says of the kind."""
        return law.kinds()[self.kind]


class ConsultationPaper(models.Model):
    """Which document of the catalogue plays which part in a consultation; what everybody sees follows from the document."""

    class Role(models.TextChoices):
        ANNOUNCEMENT = "announcement", _("公告")
        DRAFT = "draft", _("决策草案")
        EXPLANATION = "explanation", _("草案说明")
        PARTICIPANTS = "participants", _("听证参加人名单")
        RECORD = "record", _("听证、论证情况")
        OUTCOME = "outcome", _("意见采纳情况")
        DECISION = "decision", _("决策文件")

    consultation = models.ForeignKey(
        Consultation, on_delete=models.PROTECT, related_name="papers", verbose_name=_("意见征集")
    )
    role = models.CharField(_("用途"), max_length=20, choices=Role.choices)
    document = models.ForeignKey(
        Document, on_delete=models.CASCADE, related_name="consultation_papers", verbose_name=_("政府信息")
    )

    class Meta:
        verbose_name = verbose_name_plural = _("意见征集的文件")
        ordering = ["id"]
        constraints = [
            models.UniqueConstraint(fields=["consultation", "role"], name="engagement_one_paper_of_a_role")
        ]

    def __str__(self) -> str:
        return f"{self.consultation} {self.role}"


class PeriodChange(AppendOnly):
    """The last day was moved, with the reason that is shown to everybody."""

    refusal = _("期限的变更不可更改或删除。")

    consultation = models.ForeignKey(
        Consultation, on_delete=models.PROTECT, related_name="period_changes", verbose_name=_("意见征集")
    )
    before = models.DateField(_("原截止日期"))
    closes_on = models.DateField(_("新截止日期"))
    reason = models.CharField(_("理由"), max_length=300)
    changed_by = models.ForeignKey(
        settings.AUTH_USER_MODEL, on_delete=models.PROTECT, related_name="+", verbose_name=_("登记人")
    )
    changed_at = models.DateTimeField(_("登记时间"), default=timezone.now)

    class Meta:
        verbose_name = verbose_name_plural = _("征集期限变更")
        ordering = ["id"]

    def __str__(self) -> str:
        return f"{self.before} → {self.closes_on}"


class StageRecord(AppendOnly):
    """A stage of the procedure took place; of several records of one stage the latest counts."""

    refusal = _("决策程序的记录不可更改或删除，请再登记一次。")

    consultation = models.ForeignKey(
        Consultation, on_delete=models.PROTECT, related_name="stages", verbose_name=_("意见征集")
    )
    stage = models.CharField(_("程序"), max_length=20, choices=stage_choices)
    on = models.DateField(_("日期"))
    note = models.CharField(_("说明"), max_length=300, blank=True)
    document = models.ForeignKey(
        Document,
        on_delete=models.PROTECT,  # only what is public is named here, and that is never deleted
        null=True,
        blank=True,
        related_name="+",
        verbose_name=_("政府信息"),
    )
    recorded_by = models.ForeignKey(
        settings.AUTH_USER_MODEL, on_delete=models.PROTECT, related_name="+", verbose_name=_("登记人")
    )
    recorded_at = models.DateTimeField(_("登记时间"), default=timezone.now)

    class Meta:
        verbose_name = verbose_name_plural = _("决策程序")
        ordering = ["on", "id"]

    def __str__(self) -> str:
        return f"{self.stage} {self.on:%Y-%m-%d}"


class EngagementLimit(AppendOnly):
    """A limit an administrator set; the latest row of a code counts, before any the bundled value does."""

    refusal = _("已经生效的期限不可更改，请再设定一次。")

    code = models.CharField(_("类别"), max_length=40)
    number = models.PositiveSmallIntegerField(_("数值"))
    source = models.CharField(_("依据"), max_length=200)
    set_by = models.ForeignKey(
        settings.AUTH_USER_MODEL, on_delete=models.PROTECT, related_name="+", verbose_name=_("设定人")
    )
    set_at = models.DateTimeField(_("设定时间"), default=timezone.now)

    class Meta:
        verbose_name = verbose_name_plural = _("意见征集的期限")
        ordering = ["id"]
        constraints = [
            models.CheckConstraint(
                condition=Q(number__gte=1, number__lte=400), name="engagement_limit_is_a_period"
            )
        ]

    def __str__(self) -> str:
        return f"{self.code} {self.number}"
