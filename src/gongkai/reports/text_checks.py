"""What can be checked in the text parts: gaps, the matters that must be covered, figures that differ, sentences copied.

R9 of the form's rules: a number quoted in the text equals the cell it speaks of.
"""

from __future__ import annotations

import re
from collections.abc import Iterator, Mapping
from dataclasses import dataclass

from django.utils.translation import gettext as _

from gongkai.law import forms
from gongkai.law.forms import Number
from gongkai.reports import cells
from gongkai.reports.drafting import GAP
from gongkai.reports.errors import Problem

_NUMBER = r"(\d[\d,，]*)\s*[件宗份]"
_SENTENCE = re.compile(r"[^。！？；\n]{12,}")
COPIED_SHARE = 0.5


@dataclass(frozen=True, slots=True)
class Phrase:
    """How a figure is usually quoted, and the cells whose sum it must equal."""

    pattern: re.Pattern[str]
    cells: tuple[str, ...]


def _phrase(words: str, *cells: str) -> Phrase:
    return Phrase(re.compile(words + _NUMBER), cells)


# The groups of 三、本年度办理结果, beside the phrases of the form's own data (`law.forms`).
PHRASES = (
    _phrase(r"(?<!不)予以公开(?:的)?", "t3.grant.total"),
    _phrase(r"部分公开(?:的)?", "t3.partial.total"),
    _phrase(r"不予公开(?:的)?", "t3.deny.*.total"),
    _phrase(r"无法提供(?:的)?", "t3.cannot.*.total"),
    _phrase(r"不予处理(?:的)?", "t3.refuse.*.total"),
    _phrase(r"其他处理(?:的)?", "t3.other.*.total"),
)


def check(
    texts: Mapping[str, str],
    values: Mapping[str, Number | None],
    must_cover: Mapping[str, tuple[str, ...]],
    previous: Mapping[str, str] | None = None,
) -> list[Problem]:
    """All that is wrong or doubtful in the text parts, gaps first."""
    problems = [
        Problem(
            "TEXT-EMPTY",
            "error",
            _("第%(section)s部分还没有正文。") % {"section": SECTION_NUMBERS[section]},
            section=section,
        )
        for section in must_cover
        if not texts.get(section, "").strip()
    ]
    for section, text in texts.items():
        problems += _gaps(section, text)
        problems += _uncovered(section, text, must_cover.get(section, ()))
        problems += _figures(section, text, values)
        problems += _copied(section, text, (previous or {}).get(section, ""))
    return problems


SECTION_NUMBERS = {"s1": "一", "s5": "五", "s6": "六"}


def same_sentences(text: str, previous: str) -> list[str]:
    """Sentences that stand word for word in the text of the year before."""
    before = {sentence.strip() for sentence in _SENTENCE.findall(previous)}
    return [s for sentence in _SENTENCE.findall(text) if (s := sentence.strip()) in before]


def _gaps(section: str, text: str) -> Iterator[Problem]:
    count = text.count(GAP)
    if count:
        yield Problem(
            "TEXT-GAP",
            "error",
            _("第%(section)s部分还有%(count)s处“请填写”没有写完。")
            % {"section": SECTION_NUMBERS[section], "count": count},
            section=section,
        )


def _uncovered(section: str, text: str, must_cover: tuple[str, ...]) -> Iterator[Problem]:
    for matter in must_cover:
        core = re.sub(r"^本年度|情况$", "", matter)
        core = core.removeprefix("收取")
        if text.strip() and core not in text:
            yield Problem(
                "TEXT-COVER",
                "warning",
                _("第%(section)s部分没有写到“%(matter)s”。")
                % {"section": SECTION_NUMBERS[section], "matter": matter},
                section=section,
            )


def _figures(section: str, text: str, values: Mapping[str, Number | None]) -> Iterator[Problem]:
    number = SECTION_NUMBERS[section]
    for finding in forms.check(cells.form(), values, texts={number: text}):
        if finding.id == "R9":
            yield Problem(finding.id, finding.severity, finding.text, finding.cells, section)
    for phrase in PHRASES:
        spoken_of = tuple(cell for wanted in phrase.cells for cell in _matching(wanted, values))
        expected = sum(int(values.get(cell) or 0) for cell in spoken_of)
        for found in phrase.pattern.finditer(text):
            quoted = int(re.sub(r"[,，]", "", found.group(1)))
            if quoted != expected:
                yield Problem(
                    "R9",
                    "warning",
                    _("第%(section)s部分写“%(phrase)s”，表中是%(expected)s件。")
                    % {
                        "section": number,
                        "phrase": found.group(0),
                        "expected": expected,
                    },
                    spoken_of,
                    section,
                )


def _matching(wanted: str, values: Mapping[str, Number | None]) -> list[str]:
    if "*" not in wanted:
        return [wanted]
    start, end = wanted.split("*")
    return [cell for cell in values if cell.startswith(start) and cell.endswith(end)]


def _copied(section: str, text: str, previous: str) -> Iterator[Problem]:
    sentences = _SENTENCE.findall(text)
    same = same_sentences(text, previous)
    if sentences and len(same) / len(sentences) > COPIED_SHARE:
        yield Problem(
            "TEXT-COPIED",
            "warning",
            _("第%(section)s部分有%(same)s句（共%(all)s句）与上一年度一字不差。")
            % {"section": SECTION_NUMBERS[section], "same": len(same), "all": len(sentences)},
            section=section,
        )
