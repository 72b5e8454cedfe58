"""What can be checked in the text parts: gaps, matters to cover, bound figures, typed figures that differ, copied text.

R9 of the form's rules: a number quoted in the text equals the cell it speaks of. How figures are quoted is data
(`data/text.yaml` and the form's own).
"""

from __future__ import annotations

import re
from collections.abc import Collection, Iterable, Iterator, Mapping
from dataclasses import dataclass, field
from functools import cache

from django.utils.translation import gettext as _

from gongkai.law import forms
from gongkai.law.forms import Number
from gongkai.reports import cells, text_figures, text_reuse, text_tokens
from gongkai.reports.drafting import GAP
from gongkai.reports.errors import Problem
from gongkai.reports.text_figures import Figures

_NUMBER = r"(\d[\d,，]*)\s*"
_DIGIT = re.compile(r"\d")
COPIED_SHARE = 0.5
FEW_WORDS = 60
SECTION_NUMBERS = dict(zip(("s1", "s2", "s3", "s4", "s5", "s6"), "一二三四五六", strict=True))


@dataclass(frozen=True, slots=True)
class Surroundings:
    """What a text is held against besides the figures: the year, last year's text, the names of the own and of others."""

    year: int | None = None
    previous: Mapping[str, str] = field(default_factory=dict)
    own_names: Collection[str] = ()
    other_names: Collection[str] = ()


@dataclass(frozen=True, slots=True)
class Subject:
    """What a part of the report must say, with the article that demands it.

    `state`: covered; unfinished, when the text speaks of it only where a gap is left; missing.
    """

    name: str
    article: str
    demands: str
    examples: tuple[str, ...]
    state: str


def check(
    texts: Mapping[str, str],
    values: Mapping[str, Number | None],
    must_cover: Mapping[str, tuple[str, ...]],
    previous: Mapping[str, str] | None = None,
    *,
    figures: Figures | None = None,
    around: Surroundings | None = None,
) -> list[Problem]:
    """All that is wrong or doubtful in the text parts, gaps first. `texts` as written, with their tokens."""
    around = around or Surroundings(previous=previous or {})
    figures = figures or text_figures.build(values, _labels(values), text_figures.Counted())
    problems = [
        Problem(
            "TEXT-EMPTY",
            "error",
            _("第%(section)s部分还没有正文。") % {"section": number_of(section)},
            section=section,
        )
        for section in must_cover
        if not texts.get(section, "").strip()
    ]
    for section, text in texts.items():
        read = text_tokens.render(text, figures)
        problems += _gaps(section, text)
        problems += _tokens(section, text, figures)
        problems += _uncovered(section, read, must_cover.get(section, ()))
        problems += _quoted(section, read, values, figures, around.year)
        problems += _reused(section, text, read, around)
        problems += _foreign(section, read, around)
    return problems


def number_of(section: str) -> str:
    """一 for s1: the number a part is printed with."""
    return SECTION_NUMBERS.get(section, section)


def subjects(section: str, text: str, must_cover: Collection[str] = ()) -> list[Subject]:
    """The guidance of a part: each subject it must cover, and whether its text (as read, gaps left out) does."""
    whole = [line for line in text.split("\n") if GAP not in line]
    begun = re.sub(re.escape(GAP) + "[^】]*】", "", text)

    def state(words: Iterable[str]) -> str:
        if any(word in line for word in words for line in whole):
            return "covered"
        return "unfinished" if any(word in begun for word in words) else "missing"

    rows = [row for row in text_figures.data()["guidance"] if row["section"] == section]
    known = [
        Subject(row["subject"], row["article"], row["demands"], tuple(row["examples"]), state(row["words"]))
        for row in rows
    ]
    more = [name for name in must_cover if not any(subject.name in name for subject in known)]
    return [*known, *(Subject(name, "", name, (), state([_core(name)])) for name in more)]


def _labels(values: Mapping[str, object]) -> dict[str, tuple[str, str]]:
    form = cells.form()
    return {cell: (form.cells[cell].label, form.cells[cell].unit) for cell in values if cell in form.cells}


def _problem(code: str, severity: str, section: str, text: str, cells: tuple[str, ...] = ()) -> Problem:
    return Problem(code, severity, text, cells, section)


def _gaps(section: str, text: str) -> Iterator[Problem]:
    count = text.count(GAP)
    if count:
        message = _("第%(section)s部分还有%(count)s处“请填写”没有写完。")
        yield _problem(
            "TEXT-GAP", "error", section, message % {"section": number_of(section), "count": count}
        )


