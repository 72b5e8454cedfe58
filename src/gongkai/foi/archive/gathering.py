"""What belongs into the file of a case: papers as files, words and facts as tables. In full, or with the persons masked."""

from __future__ import annotations

import csv
import io
import json
import mimetypes
from collections.abc import Iterable, Mapping
from dataclasses import dataclass, replace
from datetime import UTC, date
from typing import Any

from django.core.serializers.json import DjangoJSONEncoder
from django.db.models import FileField
from django.utils.translation import gettext as _

from gongkai.convert import typeset
from gongkai.convert.sheet import harmless
from gongkai.foi import letters, masking
from gongkai.foi.belonging import models_of_case
from gongkai.foi.facts import KIND
from gongkai.foi.models import Case, CaseFile, Letter
from gongkai.ledger import queries as ledger
from gongkai.ledger.models import Event

# Papers whose content nobody can mask: they are named in the masked file and not put in.
PERSONAL_ROLES = (
    CaseFile.Role.REQUEST,
    CaseFile.Role.CORRECTION,
    CaseFile.Role.OPINION,
    CaseFile.Role.EVIDENCE,
)
EVENT_COLUMNS = (
    "id", "previous_hash", "kind", "object_id", "type", "data", "occurred_on", "recorded_at", "actor_id",
    "actor_name", "hash",
)  # fmt: skip


@dataclass(frozen=True, slots=True)
class Entry:
    """One file of the archive; `content` None: left out because it cannot be masked."""

    path: str
    title: str
    group: str
    content: bytes | None


def secrets(case: Case) -> dict[str, str]:
    """Everything that must not stand in a masked file, with what stands there instead."""
    who = case.applicant
    found = {
        who.name: masking.name(who.name, organisation=who.is_organisation),
        who.representative: masking.name(who.representative),
        who.contact_person: masking.name(who.contact_person),
        who.identity_number: masking.identity(who.identity_number),
        who.telephone: masking.telephone(who.telephone),
        who.email: masking.email(who.email),
        who.postal_address: masking.address(who.postal_address),
    }
    for row in case.consultations.all():
        found |= {row.name: masking.name(row.name), row.contact: masking.STAR * 3}
    return {plain: masked for plain, masked in found.items() if plain and plain != masked}


def letter_entries(case: Case, hidden: Mapping[str, str]) -> Iterable[Entry]:
    """Every letter as PDF, void ones marked in their title."""
    for number, row in enumerate(case.letters.order_by("id"), 1):
        title = f"{row.number} {row.title}" + (_("（已作废）") if row.voided else "")
        # A masked letter is not the one that was issued: it carries no code to check it by.
        genuine = None if hidden else letters.authenticity(row)
        content = typeset.letter(_masked_letter(row, dict(hidden)), genuine)
        yield Entry(f"letters/{number:02d}-{row.kind}.pdf", title, _("文书"), content)


def _masked_letter(row: Letter, hidden: dict[str, str]) -> Any:
    official = letters.official(row)
    return replace(
        official,
        addressee=masking.within(official.addressee, hidden),
        paragraphs=[masking.within(text, hidden) for text in official.paragraphs],
    )


def paper_entries(case: Case, *, masked: bool) -> Iterable[Entry]:
    """The proof of identity and the files of the case."""
    who = case.applicant
    if who.identity_proof:
        ending = mimetypes.guess_extension(who.identity_proof_type) or ".bin"
        content = None if masked else _read(who.identity_proof)
        yield Entry(f"applicant/identity-proof{ending}", _("身份证明"), _("申请材料"), content)
    for number, row in enumerate(case.files.order_by("id"), 1):
        if not row.file:
            continue
        ending = mimetypes.guess_extension(row.content_type) or ".bin"
        personal = masked and row.role in PERSONAL_ROLES
        title = str(row.get_role_display()) if masked else f"{row.get_role_display()}：{row.title}"
        content = None if personal else _read(row.file)
        yield Entry(f"files/{number:02d}-{row.role}{ending}", title, _("申请材料和文件"), content)


