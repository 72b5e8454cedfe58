"""The screens of the dictionary: list, search, one word, a table of words in and out."""

from __future__ import annotations

import csv
import io
import tempfile
from collections.abc import Iterable, Iterator
from pathlib import Path
from typing import Any

from django.contrib import messages
from django.core.exceptions import PermissionDenied, ValidationError
from django.core.files.uploadedfile import UploadedFile
from django.core.paginator import Paginator
from django.db.models import Q, QuerySet
from django.http import FileResponse, HttpRequest, HttpResponse, HttpResponseBase, StreamingHttpResponse
from django.shortcuts import get_object_or_404, redirect
from django.urls import reverse
from django.utils import timezone
from django.utils.translation import gettext as _
from django.views.decorators.http import require_http_methods, require_POST, require_safe
from openpyxl import Workbook

from gongkai.agencies.models import User
from gongkai.agencies.office import actor_of
from gongkai.convert.content_type import FileRefused
from gongkai.convert.sheet import harmless
from gongkai.screening import forms, services, word_tables, words
from gongkai.screening.errors import ScreeningRefusedError
from gongkai.screening.models import DictionaryEntry
from gongkai.screening.office import page, tabs

PER_PAGE = 100
XLSX = "application/vnd.openxmlformats-officedocument.spreadsheetml.sheet"


def _found(request: HttpRequest) -> QuerySet[DictionaryEntry]:
    """The words the person may see, narrowed by what is asked for."""
    rows = words.visible(actor_of(request))
    if typed := request.GET.get("q", "").strip()[:100]:
        rows = rows.filter(
            Q(word__icontains=typed) | Q(right_form__icontains=typed) | Q(note__icontains=typed)
        )
    if (category := request.GET.get("category", "")) in DictionaryEntry.Category.values:
        rows = rows.filter(category=category)
    return rows.order_by("word", "id")


@require_safe
def index(request: HttpRequest) -> HttpResponse:
    """The words, with the form to search them."""
    actor = actor_of(request)
    pages = Paginator(_found(request), PER_PAGE).get_page(request.GET.get("p"))
    today = timezone.localdate()
    asked = request.GET.copy()
    asked.pop("p", None)
    return page(
        request,
        "words",
        _("词库"),
        [],
        page=pages,
        rows=[(entry, words.may_keep(actor, entry.agency), _standing(entry, today)) for entry in pages],
        typed=request.GET.get("q", ""),
        category=request.GET.get("category", ""),
        categories=DictionaryEntry.Category.choices,
        may_add=_may_add(actor),
        total=words.visible(actor).count(),
        query=asked.urlencode(),
        tabs=tabs(actor, "words"),
    )


def _may_add(actor: User) -> bool:
    return words.keeps_for_everybody(actor) or words.keeping_agencies(actor).exists()


def _standing(entry: DictionaryEntry, today: Any) -> str:
    if entry.since and entry.since > today:
        return _("尚未起用")
    if entry.until and entry.until < today:
        return _("已停用")
    return ""


@require_http_methods(["GET", "POST"])
def add(request: HttpRequest) -> HttpResponse:
    """A new word."""
    if not _may_add(actor_of(request)):
        raise PermissionDenied
    return _word(request, DictionaryEntry(), _("添加词"))


@require_http_methods(["GET", "POST"])
def edit(request: HttpRequest, pk: int) -> HttpResponse:
    """A word that is there."""
    actor = actor_of(request)
    entry = get_object_or_404(words.visible(actor), pk=pk)
    if not words.may_keep(actor, entry.agency):
        raise PermissionDenied
    return _word(request, entry, entry.word)


def _word(request: HttpRequest, entry: DictionaryEntry, title: str) -> HttpResponse:
    form = forms.WordForm(request.POST or None, instance=entry, actor=actor_of(request))
    if request.method == "POST" and form.is_valid():
        try:
            services.keep_word(actor=actor_of(request), entry=form.save(commit=False))
        except ValidationError as error:
            form.add_error(None, error)
        else:
            messages.success(
                request, _("已保存“%(word)s”。审签中的材料会按新的词库重新检查。") % {"word": entry.word}
            )
            return redirect("screening_office:words")
    trail = [(str(_("词库")), reverse("screening_office:words"))]
    status = 422 if request.method == "POST" else 200
    return page(request, "word", title, trail, status=status, form=form, entry=entry)


