"""How an applicant found the way a request was answered."""

from __future__ import annotations

from django.db import models
from django.db.models import Q
from django.utils.translation import gettext_lazy as _

from gongkai.foi.models.case import Case
from gongkai.foi.models.sealed import SealedTextField


class Evaluation(models.Model):
    """One for each answered request, given with number and code; the applicant may change it for thirty days."""

    class Score(models.IntegerChoices):
        VERY_SATISFIED = 5, _("很满意")
        SATISFIED = 4, _("满意")
        FAIR = 3, _("一般")
        DISSATISFIED = 2, _("不满意")
        VERY_DISSATISFIED = 1, _("很不满意")

    case = models.OneToOneField(
        Case, on_delete=models.PROTECT, related_name="evaluation", verbose_name=_("申请")
    )
    score = models.PositiveSmallIntegerField(_("评价"), choices=Score.choices)
    words = SealedTextField(_("意见"), blank=True)
    given_on = models.DateField(_("评价日期"))
    changed_at = models.DateTimeField(_("修改时间"), auto_now=True)

    class Meta:
        verbose_name = verbose_name_plural = _("申请人评价")
        ordering = ["id"]
        constraints = [
            models.CheckConstraint(condition=Q(score__range=(1, 5)), name="foi_evaluation_score_one_to_five")
        ]

    def __str__(self) -> str:
        return f"{self.case} {self.score}"
