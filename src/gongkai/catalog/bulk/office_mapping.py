"""The office pages on which a file is handed in: what its columns and words mean, how its first rows would come in."""

from __future__ import annotations

from dataclasses import replace
from typing import Any

import yaml
from django.contrib import messages
from django.core.exceptions import PermissionDenied
from django.db import transaction
from django.http import Http404, HttpRequest, HttpResponse
from django.shortcuts import redirect
from django.utils import timezone
from django.utils.text import slugify
from django.utils.translation import gettext as _
from django.views.decorators.http import require_http_methods, require_safe

from gongkai.agencies import access
from gongkai.agencies.models import Agency
from gongkai.agencies.office import actor_of, file_response
from gongkai.catalog.bulk import batches, fields, mappings, tasks, uploads
from gongkai.catalog.bulk.looking import Look, look
from gongkai.catalog.bulk.office_forms import MappingForm, UploadForm, meanings, words_of
from gongkai.catalog.bulk.office_frame import show
from gongkai.catalog.models import Column, ImportBatch, ImportMapping
from gongkai.catalog.services import DRAFTING
from gongkai.convert.content_type import FileRefused
from gongkai.convert.tables import Layout, MappingRefused
from gongkai.convert.tables.mapping import made, parsed
from gongkai.review.rules import Refused

_SESSION = "catalog.bulk"
FORMS = ["GET", "HEAD", "POST"]


@require_http_methods(FORMS)
def upload(request: HttpRequest) -> HttpResponse:
    """Hand in a file; its columns are shown next."""
    actor = actor_of(request)
    agencies = access.acting_agencies(actor, *DRAFTING)
    if not agencies.exists():
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
            "announced": typed["announced"],
        }
        try:
            _look(given, actor, _layout(_start(given)))
        except FileRefused as refused:
            form.add_error("file", refused.text)
        else:
            request.session[_SESSION] = given
            return redirect("catalog_batch_mapping")
    kept = ImportMapping.objects.filter(agency__in=agencies).select_related("agency", "saved_by")
    return show(
        request, "upload.html", _("上传文件"), status=422 if form.errors else 200, form=form, mappings=kept
    )


@require_http_methods(FORMS)
def mapping(request: HttpRequest) -> HttpResponse:
    """Which column and word means what, with the first rows as they would come in; then the file is brought in."""
    actor = actor_of(request)
    given = request.session.get(_SESSION)
    if not given:
        return redirect("catalog_batch_upload")
    agency = Agency.objects.get(pk=given["agency"])
    start, posted = _start(given), request.POST if request.method == "POST" else None
    try:
        seen = _look(given, actor, _layout(start))
        form = MappingForm(
            posted, names=seen.names, columns=seen.columns, start=start, places=_places("column", actor, agency),
            packed=given["name"].lower().endswith(".zip"),
        )  # fmt: skip
        if posted is not None:
            content = _content(form, given, start, posted)
            seen = _look(given, actor, _layout(content))
            done = _carried_out(request, actor, given, content) if form.is_valid() else None
            if done is not None:
                return done
    except FileRefused as refused:
        messages.error(request, refused.text)
        return redirect("catalog_batch_upload")
    except MappingRefused as refused:
        form.add_error(None, " ".join(refused.reasons))
    except Refused as refused:
        form.add_error(None, " ".join(one.text for one in refused.blockers))
    return show(
        request, "mapping.html", _("核对列和用语"), status=422 if form.errors else 200, form=form, seen=seen,
        words=_word_rows(seen, actor, agency), agency=agency, given=given,
        refused=sum(1 for row in seen.rows if row.faults), saved=mappings.saved(agency, given["system"]),
    )  # fmt: skip


def _start(given: dict[str, Any]) -> dict[str, Any]:
    """What the agency kept for the system last time; otherwise, or where that can no longer be read, the usual headings."""
    saved = mappings.saved(Agency.objects.get(pk=given["agency"]), given["system"])
    try:
        content = parsed(saved.content) if saved else {}
        _layout(content)
    except MappingRefused:
        content = {}
    return content or {"source_system": given["system"]}


