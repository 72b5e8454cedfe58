"""Limits set by administrators, and the due dates that follow from limits and calendar. Services."""

from __future__ import annotations

from collections.abc import Iterable, Iterator
from datetime import date
from typing import Any

from django.db import transaction
from django.db.models import Q, QuerySet
from django.utils.translation import gettext as _

from gongkai.agencies import access, working_days
from gongkai.agencies.models import Agency, Duty
from gongkai.catalog import limits
from gongkai.catalog.models import DisclosureClass, Document, PublicationLimit
from gongkai.catalog.queries import waiting_for_interpretation
from gongkai.ledger.services import NewEvent, append
from gongkai.review.rules import Blocker, Refused

SETTING = (Duty.ADMINISTRATOR,)
COLUMNS = ("publication_due_on", "interpretation_due_on")
_NEEDED = (
    "agency__path", "document_type", "schema", "data", "column_id", "formed_on", "signed_on", "published_on",
    "disclosure_class", "interpretation_waiver", *COLUMNS,
)  # fmt: skip


@transaction.atomic
def set_limit(
    *, actor: Any, agency: Agency, kind: str, since: date, source: str, number: int | None, **scope: Any
) -> PublicationLimit:
    """Set a limit for an agency and everything below it from a day on; no number: back to the law's data.

    `scope`: `unit`, and what narrows it: `document_type`, `schema`, `column`. Open due dates follow at once.
    Raises PermissionDenied without the duty, Refused with every reason, ValidationError for values out of range.
    """
    access.require(actor, agency, *SETTING)
    limit = PublicationLimit(
        agency=agency,
        kind=kind,
        since=since,
        source=source.strip(),
        number=number,
        recorded_by=actor,
        **scope,
    )
    found = list(_hindrances(limit))
    if found:
        raise Refused(found)
    limit.full_clean()
    limit.save()
    narrowing = {"type": limit.document_type, "schema": limit.schema, "column": limit.column_id}
    data = {"kind": kind, "number": number, "unit": limit.unit, "source": limit.source, **narrowing}
    append(
        NewEvent(
            "agencies.agency",
            agency.pk,
            "catalog.limit.set",
            since,
            {k: v for k, v in data.items() if v is not None},
            actor,
        )
    )
    recompute(Agency.get_tree(agency))
    return limit


def _hindrances(limit: PublicationLimit) -> Iterable[Blocker]:
    if not limit.source:
        yield Blocker("LIMIT-SOURCE", _("请写明依据：文件名称、文号和条款。"))
    if limit.column and not limit.column.agency.path.startswith(limit.agency.path):
        yield Blocker("LIMIT-COLUMN", _("所选栏目不属于适用机关或者其下级机关。"))
    by_agency = {
        PublicationLimit.Kind.REASSESSMENT,
        PublicationLimit.Kind.EXPIRY,
        PublicationLimit.Kind.GUIDE,
    }
    if limit.kind in by_agency and (limit.document_type or limit.schema or limit.column_id):
        text = _("只有主动公开和政策解读的期限可以按文件类型、结构、栏目设置。")
        yield Blocker("LIMIT-BY-AGENCY", text)
    if limit.number == 0 and limit.kind != PublicationLimit.Kind.INTERPRETATION:
        yield Blocker("LIMIT-ZERO", _("期限至少为1；只有政策解读可以要求与文件同日公开（0）。"))


def open_documents(agencies: QuerySet[Agency] | None = None) -> QuerySet[Document]:
    """Documents with a limit that runs: meant for everybody and not public yet, or public and not explained yet."""
    unpublished = Q(live=False, withdrawn_on__isnull=True, disclosure_class=DisclosureClass.PROACTIVE)
    unexplained = Q(pk__in=waiting_for_interpretation(Document.objects.all()).values("pk"))
    rows = Document.objects.filter(unpublished | unexplained)
    return rows if agencies is None else rows.filter(agency__in=agencies)


def _differing(agencies: QuerySet[Agency] | None = None) -> Iterator[Document]:
    """Open documents whose stored dates are not what follows today; the right dates are set on them."""
    calendar, known = working_days.current(), {}
    rows = open_documents(agencies).select_related("agency").only(*_NEEDED).order_by("pk")
    for document in rows.iterator(chunk_size=500):
        if document.agency_id not in known:
            known[document.agency_id] = limits.of(document.agency)
        dates = limits.dates(document, known[document.agency_id], calendar)
        if any(getattr(document, name) != day for name, day in dates.items()):
            for name, day in dates.items():
                setattr(document, name, day)
            yield document


@transaction.atomic
def recompute(agencies: QuerySet[Agency] | None = None) -> int:
    """Bring the due dates of open documents in line with limits and calendar; how many changed. What is done stays."""
    changed = list(_differing(agencies))
    Document.objects.bulk_update(changed, COLUMNS, batch_size=500)
    return len(changed)


def due_differences() -> list[str]:
    """Open documents whose due dates do not follow from limits and calendar, for `gongkai verify`."""
    return [f"catalog.document {document.pk}: 期限与现行期限设置和日历不一致" for document in _differing()]