def _read(field: Any) -> bytes:
    with field.open("rb") as stored:
        data: bytes = stored.read()
    return data


def record_entries(case: Case, hidden: Mapping[str, str]) -> Iterable[Entry]:
    """Deliveries, and everything that was written down while handling the case."""
    deliveries = [
        [
            row.letter.number,
            row.get_route_display(),
            row.on,
            row.postal_number,
            row.received_on or "",
            row.note,
        ]
        for letter in case.letters.order_by("id")
        for row in letter.deliveries.order_by("id")
    ]
    head = [_("文书"), _("送达方式"), _("日期"), _("邮件号"), _("签收日期"), _("说明")]
    group = _("记录")
    yield Entry("records/deliveries.csv", _("送达记录"), group, _masked(_csv(head, deliveries), hidden))
    words = {"request": [_row(case)], "applicant": [_row(case.applicant)]}
    for model, path in models_of_case():
        rows = model._default_manager.filter(**{path: case.pk}).order_by("pk")
        words[model._meta.label] = [_row(row) for row in rows]
    yield Entry("records/record.json", _("办理记录"), group, _masked(_json(words), hidden))


def event_entries(rows: list[Event]) -> Iterable[Entry]:
    """The ledger's events of the case, with what their checksums are drawn from."""
    events = [event_of(row) for row in rows]
    lines = [
        [json.dumps(event[name], ensure_ascii=False, sort_keys=True) if name == "data" else event[name] for name in EVENT_COLUMNS]
        for event in events
    ]  # fmt: skip
    yield Entry("records/events.csv", _("事件清单"), _("记录"), _csv(EVENT_COLUMNS, lines))
    yield Entry("records/events.json", _("事件清单（可校验）"), _("记录"), _json(events))


def event_of(row: Event) -> dict[str, Any]:
    """An event as `ledger.services.digest` reads it."""
    return {
        "id": row.pk,
        "previous_hash": row.previous_hash,
        "kind": row.kind,
        "object_id": row.object_id,
        "type": row.type,
        "data": row.data,
        "occurred_on": row.occurred_on.isoformat(),
        "recorded_at": row.recorded_at.astimezone(UTC).isoformat(timespec="microseconds"),
        "actor_id": row.actor_id,
        "actor_name": row.actor_name,
        "hash": row.hash,
    }


def events(case: Case) -> list[Event]:
    """The case's events, oldest first."""
    return list(ledger.history(KIND, case.pk))


def _row(row: Any) -> dict[str, Any]:
    """Everything a row says: no keys for searching, no files; letters have files of their own."""
    found: dict[str, Any] = {"id": row.pk}
    for field in row._meta.concrete_fields:
        if field.name.endswith(("hash", "_key")) or isinstance(field, FileField) or field.name == "content":
            continue
        if field.is_relation:
            target = getattr(row, field.name)
            found[field.name] = None if target is None else str(target)
        else:
            found[field.name] = getattr(row, field.attname)
    return found


def _csv(head: Iterable[str], lines: Iterable[Iterable[Any]]) -> bytes:
    written = io.StringIO()
    writer = csv.writer(written)
    writer.writerow(head)
    writer.writerows([[_cell(cell) for cell in line] for line in lines])
    return b"\xef\xbb\xbf" + written.getvalue().encode()


def _cell(value: Any) -> Any:
    text = value.isoformat() if isinstance(value, date) else value
    return harmless(text) if isinstance(text, str) else text


def _json(content: Any) -> bytes:
    made = json.dumps(content, ensure_ascii=False, indent=2, sort_keys=True, cls=DjangoJSONEncoder)
    return (made + "\n").encode()


def _masked(content: bytes, hidden: Mapping[str, str]) -> bytes:
    return masking.within(content.decode(), dict(hidden)).encode()
