"""Dictionaries, what was found in a text or file, what was decided about it, what was taken out."""

from __future__ import annotations

from typing import Any, NoReturn

from django.conf import settings
from django.contrib.contenttypes.models import ContentType
from django.core.exceptions import PermissionDenied
from django.core.validators import MinLengthValidator
from django.db import models
from django.db.models import F, Q
from django.db.models.functions import Coalesce
from django.utils import timezone
from django.utils.translation import gettext_lazy as _

from gongkai.agencies.models import Agency
from gongkai.agencies.sealed_storage import sealed_storage


class Severity(models.TextChoices):
    """How much a finding weighs; the values are those of `scan.Severity`."""

    SERIOUS = "serious", _("严重")
    WARNING = "warning", _("提醒")
    INFORMATION = "information", _("提示")


class DictionaryEntry(models.Model):
    """A word to look for, kept by an administrator for the agency's subtree or, without an agency, for everybody."""

    class Category(models.TextChoices):
        FORBIDDEN = "forbidden", _("禁用词")
        TITLE = "title", _("称谓、机构名称错误")
        TYPING = "typing", _("错别字")
        ALLOWED = "allowed", _("放行词")

    agency = models.ForeignKey(
        Agency,
        on_delete=models.PROTECT,
        null=True,
        blank=True,
        related_name="+",
        verbose_name=_("适用机构"),
        help_text=_("该机构及其下级适用；留空为全部机构"),
    )
    word = models.CharField(_("词"), max_length=100, validators=[MinLengthValidator(2)])
    category = models.CharField(_("类别"), max_length=20, choices=Category.choices)
    severity = models.CharField(_("程度"), max_length=12, choices=Severity.choices, default=Severity.WARNING)
    right_form = models.CharField(
        _("正确写法"), max_length=100, blank=True, help_text=_("称谓和错别字应填；放行词不填")
    )
    since = models.DateField(_("起用日期"), null=True, blank=True)
    until = models.DateField(_("停用日期"), null=True, blank=True, help_text=_("当天仍适用"))
    note = models.CharField(_("说明"), max_length=200, blank=True)
    changed_by = models.ForeignKey(
        settings.AUTH_USER_MODEL,
        on_delete=models.PROTECT,
        null=True,
        editable=False,
        related_name="+",
        verbose_name=_("修改人"),
    )
    changed_at = models.DateTimeField(_("修改时间"), default=timezone.now, editable=False)

    class Meta:
        verbose_name = verbose_name_plural = _("词库条目")
        ordering = ["word", "id"]
        indexes = [models.Index(fields=["category", "word"], name="screening_word_category")]
        constraints = [
            models.UniqueConstraint(
                Coalesce("agency", 0), "word", "category", name="screening_word_once",
                violation_error_message=_("这个词在该类别中已有。"),
            ),
            models.CheckConstraint(
                condition=Q(since__isnull=True) | Q(until__isnull=True) | Q(until__gte=F("since")),
                name="screening_word_ends_after_start",
                violation_error_message=_("停用日期不能早于起用日期。"),
            ),
            models.CheckConstraint(condition=~Q(word=""), name="screening_word_not_empty"),
            models.CheckConstraint(
                condition=Q(category__in=["forbidden", "title", "typing", "allowed"]),
                name="screening_word_category_known",
            ),
            models.CheckConstraint(
                condition=Q(severity__in=["serious", "warning", "information"]),
                name="screening_word_severity_known",
            ),
            models.CheckConstraint(
                condition=~Q(category="allowed") | Q(right_form=""),
                name="screening_allowed_has_no_right_form",
                violation_error_message=_("放行词不填正确写法。"),
            ),
        ]  # fmt: skip

    def __str__(self) -> str:
        return self.word


class OfObject(models.Model):
    """A row about something that is screened, whatever room it belongs to."""

    content_type = models.ForeignKey(ContentType, on_delete=models.PROTECT, related_name="+")
    object_id = models.BigIntegerField(_("对象编号"))
    agency = models.ForeignKey(Agency, on_delete=models.PROTECT, related_name="+", verbose_name=_("机构"))

    class Meta:
        abstract = True


class Rescan(models.Model):
    """Everything published is looked at once more, because words or detectors changed; taken up again where it stopped."""

    class State(models.TextChoices):
        RUNNING = "running", _("进行中")
        DONE = "done", _("已完成")
        STOPPED = "stopped", _("已停止")

    agency = models.ForeignKey(
        Agency,
        on_delete=models.PROTECT,
        related_name="+",
        verbose_name=_("范围"),
        help_text=_("该机构及其下级"),
    )
    state = models.CharField(_("状态"), max_length=10, choices=State.choices, default=State.RUNNING)
    version = models.CharField(_("检查版本"), max_length=40, blank=True)
    cursor_model = models.CharField(max_length=80, blank=True)
    cursor_id = models.BigIntegerField(default=0)
    total = models.PositiveIntegerField(_("共"), default=0)
    done = models.PositiveIntegerField(_("已查"), default=0)
    started_by = models.ForeignKey(
        settings.AUTH_USER_MODEL,
        on_delete=models.PROTECT,
        null=True,
        related_name="+",
        verbose_name=_("发起人"),
    )
    started_at = models.DateTimeField(_("发起时间"), default=timezone.now)
    moved_at = models.DateTimeField(_("最近进展"), default=timezone.now)
    finished_at = models.DateTimeField(_("完成时间"), null=True, blank=True)

    class Meta:
        verbose_name = verbose_name_plural = _("复查")
        ordering = ["-id"]
        constraints = [
            models.UniqueConstraint(
                fields=["agency"], condition=Q(state="running"), name="screening_one_rescan_at_a_time"
            ),
            models.CheckConstraint(
                condition=Q(state="running") | Q(finished_at__isnull=False),
                name="screening_rescan_over_has_date",
            ),
        ]

    def __str__(self) -> str:
        return f"{self.agency} {self.started_at:%Y-%m-%d}"


