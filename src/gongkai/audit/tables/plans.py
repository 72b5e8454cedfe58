"""What is looked for in a form's table: its labels from top to bottom, and the cells that follow each of them."""

from __future__ import annotations

import re
from collections.abc import Iterator, Sequence
from dataclasses import dataclass
from functools import cache

from gongkai.audit.tables.squeezed import squeeze
from gongkai.audit.tables.words import words
from gongkai.law import forms

_NUMBERING = re.compile(r"\s*(?:[（(]?([一二三四五六七八九十]+)[）)、.．]|(\d{1,2})[.．、])\s*")
_OF_WHICH = re.compile(r"其中[：:]?")
_ASIDE = re.compile(r"[（(].*", re.DOTALL)
_SHORTEST = {"s": 8}
_SHORTEST_IN_NARROW = 4
_SHORT = 4


@dataclass(frozen=True, slots=True)
class Label:
    """A label of a table. `core`: without numbering and asides; `whole`: with them, but no punctuation.

    `numbering`: what stands before it; `keys`: beginnings that no other label of the table has; `cells`: the cells of
    its row, none for a heading; `short`: of so few letters that its neighbours in print have to be looked at; `before`:
    how many places a merged label takes up behind its first one; `widths`: how many places each cell takes up;
    `others`: other wordings of the core in print.
    """

    index: int
    text: str
    numbering: str
    core: str
    whole: str
    keys: tuple[str, ...]
    cells: tuple[str, ...]
    short: bool
    before: int = 0
    widths: tuple[int, ...] = ()
    others: tuple[str, ...] = ()


@dataclass(frozen=True, slots=True)
class Plan:
    """A table of a form: its labels in printed order, and for t4 the one row of `cells` without a label."""

    form: str
    table: str
    labels: tuple[Label, ...]
    cells: tuple[str, ...]
    decimals: frozenset[str]


@dataclass(frozen=True, slots=True)
class _Raw:
    text: str
    cells: tuple[str, ...]
    span: int = 1
    widths: tuple[int, ...] = ()


@cache
def plan(form: str, table: str) -> Plan:
    """The plan of a table. Raises LawInputError for a form that is not known, KeyError for a table it has not."""
    loaded = forms.load(form)
    raws = list(_raws(loaded.layout[table]))
    cores = [_core(raw.text) for raw in raws]
    labels = tuple(_label(table, index, raw, cores) for index, raw in enumerate(raws))
    cells = tuple(cell.cell for row in loaded.layout[table].rows for cell in row if cell.cell)
    decimals = frozenset(cell for cell in cells if loaded.cells[cell].decimal)
    return Plan(form, table, labels, cells, decimals)


def _raws(layout: forms.LayoutTable) -> Iterator[_Raw]:
    """The labels of a printed table; those of a row without numbers are headings, kept where they part rows."""
    units = words().units
    for row in layout.rows:
        cells = tuple(cell.cell for cell in row if cell.cell)
        printed = [cell for cell in row if not cell.cell and squeeze(cell.text) and cell.text not in units]
        texts = [cell.text for cell in printed]
        if not cells:
            yield from (_Raw(text, ()) for text in texts if text.startswith("第"))
            if texts and _NUMBERING.match(texts[0]) and not texts[0].startswith("第"):
                yield _Raw(texts[0], ())
            continue
        yield from (_Raw(text, ()) for text in texts[:-1])
        if texts:
            yield _Raw(
                texts[-1], cells, printed[-1].colspan, tuple(cell.colspan for cell in row if cell.cell)
            )


def numbering(text: str) -> str:
    """The letters or digits a label is numbered with: 一 of （一）, 2 of 2.; empty when it has none."""
    found = _NUMBERING.match(text)
    return (found.group(1) or found.group(2)) if found else ""


def _bare(text: str) -> str:
    found = _NUMBERING.match(text)
    rest = text[found.end() :] if found else text
    return _OF_WHICH.sub("", rest, count=1) if rest.startswith("其中") else rest


def _core(text: str) -> str:
    bare = _bare(text)
    return squeeze(bare) if text.startswith("第") else squeeze(_ASIDE.sub("", bare))


def _label(table: str, index: int, raw: _Raw, cores: Sequence[str]) -> Label:
    core = cores[index]
    others = [other for other in cores if other != core]
    names = (core, *words().variants.get(core, ()))
    keys = tuple(
        dict.fromkeys(_key(name, others, _SHORTEST.get(table, _SHORTEST_IN_NARROW)) for name in names)
    )
    whole = squeeze(_bare(raw.text))
    short = len(core) <= _SHORT
    number = numbering(raw.text)
    return Label(
        index, raw.text, number, core, whole, keys, raw.cells, short, raw.span - 1, raw.widths, names[1:]
    )


def _key(core: str, others: Sequence[str], least: int) -> str:
    """The shortest beginning of the label, of `least` letters or more, that no other label of the table contains.

    Short beginnings find labels broken over several lines; the wide column of the statistics needs none.
    """
    for length in range(least, len(core)):
        if not any(core[:length] in other for other in others):
            return core[:length]
    return core
