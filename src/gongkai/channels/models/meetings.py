"""Publicity days, press conferences and interviews."""

from __future__ import annotations

from django.core.exceptions import ValidationError
from django.db import models
from django.db.models import F, Q
from django.utils import timezone
from django.utils.translation import gettext
from django.utils.translation import gettext_lazy as _

from gongkai.agencies.models import Agency
from gongkai.catalog.models import Document
from gongkai.channels.models.releases import Evidence


class PublicityDay(models.Model):
    """A day on which the office went among people: what was handed out and asked (政府信息公开宣传日)."""

    agency = models.ForeignKey(
        Agency, on_delete=models.PROTECT, related_name="publicity_days", verbose_name=_("机构")
    )
    topic = models.CharField(_("主题"), max_length=120)
    on = models.DateField(_("日期"))
    place = models.CharField(_("地点"), max_length=120)
    leaflets = models.PositiveIntegerField(_("发放资料（份）"), default=0)
    questions = models.PositiveIntegerField(_("解答咨询（人次）"), default=0)
    people = models.PositiveIntegerField(_("参加群众（人）"), default=0)
    note = models.TextField(_("群众主要问了什么"), blank=True, max_length=2000)
    photos = models.ManyToManyField(Evidence, blank=True, editable=False, related_name="publicity_days")

    class Meta:
        verbose_name = verbose_name_plural = _("宣传日")
        ordering = ["-on", "-id"]
        constraints = [
            models.UniqueConstraint(
                fields=["agency", "on", "place"],
                name="channels_publicity_day_once",
                violation_error_message=_("同一天同一地点的宣传日已经登记。"),
            )
        ]

    def __str__(self) -> str:
        return f"{self.on} {self.topic}"

    def clean(self) -> None:
        """Not before it happened. Raises ValidationError."""
        if self.on and self.on > timezone.localdate():
            raise ValidationError({"on": gettext("日期还没有到，活动结束后再登记。")})


class PressMeeting(models.Model):
    """A press conference or interview, held or still to be held; what it answers sets its limit (`data/response_limits.yaml`)."""

    class Kind(models.TextChoices):
        CONFERENCE = "conference", _("新闻发布会")
        INTERVIEW = "interview", _("在线访谈")

    class Event(models.TextChoices):
        NONE = "", _("不是回应舆情")
        GRAVE = "grave", _("特别重大、重大突发事件")
        OTHER = "other", _("其他政务舆情")

    agency = models.ForeignKey(
        Agency, on_delete=models.PROTECT, related_name="press_meetings", verbose_name=_("机构")
    )
    kind = models.CharField(_("种类"), max_length=12, choices=Kind.choices)
    topic = models.CharField(_("主题"), max_length=200)
    event = models.CharField(_("所回应的事件"), max_length=8, choices=Event.choices, blank=True, default="")
    known_at = models.DateTimeField(_("事件发生、得知时间"), null=True, blank=True)
    informed_at = models.DateTimeField(_("首次发布权威信息时间"), null=True, blank=True)
    held_at = models.DateTimeField(_("举行时间"), null=True, blank=True, help_text=_("还没有举行的，留空"))
    place = models.CharField(_("地点、平台"), max_length=120, blank=True)
    chief_attended = models.BooleanField(_("主要负责同志出席"), default=False)
    speaker = models.CharField(_("出席负责人姓名"), max_length=60, blank=True)
    post = models.CharField(_("职务"), max_length=80, blank=True)
    media = models.PositiveIntegerField(_("到场媒体（家）"), default=0)
    questions = models.PositiveIntegerField(_("答问（个）"), default=0)
    transcript = models.ForeignKey(
        Document,
        on_delete=models.PROTECT,
        null=True,
        blank=True,
        related_name="press_meetings",
        verbose_name=_("文字实录"),
        help_text=_("填已公开文件的编号"),
    )

    class Meta:
        verbose_name = verbose_name_plural = _("新闻发布会和访谈")
        ordering = [F("held_at").desc(nulls_first=True), "-id"]
        constraints = [
            models.CheckConstraint(
                condition=Q(event="") | Q(known_at__isnull=False), name="channels_event_has_its_hour"
            ),
            models.CheckConstraint(
                condition=Q(chief_attended=False) | ~Q(speaker=""), name="channels_chief_has_a_name"
            ),
        ]

    def __str__(self) -> str:
        return self.topic

    def clean(self) -> None:
        """Hours in their order, nothing in the future that has been held. Raises ValidationError with everything."""
        found: dict[str, str] = {}
        now = timezone.now()
        if self.event and not self.known_at:
            found["known_at"] = gettext("回应舆情的，须填写事件发生或者得知的时间，回应时限自此起算。")
        for name in ("known_at", "informed_at", "held_at"):
            moment = getattr(self, name)
            if moment and moment > now:
                found[name] = gettext("时间还没有到；还没有举行、发布的，留空。")
            elif moment and self.known_at and moment < self.known_at:
                found[name] = gettext("早于事件发生的时间。")
        if self.chief_attended and not self.speaker:
            found["speaker"] = gettext("主要负责同志出席的，须填写姓名和职务。")
        if found:
            raise ValidationError(found)
