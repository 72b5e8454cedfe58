"""The map of many agencies at once: the same few queries for one agency and for a thousand."""

from __future__ import annotations

from collections.abc import Iterable
from dataclasses import dataclass
from datetime import date
from typing import Any

from django.db.models import Case, Count, F, Max, Q, QuerySet, When
from django.db.models.functions import Coalesce, Greatest
from django.utils import timezone
from wagtail import hooks

from gongkai.agencies.models import Agency, DisclosureOffice
from gongkai.catalog.coverage import expected
from gongkai.catalog.coverage.expected import Expectation
from gongkai.catalog.coverage.rules import Found, State, state_of
from gongkai.catalog.models import Column, CoverageSetting, Document
from gongkai.catalog.queries import public_documents
from gongkai.law import catalogue

# Rooms that keep something outside documents register `(agencies, today) -> {(agency id, item): Found}`.
HOOK = "catalog_coverage"
NOTHING = Found()
Key = tuple[int, str]


@dataclass(frozen=True, slots=True)
class Cell:
    """One item at one agency."""

    expectation: Expectation
    state: State
    found: Found
    months: int | None
    reason: str = ""


@dataclass(frozen=True, slots=True)
class AgencyCoverage:
    """One agency with its items in the order of the platform."""

    agency: Agency
    cells: tuple[Cell, ...]

    def number(self, state: State) -> int:
        """How many items are in a state."""
        return sum(cell.state == state for cell in self.cells)


def statutory_item() -> Case:
    """The item a document stands under: its own, or that of its column."""
    return Case(When(statutory_item="", then=F("column__statutory_item")), default=F("statutory_item"))


def documents_under(agency: Agency, item: str) -> QuerySet[Document]:
    """The public documents of an agency under an item, or in the section of an element, the newest first."""
    documents = public_documents().filter(agency=agency).defer("body", "body_text")
    if item in expected.ELEMENTS:
        return documents.filter(column__section=item)
    return documents.alias(item=statutory_item()).filter(item=item)


def of(agencies: Iterable[Agency], today: date) -> list[AgencyCoverage]:
    """The coverage of open agencies, the worst first: most missing, then most to be renewed, then by the tree."""
    places = [agency for agency in agencies if agency.closed_on is None]
    keys = [agency.pk for agency in places]
    found = _documents(keys) | _guides(keys)
    for contribute in hooks.get_hooks(HOOK):
        found |= contribute(places, today)
    settings = {(row.agency_id, row.item): row for row in CoverageSetting.objects.filter(agency__in=keys)}
    chosen = _chosen(keys)
    maps = [
        AgencyCoverage(agency, tuple(_cells(agency, found, settings, chosen, today))) for agency in places
    ]
    return sorted(
        maps, key=lambda one: (-one.number(State.MISSING), -one.number(State.STALE), one.agency.path)
    )


def _cells(
    agency: Agency,
    found: dict[Key, Found],
    settings: dict[Key, CoverageSetting],
    chosen: set[Key],
    today: date,
) -> Iterable[Cell]:
    asked = expected.of_kind(agency.kind)
    for expectation in expected.every():
        key = (agency.pk, expectation.item)
        there, setting = found.get(key, NOTHING), settings.get(key)
        months = setting.months if setting and setting.months else expectation.months
        if setting is not None and not setting.applies:
            yield Cell(expectation, State.NOT_APPLICABLE, there, months, setting.reason)
        elif expectation.item in asked or key in chosen or there.count:
            yield Cell(expectation, state_of(there, months, today), there, months)


def _documents(agencies: list[int]) -> dict[Key, Found]:
    renewed = Greatest(Coalesce(F("last_published_at"), F("published_on")), F("published_on"))
    rows: Any = public_documents().order_by().filter(agency__in=agencies)
    counts = {"number": Count("pk"), "listed": Count("pk", filter=~Q(schema="")), "newest": Max(renewed)}
    by_item = rows.annotate(under=statutory_item()).exclude(under="").exclude(under=None)
    by_section = rows.filter(column__section__in=[expected.RULEBOOK]).annotate(under=F("column__section"))
    names = ("agency_id", "under", "number", "listed", "newest")
    grouped = [
        *by_item.values("agency_id", "under").annotate(**counts).values_list(*names),
        *by_section.values("agency_id", "under").annotate(**counts).values_list(*names),
    ]
    return {
        (agency, item): Found(number, listed, timezone.localdate(newest))
        for agency, item, number, listed, newest in grouped
    }


def _guides(agencies: list[int]) -> dict[Key, Found]:
    """The guide of Art 12: nine items, and the day it was revised."""
    found = {}
    for office in DisclosureOffice.objects.filter(agency__in=agencies):
        missing = office.missing_fields()
        there = len(office.GUIDE_FIELDS) - len(missing)
        found[office.agency_id, expected.GUIDE] = Found(there, 0, office.revised_on, "、".join(missing))
    return found


def _chosen(agencies: list[int]) -> set[Key]:
    """Items of Art 21 a department has taken up by keeping a column for them."""
    items = [item.id for item in catalogue.ARTICLE_21]
    rows = Column.objects.filter(agency__in=agencies, statutory_item__in=items)
    return set(rows.values_list("agency_id", "statutory_item"))


def columns_by_item(agency: Agency) -> dict[str, int]:
    """The first column of an agency for each item or element of the platform, by its key."""
    rows = Column.objects.filter(agency=agency).order_by("-order", "-id")
    return {row.section if row.section in expected.ELEMENTS else row.statutory_item: row.pk for row in rows}


def missing_at(agencies: QuerySet[Agency], today: date) -> int:
    """How many items are missing at these agencies together."""
    return sum(one.number(State.MISSING) for one in of(agencies, today))
