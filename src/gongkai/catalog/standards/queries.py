"""Standard catalogues in force, and how each item stands against what is published."""

from __future__ import annotations

from collections import defaultdict
from collections.abc import Iterable, Sequence
from dataclasses import dataclass
from datetime import date
from typing import Any

from django.db.models import Count, Exists, OuterRef, QuerySet
from django.utils import timezone
from django.utils.translation import gettext_lazy as _

from gongkai.agencies import access, working_days
from gongkai.agencies.models import Agency
from gongkai.catalog.coverage.rules import stale_after
from gongkai.catalog.models import Document, StandardCatalogue, StandardDuty, StandardItem, StandardLink
from gongkai.catalog.queries import public_documents
from gongkai.catalog.standards import limits, matching
from gongkai.law.calendar import WorkCalendar

STATES = {
    "missing": _("未公开"),
    "stale": _("未按期更新"),
    "late": _("超过时限公开"),
    "published": _("已公开"),
}
TITLES_READ = 5_000


def in_force() -> QuerySet[StandardCatalogue]:
    """The newest version of every field, by field."""
    later = StandardCatalogue.objects.filter(
        agency=OuterRef("agency"), field=OuterRef("field"), version__gt=OuterRef("version")
    )
    found = StandardCatalogue.objects.filter(~Exists(later)).select_related("agency", "imported_by")
    return found.order_by("agency__path", "field")


def of_actor(actor: Any) -> QuerySet[StandardCatalogue]:
    """Those that concern the person: of agencies in the person's subtrees, or that give work to one of them."""
    seen = access.visible_agencies(actor)
    mine = StandardDuty.objects.filter(agency__in=seen).values("identity")
    items = StandardItem.objects.filter(catalogue=OuterRef("pk"), identity__in=mine)
    return in_force().filter(Exists(items)) | in_force().filter(agency__in=seen)


def counted(catalogues: QuerySet[StandardCatalogue]) -> QuerySet[StandardCatalogue]:
    """Catalogues with the number of their items as `count`."""
    return catalogues.annotate(count=Count("items"))


def items_of(catalogue: StandardCatalogue) -> QuerySet[StandardItem]:
    """The items of a version in their order."""
    return (
        StandardItem.objects.filter(catalogue=catalogue).select_related("catalogue__agency").order_by("order")
    )


def items_for(agency: Agency) -> QuerySet[StandardItem]:
    """The items in force an agency publishes, by field and order."""
    duties = StandardDuty.objects.filter(agency=agency).values("identity")
    found = StandardItem.objects.filter(catalogue__in=in_force(), identity__in=duties)
    return found.select_related("catalogue__agency").order_by("catalogue__field", "order")


def agency_publishes(item: StandardItem, agency: Agency) -> bool:
    """Whether the agency was said to publish the item."""
    return StandardDuty.objects.filter(identity=item.identity, agency=agency).exists()


@dataclass(frozen=True, slots=True)
class Answer:
    """A public document that is what an item asks for; `due_on` is None where the limit counts no days."""

    document: Document
    published_on: date
    due_on: date | None

    @property
    def is_late(self) -> bool:
        """Whether it came after its last day."""
        return self.due_on is not None and self.published_on > self.due_on


@dataclass(frozen=True, slots=True)
class Standing:
    """An item with who publishes it, what was published, and its state at each agency."""

    item: StandardItem
    agencies: tuple[Agency, ...]
    answers: tuple[Answer, ...]
    states: tuple[tuple[Agency, str], ...]

    @property
    def state(self) -> str:
        """The worst of the agencies; an item nobody publishes is missing."""
        found = {state for _agency, state in self.states}
        return next((state for state in STATES if state in found), "missing")


def standings(items: Sequence[StandardItem], today: date, agency: Agency | None = None) -> list[Standing]:
    """How items stand, at one agency or at all that publish them; four queries, however many there are."""
    identities = [item.identity for item in items]
    duties: dict[str, list[Agency]] = defaultdict(list)
    given = (
        StandardDuty.objects.filter(identity__in=identities).select_related("agency").order_by("agency__path")
    )
    for duty in given if agency is None else given.filter(agency=agency):
        duties[duty.identity].append(duty.agency)
    links: dict[str, list[int]] = defaultdict(list)
    for identity, document in StandardLink.objects.filter(identity__in=identities).values_list(
        "identity", "document_id"
    ):
        links[identity].append(document)
    public = public_documents().filter(pk__in=[pk for found in links.values() for pk in found])
    documents = {row.pk: row for row in public.defer("body", "body_text")}
    calendar = working_days.current()
    return [
        _standing(
            item,
            duties[item.identity],
            [documents[pk] for pk in links[item.identity] if pk in documents],
            today,
            calendar,
        )
        for item in items
    ]


def _standing(
    item: StandardItem, agencies: list[Agency], documents: list[Document], today: date, calendar: WorkCalendar
) -> Standing:
    keys = {agency.pk for agency in agencies}
    limit = limits.Limit(item.limit_number, item.limit_unit, item.limit_trigger)
    answers = [
        _answer(document, limit, calendar)
        for document in sorted(
            documents, key=lambda row: (row.published_on or timezone.now(), row.pk), reverse=True
        )
        if document.agency_id in keys
    ]
    states = tuple(
        (agency, _state([one for one in answers if one.document.agency_id == agency.pk], item, today))
        for agency in agencies
    )
    return Standing(item, tuple(agencies), tuple(answers), states)


def _answer(document: Document, limit: limits.Limit, calendar: WorkCalendar) -> Answer:
    out_on = timezone.localdate(document.published_on)
    since = document.formed_on or document.signed_on
    due = limits.due_on(limit, since, calendar) if since is not None else None
    return Answer(document, out_on, due)


def _state(answers: list[Answer], item: StandardItem, today: date) -> str:
    """The newest document decides: there at all, renewed as often as asked, published by its last day."""
    if not answers:
        return "missing"
    months = limits.MONTHS_OF.get(item.limit_unit)
    if months is not None and stale_after(answers[0].published_on, months) < today:
        return "stale"
    return "late" if answers[0].is_late else "published"


def suggestions(
    found: Iterable[Standing], agencies: QuerySet[Agency]
) -> list[tuple[StandardItem, list[Document]]]:
    """For items without a document, public ones of these agencies whose titles sound like them, best first."""
    open_items = {one.item.identity: one for one in found if not one.answers}
    rows = (
        public_documents().filter(agency__in=agencies).values_list("pk", "title", "agency_id")[:TITLES_READ]
    )
    titles = list(rows)
    owner = {pk: agency for pk, _title, agency in titles}
    wanted = {key: f"{one.item.topic} {one.item.matter}" for key, one in open_items.items()}
    alike = matching.alike(wanted, [(pk, title) for pk, title, _agency in titles])
    kept = {
        key: [pk for pk in pks if owner[pk] in {agency.pk for agency in open_items[key].agencies}]
        for key, pks in alike.items()
    }
    documents = (
        public_documents().defer("body", "body_text").in_bulk([pk for pks in kept.values() for pk in pks])
    )
    return [
        (one.item, [documents[pk] for pk in kept[key] if pk in documents])
        for key, one in open_items.items()
        if kept.get(key)
    ]
