"""Planning a consultation, moving its last day, calling it off, and recording the stages of the procedure."""

from __future__ import annotations

from dataclasses import asdict
from datetime import date
from typing import Any

from django.db import transaction
from django.utils import timezone
from django.utils.translation import gettext as _

from gongkai.agencies import access
from gongkai.agencies.models import Agency, Duty
from gongkai.catalog.models import Document
from gongkai.engagement import limits, queries, rules
from gongkai.engagement.models import (
    Consultation,
    ConsultationPaper,
    EngagementLimit,
    Hearing,
    PeriodChange,
    StageRecord,
)
from gongkai.engagement.rules import Facts, State
from gongkai.engagement.services.recording import HANDLING, held, reason_blockers, record, refuse
from gongkai.law import consultations as law
from gongkai.review.rules import Blocker, Refused

DRAFTED = (
    ConsultationPaper.Role.ANNOUNCEMENT,
    ConsultationPaper.Role.PARTICIPANTS,
    ConsultationPaper.Role.OUTCOME,
)


@transaction.atomic
def plan(*, actor: Any, agency: Agency, facts: Facts) -> Consultation:
    """Begin a consultation; nobody outside sees it. Raises PermissionDenied, Refused with everything that is wrong."""
    access.require(actor, agency, *HANDLING)
    _check(facts)
    row = Consultation(agency=agency, created_by=actor)
    _write(row, facts)
    record(actor, row, "planned", {"kind": row.kind, "closes_on": row.closes_on})
    return row


@transaction.atomic
def change(*, actor: Any, consultation: Consultation, facts: Facts) -> Consultation:
    """Change what is said of it, while its announcement is neither public nor being signed.

    An announcement that was drafted already must be drafted again. Raises PermissionDenied, Refused.
    """
    row = held(actor, consultation)
    _require_preparing(row)
    _check(facts)
    if facts.kind != row.kind:
        raise refuse("CONSULT-KIND-FIXED", _("方式不能更改，请另行登记一项。"))
    _write(row, facts)
    record(actor, row, "changed", {"closes_on": row.closes_on})
    return row


@transaction.atomic
def extend(*, actor: Any, consultation: Consultation, closes_on: date, reason: str) -> Consultation:
    """Move the last day later, with a reason everybody can read. Raises PermissionDenied, Refused."""
    row = held(actor, consultation)
    found = reason_blockers(reason, "CONSULT-REASON", _("请写明延长的理由，理由将公布。"))
    if queries.state_of(row, timezone.localdate()) not in (State.UPCOMING, State.OPEN):
        found.append(Blocker("CONSULT-CLOSED", _("只有正在征集或者即将开始的事项可以延长。")))
    if closes_on <= row.closes_on:
        found.append(Blocker("CONSULT-EARLIER", _("新的截止日期应晚于原来的截止日期，期限只能延长。")))
    elif (closes_on - row.opens_on).days > rules.LONGEST_PERIOD:
        found.append(Blocker("CONSULT-LONG", _("期限不能超过%(most)d日。") % {"most": rules.LONGEST_PERIOD}))
    if row.law.hearing and timezone.localdate(row.hearing.held_at) < closes_on:
        found.append(Blocker("HEARING-ORDER", _("意见截止日期不能晚于听证会。")))
    if found:
        raise Refused(found)
    PeriodChange.objects.create(
        consultation=row,
        before=row.closes_on,
        closes_on=closes_on,
        reason=reason.strip()[:300],
        changed_by=actor,
    )
    record(actor, row, "extended", {"before": row.closes_on, "closes_on": closes_on})
    row.closes_on = closes_on
    row.save(update_fields=["closes_on"])
    return row


@transaction.atomic
def call_off(*, actor: Any, consultation: Consultation, reason: str) -> Consultation:
    """End a consultation without an outcome, with a reason everybody can read. Raises PermissionDenied, Refused."""
    row = held(actor, consultation)
    found = reason_blockers(reason, "CONSULT-REASON", _("请写明终止的理由，理由将公布。"))
    if queries.state_of(row, timezone.localdate()) in (State.ANSWERED, State.CALLED_OFF):
        found.append(Blocker("CONSULT-ENDED", _("这项征集已经结束。")))
    if found:
        raise Refused(found)
    row.called_off_on, row.call_off_reason = timezone.localdate(), reason.strip()[:300]
    row.save(update_fields=["called_off_on", "call_off_reason"])
    record(actor, row, "called_off", {})
    return row


@transaction.atomic
def attach(*, actor: Any, consultation: Consultation, role: str, document: Document) -> ConsultationPaper:
    """Name a document of the agency as a paper of the consultation. It is seen once it is public. Raises Refused."""
    row = held(actor, consultation)
    found = []
    if role not in ConsultationPaper.Role.values:
        found.append(Blocker("PAPER-ROLE", _("请选择文件的用途。")))
    elif role in DRAFTED:
        found.append(
            Blocker("PAPER-DRAFTED", _("公告、参加人名单和意见采纳情况由系统起草，请用相应的按钮。"))
        )
    if document.agency_id != row.agency_id and not queries.is_public(document):
        found.append(Blocker("PAPER-FOREIGN", _("只能选本机关的文件，或者其他机关已经公开的文件。")))
    if row.papers.filter(document=document).exclude(role=role).exists():
        found.append(Blocker("PAPER-TWICE", _("这份文件已经用在这项征集的别处。")))
    if _is_fixed(row, role, document):
        found.append(
            Blocker("PAPER-FIXED", _("公告公开之后不能更换草案和说明；草案有误的，请先撤下原文件。"))
        )
    if found:
        raise Refused(found)
    paper, _made = ConsultationPaper.objects.update_or_create(
        consultation=row, role=role, defaults={"document": document}
    )
    record(actor, row, "paper_named", {"role": role, "document": document.pk})
    return paper


