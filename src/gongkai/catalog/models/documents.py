"""The one Document model: every act on it ends in a guarded save."""

from __future__ import annotations

from datetime import date
from typing import TYPE_CHECKING, Any, NoReturn

from django.conf import settings
from django.contrib.contenttypes.fields import GenericRelation
from django.core.exceptions import PermissionDenied
from django.db import models
from django.db.models import F, Q
from django.utils import timezone
from django.utils.translation import gettext
from django.utils.translation import gettext_lazy as _
from wagtail.models import (
    DraftStateMixin,
    LockableMixin,
    PreviewableMixin,
    RevisionMixin,
    Workflow,
    WorkflowMixin,
)

from gongkai.agencies.models import Agency
from gongkai.catalog import choices, content, derived, pictures, publication, validity
from gongkai.catalog.body_field import BodyField
from gongkai.catalog.models.columns import Column
from gongkai.catalog.models.kinds import DisclosureClass, DocumentType, Validity
from gongkai.catalog.reviewed import Reviewed
from gongkai.catalog.sealed_content import DeclaredContentField
from gongkai.review import queries as review
from gongkai.review.models import Clearance
from gongkai.review.rules import Blocker, Refused
from gongkai.screening import services as screening

if TYPE_CHECKING:
    from gongkai.catalog.models.files import Attachment


