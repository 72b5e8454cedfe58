"""The table in which the guides of a handbook are chosen: what is on offer, what was typed, what comes of it."""

from __future__ import annotations

from collections.abc import Collection, Mapping
from dataclasses import dataclass
from datetime import date
from typing import Any

from django.db.models import QuerySet
from django.http import QueryDict
from django.utils.translation import gettext as _

from gongkai.agencies.models import Agency
from gongkai.catalog.models import Document
from gongkai.catalog.schemas.model import table_rows
from gongkai.guides import queries
from gongkai.guides.reading import Guide
from gongkai.guides.services import Entry
from gongkai.review.rules import Blocker, Refused

MOST_OFFERED = 200  # besides those already chosen; more are reached agency by agency
LAST = 9999


@dataclass(frozen=True, slots=True)
class Offer:
    """One line of the table: a public guide, and what was typed beside it."""

    pk: int
    number: str
    name: str
    agency: str
    theme: str
    chosen: bool
    chapter: str
    order: str


def within(agency: Agency) -> QuerySet[Document]:
    """The public guides of the agency and of everything below it, in official order."""
    rows = queries.guide_documents().filter(agency__path__startswith=agency.path)
    return rows.order_by("agency__path", "title", "id")


def fresh(document: Document, without: Collection[int], of: str) -> list[Offer]:
    """Guides to choose from besides those already in the table, of one agency (code) if it is named."""
    rows = within(document.agency).exclude(pk__in=without)
    rows = rows.filter(agency__code=of) if of else rows
    return [_offer(one, False, "", "") for one in rows[:MOST_OFFERED]]


def as_kept(document: Document, data: Mapping[str, Any]) -> list[Offer]:
    """The table as the draft has it: what is chosen, in its order, then what else there is."""
    places = {
        str(entry.get("guide")): (place, str(entry.get("chapter") or ""))
        for place, entry in reversed(list(enumerate(table_rows(data, "entries"), start=1)))
    }
    chosen = []
    for one in within(document.agency).filter(index_number__in=places):
        place, chapter = places[one.index_number]
        chosen.append((place, _offer(one, True, chapter, str(place * 10))))
    kept = [offer for _place, offer in sorted(chosen, key=lambda pair: pair[0])]
    return kept + fresh(document, [offer.pk for offer in kept], "")


def as_typed(document: Document, posted: QueryDict) -> list[Offer]:
    """The table as it was sent: nothing typed is lost."""
    chosen = set(posted.getlist("guide"))
    sent = [key.removeprefix("order-") for key in posted if key.startswith("order-")]
    pks = [int(pk) for pk in sent if pk.isascii() and pk.isdigit() and len(pk) < 19]
    return [
        _offer(
            one,
            str(one.pk) in chosen,
            posted.get(f"chapter-{one.pk}", ""),
            posted.get(f"order-{one.pk}", ""),
        )
        for one in within(document.agency).filter(pk__in=pks)
    ]


def narrowed(document: Document, offers: list[Offer], of: str) -> list[Offer]:
    """What is chosen stays; what is offered besides is of the agency asked for."""
    kept = [offer for offer in offers if offer.chosen]
    return kept + fresh(document, [offer.pk for offer in kept], of)


def _offer(document: Document, chosen: bool, chapter: str, order: str) -> Offer:
    guide = Guide(document)
    theme = str(guide.data.get("theme") or "")
    return Offer(
        document.pk, document.index_number, guide.name, document.agency.name, theme, chosen, chapter, order
    )


def arranged(offers: list[Offer], by: str) -> list[Offer]:
    """Every chosen guide in a chapter named after its theme or its agency, in the order they are listed."""
    place = 0
    found = []
    for offer in offers:
        chapter, order = offer.chapter, offer.order
        if offer.chosen:
            place += 10
            chapter = (offer.theme if by == "theme" else offer.agency) or _("其他")
            order = str(place)
        found.append(
            Offer(offer.pk, offer.number, offer.name, offer.agency, offer.theme, offer.chosen, chapter, order)
        )
    return found


def entries(offers: list[Offer]) -> list[Entry]:
    """What was chosen, by the numbers typed; without a number last. Raises Refused for what is no number."""
    chosen = [offer for offer in offers if offer.chosen]
    wrong = [offer.name for offer in chosen if offer.order.strip() and not _is_number(offer.order)]
    if wrong:
        text = _("顺序请填0至9999的整数：%(names)s") % {"names": "、".join(wrong)}
        raise Refused([Blocker("HANDBOOK-ORDER", text)])
    ordered = sorted(chosen, key=lambda offer: int(offer.order) if offer.order.strip() else LAST)
    return [
        Entry(offer.chapter.strip() or offer.theme or _("办事指南"), offer.number, offer.name)
        for offer in ordered
    ]


def _is_number(text: str) -> bool:
    typed = text.strip()
    return typed.isascii() and typed.isdigit() and len(typed) <= 4


def edition(text: str) -> date:
    """The day of the edition. Raises Refused for what is no day."""
    try:
        return date.fromisoformat(text.strip())
    except ValueError:
        raise Refused([Blocker("HANDBOOK-EDITION", _("请填写版次日期，如2026-11-28。"))]) from None
