"""Texts and files that are looked at, one by one or all that is public."""

from __future__ import annotations

from django.conf import settings
from django.db import models
from django.db.models import Q
from django.utils import timezone
from django.utils.translation import gettext_lazy as _

from gongkai.agencies.models import Agency
from gongkai.agencies.sealed_storage import sealed_storage
from gongkai.screening.models.shared import OfObject


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
        return self.name

    @property
    def name(self) -> str:
        """What it is called: a file by its own name, a text by what it is, in the reader's language."""
        return self.title if self.kind == self.Kind.FILE else str(_("正文和目录信息"))

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
