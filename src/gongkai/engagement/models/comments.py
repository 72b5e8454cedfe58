"""What people said, once and for all with what is personal masked; who they are, sealed and for a time; what became of it."""

from __future__ import annotations

from uuid import uuid4

from django.conf import settings
from django.db import models
from django.db.models import Q
from django.utils import timezone
from django.utils.translation import gettext_lazy as _

from gongkai.agencies.sealed_fields import SealedCharField, SealedTextField
from gongkai.agencies.sealed_storage import sealed_storage
from gongkai.engagement.models.consultations import Consultation
from gongkai.ledger.append_only import AppendOnly


def private_path(instance: CommentOriginal, filename: str) -> str:
    """An unguessable name that says nothing about the person."""
    return f"engagement/{uuid4().hex[:2]}/{uuid4().hex}"


class Comment(AppendOnly):
    """One opinion. `text` has what is personal masked; the words as they came lie in `CommentOriginal`.

    `form_key` recognises a form that was sent twice, `text_hash` the same text from anybody.
    """

    class Channel(models.TextChoices):
        ONLINE = "online", _("本网站")
        EMAIL = "email", _("电子邮件")
        LETTER = "letter", _("来信")
        PHONE = "phone", _("来电")
        VISIT = "visit", _("来访")
        MEETING = "meeting", _("座谈会、听证会")

    refusal = _("收到的意见不可更改或删除。")
    ledger_kind = "engagement.comment"

    consultation = models.ForeignKey(
        Consultation, on_delete=models.PROTECT, related_name="comments", verbose_name=_("意见征集")
    )
    number = models.CharField(_("编号"), max_length=60, unique=True)
    channel = models.CharField(_("渠道"), max_length=10, choices=Channel.choices)
    received_on = models.DateField(_("收到日期"))
    text = models.TextField(_("意见"), max_length=12_000)
    is_masked = models.BooleanField(_("有遮盖"), default=False)
    text_hash = models.CharField(max_length=64, editable=False)
    duplicate_of = models.ForeignKey(
        "self",
        on_delete=models.PROTECT,
        null=True,
        blank=True,
        related_name="duplicates",
        verbose_name=_("内容相同的意见"),
    )
    form_key = models.CharField(max_length=64, unique=True, null=True, blank=True, editable=False)
    entered_by = models.ForeignKey(
        settings.AUTH_USER_MODEL,
        on_delete=models.PROTECT,
        null=True,
        related_name="+",
        verbose_name=_("登记人"),
    )
    entered_at = models.DateTimeField(_("登记时间"), default=timezone.now)

    class Meta:
        verbose_name = verbose_name_plural = _("意见")
        ordering = ["id"]
        indexes = [
            models.Index(fields=["consultation", "text_hash"], name="engagement_same_text"),
        ]

    def __str__(self) -> str:
        return self.number


class CommentOriginal(models.Model):
    """The words as they came, and whoever said them: sealed, opened one by one, destroyed when their time is over."""

    comment = models.OneToOneField(
        Comment, on_delete=models.PROTECT, related_name="original", verbose_name=_("意见")
    )
    text = SealedTextField(_("原文"), max_length=12_000, blank=True)
    name = SealedCharField(_("姓名或者单位"), max_length=100, blank=True)
    contact = SealedCharField(_("联系方式"), max_length=100, blank=True)
    code_hash = models.CharField(max_length=64, blank=True, editable=False)
    file = models.FileField(
        _("附件"), upload_to=private_path, storage=sealed_storage, max_length=120, blank=True
    )
    file_name = SealedCharField(_("附件名称"), max_length=200, blank=True)
    file_type = models.CharField(_("附件类型"), max_length=120, blank=True)

    class Meta:
        verbose_name = verbose_name_plural = _("意见原件")

    def __str__(self) -> str:
        return str(self.comment)


class CommentGroup(models.Model):
    """Opinions that say the same, and whether they were adopted, with the reason."""

    class Decision(models.TextChoices):
        ADOPTED = "adopted", _("采纳")
        PARTLY = "partly", _("部分采纳")
        NOT_ADOPTED = "not_adopted", _("未采纳")
        UNRELATED = "unrelated", _("与本事项无关")

    consultation = models.ForeignKey(
        Consultation, on_delete=models.PROTECT, related_name="groups", verbose_name=_("意见征集")
    )
    title = models.CharField(_("意见要点"), max_length=200)
    decision = models.CharField(_("采纳情况"), max_length=12, choices=Decision.choices, blank=True)
    reason = models.TextField(_("说明"), max_length=1000, blank=True)

    class Meta:
        verbose_name = verbose_name_plural = _("意见分组")
        ordering = ["id"]
        constraints = [
            models.UniqueConstraint(fields=["consultation", "title"], name="engagement_group_named_once"),
            models.CheckConstraint(
                condition=Q(decision__in=["", "adopted"]) | ~Q(reason=""),
                name="engagement_refusal_has_reason",
            ),
        ]

    def __str__(self) -> str:
        return self.title


class Sorting(models.Model):
    """To which group an opinion belongs."""

    comment = models.OneToOneField(
        Comment, on_delete=models.PROTECT, related_name="sorting", verbose_name=_("意见")
    )
    group = models.ForeignKey(
        CommentGroup, on_delete=models.PROTECT, related_name="sortings", verbose_name=_("意见分组")
    )

    class Meta:
        verbose_name = verbose_name_plural = _("意见归类")

    def __str__(self) -> str:
        return f"{self.comment} {self.group_id}"
