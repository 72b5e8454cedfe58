"""The figures a text may quote: cells of the form, sums of them, and counts from the records beside the form.

Pure: what the records say comes in as `Counted`; nothing is read from the database here.
"""

from __future__ import annotations

from collections.abc import Iterator, Mapping, Sequence
from dataclasses import dataclass, field
from decimal import ROUND_HALF_UP, Decimal
from functools import cache
from importlib.resources import files
from typing import Any

import yaml

from gongkai.law.forms import Number

Values = Mapping[str, Number | None]


@dataclass(frozen=True, slots=True)
class Figure:
    """One thing a text may quote.

    `shown`: as it stands in the text, None when the system does not know it. `last`: the same for the year before.
    `value`, `last_value`: the numbers, None for lists and phrases. `source`: where it comes from, in words.
    """

    id: str
    name: str
    title: str
    unit: str
    source: str
    shown: str | None
    value: Number | None = None
    last: str | None = None
    last_value: Number | None = None
    cells: tuple[str, ...] = ()


@dataclass(frozen=True, slots=True)
class Counted:
    """What the records beside the form say: numbers by figure id, and lists as (name, number) pairs."""

    numbers: Mapping[str, Number] = field(default_factory=dict)
    lists: Mapping[str, Sequence[tuple[str, int]]] = field(default_factory=dict)


@dataclass(frozen=True, slots=True)
class Figures:
    """Every figure of a report, found by id, by name, or by the id of a cell."""

    by_id: Mapping[str, Figure]
    by_name: Mapping[str, str]
    aliases: Mapping[str, Figure] = field(default_factory=dict)

    def find(self, word: str) -> Figure | None:
        """The figure a token names; None for a word that names nothing."""
        return self.by_id.get(self.by_name.get(word, word)) or self.aliases.get(word)

    def named(self) -> Iterator[Figure]:
        """The figures with a name of their own, in the order of the data file."""
        return iter(self.by_id.values())


@cache
def data() -> Mapping[str, Any]:
    """The data file of the text (`data/text.yaml`)."""
    content = (files("gongkai.reports") / "data" / "text.yaml").read_text(encoding="utf-8")
    loaded: Mapping[str, Any] = yaml.safe_load(content)
    return loaded


def plain(value: Number) -> str:
    """12, 1712.5: as a number stands in a text, without needless zeros."""
    number = Decimal(value)
    return f"{number:.0f}" if number == number.to_integral_value() else f"{number.normalize():f}"


def money(amount: Number) -> str:
    """400, 1712.50: yuan, without needless decimals."""
    amount = Decimal(amount)
    return f"{amount:.0f}" if amount == amount.to_integral_value() else f"{amount:.2f}"


def change(now: Number, before: Number, unit: str) -> str:
    """比上年增加3件，增长12.5% · 比上年减少3件，下降12.5% · 与上年持平. No percentage when the year before had none."""
    difference = Decimal(now) - Decimal(before)
    if not difference:
        return "与上年持平"
    word, course = ("增加", "增长") if difference > 0 else ("减少", "下降")
    said = f"比上年{word}{plain(abs(difference))}{unit}"
    return f"{said}，{course}{percent(abs(difference), Decimal(before))}" if before else said


def percent(part: Number, whole: Number) -> str:
    """12.5%: one decimal, rounded half up, no needless .0."""
    share = (Decimal(part) * 100 / Decimal(whole)).quantize(Decimal("0.1"), ROUND_HALF_UP)
    return f"{plain(share)}%"


def matching(wanted: str, values: Mapping[str, object]) -> list[str]:
    """The cells a declared name means: itself when it is there, or all that begin and end as around its *."""
    start, star, end = wanted.partition("*")
    if not star:
        return [wanted] if wanted in values else []
    return [cell for cell in values if cell.startswith(start) and cell.endswith(end)]


def total(wanted: Sequence[str], values: Values) -> tuple[Number | None, tuple[str, ...]]:
    """The sum of the declared cells and which they are; None when the form has none of them or all are blank."""
    cells = [cell for name in wanted for cell in matching(name, values)]
    numbers = [number for cell in cells if (number := values[cell]) is not None]
    return (sum(numbers) if numbers else None), tuple(cells)


def declared(row: Mapping[str, Any], values: Values) -> tuple[Number | None, tuple[str, ...]]:
    """What a declared row (`cells`, and `earlier` by form) amounts to in these values, and the cells it is the sum of."""
    ways = [row["cells"], *row.get("earlier", {}).values()]
    wanted = next((way for way in ways if any(matching(name, values) for name in way)), row["cells"])
    return total(wanted, values)


