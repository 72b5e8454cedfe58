"""The office list of documents: columns, filters and the rows themselves, at a constant number of queries."""

from __future__ import annotations

from typing import Any

import django_filters  # type: ignore[import-untyped]
from django.db.models import CharField, Exists, OuterRef, Q, QuerySet
from django.db.models.functions import Cast
from django.utils import timezone
from django.utils.functional import cached_property
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy
from wagtail.admin.filters import WagtailFilterSet
from wagtail.admin.ui import tables
from wagtail.models import WorkflowState

from gongkai.agencies import access, working_days
from gongkai.catalog.models import Column, DisclosureClass, Document
from gongkai.law.calendar import WorkCalendar
from gongkai.screening import queries as screening

STATES = {
    "draft": gettext_lazy("草稿"),
    "in_review": gettext_lazy("审签中"),
    "returned": gettext_lazy("退回修改"),
    "published": gettext_lazy("已公开"),
    "changed": gettext_lazy("已公开，有新草稿"),
    "registered": gettext_lazy("已登记，不公开"),
    "withdrawn": gettext_lazy("已撤下"),
}

SORTED_BY = {
    "-pk": gettext_lazy("新建的在前"),
    "title": gettext_lazy("按标题排列"),
    "-title": gettext_lazy("按标题倒序排列"),
    "publication_due_on": gettext_lazy("公开期限早的在前"),
    "-publication_due_on": gettext_lazy("公开期限晚的在前"),
    "index_number": gettext_lazy("按索引号排列"),
    "-index_number": gettext_lazy("按索引号倒序排列"),
    "published_on": gettext_lazy("先公开的在前"),
    "-published_on": gettext_lazy("最近公开的在前"),
}


def rows(actor: Any) -> QuerySet[Document]:
    """The documents the actor may see, with what the list shows of them."""
    states = WorkflowState.objects.filter(
        base_content_type=Document.get_base_content_type(), object_id=Cast(OuterRef("pk"), CharField())
    )
    return (
        Document.objects.filter(agency__in=access.visible_agencies(actor))
        .select_related("agency", "column", "latest_revision")
        .defer("body", "body_text", "latest_revision__content")
        .annotate(
            in_review=Exists(states.filter(status=WorkflowState.STATUS_IN_PROGRESS)),
            returned=Exists(states.filter(status=WorkflowState.STATUS_NEEDS_CHANGES)),
            **screening.open_counts(Document),
        )
    )


def state_of(document: Any) -> str:
    """The state as the list names it; what is being done now comes before what is public."""
    if getattr(document, "in_review", False):
        return "in_review"
    if getattr(document, "returned", False):
        return "returned"
    return str(document.state)


def state_label(document: Any) -> str:
    """The state in words."""
    return str(STATES[state_of(document)])


def title_of(document: Document) -> str:
    """The newest title: a draft's before the public one."""
    return document.latest_revision.object_str if document.latest_revision else document.title


def due_label(document: Document, calendar: WorkCalendar | None = None) -> str:
    """How long until the publication limit; empty when nothing is due. A list passes one calendar for all rows."""
    due = document.publication_due_on
    if due is None or document.live or document.withdrawn_on or not document.is_public_class:
        return ""
    left = (calendar or working_days.current()).count(timezone.localdate(), due)
    if left < 0:
        return _("已逾期%(days)d个工作日") % {"days": -left}
    return _("还有%(days)d个工作日") % {"days": left}


class DueColumn(tables.Column):
    """Remaining working days, computed once per row with one calendar for the list."""

    def get_value(self, instance: Any) -> str:
        """The words."""
        return due_label(instance, self.calendar)

    @cached_property
    def calendar(self) -> WorkCalendar:
        """Looked up once for the whole list."""
        return working_days.current()


class DayColumn(tables.Column):
    """A moment as its day, which is what people compare."""

    def get_value(self, instance: Any) -> str:
        """2026-11-28; empty before."""
        moment = super().get_value(instance)
        return timezone.localdate(moment).isoformat() if moment else ""


