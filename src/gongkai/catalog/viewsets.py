"""The office screens of documents."""

from __future__ import annotations

from typing import Any

from django.contrib import messages
from django.core.exceptions import PermissionDenied
from django.db.models import QuerySet
from django.http import HttpRequest, HttpResponse, HttpResponseBase
from django.shortcuts import get_object_or_404, redirect
from django.urls import reverse
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy, ngettext
from wagtail.admin import messages as wagtail_messages
from wagtail.admin.panels import FieldPanel, FieldRowPanel, MultiFieldPanel, ObjectList, Panel
from wagtail.admin.ui.tables import TitleColumn
from wagtail.admin.widgets.button import Button
from wagtail.snippets.views import snippets as base
from wagtail.snippets.views.snippets import SnippetViewSetGroup

from gongkai.agencies import access
from gongkai.agencies.models import Duty
from gongkai.agencies.permission_policy import SubtreePermissionPolicy
from gongkai.catalog import advice, desk, listing, publication, services
from gongkai.catalog.advice_panel import AdvicePanel
from gongkai.catalog.column_viewset import ColumnViewSet
from gongkai.catalog.forms import DocumentForm
from gongkai.catalog.guarded import GuardedSnippetViewSet, OwnPermissionMixin
from gongkai.catalog.intake_panel import IntakePanel, IntakeViewMixin
from gongkai.catalog.models import Column, Document
from gongkai.review.rules import Refused

OFFICER, LEADER, ADMINISTRATOR = Duty.INFORMATION_OFFICER, Duty.LEADER, Duty.ADMINISTRATOR


def tell(request: HttpRequest, refused: Refused) -> None:
    """Show every reason of a refusal."""
    for blocker in refused.blockers:
        messages.error(request, f"{blocker.text}[{blocker.code}]")


class ReviewedEditMixin:
    """Create and edit: nobody publishes from here; sending for review names everything that is missing."""

    request: HttpRequest
    object: Any

    def dispatch(self, request: HttpRequest, *args: Any, **kwargs: Any) -> HttpResponseBase:
        """Refuse a posted publish action outright instead of treating it as a save."""
        if "action-publish" in request.POST or "action-unpublish" in request.POST:
            raise PermissionDenied(_("公开只能由审签的最后一步完成。"))
        return super().dispatch(request, *args, **kwargs)  # type: ignore[misc]

    def get_available_actions(self) -> list[str]:
        """Wagtail's, less publishing and signing."""
        found = super().get_available_actions()  # type: ignore[misc]
        return [action for action in found if action not in {"publish", "workflow-action"}]

    def user_has_permission(self, permission: str) -> bool:
        """The policy alone, without Wagtail's exemptions for superusers and lock holders."""
        policy: SubtreePermissionPolicy = self.permission_policy  # type: ignore[attr-defined]
        if self.object is None:
            return policy.user_has_permission(self.request.user, permission)
        return policy.user_has_permission_for_instance(self.request.user, permission, self.object)

    def get_success_message(self, instance: Any = None) -> str | None:
        """That it is saved, and what it still lacks before it can be sent for review."""
        draft = (instance or self.object).get_latest_revision_as_object()
        lacking = len(publication.content_blockers(draft))
        if not lacking:
            return _("已保存草稿，可以送审签。")
        text = ngettext(
            "已保存草稿。送审签前还缺%(number)d项，在办理页逐项列出。",
            "已保存草稿。送审签前还缺%(number)d项，在办理页逐项列出。",
            lacking,
        )
        return text % {"number": lacking}

    def get_success_buttons(self) -> list[Any]:
        """The way to the desk."""
        url = reverse("wagtailsnippets_catalog_document:inspect", args=[self.object.pk])
        return [wagtail_messages.button(url, _("去办理页"))]

    def submit_action(self) -> HttpResponse:
        """Send the saved draft for review, or say why not."""
        document = Document.objects.get(pk=self.object.pk)
        try:
            services.submit_for_review(actor=self.request.user, document=document)
        except Refused as refused:
            tell(self.request, refused)
            return redirect("wagtailsnippets_catalog_document:edit", document.pk)
        step = document.current_workflow_task
        messages.success(
            self.request, _("已送签，现在等待：%(step)s。") % {"step": step.name if step else ""}
        )
        return redirect("wagtailsnippets_catalog_document:inspect", document.pk)

    def restart_workflow_action(self) -> HttpResponse:
        """Begin the review anew after it was returned."""
        self.workflow_state.cancel(user=self.request.user)  # type: ignore[attr-defined]
        return self.submit_action()


