"""The only writer of matters: what other systems hand in, once for each number, with every change of state kept."""

from __future__ import annotations

import json
from collections.abc import Iterable, Sequence
from dataclasses import dataclass, field
from datetime import date
from typing import Any

from django.db import transaction
from django.db.models import QuerySet
from django.utils import timezone
from django.utils.crypto import salted_hmac
from django.utils.translation import gettext as _

from gongkai import scan
from gongkai.agencies import access, working_days
from gongkai.agencies.models import Agency, Duty
from gongkai.convert.sheet import Row
from gongkai.convert.tables import Fault, Headings, Layout, Values, read_row
from gongkai.law.calendar import WorkCalendar
from gongkai.ledger.services import NewEvent, append
from gongkai.matters import fields, masking, rules
from gongkai.matters.models import Matter, MatterLimit, MatterState
from gongkai.review.rules import Blocker, Refused

HANDING_IN = (Duty.INFORMATION_OFFICER, Duty.ADMINISTRATOR)
MOST = 1000
LIMIT = ("due_on", "provisional")
_WRITTEN = (
    "unit", "name", "kind", "conditions", "limit_text", "limit_days", "accepted_on", "promised_on", *LIMIT, "state",
    "finished_on", "result", "applicant_kind", "applicant_name", "shown_name", "shown_number", "code_hash", "published",
    "held", "sha256", "moved_at",
)  # fmt: skip


@dataclass(slots=True)
class Brought:
    """What became of the rows, by their numbers in the table: stored, changed, known already, or refused."""

    new: list[int] = field(default_factory=list)
    updated: list[int] = field(default_factory=list)
    unchanged: list[int] = field(default_factory=list)
    faults: list[Fault] = field(default_factory=list)

    @property
    def refused(self) -> int:
        """Rows that were not taken over."""
        return len({one.row for one in self.faults})


@dataclass(frozen=True, slots=True)
class Entry:
    """A row that fits together."""

    row: int
    values: Values
    sha256: str


def read(
    rows: Iterable[Row], headings: Headings, layout: Layout, today: date
) -> tuple[list[Entry], list[Fault]]:
    """The rows as entries, and every fault. A number twice among them is wrong the second time."""
    declared = fields.declared()
    named = {one.name: one for one in declared}
    entries: list[Entry] = []
    found: list[Fault] = []
    seen: set[str] = set()
    for row in rows:
        values, faults = read_row(row, headings, declared, layout)
        for name, code, text in rules.faults(values.texts, values.days, today):
            shown = "" if named[name].personal else values.texts.get(name, str(values.days.get(name, "")))
            faults.append(Fault(row.number, headings.label(named[name]), shown[:60], code, text))
        number = values.texts.get("number", "")
        if number and number in seen:
            text = _("这个办件编号在前面已经有了。")
            faults.append(Fault(row.number, headings.label(named["number"]), number, "twice", text))
        if faults:
            found += faults
            continue
        seen.add(number)
        entries.append(Entry(row.number, values, _digest(values)))
    return entries, found


def check(*, actor: Any, agency: Agency, source_system: str, entries: Sequence[Entry]) -> Brought:
    """What `bring_in` would do; nothing is stored. Raises PermissionDenied."""
    access.require(actor, agency, *HANDING_IN)
    brought, known = Brought(), _known(source_system, entries, lock=False)
    for entry in entries:
        _sorted(entry, known.get(entry.values.texts["number"]), agency, brought)
    return brought


