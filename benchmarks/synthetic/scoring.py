"""What a reader found against what is true: cells, facts, identity, checks."""

from __future__ import annotations

from collections import Counter
from collections.abc import Iterable, Mapping
from dataclasses import dataclass, field
from typing import Any

from .model import TrueFact, Truth

Key = tuple[str, str, str, str]


@dataclass(slots=True)
class Tally:
    """Right, missed and false; `examples` of what was not right."""

    right: int = 0
    missed: int = 0
    false: int = 0
    examples: list[str] = field(default_factory=list)

    @property
    def recall(self) -> float:
        """Right of all that is there; 1 when nothing is."""
        return self.right / (self.right + self.missed) if self.right + self.missed else 1.0

    @property
    def precision(self) -> float:
        """Right of all that was said; 1 when nothing was."""
        return self.right / (self.right + self.false) if self.right + self.false else 1.0

    def add(self, other: Tally, keep: int = 40) -> None:
        """Sum up; only the first examples are kept."""
        self.right += other.right
        self.missed += other.missed
        self.false += other.false
        self.examples += other.examples[: max(0, keep - len(self.examples))]


def cells(truth: Truth, values: Mapping[str, Any], unread: Iterable[Any]) -> tuple[Tally, Tally]:
    """Printed numbers; and, of the cells no one can read for certain, whether the reader said so. A wrong value is false."""
    tally, lost = Tally(), Tally()
    listed = list(unread)
    said = {cell for item in listed for cell in item.cells}
    missing = any(item.code == "table_missing" for item in listed)
    for cell, number in truth.tables.items():
        read = values.get(cell)
        if cell in truth.lost:
            if read is not None and read != number:
                lost.false += 1
                lost.examples.append(f"{cell}: read {read} where it cannot be known ({truth.lost[cell]})")
            elif read is not None or cell in said or (missing and truth.lost[cell] == "table_missing"):
                lost.right += 1
            else:
                lost.missed += 1
                lost.examples.append(f"{cell}: nothing said of {truth.lost[cell]}")
        elif number is None:
            if read is not None:
                tally.false += 1
                tally.examples.append(f"{cell}: blank, read {read}")
        elif read is not None and read == number:
            tally.right += 1
        else:
            tally.missed += 1
            tally.false += read is not None
            tally.examples.append(f"{cell}: {number}, read {read}")
    return tally, lost


ALIKE = {
    "press_items": "by_channel",
    "tv_items": "by_channel",
    "sms_items": "by_channel",
    "hotline": "enquiries_by_way",
}
"""Kinds between which two careful people would differ: what stood in a newspaper is also what went out by that channel."""


def facts(truth: Truth, read: Iterable[Any], strict: bool = True) -> Tally:
    """Facts by kind and value; `strict`: and by precision and scope."""
    tally = Tally()
    wanted = Counter(_key(f.kind, f.value, f.precision, f.scope, strict) for f in truth.facts if f.required)
    open_ = Counter(
        _key(f.kind, f.value, f.precision, f.scope, strict) for f in truth.facts if not f.required
    )
    for fact in read:
        key = _key(fact.kind, fact.value, fact.precision, fact.scope, strict)
        if wanted[key]:
            wanted[key] -= 1
            tally.right += 1
        elif open_[key]:
            open_[key] -= 1
        else:
            tally.false += 1
            shown = " ".join(_key(fact.kind, fact.value, fact.precision, fact.scope, strict=True))
            tally.examples.append(f"false {shown} ← {fact.phrase[:60]}")
    _either(truth, wanted, tally, strict)
    for key, count in wanted.items():
        if count:
            tally.missed += count
            phrase = next(f.phrase for f in truth.facts if _of(f, strict) == key)
            tally.examples.append(f"missed {' '.join(key)} ← {phrase[:80]}")
    return tally


def _either(truth: Truth, wanted: Counter[Key], tally: Tally, strict: bool) -> None:
    """累计 sometimes means this year: a figure said so may be read as cumulative too."""
    for fact in truth.facts if strict else ():
        key = _of(fact, strict)
        other = f"false {' '.join((*key[:3], 'cumulative'))} ←"
        if wanted[key] and "累计" in fact.phrase and fact.scope == "own":
            said = [example for example in tally.examples if example.startswith(other)]
            if said:
                tally.examples.remove(said[0])
                tally.false -= 1
                tally.right += 1
                wanted[key] -= 1


def _of(fact: TrueFact, strict: bool) -> Key:
    return _key(fact.kind, fact.value, fact.precision, fact.scope, strict)


def _key(kind: str, value: Any, precision: str, scope: str, strict: bool) -> Key:
    shown = f"{float(value):.4f}".rstrip("0").rstrip(".")
    kind = ALIKE.get(kind, kind)
    return (kind, shown, precision, scope) if strict else (kind, shown, "", "")


IDENTITY = ("agency", "year", "period", "published_on", "signed_on", "form")


def identity(truth: Truth, report: Any) -> dict[str, Tally]:
    """Who, when and what form. A period, where the report states none, may be left open or be the year."""
    out = {}
    for name in IDENTITY:
        tally, true, read = Tally(), getattr(truth, name), getattr(report, name)
        if name == "period" and true is None and read is not None:
            true = read if read[0].year == read[1].year == truth.year else None
        if name == "form" and truth.tables and len(truth.lost) == len(truth.tables):
            true = read
        if true is not None and read == true:
            tally.right += 1
        elif true != read:
            tally.missed += true is not None
            tally.false += read is not None and read != ""
            tally.examples.append(f"{name}: {true}, read {read}")
        out[name] = tally
    return out
