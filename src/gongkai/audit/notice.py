"""The notice to an agency about what was found in its report, as a letter in official layout."""

from __future__ import annotations

from collections.abc import Sequence
from datetime import date

from django.utils.translation import gettext as _

from gongkai.audit.models import PublishedReport
from gongkai.convert import word
from gongkai.convert.official import OfficialLetter, in_official_language

_NUMERALS = "一二三四五六七八九十"


@in_official_language
def docx(report: PublishedReport, sentences: Sequence[str], on: date) -> bytes:
    """The notice as DOCX: one numbered paragraph a finding, and what the agency is asked to do."""
    holder = report.holder.name
    opening = _("经核查，你单位公布的%(year)s年度政府信息公开工作年度报告存在以下问题：") % {
        "year": report.year or ""
    }
    closing = _("请对照原始记录逐条核实，属于差错的，依法更正并重新公布；属于统计口径不同的，请书面说明。")
    letter = OfficialLetter(
        issuer=holder,
        title=_("关于%(year)s年度政府信息公开工作年度报告有关问题的通知") % {"year": report.year or ""},
        number="",
        addressee=report.agency_name or str(_("有关单位")),
        paragraphs=[opening, *_numbered(sentences), closing],
        signature=holder,
        dated_on=on,
    )
    return word.letter(letter)


def _numbered(sentences: Sequence[str]) -> list[str]:
    """（一）, （二）, … and plain figures from the eleventh on."""
    return [
        f"（{_NUMERALS[at]}）{sentence}" if at < len(_NUMERALS) else f"（{at + 1}）{sentence}"
        for at, sentence in enumerate(sentences)
    ]