@transaction.atomic
def bring_in(
    *, actor: Any, agency: Agency, source_system: str, entries: Sequence[Entry], by: str = "file"
) -> Brought:
    """Store what is new or changed of at most MOST entries. `by`: file or api, for the ledger.

    Raises PermissionDenied, or Refused when there are too many or the system has no name.
    """
    access.require(actor, agency, *HANDING_IN)
    if not source_system.strip():
        raise Refused([Blocker("MATTERS-SYSTEM", _("请写明来源系统的名称：办件编号只在同一系统内不重复。"))])
    if len(entries) > MOST:
        raise Refused([Blocker("MATTERS-MANY", _("一次最多%(most)d件，请分批。") % {"most": MOST})])
    brought = Brought()
    known = _known(source_system, entries)
    calendar, now = working_days.current(), timezone.now()
    made: list[Matter] = []
    changed: list[Matter] = []
    moved: list[tuple[Matter, date]] = []
    limited: list[Matter] = []
    for entry in entries:
        matter = known.get(entry.values.texts["number"])
        if not _sorted(entry, matter, agency, brought):
            continue
        before, limit = (matter.state, _limit(matter)) if matter else (None, (None, False))
        row = matter or Matter(agency=agency, source_system=source_system)
        _fill(row, entry, calendar)
        row.moved_at = now
        (changed if matter else made).append(row)
        if row.state != before:
            moved.append((row, _since(entry, row)))
        if _limit(row) != limit:
            limited.append(row)
    _write(made, changed, moved, actor)
    _keep_limits(limited, MatterLimit.Cause.HANDED_IN)
    if made or changed:
        data = {"system": source_system, "by": by, "new": len(made), "updated": len(changed)}
        append(NewEvent("matters.agency", agency.pk, "matters.handed_in", timezone.localdate(), data, actor))
    return brought


@transaction.atomic
def hold_back(*, actor: Any, matter: Matter, reason: str) -> None:
    """Take a published result out of the public list, with the reason. Raises Refused without one."""
    access.require(actor, matter.agency, *HANDING_IN, Duty.LEADER)
    if not reason.strip():
        raise Refused([Blocker("MATTERS-REASON", _("请写明不再公示的原因。"))])
    Matter.objects.filter(pk=matter.pk).update(
        published=False, held=reason.strip()[:200], moved_at=timezone.now()
    )
    data = {"matter": matter.pk, "reason": reason.strip()[:200]}
    append(NewEvent("matters.matter", matter.pk, "matters.held_back", timezone.localdate(), data, actor))


def recompute(**_signal: Any) -> int:
    """After the calendar changed: matters in progress follow it, finished ones keep what they had. How many changed."""
    calendar, changed = working_days.current(), 0
    pks = list(in_progress().order_by("pk").values_list("pk", flat=True))
    for start in range(0, len(pks), 500):
        with transaction.atomic():
            rows = in_progress().select_for_update().filter(pk__in=pks[start : start + 500])
            moved = [row for row in rows if differs(row, calendar)]
            for row in moved:
                _set_limit(row, calendar)
            Matter.objects.bulk_update(moved, LIMIT, batch_size=500)
            _keep_limits(moved, MatterLimit.Cause.CALENDAR)
        changed += len(moved)
    return changed


def in_progress() -> QuerySet[Matter]:
    """Matters whose limit still follows the calendar; no name is opened."""
    rows = Matter.objects.exclude(state__in=Matter.FINISHED).filter(
        promised_on=None, limit_days__isnull=False
    )
    return rows.only("accepted_on", "promised_on", "limit_days", *LIMIT)


def differs(row: Matter, calendar: WorkCalendar) -> bool:
    """Whether the limit that is kept is not the one that follows from the calendar."""
    given = (*_counted_from(row), calendar)
    return _limit(row) != (rules.due_on(*given), rules.is_provisional(*given))


def _counted_from(row: Matter) -> tuple[date, date | None, int | None]:
    return row.accepted_on, row.promised_on, row.limit_days


def _limit(row: Matter) -> tuple[date | None, bool]:
    return row.due_on, row.provisional


def _set_limit(row: Matter, calendar: WorkCalendar) -> None:
    given = (*_counted_from(row), calendar)
    row.due_on, row.provisional = rules.due_on(*given), rules.is_provisional(*given)


def _keep_limits(rows: Sequence[Matter], cause: MatterLimit.Cause) -> None:
    MatterLimit.objects.bulk_create(
        [
            MatterLimit(matter=row, due_on=row.due_on, provisional=row.provisional, cause=cause)
            for row in rows
        ],
        batch_size=500,
    )


def code_hash(source_system: str, number: str, code: str) -> str:
    """What is kept of a code or of last digits; '' for none."""
    plain = rules.plain_key(code)
    if not plain:
        return ""
    return salted_hmac(
        "matters.code", f"{source_system}|{rules.plain_key(number)}|{plain}", algorithm="sha256"
    ).hexdigest()