@require_POST
def drop(request: HttpRequest, pk: int) -> HttpResponse:
    """Take a word out."""
    actor = actor_of(request)
    entry = get_object_or_404(words.visible(actor), pk=pk)
    services.drop_word(actor=actor, entry=entry)
    messages.success(request, _("已删除“%(word)s”。") % {"word": entry.word})
    return redirect("screening_office:words")


@require_http_methods(["GET", "POST"])
def bring_in(request: HttpRequest) -> HttpResponse:
    """A table of words: all of it, or a list of what is wrong row by row."""
    actor = actor_of(request)
    if not _may_add(actor):
        raise PermissionDenied
    form = forms.WordsForm(request.POST or None, request.FILES or None, actor=actor)
    brought, refused = None, ""
    if request.method == "POST" and form.is_valid():
        try:
            brought = _brought(actor, form.cleaned_data)
        except (ScreeningRefusedError, FileRefused) as error:
            refused = error.text
        else:
            if brought.kept and not brought.refused:
                messages.success(request, _said(brought))
                return redirect("screening_office:words")
    trail = [(str(_("词库")), reverse("screening_office:words"))]
    is_wrong = bool(refused) or (request.method == "POST" and (brought is None or not brought.kept))
    return page(
        request,
        "words_bring_in",
        _("导入词表"),
        trail,
        status=422 if is_wrong else 200,
        form=form,
        brought=brought,
        said=_said(brought) if brought and brought.kept else "",
        refused=refused,
        headings=word_tables.HEADINGS,
        most=word_tables.MOST_ROWS,
        categories=DictionaryEntry.Category.choices,
    )


def _brought(actor: User, values: dict[str, Any]) -> word_tables.Brought:
    """Through a file of its own, so that a long table is read row by row."""
    upload: UploadedFile = values["file"]
    name = Path(str(upload.name)).suffix.lower()[:6] or ".csv"
    with tempfile.TemporaryDirectory() as folder:
        path = Path(folder) / f"words{name}"
        with path.open("wb") as out:
            for chunk in upload.chunks():
                out.write(chunk)
        return services.bring_in_words(
            actor=actor, agency=values["agency"], path=path, skip_wrong=values["skip_wrong"]
        )


def _said(brought: word_tables.Brought) -> str:
    return _("新增%(added)d个，更新%(changed)d个，未变%(unchanged)d个。") % {
        "added": brought.added,
        "changed": brought.changed,
        "unchanged": brought.unchanged,
    }


@require_safe
def export(request: HttpRequest, kind: str) -> HttpResponseBase:
    """The words that the list shows, as a table that can be brought in again."""
    rows = word_tables.table(_found(request).iterator(chunk_size=words.BATCH))
    if kind == "xlsx":
        return _workbook(rows)
    response = StreamingHttpResponse(_csv(rows), content_type="text/csv; charset=utf-8")
    response["Content-Disposition"] = 'attachment; filename="words.csv"'
    return response


def _csv(rows: Iterable[list[str]]) -> Iterator[str]:
    yield "\ufeff"
    for row in rows:
        line = io.StringIO()
        csv.writer(line).writerow([harmless(cell) for cell in row])
        yield line.getvalue()


def _workbook(rows: Iterable[list[str]]) -> FileResponse:
    book = Workbook(write_only=True)
    sheet = book.create_sheet(str(_("词库")))
    sheet.freeze_panes = "A2"
    for row in rows:
        sheet.append([harmless(cell) for cell in row])
    out = tempfile.SpooledTemporaryFile(max_size=2**22)  # noqa: SIM115 - the response closes it
    book.save(out)
    out.seek(0)
    return FileResponse(out, as_attachment=True, filename="words.xlsx", content_type=XLSX)
