"""Remarks pinned to a passage: what a reviewer returns a text with, and whether the passage is still there."""

from __future__ import annotations

from collections.abc import Iterable, Sequence
from dataclasses import dataclass
from typing import Any

from django.utils.translation import gettext as _

from gongkai.review import rules
from gongkai.review.models import Remark
from gongkai.review.rules import Blocker

MOST = 30
LONGEST_QUOTE = 300


@dataclass(frozen=True, slots=True)
class Pinned:
    """A passage of the text and what should be done about it."""

    quote: str
    text: str


@dataclass(frozen=True, slots=True)
class Followed:
    """An earlier remark, and whether its passage still stands in the text."""

    remark: Remark
    stands: bool


def text_of(version: Any) -> list[str]:
    """The paragraphs of a version (`review_text`); its title where it offers none."""
    found: Iterable[str] | None = getattr(version, "review_text", None)
    return [str(version)] if found is None else list(found)


def contains(paragraphs: Iterable[str], quote: str) -> bool:
    """Whether the passage stands in the text, whatever the spaces and line ends are."""
    wanted = _joined([quote])
    return bool(wanted) and wanted in _joined(paragraphs)


def blockers(pinned: Sequence[Pinned], version: Any, decision: str) -> list[Blocker]:
    """Why these remarks cannot be kept: a passage that is not in the text, too many, or nothing to return."""
    if not pinned:
        return []
    if decision != rules.RETURNED:
        return [Blocker("REVIEW-REMARK", _("批注随“退回修改”提出；同意或提请确定时请写在意见里。"))]
    if len(pinned) > MOST:
        return [Blocker("REVIEW-REMARK", _("一次最多%(many)d条批注。") % {"many": MOST})]
    paragraphs = text_of(version)
    return [
        Blocker("REVIEW-REMARK", _("正文中没有“%(quote)s”，请重新选取文字。") % {"quote": item.quote[:40]})
        for item in pinned
        if len(item.quote) > LONGEST_QUOTE or not contains(paragraphs, item.quote)
    ]


def followed(remarks: Iterable[Remark], version: Any) -> list[Followed]:
    """Each remark with whether its passage still stands in this version."""
    text = _joined(text_of(version))
    return [Followed(remark, _joined([remark.quote]) in text) for remark in remarks]


def _joined(paragraphs: Iterable[str]) -> str:
    return "".join("".join(paragraph.split()) for paragraph in paragraphs)
