"""The working calendar, and what is done once a day."""

from __future__ import annotations

from django.db import models
from django.utils.translation import gettext_lazy as _

from gongkai.agencies.models.agencies import Agency
from gongkai.agencies.models.staff import User


class HolidayNotice(models.Model):
    """A State Council (or regional) notice on days off, loaded by an administrator after the bundled ones."""

    year = models.PositiveSmallIntegerField(_("年份"))
    region = models.CharField(_("地区"), max_length=60, blank=True, help_text=_("留空为全国"))
    document = models.CharField(_("文号"), max_length=80)
    content = models.JSONField(_("内容"))
    loaded_at = models.DateTimeField(_("载入时间"), auto_now_add=True)
    loaded_by = models.ForeignKey(
        User, on_delete=models.PROTECT, null=True, blank=True, verbose_name=_("载入人"), related_name="+"
    )

    class Meta:
        verbose_name = verbose_name_plural = _("放假通知")
        ordering = ["loaded_at", "id"]
        constraints = [
            models.UniqueConstraint(fields=["year", "region", "document"], name="agencies_notice_loaded_once")
        ]

    def __str__(self) -> str:
        return f"{self.document} ({self.year})"


class ScheduledRun(models.Model):
    """Work done once a day, however many processes want to do it: whoever holds the claim goes on with it."""

    name = models.CharField(_("事项"), max_length=40)
    day = models.DateField(_("日期"))
    claimed_until = models.DateTimeField(_("占用至"), null=True, blank=True)
    finished_at = models.DateTimeField(_("完成时间"), null=True, blank=True)

    class Meta:
        verbose_name = verbose_name_plural = _("定时事项")
        ordering = ["-day", "name"]
        constraints = [models.UniqueConstraint(fields=["name", "day"], name="agencies_run_once_a_day")]

    def __str__(self) -> str:
        return f"{self.name} {self.day}"


class StaffMail(models.Model):
    """One mail of a day's run to one colleague. Its text is drawn up when it is sent and not kept."""

    class Kind(models.TextChoices):
        DIGEST = "digest", _("每日待办")
        ESCALATION = "escalation", _("到期提醒")

    class State(models.TextChoices):
        WAITING = "waiting", _("待发送")
        SENDING = "sending", _("发送中")
        SENT = "sent", _("已发送")
        FAILED = "failed", _("发送失败")
        NEEDLESS = "needless", _("无需发送")

    run = models.ForeignKey(
        ScheduledRun, on_delete=models.CASCADE, related_name="mails", verbose_name=_("事项")
    )
    recipient = models.ForeignKey(User, on_delete=models.PROTECT, related_name="+", verbose_name=_("收件人"))
    kind = models.CharField(_("种类"), max_length=12, choices=Kind.choices)
    state = models.CharField(_("状态"), max_length=10, choices=State.choices, default=State.WAITING)
    attempts = models.PositiveSmallIntegerField(_("次数"), default=0)
    next_try_at = models.DateTimeField(_("下次发送时间"), null=True, blank=True)
    sent_at = models.DateTimeField(_("发送时间"), null=True, blank=True)

    class Meta:
        verbose_name = verbose_name_plural = _("工作邮件")
        constraints = [
            models.UniqueConstraint(fields=["run", "recipient", "kind"], name="agencies_one_mail_each")
        ]

    def __str__(self) -> str:
        return f"{self.run} {self.kind} #{self.recipient_id}"


class Escalation(models.Model):
    """A superior was told of a limit before it ends: once for each matter, day and person."""

    matter = models.CharField(_("事项"), max_length=60)
    due_on = models.DateField(_("期限"))
    agency = models.ForeignKey(Agency, on_delete=models.PROTECT, related_name="+", verbose_name=_("机构"))
    recipient = models.ForeignKey(User, on_delete=models.PROTECT, related_name="+", verbose_name=_("收件人"))
    mail = models.ForeignKey(
        StaffMail, on_delete=models.CASCADE, null=True, related_name="escalations", verbose_name=_("邮件")
    )
    raised_at = models.DateTimeField(_("提醒时间"), auto_now_add=True)

    class Meta:
        verbose_name = verbose_name_plural = _("到期提醒")
        constraints = [
            models.UniqueConstraint(
                fields=["matter", "due_on", "recipient"], name="agencies_escalated_once_each"
            )
        ]

    def __str__(self) -> str:
        return f"{self.matter} {self.due_on}"
