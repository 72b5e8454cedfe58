"""Members of staff and the duties they hold."""

from __future__ import annotations

from datetime import date

from django.contrib.auth.models import AbstractUser
from django.db import models
from django.db.models import F, Q
from django.utils.translation import gettext_lazy as _

from gongkai.agencies.models.agencies import Agency


class Duty(models.TextChoices):
    """What a post may do at its agency (architecture: permission by agency subtree)."""

    INFORMATION_OFFICER = "information_officer", _("信息员")
    SECTION_HEAD = "section_head", _("科室负责人")
    REVIEWER = "reviewer", _("审核人")
    SECRECY_REVIEWER = "secrecy_reviewer", _("保密审查员")
    LEADER = "leader", _("分管负责人")
    PUBLISHER = "publisher", _("信息发布员")
    SUPERVISOR = "supervisor", _("主管部门监督员")
    ADMINISTRATOR = "administrator", _("系统管理员")


class User(AbstractUser):
    """A member of staff. What one may do follows from the posts held, never from this row."""

    display_name = models.CharField(_("姓名"), max_length=60, blank=True)

    class Meta:
        verbose_name = verbose_name_plural = _("工作人员")

    def __str__(self) -> str:
        return self.get_full_name()

    def get_full_name(self) -> str:
        """The name shown to colleagues and kept in the ledger."""
        return self.display_name or super().get_full_name() or self.username


class Post(models.Model):
    """A duty held by a person at an agency for a time (岗位). Ended, never deleted."""

    agency = models.ForeignKey(Agency, on_delete=models.PROTECT, related_name="posts", verbose_name=_("机构"))
    holder = models.ForeignKey(User, on_delete=models.PROTECT, related_name="posts", verbose_name=_("人员"))
    duty = models.CharField(_("职责"), max_length=30, choices=Duty.choices)
    title = models.CharField(_("职务"), max_length=60, blank=True)
    since = models.DateField(_("任职日期"))
    until = models.DateField(_("离任日期"), null=True, blank=True)

    class Meta:
        verbose_name = verbose_name_plural = _("岗位")
        constraints = [
            models.CheckConstraint(
                condition=Q(until__isnull=True) | Q(until__gte=F("since")),
                name="agencies_post_ends_after_start",
            ),
            models.UniqueConstraint(
                fields=["agency", "holder", "duty"],
                condition=Q(until__isnull=True),
                name="agencies_post_held_once",
            ),
        ]
        indexes = [models.Index(fields=["holder", "duty"])]

    def __str__(self) -> str:
        return f"{self.agency} {self.get_duty_display()} {self.holder}"

    def is_current(self, as_of: date) -> bool:
        """Whether the duty is held on that day."""
        return self.since <= as_of and (self.until is None or as_of <= self.until)


class CalendarSubscription(models.Model):
    """A secret address under which a colleague's calendar reads due dates. Only a hash of the secret is kept."""

    holder = models.ForeignKey(
        User, on_delete=models.PROTECT, related_name="calendar_subscriptions", verbose_name=_("人员")
    )
    token_hash = models.CharField(max_length=64, unique=True, editable=False)
    created_at = models.DateTimeField(_("开通时间"), auto_now_add=True)
    revoked_at = models.DateTimeField(_("停用时间"), null=True, blank=True)

    class Meta:
        verbose_name = verbose_name_plural = _("日历订阅")
        ordering = ["-created_at", "-id"]
        constraints = [
            models.UniqueConstraint(
                fields=["holder"],
                condition=Q(revoked_at__isnull=True),
                name="agencies_one_calendar_address_each",
            )
        ]

    def __str__(self) -> str:
        return f"{self.holder} {self.created_at:%Y-%m-%d}"