class Document(
    Reviewed, WorkflowMixin, DraftStateMixin, LockableMixin, RevisionMixin, PreviewableMixin, models.Model
):
    """A piece of government information (政府信息) of one agency, from draft to withdrawal.

    A live row holds exactly the content its clearance was signed for; the database refuses anything else. What is
    drafted after publication lives in revisions until it is signed in turn.
    """

    ledger_kind = "catalog.document"
    review_template = "catalog/review_object.html"
    # Facts about the document as a whole: a revision never brings an old value of these back.
    KEPT_FROM_ROW = (
        "agency_id", "index_number", "published_on", "clearance_id", "withdrawn_on", "withdrawal_reason",
        "registered_on", "next_reassessment_on", "validity", "validity_from", "amended_from", "partly_from", "repealed_from", "created_by_id", "created_at",
    )  # fmt: skip

    agency = models.ForeignKey(
        Agency, on_delete=models.PROTECT, related_name="documents", verbose_name=_("发布机构")
    )
    column = models.ForeignKey(
        Column,
        on_delete=models.PROTECT,
        null=True,
        blank=True,
        related_name="documents",
        verbose_name=_("栏目"),
    )
    title = models.CharField(_("标题"), max_length=200, blank=True, help_text=_("草稿可暂缺,送审前必填"))
    summary = models.TextField(
        _("内容概述"), max_length=500, blank=True, help_text=_("目录必备项(条例第十二条)")
    )
    document_type = models.CharField(
        _("文件类型"), max_length=30, choices=DocumentType.choices, default=DocumentType.OTHER
    )
    document_number = models.CharField(_("发文字号"), max_length=80, blank=True)
    registration_number = models.CharField(
        _("统一登记号"),
        max_length=60,
        blank=True,
        help_text=_("当地规定行政规范性文件统一登记编号的，填写此号"),
    )
    topic = models.CharField(_("主题分类"), max_length=60, blank=True)
    keywords = models.CharField(_("关键词"), max_length=200, blank=True)
    source = models.CharField(_("来源"), max_length=120, blank=True, help_text=_("留空为“本网”"))
    signed_on = models.DateField(_("成文日期"), null=True, blank=True)
    formed_on = models.DateField(
        _("形成或变更日期"),
        null=True,
        blank=True,
        help_text=_("公开期限自此日起算(条例第二十六条);留空按成文日期"),
    )
    effective_on = models.DateField(_("施行日期"), null=True, blank=True)
    expires_on = models.DateField(_("有效期至"), null=True, blank=True)
    interpretation_waiver = models.CharField(
        _("不需要解读的理由"),
        max_length=200,
        blank=True,
        help_text=_("规章和行政规范性文件应当同步公开解读；不需要解读的，在此说明理由"),
    )
    body = BodyField(_("正文"), blank=True)
    body_text = models.TextField(_("正文文字"), blank=True, editable=False)
    schema = models.CharField(
        _("结构"), max_length=40, blank=True, help_text=_("按声明的字段填写的内容所用的结构，如行政许可清单")
    )
    data = DeclaredContentField(_("结构化内容"), default=dict, blank=True, editable=False)
    attached = models.JSONField(_("附件清单"), default=list, blank=True, editable=False)

    disclosure_class = models.CharField(
        _("公开属性"), max_length=20, choices=DisclosureClass.choices, default=DisclosureClass.PROACTIVE
    )
    statutory_item = models.CharField(_("法定主动公开事项"), max_length=60, blank=True)
    ground = models.CharField(_("不公开的理由"), max_length=60, blank=True)
    ground_article = models.CharField(
        _("法律依据"), max_length=120, blank=True, help_text=_("不主动公开时必填,写明法律、法规名称和条款")
    )
    next_reassessment_on = models.DateField(_("下次评估日期"), null=True, blank=True, editable=False)

    validity = models.CharField(
        _("有效性"), max_length=20, choices=Validity.choices, default=Validity.IN_FORCE, editable=False
    )
    validity_from = models.DateField(_("有效性变更日期"), null=True, blank=True, editable=False)
    # What relations from other documents do to this one, each since a day; `validity.refresh` writes them.
    amended_from = models.DateField(null=True, editable=False)
    partly_from = models.DateField(null=True, editable=False)
    repealed_from = models.DateField(null=True, editable=False)

    index_number = models.CharField(_("索引号"), max_length=40, blank=True, editable=False)
    published_on = models.DateTimeField(_("发布时间"), null=True, blank=True, editable=False)
    registered_on = models.DateTimeField(_("登记时间"), null=True, blank=True, editable=False)
    publication_due_on = models.DateField(_("公开期限"), null=True, blank=True, editable=False)
    interpretation_due_on = models.DateField(_("解读期限"), null=True, blank=True, editable=False)
    withdrawn_on = models.DateField(_("撤下日期"), null=True, blank=True, editable=False)
    withdrawal_reason = models.CharField(_("撤下原因"), max_length=300, blank=True, editable=False)
    clearance = models.ForeignKey(
        Clearance, on_delete=models.PROTECT, null=True, blank=True, editable=False, related_name="+"
    )
    content_sha256 = models.CharField(max_length=64, editable=False)
    created_by = models.ForeignKey(
        settings.AUTH_USER_MODEL,
        on_delete=models.PROTECT,
        null=True,
        editable=False,
        related_name="+",
        verbose_name=_("起草人"),
    )
    created_at = models.DateTimeField(_("创建时间"), default=timezone.now, editable=False)
    live = models.BooleanField(_("已公开"), default=False, editable=False)

    workflow_states = GenericRelation(
        "wagtailcore.WorkflowState",
        content_type_field="base_content_type",
        object_id_field="object_id",
        related_query_name="catalog_document",
        for_concrete_model=False,
    )
    revisions = GenericRelation(
        "wagtailcore.Revision",
        content_type_field="base_content_type",
        object_id_field="object_id",
        related_query_name="catalog_document",
        for_concrete_model=False,
    )

    class Meta:
        verbose_name = verbose_name_plural = _("政府信息")
        ordering = ["-published_on", "-id"]
        indexes = [
            models.Index(fields=["live", "-published_on", "-id"], name="catalog_doc_latest"),
            models.Index(fields=["agency", "live", "-published_on"], name="catalog_doc_of_agency"),
            models.Index(fields=["column", "live", "-published_on"], name="catalog_doc_of_column"),
            models.Index(fields=["agency", "document_type", "validity"], name="catalog_doc_normative"),
            models.Index(fields=["publication_due_on", "live"], name="catalog_doc_due"),
        ]
        constraints = [
            models.UniqueConstraint(
                fields=["index_number"], condition=~Q(index_number=""), name="catalog_index_number_once"
            ),
            models.CheckConstraint(
                condition=Q(live=False)
                | (
                    ~Q(index_number="")
                    & Q(published_on__isnull=False)
                    & Q(clearance__isnull=False)
                    & Q(disclosure_class="proactive")
                    & Q(withdrawn_on__isnull=True)
                ),
                name="catalog_live_is_cleared",
                violation_error_message=_("公开的文件须为主动公开类并完成审签;改为不主动公开前须先撤下。"),
            ),
            models.CheckConstraint(
                condition=Q(index_number="") | Q(live=True) | Q(withdrawn_on__isnull=False),
                name="catalog_numbered_is_live_or_withdrawn",
                violation_error_message=_("已公开的文件只能撤下并写明原因,不能取消发布。"),
            ),
            models.CheckConstraint(
                condition=Q(disclosure_class="proactive") | ~Q(ground=""),
                name="catalog_not_public_has_ground",
                violation_error_message=_("不主动公开的,须选择理由并写明依据(国办发〔2016〕80号)。"),
            ),
            models.CheckConstraint(
                condition=Q(withdrawn_on__isnull=True, withdrawal_reason="")
                | (Q(withdrawn_on__isnull=False) & ~Q(withdrawal_reason="")),
                name="catalog_withdrawal_has_reason",
            ),
            models.CheckConstraint(
                condition=Q(go_live_at__isnull=True, expire_at__isnull=True), name="catalog_never_scheduled"
            ),
            models.CheckConstraint(
                condition=Q(disclosure_class__in=["proactive", "on_request", "withheld"]),
                name="catalog_class_known",
            ),
            models.CheckConstraint(
                condition=~Q(validity__in=["repealed", "expired"]) | Q(validity_from__isnull=False),
                name="catalog_ended_has_date",
            ),
            models.CheckConstraint(condition=~Q(validity="not_yet"), name="catalog_not_yet_is_computed"),
            models.CheckConstraint(
                condition=Q(expires_on__isnull=True)
                | Q(effective_on__isnull=True)
                | Q(expires_on__gte=F("effective_on")),
                name="catalog_expires_after_effect",
                violation_error_message=_("有效期不能早于施行日期。"),
            ),
        ]

    def __str__(self) -> str:
        return self.title or gettext("（标题待补）")

    def save(self, *args: Any, **kwargs: Any) -> None:
        """Clean the body, derive what is derived, and refuse a live row whose content was not signed."""
        update_fields = kwargs.get("update_fields")
        if update_fields is None or set(update_fields) & {
            *content.SIGNED_FIELDS,
            *content.LATER_FIELDS,
            "column",
            "live",
        }:
            derived.refresh(self)
            self._refuse_unsigned()
            if update_fields is not None:
                kwargs["update_fields"] = {*update_fields, *derived.FIELDS}
        if self.pk is not None and (update_fields is None or "index_number" in update_fields):
            self._refuse_new_number()
        super().save(*args, **kwargs)

    def save_revision(self, *args: Any, **kwargs: Any) -> Any:
        """Keep a draft; whatever is new in it is screened."""
        revision = super().save_revision(*args, **kwargs)
        screening.request(self)
        return revision

    # -- review ------------------------------------------------------------------------------------------------

    def get_workflow(self) -> Workflow | None:
        """The workflow for this class of document: of the agency, of one above it, or the default."""
        return review.workflow_of(self.agency if self.agency_id else None, self.review_class)

    @classmethod
    def get_default_workflow(cls) -> Workflow | None:
        """The default workflow, for a document that has no agency yet."""
        return review.workflow_of(None)

    def review_digest(self, revision: Any) -> str:
        """The checksum of a revision's signed content, attachments included."""
        return content.digest(revision.as_object())

    def with_content_json(self, content_json: dict[str, Any]) -> Document:
        """A revision as an object; facts of the document as a whole come from the row, never from the revision."""
        found: Document = super().with_content_json(content_json)
        for name in self.KEPT_FROM_ROW:
            setattr(found, name, getattr(self, name))
        found.go_live_at = found.expire_at = None
        return found

    def _refuse_unsigned(self) -> None:
        if not self.live:
            return
        if self.clearance is None or self.clearance.content_sha256 != self.content_sha256:
            raise Refused([Blocker("PUBLISH-UNSIGNED", gettext("公开的内容必须与审签完成的内容一致。"))])
        if self.clearance.object_id != self.pk:
            raise Refused([Blocker("PUBLISH-FOREIGN-CLEARANCE", gettext("审签记录属于另一份文件。"))])

    def _refuse_new_number(self) -> None:
        stored = type(self)._default_manager.filter(pk=self.pk).values_list("index_number", flat=True).first()
        if stored and stored != self.index_number:
            raise Refused([Blocker("INDEX-FIXED", gettext("索引号一经生成不得更改。"))])

    # -- publication -------------------------------------------------------------------------------------------

    def publish(
        self,
        revision: Any,
        user: Any = None,
        changed: bool = True,
        log_action: Any = True,
        previous_revision: Any = None,
        skip_permission_checks: bool = False,
    ) -> Document:
        """Publish a completely signed revision; every way of publishing ends here. Raises Refused with all reasons."""
        published = publication.publish(document=self, revision=revision, actor=user)
        self.refresh_from_db()
        return published

    def unpublish(self, *args: Any, **kwargs: Any) -> NoReturn:
        """Refused: a published document is withdrawn with a reason, never made to vanish."""
        raise PermissionDenied(gettext("已公开的文件只能撤下并写明原因,不能取消发布。"))

    def delete(self, *args: Any, **kwargs: Any) -> tuple[int, dict[str, int]]:
        """Only a draft nobody has signed can be discarded."""
        if self.index_number or self.clearance_id or review.signatures(self).exists():
            raise PermissionDenied(gettext("已签署或已公开的文件不能删除。"))
        return super().delete(*args, **kwargs)

    # -- reading -----------------------------------------------------------------------------------------------

    @property
    def attachments(self) -> list[Attachment]:
        """The attachments of this version, in order."""
        rows = {row.pk: row for row in self.files.all()}
        return [rows[item["id"]] for item in self.attached if item["id"] in rows]

    @property
    def listed_attachments(self) -> list[Attachment]:
        """The attachments that a reader is offered: those the text shows as pictures are there already."""
        seen = pictures.shown(self.body)
        return [attachment for attachment in self.attachments if attachment.pk not in seen]

    @property
    def is_public_class(self) -> bool:
        """Whether the document is meant for everybody."""
        return self.disclosure_class == DisclosureClass.PROACTIVE

    @property
    def validity_now(self) -> str:
        """The validity today, by the dates and by what other documents do to this one."""
        return validity.on(self, timezone.localdate())

    @property
    def validity_label(self) -> str:
        """有效性 today as text, only where it means something: for rules and normative documents and whatever has ended."""
        shown = {DocumentType.REGULATION, DocumentType.NORMATIVE_DOCUMENT}
        now = Validity(self.validity_now)
        return "" if now == Validity.IN_FORCE and self.document_type not in shown else str(now.label)

    @property
    def disclosure_class_label(self) -> str:
        """公开属性 as text."""
        return str(self.get_disclosure_class_display())

    @property
    def statutory_item_label(self) -> str:
        """The item of Art 20 or 21 in words."""
        return choices.item_label(self.statutory_item)

    @property
    def ground_label(self) -> str:
        """The ground for not publishing in words."""
        return choices.ground_label(self.ground)

    @property
    def state(self) -> str:
        """withdrawn, published, changed (published, with a newer draft), registered, or draft."""
        if self.withdrawn_on:
            return "withdrawn"
        if self.live:
            return "changed" if self.has_unpublished_changes else "published"
        return "registered" if self.registered_on and not self.is_public_class else "draft"

    def get_preview_template(self, request: Any, mode_name: str) -> str:
        """The preview of the back office."""
        return "catalog/preview.html"

    def get_preview_context(self, request: Any, mode_name: str) -> dict[str, Any]:
        """The document as it would be shown."""
        return {"document": self, "request": request, "today": date.today()}  # noqa: DTZ011 - a display only
