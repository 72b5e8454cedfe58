"""What may happen to a fee after it was decided: it is waived, or paid back."""

from __future__ import annotations

from django.conf import settings
from django.db import models
from django.db.models import Q
from django.utils.translation import gettext_lazy as _

from gongkai.foi.models.handling import ProcessingFee
from gongkai.foi.models.sealed import SealedTextField


class FeeWaiver(models.Model):
    """The fee is not asked for after all. The notice no longer stands, so it did not stop the clock."""

    fee = models.OneToOneField(
        ProcessingFee, on_delete=models.PROTECT, related_name="waiver", verbose_name=_("信息处理费")
    )
    waived_on = models.DateField(_("免收日期"))
    reason = SealedTextField(_("免收理由"))
    decided_by = models.ForeignKey(settings.AUTH_USER_MODEL, on_delete=models.PROTECT, related_name="+")
    approved_by = models.ForeignKey(
        settings.AUTH_USER_MODEL, on_delete=models.PROTECT, related_name="+", verbose_name=_("批准人")
    )
    recorded_at = models.DateTimeField(_("登记时间"), auto_now_add=True)

    class Meta:
        verbose_name = verbose_name_plural = _("信息处理费免收")
        ordering = ["id"]

    def __str__(self) -> str:
        return f"{self.fee} {self.waived_on}"


class FeeRefund(models.Model):
    """Money paid back through the treasury (非税收入退付); it lowers the fees of the year in which it was paid back."""

    fee = models.ForeignKey(
        ProcessingFee, on_delete=models.PROTECT, related_name="refunds", verbose_name=_("信息处理费")
    )
    refunded_on = models.DateField(_("退费日期"))
    amount = models.DecimalField(_("退费金额（元）"), max_digits=12, decimal_places=2)
    reason = SealedTextField(_("退费理由"))
    treasury_reference = models.CharField(_("财政退付凭证号"), max_length=60)
    decided_by = models.ForeignKey(settings.AUTH_USER_MODEL, on_delete=models.PROTECT, related_name="+")
    approved_by = models.ForeignKey(
        settings.AUTH_USER_MODEL, on_delete=models.PROTECT, related_name="+", verbose_name=_("批准人")
    )
    recorded_at = models.DateTimeField(_("登记时间"), auto_now_add=True)

    class Meta:
        verbose_name = verbose_name_plural = _("信息处理费退费")
        ordering = ["id"]
        constraints = [
            models.CheckConstraint(condition=Q(amount__gt=0), name="foi_refund_is_positive"),
            models.CheckConstraint(condition=~Q(treasury_reference=""), name="foi_refund_has_a_reference"),
        ]

    def __str__(self) -> str:
        return f"{self.fee} {self.amount}"
