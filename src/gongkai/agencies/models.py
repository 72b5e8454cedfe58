"""The agency tree, its disclosure offices, posts and staff."""

from __future__ import annotations

from datetime import date

from django.contrib.auth.models import AbstractUser
from django.core.validators import MaxValueValidator, RegexValidator
from django.db import models
from django.db.models import F, Q
from django.utils.translation import gettext_lazy as _
from treebeard.mp_tree import MP_Node


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


class Agency(MP_Node):
    """An administrative organ or an authorised organisation (条例 Arts 2, 10, 54). The parent supervises it (Art 3)."""

    class Kind(models.TextChoices):
        GOVERNMENT = "government", _("人民政府")
        DEPARTMENT = "department", _("部门")
        TOWN = "town", _("乡镇(街道)")
        AUTHORISED = "authorised", _("法律法规授权的组织")

    code = models.SlugField(
        _("机构代码"), max_length=40, unique=True, help_text=_("用于网址和命令行,不再更改")
    )
    organization_code = models.CharField(
        _("组织机构代码"),
        max_length=9,
        unique=True,
        validators=[RegexValidator(r"^[0-9A-Z]{9}$", _("组织机构代码为9位数字或大写字母,不带连字符"))],
        help_text=_("9位,不带连字符,是索引号的前段"),
    )
    name = models.CharField(_("名称"), max_length=120, unique=True)
    short_name = models.CharField(_("简称"), max_length=40)
    kind = models.CharField(_("类别"), max_length=20, choices=Kind.choices)
    makes_rules = models.BooleanField(_("有规章制定权"), default=False)
    reconsideration_body = models.CharField(
        _("行政复议机关"), max_length=120, blank=True, help_text=_("留空则为上一级人民政府(复议法第二十四条)")
    )
    court = models.CharField(_("管辖法院"), max_length=120, blank=True)
    warning_working_days = models.PositiveSmallIntegerField(
        _("到期前几个工作日提醒上级"),
        null=True,
        blank=True,
        validators=[MaxValueValidator(20)],
        help_text=_("留空则用上级机关的设置；都未设置的，提前2个工作日"),
    )
    closed_on = models.DateField(_("撤销日期"), null=True, blank=True)

    class Meta:
        verbose_name = verbose_name_plural = _("机构")

    def __str__(self) -> str:
        return self.name

    @property
    def is_government(self) -> bool:
        """Whether this is a people's government: its report is due on 31 March, a department's on 31 January."""
        return self.kind == self.Kind.GOVERNMENT


class DisclosureOffice(models.Model):
    """The agency's 政府信息公开工作机构 and the nine items its guide must contain (条例 Arts 4, 12)."""

    GUIDE_FIELDS = (
        "classification",
        "arrangement",
        "ways_to_obtain",
        "name",
        "address",
        "office_hours",
        "telephone",
        "fax",
        "internet_contact",
    )

    agency = models.OneToOneField(
        Agency, on_delete=models.PROTECT, related_name="disclosure_office", verbose_name=_("机构")
    )
    classification = models.TextField(_("信息分类"), blank=True)
    arrangement = models.TextField(_("编排体系"), blank=True)
    ways_to_obtain = models.TextField(_("获取方式"), blank=True)
    name = models.CharField(_("工作机构名称"), max_length=120, blank=True)
    address = models.CharField(_("办公地址"), max_length=200, blank=True)
    office_hours = models.CharField(_("办公时间"), max_length=200, blank=True)
    telephone = models.CharField(_("联系电话"), max_length=60, blank=True)
    fax = models.CharField(_("传真号码"), max_length=60, blank=True)
    internet_contact = models.CharField(_("互联网联系方式"), max_length=200, blank=True)
    accepts_online = models.BooleanField(_("已开通网上申请"), default=True)
    accepts_fax = models.BooleanField(_("已开通传真申请"), default=False)
    revised_on = models.DateField(_("指南修订日期"), null=True, blank=True)

    class Meta:
        verbose_name = verbose_name_plural = _("政府信息公开工作机构")

    def __str__(self) -> str:
        return self.name or str(self.agency)

    def missing_fields(self) -> list[str]:
        """Labels of the statutory guide items that are still empty (Art 12)."""
        empty = [name for name in self.GUIDE_FIELDS if not getattr(self, name)]
        return [str(field.verbose_name) for field in self._meta.fields if field.name in empty]


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
