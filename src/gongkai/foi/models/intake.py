"""How a request came in, beyond its date of receipt: attempts to reach the sender, mail, old registers, split letters."""

from __future__ import annotations

from django.conf import settings
from django.db import models
from django.db.models import F, Q
from django.utils.translation import gettext_lazy as _

from gongkai.agencies.models import Agency
from gongkai.foi.models.case import Case
from gongkai.foi.models.sealed import SealedCharField, SealedJSONField, SealedTextField


class ContactAttempt(models.Model):
    """One attempt to reach the applicant so that both sides confirm the receipt (Art 31); failures are kept, too."""

    class Means(models.TextChoices):
        TELEPHONE = "telephone", _("电话")
        MESSAGE = "message", _("短信")
        EMAIL = "email", _("电子邮件")
        LETTER = "letter", _("信函")
        IN_PERSON = "in_person", _("当面")

    case = models.ForeignKey(
        Case, on_delete=models.PROTECT, related_name="contact_attempts", verbose_name=_("申请")
    )
    at = models.DateTimeField(_("联系时间"))
    means = models.CharField(_("联系方式"), max_length=12, choices=Means.choices)
    reached = models.BooleanField(_("联系上了"))
    note = SealedCharField(_("说明"), max_length=200, blank=True)
    made_by = models.ForeignKey(
        settings.AUTH_USER_MODEL, on_delete=models.PROTECT, related_name="+", verbose_name=_("联系人")
    )
    recorded_at = models.DateTimeField(_("登记时间"), auto_now_add=True)

    class Meta:
        verbose_name = verbose_name_plural = _("确认收到的联系记录")
        ordering = ["at", "id"]

    def __str__(self) -> str:
        return f"{self.case} {self.get_means_display()}"


class MailReceipt(models.Model):
    """Mail that had to be signed for: the agency's mail room counts (Art 31), the office's own day is kept beside it."""

    case = models.OneToOneField(
        Case, on_delete=models.PROTECT, related_name="mail_receipt", verbose_name=_("申请")
    )
    signed_on = models.DateField(_("收发室签收日期"))
    reached_office_on = models.DateField(_("转到公开工作机构日期"), null=True, blank=True)
    postal_number = models.CharField(_("邮件号"), max_length=40, blank=True)

    class Meta:
        verbose_name = verbose_name_plural = _("邮件签收")
        constraints = [
            models.CheckConstraint(
                condition=Q(reached_office_on__isnull=True) | Q(reached_office_on__gte=F("signed_on")),
                name="foi_mail_reaches_the_office_after_signing",
            )
        ]

    def __str__(self) -> str:
        return f"{self.case} {self.signed_on}"


class ImportedCase(models.Model):
    """A request taken over from an older register, known by its number there. Read again, it is recognised.

    `digest` covers everything the row said; a row that says something else later is reported, never written over.
    """

    case = models.OneToOneField(
        Case, on_delete=models.PROTECT, related_name="imported", verbose_name=_("申请")
    )
    agency = models.ForeignKey(Agency, on_delete=models.PROTECT, related_name="+", verbose_name=_("机构"))
    source_id = models.CharField(_("原台账编号"), max_length=100)
    digest = models.CharField(max_length=64, editable=False)
    row = models.PositiveIntegerField(_("行号"))
    reply_number = models.CharField(_("原答复文号"), max_length=80, blank=True)
    details = SealedJSONField(_("原台账的其他内容"), default=dict, blank=True)
    imported_at = models.DateTimeField(_("导入时间"), auto_now_add=True)
    imported_by = models.ForeignKey(
        settings.AUTH_USER_MODEL, on_delete=models.PROTECT, related_name="+", verbose_name=_("导入人")
    )

    class Meta:
        verbose_name = verbose_name_plural = _("导入的申请")
        constraints = [
            models.UniqueConstraint(fields=["agency", "source_id"], name="foi_imported_once_per_register")
        ]

    def __str__(self) -> str:
        return f"{self.agency} {self.source_id}"


class CaseSplit(models.Model):
    """A letter with several matters, made into several requests; what it said as one, and what the applicant was told."""

    original = models.OneToOneField(
        Case, on_delete=models.PROTECT, related_name="split", verbose_name=_("原申请")
    )
    subject = SealedCharField(_("原所需信息名称"), max_length=200)
    document_number = SealedCharField(_("原文号"), max_length=80, blank=True)
    features = SealedTextField(_("原其他特征"), blank=True)
    explanation = SealedTextField(_("对申请人的说明"))
    on = models.DateField(_("拆分日期"))
    made_by = models.ForeignKey(
        settings.AUTH_USER_MODEL, on_delete=models.PROTECT, related_name="+", verbose_name=_("经办人")
    )

    class Meta:
        verbose_name = verbose_name_plural = _("一函多事拆分")

    def __str__(self) -> str:
        return f"{self.original} {self.on}"


class SplitPart(models.Model):
    """One matter of a split letter: number one stays with the original request, each other one is a new request."""

    split = models.ForeignKey(
        CaseSplit, on_delete=models.PROTECT, related_name="parts", verbose_name=_("拆分")
    )
    case = models.OneToOneField(
        Case, on_delete=models.PROTECT, related_name="split_part", verbose_name=_("申请")
    )
    position = models.PositiveSmallIntegerField(_("第几项"))

    class Meta:
        verbose_name = verbose_name_plural = _("拆分出的事项")
        ordering = ["position"]
        constraints = [models.UniqueConstraint(fields=["split", "position"], name="foi_split_part_once")]

    def __str__(self) -> str:
        return f"{self.case} {self.position}"