def _known(source_system: str, entries: Sequence[Entry], *, lock: bool = True) -> dict[str, Matter]:
    numbers = [entry.values.texts["number"] for entry in entries]
    rows = Matter.objects.filter(source_system=source_system, number__in=numbers)
    return {row.number: row for row in (rows.select_for_update() if lock else rows)}


def _sorted(entry: Entry, matter: Matter | None, agency: Agency, brought: Brought) -> bool:
    """Note what becomes of an entry; whether there is anything to store."""
    if matter is not None and matter.agency_id != agency.pk:
        text = _("这个编号的办件属于另一个机构。")
        brought.faults.append(Fault(entry.row, _("办件编号"), "", "other_agency", text))
        return False
    if matter is not None and matter.sha256 == entry.sha256:
        brought.unchanged.append(entry.row)
        return False
    (brought.updated if matter else brought.new).append(entry.row)
    return True


def _fill(row: Matter, entry: Entry, calendar: WorkCalendar) -> None:
    texts, days = entry.values.texts, entry.values.days
    fixed = _counted_from(row) if row.pk and row.is_finished else None
    for name in ("number", "unit", "name", "conditions", "limit_text", "result", "applicant_name"):
        setattr(row, name, texts.get(name, ""))
    row.kind = texts.get("kind", Matter.Kind.OTHER)
    row.state = texts.get("state", Matter.State.ACCEPTED)
    row.accepted_on = days["accepted_on"]
    row.promised_on, row.finished_on = days.get("promised_on"), days.get("finished_on")
    row.limit_days = rules.limit_days(texts.get("limit_days", "") or texts.get("limit_text", ""))
    if (
        _counted_from(row) != fixed
    ):  # a finished matter that is only corrected keeps the limit it was measured by
        _set_limit(row, calendar)
    is_one = masking.looks_like_organisation(texts["applicant_name"])
    guessed = Matter.ApplicantKind.ORGANISATION if is_one else Matter.ApplicantKind.PERSON
    row.applicant_kind = texts.get("applicant_kind", guessed)
    organisation = row.applicant_kind == Matter.ApplicantKind.ORGANISATION
    row.shown_name = masking.name(texts["applicant_name"], organisation=organisation)
    row.shown_number = masking.number(row.number)
    code = texts.get("code", "") or texts.get("last_digits", "")
    row.code_hash = code_hash(row.source_system, row.number, code)
    row.held = _why_held(row, organisation)
    row.published = texts.get("published") == fields.YES and not row.held
    row.sha256 = entry.sha256


def _why_held(row: Matter, organisation: bool) -> str:
    """Personal data in what everybody would see keeps a result from being shown until the other system corrects it."""
    text = f"{row.unit} {row.name} {row.result}"
    if not organisation and len(row.applicant_name) > 1 and row.applicant_name in text:
        return _("事项名称或者结果中写有申请人姓名")
    found = [one for one in scan.scan_text(text) if one.detector.startswith("person.")]
    return _("事项名称或者结果中疑有个人信息") if found else ""


def _since(entry: Entry, row: Matter) -> date:
    return (
        entry.values.days.get("state_on")
        or row.finished_on
        or (row.accepted_on if row.state == Matter.State.ACCEPTED else timezone.localdate())
    )


def _write(made: list[Matter], changed: list[Matter], moved: list[tuple[Matter, date]], actor: Any) -> None:
    Matter.objects.bulk_create(made, batch_size=200)
    if changed:
        Matter.objects.bulk_create(
            changed, update_conflicts=True, unique_fields=["id"], update_fields=_WRITTEN, batch_size=200
        )
    MatterState.objects.bulk_create(
        [MatterState(matter=row, state=row.state, since=since, recorded_by=actor) for row, since in moved],
        batch_size=500,
    )


def _digest(values: Values) -> str:
    said = {**values.texts, **{name: day.isoformat() for name, day in values.days.items()}}
    text = json.dumps(said, ensure_ascii=False, sort_keys=True)
    return salted_hmac("matters.row", text, algorithm="sha256").hexdigest()
