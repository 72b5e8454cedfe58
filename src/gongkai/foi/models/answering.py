"""What stands behind an answer: the parts withheld, and the opinions of those who approved it."""

from __future__ import annotations

from django.conf import settings
from django.db import models
from django.utils.translation import gettext_lazy as _

from gongkai.agencies.models import Agency, Duty
from gongkai.foi.models.case import Case
from gongkai.foi.models.handling import Decision
from gongkai.foi.models.sealed import SealedTextField


class WithheldPart(models.Model):
    """One part that is not disclosed, with its ground (Arts 14–16) and reason (Art 37). Fixed when the answer is made."""

    case = models.ForeignKey(
        Case, on_delete=models.PROTECT, related_name="withheld_parts", verbose_name=_("申请")
    )
    decision = models.ForeignKey(
        Decision,
        on_delete=models.PROTECT,
        null=True,
        blank=True,
        related_name="withheld_parts",
        verbose_name=_("答复决定"),
    )
    what = SealedTextField(_("不予公开的部分"))
    ground = models.CharField(_("依据"), max_length=40)
    reason = SealedTextField(_("理由"))
    removed = models.BooleanField(_("已删去"), default=False)
    added_by = models.ForeignKey(settings.AUTH_USER_MODEL, on_delete=models.PROTECT, related_name="+")
    added_at = models.DateTimeField(_("登记时间"), auto_now_add=True)

    class Meta:
        verbose_name = verbose_name_plural = _("不予公开的部分")
        ordering = ["id"]

    def __str__(self) -> str:
        return f"{self.case} {self.ground}"


class ApprovalStage(models.Model):
    """One stage through which an agency's answers pass, in order. Agencies without stages follow the nearest above."""

    agency = models.ForeignKey(
        Agency, on_delete=models.PROTECT, related_name="approval_stages", verbose_name=_("机构")
    )
    order = models.PositiveSmallIntegerField(_("次序"))
    duty = models.CharField(_("岗位"), max_length=24, choices=Duty.choices)

    class Meta:
        verbose_name = verbose_name_plural = _("答复审批环节")
        ordering = ["agency", "order"]
        constraints = [
            models.UniqueConstraint(fields=["agency", "order"], name="foi_approval_stage_order_once"),
            models.CheckConstraint(
                condition=models.Q(duty__in=["reviewer", "secrecy_reviewer", "leader"]),
                name="foi_approval_stage_duty_decides",
            ),
        ]

    def __str__(self) -> str:
        return f"{self.agency} {self.order} {self.get_duty_display()}"


class DecisionApproval(models.Model):
    """One person's opinion on a draft at one stage. Written once."""

    class Result(models.TextChoices):
        ENDORSED = "endorsed", _("同意")
        RETURNED = "returned", _("退回")

    decision = models.ForeignKey(
        Decision, on_delete=models.PROTECT, related_name="approvals", verbose_name=_("答复决定")
    )
    stage = models.PositiveSmallIntegerField(_("环节"))
    duty = models.CharField(_("岗位"), max_length=24, choices=Duty.choices, blank=True)
    result = models.CharField(_("结论"), max_length=10, choices=Result.choices)
    opinion = SealedTextField(_("意见"), blank=True)
    given_by = models.ForeignKey(
        settings.AUTH_USER_MODEL, on_delete=models.PROTECT, related_name="+", verbose_name=_("审批人")
    )
    given_at = models.DateTimeField(_("审批时间"), auto_now_add=True)

    class Meta:
        verbose_name = verbose_name_plural = _("审批意见")
        ordering = ["id"]
        constraints = [
            models.UniqueConstraint(fields=["decision", "stage"], name="foi_one_opinion_per_stage"),
        ]

    def __str__(self) -> str:
        return f"{self.decision} {self.stage}"
