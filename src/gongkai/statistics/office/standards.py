"""Standard catalogues in the office: bringing one in after a look at it, who publishes what, which document answers which item."""

from __future__ import annotations

import hashlib
import tempfile
from pathlib import Path
from typing import Any

from django import forms
from django.core import signing
from django.core.paginator import Paginator
from django.http import Http404, HttpRequest, HttpResponse
from django.shortcuts import redirect
from django.urls import reverse
from django.utils import timezone
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy
from django.views.decorators.http import require_http_methods, require_safe
from wagtail.admin import messages

from gongkai.agencies import access
from gongkai.agencies.models import Agency
from gongkai.agencies.office import actor_of
from gongkai.catalog import queries as catalog
from gongkai.catalog.models import StandardCatalogue, StandardItem
from gongkai.catalog.services import DRAFTING
from gongkai.catalog.standards import declared, exports, matching, queries, services, sheet
from gongkai.convert.content_type import FileRefused
from gongkai.review.office.plain import PlainForm
from gongkai.review.rules import Refused
from gongkai.statistics import evidence
from gongkai.statistics.office import pages

PER_PAGE = 50
SHOWN = 200
SHOWN_FAULTS = 50
SALT = "statistics.standard-catalogue"
PREVIEW_SECONDS = 3_600
CANDIDATES = 30
MOST_LINKED = 500


