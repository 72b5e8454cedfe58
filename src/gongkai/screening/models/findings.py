"""What was found."""

from __future__ import annotations

from django.db import models
from django.db.models import Q
from django.utils.translation import gettext_lazy as _

from gongkai.screening.models.decisions import Decision
from gongkai.screening.models.screenings import Screening
from gongkai.screening.models.shared import Severity


class ScreeningFinding(models.Model):
    """Something found, or something that could not be read (`unread.*`); the value is kept masked only.

    `place`: {"path", "part", "number", "start", "end"} against the text `convert.parts` gives for the same bytes, and where
    known "page", "sheet", "cell", "paragraph". `decision`: what settles it, a projection; None: open.
    """

    screening = models.ForeignKey(
        Screening, on_delete=models.CASCADE, related_name="findings", verbose_name=_("检查")
    )
    number = models.PositiveIntegerField(_("序号"))
    detector = models.CharField(_("检测项"), max_length=60)
    severity = models.CharField(_("程度"), max_length=12, choices=Severity.choices)
    confidence = models.FloatField(_("把握"))
    place = models.JSONField(_("位置"))
    masked = models.CharField(_("内容（已遮盖）"), max_length=200)
    why = models.CharField(_("依据"), max_length=300)
    fingerprint = models.CharField(max_length=64)
    decision = models.ForeignKey(
        Decision, on_delete=models.PROTECT, null=True, blank=True, related_name="+", verbose_name=_("处理")
    )

    class Meta:
        verbose_name = verbose_name_plural = _("检查发现")
        ordering = ["screening", "number"]
        constraints = [
            models.UniqueConstraint(fields=["screening", "number"], name="screening_finding_numbered_once"),
            models.CheckConstraint(
                condition=Q(confidence__gte=0) & Q(confidence__lte=1), name="screening_confidence_is_a_share"
            ),
            models.CheckConstraint(
                condition=Q(severity__in=["serious", "warning", "information"]),
                name="screening_finding_severity_known",
            ),
        ]
        indexes = [
            models.Index(fields=["fingerprint", "detector"], name="screening_finding_of_value"),
            models.Index(fields=["detector", "severity"], name="screening_finding_detector"),
        ]

    def __str__(self) -> str:
        return f"{self.detector} {self.masked}"

    @property
    def is_unread(self) -> bool:
        """Whether this says that something could not be read."""
        return self.detector.startswith("unread.")