class DocumentCreateView(IntakeViewMixin, ReviewedEditMixin, base.CreateView):
    """Begin a draft."""

    def get_initial_form_instance(self) -> Document:
        """A draft for the column in the address (`?column=`), where the person may draft there; else an empty one."""
        number = self.request.GET.get("column", "")
        column = (
            Column.objects.filter(pk=number).select_related("agency").first()
            if number.isdecimal() and len(number) < 19
            else None
        )
        if column is None or not access.holds(self.request.user, column.agency, *services.DRAFTING):
            return Document()
        return Document(agency=column.agency, column=column, statutory_item=column.statutory_item)

    def save_instance(self) -> Any:
        """Note the drafter, check the agency, write the ledger."""
        self.form.instance.created_by = self.request.user
        agency = self.form.instance.agency if self.form.instance.agency_id else None
        if agency is None or not self.permission_policy.user_has_permission_for_instance(
            self.request.user, "add", self.form.instance
        ):
            raise PermissionDenied(_("只能为本机构起草。"))
        instance = super().save_instance()
        services.record_created(actor=self.request.user, document=instance)
        self.carry_out(instance)
        return instance


class DocumentCopyView(DocumentCreateView):
    """Begin a draft from another document. The form is bound to a new draft, never to the one copied from."""

    instance_action = "add"
    copied = (*sorted(services.FIELDS), "agency")

    def get_initial_form_instance(self) -> Document:
        """An unsaved draft with the drafter's fields of the source's newest version."""
        source = get_object_or_404(Document, pk=self.kwargs["pk"]).get_latest_revision_as_object()
        return Document(**{name: getattr(source, name) for name in self.copied})


class DocumentEditView(IntakeViewMixin, ReviewedEditMixin, base.EditView):
    """Change a draft."""

    def save_instance(self) -> Any:
        """Save what was typed, then what was asked for beyond it."""
        instance = super().save_instance()
        self.carry_out(instance)
        advice.carry_out(self.request, instance)
        return instance

    @property
    def header_more_buttons(self) -> list[Button]:
        """Wagtail's, and the way to the document's desk."""
        url = reverse("wagtailsnippets_catalog_document:inspect", args=[self.object.pk])
        return [
            Button(_("办理（附件、送签、撤下）"), url=url, icon_name="clipboard-list", priority=1),
            *[b for b in super().header_more_buttons if b.url != url],
        ]


class DocumentIndexView(base.IndexView):
    """The list of the subtree."""

    search_backend_name = None
    default_ordering = "-pk"
    results_template_name = "catalog/document_results.html"

    def get_context_data(self, **kwargs: Any) -> dict[str, Any]:
        """How the rows are sorted, in words."""
        return {"sorted_by": listing.SORTED_BY[self.ordering], **super().get_context_data(**kwargs)}

    def get_base_queryset(self) -> QuerySet[Document]:
        """Rows of the reader's subtree."""
        return listing.rows(self.request.user)

    @property
    def list_display(self) -> list[Any]:
        """Title and facts."""
        return [
            self._get_title_column_class(TitleColumn)(
                "title",
                label=_("标题"),
                accessor=listing.title_of,
                get_url=self.get_inspect_url,
                sort_key="title",
            ),
            *listing.table_columns(self.request.user),
        ]

    @property
    def columns(self) -> list[Any]:
        """Without the bulk check boxes: nothing is done to documents in bulk."""
        return self.list_display

    def get_list_more_buttons(self, instance: Any) -> list[Any]:
        """Edit where the person drafts; history."""
        buttons = []
        if self.permission_policy.user_has_permission_for_instance(self.request.user, "change", instance):
            url = reverse("wagtailsnippets_catalog_document:edit", args=[instance.pk])
            buttons.append(Button(_("编辑"), url=url, icon_name="edit", priority=10))
        return buttons


class DocumentDeskView(OwnPermissionMixin, base.InspectView):
    """One document with everything that can be done to it now."""

    page_title = gettext_lazy("办理")
    template_name = "catalog/desk.html"

    def get_edit_url(self) -> str | None:
        """Only for those who draft here."""
        policy = self.permission_policy
        if policy.user_has_permission_for_instance(self.request.user, "change", self.object):
            return reverse(self.edit_url_name, args=[self.object.pk])
        return None

    def get_delete_url(self) -> None:
        """Drafts are discarded on the desk."""

    def get_fields_context(self) -> list[Any]:
        """Shown by the template."""
        return []

    def get_context_data(self, **kwargs: Any) -> dict[str, Any]:
        """Facts, reasons, signatures, lawful acts."""
        context: dict[str, Any] = super().get_context_data(**kwargs)
        return {**context, **desk.context(self.request, self.object), "edit_url": self.get_edit_url()}


