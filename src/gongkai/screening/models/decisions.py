"""What was decided about a value that was found, and what was taken out: appended, never changed."""

from __future__ import annotations

from django.conf import settings
from django.db import models
from django.db.models import F, Q
from django.utils import timezone
from django.utils.translation import gettext_lazy as _

from gongkai.agencies.sealed_storage import sealed_storage
from gongkai.screening.models.screenings import Screening
from gongkai.screening.models.shared import AppendOnly, OfObject, Severity


class Decision(OfObject, AppendOnly):
    """What a person decided about one value found by one detector, in one object or for ever.

    The value itself is nowhere: `fingerprint` is a keyed hash of it. Of several decisions on a value the newest holds.
    `for_ever`: in everything of the agency and those below it.
    """

    class Verdict(models.TextChoices):
        FALSE_ALARM = "false_alarm", _("误报")
        KEPT = "kept", _("保留")
        REDACTED = "redacted", _("已遮盖")
        REOPENED = "reopened", _("撤销处理")

    detector = models.CharField(_("检测项"), max_length=60)
    severity = models.CharField(_("程度"), max_length=12, choices=Severity.choices)
    fingerprint = models.CharField(max_length=64)
    masked = models.CharField(_("内容（已遮盖）"), max_length=200)
    sha256 = models.CharField(_("所查内容的校验值"), max_length=64)
    verdict = models.CharField(_("处理"), max_length=12, choices=Verdict.choices)
    for_ever = models.BooleanField(_("今后不再报告"), default=False)
    reason = models.CharField(_("理由"), max_length=300, blank=True)
    decided_by = models.ForeignKey(
        settings.AUTH_USER_MODEL, on_delete=models.PROTECT, related_name="+", verbose_name=_("处理人")
    )
    decided_at = models.DateTimeField(_("处理时间"), default=timezone.now)

    class Meta:
        verbose_name = verbose_name_plural = _("处理记录")
        ordering = ["id"]
        indexes = [
            models.Index(fields=["content_type", "object_id", "id"], name="screening_decision_of_object"),
            models.Index(fields=["fingerprint", "detector"], name="screening_decision_of_value"),
            models.Index(fields=["for_ever", "agency"], name="screening_decision_for_ever"),
        ]
        constraints = [
            models.CheckConstraint(
                condition=Q(verdict__in=["false_alarm", "kept", "redacted", "reopened"]),
                name="screening_verdict_known",
            ),
            models.CheckConstraint(
                condition=Q(verdict="redacted") | ~Q(reason=""), name="screening_decision_has_reason"
            ),
            models.CheckConstraint(
                condition=Q(for_ever=False) | Q(verdict__in=["false_alarm", "reopened"]),
                name="screening_only_false_alarms_for_ever",
            ),
        ]

    def __str__(self) -> str:
        return f"{self.detector} {self.get_verdict_display()}"


class Redaction(OfObject, AppendOnly):
    """What was taken out of a text or file for good, and which content took its place. A file's original is kept sealed."""

    kind = models.CharField(_("种类"), max_length=4, choices=Screening.Kind.choices)
    item_before = models.BigIntegerField(_("原附件编号"), default=0)
    item_after = models.BigIntegerField(_("遮盖后附件编号"), default=0)
    title = models.CharField(_("名称"), max_length=300)
    sha256_before = models.CharField(_("原校验值"), max_length=64)
    sha256_after = models.CharField(_("遮盖后校验值"), max_length=64)
    original = models.FileField(
        _("原件"), upload_to="originals/%Y/", storage=sealed_storage, blank=True, editable=False
    )
    findings = models.JSONField(_("遮盖的发现"), default=list)
    boxes = models.PositiveIntegerField(_("手画的方框"), default=0)
    style = models.CharField(_("遮盖方式"), max_length=12)
    verified = models.BooleanField(_("已核验"), default=False)
    redacted_by = models.ForeignKey(
        settings.AUTH_USER_MODEL, on_delete=models.PROTECT, related_name="+", verbose_name=_("遮盖人")
    )
    redacted_at = models.DateTimeField(_("遮盖时间"), default=timezone.now)

    class Meta:
        verbose_name = verbose_name_plural = _("遮盖记录")
        ordering = ["id"]
        indexes = [
            models.Index(fields=["content_type", "object_id", "id"], name="screening_redaction_of_object"),
            models.Index(fields=["kind", "item_before"], name="screening_redaction_of_file"),
        ]
        constraints = [
            models.CheckConstraint(
                condition=~Q(sha256_before=F("sha256_after")), name="screening_redaction_changes_content"
            ),
            models.CheckConstraint(condition=Q(verified=True), name="screening_redaction_is_verified"),
        ]

    def __str__(self) -> str:
        return self.title
