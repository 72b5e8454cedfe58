"""A table too long for a page, dropped on the editor, becomes the rows of a declared list: which lists fit it, and the change."""

from __future__ import annotations

import tempfile
from collections.abc import Iterator
from contextlib import contextmanager
from dataclasses import dataclass
from itertools import islice
from pathlib import Path
from typing import Any

from django.contrib import messages
from django.db import transaction
from django.http import Http404, HttpRequest, HttpResponse
from django.shortcuts import redirect
from django.urls import reverse
from django.utils.translation import gettext as _
from django.views.decorators.http import require_http_methods

from gongkai.agencies import access, office
from gongkai.agencies.office import actor_of
from gongkai.catalog import filling_sheets as sheets
from gongkai.catalog import schemas, services
from gongkai.catalog.models import Attachment, Intake
from gongkai.catalog.recording import DRAFTING
from gongkai.catalog.schemas.model import Schema
from gongkai.convert import sheet
from gongkai.convert.content_type import FileRefused
from gongkai.convert.sheet import Row
from gongkai.convert.tables.reading import HEADER_WITHIN
from gongkai.review.rules import Blocker, Refused

NOTE = "many_rows"


@dataclass(frozen=True, slots=True)
class Fit:
    """A list the columns of a table fit: how many of its fields have a column, what is required and has none, what is unused."""

    schema: Schema
    matched: int
    missing: tuple[str, ...]
    unused: tuple[str, ...]


def fitting(head: list[Row]) -> list[Fit]:
    """The declared lists whose headings stand in the first rows of a table, the best fit first."""
    found = []
    for schema in schemas.lists():
        try:
            taken = sheets.taken(schema.rows, head)
        except Refused:
            continue
        found.append(Fit(schema, len(taken.columns), taken.missing, taken.unused))
    return sorted(found, key=lambda fit: (len(fit.missing), -fit.matched, fit.schema.slug))


def waiting(intake: Intake) -> Attachment | None:
    """The attached table of an intake that was too long for a page, while the draft has it and is no list yet."""
    document = intake.document
    if document.schema or not any(note["code"] == NOTE for note in intake.notes):
        return None
    attached = [item["id"] for item in document.get_latest_revision_as_object().attached]
    return document.files.filter(pk__in=attached, sha256=intake.sha256).order_by("-pk").first()


@transaction.atomic
def become(*, actor: Any, intake: Intake, schema: Schema) -> int:
    """Make the draft a list of this kind with the rows of its table; the table goes off the draft, since it may hold what a list
    masks. Returns how many rows. Raises PermissionDenied, Refused (nothing is changed then), FileRefused."""
    document = intake.document
    access.require(actor, document.agency, *DRAFTING)
    attachment = waiting(intake)
    if attachment is None:
        raise Refused([Blocker("NO-TABLE", _("草稿里已经没有这张表，请重新导入。"))])
    with _rows(attachment) as rows:
        taken = sheets.taken(schema.rows, rows)
    joined = sheets.joined(schema.rows, (), taken.rows, sheets.REPLACE)
    services.remove_attachment(actor=actor, document=document, attachment=attachment)
    services.revise(
        actor=actor,
        document=document,
        schema=schema.slug,
        data={**schemas.blank(schema), schemas.ROWS: joined.rows},
    )
    return joined.added


@contextmanager
def _rows(attachment: Attachment) -> Iterator[Iterator[Row]]:
    with tempfile.TemporaryDirectory() as folder:
        path = Path(folder) / f"rows.{attachment.extension}"
        with attachment.file.open("rb") as source:
            path.write_bytes(source.read())
        yield sheet.rows(path)


@require_http_methods(["GET", "HEAD", "POST"])
def from_intake(request: HttpRequest, pk: int) -> HttpResponse:
    """Choose the list a dropped table becomes; the draft is then filled in as any list."""
    intake = _intake(request, pk)
    refused: list[Blocker] = []
    fits: list[Fit] = []
    attachment = waiting(intake)
    try:
        if request.method == "POST":
            schema = schemas.get(request.POST.get("schema", ""))
            if schema is None or not schema.is_list:
                raise Http404
            count = become(actor=actor_of(request), intake=intake, schema=schema)
            messages.success(
                request,
                _("已作为“%(list)s”录入%(count)d行，原表格已从附件中取下。")
                % {"list": schema.label, "count": count},
            )
            return redirect(reverse("catalog_fill", args=[intake.document_id]))
        if attachment is not None:
            with _rows(attachment) as rows:
                fits = fitting(list(islice(rows, HEADER_WITHIN)))
    except Refused as error:
        refused = list(error.blockers)
    except FileRefused as error:
        refused = [Blocker(error.code, error.text)]
    return office.show(
        request,
        "catalog/filling/from_intake.html",
        _("作为清单录入"),
        [(str(_("结构化清单")), reverse("catalog_lists"))],
        icon="table",
        status=422 if refused else 200,
        intake=intake,
        attachment=attachment,
        fits=fits,
        refused=refused,
    )


def _intake(request: HttpRequest, pk: int) -> Intake:
    """An intake into a document the person may draft. Raises Http404."""
    mine = access.acting_agencies(actor_of(request), *DRAFTING)
    found = Intake.objects.filter(pk=pk, document__agency__in=mine).select_related("document__agency").first()
    if found is None:
        raise Http404
    return found
