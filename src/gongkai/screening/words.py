"""The dictionary: who keeps it, one word at a time or fifty thousand from a table, and what of it applies where."""

from __future__ import annotations

import hashlib
from collections.abc import Collection, Iterable, Iterator
from dataclasses import dataclass, field
from datetime import date
from functools import lru_cache
from pathlib import Path
from typing import Any

from django.core.exceptions import PermissionDenied, ValidationError
from django.db import transaction
from django.db.models import Count, F, Max, Q, QuerySet
from django.utils import timezone
from django.utils.translation import gettext as _

from gongkai import scan
from gongkai.agencies import access
from gongkai.agencies.models import Agency, Duty
from gongkai.convert import sheet
from gongkai.ledger.services import NewEvent, append
from gongkai.screening.duties import SILENCING
from gongkai.screening.errors import ScreeningRefusedError
from gongkai.screening.models import DictionaryEntry, Severity

KIND = "screening.dictionary"
MOST_ROWS = 50_000
MOST_PROBLEMS = 200
BATCH = 2_000
HEADINGS = ("词", "类别", "程度", "正确写法", "起用日期", "停用日期", "说明")
"""The columns of a table that is brought in or handed out; the first two are required."""

Category = DictionaryEntry.Category


# -- who may ------------------------------------------------------------------------------------------------------------


def keeps_for_everybody(actor: Any) -> bool:
    """Whether the actor keeps the words of all agencies: an administrator at the top of the tree."""
    return any(
        post.duty == Duty.ADMINISTRATOR and post.agency.depth == 1 for post in access.current_posts(actor)
    )


def keeping_agencies(actor: Any) -> QuerySet[Agency]:
    """The agencies for which the actor keeps words."""
    return access.acting_agencies(actor, *SILENCING).order_by("path")


def may_keep(actor: Any, agency: Agency | None) -> bool:
    """Whether the actor keeps the words of this agency; None: of all."""
    return keeps_for_everybody(actor) if agency is None else access.holds(actor, agency, *SILENCING)


def visible(actor: Any) -> QuerySet[DictionaryEntry]:
    """The words the actor may look at: those of everybody, of the agencies seen, and of the ones above them."""
    posts = access.current_posts(actor)
    if not posts:
        return DictionaryEntry.objects.none()
    above = {post.agency.path[:end] for post in posts for end in range(4, len(post.agency.path), 4)}
    seen = Q(agency__isnull=True) | Q(agency__in=access.visible_agencies(actor)) | Q(agency__path__in=above)
    return DictionaryEntry.objects.filter(seen).select_related("agency", "changed_by")


# -- one word -----------------------------------------------------------------------------------------------------------


@transaction.atomic
def keep(*, actor: Any, entry: DictionaryEntry) -> DictionaryEntry:
    """Add or change a word. Raises PermissionDenied, or ValidationError for what cannot be kept."""
    before = (
        DictionaryEntry.objects.filter(pk=entry.pk).select_related("agency").first() if entry.pk else None
    )
    if not may_keep(actor, entry.agency) or (before and not may_keep(actor, before.agency)):
        raise PermissionDenied(_("只能维护本机构及下级的词库。"))
    entry.word = entry.word.strip()
    entry.right_form = entry.right_form.strip()
    entry.changed_by, entry.changed_at = actor, timezone.now()
    entry.full_clean()
    entry.save()
    _record(
        actor, entry.agency, "changed" if before else "added", {"entry": entry.pk, "category": entry.category}
    )
    return entry


@transaction.atomic
def drop(*, actor: Any, entry: DictionaryEntry) -> None:
    """Take a word out. Raises PermissionDenied."""
    if not may_keep(actor, entry.agency):
        raise PermissionDenied(_("只能维护本机构及下级的词库。"))
    _record(actor, entry.agency, "dropped", {"entry": entry.pk, "category": entry.category})
    entry.delete()


# -- a table of words ---------------------------------------------------------------------------------------------------


@dataclass(frozen=True, slots=True)
class Problem:
    """A row that was not brought in, and why."""

    row: int
    text: str


