"""Relating one document to one or many others, found by title or number: interpretation, repeal, clean-up (清理)."""

from __future__ import annotations

from typing import Any

from django import forms
from django.contrib import messages
from django.core.exceptions import PermissionDenied
from django.db.models import Q, QuerySet
from django.http import HttpRequest, HttpResponse
from django.shortcuts import get_object_or_404, redirect
from django.urls import reverse
from django.utils import timezone
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy, ngettext
from django.views.decorators.http import require_http_methods, require_POST

from gongkai.agencies import access, office
from gongkai.agencies.models import Agency
from gongkai.catalog import queries, services
from gongkai.catalog import validity as rule
from gongkai.catalog.models import Document, DocumentType, Relation, Validity
from gongkai.review.rules import Blocker, Refused

SHOWN = 60
DESK = "wagtailsnippets_catalog_document:inspect"


class FindForm(forms.Form):
    """Which documents are offered; without words the agency's rules and normative documents."""

    q = forms.CharField(label=gettext_lazy("标题、文号或者索引号"), max_length=100, required=False)
    below = forms.BooleanField(label=gettext_lazy("包括下级机关"), required=False)
    document_type = forms.ChoiceField(
        label=gettext_lazy("类型"),
        required=False,
        choices=[("", gettext_lazy("全部")), *DocumentType.choices],
    )
    validity = forms.ChoiceField(
        label=gettext_lazy("有效性"), required=False, choices=[("", gettext_lazy("全部")), *Validity.choices]
    )


class BearingForm(forms.Form):
    """How the document bears on those chosen."""

    kind = forms.ChoiceField(label=gettext_lazy("本文件对所选文件"), choices=Relation.Kind.choices)
    effective_on = forms.DateField(
        label=gettext_lazy("自何日起"), required=False,
        widget=forms.DateInput(format="%Y-%m-%d", attrs={"type": "date"}),
        help_text=gettext_lazy("留空则自本文件施行之日起，没有施行日期的自公开之日起"),
    )  # fmt: skip
    note = forms.CharField(label=gettext_lazy("说明"), max_length=300, required=False)


def _source(request: HttpRequest, pk: int) -> Document:
    document = get_object_or_404(Document.objects.select_related("agency"), pk=pk)
    if not access.can_see(request.user, document.agency):
        raise PermissionDenied
    return document


def _found(actor: Any, source: Document, asked: dict[str, Any]) -> QuerySet[Document]:
    """What is offered: what the person or anybody may see, narrowed; with words everywhere, without them at home."""
    rows = queries.visible_to(actor).exclude(pk=source.pk).filter(withdrawn_on__isnull=True)
    words = asked.get("q", "")
    if words:
        rows = queries.matching(rows, words)
    else:
        here = Q(agency=source.agency) | Q(agency__kept_by=source.agency)
        if asked.get("below"):
            here |= Q(agency__in=Agency.get_tree(source.agency))
        rows = rows.filter(here)
        if not asked.get("document_type"):
            rows = rows.filter(document_type__in=list(queries.NORMATIVE_ROWS))
    if asked.get("document_type"):
        rows = rows.filter(document_type=asked["document_type"])
    rows = rows.annotate(now=rule.expression(timezone.localdate()))
    if asked.get("validity"):
        rows = rows.filter(now=asked["validity"])
    return rows.defer("body", "body_text").order_by("-signed_on", "-id")


@require_http_methods(["GET", "HEAD", "POST"])
def relations(request: HttpRequest, pk: int) -> HttpResponse:
    """What the document bears on, and the form to relate it to one or many at once."""
    source = _source(request, pk)
    may_relate = access.holds(request.user, source.agency, *services.RELATING)
    asked = FindForm(request.GET)
    rows = _found(request.user, source, asked.cleaned_data if asked.is_valid() else {})
    refused: list[Blocker] = []
    form = BearingForm(request.POST or None)
    if request.method == "POST":
        if not may_relate:
            raise PermissionDenied
        refused, count = _relate(request, source, form)
        if not refused:
            text = ngettext("已关联%(count)d件文件。", "已关联%(count)d件文件。", count)
            messages.success(request, text % {"count": count})
            return redirect("catalog_relations", pk)
    total = rows.count()
    return office.show(
        request,
        "catalog/relations.html",
        _("关联文件"),
        [(source.title or _("（标题待补）"), reverse(DESK, args=[pk])), (_("关联文件"), "")],
        icon="link",
        status=422 if refused else 200,
        document=source,
        may_relate=may_relate,
        asked=asked,
        form=form,
        refused=refused,
        relations=list(_both_ways(request.user, source)),
        total=total,
        rows=[_line(request, row) for row in rows[:SHOWN]],
        shown=SHOWN,
    )


def _line(request: HttpRequest, row: Document) -> dict[str, Any]:
    """One offered document, with what was typed for it when the form came back."""
    return {
        "document": row,
        "chosen": str(row.pk) in request.POST.getlist("target"),
        "articles": request.POST.get(f"articles-{row.pk}", ""),
    }


def _both_ways(actor: Any, document: Document) -> QuerySet[Relation]:
    """The relations of a document, as far as the person may see the other one."""
    seen = queries.visible_to(actor).order_by().values("pk")
    return (
        Relation.objects.filter(Q(source=document, target__in=seen) | Q(target=document, source__in=seen))
        .select_related("source__agency", "target__agency")
        .order_by("kind", "id")
    )


def _relate(request: HttpRequest, source: Document, form: BearingForm) -> tuple[list[Blocker], int]:
    """Every reason against it, and how many were related."""
    numbers = [int(pk) for pk in request.POST.getlist("target") if pk.isdecimal() and len(pk) < 19]
    targets = queries.visible_to(request.user).filter(pk__in=numbers[: services.MOST_AT_ONCE + 1])
    bearings = [services.Bearing(row, request.POST.get(f"articles-{row.pk}", "")) for row in targets]
    if not form.is_valid():
        found = [
            Blocker("FORM", f"{form.fields[name].label}：{error}")
            for name, errors in form.errors.items()
            for error in errors
        ]
        return found, 0
    try:
        made = services.relate_many(actor=request.user, source=source, bearings=bearings, **form.cleaned_data)
    except Refused as refused:
        return refused.blockers, 0
    return [], len(made)


@require_POST
def undo(request: HttpRequest, pk: int, relation_pk: int) -> HttpResponse:
    """Take back a relation stated by mistake."""
    source = _source(request, pk)
    relation = get_object_or_404(
        Relation.objects.select_related("source__agency", "target"), pk=relation_pk, source=source
    )
    try:
        services.unrelate(actor=request.user, relation=relation, reason=request.POST.get("reason", ""))
    except Refused as refused:
        for blocker in refused.blockers:
            messages.error(request, blocker.text)
    else:
        messages.success(request, _("已撤销关联，台账保留记录。"))
    return redirect("catalog_relations", pk)
