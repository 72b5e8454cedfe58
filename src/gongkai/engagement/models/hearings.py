"""When and where a hearing takes place, and who wants to take part."""

from __future__ import annotations

from django.db import models
from django.db.models import Q
from django.utils import timezone
from django.utils.translation import gettext_lazy as _

from gongkai.agencies.sealed_fields import SealedCharField, SealedTextField
from gongkai.engagement.models.consultations import Consultation


class Hearing(models.Model):
    """A hearing (听证会) of a consultation. `selection`: how participants are chosen, shown to everybody (Art 16)."""

    consultation = models.OneToOneField(
        Consultation, on_delete=models.PROTECT, related_name="hearing", verbose_name=_("意见征集")
    )
    held_at = models.DateTimeField(_("听证时间"))
    place = models.CharField(_("听证地点"), max_length=200)
    seats = models.PositiveSmallIntegerField(_("参加人名额"))
    selection = models.TextField(_("参加人遴选办法"), max_length=1000)
    register_until = models.DateField(_("报名截止日期"))

    class Meta:
        verbose_name = verbose_name_plural = _("听证会")
        constraints = [models.CheckConstraint(condition=Q(seats__gte=1), name="engagement_hearing_has_seats")]

    def __str__(self) -> str:
        return f"{self.consultation} {self.held_at:%Y-%m-%d}"


class HearingRegistration(models.Model):
    """Somebody wants to take part. Who it is lies sealed; the list of those chosen is an ordinary document."""

    class Capacity(models.TextChoices):
        CONCERNED = "concerned", _("利害关系人")
        RESIDENT = "resident", _("居民")
        BUSINESS = "business", _("企业、行业组织")
        EXPERT = "expert", _("专家、学者")
        DELEGATE = "delegate", _("人大代表、政协委员")

    hearing = models.ForeignKey(
        Hearing, on_delete=models.PROTECT, related_name="registrations", verbose_name=_("听证会")
    )
    number = models.CharField(_("编号"), max_length=60, unique=True)
    capacity = models.CharField(_("身份"), max_length=12, choices=Capacity.choices)
    name = SealedCharField(_("姓名"), max_length=60, blank=True)
    telephone = SealedCharField(_("联系电话"), max_length=40, blank=True)
    reason = SealedTextField(_("报名理由"), max_length=1000, blank=True)
    is_chosen = models.BooleanField(_("入选"), null=True, editable=False)
    code_hash = models.CharField(max_length=64, blank=True, editable=False)
    form_key = models.CharField(max_length=64, unique=True, editable=False)
    submitted_at = models.DateTimeField(_("报名时间"), default=timezone.now)

    class Meta:
        verbose_name = verbose_name_plural = _("听证会报名")
        ordering = ["id"]

    def __str__(self) -> str:
        return self.number
