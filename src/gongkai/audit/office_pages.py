"""What the screens on published reports show."""

from __future__ import annotations

from collections import Counter
from collections.abc import Collection, Mapping, Sequence
from dataclasses import dataclass
from typing import Any

from django.db.models import Prefetch
from django.http import HttpRequest, HttpResponse
from django.urls import reverse
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy

from gongkai.agencies import office
from gongkai.audit import corrected, marks, queries, stored
from gongkai.audit.facts import called
from gongkai.audit.marks import Mark
from gongkai.audit.model import Fact, Number, ReadReport
from gongkai.audit.models import KIND, PublishedReport, SourceFile
from gongkai.law import forms
from gongkai.reports import layout

CERTAIN = 0.9
MOST_SHOWN = 10
"""Reports of one file that the list of files names; the file's own page names all."""

SCOPES = {
    "own": gettext_lazy("本机关"),
    "area": gettext_lazy("全地区"),
    "system": gettext_lazy("全系统"),
    "cumulative": gettext_lazy("累计"),
}
SEVERITIES = {
    "certain": gettext_lazy("确定的差错"),
    "likely": gettext_lazy("可能的差错"),
    "information": gettext_lazy("提示"),
}


@dataclass(frozen=True, slots=True)
class Figure:
    """Something that was read. `before`: the reading a person corrected, None when nobody did; `url`: where its number leads.

    `is_wrong`: a finding speaks of it; `is_blank`: nothing is printed there, or nothing was read.
    """

    key: str
    label: str
    shown: str
    typed: str
    unit: str
    detail: str
    is_uncertain: bool
    before: str | None
    has_place: bool
    is_wrong: bool = False
    is_blank: bool = False
    url: str = ""

    @property
    def anchor(self) -> str:
        """The name of its place in the text."""
        return self.key.replace(":", "-")

    @property
    def classes(self) -> str:
        """How the box of a table looks."""
        looks = {
            "annual__number--blank": self.is_blank or self.is_uncertain,
            "annual__number--wrong": self.is_wrong,
        }
        return " ".join(name for name, is_so in looks.items() if is_so)


@dataclass(frozen=True, slots=True)
class Found:
    """A finding on the screen; `places`: (anchor, words) of the figures and phrases it speaks of, `more` beyond those.

    `is_chosen`: whether it is ticked for the notice; certain errors are until somebody chooses otherwise.
    """

    number: int
    id: str
    severity: str
    severity_label: str
    text: str
    sentence: str
    places: tuple[tuple[str, str], ...]
    more: int
    is_chosen: bool


MOST_PLACES = 6
FEW_WORDS = 18


def show(
    request: HttpRequest,
    template: str,
    title: str,
    trail: Sequence[tuple[str, str]],
    status: int = 200,
    **context: Any,
) -> HttpResponse:
    """Render a page of the room; `trail`: label and address of each page between the list of files and this one."""
    way = [(str(_("年报核查")), reverse("audit_office:index"))]
    return office.show(
        request,
        f"audit/office/{template}.html",
        title,
        [*way, *trail],
        icon="search",
        status=status,
        **context,
    )


def filters() -> list[tuple[str, str]]:
    """What the list of files may be narrowed to."""
    return [
        ("", _("全部")),
        (PublishedReport.Status.READ, _("待核对")),
        (PublishedReport.Status.ACCEPTED, _("已采用")),
        (SourceFile.Status.WAITING, _("等待读取")),
        (SourceFile.Status.FAILED, _("未能读取")),
    ]


def reports_of_sources() -> Prefetch[str]:
    """The reports of the files of a page, without what was read."""
    return Prefetch("reports", PublishedReport.objects.defer("reading").order_by("number"))


def counts(row: PublishedReport) -> Counter[str]:
    """Findings of a report by severity."""
    return Counter(finding["severity"] for finding in row.findings)


def name(row: PublishedReport) -> str:
    """云溪县财政局 2025年度, as far as it is known."""
    if not (row.agency_name or row.year):
        return _("机构和年度不明的报告")
    year = _("%(year)s年度") % {"year": row.year} if row.year else _("年度不明")
    return f"{row.agency_name or _('机构不明')} {year}"


def form_name(form: str) -> str:
    """The form of a report in words."""
    return _("文字叙述") if form == "narrative" else _("%(form)s年格式") % {"form": form}


def history(source: SourceFile) -> list[tuple[Any, str]]:
    """Everything that was done to a file, in words."""
    words = {
        "handed_in": _("导入"),
        "read": _("读取"),
        "not_read": _("未能读取"),
        "corrected": _("更正"),
        "accepted": _("采用"),
        "taken_back": _("撤回采用"),
        "noticed": _("生成核查通知"),
    }
    return [(event, words[event.type.removeprefix(f"{KIND}.")]) for event in queries.events(source)]


