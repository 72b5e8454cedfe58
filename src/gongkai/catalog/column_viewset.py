"""The office screens of columns."""

from __future__ import annotations

from typing import Any

from django.core.exceptions import PermissionDenied
from django.db.models import QuerySet
from django.utils import timezone
from django.utils.translation import gettext_lazy
from wagtail.admin.panels import FieldPanel, FieldRowPanel, ObjectList
from wagtail.snippets.views import snippets as base

from gongkai.agencies.permission_policy import SubtreePermissionPolicy
from gongkai.catalog import services
from gongkai.catalog.forms import ColumnForm
from gongkai.catalog.guarded import GuardedSnippetViewSet, OwnPermissionMixin
from gongkai.catalog.models import Column
from gongkai.ledger.services import NewEvent, append


class ColumnAddView(base.CreateView):
    """A new column leaves an event and stays inside the person's agencies."""

    def save_instance(self) -> Any:
        """Refuse another agency; record."""
        if not self.permission_policy.user_has_permission_for_instance(
            self.request.user, "add", self.form.instance
        ):
            raise PermissionDenied
        instance = super().save_instance()
        _record_column(self.request.user, instance, "made")
        return instance


class ColumnEditView(base.EditView):
    """A changed column leaves an event."""

    def save_instance(self) -> Any:
        """Record."""
        instance = super().save_instance()
        _record_column(self.request.user, instance, "changed")
        return instance


class ColumnIndexView(base.IndexView):
    """Columns of the subtree."""

    search_backend_name = None

    def get_base_queryset(self) -> QuerySet[Column]:
        """Rows of the reader's subtree."""
        policy: SubtreePermissionPolicy = self.permission_policy
        rows = policy.instances_user_has_any_permission_for(self.request.user, ["view"])
        return rows.select_related("agency").order_by("agency__path", "order", "id")

    @property
    def columns(self) -> list[Any]:
        """Without the bulk check boxes."""
        return super().columns[1:]


class ColumnHistoryView(OwnPermissionMixin, base.HistoryView):
    """Who changed it."""


class ColumnUsageView(OwnPermissionMixin, base.UsageView):
    """Where it is referred to; shows nothing of other agencies, since a column has one agency."""


def _record_column(actor: Any, column: Column, act: str) -> None:
    append(
        NewEvent(
            kind="catalog.column",
            object_id=column.pk,
            type=f"catalog.column.{act}",
            occurred_on=timezone.localdate(),
            data={"agency": column.agency.code, "slug": column.slug, "name": column.name},
            actor=actor,
        )
    )


class ColumnViewSet(GuardedSnippetViewSet):
    """栏目"""

    model = Column
    icon = "list-ul"
    menu_label = gettext_lazy("栏目")
    add_view_class = ColumnAddView
    edit_view_class = ColumnEditView
    index_view_class = ColumnIndexView
    history_view_class = ColumnHistoryView
    usage_view_class = ColumnUsageView
    copy_view_enabled = False
    list_display = ["name", "agency", "section", "column_type", "order"]
    search_fields = ["name", "slug"]
    list_per_page = 50
    edit_handler = ObjectList(
        [
            FieldPanel("agency"),
            FieldPanel("name"),
            FieldPanel("slug"),
            FieldRowPanel([FieldPanel("section"), FieldPanel("statutory_item")]),
            FieldPanel("column_type"),
            FieldPanel("description"),
            FieldPanel("keywords"),
            FieldPanel("order"),
        ],
        base_form_class=ColumnForm,
    )

    @property
    def permission_policy(self) -> SubtreePermissionPolicy:
        """Officers and administrators keep the columns; none is deleted."""
        return SubtreePermissionPolicy(Column, {"add": services.DRAFTING, "change": services.DRAFTING})