@dataclass(slots=True)
class Brought:
    """What came of a table: nothing is kept of a table in which a row is wrong, unless the rest was asked for."""

    added: int = 0
    changed: int = 0
    unchanged: int = 0
    refused: int = 0
    problems: list[Problem] = field(default_factory=list)
    kept: bool = False

    def refuse(self, row: int, text: str) -> None:
        """Count a row that is wrong; the first ones are told one by one."""
        self.refused += 1
        if len(self.problems) < MOST_PROBLEMS:
            self.problems.append(Problem(row, text))


@dataclass(frozen=True, slots=True)
class _Line:
    row: int
    word: str
    category: str
    values: dict[str, Any]


@transaction.atomic
def bring_in(*, actor: Any, agency: Agency | None, path: Path, skip_wrong: bool = False) -> Brought:
    """Add the words of a CSV or XLSX table, row by row; a word of the same category that is there is brought up to date.

    Raises PermissionDenied, FileRefused, or ScreeningRefusedError when columns are missing or the table is too long.
    """
    if not may_keep(actor, agency):
        raise PermissionDenied(_("只能维护本机构及下级的词库。"))
    found = Brought()
    lines = list(_lines(path, found))
    if found.refused and not skip_wrong:
        return found
    known = {
        (entry.word, entry.category): entry
        for entry in DictionaryEntry.objects.filter(agency=agency).iterator()
    }
    now = timezone.now()
    new, other = [], []
    for line in lines:
        entry = known.get((line.word, line.category))
        if entry is None:
            entry = DictionaryEntry(agency=agency, word=line.word, category=line.category, **line.values)
            known[line.word, line.category] = entry
            new.append(entry)
        elif all(getattr(entry, name) == value for name, value in line.values.items()):
            found.unchanged += 1
            continue
        else:
            for name, value in line.values.items():
                setattr(entry, name, value)
            other.append(entry)
        entry.changed_by, entry.changed_at = actor, now
    DictionaryEntry.objects.bulk_create(new, batch_size=BATCH)
    changes = [*_VALUES, "changed_by", "changed_at"]
    DictionaryEntry.objects.bulk_update(other, changes, batch_size=200)
    found.added, found.changed, found.kept = len(new), len(other), True
    _record(actor, agency, "brought_in", {"added": found.added, "changed": found.changed})
    return found


_VALUES = ("severity", "right_form", "since", "until", "note")


def _lines(path: Path, found: Brought) -> Iterator[_Line]:
    rows = sheet.rows(path)
    head = next(rows, None)
    places = _places(head.cells if head else ())
    seen: dict[tuple[str, str], int] = {}
    for count, row in enumerate(rows, 1):
        if count > MOST_ROWS:
            raise ScreeningRefusedError(
                "TOO_MANY", _("一次最多导入%(most)d行，请分成几个文件。") % {"most": MOST_ROWS}
            )
        cells = {name: row.cells[at] if at < len(row.cells) else "" for name, at in places.items()}
        try:
            line = _line(row.number, cells)
        except ValidationError as error:
            found.refuse(row.number, "；".join(error.messages))
            continue
        earlier = seen.setdefault((line.word, line.category), row.number)
        if earlier != row.number:
            found.refuse(row.number, _("与第%(row)d行重复。") % {"row": earlier})
            continue
        yield line


def _places(head: tuple[str, ...]) -> dict[str, int]:
    places = {name: at for at, name in enumerate(cell.strip() for cell in head) if name in HEADINGS}
    missing = [name for name in HEADINGS[:2] if name not in places]
    if missing:
        text = _("第一行应为表头，缺少：%(names)s。可用的表头：%(all)s。")
        raise ScreeningRefusedError("HEAD", text % {"names": "、".join(missing), "all": "、".join(HEADINGS)})
    return places


def _line(row: int, cells: dict[str, str]) -> _Line:
    wrong = []
    word = cells["词"].strip()
    if not 2 <= len(word) <= 100:
        wrong.append(_("词应为2至100个字。"))
    category = _chosen(Category, cells["类别"])
    if category is None:
        wrong.append(_("类别应为：%(all)s。") % {"all": _names(Category)})
    severity = (
        _chosen(Severity, cells.get("程度", "")) if cells.get("程度", "").strip() else Severity.WARNING.value
    )
    if severity is None:
        wrong.append(_("程度应为：%(all)s。") % {"all": _names(Severity)})
    right_form = cells.get("正确写法", "").strip()
    if category == Category.ALLOWED and right_form:
        wrong.append(_("放行词不填正确写法。"))
    if right_form == word and right_form:
        wrong.append(_("正确写法与词相同。"))
    since, until = (_day(cells.get(name, ""), name, wrong) for name in ("起用日期", "停用日期"))
    if since and until and until < since:
        wrong.append(_("停用日期不能早于起用日期。"))
    note = cells.get("说明", "").strip()
    if len(right_form) > 100 or len(note) > 200:
        wrong.append(_("正确写法不超过100个字，说明不超过200个字。"))
    if wrong or category is None or severity is None:
        raise ValidationError(wrong)
    values = {"severity": severity, "right_form": right_form, "since": since, "until": until, "note": note}
    return _Line(row, word, category, values)


