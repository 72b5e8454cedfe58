"""What a version is compared with, and the comparison as a page shows it."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass
from typing import Any

from django.utils.translation import gettext as _
from wagtail.models import Revision

from gongkai.review import difference, queries, remarks
from gongkai.review.difference import Line


@dataclass(frozen=True, slots=True)
class Base:
    """A version that can be compared with: `name` for addresses, `label` for people."""

    name: str
    label: str
    revision_id: int


@dataclass(frozen=True, slots=True)
class Fact:
    """A fact beside the text that is not the same in both versions."""

    label: str
    before: str
    after: str


@dataclass(frozen=True, slots=True)
class Comparison:
    """Two versions, beside each other. `lines` is None when the texts are too long to be compared."""

    base: Base
    facts: Sequence[Fact]
    lines: Sequence[Line] | None

    @property
    def is_same(self) -> bool:
        """Whether nothing differs."""
        return not self.facts and self.lines is not None and all(line.kind == "same" for line in self.lines)


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
    if revision is None:
        return None
    before = revision.as_object()
    try:
        lines = difference.compare(remarks.text_of(before), remarks.text_of(version))
    except difference.TooLongError:
        lines = None
    return Comparison(base, _facts(before, version), lines)


def _facts(before: Any, after: Any) -> list[Fact]:
    was = {str(label): str(value) for label, value in getattr(before, "review_summary", [])}
    now = {str(label): str(value) for label, value in getattr(after, "review_summary", [])}
    labels = [*now, *(label for label in was if label not in now)]
    return [
        Fact(label, was.get(label, ""), now.get(label, ""))
        for label in labels
        if was.get(label, "") != now.get(label, "")
    ]
