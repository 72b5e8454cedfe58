"""What is written once: submissions, signatures with their remarks, and completed sign-offs."""

from __future__ import annotations

from django.conf import settings
from django.contrib.contenttypes.models import ContentType
from django.db import models
from django.utils.translation import gettext_lazy as _

from gongkai.agencies.models import Agency, Duty
from gongkai.ledger import append_only
from gongkai.review import rules

PERSON = settings.AUTH_USER_MODEL


class AppendOnly(append_only.AppendOnly):
    """A record of the review, written once."""

    refusal = _("签署记录不可更改或删除。")

    class Meta:
        abstract = True


class Submission(AppendOnly):
    """A content sent for review (送审): exactly what, by whom, and the facts its chain is chosen by."""

    content_type = models.ForeignKey(ContentType, on_delete=models.PROTECT, related_name="+")
    object_id = models.BigIntegerField(_("对象编号"))
    object_title = models.CharField(_("标题"), max_length=300)
    agency = models.ForeignKey(Agency, on_delete=models.PROTECT, related_name="+", verbose_name=_("机构"))
    revision_id = models.BigIntegerField(_("版本编号"))
    content_sha256 = models.CharField(_("送审内容的校验值"), max_length=64)
    workflow_id = models.BigIntegerField(_("审签流程编号"))
    workflow_name = models.CharField(_("审签流程"), max_length=255)
    workflow_state_id = models.BigIntegerField(_("流程编号"), unique=True, null=True)
    facts = models.JSONField(_("决定环节的事项"), default=dict)
    summary = models.JSONField(_("登记事项"), default=list)
    drafter_ids = models.JSONField(_("起草人编号"), default=list)
    submitted_by = models.ForeignKey(
        PERSON, on_delete=models.PROTECT, null=True, related_name="+", verbose_name=_("送审人")
    )
    submitted_name = models.CharField(_("送审人姓名"), max_length=150, blank=True)
    submitted_at = models.DateTimeField(_("送审时间"))

    class Meta:
        verbose_name = verbose_name_plural = _("送审记录")
        ordering = ["id"]
        indexes = [
            models.Index(fields=["content_type", "object_id", "id"]),
            models.Index(fields=["agency", "submitted_at"]),
        ]

    def __str__(self) -> str:
        return f"{self.object_title} {self.submitted_at:%Y-%m-%d}"


