"""Taking what was found out of a text or file of a draft."""

from __future__ import annotations

import logging
from collections.abc import Sequence
from dataclasses import astuple, dataclass
from typing import Any

from django.core.exceptions import PermissionDenied
from django.core.files.base import ContentFile
from django.db import transaction
from django.utils import timezone
from django.utils.translation import gettext as _

from gongkai.agencies.models import User
from gongkai.convert.redaction import Box, Cut, NotRedacted, Style, redact_limited, replacement
from gongkai.screening import fingerprints, recording, rules, running, subjects, words
from gongkai.screening.errors import ScreeningRefusedError
from gongkai.screening.models import Decision, Redaction, Screening, ScreeningFinding
from gongkai.screening.subjects import Item

State, Verdict = Screening.State, Decision.Verdict
logger = logging.getLogger(__name__)


@dataclass(frozen=True, slots=True)
class Order:
    """What is to be taken out: findings by their keys, boxes, how, and on whose behalf."""

    findings: tuple[int, ...]
    boxes: tuple[Box, ...]
    style: Style
    actor_id: int

    def dumped(self) -> dict[str, Any]:
        """As it is kept until the worker comes to it."""
        boxes = [astuple(box) for box in self.boxes]
        return {"findings": self.findings, "boxes": boxes, "style": self.style.value, "actor": self.actor_id}

    @classmethod
    def loaded(cls, kept: dict[str, Any]) -> Order:
        """What was dumped."""
        boxes = tuple(
            Box(page, left, top, right, bottom, tuple(path))
            for page, left, top, right, bottom, path in kept["boxes"]
        )
        return cls(tuple(kept["findings"]), boxes, Style(kept["style"]), kept["actor"])


@dataclass(frozen=True, slots=True)
class _Work:
    """A redaction under way: what, of what."""

    row: Screening
    obj: Any
    item: Item
    findings: list[ScreeningFinding]


def check(*, actor: Any, screening: Screening, order: Order) -> _Work:
    """Whether the order can be carried out; what it is about. Raises PermissionDenied or ScreeningRefusedError."""
    obj = subjects.object_of(screening)
    if obj is None:
        raise ScreeningRefusedError("GONE", _("这份材料已经不在了。"))
    subject = subjects.of(obj)
    if not subject.may_change(actor, obj):
        raise PermissionDenied(_("只有起草人员可以遮盖，而且须在送审之前。"))
    item = _draft_item(subject, obj, screening)
    findings = list(screening.findings.filter(pk__in=order.findings).order_by("number"))
    if not findings and not order.boxes:
        raise ScreeningRefusedError("NOTHING", _("请先选择要遮盖的内容。"))
    return _Work(screening, obj, item, findings)


def redact(*, actor: Any, screening: Screening, order: Order) -> Redaction:
    """Take stretches and boxes out of a text or file of the draft for good; the redacted copy takes its place.

    The file is written anew without them and searched before it is kept; the original is kept sealed. The copy is looked
    at like whatever is new in a draft. Raises PermissionDenied, ScreeningRefusedError, or what its room refuses with.
    """
    work = check(actor=actor, screening=screening, order=order)
    before = work.item.read()
    cuts = _cuts(work, order.style)
    after = _redacted(work, before, cuts, order.boxes)
    name = _renamed(work.item.name, cuts)
    with transaction.atomic():
        subject = subjects.of(work.obj)
        made = subject.replace(actor=actor, obj=work.obj, item=work.item, name=name, data=after)
        return _recorded(actor, work, made, before, order)


def carry_out(pk: int) -> Redaction | None:
    """Carry out what was ordered for a file; None when it could not be done, or there is no such order any more."""
    row = Screening.objects.select_related("agency").filter(pk=pk, state=State.REDACTING).first()
    if row is None or row.order is None:
        return None
    order = Order.loaded(row.order)
    actor = User.objects.filter(pk=order.actor_id).first()
    problem, made = "", None
    try:
        made = redact(actor=actor, screening=row, order=order)
    except ScreeningRefusedError as refused:
        problem = refused.text
    except PermissionDenied:
        problem = str(_("只有起草人员可以遮盖，而且须在送审之前。"))
    except Exception as error:  # noqa: BLE001 - its words may hold something of the file
        logger.error("redaction of screening %s broke off: %s", pk, type(error).__name__)
        problem = str(_("处理时出错，没有遮盖。"))
    Screening.objects.filter(pk=pk, state=State.REDACTING).update(
        state=State.DONE, order=None, problem=problem[:300]
    )
    return made


