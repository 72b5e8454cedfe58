"""The only writer of standard catalogues: importing a version, saying who publishes an item, linking documents."""

from __future__ import annotations

import hashlib
from collections import Counter
from collections.abc import Iterable, Sequence
from dataclasses import dataclass
from typing import Any

from django.db import transaction
from django.db.models import Max
from django.utils import timezone
from django.utils.translation import gettext as _

from gongkai.agencies import access
from gongkai.agencies.models import Agency, Duty
from gongkai.catalog.models import Document, StandardCatalogue, StandardDuty, StandardItem, StandardLink
from gongkai.catalog.services import DRAFTING
from gongkai.catalog.standards import matching, queries
from gongkai.catalog.standards.sheet import Entry, with_limit
from gongkai.ledger.services import NewEvent, append
from gongkai.review.rules import Blocker, Refused

IMPORTING = (Duty.ADMINISTRATOR, Duty.SUPERVISOR, Duty.INFORMATION_OFFICER)
LONGEST_FIELD = 40


@dataclass(frozen=True, slots=True)
class Source:
    """Where entries came from."""

    file_name: str
    sha256: str


def identities(agency: Agency, field: str, entries: Iterable[dict[str, Any]]) -> list[str]:
    """The name of each item through all versions: of one government, field, topic and matter; a second of the same name
    is told apart by its place among them."""
    known: Counter[str] = Counter()
    found = []
    for values in entries:
        name = "\x1f".join((agency.code, field, values["topic"], values["matter"]))
        known[name] += 1
        found.append(hashlib.sha256(f"{name}\x1f{known[name]}".encode()).hexdigest())
    return found


@transaction.atomic
def import_catalogue(
    *, actor: Any, agency: Agency, field: str, source: Source, entries: Sequence[Entry]
) -> StandardCatalogue:
    """Keep a new version of the catalogue of a field; items it no longer has end with the version before.

    Publishers that can be told from their names are assigned where nobody is yet. Raises PermissionDenied; Refused when
    there is nothing to keep, or when it is the version that is in force already.
    """
    access.require(actor, agency, *IMPORTING)
    Agency.objects.select_for_update().get(pk=agency.pk)
    mine = StandardCatalogue.objects.filter(agency=agency, field=field)
    newest = mine.order_by("-version").first()
    found = []
    if not field.strip() or len(field) > LONGEST_FIELD:
        found.append(Blocker("STANDARD-FIELD", _("请写明领域，最多40个字。")))
    if not entries:
        found.append(Blocker("STANDARD-EMPTY", _("文件里没有可以导入的事项。")))
    if newest is not None and newest.sha256 == source.sha256:
        found.append(Blocker("STANDARD-SAME", _("这个文件就是现行的版本，不需要重新导入。")))
    if found:
        raise Refused(found)
    catalogue = StandardCatalogue.objects.create(
        agency=agency,
        field=field,
        version=(mine.aggregate(last=Max("version"))["last"] or 0) + 1,
        file_name=source.file_name[-255:],
        sha256=source.sha256,
        imported_by=actor,
    )
    values = [entry.values for entry in entries]
    items = [
        StandardItem(catalogue=catalogue, order=order, identity=identity, **with_limit(row))
        for order, (identity, row) in enumerate(
            zip(identities(agency, field, values), values, strict=True), 1
        )
    ]
    StandardItem.objects.bulk_create(items, batch_size=500)
    _assign_by_name(agency, items)
    _note(catalogue, "imported", actor, {"field": field, "version": catalogue.version, "items": len(items)})
    return catalogue


def _assign_by_name(agency: Agency, items: Sequence[StandardItem]) -> None:
    known = set(StandardDuty.objects.values_list("identity", flat=True))
    below = Agency.objects.filter(path__startswith=agency.path, closed_on__isnull=True).order_by("path")
    agencies = [matching.Named(one.pk, one.name, one.short_name, one.kind) for one in below]
    said = {text: matching.publishers(text, agencies) for text in {item.publisher for item in items}}
    StandardDuty.objects.bulk_create(
        [
            StandardDuty(identity=item.identity, agency_id=pk)
            for item in items
            if item.identity not in known
            for pk in said[item.publisher]
        ],
        batch_size=500,
    )


@transaction.atomic
def assign(*, actor: Any, item: StandardItem, agencies: Iterable[Agency]) -> None:
    """Say which agencies publish what the item asks for, in the place of what was said before."""
    catalogue = item.catalogue
    access.require(actor, catalogue.agency, *IMPORTING)
    wanted = list(agencies)
    if any(not one.path.startswith(catalogue.agency.path) for one in wanted):
        raise Refused([Blocker("STANDARD-FOREIGN", _("只能选择编制机关和它的下级机构。"))])
    rows = StandardDuty.objects.filter(identity=item.identity)
    rows.exclude(agency__in=wanted).delete()
    for agency in wanted:
        StandardDuty.objects.get_or_create(identity=item.identity, agency=agency)
    _note(catalogue, "assigned", actor, {"item": item.identity, "agencies": [one.code for one in wanted]})


@transaction.atomic
def link(*, actor: Any, pairs: Sequence[tuple[StandardItem, Document]]) -> int:
    """State that documents are what items ask for; how many were new. The person must draft for each document's agency."""
    made = 0
    for item, document in pairs:
        access.require(actor, document.agency, *DRAFTING)
        if not queries.agency_publishes(item, document.agency):
            text = _("“%(agency)s”不是“%(item)s”的公开主体，请先核对公开主体。")
            raise Refused(
                [Blocker("STANDARD-DUTY", text % {"agency": document.agency.short_name, "item": item.matter})]
            )
        row, is_new = StandardLink.objects.get_or_create(
            identity=item.identity, document=document, defaults={"linked_by": actor}
        )
        if is_new:
            made += 1
            _note(item.catalogue, "linked", actor, {"item": row.identity, "document": document.pk})
    return made


@transaction.atomic
def unlink(*, actor: Any, item: StandardItem, document: Document) -> None:
    """Take the statement back."""
    access.require(actor, document.agency, *DRAFTING)
    removed, _rows = StandardLink.objects.filter(identity=item.identity, document=document).delete()
    if removed:
        _note(item.catalogue, "unlinked", actor, {"item": item.identity, "document": document.pk})


def _note(catalogue: StandardCatalogue, act: str, actor: Any, data: dict[str, Any]) -> None:
    append(
        NewEvent(
            kind="catalog.standard",
            object_id=catalogue.pk,
            type=f"catalog.standard.{act}",
            occurred_on=timezone.localdate(),
            data=data,
            actor=actor,
        )
    )
