"""The register of what went out: with or without a job, one by one or from a table."""

from __future__ import annotations

import tempfile
from pathlib import Path
from typing import Any

from django.db.models import Q, QuerySet, Sum
from django.http import FileResponse, Http404, HttpRequest, HttpResponse
from django.shortcuts import redirect
from django.urls import reverse
from django.utils import timezone
from django.utils.http import content_disposition_header
from django.utils.translation import gettext as _
from django.views.decorators.http import require_http_methods, require_safe
from wagtail.admin import messages

from gongkai.agencies import access
from gongkai.agencies.office import actor_of, paged
from gongkai.channels import declared, queries, table
from gongkai.channels.models import Evidence, Release
from gongkai.channels.office import pages
from gongkai.channels.office.forms import EntryForm, ImportForm, ReasonForm, ReleaseFilter
from gongkai.channels.services import releases as services
from gongkai.channels.services.recording import PUBLISHING
from gongkai.convert.content_type import FileRefused
from gongkai.review.office.plain import carried_out

SHOWN_FAULTS = 50


def crumb() -> tuple[str, str]:
    """The way back to the register."""
    return str(_("发布记录")), reverse("channels_office:releases")


@require_safe
def release_list(request: HttpRequest) -> HttpResponse:
    """What went out, the latest first, with the sums of what is shown."""
    actor = actor_of(request)
    form = ReleaseFilter(request.GET, actor=actor)
    rows = narrowed(queries.releases(actor), form.values())
    sums = rows.filter(void_reason="").aggregate(
        pieces=Sum("pieces"), copies=Sum("copies"), reach=Sum("reach")
    )
    page, query = paged(request, rows.prefetch_related("evidence"))
    known = declared.every()
    return pages.show(
        request,
        "releases.html",
        _("发布记录"),
        trail=(pages.home_crumb(),),
        form=form,
        is_narrowed=bool(form.values()),
        page=page,
        query=query,
        sums={name: number or 0 for name, number in sums.items()},
        rows=[(row, known[row.channel].label if row.channel in known else row.channel) for row in page],
        may_act=access.acting_agencies(actor, *PUBLISHING).exists(),
    )


def narrowed(rows: QuerySet[Release], chosen: dict[str, Any]) -> QuerySet[Release]:
    """The records that were asked for."""
    if channel := chosen.get("channel"):
        rows = rows.filter(channel=channel)
    if agency := chosen.get("agency"):
        own = {"agency": agency} if chosen.get("own") else {"agency__path__startswith": agency.path}
        rows = rows.filter(**own)
    if since := chosen.get("since"):
        rows = rows.filter(on__gte=since)
    if until := chosen.get("until"):
        rows = rows.filter(on__lte=until)
    if words := chosen.get("q"):
        rows = rows.filter(Q(title__icontains=words) | Q(document__document_number__icontains=words))
    return rows


@require_http_methods(pages.METHODS)
def enter(request: HttpRequest) -> HttpResponse:
    """Something went out without a job."""
    form = EntryForm(request.POST or None, request.FILES or None, actor=actor_of(request))
    if request.method == "POST" and carried_out(
        form,
        lambda: services.enter(
            actor=request.user,
            agency=form.cleaned_data["agency"],
            channel=form.cleaned_data["channel"],
            title=form.cleaned_data["title"],
            facts=form.facts(),
            file=form.cleaned_data["file"],
        ),
    ):
        messages.success(request, _("已登记。"))
        return redirect("channels_office:releases")
    return pages.form_page(request, form, _("登记一次发布"), _("登记"), crumb())


@require_http_methods(pages.METHODS)
def bring_in(request: HttpRequest) -> HttpResponse:
    """Bring in a table: every faulty row is named and nothing is kept until all are right."""
    form = ImportForm(request.POST or None, request.FILES or None, actor=actor_of(request))
    faults: list[tuple[int, str]] = []
    if request.method == "POST" and form.is_valid():
        try:
            found = _read(form.cleaned_data["file"])
        except FileRefused as refused:
            form.add_error("file", refused.text)
        else:
            faults = found.faults
            if not faults and not found.entries:
                form.add_error("file", _("表格里没有记录。"))
            elif not faults:
                new, known = services.bring_in(
                    actor=request.user, agency=form.cleaned_data["agency"], entries=found.entries
                )
                text = _("新登记 %(new)d 条；%(known)d 条此前已登记，没有重复计入。")
                messages.success(request, text % {"new": new, "known": known})
                return redirect("channels_office:releases")
    return pages.form_page(
        request, form, _("从表格登记"), _("导入"), crumb(), faults=faults[:SHOWN_FAULTS], fault_count=len(faults),
        headings=[names[0] for names in table.HEADINGS.values()],
    )  # fmt: skip


def _read(upload: Any) -> table.Read:
    with tempfile.TemporaryDirectory() as folder:
        path = Path(folder) / f"table{Path(upload.name or '').suffix[:6]}"
        with path.open("wb") as target:
            for chunk in upload.chunks():
                target.write(chunk)
        return table.read(path, timezone.localdate())


@require_http_methods(pages.METHODS)
def void(request: HttpRequest, pk: int) -> HttpResponse:
    """A record entered by mistake."""
    row = pages.or_404(queries.releases(actor_of(request)), pk)
    form = ReasonForm(request.POST or None)
    if request.method == "POST" and carried_out(
        form, lambda: services.void(actor=request.user, release=row, reason=form.cleaned_data["reason"])
    ):
        messages.success(request, _("已作废，不再计入统计。"))
        return redirect("channels_office:releases")
    return pages.form_page(request, form, _("作废发布记录"), _("作废"), crumb(), lead=str(row.title))


@require_safe
def evidence(request: HttpRequest, pk: int) -> FileResponse:
    """A proof, for whoever sees its agency; shown as what it is, kept by no cache."""
    found = Evidence.objects.filter(agency__in=access.visible_agencies(actor_of(request)), pk=pk).first()
    if found is None:
        raise Http404(_("没有这份凭证，或者不在您的机构范围内。"))
    response = FileResponse(found.file.open("rb"), content_type=found.media_type)
    response["Content-Disposition"] = (
        content_disposition_header(found.extension == "pdf", found.name) or "inline"
    )
    response["X-Content-Type-Options"] = "nosniff"
    response["Content-Security-Policy"] = "sandbox; default-src 'none'"
    response["Cache-Control"] = "private, no-store"
    return response