class UploadForm(PlainForm):
    """Which field, whose, and the file."""

    agency = forms.ModelChoiceField(label=gettext_lazy("编制机关"), queryset=Agency.objects.none())
    field = forms.CharField(
        label=gettext_lazy("领域"),
        max_length=services.LONGEST_FIELD,
        widget=forms.TextInput(attrs={"list": "fields", "autocomplete": "off"}),
        help_text=gettext_lazy("26个试点领域之一，或者本地增加的领域"),
    )
    file = forms.FileField(
        label=gettext_lazy("表格"),
        help_text=gettext_lazy("XLSX 或者 CSV，保留两行表头和合并单元格即可；先预览，确认后才保存。"),
    )

    def __init__(self, *args: Any, actor: Any, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        agency: Any = self.fields["agency"]
        agency.queryset = access.acting_agencies(actor, *services.IMPORTING).order_by("path")
        agency.initial = agency.queryset.first()


class AssignForm(PlainForm):
    """Who publishes an item."""

    agencies = forms.ModelMultipleChoiceField(
        label=gettext_lazy("公开主体"),
        queryset=Agency.objects.none(),
        required=False,
        widget=forms.CheckboxSelectMultiple,
    )

    def __init__(self, *args: Any, top: Agency, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        agencies: Any = self.fields["agencies"]
        below = Agency.objects.filter(path__startswith=top.path, closed_on__isnull=True)
        agencies.queryset = below.order_by("path")


def _crumb() -> tuple[str, str]:
    return pages.crumb(_("标准目录"), "statistics_office:standards")


def _catalogue(request: HttpRequest, pk: int) -> StandardCatalogue:
    found = queries.of_actor(actor_of(request)).filter(pk=pk).first()
    if found is None:
        raise Http404(_("没有这个标准目录，或者它与您的机构无关。"))
    return found


def _item(request: HttpRequest, pk: int) -> StandardItem:
    item = StandardItem.objects.filter(pk=pk).select_related("catalogue__agency").first()
    if item is None:
        raise Http404
    _catalogue(request, item.catalogue_id)
    return item


@require_safe
def standards(request: HttpRequest) -> HttpResponse:
    """The catalogues in force with how far they are covered."""
    catalogues = list(queries.of_actor(actor_of(request)))
    items = list(StandardItem.objects.filter(catalogue__in=catalogues).select_related("catalogue"))
    found = queries.standings(items, timezone.localdate())
    lines = []
    for row in catalogues:
        mine = [one for one in found if one.item.catalogue_id == row.pk]
        numbers = {state: sum(one.state == state for one in mine) for state in queries.STATES}
        lines.append((row, len(mine), numbers, sum(not one.agencies for one in mine)))
    may_import = access.acting_agencies(request.user, *services.IMPORTING).exists()
    return pages.show(
        request, "standards.html", _("基层政务公开标准目录"), lines=lines, may_import=may_import,
        absent=[name for name in declared.fields() if name not in {row.field for row in catalogues}],
    )  # fmt: skip


@require_http_methods(pages.METHODS)
def bring_in(request: HttpRequest) -> HttpResponse:
    """A file is read and shown; nothing is kept before the person confirms what was read."""
    actor = actor_of(request)
    if "preview" in request.POST:
        return _confirm(request)
    form = UploadForm(request.POST or None, request.FILES or None, actor=actor)
    found: sheet.Read | None = None
    if request.method == "POST" and form.is_valid():
        try:
            found, sha256 = _read(form.cleaned_data["file"])
        except FileRefused as refused:
            form.add_error("file", refused.text)
        else:
            if not found.faults:
                return _preview(request, form, found, sha256)
    return pages.show(
        request, "standard_upload.html", _("导入标准目录"), trail=(_crumb(),), form=form, fields=declared.fields(),
        faults=found.faults[:SHOWN_FAULTS] if found else [], fault_count=len(found.faults) if found else 0,
        status=422 if form.errors or found else 200,
    )  # fmt: skip


def _read(upload: Any) -> tuple[sheet.Read, str]:
    digest = hashlib.sha256()
    with tempfile.TemporaryDirectory() as folder:
        path = Path(folder) / f"table{Path(upload.name or '').suffix[:6]}"
        with path.open("wb") as target:
            for chunk in upload.chunks():
                digest.update(chunk)
                target.write(chunk)
        return sheet.read(path), digest.hexdigest()


def _preview(request: HttpRequest, form: UploadForm, found: sheet.Read, sha256: str) -> HttpResponse:
    asked = form.cleaned_data
    held = {
        "agency": asked["agency"].pk, "field": asked["field"].strip(), "file": asked["file"].name, "sha256": sha256,
        "entries": [(entry.row, entry.values, entry.inherited) for entry in found.entries],
    }  # fmt: skip
    labels = {
        "basis": _("公开依据"),
        "limit_text": _("公开时限"),
        "publisher": _("公开主体"),
        "channels": _("公开渠道和载体"),
    }
    rows = [
        (sheet.with_limit(entry.values), "、".join(labels[name] for name in entry.inherited), entry.row)
        for entry in found.entries[:SHOWN]
    ]
    return pages.show(
        request, "standard_preview.html", _("核对读取结果：%(field)s") % {"field": held["field"]}, trail=(_crumb(),),
        rows=rows, total=len(found.entries), absent=found.absent, back_url=reverse("statistics_office:standard_upload"),
        held=signing.dumps(held, salt=SALT, compress=True),
    )  # fmt: skip


def _confirm(request: HttpRequest) -> HttpResponse:
    """What was shown is kept as it was shown: it comes back signed."""
    try:
        held = signing.loads(request.POST["preview"], salt=SALT, max_age=PREVIEW_SECONDS)
    except signing.BadSignature:
        messages.error(request, _("预览已经超过一小时或者不完整，请重新上传。"))
        return redirect("statistics_office:standard_upload")
    agency = access.acting_agencies(request.user, *services.IMPORTING).filter(pk=held["agency"]).first()
    if agency is None:
        raise Http404
    entries = [sheet.Entry(row, values, tuple(inherited)) for row, values, inherited in held["entries"]]
    try:
        made = services.import_catalogue(
            actor=request.user, agency=agency, field=held["field"],
            source=services.Source(held["file"], held["sha256"]), entries=entries,
        )  # fmt: skip
    except Refused as refused:
        for blocker in refused.blockers:
            messages.error(request, f"{blocker.text}［{blocker.code}］")
        return redirect("statistics_office:standard_upload")
    messages.success(
        request, _("已导入第%(version)d版。请核对没有认出公开主体的事项。") % {"version": made.version}
    )
    return redirect("statistics_office:standard", made.pk)


@require_safe
def standard(request: HttpRequest, pk: int) -> HttpResponse:
    """One catalogue: each item with its state; narrowed to what is open."""
    catalogue = _catalogue(request, pk)
    found = queries.standings(list(queries.items_of(catalogue)), timezone.localdate())
    asked = request.GET.get("state", "")
    if asked == "unassigned":
        found = [one for one in found if not one.agencies]
    elif asked in queries.STATES:
        found = [one for one in found if one.state == asked]
    page = Paginator(found, PER_PAGE).get_page(request.GET.get("p"))
    states = [("", _("全部")), *queries.STATES.items(), ("unassigned", _("没有公开主体"))]
    return pages.show(
        request, "standard.html", f"{catalogue.field}（{catalogue.agency.short_name}）", trail=(_crumb(),),
        catalogue=catalogue, page=page, rows=evidence.checked(list(page)), labels=queries.STATES, states=states,
        asked=asked, query=f"state={asked}" if asked else "",
        may_import=access.holds(request.user, catalogue.agency, *services.IMPORTING),
    )  # fmt: skip


@require_safe
def standard_file(request: HttpRequest, pk: int) -> HttpResponse:
    """The catalogue in the form it came in, with how it stands."""
    catalogue = _catalogue(request, pk)
    found = queries.standings(list(queries.items_of(catalogue)), timezone.localdate())
    title = _("%(agency)s%(field)s领域基层政务公开标准目录") % {
        "agency": catalogue.agency.name,
        "field": catalogue.field,
    }
    return pages.file_response(exports.workbook(title, found), f"{title}.xlsx")


@require_http_methods(pages.METHODS)
def item(request: HttpRequest, pk: int) -> HttpResponse:
    """One item: its words, who publishes it, its documents, and what sounds like it."""
    row = _item(request, pk)
    may_assign = access.holds(request.user, row.catalogue.agency, *services.IMPORTING)
    standing = queries.standings([row], timezone.localdate())[0]
    form = AssignForm(request.POST or None, top=row.catalogue.agency, initial={"agencies": standing.agencies})
    if request.method == "POST" and form.is_valid():
        services.assign(actor=request.user, item=row, agencies=form.cleaned_data["agencies"])
        messages.success(request, _("公开主体已保存。"))
        return redirect("statistics_office:standard_item", row.pk)
    drafting = access.acting_agencies(request.user, *DRAFTING)
    mine = [agency for agency in standing.agencies if drafting.filter(pk=agency.pk).exists()]
    back = (row.catalogue.field, reverse("statistics_office:standard", args=[row.catalogue_id]))
    return pages.show(
        request, "standard_item.html", row.matter, trail=(_crumb(), back), item=row, standing=standing,
        labels=queries.STATES, form=form, may_assign=may_assign, mine={agency.pk for agency in mine},
        candidates=_candidates(row, standing, mine) if mine else [], checked=evidence.checked([standing])[0],
        status=422 if form.errors else 200,
    )  # fmt: skip


def _candidates(row: StandardItem, standing: queries.Standing, agencies: list[Agency]) -> list[Any]:
    """The agencies' public documents, what sounds like the item first."""
    known = {answer.document.pk for answer in standing.answers}
    documents = catalog.public_documents().filter(agency__in=agencies).defer("body", "body_text")
    titles = list(documents.values_list("pk", "title")[: queries.TITLES_READ])
    alike = matching.alike({"": f"{row.topic} {row.matter}"}, titles, CANDIDATES).get("", [])
    order = list(dict.fromkeys([*alike, *(pk for pk, _title in titles[:CANDIDATES])]))[:CANDIDATES]
    found = documents.in_bulk(order)
    return [(found[pk], pk in alike) for pk in order if pk in found and pk not in known]


@require_http_methods(["POST"])
def link(request: HttpRequest) -> HttpResponse:
    """Link documents to items; each choice is “item-document”."""
    chosen = [_numbers(text) for text in request.POST.getlist("pair")[:MOST_LINKED]]
    items = StandardItem.objects.filter(catalogue__in=queries.of_actor(actor_of(request)))
    rows = items.select_related("catalogue__agency").in_bulk([first for first, _second in chosen])
    documents = catalog.visible_to(request.user).in_bulk([second for _first, second in chosen])
    pairs = [
        (rows[first], documents[second]) for first, second in chosen if first in rows and second in documents
    ]
    if len(pairs) != len(chosen):
        raise Http404(_("所选的事项或者文件已经不在，请刷新后重选。"))
    try:
        made = services.link(actor=request.user, pairs=pairs)
        messages.success(request, _("已关联%(number)d件文件。") % {"number": made})
    except Refused as refused:
        for blocker in refused.blockers:
            messages.error(request, f"{blocker.text}［{blocker.code}］")
    if request.POST.get("back") == "desk" and pairs:
        return _desk(pairs[0][1].pk)
    return _back(request, pairs[0][0].catalogue_id if pairs else None)


def _numbers(text: str) -> tuple[int, int]:
    first, _dash, second = text.partition("-")
    if not (first.isdecimal() and second.isdecimal() and len(text) < 38):
        raise Http404
    return int(first), int(second)


@require_http_methods(["POST"])
def unlink(request: HttpRequest, pk: int, document_pk: int) -> HttpResponse:
    """Take a link back."""
    row = _item(request, pk)
    document = catalog.document_for(request.user, document_pk)
    if document is None:
        raise Http404
    services.unlink(actor=request.user, item=row, document=document)
    messages.success(request, _("已取消关联。"))
    if request.POST.get("back") == "desk":
        return _desk(document.pk)
    return redirect("statistics_office:standard_item", row.pk)


def _desk(pk: int) -> HttpResponse:
    return redirect("wagtailsnippets_catalog_document:inspect", pk)


def _back(request: HttpRequest, catalogue: int | None) -> HttpResponse:
    asked = request.POST.get("item", "")
    if asked.isdecimal() and len(asked) < 19:
        return redirect("statistics_office:standard_item", int(asked))
    return (
        redirect("statistics_office:standard", catalogue)
        if catalogue
        else redirect("statistics_office:standards")
    )


@require_safe
def suggestions(request: HttpRequest, pk: int) -> HttpResponse:
    """For every open item of a catalogue the documents that sound like it, to be linked in one act."""
    catalogue = _catalogue(request, pk)
    drafting = access.acting_agencies(request.user, *DRAFTING)
    found = queries.standings(list(queries.items_of(catalogue)), timezone.localdate())
    return pages.show(
        request, "standard_suggestions.html", _("建议关联：%(field)s") % {"field": catalogue.field},
        trail=(_crumb(), (catalogue.field, reverse("statistics_office:standard", args=[pk]))),
        catalogue=catalogue, rows=queries.suggestions(found, drafting)[:SHOWN],
    )  # fmt: skip
