"""The office pages of batches: bring a file in, see how far it is, check it, send it for review, look at a sample."""

from __future__ import annotations

from typing import Any

from django.contrib import messages
from django.core.exceptions import PermissionDenied
from django.core.paginator import Paginator
from django.http import Http404, HttpRequest, HttpResponse
from django.shortcuts import redirect
from django.urls import path, reverse
from django.utils.translation import gettext as _
from django.views.decorators.http import require_POST, require_safe

from gongkai.agencies import access
from gongkai.agencies.office import XLSX, actor_of, file_response
from gongkai.catalog.bulk import faulty_rows, office_mapping, sampling, services, uploads
from gongkai.catalog.bulk.office_frame import show
from gongkai.catalog.models import ImportBatch
from gongkai.catalog.services import DRAFTING
from gongkai.review import queries as review
from gongkai.review.rules import Refused

PER_PAGE = 40
SHOWN = 100
ACTS: dict[str, Any] = {
    "check": services.order_check,
    "go-on": services.go_on,
    "submit": services.submit,
    "recall": services.recall,
    "undo": services.undo,
}


def _visible(actor: Any) -> Any:
    return ImportBatch.objects.filter(agency__in=access.visible_agencies(actor)).select_related(
        "agency", "created_by"
    )


def _found(request: HttpRequest, pk: int) -> ImportBatch:
    row: ImportBatch | None = _visible(actor_of(request)).filter(pk=pk).first()
    if row is None:
        raise Http404(_("没有这个批次，或者不在您的机构范围内。"))
    return row


@require_safe
def index(request: HttpRequest) -> HttpResponse:
    """The batches, the newest first."""
    actor = actor_of(request)
    if not access.current_posts(actor):
        raise PermissionDenied
    page = Paginator(_visible(actor), PER_PAGE).get_page(request.GET.get("p"))
    may_act = access.acting_agencies(actor, *DRAFTING).exists()
    return show(request, "list.html", _("批量导入"), page=page, may_act=may_act, query="")


def _batch_page(request: HttpRequest, batch: ImportBatch, refused: Refused | None = None) -> HttpResponse:
    actor = actor_of(request)
    held = (
        batch.records.exclude(held=[])
        .select_related("document")
        .defer("document__body", "document__body_text")
    )
    return show(
        request,
        "batch.html",
        str(batch),
        status=422 if refused else 200,
        batch=batch,
        documents=batch.records.count(),
        held=[(record, [text for _code, text in record.held]) for record in held.order_by("row")[:SHOWN]],
        faults=[fault for fault in batch.faults if fault[0]][:SHOWN],
        whole_file=[text for row, _column, _code, text in batch.faults if not row],
        stopped=services.is_stopped(batch),
        has_file=uploads.path_of(batch.upload) is not None,
        blockers=refused.blockers if refused else [],
        may_act=access.holds(actor, batch.agency, *DRAFTING),
        under_review=batch.workflow_in_progress,
        is_moving=batch.state in services.MOVING and not services.is_stopped(batch),
        **review.progress(batch),
    )


@require_safe
def batch(request: HttpRequest, pk: int) -> HttpResponse:
    """One batch: counts, what was refused and what is held back, and what can be done now."""
    return _batch_page(request, _found(request, pk))


@require_POST
def act(request: HttpRequest, pk: int, name: str) -> HttpResponse:
    """Check, submit, recall or undo."""
    found = _found(request, pk)
    if name not in ACTS:
        raise Http404
    try:
        ACTS[name](actor=actor_of(request), batch=found)
    except Refused as refused:
        return _batch_page(request, found, refused)
    messages.success(request, _("已办理。"))
    return redirect("catalog_batch", pk)


@require_safe
def faulty(request: HttpRequest, pk: int) -> HttpResponse:
    """The rows that were not taken over, to be put right and handed in again."""
    found = _found(request, pk)
    if not access.holds(actor_of(request), found.agency, *DRAFTING):
        raise PermissionDenied
    return file_response(faulty_rows.workbook(found), f"faulty-rows-{found.pk}.xlsx", XLSX)


@require_safe
def sample(request: HttpRequest, pk: int) -> HttpResponse:
    """Documents of the batch for whoever signs it: by chance, and what is likeliest to be wrong."""
    found = _found(request, pk)
    here = (str(found), reverse("catalog_batch", args=[pk]))
    return show(
        request,
        "sample.html",
        _("抽查"),
        here,
        batch=found,
        chance=sampling.by_chance(found),
        risk=sampling.by_risk(found),
    )


def addresses() -> list[Any]:
    """/office/documents/batches/."""
    return [
        path("documents/batches/", index, name="catalog_batches"),
        path("documents/batches/upload/", office_mapping.upload, name="catalog_batch_upload"),
        path("documents/batches/mapping/", office_mapping.mapping, name="catalog_batch_mapping"),
        path("documents/batches/mappings/<int:pk>/", office_mapping.download, name="catalog_import_mapping"),
        path("documents/batches/<int:pk>/", batch, name="catalog_batch"),
        path("documents/batches/<int:pk>/faulty-rows/", faulty, name="catalog_batch_faulty"),
        path("documents/batches/<int:pk>/sample/", sample, name="catalog_batch_sample"),
        path("documents/batches/<int:pk>/<slug:name>/", act, name="catalog_batch_act"),
    ]
