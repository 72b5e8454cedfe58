"""Values of one form in another, where the mapping is sound. What has no equivalent is said, never guessed."""

from __future__ import annotations

from collections.abc import Iterator, Mapping
from dataclasses import dataclass
from functools import cache

from gongkai.law import datafiles
from gongkai.law.datafiles import Table
from gongkai.law.errors import refuse
from gongkai.law.forms import reading
from gongkai.law.forms.loading import load
from gongkai.law.forms.model import Form, Number
from gongkai.law.forms.values import complete, known, plain, read_values


@dataclass(frozen=True, slots=True)
class Note:
    """Cells of the source that could not be carried over, and why, as a Chinese sentence."""

    cells: tuple[str, ...]
    text: str


@dataclass(frozen=True, slots=True)
class Converted:
    """The values in the target form: only cells the source states in full; a cell that is absent is unknown, not 0."""

    values: dict[str, Number | None]
    notes: tuple[Note, ...]


@dataclass(frozen=True, slots=True)
class _Step:
    """The sum of `sources` becomes each of `targets`; `only_zero`: a number above 0 cannot be divided among them."""

    sources: tuple[str, ...]
    targets: tuple[str, ...]
    only_zero: bool = False
    reason: str = ""


def convertible(source: int | str, target: int | str) -> bool:
    """Whether a conversion between two forms is declared (every form converts to itself)."""
    return str(source) == str(target) or str(source) in _declared(str(target))


def convert(values: Mapping[str, object], source: int | str, target: int | str) -> Converted:
    """The values of the form `source` in the form `target`.

    Raises LawInputError for unknown forms, cells the source does not have, and two forms without a declared conversion.
    """
    old, new = load(source), load(target)
    given = read_values(old, values)
    if old is new:
        return Converted(dict(given), ())
    if not convertible(source, target):
        raise refuse("no_conversion", f"{source}年格式的数据不能换算为{target}年格式", "form")
    steps, none = _steps(old.meta.id, new.meta.id)
    full, stated = complete(old, given), known(old, given)
    found: dict[str, Number | None] = {}
    notes = []
    for step in steps:
        if not stated.issuperset(step.sources):
            continue
        total = sum(full[cell] for cell in step.sources)
        if step.only_zero and total:
            notes.append(Note(step.sources, f"{_labels(old, full, step.sources)}：{step.reason}，未换算"))
        else:
            found.update(dict.fromkeys(step.targets, total))
    for cells, reason in none:
        lost = tuple(cell for cell in cells if given.get(cell))
        if lost:
            notes.append(Note(lost, f"{_labels(old, full, lost)}：{reason}，未换算"))
    return Converted({cell: found[cell] for cell in new.cells if cell in found}, tuple(notes))


def _labels(form: Form, full: Mapping[str, Number], cells: tuple[str, ...]) -> str:
    return "、".join(f"“{form.cells[cell].label}”{plain(full[cell])}" for cell in cells)


def _declared(target: str) -> dict[str, Table]:
    table = datafiles.read(f"forms/{load(target).meta.id}.yaml")
    return {item.text("form"): item for item in table.tables("converts")}


@cache
def _steps(source: str, target: str) -> tuple[tuple[_Step, ...], tuple[tuple[tuple[str, ...], str], ...]]:
    old, new = load(source), load(target)
    item = _declared(target)[source]
    form = datafiles.read(f"forms/{target}.yaml")
    steps = [step for row in item.tables("cells") for step in _read(form, row, old, new)]
    none = [
        (reading.expand(row.texts("cells"), "", old.cells), row.text("reason")) for row in item.tables("none")
    ]
    return tuple(steps), tuple(none)


def _read(form: Table, row: Table, old: Form, new: Form) -> Iterator[_Step]:
    for cell in reading.expand(row.texts("same"), "", old.cells):
        yield _Step((cell,), reading.expand((cell,), "", new.cells))
    if row.get("from"):
        for word in reading.words(form, row):
            sources = reading.expand(row.texts("from"), word, old.cells)
            targets = reading.expand(row.texts("to"), word, new.cells)
            yield _Step(sources, targets, row.flag("zero"), row.text("reason"))