def answered(values: Values) -> list[tuple[str, Number | None, bool]]:
    """What became of the requests, as the form of these values divides it: name, number, whether the applicant got some of it."""
    groups = data()["groups"]
    by_id = {row["id"]: row for row in data()["figures"]}
    rows = groups["answers"] if matching("s.an.*", values) else groups["results"]
    found = []
    for row in rows:
        named = by_id[row["figure"]] if "figure" in row else row
        found.append((named["name"], declared(named, values)[0], row.get("given", False)))
    return found


def build(
    values: Values,
    labels: Mapping[str, tuple[str, str]],
    counted: Counted,
    previous: Values | None = None,
    previous_counted: Counted | None = None,
    *,
    covers: str = "本机关",
) -> Figures:
    """All figures of a report. `labels`: (name in words, unit) of each cell; `previous*`: the year before, if known."""
    figures = [
        *_summed(values, previous),
        *_recorded(values, counted, previous, previous_counted, covers),
    ]
    cells = {
        cell: Figure(
            cell, "", label, unit, "报告表格", _shown(values.get(cell)), values.get(cell),
            _shown((previous or {}).get(cell)), (previous or {}).get(cell), (cell,),
        )
        for cell, (label, unit) in labels.items()
    }  # fmt: skip
    return Figures({f.id: f for f in figures}, {f.name: f.id for f in figures if f.name}, cells)


def _shown(value: Number | None) -> str | None:
    return None if value is None else plain(value)


def _summed(values: Values, previous: Values | None) -> Iterator[Figure]:
    for row in data()["figures"]:
        value, cells = declared(row, values)
        if "only" in row and not cells:
            continue
        last = declared(row, previous)[0] if previous else None
        title = row.get("title", row["name"])
        yield Figure(
            row["id"], row["name"], title, row["unit"], "报告表格", _shown(value), value, _shown(last), last, cells
        )  # fmt: skip


def _recorded(
    values: Values, counted: Counted, previous: Values | None, before: Counted | None, covers: str
) -> Iterator[Figure]:
    now, then = _with_lists(values, counted), _with_lists(previous or {}, before or Counted())
    for row in data()["records"]:
        key, kind = row["id"], row.get("kind", "number")
        if kind == "number":
            value, last = now.numbers.get(key), then.numbers.get(key)
            form = money if row["unit"] == "元" else plain
            yield Figure(
                key, row["name"], row["title"], row["unit"], row["source"],
                None if value is None else form(value), value, None if last is None else form(last), last,
            )  # fmt: skip
        else:
            say = _fee_sentence if kind == "phrase" else _list_sentence
            shown, last_shown = (say(row, each, covers) for each in (now, then))
            yield Figure(
                key, row["name"], row["title"], "", row["source"], shown, last=last_shown,
                cells=tuple(cell for cell in values if cell.startswith(_TABLES.get(key, ("-",)))),
            )  # fmt: skip


_TABLES = {"results.list": ("t3.", "s.an."), "remedies.list": ("t4.", "s.recon.", "s.suit.")}


def _with_lists(values: Values, counted: Counted) -> Counted:
    """The counts with the two lists that come from the form."""
    rows = {
        "results.list": [(name, number) for name, number, _given in answered(values)],
        "remedies.list": [(row["name"], declared(row, values)[0]) for row in data()["groups"]["remedies"]],
    }
    known = {
        key: [(name, int(number)) for name, number in pairs if number is not None]
        for key, pairs in rows.items()
        if any(number is not None for _name, number in pairs)
    }
    return Counted(counted.numbers, {**counted.lists, **known})


def _list_sentence(row: Mapping[str, Any], counted: Counted, _covers: str) -> str | None:
    """予以公开3件、部分公开1件: what is nil is not named; all nil is said as 均为0件."""
    pairs = counted.lists.get(row["id"])
    if pairs is None:
        return None
    said = "、".join(f"{name}{number}{row['item_unit']}" for name, number in pairs if number)
    return said or f"均为0{row['item_unit']}"


def _fee_sentence(_row: Mapping[str, Any], counted: Counted, covers: str) -> str | None:
    """The amount of processing fees received in the year, stated also when it is nil (国办函〔2020〕109号)."""
    fees = counted.numbers.get("fees.received")
    if fees is None:
        return None
    if not fees:
        return f"{covers}未收取政府信息公开信息处理费，收费金额为0元"
    return f"{covers}依法收取政府信息公开信息处理费共计{money(fees)}元"
