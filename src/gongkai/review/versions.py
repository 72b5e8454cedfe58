"""Two versions of anything that is read beside each other: what is compared, and with what a review compares its content."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass
from typing import Any

from django.utils.translation import gettext as _
from wagtail.models import Revision

from gongkai.review import difference, queries, remarks
from gongkai.review.difference import Line


@dataclass(frozen=True, slots=True)
class Text:
    """A version as it is read: facts beside the text (label, value), in order, and paragraphs."""

    facts: Sequence[tuple[str, str]]
    paragraphs: Sequence[str]


@dataclass(frozen=True, slots=True)
class Fact:
    """A fact beside the text that is not the same in both versions."""

    label: str
    before: str
    after: str


@dataclass(frozen=True, slots=True)
class Comparison:
    """Two versions beside each other. `lines` is None when the texts are too long to be compared."""

    facts: Sequence[Fact]
    lines: Sequence[Line] | None

    @property
    def is_same(self) -> bool:
        """Whether nothing that is read differs."""
        return not self.facts and self.lines is not None and all(line.kind == "same" for line in self.lines)


def compare(before: Text, after: Text, context: int | None = 1) -> Comparison:
    """What differs: facts, then the text by paragraph and word; unchanged paragraphs further than `context` away left out."""
    was, now = dict(before.facts), dict(after.facts)
    facts = [
        Fact(label, was.get(label, ""), now.get(label, ""))
        for label in dict.fromkeys([*now, *was])
        if was.get(label, "") != now.get(label, "")
    ]
    try:
        return Comparison(facts, difference.compare(before.paragraphs, after.paragraphs, context))
    except difference.TooLongError:
        return Comparison(facts, None)


@dataclass(frozen=True, slots=True)
class Base:
    """A version a review compares its content with: `name` for addresses, `label` for people."""

    name: str
    label: str
    revision_id: int


def bases(obj: Any, revision_id: int) -> list[Base]:
    """What this version of an object can be compared with: the last one signed on another content, and the last cleared."""
    found = []
    signed = queries.signatures(obj).exclude(revision_id__in=[revision_id, 0]).order_by("-id").first()
    if signed is not None:
        label = _("上次签署的版本（%(day)s %(step)s）") % {
            "day": f"{signed.signed_at:%Y-%m-%d}",
            "step": signed.step_name,
        }
        found.append(Base("signed", label, signed.revision_id))
    cleared = queries.last_clearance(obj)
    if cleared is not None and cleared.revision_id != revision_id:
        label = _("上次办结的版本（%(day)s）") % {"day": f"{cleared.completed_at:%Y-%m-%d}"}
        if not found or found[0].revision_id != cleared.revision_id:
            found.append(Base("cleared", label, cleared.revision_id))
        else:
            found = [Base("cleared", label, cleared.revision_id)]
    return found


def compared(obj: Any, base: Base, version: Any) -> Comparison | None:
    """The comparison of a version with a base; None when the base is no longer kept."""
    revision = Revision.objects.for_instance(obj).filter(pk=base.revision_id).first()
    return compare(_text(revision.as_object()), _text(version)) if revision else None


def _text(version: Any) -> Text:
    facts = [(str(label), str(value)) for label, value in getattr(version, "review_summary", [])]
    return Text(facts, remarks.text_of(version))
