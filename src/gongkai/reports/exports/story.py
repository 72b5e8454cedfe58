"""一图读懂: one published report as a picture and as the same in words. Every number comes from the frozen report.

`tell` gathers what is shown (pure); `svg` and `png` draw it; `Story.sentences` is the text alternative.
"""

from __future__ import annotations

import math
from collections.abc import Iterable, Iterator, Mapping
from dataclasses import dataclass
from typing import Any

from gongkai.convert import typeset
from gongkai.convert.official import chinese_date
from gongkai.law.forms import Number
from gongkai.reports import text_figures
from gongkai.reports.publications import Published
from gongkai.reports.text_figures import Figure, Figures, percent, plain

MOST_HEADLINES = 4
PNG_PIXELS_PER_INCH = 220
LABELS = {
    "documents.published": "主动公开政府信息",
    "requests.new": "新收信息公开申请",
    "requests.handled": "办理申请",
    "requests.carried_out": "结转下年度办理",
    "normative.valid": "现行有效规范性文件",
    "normative.made": "制发规范性文件",
    "remedies.corrected": "复议诉讼结果纠正",
}


@dataclass(frozen=True, slots=True)
class Line:
    """A number with its name: `note` is a share, `change` the comparison with last year, `course` up, down or same."""

    label: str
    number: Number
    unit: str
    note: str = ""
    last: str = ""
    change: str = ""
    course: str = ""

    @property
    def value(self) -> str:
        """The number as it is read."""
        return plain(self.number)

    @property
    def sentence(self) -> str:
        """新收公开申请12件，比上年增加3件，增长33.3%."""
        return f"{self.label}{self.value}{self.unit}{self.note}" + (f"，{self.change}" if self.change else "")


@dataclass(frozen=True, slots=True)
class Story:
    """What the picture shows, part by part."""

    agency: str
    year: int
    title: str
    published: str
    headline: tuple[Line, ...]
    outcomes: tuple[Line, ...]
    none: str
    granted: str
    applicants: str
    compared: tuple[Line, ...]
    remedies: tuple[Line, ...]
    fees: str

    @property
    def parts(self) -> list[tuple[str, list[str]]]:
        """The picture in words: headings and sentences."""
        handled = [line.sentence for line in self.outcomes] or [self.none.rstrip("。")]
        return [
            ("主要数据", [line.sentence for line in self.headline]),
            ("申请办理结果", [*handled, *([self.applicants] if self.applicants else [])]),
            ("与上年相比", [f"{r.label}：上年{r.last}{r.unit}，本年{r.value}{r.unit}，{r.change}" for r in self.compared]),
            ("行政复议和行政诉讼", [line.sentence for line in self.remedies]),
            ("信息处理费", [self.fees]),
        ]  # fmt: skip


def tell(report: Published, previous: Published | None = None) -> Story:
    """The story of a published report of any form; with the published report of the year before it also compares."""
    known = _figures(report, previous)
    declared = text_figures.data()["story"]
    answers = [
        (name, number, given)
        for name, number, given in text_figures.answered(report.values)
        if number is not None
    ]
    whole = sum(number for _name, number, _given in answers)
    given = sum(number for _name, number, is_given in answers if is_given)
    outcomes = (
        [Line(name, number, "件", f"（{percent(number, whole)}）") for name, number, _given in answers]
        if whole
        else []
    )
    fees = known.find("fees.sentence")
    return Story(
        agency=report.agency,
        year=report.year,
        title=report.title,
        published=f"{chinese_date(report.published_on)}公布",
        headline=tuple(filter(None, (next(_lines(known, keys), None) for keys in declared["headline"])))[
            :MOST_HEADLINES
        ],
        outcomes=tuple(outcomes),
        none="本年度没有办结的政府信息公开申请。"
        if answers
        else "这一年度的报告没有统计表，办理情况见报告正文。",
        granted=percent(given, whole) if whole else "",
        applicants=_applicants(known),
        compared=tuple(line for line in _lines(known, declared["compared"]) if previous and line.change),
        remedies=tuple(_lines(known, declared["remedies"])),
        fees=f"{report.year}年{fees.shown if fees and fees.shown else '信息处理费情况见报告'}。",
    )


def _figures(report: Published, previous: Published | None) -> Figures:
    return text_figures.build(
        report.values,
        {},
        report.counted,
        previous.values if previous else None,
        previous.counted if previous else None,
        covers="本级政府及所属单位" if report.covers_subtree else "本机关",
    )


def _lines(known: Figures, keys: Iterable[str]) -> Iterator[Line]:
    """The figures that are known, in the order asked for."""
    return (line for key in keys if (line := _line(known, key)))


