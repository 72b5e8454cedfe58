"""The office screens of declared lists: which there are, a new one, filling it in by hand, from a sheet or a pasted block."""

from __future__ import annotations

import tempfile
from pathlib import Path
from typing import Any

from django.contrib import messages
from django.core.paginator import Page, Paginator
from django.http import Http404, HttpRequest, HttpResponse, QueryDict
from django.shortcuts import get_object_or_404, redirect
from django.urls import reverse
from django.utils import timezone
from django.utils.http import content_disposition_header
from django.utils.translation import gettext as _
from django.views.decorators.http import require_http_methods, require_POST, require_safe
from wagtail import hooks

from gongkai.agencies import access, office
from gongkai.agencies.models import Agency
from gongkai.agencies.office import actor_of
from gongkai.catalog import declared, filling, schemas, services
from gongkai.catalog import filling_sheets as sheets
from gongkai.catalog.filling import Problems
from gongkai.catalog.models import Column, Document
from gongkai.catalog.schemas.model import Schema, Table, table_rows
from gongkai.catalog.services import DRAFTING
from gongkai.convert import sheet
from gongkai.convert.content_type import FileRefused
from gongkai.review.rules import Blocker, Refused

# A room above may show what the content that was saved last looks like: `(schema, title, data) -> SafeString`, empty for others.
PREVIEW = "catalog_filling_preview"
PER_PAGE = 50
MOST_TOLD = 20
MOST_PASTED = 2_000_000
DESK = "wagtailsnippets_catalog_document:inspect"


def _show(
    request: HttpRequest, template: str, title: str, *, status: int = 200, **context: Any
) -> HttpResponse:
    trail = [(str(_("结构化清单")), reverse("catalog_lists"))]
    return office.show(
        request, f"catalog/filling/{template}.html", title, trail, icon="table", status=status, **context
    )


@require_safe
def index(request: HttpRequest) -> HttpResponse:
    """Every declared document the person may see, newest first, and what may be begun."""
    actor = actor_of(request)
    documents = Document.objects.exclude(schema="").filter(agency__in=access.visible_agencies(actor))
    chosen = request.GET.get("schema", "")
    if chosen:
        documents = documents.filter(schema=chosen)
    documents = (
        documents.select_related("agency").defer("body", "body_text", "data").order_by("-created_at", "-id")
    )
    page = Paginator(documents, PER_PAGE).get_page(request.GET.get("p"))
    known = schemas.all()
    return _show(
        request,
        "index",
        _("结构化清单"),
        page=page,
        pages=_pages(request, page, "p"),
        lines=[(document, known.get(document.schema)) for document in page],
        schemas=list(known.values()),
        chosen=chosen,
        agencies=list(access.acting_agencies(request.user, *DRAFTING).order_by("path")),
        faults=schemas.faults() if request.user.is_superuser else (),
    )


@require_POST
def begin(request: HttpRequest) -> HttpResponse:
    """A new draft of a declared structure, in the column of its statutory item; then straight to filling it in."""
    schema = schemas.get(request.POST.get("schema", ""))
    if schema is None:
        raise Http404
    agency: Agency = get_object_or_404(
        access.acting_agencies(request.user, *DRAFTING), code=request.POST.get("agency", "")
    )
    column = (
        Column.objects.filter(agency=agency, statutory_item=schema.statutory_item)
        .order_by("order", "id")
        .first()
    )
    title = request.POST.get("title", "").strip()[:200]
    made = services.create_draft(
        actor=actor_of(request),
        agency=agency,
        column=column,
        title=title or _titled(schema, agency),
        summary=schema.summary if "{" not in schema.summary else "",
        statutory_item=schema.statutory_item,
        formed_on=timezone.localdate(),
        schema=schema.slug,
        data=schemas.blank(schema),
    )
    return redirect("catalog_fill", made.pk)


def _titled(schema: Schema, agency: Agency) -> str:
    return f"{agency.name}{schema.title}" if schema.title and "{" not in schema.title else ""


