"""The records behind a cell, as the person who asks may see them. Applicants are never named here."""

from __future__ import annotations

from collections import Counter
from collections.abc import Callable, Sequence
from dataclasses import dataclass
from datetime import date
from typing import Any

from django.db.models import QuerySet
from django.urls import NoReverseMatch, reverse

from gongkai.agencies.models import User
from gongkai.catalog import queries as catalog
from gongkai.foi import queries as foi
from gongkai.law.outcomes import OUTCOMES
from gongkai.remedies import queries as remedies
from gongkai.reports import cells

# Ids are looked up in portions: a database limits how many values one query may carry.
PORTION = 900


@dataclass(frozen=True, slots=True)
class Record:
    """One line: what it is, whose, since when, how it ended, and where it is shown in full."""

    title: str
    agency: str
    on: date | None
    kind: str
    result: str
    url: str


@dataclass(frozen=True, slots=True)
class RecordList:
    """Some of the records behind a cell. `hidden`: how many of these the reader may not see."""

    records: tuple[Record, ...]
    hidden: int


def behind(actor: User, cell: str, ids: Sequence[int]) -> RecordList:
    """The records of a cell with these ids (a page of `Computed.records[cell]`), limited to the agencies the actor sees.

    Raises KeyError for an unknown cell.
    """
    reader = _READERS.get(cells.origin(cell).kind)
    found = reader(actor, ids) if reader and ids else []
    return RecordList(tuple(found), len(ids) - len(found))


def by_agency(actor: User, cell: str, ids: Sequence[int]) -> list[tuple[str, int]]:
    """How many of the records each agency has, most first; only agencies the actor sees."""
    scope = _SCOPES.get(cells.origin(cell).kind)
    counts: Counter[str] = Counter()
    for start in range(0, len(ids) if scope else 0, PORTION):
        portion = scope(actor).filter(pk__in=ids[start : start + PORTION])  # type: ignore[misc]
        counts.update(portion.order_by().values_list("agency__name", flat=True))
    return counts.most_common()


def _cases(actor: User, ids: Sequence[int]) -> list[Record]:
    cases = foi.visible_cases(actor).filter(pk__in=ids).order_by("received_on", "id")
    return [
        Record(
            f"{case.receipt_number}　{case.subject}",
            case.agency.name,
            case.received_on,
            str(case.applicant.get_kind_display()),
            _result(case),
            _address("foi_office:case", case.pk),
        )
        for case in cases
    ]


def _result(case: Any) -> str:
    """The result it counts under: the first one, when the answer was set aside later."""
    outcome = case.first_outcome or case.outcome
    return OUTCOMES[outcome].label if outcome in OUTCOMES else str(case.get_status_display())


def _documents(actor: User, ids: Sequence[int]) -> list[Record]:
    documents = (
        catalog.visible_to(actor).filter(pk__in=ids).defer("body", "body_text").order_by("signed_on", "id")
    )
    return [
        Record(
            document.title,
            document.agency.name,
            document.signed_on,
            document.document_number,
            document.validity_label,
            _address("wagtailsnippets_catalog_document:edit", document.pk),
        )
        for document in documents
    ]


def _remedies(actor: User, ids: Sequence[int]) -> list[Record]:
    proceedings = remedies.visible_remedies(actor).filter(pk__in=ids).order_by("filed_on", "id")
    return [
        Record(
            f"{remedy.reference or remedy.case.receipt_number}　{remedy.body}",
            remedy.agency.name,
            remedy.filed_on,
            str(remedy.get_kind_display()),
            str(remedy.get_result_display()),
            _address("foi_office:case", remedy.case_id),
        )
        for remedy in proceedings
    ]


_READERS: dict[str, Callable[[User, Sequence[int]], list[Record]]] = {
    "foi.case": _cases,
    "catalog.document": _documents,
    "remedies.remedy": _remedies,
}


_SCOPES: dict[str, Callable[[User], QuerySet[Any]]] = {
    "foi.case": foi.visible_cases,
    "catalog.document": catalog.visible_to,
    "remedies.remedy": remedies.visible_remedies,
}


def _address(name: str, pk: int) -> str:
    """The office page of a record; empty where no screen shows it."""
    try:
        return reverse(name, args=[pk])
    except NoReverseMatch:
        return ""
