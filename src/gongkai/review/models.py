"""The steps of a review, which workflow an agency uses, and the append-only sign-off register."""

from __future__ import annotations

from typing import Any, NoReturn

from django.conf import settings
from django.contrib.contenttypes.models import ContentType
from django.core.exceptions import PermissionDenied
from django.db import models
from django.db.models.functions import Coalesce
from django.utils.translation import gettext_lazy as _
from wagtail.models import Task, TaskState, Workflow

from gongkai.agencies.models import Agency, Duty
from gongkai.review import rules


class ReviewStep(Task):
    """One step of a review, signed by a holder of `duty` at the agency of what is reviewed.

    Signing happens on the review page only, where the password is asked for again; Wagtail's own approval buttons
    are therefore never offered, and the content stays locked for everybody while it is under review.
    """

    duty = models.CharField(_("由谁签署"), max_length=30, choices=Duty.choices)

    admin_form_fields = [*Task.admin_form_fields, "duty"]

    class Meta:
        verbose_name = _("审签环节")
        verbose_name_plural = _("审签环节")

    def locked_for_user(self, obj: Any, user: Any) -> bool:
        """What is being signed may not change under the signer's hand."""
        return True

    def get_actions(self, obj: Any, user: Any) -> list[tuple[str, str, bool]]:
        """None in Wagtail's own screens: see the class."""
        return []

    def get_task_states_user_can_moderate(self, user: Any, **kwargs: Any) -> models.QuerySet[TaskState]:
        """None in Wagtail's own screens; `queries.waiting_for` lists the work."""
        return TaskState.objects.none()

    @classmethod
    def get_description(cls) -> Any:
        """Shown where an administrator chooses the kind of step."""
        return _("由本机构担任指定职责的人员签署,签署时须再次输入密码")


class AgencyWorkflow(models.Model):
    """The workflow an agency and those below it use; the row without an agency is the default of all."""

    agency = models.OneToOneField(
        Agency,
        on_delete=models.PROTECT,
        null=True,
        blank=True,
        related_name="review_workflow",
        verbose_name=_("机构"),
        help_text=_("留空为全部机构的默认流程;下级机构未单独设置的,沿用上级的流程"),
    )
    workflow = models.ForeignKey(
        Workflow, on_delete=models.PROTECT, related_name="+", verbose_name=_("审签流程")
    )

    class Meta:
        verbose_name = verbose_name_plural = _("机构审签流程")
        constraints = [models.UniqueConstraint(Coalesce("agency", 0), name="review_workflow_once_per_agency")]

    def __str__(self) -> str:
        return f"{self.agency or _('默认')}:{self.workflow}"


class AppendOnly(models.Model):
    """A row that is written once. The database refuses the rest too (see `guards`)."""

    class Meta:
        abstract = True

    def save(self, *args: Any, **kwargs: Any) -> None:
        """Insert; a second save is refused."""
        if self.pk is not None and not self._state.adding:
            self._refuse()
        super().save(*args, **kwargs)

    def delete(self, *args: Any, **kwargs: Any) -> NoReturn:
        """Always refused."""
        self._refuse()

    def _refuse(self) -> NoReturn:
        raise PermissionDenied(_("签署记录不可更改或删除。"))


class Signature(AppendOnly):
    """One opinion on exactly one content, by one person in one post."""

    class Decision(models.TextChoices):
        APPROVED = rules.APPROVED, _("同意")
        RETURNED = rules.RETURNED, _("退回修改")
        REFERRED = rules.REFERRED, _("提请上级或保密行政管理部门确定")

    content_type = models.ForeignKey(ContentType, on_delete=models.PROTECT, related_name="+")
    object_id = models.BigIntegerField(_("对象编号"))
    object_title = models.CharField(_("标题"), max_length=300)
    agency = models.ForeignKey(Agency, on_delete=models.PROTECT, related_name="+", verbose_name=_("机构"))
    revision_id = models.BigIntegerField(_("版本编号"))
    content_sha256 = models.CharField(_("所签内容的校验值"), max_length=64)
    workflow_state_id = models.BigIntegerField(_("流程编号"), null=True)
    step_id = models.BigIntegerField(_("环节编号"))
    step_name = models.CharField(_("环节"), max_length=255)
    duty = models.CharField(_("职责"), max_length=30, choices=Duty.choices)
    decision = models.CharField(_("决定"), max_length=10, choices=Decision.choices)
    opinion = models.TextField(_("意见"), blank=True)
    actor = models.ForeignKey(
        settings.AUTH_USER_MODEL, on_delete=models.PROTECT, related_name="+", verbose_name=_("签署人")
    )
    actor_name = models.CharField(_("签署人姓名"), max_length=150)
    post_title = models.CharField(_("签署人职务"), max_length=100, blank=True)
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
        ]

    def __str__(self) -> str:
        return f"{self.step_name} {self.get_decision_display()} {self.actor_name}"


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