def _line(known: Figures, key: str) -> Line | None:
    figure = known.find(key)
    if figure is None or figure.value is None:
        return None
    label = LABELS.get(key, figure.name)
    if figure.last_value is None:
        return Line(label, figure.value, figure.unit)
    return Line(
        label,
        figure.value,
        figure.unit,
        last=plain(figure.last_value),
        change=text_figures.change(figure.value, figure.last_value, figure.unit),
        course=_course(figure),
    )


def _course(figure: Figure) -> str:
    difference = (figure.value or 0) - (figure.last_value or 0)
    return "up" if difference > 0 else "down" if difference < 0 else "same"


def _applicants(known: Figures) -> str:
    people, bodies = (known.find(key) for key in ("requests.people", "requests.organizations"))
    if not (people and bodies and people.shown and bodies.shown):
        ways = known.find("requests.channels")
        return f"新收申请按提交方式分：{ways.shown}" if ways and ways.shown else ""
    return f"新收申请中，自然人提出{people.shown}件，法人或其他组织提出{bodies.shown}件"


def svg(story: Story) -> bytes:
    """The picture as SVG. Raises convert.typeset.TypesettingError."""
    return typeset.picture("story", _data(story), "svg")


def png(story: Story) -> bytes:
    """The picture as PNG, wide enough for a telephone and for print. Raises convert.typeset.TypesettingError."""
    return typeset.picture("story", _data(story), "png", pixels_per_inch=PNG_PIXELS_PER_INCH)


def _data(story: Story) -> dict[str, Any]:
    return {
        "title": story.title,
        "agency": story.agency,
        "subtitle": f"{story.year}年政府信息公开工作年度报告",
        "published": story.published,
        "headline": [_tile(line) for line in story.headline],
        "requests": {
            "title": "申请办得怎么样",
            "donut": _donut(story.outcomes) if story.outcomes else "",
            "share": story.granted,
            "share_label": "全部或者部分公开",
            "outcomes": [
                {
                    "label": line.label,
                    "number": float(line.number),
                    "value": line.value,
                    "note": line.note,
                    "colour": DONUT[number],
                }
                for number, line in enumerate(story.outcomes)
            ],
            "most": float(max((line.number for line in story.outcomes), default=0)),
            "none": story.none,
            "applicants": f"{story.applicants}。" if story.applicants else "",
        },
        "compared": {
            "title": "与上年相比",
            "head": ["事项", f"{story.year - 1}年", f"{story.year}年", "变化"],
            "rows": [
                {"label": r.label, "last": r.last + r.unit, "now": r.value + r.unit, "change": r.change}
                for r in story.compared
            ],
        },
        "remedies": {
            "title": "行政复议和行政诉讼",
            "tiles": [{**_tile(line), "change": ""} for line in story.remedies],
            "note": "因政府信息公开工作被申请行政复议、被提起行政诉讼的件数。",
        },
        "fees": {"label": "信息处理费", "text": story.fees},
        "source": f"数据取自《{story.title}》，以报告正文为准。",
    }


def _tile(line: Line) -> Mapping[str, str]:
    return {"label": line.label, "value": line.value, "unit": line.unit, "change": line.change, "course": line.course}  # fmt: skip


DONUT = ("#1d5245", "#6f9a8d", "#c08a2e", "#b7b1a3", "#8a4b3c", "#3f4f6b", "#9aa86b", "#8d7aa0")


def _donut(lines: tuple[Line, ...]) -> str:
    """A ring of the outcomes, beginning at the top, clockwise."""
    whole = float(sum(line.number for line in lines))
    angle, parts = -math.pi / 2, []
    for number, line in enumerate(lines):
        turn = float(line.number) / whole * 2 * math.pi
        if turn > 0:
            parts.append(_arc(angle, min(turn, 2 * math.pi - 1e-3), DONUT[number]))
        angle += turn
    return f'<svg xmlns="http://www.w3.org/2000/svg" viewBox="-50 -50 100 100" fill="none">{"".join(parts)}</svg>'


def _arc(start: float, turn: float, colour: str) -> str:
    radius = 42
    x1, y1 = radius * math.cos(start), radius * math.sin(start)
    x2, y2 = radius * math.cos(start + turn), radius * math.sin(start + turn)
    large = int(turn > math.pi)
    return (
        f'<path d="M{x1:.3f} {y1:.3f}A{radius} {radius} 0 {large} 1 {x2:.3f} {y2:.3f}" '
        f'stroke="{colour}" stroke-width="11"/>'
    )
