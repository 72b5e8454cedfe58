"""One document on one channel."""

from __future__ import annotations

from django.conf import settings
from django.db import models
from django.db.models import Q
from django.utils import timezone
from django.utils.translation import gettext_lazy as _

from gongkai.agencies.models import Agency
from gongkai.catalog.models import Document


class ChannelJob(models.Model):
    """What is to be published of a public document on a channel, and how far it is. The ledger holds its history.

    `text` is empty while the text is the one made from the document; `prepared_sha256` is the document's content it was
    edited from, then the content that went out.
    """

    ledger_kind = "channels.job"

    class State(models.TextChoices):
        TO_DO = "to_do", _("待准备")
        PREPARED = "prepared", _("已备稿")
        DONE = "done", _("已发布")
        REFUSED = "refused", _("不发布")
        TO_UPDATE = "to_update", _("要更新")
        TO_TAKE_DOWN = "to_take_down", _("要撤下、更正")
        TAKEN_DOWN = "taken_down", _("已撤下、更正")

    OPEN = (State.TO_DO, State.PREPARED)
    AGAIN = (State.TO_UPDATE, State.TO_TAKE_DOWN)  # it went out, and something is to be done about it

    document = models.ForeignKey(
        Document, on_delete=models.PROTECT, related_name="channel_jobs", verbose_name=_("文件")
    )
    agency = models.ForeignKey(
        Agency, on_delete=models.PROTECT, related_name="channel_jobs", verbose_name=_("机构")
    )
    channel = models.CharField(_("渠道"), max_length=40)
    state = models.CharField(_("状态"), max_length=12, choices=State.choices, default=State.TO_DO)
    due_on = models.DateField(_("期限"), null=True, blank=True)
    title = models.CharField(_("标题"), max_length=200, blank=True)
    text = models.TextField(_("文稿"), blank=True)
    prepared_sha256 = models.CharField(max_length=64, blank=True, editable=False)
    reason = models.CharField(_("原因"), max_length=300, blank=True)
    made_by = models.ForeignKey(
        settings.AUTH_USER_MODEL,
        on_delete=models.PROTECT,
        null=True,
        related_name="+",
        verbose_name=_("安排人"),
    )
    made_at = models.DateTimeField(_("安排时间"), default=timezone.now)

    class Meta:
        verbose_name = verbose_name_plural = _("发布任务")
        ordering = ["due_on", "id"]
        indexes = [
            models.Index(fields=["agency", "state", "due_on"], name="channels_job_work"),
            models.Index(fields=["document", "state"], name="channels_job_of_document"),
        ]
        constraints = [
            models.UniqueConstraint(
                fields=["document", "channel"],
                condition=~Q(state__in=["refused", "taken_down"]),
                name="channels_one_job_at_a_time",
            ),
            models.CheckConstraint(
                condition=~Q(state__in=["refused", "to_update", "to_take_down"]) | ~Q(reason=""),
                name="channels_job_says_why",
            ),
        ]

    def __str__(self) -> str:
        return f"{self.document} {self.channel}"

    @property
    def is_outdated(self) -> bool:
        """Whether the document changed after its text was edited."""
        edited = bool(self.text or self.title)
        return edited and self.prepared_sha256 != self.document.content_sha256

    @property
    def is_running(self) -> bool:
        """Whether something is to be done about it."""
        return self.state in (*self.OPEN, *self.AGAIN)

    @property
    def is_open(self) -> bool:
        """Whether it is still to be published."""
        return self.state in self.OPEN
