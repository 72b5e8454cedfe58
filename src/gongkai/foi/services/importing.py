"""Older registers taken over: whole rows only, each once, with their history as it was, lawful or not.

The events go to the ledger straight, with their origin, instead of through the acts: what was late then is late now,
and the clock says so. A batch is one transaction, so that no row is ever stored in part; a batch the database refuses
is tried again row by row.
"""

from __future__ import annotations

from collections import defaultdict
from collections.abc import Sequence
from dataclasses import dataclass, field
from datetime import datetime, time
from typing import Any

from django.core.exceptions import ValidationError
from django.db import DatabaseError, transaction
from django.utils import timezone
from django.utils.translation import gettext as _

from gongkai.agencies import access, working_days
from gongkai.agencies.models import Agency
from gongkai.convert.tables import Fault
from gongkai.foi import hashes
from gongkai.foi.facts import KIND, ORIGIN, Facts
from gongkai.foi.imports.entry import Entry
from gongkai.foi.models import Applicant, Case, Consultation, Correction, ImportedCase, Number, ProcessingFee
from gongkai.foi.services import numbers, projection
from gongkai.foi.services.acts import HANDLING
from gongkai.law.calendar import WorkCalendar
from gongkai.law.errors import LawInputError
from gongkai.ledger import services as ledger

PERSON = (
    "representative",
    "contact_person",
    "identity_document",
    "identity_number",
    "telephone",
    "email",
    "postal_address",
    "postcode",
)
REQUEST = ("subject", "document_number", "features", "wanted_form", "wanted_route", "help_needed", "channel")
IMPORTED = "import"


@dataclass(slots=True)
class Imported:
    """What became of a batch: rows stored, rows known from before, rows that say something else now, rows refused."""

    stored: list[int] = field(default_factory=list)
    known: list[int] = field(default_factory=list)
    faults: list[Fault] = field(default_factory=list)


@dataclass(slots=True)
class _Taken:
    """One row about to be stored."""

    entry: Entry
    applicant: Applicant
    case: Case


def check_entries(*, agency: Agency, entries: Sequence[Entry]) -> Imported:
    """What an import of these rows would do, without doing it."""
    found, _fresh = _sorted_out(agency, entries, working_days.current())
    return found


def import_entries(*, actor: Any, agency: Agency, entries: Sequence[Entry]) -> Imported:
    """Store the rows that are not there yet. Needs the duty of information officer at the agency.

    A row known from before and unchanged is passed over; a changed one is a fault and stays as it was. The columns of
    faults are names of fields.
    """
    access.require(actor, agency, *HANDLING)
    calendar = working_days.current()
    found, fresh = _sorted_out(agency, entries, calendar)
    if not fresh:
        return found
    try:
        with transaction.atomic():
            _store(actor, agency, fresh, calendar)
        found.stored += [item.entry.row for item in fresh]
    except DatabaseError:
        if len(entries) == 1:
            text = _("数据库没有接受这一行。")
            found.faults.append(Fault(fresh[0].entry.row, "source_id", "", "database", text))
            return found
        return _one_by_one(actor, agency, entries)
    return found


def _one_by_one(actor: Any, agency: Agency, entries: Sequence[Entry]) -> Imported:
    found = Imported()
    for entry in entries:
        single = import_entries(actor=actor, agency=agency, entries=[entry])
        found.stored += single.stored
        found.known += single.known
        found.faults += single.faults
    return found


def _sorted_out(
    agency: Agency, entries: Sequence[Entry], calendar: WorkCalendar
) -> tuple[Imported, list[_Taken]]:
    ids = [entry.source_id for entry in entries]
    rows = ImportedCase.objects.filter(agency=agency, source_id__in=ids)
    before = dict(rows.values_list("source_id", "digest"))
    found, fresh = Imported(), []
    for entry in entries:
        if entry.source_id in before:
            if before[entry.source_id] == entry.digest:
                found.known.append(entry.row)
            else:
                text = _(
                    "编号“%(id)s”此前已经导入，这一行的内容与那时不同。没有改动已有的申请，请在申请页更正。"
                )
                found.faults.append(
                    Fault(entry.row, "source_id", "", "changed", text % {"id": entry.source_id})
                )
            continue
        taken = _taken(agency, entry, calendar)
        if isinstance(taken, list):
            found.faults += taken
        else:
            fresh.append(taken)
    return found, fresh


def _taken(agency: Agency, entry: Entry, calendar: WorkCalendar) -> _Taken | list[Fault]:
    """The row as records that are valid, or everything that keeps it from being."""
    values = entry.values
    applicant = Applicant(
        kind=values["applicant_kind"],
        name=values["applicant_name"],
        person_hash=_person_hash(agency, entry),
        **{name: values[name] for name in PERSON},
    )
    moment = timezone.make_aware(datetime.combine(entry.days["submitted_on"], time(12)))
    case = Case(
        agency=agency,
        submitted_at=moment,
        content_hash=hashes.content_hash(values["subject"], values["document_number"], values["features"]),
        **{name: values[name] for name in REQUEST},
    )
    faults = [*_invalid(entry, applicant, {"person_hash"}), *_invalid(entry, case, {"agency", "applicant"})]
    if len(entry.source_id) > 100:
        faults.append(Fault(entry.row, "source_id", "", "too_long", _("编号不能超过100个字。")))
    try:
        facts = Facts((), entry.events, entry.law)
        for name, value in projection.columns(facts, calendar).items():
            setattr(case, name, value)
    except LawInputError as error:
        faults += [Fault(entry.row, "", "", reason.code, reason.text) for reason in error.reasons]
    return faults or _Taken(entry, applicant, case)


