"""The office pages of batches: bring a file in, see how far it is, check it, send it for review, look at a sample."""

from __future__ import annotations

from typing import Any

from django.contrib import messages
from django.core.exceptions import PermissionDenied
from django.core.paginator import Paginator
from django.db import transaction
from django.http import Http404, HttpRequest, HttpResponse
from django.shortcuts import redirect
from django.urls import path, reverse
from django.utils.translation import gettext as _
from django.views.decorators.http import require_http_methods, require_POST, require_safe

from gongkai.agencies import access, office
from gongkai.agencies.models import Agency
from gongkai.agencies.office import actor_of
from gongkai.catalog.bulk import fields, running, sampling, services, tasks, uploads
from gongkai.catalog.bulk.office_forms import MappingForm, UploadForm
from gongkai.catalog.models import ImportBatch
from gongkai.catalog.services import DRAFTING
from gongkai.convert.content_type import FileRefused
from gongkai.convert.tables import usual
from gongkai.review import queries as review
from gongkai.review.rules import Refused

PER_PAGE = 40
SHOWN = 100
_SESSION = "catalog.bulk"
FORMS = ["GET", "HEAD", "POST"]
ACTS: dict[str, Any] = {
    "check": services.order_check,
    "submit": services.submit,
    "recall": services.recall,
    "undo": services.undo,
}


def _show(
    request: HttpRequest,
    template: str,
    title: str,
    *trail: tuple[str, str],
    status: int = 200,
    **context: Any,
) -> HttpResponse:
    above = [(str(_("批量导入")), reverse("catalog_batches")), *trail] if template != "list.html" else []
    way = [*above, (title, request.get_full_path())]
    return office.show(
        request, f"catalog/batches/{template}", title, way, icon="upload", status=status, **context
    )


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
    return _show(request, "list.html", _("批量导入"), page=page, may_act=may_act, query="")


@require_http_methods(FORMS)
def upload(request: HttpRequest) -> HttpResponse:
    """Hand in a file; its columns are shown next."""
    actor = actor_of(request)
    if not access.acting_agencies(actor, *DRAFTING).exists():
        raise PermissionDenied
    posted = request.method == "POST"
    form = UploadForm(request.POST if posted else None, request.FILES if posted else None, actor=actor)
    if posted and form.is_valid():
        typed = form.cleaned_data
        given = {
            "token": uploads.keep(typed["file"]),
            "name": str(typed["file"].name)[-255:],
            "agency": typed["agency"].pk,
            "system": typed["source_system"].strip(),
        }
        try:
            _read(given)
        except FileRefused as refused:
            form.add_error("file", refused.text)
        else:
            request.session[_SESSION] = given
            return redirect("catalog_batch_mapping")
    return _show(request, "upload.html", _("上传文件"), status=422 if form.errors else 200, form=form)


def _read(given: dict[str, Any]) -> tuple[tuple[str, ...], dict[str, int], list[Any]]:
    """Headings, the columns that were recognised and the first rows of an uploaded file. Raises FileRefused."""
    found = uploads.path_of(given["token"])
    if found is None:
        raise FileRefused("no_file", _("上传的文件已不在，请重新上传。"))
    shown = running.preview(found, usual(fields.declared(), given["system"]))
    return shown.names, shown.columns, [row.cells for row in shown.rows]


@require_http_methods(FORMS)
def mapping(request: HttpRequest) -> HttpResponse:
    """Which column means what, with the first ten rows; then the file is brought in, in the background."""
    actor = actor_of(request)
    given = request.session.get(_SESSION)
    if not given:
        return redirect("catalog_batch_upload")
    try:
        names, columns, rows = _read(given)
    except FileRefused as refused:
        messages.error(request, refused.text)
        return redirect("catalog_batch_upload")
    form = MappingForm(request.POST if request.method == "POST" else None, names=names, columns=columns)
    if request.method == "POST" and form.is_valid():
        try:
            made = _begin(actor, given, form.mapping(given["system"]))
        except Refused as refused:
            form.add_error(None, " ".join(one.text for one in refused.blockers))
        else:
            del request.session[_SESSION]
            messages.success(request, _("已开始导入，可以离开这个页面；完成后自动检查。"))
            return redirect("catalog_batch", made.pk)
    return _show(
        request, "mapping.html", _("核对列"), status=422 if form.errors else 200, form=form, names=names, rows=rows,
        file_name=given["name"],
    )  # fmt: skip


@transaction.atomic
def _begin(actor: Any, given: dict[str, Any], text: str) -> ImportBatch:
    path_of = uploads.path_of(given["token"])
    if path_of is None:
        raise Http404
    batch = running.begin(
        actor=actor,
        agency=Agency.objects.get(pk=given["agency"]),
        path=path_of,
        file_name=given["name"],
        source_system=given["system"],
    )
    transaction.on_commit(lambda: tasks.load.enqueue(batch.pk, given["token"], text, actor.pk))
    return batch


def _batch_page(request: HttpRequest, batch: ImportBatch, refused: Refused | None = None) -> HttpResponse:
    actor = actor_of(request)
    held = (
        batch.records.exclude(held=[])
        .select_related("document")
        .defer("document__body", "document__body_text")
    )
    return _show(
        request,
        "batch.html",
        str(batch),
        status=422 if refused else 200,
        batch=batch,
        documents=batch.records.count(),
        held=[(record, [text for _code, text in record.held]) for record in held.order_by("row")[:SHOWN]],
        faults=batch.faults[:SHOWN],
        blockers=refused.blockers if refused else [],
        may_act=access.holds(actor, batch.agency, *DRAFTING),
        under_review=batch.workflow_in_progress,
        is_moving=batch.state in (batch.State.LOADING, batch.State.CHECKING),
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
def sample(request: HttpRequest, pk: int) -> HttpResponse:
    """Documents of the batch for whoever signs it: by chance, and what is likeliest to be wrong."""
    found = _found(request, pk)
    here = (str(found), reverse("catalog_batch", args=[pk]))
    return _show(
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
        path("documents/batches/upload/", upload, name="catalog_batch_upload"),
        path("documents/batches/mapping/", mapping, name="catalog_batch_mapping"),
        path("documents/batches/<int:pk>/", batch, name="catalog_batch"),
        path("documents/batches/<int:pk>/sample/", sample, name="catalog_batch_sample"),
        path("documents/batches/<int:pk>/<slug:name>/", act, name="catalog_batch_act"),
    ]
