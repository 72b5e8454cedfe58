"""Reconsideration and litigation against what an agency decided on a request."""

from __future__ import annotations

from django.conf import settings
from django.db import models
from django.db.models import F, Q
from django.utils.translation import gettext_lazy as _

from gongkai.agencies.models import Agency
from gongkai.foi.models import Case, Decision


class Remedy(models.Model):
    """One proceeding (行政复议法, 行政诉讼法), or a complaint (条例 Arts 47, 51).

    The agency is that of the case: the organ of the original act. A complaint has no place in table four.
    """

    class Kind(models.TextChoices):
        COMPLAINT = "complaint", _("举报投诉")
        RECONSIDERATION = "reconsideration", _("行政复议")
        SUIT_DIRECT = "suit_direct", _("未经复议直接起诉")
        SUIT_AFTER = "suit_after", _("复议后起诉")
        SECOND_INSTANCE = "second_instance", _("上诉（二审）")
        RETRIAL = "retrial", _("再审")

    class Result(models.TextChoices):
        PENDING = "pending", _("尚未审结")
        UPHELD = "upheld", _("结果维持")
        CORRECTED = "corrected", _("结果纠正")
        OTHER = "other", _("其他结果")

    class Procedure(models.TextChoices):
        SUMMARY = "summary", _("简易程序")
        ORDINARY = "ordinary", _("普通程序")

    case = models.ForeignKey(Case, on_delete=models.PROTECT, related_name="remedies", verbose_name=_("申请"))
    agency = models.ForeignKey(
        Agency, on_delete=models.PROTECT, related_name="remedies", verbose_name=_("被申请人、被告")
    )
    kind = models.CharField(_("种类"), max_length=20, choices=Kind.choices)
    decision = models.ForeignKey(
        Decision,
        on_delete=models.PROTECT,
        null=True,
        blank=True,
        related_name="remedies",
        verbose_name=_("所针对的答复"),
    )
    follows = models.ForeignKey(
        "self",
        on_delete=models.PROTECT,
        null=True,
        blank=True,
        related_name="followed_by",
        verbose_name=_("前一程序"),
    )
    procedure = models.CharField(_("程序"), max_length=10, choices=Procedure.choices, blank=True)
    reference = models.CharField(_("案号"), max_length=80, blank=True)
    body = models.CharField(_("复议机关、法院"), max_length=120)
    filed_on = models.DateField(_("提出日期"))
    notified_on = models.DateField(_("收到通知书日期"), null=True, blank=True)
    answer_due_on = models.DateField(_("答复、答辩期限"), null=True, blank=True)
    answered_on = models.DateField(_("提交答复、答辩日期"), null=True, blank=True)
    result = models.CharField(_("结果"), max_length=10, choices=Result.choices, default=Result.PENDING)
    closed_on = models.DateField(_("审结日期"), null=True, blank=True)
    summary = models.TextField(_("结果说明"), blank=True)
    new_answer_from = models.DateField(
        _("责令重新答复的生效、收到日期"), null=True, blank=True, help_text=_("自这一天起重新计算答复期限")
    )
    co_defendant = models.BooleanField(
        _("复议机关为共同被告"), default=False, help_text=_("只计入原行为机关，不重复计数")
    )
    filed_late = models.BooleanField(_("超过法定期限提出"), default=False)
    registered_by = models.ForeignKey(
        settings.AUTH_USER_MODEL, on_delete=models.PROTECT, related_name="+", verbose_name=_("登记人")
    )
    registered_at = models.DateTimeField(_("登记时间"), auto_now_add=True)

    class Meta:
        verbose_name = verbose_name_plural = _("复议诉讼")
        ordering = ["-filed_on", "-id"]
        indexes = [models.Index(fields=["agency", "filed_on"]), models.Index(fields=["agency", "closed_on"])]
        constraints = [
            models.CheckConstraint(
                condition=(Q(result="pending") & Q(closed_on__isnull=True))
                | (~Q(result="pending") & Q(closed_on__isnull=False)),
                name="remedies_closed_with_a_result",
            ),
            models.CheckConstraint(
                condition=Q(closed_on__isnull=True) | Q(closed_on__gte=F("filed_on")),
                name="remedies_closed_after_filed",
            ),
            models.CheckConstraint(
                condition=Q(new_answer_from__isnull=True)
                | Q(result="corrected", new_answer_from__gte=F("closed_on")),
                name="remedies_new_answer_only_when_corrected",
            ),
        ]

    def __str__(self) -> str:
        return f"{self.case} {self.get_kind_display()} {self.filed_on}"

    @property
    def is_suit(self) -> bool:
        """Whether it is before a court."""
        return self.kind not in (self.Kind.RECONSIDERATION, self.Kind.COMPLAINT)

    @property
    def may_order_new_answer(self) -> bool:
        """Whether its result can set the answer aside: reconsideration and courts, not a complaint."""
        return self.kind != self.Kind.COMPLAINT