def _is_fixed(row: Consultation, role: str, document: Document) -> bool:
    """Whether the public was asked about another draft, which still stands."""
    asked = (ConsultationPaper.Role.DRAFT, ConsultationPaper.Role.EXPLANATION)
    there = row.papers.filter(role=role, document__withdrawn_on__isnull=True).exclude(document=document)
    return role in asked and there.exists() and queries.standing(row).is_public


@transaction.atomic
def record_stage(
    *,
    actor: Any,
    consultation: Consultation,
    stage: str,
    on: date,
    note: str = "",
    document: Document | None = None,
) -> StageRecord:
    """Record that a stage of the procedure took place. Raises PermissionDenied, Refused with all reasons."""
    row = held(actor, consultation)
    if stage not in law.stages():
        raise refuse("STAGE", _("请选择程序。"))
    found = _order_blockers(row, law.stages()[stage], on)
    if document is not None and not queries.is_public(document):
        found.append(Blocker("STAGE-PAPER", _("程序记录只能引用已经公开的文件；没有公开的不必引用。")))
    if note.strip():
        found += reason_blockers(note, "", "")
    if found:
        raise Refused(found)
    made = StageRecord.objects.create(
        consultation=row, stage=stage, on=on, note=note.strip()[:300], document=document, recorded_by=actor
    )
    record(actor, row, "stage_recorded", {"stage": stage, "document": document.pk if document else None}, on)
    return made


def _order_blockers(row: Consultation, stage: law.Stage, on: date) -> list[Blocker]:
    """What is wrong with the day of a stage, or with its place among the others."""
    found = []
    if on > timezone.localdate():
        found.append(Blocker("STAGE-FUTURE", _("这一天还没有到。")))
    done = {one.stage: one.on for one in row.stages.all()}
    for missing in law.missing_before(stage.id, done):
        text = _("须先经%(before)s，才能%(stage)s（国务院令第713号%(article)s）。")
        said = {"before": missing.label, "stage": stage.label, "article": stage.article}
        found.append(Blocker("STAGE-ORDER", text % said))
    if any(done[name] > on for name in stage.after if name in done):
        found.append(Blocker("STAGE-EARLY", _("日期早于前一程序的日期，请核对。")))
    return found


@transaction.atomic
def set_limit(*, actor: Any, code: str, number: int, source: str) -> EngagementLimit:
    """Set a limit for the whole installation, by an administrator at the top. Raises PermissionDenied, Refused."""
    top = Agency.objects.filter(depth=1)
    if not access.acting_agencies(actor, Duty.ADMINISTRATOR).filter(pk__in=top).exists():
        access.require(actor, top.get(), Duty.ADMINISTRATOR)
    known = {limit.code: limit for limit in limits.current(timezone.localdate())}
    if code not in known:
        raise refuse("LIMIT-CODE", _("没有这一类别。"))
    found = []
    if not known[code].least <= number <= rules.LONGEST_PERIOD:
        text = _("应为%(least)d至%(most)d。")
        found.append(
            Blocker("LIMIT-NUMBER", text % {"least": known[code].least, "most": rules.LONGEST_PERIOD})
        )
    if not source.strip():
        found.append(Blocker("LIMIT-SOURCE", _("请写明依据。")))
    if found:
        raise Refused(found)
    return EngagementLimit.objects.create(code=code, number=number, source=source.strip()[:200], set_by=actor)


def _check(facts: Facts) -> None:
    held_on = timezone.localdate(facts.hearing.held_at) if facts.hearing else None
    own = limits.in_force().least(facts.kind) if facts.kind in law.kinds() else None
    found = rules.blockers(facts, held_on, timezone.localdate(), own)
    if found:
        raise Refused(found)


def _require_preparing(row: Consultation) -> None:
    paper = row.papers.filter(role=ConsultationPaper.Role.ANNOUNCEMENT).select_related("document").first()
    if paper is None:
        return
    if paper.document.index_number and not paper.document.withdrawn_on:
        raise refuse("CONSULT-ANNOUNCED", _("公告已经公开，不能再改；可以延长期限或者终止。"))
    if paper.document.workflow_in_progress:
        raise refuse("CONSULT-IN-REVIEW", _("公告正在审签，请先撤回公告。"))


def _write(row: Consultation, facts: Facts) -> None:
    values = {name: value for name, value in asdict(facts).items() if name != "hearing"}
    for name, value in values.items():
        setattr(row, name, value.strip() if isinstance(value, str) else value)
    row.save()
    if facts.hearing is not None:
        hearing, _made = Hearing.objects.update_or_create(consultation=row, defaults=asdict(facts.hearing))
        row.hearing = hearing
