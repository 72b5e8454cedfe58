"""How documents bear on one another, and what that does to their validity. Services, exported by `services`."""

from __future__ import annotations

from collections.abc import Iterable, Sequence
from dataclasses import dataclass
from datetime import date
from typing import Any

from django.db import transaction
from django.db.models import Q
from django.utils import timezone
from django.utils.translation import gettext as _

from gongkai.agencies import access
from gongkai.agencies.models import Duty
from gongkai.catalog import occasions
from gongkai.catalog import validity as rule
from gongkai.catalog.models import Document, Relation, Validity
from gongkai.catalog.recording import DRAFTING, WITHDRAWING, locked, record
from gongkai.review.rules import Blocker, Refused

MOST_AT_ONCE = 200
MOST_OF_ARTICLES = 200
RELATING = (*DRAFTING, Duty.LEADER)
_CHAIN = 50  # longer chains of repeal do not occur


@dataclass(frozen=True, slots=True)
class Bearing:
    """One document to relate to, and the articles of it that are concerned."""

    target: Document
    articles: str = ""


def relate(
    *,
    actor: Any,
    source: Document,
    kind: str,
    target: Document,
    effective_on: date | None = None,
    articles: str = "",
    note: str = "",
) -> Relation:
    """State that `source` interprets, amends, repeals, corrects … `target`; stating it again changes day, articles and note.

    What amends or repeals acts on the target once `source` has been published, from the day given, else from its own day of
    effect. Raises Refused with every reason.
    """
    bearings = [Bearing(target, articles)]
    return relate_many(
        actor=actor, source=source, kind=kind, bearings=bearings, effective_on=effective_on, note=note
    )[0]


@transaction.atomic
def relate_many(
    *,
    actor: Any,
    source: Document,
    kind: str,
    bearings: Sequence[Bearing],
    effective_on: date | None = None,
    note: str = "",
) -> list[Relation]:
    """The same for many documents at once, as the result of a clean-up (清理) does. Nothing is kept when one is refused."""
    access.require(actor, source.agency, *RELATING)
    found = _hindrances_of_all(kind, bearings)
    for bearing in bearings[:MOST_AT_ONCE]:
        found += _hindrances(actor, source, kind, bearing, effective_on)
    if found:
        raise Refused(found)
    return [_state(actor, source, kind, bearing, effective_on, note.strip()) for bearing in bearings]


def _state(
    actor: Any, source: Document, kind: str, bearing: Bearing, effective_on: date | None, note: str
) -> Relation:
    values = {"effective_on": effective_on, "articles": bearing.articles.strip(), "note": note}
    relation, made = Relation.objects.get_or_create(
        source=source, kind=kind, target=bearing.target, defaults=values
    )
    changed = {name: value for name, value in values.items() if getattr(relation, name) != value}
    if changed:
        Relation.objects.filter(pk=relation.pk).update(**changed)
        relation.refresh_from_db()
    if made or changed:
        given = {name: value for name, value in values.items() if value}
        record(source, "related", actor, {"kind": kind, "target": bearing.target.pk, **given})
        refresh(bearing.target, actor=actor, because_of=source)
    return relation


@transaction.atomic
def unrelate(*, actor: Any, relation: Relation, reason: str) -> None:
    """Take back a relation stated by mistake: what it did to the target ends, the ledger keeps both. Raises Refused."""
    source, target = relation.source, relation.target
    access.require(actor, source.agency, *RELATING)
    if not reason.strip():
        raise Refused([Blocker("RELATION-REASON", _("撤销关联须写明原因。"))])
    data = {"kind": relation.kind, "target": target.pk, "articles": relation.articles}
    record(source, "unrelated", actor, {**data, "reason": reason.strip()[:300]})
    relation.delete()
    refresh(target, actor=actor, because_of=source)


def _hindrances_of_all(kind: str, bearings: Sequence[Bearing]) -> list[Blocker]:
    found = []
    if kind not in Relation.Kind.values:
        found.append(Blocker("RELATION", _("文件关系不正确。")))
    if not bearings:
        found.append(Blocker("RELATION-NONE", _("没有选择文件。")))
    if len(bearings) > MOST_AT_ONCE:
        text = _("一次最多关联%(count)d件，请分次办理。") % {"count": MOST_AT_ONCE}
        found.append(Blocker("RELATION-TOO-MANY", text))
    return found


def _hindrances(
    actor: Any, source: Document, kind: str, bearing: Bearing, effective_on: date | None
) -> Iterable[Blocker]:
    target, name = bearing.target, {"title": bearing.target.title}
    if source.pk == target.pk:
        yield Blocker("RELATION-SELF", _("文件不能与自己关联，也不能修改、废止自己。"))
        return
    if kind == Relation.Kind.REPEALS_PARTLY and not bearing.articles.strip():
        yield Blocker("RELATION-ARTICLES", _("请写明《%(title)s》废止的条款。") % name)
    if len(bearing.articles.strip()) > MOST_OF_ARTICLES:
        yield Blocker("RELATION-LONG", _("《%(title)s》所涉的条款超过200字。") % name)
    if kind not in rule.BY_RELATION:
        return
    if not _may_change(actor, source, target):
        text = _("《%(title)s》不是本机关、下级机关或者由本机关承接的机关的文件，不能由本文件修改、废止。")
        yield Blocker("RELATION-FOREIGN", text % name)
    day = effective_on or source.effective_on
    if day and any(signed_on and day < signed_on for signed_on in (source.signed_on, target.signed_on)):
        yield Blocker("RELATION-BEFORE", _("对《%(title)s》的修改、废止不能早于两份文件的成文日期。") % name)
    if kind == Relation.Kind.REPEALS and _repeals(target, source):
        text = _("《%(title)s》直接或者间接废止了本文件，不能再由本文件废止。")
        yield Blocker("RELATION-CYCLE", text % name)