def _invalid(entry: Entry, row: Any, exclude: set[str]) -> list[Fault]:
    made_later = {"receipt_number", "tracking_hash", "status", "identity_proof", "content_hash"}
    try:
        row.clean_fields(exclude=exclude | made_later)
    except ValidationError as error:
        named = {"name": "applicant_name", "kind": "applicant_kind"}
        return [
            Fault(entry.row, named.get(name, name), "", "invalid", " ".join(texts))
            for name, texts in error.message_dict.items()
        ]
    return []


def _person_hash(agency: Agency, entry: Entry) -> str:
    """Of somebody with neither number nor contact nothing is known: then only this row is the same person."""
    values = entry.values
    contact = values["telephone"] or values["email"]
    if not (values["identity_number"] or contact):
        contact = f"{agency.pk}|{entry.source_id}"
    return hashes.person_hash(
        values["applicant_kind"], values["applicant_name"], values["identity_number"], contact
    )


def _store(actor: Any, agency: Agency, fresh: Sequence[_Taken], calendar: WorkCalendar) -> None:
    _number(agency, fresh)
    Applicant.objects.bulk_create([item.applicant for item in fresh])
    for item in fresh:
        item.case.applicant, item.case.registered_by = item.applicant, actor
    Case.objects.bulk_create([item.case for item in fresh])
    ImportedCase.objects.bulk_create([_record(item, agency, actor) for item in fresh])
    Correction.objects.bulk_create([row for item in fresh for row in _corrections(item, calendar)])
    Consultation.objects.bulk_create([row for item in fresh for row in _consultations(item)])
    ProcessingFee.objects.bulk_create([row for item in fresh for row in _fees(item, actor)])
    ledger.append_many([event for item in fresh for event in _events(item, actor)])


def _number(agency: Agency, fresh: Sequence[_Taken]) -> None:
    """Receipt numbers of the year in which each request came; a tracking code nobody knows until it is given out anew."""
    by_year: dict[int, list[_Taken]] = defaultdict(list)
    for item in fresh:
        by_year[item.entry.days["submitted_on"].year].append(item)
    for year, items in sorted(by_year.items()):
        taken = numbers.take_many(agency, year, Number.Series.RECEIPT, len(items))
        for number, item in zip(taken, items, strict=True):
            written = numbers.written_receipt_number(agency, year, number)
            item.case.receipt_number = written
            item.case.tracking_hash = hashes.tracking_hash(written, hashes.new_tracking_code())


def _record(item: _Taken, agency: Agency, actor: Any) -> ImportedCase:
    values = item.entry.values
    details: Any = {name: values[name] for name in ("note", "postal_number") if values[name]}
    return ImportedCase(
        case=item.case,
        agency=agency,
        source_id=item.entry.source_id,
        digest=item.entry.digest,
        row=item.entry.row,
        reply_number=values["reply_number"][:80],
        details=details,
        imported_by=actor,
    )


def _corrections(item: _Taken, calendar: WorkCalendar) -> list[Correction]:
    days = item.entry.days
    asked = days.get("correction_requested_on")
    if asked is None:
        return []
    period = item.entry.numbers.get("correction_period_working_days", 0)
    return [
        Correction(
            case=item.case,
            wanted=item.entry.values["correction_wanted"] or _("（原台账未记载）"),
            reply_by=calendar.add(asked, period) if period else asked,
            requested_on=asked,
            received_on=days.get("correction_received_on"),
        )
    ]


def _consultations(item: _Taken) -> list[Consultation]:
    return [
        Consultation(
            case=item.case,
            ref=row.ref,
            party=row.party,
            name=row.name[:120] or _("（原台账未记载）"),
            sent_on=row.sent_on,
            letter_received_on=row.received_on,
            answered_on=row.answered_on,
            opinion=row.opinion,
        )
        for row in item.entry.consultations
    ]


def _fees(item: _Taken, actor: Any) -> list[ProcessingFee]:
    days, values = item.entry.days, item.entry.values
    served = days.get("fee_notice_on")
    if served is None:
        return []
    return [
        ProcessingFee(
            case=item.case,
            method=values["fee_method"],
            quantity=item.entry.numbers.get("fee_quantity", 1),
            amount=values["fee_amount"],
            lines=[],
            reasons=_("（原台账未记载）"),
            decided_by=actor,
            approved_by=actor,
            notice_served_on=served,
            paid_on=days.get("fee_paid_on"),
            treasury_receipt=values["fee_receipt"][:60],
        )
    ]


def _events(item: _Taken, actor: Any) -> list[ledger.NewEvent]:
    """What the register tells, each event marked with its origin; first that it was taken over, last how it went out."""
    pk, entry = item.case.pk, item.entry
    received = entry.days["submitted_on"]
    made = [
        ledger.NewEvent(KIND, pk, f"{KIND}.{event['type']}", law.on, {**event, ORIGIN: IMPORTED}, actor)
        for event, law in zip(entry.events, entry.law, strict=True)
    ]
    made.insert(0, ledger.NewEvent(KIND, pk, f"{KIND}.imported", received, {"digest": entry.digest}, actor))
    delivered = entry.days.get("delivered_on")
    if delivered is not None:
        data = {"route": entry.values["served_by"], "on": delivered.isoformat(), ORIGIN: IMPORTED}
        made.append(ledger.NewEvent(KIND, pk, f"{KIND}.delivery_recorded", delivered, data, actor))
    return made