def _content(form: MappingForm, given: dict[str, Any], start: dict[str, Any], posted: Any) -> dict[str, Any]:
    """What was chosen, as the content of a mapping file; of a form that is incomplete at least what the words mean."""
    if form.is_valid():
        return form.content(given["system"], words_of(posted))
    return {**start, "values": meanings(start.get("values") or {}, words_of(posted))}


def _layout(content: dict[str, Any]) -> Layout:
    return made((content,), fields.declared(), fields.FOLDERS)


def _look(given: dict[str, Any], actor: Any, layout: Layout) -> Look:
    found = uploads.path_of(given["token"])
    if found is None:
        raise FileRefused("no_file", _("上传的文件已不在，请重新上传。"))
    agency = Agency.objects.get(pk=given["agency"])
    layout = replace(layout, source_system=given["system"])
    return look(found, layout, actor=actor, agency=agency, today=timezone.localdate())


def _carried_out(
    request: HttpRequest, actor: Any, given: dict[str, Any], content: dict[str, Any]
) -> HttpResponse | None:
    """Keep the mapping, and begin where that was asked for; None: the page is shown again, with the rows as they are now."""
    act = request.POST.get("act", "look")
    if act not in ("save", "start"):
        return None
    text = yaml.safe_dump(content, allow_unicode=True, sort_keys=False, width=120)
    agency = Agency.objects.get(pk=given["agency"])
    mappings.save(actor=actor, agency=agency, source_system=given["system"], content=text)
    if act == "save":
        messages.success(request, _("映射已保存，下次导入“%(system)s”时使用。") % {"system": given["system"]})
        return None
    batch = _begin(actor, agency, given, text)
    del request.session[_SESSION]
    messages.success(request, _("已开始导入，可以离开这个页面；完成后自动检查。"))
    return redirect("catalog_batch", batch.pk)


@transaction.atomic
def _begin(actor: Any, agency: Agency, given: dict[str, Any], text: str) -> ImportBatch:
    path = uploads.path_of(given["token"])
    if path is None:
        raise Http404
    batch = batches.begin(
        actor=actor,
        agency=agency,
        path=path,
        file_name=given["name"],
        source_system=given["system"],
        upload=given["token"],
        mapping=text,
        announced=bool(given.get("announced")),
    )
    transaction.on_commit(lambda: tasks.load.enqueue(batch.pk, actor.pk))
    return batch


def _word_rows(seen: Look, actor: Any, agency: Agency) -> list[dict[str, Any]]:
    """Per field its words and what each may mean."""
    found = []
    for one in fields.declared():
        if one.name in seen.words:
            choices = dict(one.choices) or _places(one.name, actor, agency)
            words = seen.words[one.name]
            found.append(
                {
                    "field": one,
                    "words": words,
                    "choices": choices.items(),
                    "unknown": sum(1 for word in words if not word.code),
                }
            )
    return found


def _places(name: str, actor: Any, agency: Agency) -> dict[str, str]:
    if name == "agency":
        rows = access.acting_agencies(actor, *DRAFTING).order_by("path")
        return {row.code: row.name for row in rows}
    return dict(Column.objects.filter(agency=agency).order_by("name").values_list("slug", "name"))


@require_safe
def download(request: HttpRequest, pk: int) -> HttpResponse:
    """A kept mapping as the file that the command line reads."""
    agencies = access.acting_agencies(actor_of(request), *DRAFTING)
    row = ImportMapping.objects.filter(agency__in=agencies, pk=pk).select_related("agency").first()
    if row is None:
        raise Http404(_("没有这个映射，或者不在您的机构范围内。"))
    name = slugify(f"mapping {row.agency.code} {row.pk}")
    return file_response(row.content.encode(), f"{name}.yaml", "application/yaml; charset=utf-8")