@require_http_methods(["GET", "HEAD", "POST"])
def fill(request: HttpRequest, pk: int) -> HttpResponse:
    """The content to fill in: what is typed is saved whatever is wrong with it, and what is wrong is told beside it."""
    document, schema = _document(request, pk)
    draft = document.get_latest_revision_as_object()
    if request.method != "POST":
        return _fill(request, document, schema, draft.data)
    access.require(request.user, document.agency, *DRAFTING)
    if request.POST.get("revision") != str(document.latest_revision_id):
        text = _("在您填写期间，这份内容已被另外保存过。您填写的各行仍在下面，作为新增的行，请核对后再保存。")
        return _fill(
            request,
            document,
            schema,
            draft.data,
            Refused([Blocker("CHANGED-MEANWHILE", text)]),
            request.POST,
            409,
        )
    try:
        data = filling.posted(schema, draft.data, request.POST)
        services.revise(actor=actor_of(request), document=document, data=data)
    except Refused as refused:
        return _fill(request, document, schema, draft.data, refused, request.POST, 422)
    messages.success(request, _("已保存。"))
    return redirect(f"{reverse('catalog_fill', args=[pk])}?{_place(request)}")


def _place(request: HttpRequest) -> str:
    """Where in the tables the person was; after “add rows” with more of them."""
    query = QueryDict(mutable=True)
    for name, value in request.GET.items():
        if name == "show" or name.startswith("p-"):
            query[name] = str(value)
    act, _colon, table = request.POST.get("act", "").partition(":")
    if act == "add":
        query["add"] = table
    return query.urlencode()


def _fill(
    request: HttpRequest,
    document: Document,
    schema: Schema,
    data: dict[str, Any],
    refused: Refused | None = None,
    post: QueryDict | None = None,
    status: int = 200,
) -> HttpResponse:
    found = schemas.clean(schema, data)[1]
    problems = Problems(found)
    single = dict(data)
    for one in schema.fields:
        single[one.name] = post.get(f"field-{one.name}", data.get(one.name)) if post else data.get(one.name)
    return _show(
        request,
        "fill",
        str(document),
        status=status,
        document=document,
        schema=schema,
        controls=filling.controls(schema, single, problems),
        parts=[_part(request, schema, table, data, problems, post) for table in schema.tables],
        problems=[declared.told(schema, problem) for problem in found[:MOST_TOLD]],
        problem_count=len(found),
        only_problems=request.GET.get("show") == "problems",
        refused=refused.blockers if refused else [],
        may_edit=access.holds(request.user, document.agency, *DRAFTING) and not document.workflow_in_progress,
        place=request.GET.urlencode(),
        previews=[show(schema.slug, str(document), data) for show in hooks.get_hooks(PREVIEW)],
    )


def _part(
    request: HttpRequest,
    schema: Schema,
    table: Table,
    data: dict[str, Any],
    problems: Problems,
    post: QueryDict | None,
) -> dict[str, Any]:
    """One table of the page: a page of its rows (or of those with problems), then rows to fill in."""
    rows = table_rows(data, table.name)
    wrong = problems.rows(table.name)
    places = wrong if request.GET.get("show") == "problems" else range(len(rows))
    size = filling.page_size(schema)
    page = Paginator(places, size).get_page(request.GET.get(f"p-{table.name}"))
    typed = filling.typed_rows(table, post) if post else []
    blank = (
        filling.NEW_ROWS
        if request.GET.get("add") == table.name
        else max(0 if rows else 1, table.min_rows - len(rows))
    )
    lines = filling.lines(table, rows, page.object_list, problems)
    return {
        "table": table,
        "lines": [] if typed else lines,
        "new": filling.new_lines(table, blank, typed),
        "pages": _pages(request, page, f"p-{table.name}"),
        "total": len(rows),
        "wrong": len(wrong),
        "open": len(lines) <= 3,
        "modes": [mode for mode in _modes() if mode[0] != sheets.MERGE or table.key],
    }


def _pages(request: HttpRequest, page: Page[Any], name: str) -> dict[str, Any]:
    def at(number: int) -> str:
        query = request.GET.copy()
        query[name] = str(number)
        return f"?{query.urlencode()}"

    return {
        "number": page.number,
        "total": page.paginator.num_pages,
        "previous": at(page.number - 1) if page.has_previous() else "",
        "next": at(page.number + 1) if page.has_next() else "",
    }


