"""The steps of a review, which chain an agency uses for which class of content, and how strictly it signs."""

from __future__ import annotations

from typing import Any

from django.core.validators import MaxValueValidator, MinValueValidator
from django.db import models
from django.db.models.functions import Coalesce
from django.utils.translation import gettext_lazy as _
from wagtail.models import Task, TaskState, Workflow

from gongkai.agencies.models import Agency, Duty

MOST_WORKING_DAYS = 60


class ReviewStep(Task):
    """One step of a review, signed by a holder of `duty` at the agency of what is reviewed.

    Signing happens on the review page only, where the person is confirmed again; Wagtail's own approval buttons
    are therefore never offered, and the content stays locked for everybody while it is under review.
    """

    duty = models.CharField(_("由谁签署"), max_length=30, choices=Duty.choices)
    alongside = models.BooleanField(
        _("与上一环节同时进行"), default=False, help_text=_("会签：两个环节不分先后，都签署后才进入下一环节")
    )
    limit_days = models.PositiveSmallIntegerField(
        _("时限（工作日）"),
        null=True,
        blank=True,
        validators=[MinValueValidator(1), MaxValueValidator(MOST_WORKING_DAYS)],
        help_text=_("自送达本环节次日起计算；留空为不限"),
    )
    # [{"fact": "disclosure_class", "any_of": ["withheld"]}]: see `conditions`
    conditions = models.JSONField(_("仅在下列情形需要"), default=list, blank=True)

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
        return _("由本机构担任指定职责的人员签署，签署时须再次确认本人身份")


class AgencyWorkflow(models.Model):
    """The chain an agency and those below it use, for one class of content or for all; no agency: the default of all."""

    agency = models.ForeignKey(
        Agency,
        on_delete=models.PROTECT,
        null=True,
        blank=True,
        related_name="review_workflows",
        verbose_name=_("机构"),
        help_text=_("留空为全部机构的默认流程;下级机构未单独设置的,沿用上级的流程"),
    )
    review_class = models.CharField(
        _("适用的文件类型"), max_length=40, blank=True, help_text=_("留空为全部类型")
    )
    workflow = models.ForeignKey(
        Workflow, on_delete=models.PROTECT, related_name="+", verbose_name=_("审签流程")
    )

    class Meta:
        verbose_name = verbose_name_plural = _("机构审签流程")
        constraints = [
            models.UniqueConstraint(
                Coalesce("agency", 0), "review_class", name="review_workflow_once_per_agency_and_class"
            )
        ]

    def __str__(self) -> str:
        return f"{self.agency or _('默认')}:{self.workflow}"


class SigningPolicy(models.Model):
    """How strictly an agency and those below it sign; the nearest row above holds, none means the strict rule."""

    agency = models.OneToOneField(
        Agency, on_delete=models.PROTECT, related_name="signing_policy", verbose_name=_("机构")
    )
    requires_code = models.BooleanField(
        _("签署须输入动态验证码"),
        default=False,
        help_text=_("签署人须先绑定验证器，签署时密码和验证码都要输入"),
    )
    allows_own_draft = models.BooleanField(
        _("允许签署本人起草的内容"), default=False, help_text=_("人手不足时使用；每次都记入签署记录和登记册")
    )
    allows_two_steps = models.BooleanField(
        _("允许一人签署同一内容的两个环节"),
        default=False,
        help_text=_("人手不足时使用；每次都记入签署记录和登记册"),
    )

    class Meta:
        verbose_name = verbose_name_plural = _("签署规则")

    def __str__(self) -> str:
        return str(self.agency)