def _tokens(section: str, text: str, figures: Figures) -> Iterator[Problem]:
    """Tokens that name nothing, or something the system does not know."""
    messages = {
        "UNKNOWN": _("第%(section)s部分的“%(token)s”不是数据清单里的名称，请从清单中选用。"),
        "NO-VALUE": _("第%(section)s部分的“%(token)s”暂无数据，请填报后再用，或改为手写。"),
        "NO-LAST": _("第%(section)s部分的“%(token)s”要用上年的数，系统中没有上一年度已签发的报告。"),
    }
    for piece in text_tokens.pieces(text, figures):
        if piece.problem:
            message = messages[piece.problem] % {"section": number_of(section), "token": piece.written[:60]}
            yield _problem("TEXT-TOKEN", "error", section, message)
    if text_tokens.STRAY.search(text_tokens.typed_only(text)):
        message = _("第%(section)s部分有不成对的双花括号，应写作“{{名称}}”。") % {
            "section": number_of(section)
        }
        yield _problem("TEXT-TOKEN", "error", section, message)


def _core(matter: str) -> str:
    return re.sub(r"^本年度|情况$", "", matter).removeprefix("收取")


def _uncovered(section: str, text: str, must_cover: tuple[str, ...]) -> Iterator[Problem]:
    for matter in must_cover:
        if text.strip() and _core(matter) not in text:
            message = _("第%(section)s部分没有写到“%(matter)s”。")
            yield _problem(
                "TEXT-COVER", "warning", section, message % {"section": number_of(section), "matter": matter}
            )


@cache
def _quotes() -> tuple[tuple[re.Pattern[str], str], ...]:
    return tuple(
        (re.compile(row["pattern"].replace("N", _NUMBER)), row["figure"])
        for row in text_figures.data()["quotes"]
    )


def _quoted(
    section: str, text: str, values: Mapping[str, Number | None], figures: Figures, year: int | None
) -> Iterator[Problem]:
    number = number_of(section)
    form = cells.form() if year is None else forms.form_for(year)
    rule = form.check_of("quoted")
    for finding in forms.check(form, values, texts={number: text}):
        if finding.id == rule:
            yield Problem(finding.id, finding.severity, finding.text, finding.cells, section)
    for pattern, key in _quotes():
        figure = figures.find(key)
        if figure is None or not figure.cells:
            continue
        expected = int(figure.value or 0)
        for found in pattern.finditer(text):
            if int(re.sub(r"[,，]", "", found.group(1))) != expected:
                message = _("第%(section)s部分写“%(phrase)s”，表中是%(expected)s%(unit)s。") % {
                    "section": number,
                    "phrase": found.group(0),
                    "expected": expected,
                    "unit": figure.unit,
                }
                yield _problem(rule or "R9", "warning", section, message, figure.cells)


def _reused(section: str, written: str, read: str, around: Surroundings) -> Iterator[Problem]:
    """Copied sentences, last year's numbers in them, last year's year."""
    number, previous = number_of(section), around.previous.get(section, "")
    compared = text_reuse.compare(read, previous) if previous else []
    same = [sentence for sentence in compared if sentence.is_same]
    if same and text_reuse.share(compared) > COPIED_SHARE:
        message = _("第%(section)s部分有%(same)s句（共%(all)s句）与上一年度一字不差。")
        said = message % {"section": number, "same": len(same), "all": len(compared)}
        yield _problem("TEXT-COPIED", "warning", section, said)
    unbound = {s for s in text_reuse.sentences(written) if not text_tokens.TOKEN.search(s)}
    for sentence in same:
        if sentence.text in unbound and _DIGIT.search(re.sub(r"《[^》]*》|20\d\d年", "", sentence.text)):
            message = _("第%(section)s部分这一句连数字都与上一年度相同，请核对：“%(sentence)s”")
            said = message % {"section": number, "sentence": sentence.text[:FEW_WORDS]}
            yield _problem("TEXT-STALE-NUMBER", "warning", section, said)
    for year, stale in text_reuse.stale_years(read, around.year) if around.year else ():
        message = _("第%(section)s部分写了%(year)s年，本报告是%(this)s年度的，请核对：“%(sentence)s”")
        said = message % {
            "section": number, "year": year, "this": around.year, "sentence": stale[:FEW_WORDS],
        }  # fmt: skip
        yield _problem("TEXT-YEAR", "warning", section, said)


def _foreign(section: str, text: str, around: Surroundings) -> Iterator[Problem]:
    if not around.own_names:
        return
    names = text_reuse.foreign_names(text, around.own_names, around.other_names)
    if names:
        message = _("第%(section)s部分出现其他机关或地方的名称：%(names)s。请确认不是照抄。")
        said = message % {"section": number_of(section), "names": "、".join(names[:5])}
        yield _problem("TEXT-FOREIGN", "warning", section, said)