def _chosen(choices: Any, text: str) -> str | None:
    """The value somebody wrote by its code or by its name."""
    plain = text.strip()
    return next((value for value, label in choices.choices if plain in (value, str(label))), None)


def _names(choices: Any) -> str:
    return "、".join(str(label) for _value, label in choices.choices)


def _day(text: str, name: str, wrong: list[str]) -> date | None:
    plain = text.strip().replace("/", "-").replace("年", "-").replace("月", "-").removesuffix("日")
    if not plain:
        return None
    try:
        year, month, day = (int(number) for number in plain[:10].split("-"))
        return date(year, month, day)
    except ValueError:
        wrong.append(_("%(name)s应写成 2026-11-28 的样子。") % {"name": name})
        return None


def table(entries: Iterable[DictionaryEntry]) -> Iterator[list[str]]:
    """The rows of the table that is handed out: its heading, then each word; `bring_in` reads it again."""
    yield list(HEADINGS)
    for entry in entries:
        yield [
            entry.word,
            str(entry.get_category_display()),
            str(entry.get_severity_display()),
            entry.right_form,
            f"{entry.since or ''}",
            f"{entry.until or ''}",
            entry.note,
        ]


# -- what applies -------------------------------------------------------------------------------------------------------


def applying(agency: Agency, day: date) -> QuerySet[DictionaryEntry]:
    """The words that apply at an agency on a day: everybody's, its own and those of the ones above it."""
    paths = [agency.path[:end] for end in range(4, len(agency.path) + 1, 4)]
    of_agency = Q(agency__isnull=True) | Q(agency__path__in=paths)
    in_time = (Q(since__isnull=True) | Q(since__lte=day)) & (Q(until__isnull=True) | Q(until__gte=day))
    return DictionaryEntry.objects.filter(of_agency & in_time)


def right_forms(agency: Agency, day: date, found: Collection[str]) -> dict[str, str]:
    """Word → what should stand there instead, of the words given that have such a form at an agency."""
    rows = applying(agency, day).filter(word__in=list(found)).exclude(right_form="")
    nearest_last = rows.order_by(F("agency__depth").asc(nulls_first=True), "pk")
    return dict(nearest_last.values_list("word", "right_form"))


def version(agency: Agency, day: date) -> str:
    """Changes whenever the words that apply do."""
    found = applying(agency, day).aggregate(count=Count("pk"), last=Max("changed_at"), newest=Max("pk"))
    return hashlib.sha256(repr(sorted(found.items())).encode()).hexdigest()[:12]


def dictionary(agency: Agency, day: date) -> scan.Dictionary:
    """The words that apply, ready to be looked for; made once for each state of them."""
    return _made(agency.path, day, version(agency, day))


@lru_cache(maxsize=8)
def _made(path: str, day: date, _version: str) -> scan.Dictionary:
    entries = applying(Agency(path=path), day).values_list(
        "pk", "word", "category", "severity", "right_form", "since", "until"
    )
    return scan.Dictionary(_entry(*row) for row in entries.iterator(chunk_size=BATCH))


def _entry(
    pk: int, word: str, category: str, severity: str, right_form: str, since: date | None, until: date | None
) -> scan.Entry:
    return scan.Entry(
        word=word,
        category=scan.Category(category),
        severity=scan.Severity(severity),
        right_form=right_form,
        since=since,
        until=until,
        id=str(pk),
    )


def _record(actor: Any, agency: Agency | None, verb: str, data: dict[str, Any]) -> None:
    append(NewEvent(KIND, agency.pk if agency else 0, f"{KIND}.{verb}", timezone.localdate(), data, actor))
