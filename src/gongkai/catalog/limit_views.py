"""The worklist of limits, and the limits themselves with their sources. Each asks the gateway first."""

from __future__ import annotations

from datetime import date
from typing import Any

from django import forms
from django.contrib import messages
from django.core.exceptions import PermissionDenied, ValidationError
from django.core.paginator import Paginator
from django.http import HttpRequest, HttpResponse
from django.shortcuts import redirect
from django.urls import reverse
from django.utils import timezone
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy
from django.views.decorators.http import require_http_methods, require_safe

from gongkai.agencies import access, office, working_days
from gongkai.agencies.models import Agency
from gongkai.catalog import limit_setting, listing, obligations, schemas
from gongkai.catalog.models import Column, DocumentType, PublicationLimit
from gongkai.law import publication
from gongkai.law.calendar import WorkCalendar
from gongkai.review.rules import Blocker, Refused

PER_PAGE = 40
MARKS = {"V": "", "M": gettext_lazy("记"), "I": gettext_lazy("释"), "O": gettext_lazy("本地")}


class NarrowForm(forms.Form):
    """Whose and which."""

    agency = forms.ModelChoiceField(
        label=gettext_lazy("机构"),
        queryset=Agency.objects.none(),
        required=False,
        empty_label=gettext_lazy("全部"),
    )
    late = forms.BooleanField(label=gettext_lazy("只看已逾期的"), required=False)

    def __init__(self, *args: Any, agencies: Any, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        self.fields["agency"].queryset = agencies.order_by("path")  # type: ignore[attr-defined]


@require_safe
def worklist(request: HttpRequest) -> HttpResponse:
    """What must be done by a day, one kind at a time, in the agencies the person may see."""
    actor = office.actor_of(request)
    agencies = access.visible_agencies(actor)
    if not access.current_posts(actor):
        raise PermissionDenied
    today = timezone.localdate()
    form = NarrowForm(request.GET, agencies=agencies)
    chosen = form.cleaned_data if form.is_valid() else {}
    if chosen.get("agency"):
        agencies = agencies.filter(pk=chosen["agency"].pk)
    counted = obligations.counts(agencies, today)
    current = request.GET.get("kind", "")
    if current not in obligations.KINDS:
        current = _most_urgent(counted)
    rows = obligations.open_rows(current, agencies, today)
    if chosen.get("late"):
        rows = rows.filter(due_on__lt=today)
    query = request.GET.copy()
    query.pop("p", None)
    page, calendar = Paginator(rows, PER_PAGE).get_page(request.GET.get("p")), working_days.current()
    return office.show(
        request,
        "catalog/limits.html",
        _("限期工作"),
        [(_("限期工作"), reverse("catalog_limits"))],
        icon="time",
        current=current,
        kinds=[_tab(request, code, counted[code], code == current) for code in obligations.KINDS],
        act=obligations.KINDS[current].act,
        form=form,
        is_narrowed=bool(chosen.get("agency") or chosen.get("late")),
        page=page,
        rows=[_line(document, today, calendar) for document in page],
        query=query.urlencode(),
    )


def _most_urgent(counted: dict[str, tuple[int, int]]) -> str:
    """The first kind with something late, else with something at all."""
    late = [code for code, (_waiting, late) in counted.items() if late]
    waiting = [code for code, (waiting, _late) in counted.items() if waiting]
    return next(iter([*late, *waiting, "publication"]))


def _tab(request: HttpRequest, code: str, counted: tuple[int, int], current: bool) -> dict[str, Any]:
    query = request.GET.copy()
    query.pop("p", None)
    query["kind"] = code
    return {
        "label": obligations.KINDS[code].label,
        "waiting": counted[0],
        "late": counted[1],
        "current": current,
        "url": f"?{query.urlencode()}",
    }


def _line(document: Any, today: date, calendar: WorkCalendar) -> dict[str, Any]:
    left = calendar.count(today, document.due_on)
    late = max(1, -left) if document.due_on < today else 0
    return {"document": document, "title": listing.title_of(document), "left": left, "late": late}


class LimitForm(forms.Form):
    """A limit for an agency and those below it."""

    agency = forms.ModelChoiceField(label=gettext_lazy("适用机关"), queryset=Agency.objects.none())
    kind = forms.ChoiceField(label=gettext_lazy("期限种类"), choices=PublicationLimit.Kind.choices)
    document_type = forms.ChoiceField(
        label=gettext_lazy("文件类型"),
        required=False,
        choices=[("", gettext_lazy("全部")), *DocumentType.choices],
    )
    schema = forms.ChoiceField(label=gettext_lazy("结构"), required=False)
    column = forms.ModelChoiceField(
        label=gettext_lazy("栏目"),
        queryset=Column.objects.none(),
        required=False,
        empty_label=gettext_lazy("全部"),
    )
    number = forms.IntegerField(
        label=gettext_lazy("期限"), required=False, min_value=0, max_value=1000,
        help_text=gettext_lazy("留空则自该日起恢复通行的期限；政策解读填0为与文件同日公开"),
    )  # fmt: skip
    unit = forms.ChoiceField(label=gettext_lazy("单位"), choices=PublicationLimit.Unit.choices)
    since = forms.DateField(
        label=gettext_lazy("自何日起"), widget=forms.DateInput(format="%Y-%m-%d", attrs={"type": "date"})
    )
    source = forms.CharField(
        label=gettext_lazy("依据"), max_length=200, help_text=gettext_lazy("文件名称、文号和条款")
    )

    def __init__(self, *args: Any, agencies: Any, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        fields: Any = self.fields
        fields["agency"].queryset = agencies.order_by("path")
        fields["column"].queryset = (
            Column.objects.filter(agency__in=agencies)
            .select_related("agency")
            .order_by("agency__path", "order")
        )
        fields["column"].label_from_instance = lambda column: f"{column.agency.short_name} · {column.name}"
        fields["schema"].choices = [
            ("", _("全部")),
            *((one.slug, one.label) for one in schemas.all().values()),
        ]


@require_http_methods(["GET", "HEAD", "POST"])
def settings(request: HttpRequest) -> HttpResponse:
    """Every limit that holds, and the form to set another."""
    actor = office.actor_of(request)
    if not access.current_posts(actor):
        raise PermissionDenied
    mine = access.acting_agencies(actor, *limit_setting.SETTING)
    form = LimitForm(request.POST or None, agencies=mine, initial={"since": timezone.localdate()})
    refused: list[Blocker] = []
    if request.method == "POST":
        refused = _set(actor, form)
        if not refused:
            messages.success(request, _("期限已设置，没有办结的事项已按新期限重算。"))
            return redirect("catalog_limit_settings")
    return office.show(
        request,
        "catalog/limit_settings.html",
        _("各类期限及依据"),
        [(_("限期工作"), reverse("catalog_limits")), (_("各类期限及依据"), "")],
        icon="time",
        status=422 if refused else 200,
        lines=[*_own(access.visible_agencies(actor)), *_bundled()],
        form=form,
        refused=refused,
        may_set=mine.exists(),
    )


def _set(actor: Any, form: LimitForm) -> list[Blocker]:
    """Every reason against the limit; none when it has been set."""
    if not form.is_valid():
        return [
            Blocker("FORM", f"{form.fields[name].label}：{error}" if name in form.fields else str(error))
            for name, errors in form.errors.items()
            for error in errors
        ]
    try:
        limit_setting.set_limit(actor=actor, **form.cleaned_data)
    except Refused as refused:
        return refused.blockers
    except ValidationError as error:
        return [Blocker("FORM", text) for text in error.messages]
    return []


def _bundled() -> list[dict[str, Any]]:
    return [
        {
            "title": limit.title,
            "scope": _scope(limit),
            "since": value.since,
            "number": f"{value.number}{publication.UNIT_WORDS[value.unit]}",
            "source": value.source,
            "mark": MARKS[value.mark],
            "note": limit.note,
        }
        for limit in publication.bundled()
        for value in sorted(limit.values, key=lambda value: value.since, reverse=True)
    ]


def _scope(limit: publication.Limit) -> str:
    named = schemas.get(limit.schema) if limit.schema else None
    if named is not None:
        return named.label
    return str(DocumentType(limit.document_type).label) if limit.document_type else _("全部")


def _own(agencies: Any) -> list[dict[str, Any]]:
    """What was set for the agencies the person sees or for those above them, the newest first."""
    paths = list(agencies.values_list("path", flat=True))
    rows = [
        row
        for row in PublicationLimit.objects.select_related("agency", "column").order_by("-since", "-pk")
        if any(path.startswith(row.agency.path) or row.agency.path.startswith(path) for path in paths)
    ]
    named = schemas.all()
    return [
        {
            "title": row.get_kind_display(),
            "scope": " · ".join(
                filter(
                    None,
                    [
                        row.agency.short_name,
                        row.get_document_type_display(),
                        named[row.schema].label if row.schema in named else row.schema,
                        row.column.name if row.column else "",
                    ],
                )
            ),
            "since": row.since,
            "number": _("恢复通行的期限") if row.number is None else f"{row.number}{row.get_unit_display()}",
            "source": row.source,
            "mark": MARKS["O"],
            "note": "",
        }
        for row in rows
    ]
