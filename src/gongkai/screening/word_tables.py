"""Words in tables: up to fifty thousand brought in at once, or handed out."""

from __future__ import annotations

from collections.abc import Iterable, Iterator
from dataclasses import dataclass, field
from datetime import date
from pathlib import Path
from typing import Any

from django.core.exceptions import PermissionDenied, ValidationError
from django.db import models, transaction
from django.utils import timezone, translation
from django.utils.translation import gettext as _

from gongkai.agencies.models import Agency
from gongkai.convert import sheet
from gongkai.screening.errors import ScreeningRefusedError
from gongkai.screening.models import DictionaryEntry, Severity
from gongkai.screening.words import BATCH, may_keep, record

MOST_ROWS = 50_000
MOST_PROBLEMS = 200
HEADINGS = ("词", "类别", "程度", "正确写法", "起用日期", "停用日期", "说明")
"""The columns of a table that is brought in or handed out; the first two are required."""

Category = DictionaryEntry.Category


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
    record(actor, agency, "brought_in", {"added": found.added, "changed": found.changed})
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
        wrong.append(_("类别应为：%(all)s。") % {"all": _listed(Category)})
    severity = (
        _chosen(Severity, cells.get("程度", "")) if cells.get("程度", "").strip() else Severity.WARNING.value
    )
    if severity is None:
        wrong.append(_("程度应为：%(all)s。") % {"all": _listed(Severity)})
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


def _chosen(choices: type[models.TextChoices], text: str) -> str | None:
    """The value somebody wrote by its code or by its Chinese name."""
    plain = text.strip()
    return next((value for value, name in _names(choices).items() if plain in (value, name)), None)


def _names(choices: type[models.TextChoices]) -> dict[str, str]:
    """Value → its Chinese name: a table reads the same whatever language its office works in."""
    with translation.override("zh-hans"):
        return {str(value): str(label) for value, label in choices.choices}


def _listed(choices: type[models.TextChoices]) -> str:
    return "、".join(_names(choices).values())


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
    categories, severities = _names(Category), _names(Severity)
    yield list(HEADINGS)
    for entry in entries:
        yield [
            entry.word,
            categories[entry.category],
            severities[entry.severity],
            entry.right_form,
            f"{entry.since or ''}",
            f"{entry.until or ''}",
            entry.note,
        ]