class ScreeningColumn(tables.Column):
    """What the screening left open, with the way there."""

    cell_template_name = "catalog/screening_cell.html"

    def get_value(self, instance: Any) -> dict[str, Any]:
        """The counts."""
        return {
            "serious": instance.screening_serious,
            "warning": instance.screening_warning,
            "pending": instance.screening_pending,
        }


class StateColumn(tables.StatusTagColumn):
    """The state as a tag."""

    def get_value(self, instance: Any) -> str:
        """The words."""
        return state_label(instance)


def table_columns(actor: Any) -> list[Any]:
    """The columns after the title; whose it is only for those who see several agencies."""
    agency = tables.Column(
        "agency", label=gettext_lazy("发布机构"), accessor="agency.short_name", classname="on-wide"
    )
    return [
        *([agency] if access.visible_agencies(actor)[1:2].exists() else []),
        tables.Column("column", label=gettext_lazy("栏目"), accessor="column.name", classname="on-wide"),
        StateColumn("state", label=gettext_lazy("状态"), primary=lambda row: row.live),
        ScreeningColumn("screening", label=gettext_lazy("检查")),
        tables.Column(
            "class",
            label=gettext_lazy("公开属性"),
            accessor="disclosure_class_label",
            classname="on-wide unbroken",
        ),
        DueColumn("due", label=gettext_lazy("公开期限"), sort_key="publication_due_on"),
        tables.Column(
            "index_number",
            label=gettext_lazy("索引号"),
            sort_key="index_number",
            classname="on-wide unbroken",
        ),
        DayColumn(
            "published_on",
            label=gettext_lazy("发布日期"),
            sort_key="published_on",
            classname="on-wide unbroken",
        ),
    ]


def _column_names(request: Any) -> list[tuple[str, str]]:
    names = Column.objects.filter(agency__in=access.visible_agencies(request.user)).order_by("name")
    return [(name, name) for name in names.values_list("name", flat=True).distinct()]


class DocumentFilterSet(WagtailFilterSet):
    """Agency, column, state, class, overdue."""

    agency = django_filters.ModelChoiceFilter(
        label=gettext_lazy("发布机构"),
        queryset=lambda request: access.visible_agencies(request.user).order_by("path"),
    )
    column_name = django_filters.ChoiceFilter(
        label=gettext_lazy("栏目"), field_name="column__name", choices=[]
    )
    state = django_filters.ChoiceFilter(
        label=gettext_lazy("状态"), method="filter_state", choices=list(STATES.items())
    )
    overdue = django_filters.BooleanFilter(label=gettext_lazy("公开已逾期"), method="filter_overdue")

    class Meta:
        model = Document
        fields = ["agency", "column_name", "state", "disclosure_class", "overdue"]

    def __init__(self, *args: Any, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        self.filters["column_name"].extra["choices"] = _column_names(self.request)

    def filter_state(self, queryset: Any, name: str, value: str) -> QuerySet[Document]:
        """Rows in that state."""
        idle: Any = queryset.filter(in_review=False, returned=False)
        found: dict[str, QuerySet[Document]] = {
            "in_review": queryset.filter(in_review=True),
            "returned": queryset.filter(returned=True),
            "withdrawn": idle.filter(withdrawn_on__isnull=False),
            "published": idle.filter(live=True, has_unpublished_changes=False),
            "changed": idle.filter(live=True, has_unpublished_changes=True),
            "registered": idle.filter(live=False, registered_on__isnull=False).exclude(
                disclosure_class=DisclosureClass.PROACTIVE
            ),
            "draft": idle.filter(live=False, withdrawn_on__isnull=True).filter(
                Q(registered_on__isnull=True) | Q(disclosure_class=DisclosureClass.PROACTIVE)
            ),
        }
        return found[value]

    def filter_overdue(self, queryset: QuerySet[Document], name: str, value: bool) -> QuerySet[Document]:
        """Publication limit over and not public."""
        overdue = Q(
            publication_due_on__lt=timezone.localdate(),
            live=False,
            withdrawn_on__isnull=True,
            disclosure_class=DisclosureClass.PROACTIVE,
        )
        return queryset.filter(overdue) if value else queryset.exclude(overdue)
