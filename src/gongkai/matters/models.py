"""The records of the matters room: what other systems handle, and every state it went through."""

from __future__ import annotations

from django.conf import settings
from django.db import models
from django.db.models import F, Q
from django.utils import timezone
from django.utils.translation import gettext_lazy as _

from gongkai.agencies.models import Agency
from gongkai.agencies.sealed_fields import SealedCharField
from gongkai.ledger import append_only


class Matter(models.Model):
    """One matter in progress (办件) of another system, known there by its `number`.

    The applicant's name lies sealed; `shown_name` and `shown_number` are what everybody may see. `code_hash` recognises
    whoever has the number and the code, or the last digits, that belong to it. `due_on` follows from what was promised or
    from the limit in working days; it is `provisional` while it runs into a year whose days off are not announced yet.
    """

    class Kind(models.TextChoices):
        PERMIT = "permit", _("行政许可")
        CONFIRMATION = "confirmation", _("行政确认")
        BENEFIT = "benefit", _("行政给付")
        AWARD = "award", _("行政奖励")
        RULING = "ruling", _("行政裁决")
        LEVY = "levy", _("行政征收")
        SERVICE = "service", _("公共服务")
        OTHER = "other", _("其他权力事项")

    class State(models.TextChoices):
        ACCEPTED = "accepted", _("已受理")
        HANDLING = "handling", _("办理中")
        PAUSED = "paused", _("补正或者特别程序中")
        GRANTED = "granted", _("办结：准予")
        DENIED = "denied", _("办结：不予")
        DONE = "done", _("办结")
        WITHDRAWN = "withdrawn", _("申请人撤回")

    class ApplicantKind(models.TextChoices):
        PERSON = "person", _("个人")
        ORGANISATION = "organisation", _("单位")

    FINISHED = (State.GRANTED, State.DENIED, State.DONE, State.WITHDRAWN)

    agency = models.ForeignKey(
        Agency, on_delete=models.PROTECT, related_name="matters", verbose_name=_("机构")
    )
    source_system = models.CharField(_("来源系统"), max_length=60)
    number = models.CharField(_("办件编号"), max_length=60)
    unit = models.CharField(_("承办单位"), max_length=100, blank=True)
    name = models.CharField(_("事项名称"), max_length=200)
    kind = models.CharField(_("事项类型"), max_length=20, choices=Kind.choices, default=Kind.OTHER)
    conditions = models.TextField(_("办理条件"), max_length=2000, blank=True)
    limit_text = models.CharField(_("办理时限"), max_length=100, blank=True)
    limit_days = models.PositiveSmallIntegerField(_("时限（工作日）"), null=True, blank=True)
    accepted_on = models.DateField(_("受理日期"))
    promised_on = models.DateField(_("承诺办结日期"), null=True, blank=True)
    due_on = models.DateField(_("办理期限"), null=True, blank=True, editable=False)
    provisional = models.BooleanField(_("暂定期限"), default=False, editable=False)
    state = models.CharField(_("状态"), max_length=12, choices=State.choices, default=State.ACCEPTED)
    finished_on = models.DateField(_("办结日期"), null=True, blank=True)
    result = models.CharField(_("办理结果"), max_length=300, blank=True)
    applicant_kind = models.CharField(_("申请人类型"), max_length=12, choices=ApplicantKind.choices)
    applicant_name = SealedCharField(_("申请人"), max_length=100)
    shown_name = models.CharField(_("公示的申请人"), max_length=100, editable=False)
    shown_number = models.CharField(_("公示的编号"), max_length=60, editable=False)
    code_hash = models.CharField(max_length=64, blank=True, editable=False)
    published = models.BooleanField(_("公示结果"), default=False)
    held = models.CharField(_("没有公示的原因"), max_length=200, blank=True)
    sha256 = models.CharField(max_length=64, editable=False)
    moved_at = models.DateTimeField(_("最近更新"), default=timezone.now)

    class Meta:
        verbose_name = verbose_name_plural = _("办件")
        ordering = ["-accepted_on", "-id"]
        indexes = [
            models.Index(fields=["number"], name="matters_by_number"),
            models.Index(fields=["agency", "state", "due_on"], name="matters_running"),
            models.Index(fields=["published", "-finished_on", "-id"], name="matters_results"),
        ]
        constraints = [
            models.UniqueConstraint(fields=["source_system", "number"], name="matters_known_once"),
            models.CheckConstraint(
                condition=Q(state__in=["granted", "denied", "done", "withdrawn"], finished_on__isnull=False)
                | Q(state__in=["accepted", "handling", "paused"], finished_on__isnull=True),
                name="matters_finished_has_date",
            ),
            models.CheckConstraint(
                condition=Q(finished_on__isnull=True) | Q(finished_on__gte=F("accepted_on")),
                name="matters_finished_after_accepted",
            ),
            models.CheckConstraint(
                condition=Q(published=False) | Q(held=""), name="matters_held_is_not_published"
            ),
        ]

    def __str__(self) -> str:
        return self.shown_number

    @property
    def is_finished(self) -> bool:
        """Whether the handling is over."""
        return self.state in self.FINISHED


class MatterState(append_only.AppendOnly):
    """A state the matter was in, since a day: written once."""

    refusal = _("办件的经过不可更改或删除。")

    matter = models.ForeignKey(
        Matter, on_delete=models.PROTECT, related_name="states", verbose_name=_("办件")
    )
    state = models.CharField(_("状态"), max_length=12, choices=Matter.State.choices)
    since = models.DateField(_("日期"))
    recorded_at = models.DateTimeField(_("登记时间"), default=timezone.now)
    recorded_by = models.ForeignKey(
        settings.AUTH_USER_MODEL, on_delete=models.PROTECT, related_name="+", verbose_name=_("登记人")
    )

    class Meta:
        verbose_name = verbose_name_plural = _("办件状态")
        ordering = ["id"]

    def __str__(self) -> str:
        return f"{self.get_state_display()} {self.since:%Y-%m-%d}"


class MatterLimit(append_only.AppendOnly):
    """A last day the matter had, and what brought it about (期限变更): written once."""

    class Cause(models.TextChoices):
        HANDED_IN = "handed_in", _("业务系统报送")
        CALENDAR = "calendar", _("放假通知载入后重新计算")

    refusal = _("办件期限的经过不可更改或删除。")

    matter = models.ForeignKey(
        Matter, on_delete=models.PROTECT, related_name="limits", verbose_name=_("办件")
    )
    due_on = models.DateField(_("办理期限"), null=True)
    provisional = models.BooleanField(_("暂定期限"))
    cause = models.CharField(_("原因"), max_length=10, choices=Cause.choices)
    recorded_at = models.DateTimeField(_("登记时间"), default=timezone.now)

    class Meta:
        verbose_name = verbose_name_plural = _("办件期限")
        ordering = ["id"]

    def __str__(self) -> str:
        return f"{self.due_on:%Y-%m-%d}" if self.due_on else "—"