def _draft_item(subject: subjects.Subject, obj: Any, screening: Screening) -> Item:
    draft = next(iter(subject.versions(obj)))
    for item in subject.items(draft):
        if item.key == (screening.kind, screening.item_id, screening.sha256):
            return item
    raise _stale()


def _cuts(work: _Work, style: Style) -> list[Cut]:
    """What is to go, as `convert.redaction` wants it told; the right form takes the place of a word that has one."""
    contents = running.contents_of(work.row, work.item)
    texts = {(part.path, part.name, part.number): part.text for part in contents.parts}
    values = [_value(finding, texts) for finding in work.findings]
    wrong = [v for v, one in zip(values, work.findings, strict=True) if one.detector.startswith(rules.WORDS)]
    right = words.right_forms(work.row.agency, timezone.localdate(), wrong) if wrong else {}
    return [
        Cut(
            finding.place["part"],
            finding.place["number"],
            finding.place["start"],
            finding.place["end"],
            right.get(value) or replacement(value, style, finding.masked),
            tuple(finding.place["path"]),
        )
        for value, finding in zip(values, work.findings, strict=True)
    ]


def _value(finding: ScreeningFinding, texts: dict[tuple[Any, ...], str]) -> str:
    """What stands where the finding says. Refused when it is not what was found there, as another reader may see it."""
    place = finding.place
    text = texts.get((tuple(place["path"]), place["part"], place["number"]), "")
    start, end = place["start"], place["end"]
    if fingerprints.of(finding.detector, text, start, end) != finding.fingerprint:
        raise _stale()
    return text[start:end]


def _stale() -> ScreeningRefusedError:
    return ScreeningRefusedError("STALE", _("内容已经改动，请看重新检查的结果后再遮盖。"))


def _redacted(work: _Work, before: bytes, cuts: Sequence[Cut], boxes: Sequence[Box]) -> bytes:
    try:
        return redact_limited(before, work.item.name, cuts, boxes)
    except NotRedacted as refused:
        raise ScreeningRefusedError(refused.code.upper(), refused.text) from None


def _renamed(name: str, cuts: Sequence[Cut]) -> str:
    """The file's own name without what is to go; it does not stand in the file's bytes."""
    for cut in sorted(cuts, key=lambda one: one.start, reverse=True):
        if cut.name == "name" and not cut.path:
            name = name[: cut.start] + cut.replacement + name[cut.end :]
    return name


def _recorded(actor: Any, work: _Work, made: Item, before: bytes, order: Order) -> Redaction:
    row = work.row
    redaction = Redaction(
        content_type_id=row.content_type_id,
        object_id=row.object_id,
        agency=row.agency,
        kind=row.kind,
        item_before=row.item_id,
        item_after=made.item_id,
        title=row.title,
        sha256_before=row.sha256,
        sha256_after=made.sha256,
        findings=[
            {"detector": one.detector, "masked": one.masked, "place": one.place} for one in work.findings
        ],
        boxes=len(order.boxes),
        style=order.style.value,
        verified=True,
        redacted_by=actor,
    )
    if row.kind == Screening.Kind.FILE:
        redaction.original.save(f"{row.sha256[:16]}.bin", ContentFile(before), save=False)
    redaction.save()
    once = {(one.detector, one.fingerprint): one for one in work.findings}
    decisions = Decision.objects.bulk_create(
        [recording.decision(row, finding, actor, Verdict.REDACTED, "", False) for finding in once.values()],
        batch_size=500,
    )
    decided = dict(zip(once, decisions, strict=True))
    for finding in work.findings:
        finding.decision = decided[finding.detector, finding.fingerprint]
    ScreeningFinding.objects.bulk_update(work.findings, ["decision"], batch_size=200)
    running.count([row.pk])
    data = {
        "redaction": redaction.pk,
        "kind": row.kind,
        "item": row.item_id,
        "findings": len(work.findings),
        "decisions": [one.pk for one in decisions],
        "boxes": len(order.boxes),
        "sha256": made.sha256,
    }
    recording.append_line(row, "redacted", actor, data)
    return redaction