class Screening(OfObject):
    """One text or file of one object in one content (`sha256`), looked at with one `version` of words and detectors.

    `current`: the content belongs to the newest draft or to what is public. The `open_*` columns and `current` are
    projections: `services` writes them, and they can be worked out again. `order`: which findings and boxes the worker is to
    take out, how, and for whom; `problem`: why it could not. `contents` is the text that was read, part by
    part, kept sealed in a file and never in the database.
    """

    class Kind(models.TextChoices):
        TEXT = "text", _("正文")
        FILE = "file", _("附件")

    class State(models.TextChoices):
        WAITING = "waiting", _("等待检查")
        RUNNING = "running", _("正在检查")
        DONE = "done", _("已检查")
        FAILED = "failed", _("检查出错")
        REDACTING = "redacting", _("正在遮盖")

    kind = models.CharField(_("种类"), max_length=4, choices=Kind.choices)
    item_id = models.BigIntegerField(_("附件编号"), default=0)
    title = models.CharField(_("名称"), max_length=300)
    sha256 = models.CharField(_("校验值"), max_length=64)
    current = models.BooleanField(_("是现行内容"), default=True)
    version = models.CharField(_("检查版本"), max_length=40, blank=True)
    state = models.CharField(_("状态"), max_length=12, choices=State.choices, default=State.WAITING)
    order = models.JSONField(_("待遮盖的内容"), null=True, blank=True)
    problem = models.CharField(_("没有遮盖的原因"), max_length=300, blank=True)
    contents = models.FileField(
        _("读出的文字"), upload_to="screening/%Y/", storage=sealed_storage, blank=True
    )
    found_serious = models.PositiveIntegerField(_("严重"), default=0)
    found_warning = models.PositiveIntegerField(_("提醒"), default=0)
    found_information = models.PositiveIntegerField(_("提示"), default=0)
    unread = models.PositiveIntegerField(_("没有读出的"), default=0)
    open_serious = models.PositiveIntegerField(_("严重，未处理"), default=0)
    open_warning = models.PositiveIntegerField(_("提醒，未处理"), default=0)
    rescan = models.ForeignKey(
        Rescan,
        on_delete=models.SET_NULL,
        null=True,
        blank=True,
        related_name="screenings",
        verbose_name=_("复查"),
    )
    added = models.PositiveIntegerField(_("复查新发现"), default=0)
    requested_at = models.DateTimeField(_("提交时间"), default=timezone.now)
    started_at = models.DateTimeField(_("开始时间"), null=True, blank=True)
    finished_at = models.DateTimeField(_("完成时间"), null=True, blank=True)

    class Meta:
        verbose_name = verbose_name_plural = _("检查")
        ordering = ["kind", "item_id", "id"]
        constraints = [
            models.UniqueConstraint(
                fields=["content_type", "object_id", "kind", "item_id", "sha256"],
                name="screening_content_once",
            ),
            models.CheckConstraint(
                condition=~Q(state="done") | (~Q(version="") & Q(finished_at__isnull=False)),
                name="screening_done_has_version",
            ),
            models.CheckConstraint(
                condition=Q(kind="file") | Q(item_id=0), name="screening_text_has_no_number"
            ),
        ]
        indexes = [
            models.Index(fields=["content_type", "object_id", "current"], name="screening_of_object"),
            models.Index(fields=["agency", "current", "open_serious"], name="screening_of_agency"),
            models.Index(fields=["rescan", "added"], name="screening_of_rescan"),
        ]

    def __str__(self) -> str:
        return self.title

    @property
    def open(self) -> int:
        """How many serious findings and warnings have not been decided on."""
        return self.open_serious + self.open_warning

    @property
    def settled(self) -> int:
        """How many serious findings and warnings have been decided on."""
        return self.found_serious + self.found_warning - self.open

    @property
    def is_pending(self) -> bool:
        """Whether it has still to be looked at."""
        return self.state in (self.State.WAITING, self.State.RUNNING, self.State.REDACTING)


class AppendOnly(models.Model):
    """A row that is written once. The database refuses the rest too (see `apps`)."""

    class Meta:
        abstract = True

    def save(self, *args: Any, **kwargs: Any) -> None:
        """Insert; a second save is refused."""
        if self.pk is not None and not self._state.adding:
            self._refuse()
        super().save(*args, **kwargs)

    def delete(self, *args: Any, **kwargs: Any) -> NoReturn:
        """Always refused."""
        self._refuse()

    def _refuse(self) -> NoReturn:
        raise PermissionDenied(_("处理记录不可更改或删除。"))


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