def _modes() -> list[tuple[str, str]]:
    return [
        (sheets.APPEND, _("追加在后面")),
        (sheets.MERGE, _("按行更新（相同的更新，没有的追加）")),
        (sheets.REPLACE, _("替换全部行")),
    ]


@require_POST
def read_in(request: HttpRequest, pk: int) -> HttpResponse:
    """Rows of a table from a file or a pasted block."""
    document, schema = _document(request, pk)
    access.require(request.user, document.agency, *DRAFTING)
    table = schema.table(request.POST.get("table", ""))
    mode = request.POST.get("mode", "")
    if table is None or mode not in sheets.MODES:
        raise Http404
    draft = document.get_latest_revision_as_object()
    try:
        taken = _taken(request, table)
        joined = sheets.joined(table, table_rows(draft.data, table.name), taken.rows, mode)
        data = {**draft.data, table.name: joined.rows}
        services.revise(actor=actor_of(request), document=document, data=data)
    except Refused as refused:
        return _fill(request, document, schema, draft.data, refused, status=422)
    except FileRefused as wrong:
        return _fill(
            request, document, schema, draft.data, Refused([Blocker(wrong.code, wrong.text)]), status=422
        )
    _tell(request, taken, joined)
    return redirect(f"{reverse('catalog_fill', args=[pk])}?p-{table.name}=1")


def _taken(request: HttpRequest, table: Table) -> sheets.Taken:
    upload = request.FILES.get("file")
    if upload is None:
        text = request.POST.get("block", "")
        if not text.strip():
            raise Refused([Blocker("NOTHING", _("请选择文件，或者粘贴从表格中复制的内容。"))])
        if len(text) > MOST_PASTED:
            raise Refused([Blocker("TOO-LONG", _("粘贴的内容太长，请存为文件后导入。"))])
        return sheets.taken(table, sheets.pasted(text), headless=True)
    if upload.size and upload.size > sheet.MAX_BYTES:
        raise Refused([Blocker("TOO-LARGE", _("文件太大，请拆分后导入。"))])
    with tempfile.TemporaryDirectory() as folder:
        path = Path(folder) / f"rows{Path(upload.name or '').suffix.lower()[:6]}"
        path.write_bytes(upload.read())
        return sheets.taken(table, sheet.rows(path))


def _tell(request: HttpRequest, taken: sheets.Taken, joined: sheets.Joined) -> None:
    said = _("读入%(read)d行：新增%(added)d行，更新%(changed)d行。") % {
        "read": len(taken.rows), "added": joined.added, "changed": joined.changed,
    }  # fmt: skip
    if joined.replaced:
        said += _("原有%(count)d行已被替换。") % {"count": joined.replaced}
    messages.success(request, said)
    if taken.unused:
        messages.warning(request, _("没有采用的列：%(names)s。") % {"names": "、".join(taken.unused[:20])})
    if taken.missing:
        messages.warning(
            request, _("表中缺少必填的列：%(names)s。") % {"names": "、".join(taken.missing[:20])}
        )


@require_safe
def template(request: HttpRequest, slug: str, table: str) -> HttpResponse:
    """The workbook to fill in for one table."""
    actor_of(request)
    schema = schemas.get(slug)
    found = schema.table(table) if schema else None
    if schema is None or found is None:
        raise Http404
    answer = HttpResponse(
        sheets.template(found),
        content_type="application/vnd.openxmlformats-officedocument.spreadsheetml.sheet",
    )
    name = _("%(label)s模板.xlsx") % {
        "label": schema.label if schema.is_list else f"{schema.label}{found.label}"
    }
    answer["Content-Disposition"] = content_disposition_header(True, name) or "attachment"
    return answer


def _document(request: HttpRequest, pk: int) -> tuple[Document, Schema]:
    """A declared document the person may see, with its declaration. Raises Http404."""
    seen = Document.objects.filter(agency__in=access.visible_agencies(actor_of(request)))
    document = get_object_or_404(seen.select_related("agency"), pk=pk)
    schema = schemas.get(document.schema)
    if schema is None:
        raise Http404
    return document, schema
