"""Documents brought in together from another system: they are checked, reviewed and published as one batch."""

from __future__ import annotations

from typing import Any, NoReturn

from django.conf import settings
from django.contrib.contenttypes.fields import GenericRelation
from django.core.exceptions import PermissionDenied
from django.db import models
from django.db.models import Q
from django.utils import timezone
from django.utils.translation import gettext
from django.utils.translation import gettext_lazy as _
from wagtail.models import DraftStateMixin, RevisionMixin, Workflow, WorkflowMixin

from gongkai.agencies.models import Agency
from gongkai.catalog.bulk import publishing
from gongkai.review import queries as review


class ImportBatch(WorkflowMixin, DraftStateMixin, RevisionMixin, models.Model):
    """What one file brought into one agency (导入批次). `content_sha256` covers the checksum of every document that is to go out.

    The chain of the agency signs the batch once; the last signature publishes its documents. What the checks hold back is
    not covered and stays a draft for a review of its own.
    """

    class State(models.TextChoices):
        LOADING = "loading", _("正在导入")
        LOADED = "loaded", _("已导入，待检查")
        CHECKING = "checking", _("正在检查")
        CHECKED = "checked", _("已检查，待送审")
        PUBLISHED = "published", _("已公开")
        UNDONE = "undone", _("已撤销")
        FAILED = "failed", _("未能完成")

    ledger_kind = "catalog.import_batch"
    review_template = "catalog/batches/review_object.html"

    agency = models.ForeignKey(
        Agency, on_delete=models.PROTECT, related_name="import_batches", verbose_name=_("机构")
    )
    source_system = models.CharField(_("来源系统"), max_length=60)
    file_name = models.CharField(_("文件名"), max_length=255)
    file_sha256 = models.CharField(max_length=64)
    state = models.CharField(_("状态"), max_length=10, choices=State.choices, default=State.LOADING)
    read = models.PositiveIntegerField(_("已读行数"), default=0)
    new = models.PositiveIntegerField(_("新增"), default=0)
    updated = models.PositiveIntegerField(_("更新"), default=0)
    unchanged = models.PositiveIntegerField(_("未变"), default=0)
    refused = models.PositiveIntegerField(_("有误"), default=0)
    held = models.PositiveIntegerField(_("另行审签"), default=0)
    faults = models.JSONField(_("有误的行"), default=list, blank=True)
    content_sha256 = models.CharField(max_length=64, blank=True)
    announced = models.BooleanField(
        _("公开时通知读者"),
        default=False,
        help_text=_("旧文件一般不通知：不发订阅邮件，不生成渠道任务。"),
    )
    mapping = models.TextField(_("映射文件"), blank=True, editable=False)
    upload = models.CharField(max_length=32, blank=True, editable=False)
    created_by = models.ForeignKey(
        settings.AUTH_USER_MODEL, on_delete=models.PROTECT, related_name="+", verbose_name=_("导入人")
    )
    created_at = models.DateTimeField(_("导入时间"), default=timezone.now)
    moved_at = models.DateTimeField(_("最近进展"), default=timezone.now)

    workflow_states = GenericRelation(
        "wagtailcore.WorkflowState",
        content_type_field="base_content_type",
        object_id_field="object_id",
        related_query_name="catalog_import_batch",
        for_concrete_model=False,
    )
    revisions = GenericRelation(
        "wagtailcore.Revision",
        content_type_field="base_content_type",
        object_id_field="object_id",
        related_query_name="catalog_import_batch",
        for_concrete_model=False,
    )

    class Meta:
        verbose_name = verbose_name_plural = _("导入批次")
        ordering = ["-id"]
        constraints = [
            models.UniqueConstraint(
                fields=["agency", "source_system", "file_sha256"],
                condition=Q(state__in=["loading", "loaded", "checking", "checked"]),
                name="catalog_batch_open_once",
            ),
            models.CheckConstraint(
                condition=Q(go_live_at__isnull=True, expire_at__isnull=True),
                name="catalog_batch_never_scheduled",
            ),
        ]

    def __str__(self) -> str:
        return gettext("%(system)s导入批次%(number)d") % {
            "system": self.source_system,
            "number": self.pk or 0,
        }

    # -- review: see `review.queries` for what is asked of an object --------------------------------------------------

    @property
    def review_class(self) -> str:
        """A batch is of no class of document: the agency's general chain signs it."""
        return ""

    @property
    def review_summary(self) -> list[tuple[str, str]]:
        """What the registers say of it."""
        return [
            (gettext("来源系统"), self.source_system),
            (gettext("文件名"), self.file_name),
            (gettext("新增"), str(self.new)),
            (gettext("更新"), str(self.updated)),
            (gettext("另行审签"), str(self.held)),
            (gettext("内容校验值"), self.content_sha256),
        ]

    @property
    def review_text(self) -> list[str]:
        """Its lines for the comparison of versions."""
        return [f"{label}：{value}" for label, value in self.review_summary]

    def get_workflow(self) -> Workflow | None:
        """The chain of the agency."""
        return review.workflow_of(self.agency, self.review_class)

    @classmethod
    def get_default_workflow(cls) -> Workflow | None:
        """The default chain."""
        return review.workflow_of(None)

    def review_digest(self, revision: Any) -> str:
        """The checksum over the checksums of its documents, as the revision has it."""
        return str(revision.as_object().content_sha256)

    def publish(self, revision: Any, user: Any = None, *args: Any, **kwargs: Any) -> ImportBatch:
        """The last signature was given: its documents go out. Raises Refused with all reasons."""
        return publishing.publish(batch=self, revision=revision, actor=user)

    def unpublish(self, *args: Any, **kwargs: Any) -> NoReturn:
        """Refused: its documents are withdrawn one by one, each with a reason."""
        raise PermissionDenied(gettext("批次公开后不能整体撤销，请逐件撤下并写明原因。"))
