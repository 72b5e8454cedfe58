"""Paper: briefings put together and issued, copies handed to archives and libraries. Public documents only."""

from __future__ import annotations

from collections.abc import Sequence
from datetime import date
from typing import Any

from django.db import transaction
from django.db.models import Max
from django.utils import timezone
from django.utils.translation import gettext as _

from gongkai.agencies import access
from gongkai.agencies.models import Agency
from gongkai.catalog import queries as catalog
from gongkai.catalog.models import Document
from gongkai.channels.models import Briefing, BriefingItem, ReadingPlace, Release, Transfer, TransferItem
from gongkai.channels.services.recording import PUBLISHING, record
from gongkai.review.rules import Blocker, Refused

MOST_DOCUMENTS = 200


def _public(documents: Sequence[int]) -> tuple[list[Document], list[Blocker]]:
    """The public documents with these ids in their order; everything wrong with the choice."""
    wanted = list(dict.fromkeys(documents))
    found = []
    if not wanted:
        found.append(Blocker("PAPER-EMPTY", _("请选择文件。")))
    if len(wanted) > MOST_DOCUMENTS:
        found.append(Blocker("PAPER-MANY", _("一次最多%(most)d件。") % {"most": MOST_DOCUMENTS}))
        wanted = wanted[:MOST_DOCUMENTS]
    rows = catalog.public_documents().in_bulk(wanted)
    missing = [str(pk) for pk in wanted if pk not in rows]
    if missing:
        text = _("以下编号的文件没有公开或者已经撤下：%(numbers)s。") % {"numbers": "、".join(missing)}
        found.append(Blocker("PAPER-NOT-PUBLIC", text))
    return [rows[pk] for pk in wanted if pk in rows], found


@transaction.atomic
def begin_briefing(
    *,
    actor: Any,
    agency: Agency,
    documents: Sequence[int],
    name: str = "政务公开简报",
    foreword: str = "",
    recipients: str = "",
) -> Briefing:
    """Put an issue together under the next number of the year. Raises PermissionDenied, Refused."""
    access.require(actor, agency, *PUBLISHING)
    rows, found = _public(documents)
    if not name.strip():
        found.append(Blocker("BRIEFING-NAME", _("请填写刊名。")))
    if found:
        raise Refused(found)
    Agency.objects.select_for_update().get(pk=agency.pk)  # numbers are given one after another
    year, name = timezone.localdate().year, name.strip()[:30]
    issues = Briefing.objects.filter(agency=agency, name=name, year=year)
    last = issues.aggregate(last=Max("number"))["last"] or 0
    briefing = Briefing.objects.create(
        agency=agency,
        name=name,
        year=year,
        number=last + 1,
        foreword=foreword.strip()[:1000],
        recipients=recipients.strip()[:300],
        made_by=actor,
    )
    _hold(briefing, rows)
    record(actor, briefing, "begun", number=briefing.number, documents=[row.pk for row in rows])
    return briefing


@transaction.atomic
def change_briefing(
    *, actor: Any, briefing: Briefing, documents: Sequence[int], foreword: str, recipients: str
) -> Briefing:
    """Change an issue that has not gone out. Raises PermissionDenied, Refused."""
    row = _locked(actor, briefing)
    rows, found = _public(documents)
    if row.issued_on:
        found.insert(0, _issued())
    if found:
        raise Refused(found)
    row.foreword, row.recipients = foreword.strip()[:1000], recipients.strip()[:300]
    row.save(update_fields=["foreword", "recipients"])
    row.items.all().delete()
    _hold(row, rows)
    record(actor, row, "changed", documents=[one.pk for one in rows])
    return row


@transaction.atomic
def issue_briefing(*, actor: Any, briefing: Briefing, on: date, copies: int) -> Release:
    """Record that an issue went out; from then on it does not change. Raises PermissionDenied, Refused."""
    row = _locked(actor, briefing)
    _rows, found = _public([item.document_id for item in row.items.all()])
    if row.issued_on:
        found.insert(0, _issued())
    if on > timezone.localdate():
        found.append(Blocker("CHANNEL-FUTURE", _("印发日期还没有到。")))
    if found:
        raise Refused(found)
    row.issued_on = on
    row.save(update_fields=["issued_on"])
    release = Release.objects.create(
        agency=row.agency,
        channel="briefing",
        title=_("%(name)s%(year)d年第%(number)d期")
        % {"name": row.name, "year": row.year, "number": row.number},
        on=on,
        copies=copies,
        recorded_by=actor,
    )
    record(actor, row, "issued", on=on, copies=copies, release=release.pk)
    return release


def _locked(actor: Any, briefing: Briefing) -> Briefing:
    row = Briefing.objects.select_for_update(of=("self",)).select_related("agency").get(pk=briefing.pk)
    access.require(actor, row.agency, *PUBLISHING)
    return row


def _issued() -> Blocker:
    return Blocker("BRIEFING-ISSUED", _("这一期已经印发，不能再改；请编下一期。"))


def _hold(briefing: Briefing, rows: Sequence[Document]) -> None:
    BriefingItem.objects.bulk_create(
        BriefingItem(briefing=briefing, document=row, order=number) for number, row in enumerate(rows)
    )


@transaction.atomic
def hand_over(
    *, actor: Any, agency: Agency, place: ReadingPlace, documents: Sequence[int], on: date, copies: int
) -> Transfer:
    """Record paper copies handed to a place (条例 Art 25), with the list of what they are. Raises PermissionDenied, Refused."""
    access.require(actor, agency, *PUBLISHING)
    rows, found = _public(documents)
    if on > timezone.localdate():
        found.append(Blocker("CHANNEL-FUTURE", _("移送日期还没有到。")))
    if copies < 1:
        found.append(Blocker("CHANNEL-NUMBER", _("份数至少为1。")))
    if place.kind not in ReadingPlace.STAFFED or place.closed_on:
        found.append(Blocker("PLACE-CLOSED", _("只能向开放中的查阅场所移送。")))
    if found:
        raise Refused(found)
    transfer = Transfer.objects.create(place=place, agency=agency, on=on, copies=copies, recorded_by=actor)
    TransferItem.objects.bulk_create(
        TransferItem(transfer=transfer, document=row, order=number) for number, row in enumerate(rows)
    )
    Release.objects.create(
        agency=agency,
        channel="reading_place",
        title=_("向“%(place)s”移送纸质文件") % {"place": place.name},
        on=on,
        pieces=len(rows),
        copies=len(rows) * copies,
        place=place.name,
        recorded_by=actor,
    )
    record(actor, transfer, "handed_over", on=on, place=place.pk, documents=[row.pk for row in rows])
    return transfer