class Signature(AppendOnly):
    """One opinion on exactly one content, by one person in one post or for somebody who is on leave."""

    class Decision(models.TextChoices):
        APPROVED = rules.APPROVED, _("同意")
        RETURNED = rules.RETURNED, _("退回修改")
        REFERRED = rules.REFERRED, _("提请上级或保密行政管理部门确定")

    class Confirmation(models.TextChoices):
        PASSWORD = "password", _("登录密码")
        CODE = "code", _("动态验证码")
        BOTH = "both", _("密码和动态验证码")
        RECOVERY = "recovery", _("密码和恢复码")

    content_type = models.ForeignKey(ContentType, on_delete=models.PROTECT, related_name="+")
    object_id = models.BigIntegerField(_("对象编号"))
    object_title = models.CharField(_("标题"), max_length=300)
    agency = models.ForeignKey(Agency, on_delete=models.PROTECT, related_name="+", verbose_name=_("机构"))
    submission = models.ForeignKey(
        Submission, on_delete=models.PROTECT, null=True, related_name="signatures", verbose_name=_("送审记录")
    )
    revision_id = models.BigIntegerField(_("版本编号"))
    content_sha256 = models.CharField(_("所签内容的校验值"), max_length=64)
    workflow_state_id = models.BigIntegerField(_("流程编号"), null=True)
    step_id = models.BigIntegerField(_("环节编号"))
    step_name = models.CharField(_("环节"), max_length=255)
    duty = models.CharField(_("职责"), max_length=30, choices=Duty.choices)
    decision = models.CharField(_("决定"), max_length=10, choices=Decision.choices)
    opinion = models.TextField(_("意见"), blank=True)
    actor = models.ForeignKey(PERSON, on_delete=models.PROTECT, related_name="+", verbose_name=_("签署人"))
    actor_name = models.CharField(_("签署人姓名"), max_length=150)
    post_title = models.CharField(_("签署人职务"), max_length=100, blank=True)
    principal = models.ForeignKey(
        PERSON, on_delete=models.PROTECT, null=True, related_name="+", verbose_name=_("被代理人")
    )
    principal_name = models.CharField(_("被代理人姓名"), max_length=150, blank=True)
    exceptions = models.JSONField(_("例外"), default=list, blank=True)  # codes of `rules.EXCEPTIONS`
    confirmed_by = models.CharField(
        _("本人确认方式"), max_length=10, choices=Confirmation.choices, blank=True
    )
    signed_at = models.DateTimeField(_("签署时间"))

    class Meta:
        verbose_name = verbose_name_plural = _("签署记录")
        ordering = ["id"]
        indexes = [
            models.Index(fields=["content_type", "object_id", "id"]),
            models.Index(fields=["agency", "signed_at"]),
            models.Index(fields=["actor", "signed_at"]),
        ]
        constraints = [
            models.CheckConstraint(
                condition=models.Q(decision__in=[rules.APPROVED, rules.RETURNED, rules.REFERRED]),
                name="review_signature_decision_known",
            ),
            models.CheckConstraint(
                condition=models.Q(decision=rules.APPROVED) | ~models.Q(opinion=""),
                name="review_signature_return_gives_reason",
            ),
            models.CheckConstraint(
                condition=models.Q(principal__isnull=True, principal_name="")
                | (models.Q(principal__isnull=False) & ~models.Q(principal_name="")),
                name="review_signature_names_principal",
            ),
        ]

    def __str__(self) -> str:
        return f"{self.step_name} {self.get_decision_display()} {self.signer}"

    @property
    def signer(self) -> str:
        """Who signed, as a paper has it: 李四（代张三）."""
        if not self.principal_name:
            return self.actor_name
        return _("%(name)s（代%(principal)s）") % {"name": self.actor_name, "principal": self.principal_name}

    @property
    def exception_labels(self) -> list[str]:
        """What the agency allowed although it is not the rule."""
        return [str(rules.EXCEPTIONS[code]) for code in self.exceptions if code in rules.EXCEPTIONS]


class Remark(AppendOnly):
    """One remark of a signature, pinned to a passage of the text it speaks of."""

    signature = models.ForeignKey(
        Signature, on_delete=models.PROTECT, related_name="remarks", verbose_name=_("签署记录")
    )
    quote = models.CharField(_("所指文字"), max_length=300)
    text = models.CharField(_("修改意见"), max_length=1000)

    class Meta:
        verbose_name = verbose_name_plural = _("批注")
        ordering = ["id"]

    def __str__(self) -> str:
        return f"{self.signature_id}: {self.quote[:20]}"


class Clearance(AppendOnly):
    """A completed sign-off: every step of the workflow approved exactly this content (条例第十七条)."""

    content_type = models.ForeignKey(ContentType, on_delete=models.PROTECT, related_name="+")
    object_id = models.BigIntegerField(_("对象编号"))
    revision_id = models.BigIntegerField(_("版本编号"))
    content_sha256 = models.CharField(_("校验值"), max_length=64)
    workflow_name = models.CharField(_("审签流程"), max_length=255)
    signature_ids = models.JSONField(_("签署记录"))
    completed_at = models.DateTimeField(_("完成时间"))

    class Meta:
        verbose_name = verbose_name_plural = _("审签完成记录")
        indexes = [models.Index(fields=["content_type", "object_id"])]

    def __str__(self) -> str:
        return f"{self.workflow_name} {self.completed_at:%Y-%m-%d}"
