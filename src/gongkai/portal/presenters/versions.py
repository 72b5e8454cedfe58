"""Two versions of a text beside each other."""

from __future__ import annotations

from collections.abc import Iterable, Iterator
from dataclasses import dataclass
from typing import Any

from django.urls import reverse
from django.utils import timezone
from django.utils.formats import date_format
from django.utils.translation import gettext as _


@dataclass(frozen=True, slots=True)
class Pair:
    """One paragraph in both versions: what stood there, what stands there; `skipped` paragraphs are the same and left out."""

    kind: str
    before: tuple[Any, ...] = ()
    after: tuple[Any, ...] = ()
    skipped: int = 0


def side_by_side(lines: Iterable[Any]) -> Iterator[Pair]:
    """The lines of a comparison: on the left nothing that was added, on the right nothing that was taken out."""
    for line in lines:
        before = tuple(piece for piece in line.pieces if piece.kind != "added")
        after = tuple(piece for piece in line.pieces if piece.kind != "removed")
        yield Pair(line.kind, before, after, line.skipped)


def notice(document: Any, version: Any) -> dict[str, str]:
    """What stands above an earlier version: that it is not the text in force, and where that is."""
    day = date_format(timezone.localtime(version.published_at), _("Y年n月j日"))
    title = _("这是%(day)s发布的第%(number)d版，不是现行文本") % {"day": day, "number": version.number}
    return {
        "level": "caution",
        "title": title,
        "next": _("现行文本："),
        "url": reverse("portal:document", args=[document.pk]),
        "url_label": document.title,
    }