def _may_change(actor: Any, source: Document, target: Document) -> bool:
    """A document changes those of its own agency, of those below it, of those it keeps, and of where its author acts too."""
    theirs = target.agency
    return (
        theirs.path.startswith(source.agency.path)
        or theirs.kept_by_id == source.agency_id
        or access.holds(actor, theirs, *RELATING)
    )


def _repeals(first: Document, last: Document) -> bool:
    """Whether a chain of repeals leads from one document to another."""
    seen, front = {first.pk}, {first.pk}
    for _step in range(_CHAIN):
        rows = Relation.objects.filter(source__in=front, kind=Relation.Kind.REPEALS)
        front = set(rows.values_list("target_id", flat=True)) - seen
        if last.pk in front:
            return True
        if not front:
            return False
        seen |= front
    return True


def by_relations(target: Any) -> dict[str, date | None]:
    """Since when published documents change this one, by column. What was published and withdrawn has not lost its effect."""
    found: dict[str, date | None] = dict.fromkeys(rule.BY_RELATION.values())
    rows = Relation.objects.filter(
        target=target, kind__in=rule.BY_RELATION, source__published_on__isnull=False
    )
    for relation in rows.select_related("source"):
        column, source = rule.BY_RELATION[relation.kind], relation.source
        day = relation.effective_on or source.effective_on or timezone.localdate(source.published_on)
        known = found[column]
        found[column] = min(known, day) if known else day
    return found


def refresh(target: Document, *, actor: Any, because_of: Document) -> None:
    """Write what relations do to a document, and tell of it when its validity is another now."""
    row = locked(target)
    columns = by_relations(row)
    if all(getattr(row, name) == day for name, day in columns.items()):
        return
    today = timezone.localdate()
    before = row.validity_now
    Document.objects.filter(pk=row.pk).update(**columns)
    for name, day in columns.items():
        setattr(row, name, day)
        setattr(target, name, day)
    _note(row, before, rule.on(row, today), actor, {"by": because_of.pk, **columns})


def _note(
    row: Document, before: str, after: str, actor: Any, data: dict[str, Any], on: date | None = None
) -> None:
    """What was decided for later is recorded as scheduled; only a change that shows today is told to others."""
    kept = {name: value for name, value in data.items() if value is not None}
    act = "validity_changed" if before != after else "validity_scheduled"
    record(row, act, actor, {"from": before, "to": after, **kept}, on)
    if before != after:
        occasions.tell(row, occasions.VALIDITY_CHANGED)


@transaction.atomic
def change_validity(
    *, actor: Any, document: Document, validity: str, on: date, repealed_by: Document | None = None
) -> Document:
    """Record that a published document is amended, repealed or expired from a day on, which may lie ahead
    (国办发〔2017〕47号); `in_force` takes a mistaken record back. Raises Refused."""
    access.require(actor, document.agency, *WITHDRAWING)
    row = locked(document)
    found = list(_validity_hindrances(row, validity, on))
    if found:
        raise Refused(found)
    before = row.validity_now
    row.validity = validity
    row.validity_from = None if validity == Validity.IN_FORCE else on
    row.save(update_fields=["validity", "validity_from"])
    _note(row, before, row.validity_now, actor, {"recorded": validity, "since": on}, on)
    if repealed_by is not None and validity == Validity.REPEALED:
        relate(actor=actor, source=repealed_by, kind=Relation.Kind.REPEALS, target=row, effective_on=on)
    document.refresh_from_db()
    return document


def _validity_hindrances(row: Document, value: str, on: date) -> Iterable[Blocker]:
    if value not in rule.RECORDED:
        yield Blocker("VALIDITY-UNKNOWN", _("有效性的取值不正确。"))
    if not row.index_number:
        yield Blocker("VALIDITY-NOT-PUBLIC", _("文件还没有公开，不需要标注有效性。"))
    if row.signed_on and on < row.signed_on:
        yield Blocker("VALIDITY-BEFORE", _("日期不能早于成文日期。"))
    if value == Validity.IN_FORCE and any(getattr(row, name) for name in rule.BY_RELATION.values()):
        text = _("另有文件修改或者废止了本文件。标注有误的，请在那份文件的“关联文件”中撤销关联。")
        yield Blocker("VALIDITY-BY-RELATION", text)


def act_on_targets(document: Document, act: str) -> None:
    """When a document is published, what it amends or repeals changes (an occasion of this room)."""
    if act != occasions.PUBLISHED:
        return
    rows = Relation.objects.filter(source=document, kind__in=rule.BY_RELATION).select_related("target")
    for relation in rows:
        refresh(relation.target, actor=None, because_of=document)


def validity_differences() -> list[str]:
    """Documents whose columns are not what relations do to them, for `gongkai verify`. Empty: all agree."""
    touched = Q(pk__in=Relation.objects.filter(kind__in=rule.BY_RELATION).values("target_id"))
    for column in rule.BY_RELATION.values():
        touched |= Q(**{f"{column}__isnull": False})
    rows = Document.objects.filter(touched).only(*rule.BY_RELATION.values()).order_by("pk")
    return [
        f"catalog.document {row.pk}: 有效性与关联文件不一致"
        for row in rows.iterator(chunk_size=500)
        if any(getattr(row, name) != day for name, day in by_relations(row).items())
    ]
