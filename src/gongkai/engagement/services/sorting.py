"""Putting opinions together that say the same, and deciding what becomes of them."""

from __future__ import annotations

from collections.abc import Sequence
from typing import Any

from django.db import transaction
from django.utils import timezone
from django.utils.translation import gettext as _

from gongkai.engagement import queries
from gongkai.engagement.models import CommentGroup, Consultation, Sorting
from gongkai.engagement.rules import State
from gongkai.engagement.services.recording import held, record, refuse
from gongkai.review.rules import Blocker, Refused

MOST_AT_ONCE = 2000


@transaction.atomic
def keep_group(
    *,
    actor: Any,
    consultation: Consultation,
    title: str,
    decision: str = "",
    reason: str = "",
    group: CommentGroup | None = None,
) -> CommentGroup:
    """Make a group or change one: its point, whether it is adopted, and why. Raises PermissionDenied, Refused."""
    row = _open(actor, consultation)
    found = []
    if not title.strip():
        found.append(Blocker("GROUP-TITLE", _("请写明意见要点。")))
    if decision not in ("", *CommentGroup.Decision.values):
        found.append(Blocker("GROUP-DECISION", _("请选择采纳情况。")))
    if decision in set(CommentGroup.Decision.values) - {CommentGroup.Decision.ADOPTED} and not reason.strip():
        found.append(
            Blocker(
                "GROUP-REASON",
                _("部分采纳、不采纳或者与本事项无关的，请说明理由（国务院令第713号第十八条）。"),
            )
        )
    others = row.groups.exclude(pk=group.pk) if group else row.groups.all()
    if others.filter(title=title.strip()[:200]).exists():
        found.append(Blocker("GROUP-TWICE", _("已经有同名的意见要点。")))
    if found:
        raise Refused(found)
    kept = row.groups.get(pk=group.pk) if group else CommentGroup(consultation=row)
    kept.title, kept.decision, kept.reason = title.strip()[:200], decision, reason.strip()[:1000]
    kept.save()
    record(actor, row, "group_kept", {"group": kept.pk, "decision": decision})
    return kept


@transaction.atomic
def sort(
    *, actor: Any, consultation: Consultation, comments: Sequence[int], group: CommentGroup | None
) -> int:
    """Put opinions, and those with the same text, into a group, or out of any; how many. Raises PermissionDenied, Refused."""
    row = _open(actor, consultation)
    if group is not None and group.consultation_id != row.pk:
        raise refuse("GROUP-FOREIGN", _("这个意见要点属于另一项征集。"))
    chosen = row.comments.filter(pk__in=list(comments)[:MOST_AT_ONCE])
    if not chosen:
        raise refuse("SORT-NOTHING", _("请先勾选意见。"))
    same = row.comments.filter(text_hash__in=chosen.values("text_hash"))
    pks = list(same.values_list("pk", flat=True))
    Sorting.objects.filter(comment__in=pks).delete()
    if group is not None:
        Sorting.objects.bulk_create([Sorting(comment_id=pk, group=group) for pk in pks], batch_size=500)
    record(actor, row, "comments_sorted", {"group": group.pk if group else None, "number": len(pks)})
    return len(pks)


@transaction.atomic
def drop_group(*, actor: Any, consultation: Consultation, group: CommentGroup) -> None:
    """Remove a group that holds no opinion. Raises PermissionDenied, Refused."""
    row = _open(actor, consultation)
    kept = row.groups.get(pk=group.pk)
    if kept.sortings.exists():
        raise refuse("GROUP-FULL", _("其中还有意见，请先把意见移到别的要点。"))
    record(actor, row, "group_dropped", {"group": kept.pk})
    kept.delete()


def _open(actor: Any, consultation: Consultation) -> Consultation:
    """Held, and not yet answered: what was published about the opinions stays true."""
    row = held(actor, consultation)
    if queries.state_of(row, timezone.localdate()) not in (State.OPEN, State.WAITING):
        raise refuse("SORT-NOT-NOW", _("意见采纳情况已经公布，或者这项征集不在进行中，不能再归类。"))
    return row