class DocumentHistoryView(OwnPermissionMixin, base.HistoryView):
    """Who changed what, when."""


class DocumentUsageView(OwnPermissionMixin, base.UsageView):
    """Where it is referred to."""


class DocumentCompareView(OwnPermissionMixin, base.RevisionsCompareView):
    """Two versions side by side."""


class DocumentRevisionView(OwnPermissionMixin, base.PreviewRevisionView):
    """An earlier version."""


class DocumentWorkflowHistoryView(OwnPermissionMixin, base.WorkflowHistoryView):
    """Its reviews."""


class DocumentWorkflowDetailView(OwnPermissionMixin, base.WorkflowHistoryDetailView):
    """One review."""


class MoreFieldsPanel(Panel):
    """The way back to fields that were put away."""

    class BoundPanel(Panel.BoundPanel):
        """One button, which the script shows."""

        template_name = "agencies/more_fields.html"

        def show_panel_furniture(self) -> bool:
            """Without a heading."""
            return False


class DocumentViewSet(GuardedSnippetViewSet):
    """政府信息"""

    model = Document
    icon = "doc-full"
    menu_label = gettext_lazy("文件")
    menu_name = "documents-office"
    add_view_class = DocumentCreateView
    copy_view_class = DocumentCopyView
    edit_view_class = DocumentEditView
    index_view_class = DocumentIndexView
    inspect_view_class = DocumentDeskView
    history_view_class = DocumentHistoryView
    usage_view_class = DocumentUsageView
    revisions_compare_view_class = DocumentCompareView
    revisions_view_class = DocumentRevisionView
    workflow_history_view_class = DocumentWorkflowHistoryView
    workflow_history_detail_view_class = DocumentWorkflowDetailView
    inspect_view_enabled = True
    copy_view_enabled = True
    inspect_template_name = "catalog/desk.html"
    index_results_template_name = "catalog/document_results.html"
    filterset_class = listing.DocumentFilterSet
    search_fields = ["title", "document_number", "index_number", "summary"]
    list_per_page = 25
    edit_handler = ObjectList(
        [
            IntakePanel(heading=gettext_lazy("从文件导入")),
            FieldPanel("agency"),
            FieldPanel("title"),
            FieldRowPanel([FieldPanel("column"), FieldPanel("document_type")]),
            FieldPanel("summary"),
            FieldPanel("body"),
            AdvicePanel(heading=gettext_lazy("内容质量")),
            MultiFieldPanel(
                [
                    FieldPanel("disclosure_class"),
                    FieldPanel("statutory_item"),
                    FieldPanel("ground"),
                    FieldPanel("ground_article"),
                ],
                heading=gettext_lazy("公开属性"),
            ),
            MultiFieldPanel(
                [
                    FieldRowPanel([FieldPanel("document_number"), FieldPanel("source")]),
                    FieldRowPanel([FieldPanel("signed_on"), FieldPanel("formed_on")]),
                    FieldRowPanel([FieldPanel("effective_on"), FieldPanel("expires_on")]),
                    FieldRowPanel([FieldPanel("registration_number"), FieldPanel("interpretation_waiver")]),
                    FieldRowPanel([FieldPanel("topic"), FieldPanel("keywords")]),
                ],
                heading=gettext_lazy("文号和日期"),
            ),
            MoreFieldsPanel(),
        ],
        base_form_class=DocumentForm,
    )

    @property
    def permission_policy(self) -> SubtreePermissionPolicy:
        """Officers draft; leaders and administrators lock. Publishing and deleting are allowed to nobody."""
        drafting = services.DRAFTING
        return SubtreePermissionPolicy(
            Document,
            {
                "add": drafting,
                "change": drafting,
                "lock": (LEADER, ADMINISTRATOR),
                "unlock": (LEADER, ADMINISTRATOR),
            },
        )


class CatalogViewSetGroup(SnippetViewSetGroup):
    """信息公开目录"""

    menu_label = gettext_lazy("信息公开目录")
    menu_name = "catalog"
    menu_icon = "folder-open-inverse"
    menu_order = 100
    items = (DocumentViewSet, ColumnViewSet)