def report(
    row: PublishedReport, asked: str, chosen: Collection[str] | None, *, may_correct: bool
) -> dict[str, Any]:
    """The report's page: text with marks, tables as printed, facts, what could not be read, findings.

    `asked`: the target ("cell:…") whose correction is open; `chosen`: the numbers of the findings somebody ticked.
    """
    read, now = stored.load(row.reading), corrected.report(row)
    corrections = list(row.corrections.all())
    changed = {correction.target: correction.before for correction in reversed(corrections)}
    form = forms.load(read.tables.form) if read.tables.form else None
    figures = marks.of_report(read, CERTAIN)
    own, shown_by = marks.of_findings([finding["phrases"] for finding in row.findings], figures)
    cells = _cells(row, form, now, changed, may_correct=may_correct) if form else {}
    labels = {f"cell:{cell}": figure.label for cell, figure in cells.items()}
    labels |= {f"fact:{number}": called(fact.kind, fact.label) for number, fact in enumerate(read.facts)}
    labels |= {"agency": _("机构名称"), "year": _("年度")}
    last = {correction.target: correction.value for correction in corrections}
    return {
        "report": row,
        "name": name(row),
        "read": now,
        "form_name": form_name(read.form),
        "blocks": marks.blocks(row.source.text, read.start, read.end, [*figures, *own]),
        "cells": cells,
        "grids": layout.grids(form.meta.id) if form else (),
        "read_cells": len(now.tables.values),
        "blank_cells": sum(value is None for value in now.tables.values.values()),
        "correcting": cells.get(asked.removeprefix("cell:")) if may_correct else None,
        "facts": [_fact(number, fact, last, changed) for number, fact in enumerate(read.facts)],
        "unread": [*read.unread, *read.tables.unread],
        "findings": _findings(row, cells, shown_by, chosen),
        "corrections": [(one, labels.get(one.target, one.target)) for one in corrections],
    }


def _cells(
    row: PublishedReport,
    form: forms.Form,
    now: ReadReport,
    changed: Mapping[str, str],
    *,
    may_correct: bool,
) -> dict[str, Figure]:
    """Every cell of the form; its number leads to its correction or, where nothing may be corrected, to its place in the text."""
    wrong = {cell for finding in row.findings for cell in finding["cells"]}
    page = reverse("audit_office:report", args=[row.pk])
    found = {}
    for cell in form.cells.values():
        value, key = now.tables.values.get(cell.id), f"cell:{cell.id}"
        has_place = cell.id in now.tables.where
        nothing = _("空白") if cell.id in now.tables.values else _("未读出")
        found[cell.id] = Figure(
            key=key,
            label=cell.label,
            shown=nothing if value is None else shown(value),
            typed=plain(value),
            unit=cell.unit,
            detail=cell.id,
            is_uncertain=now.tables.confidence.get(cell.id, 1.0) < CERTAIN,
            before=changed.get(key),
            has_place=has_place,
            is_wrong=cell.id in wrong,
            is_blank=value is None,
            url=f"{page}?correct={key}#correct" if may_correct else f"#cell-{cell.id}" if has_place else "",
        )
    return found


def _fact(number: int, fact: Fact, last: Mapping[str, str], changed: Mapping[str, str]) -> Figure:
    key = f"fact:{number}"
    value = corrected.number(last[key]) if key in last else fact.value
    scope = "" if fact.scope == "own" else f"{SCOPES[fact.scope]} "
    return Figure(
        key=key,
        label=called(fact.kind, fact.label),
        shown="" if value is None else scope + with_precision(value, fact.precision),
        typed=plain(value),
        unit=fact.unit,
        detail=fact.phrase,
        is_uncertain=fact.confidence < CERTAIN and key not in changed,
        before=changed.get(key),
        has_place=True,
    )


def _findings(
    row: PublishedReport,
    cells: Mapping[str, Figure],
    shown_by: Sequence[Sequence[Mark]],
    chosen: Collection[str] | None,
) -> list[Found]:
    order, text = list(SEVERITIES), row.source.text
    found = []
    for number, finding in enumerate(row.findings):
        is_personal = finding["id"].startswith("personal.")  # the finding masks what the words would show
        places = [(f"list-cell-{cell}", cells[cell].label) for cell in finding["cells"] if cell in cells]
        named = {f"cell:{cell}" for cell in finding["cells"]}
        places += [
            (mark.anchor, _("原文中的位置") if is_personal else _few(text[mark.start : mark.end]))
            for mark in shown_by[number]
            if mark.key not in named
        ]
        found.append(
            Found(
                number,
                finding["id"],
                finding["severity"],
                str(SEVERITIES[finding["severity"]]),
                finding["text"],
                finding["sentence"],
                tuple(places[:MOST_PLACES]),
                max(0, len(places) - MOST_PLACES),
                finding["severity"] == "certain" if chosen is None else str(number) in chosen,
            )
        )
    return sorted(found, key=lambda one: (order.index(one.severity), one.number))


def _few(words: str) -> str:
    """The first words of a phrase, in quotation marks."""
    flat = " ".join(words.split())
    return f"“{flat if len(flat) <= FEW_WORDS else flat[:FEW_WORDS] + '…'}”"


def with_precision(value: Number | None, precision: str) -> str:
    """约200, 200以上; a blank is empty."""
    text = shown(value)
    if not text or precision == "exact":
        return text
    return (_("约%(number)s") if precision == "about" else _("%(number)s以上")) % {"number": text}


def shown(value: Number | None) -> str:
    """A number with thousands separators; a blank is empty."""
    return "" if value is None else f"{value:,}"


def plain(value: Number | None) -> str:
    """A number as it is typed."""
    return "" if value is None else f"{value}"
