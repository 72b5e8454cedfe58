"""Announcement, list of participants and outcome as drafts of the catalogue; what holds them back when they are published."""

from __future__ import annotations

from typing import Any

from django.db import transaction
from django.utils import timezone
from django.utils.translation import gettext as _

from gongkai.catalog import declared, occasions
from gongkai.catalog import services as catalog
from gongkai.catalog.models import Column, Document
from gongkai.convert.official import in_official_language
from gongkai.engagement import limits, queries, rules, texts
from gongkai.engagement.models import Consultation, ConsultationPaper
from gongkai.engagement.services.recording import held, record, refuse
from gongkai.review.rules import Blocker, Refused

Role = ConsultationPaper.Role
ITEM = "other_by_rule"


@in_official_language
@transaction.atomic
def draft_announcement(*, actor: Any, consultation: Consultation) -> Document:
    """The announcement as a draft, or the draft there is brought up to date. Raises PermissionDenied, Refused."""
    row = held(actor, consultation)
    hearing = getattr(row, "hearing", None)
    papers = {
        paper.role: paper.document.title
        for paper in row.papers.filter(role__in=[Role.DRAFT, Role.EXPLANATION]).select_related("document")
    }
    if row.law.comments and Role.DRAFT not in papers:
        raise refuse(
            "CONSULT-DRAFT",
            _("请先指定决策草案：公开征求意见须公布决策草案及其说明（国务院令第713号第十五条）。"),
        )
    return _drafted(
        actor,
        row,
        Role.ANNOUNCEMENT,
        title=texts.announcement_title(row),
        body=texts.announcement(row, hearing, papers, timezone.localdate()),
        summary=f"就“{row.title}”听取公众意见，截止日期{row.closes_on.isoformat()}。",
        schema=texts.ANNOUNCEMENT,
        data=texts.facts(row, hearing, row.closes_on),
    )


@in_official_language
@transaction.atomic
def draft_outcome(*, actor: Any, consultation: Consultation) -> Document:
    """What became of the opinions as a draft; its numbers are counted, not typed. Raises PermissionDenied, Refused."""
    row = held(actor, consultation)
    if queries.state_of(row, timezone.localdate()) == rules.State.PREPARING:
        raise refuse("OUTCOME-OPEN", _("公告还没有公开。"))
    groups, channels = queries.sorted_groups(row), queries.channel_counts(row)
    total = sum(channels.values())
    found = rules.outcome_blockers(groups, total, is_closed=row.closes_on < timezone.localdate())
    if found:
        raise Refused(found)
    content = texts.outcome_rows(row, groups)
    return _drafted(
        actor,
        row,
        Role.OUTCOME,
        title=texts.outcome_title(row),
        body=texts.outcome(row, groups, channels, timezone.localdate()),
        summary=f"“{row.title}”征求到的意见及采纳情况。",
        schema=texts.OUTCOME if content else "",
        data={"rows": content} if content else {},
    )


@in_official_language
@transaction.atomic
def draft_participants(*, actor: Any, consultation: Consultation) -> Document:
    """Who takes part in the hearing, as a draft; the reading of the names is recorded. Raises PermissionDenied, Refused."""
    row = held(actor, consultation)
    chosen = list(row.hearing.registrations.filter(is_chosen=True)) if row.law.hearing else []
    if not chosen:
        raise refuse("HEARING-NOBODY", _("还没有选定听证参加人。"))
    record(actor, row, "names_opened", {"number": len(chosen)})
    return _drafted(
        actor,
        row,
        Role.PARTICIPANTS,
        title=texts.participants_title(row),
        body=texts.participants(
            row, [(one.name, str(one.get_capacity_display())) for one in chosen], timezone.localdate()
        ),
        summary=f"“{row.title}”听证会参加人。",
    )


def _drafted(actor: Any, row: Consultation, role: str, **fields: Any) -> Document:
    """Make the draft, or put the new text into the one there is while it is not public."""
    paper = row.papers.filter(role=role).select_related("document").first()
    values = {"document_type": "notice", "signed_on": timezone.localdate(), "statutory_item": ITEM, **fields}
    if paper is None or paper.document.withdrawn_on:
        column = Column.objects.filter(agency=row.agency, statutory_item=ITEM).order_by("order", "id").first()
        document = catalog.create_draft(actor=actor, agency=row.agency, column=column, **values)
    elif paper.document.index_number:
        raise refuse("PAPER-PUBLIC", _("这份文件已经公开；要修改的，请在文件页修改并重新审签。"))
    else:
        document = catalog.revise(actor=actor, document=paper.document, **values)
    ConsultationPaper.objects.update_or_create(consultation=row, role=role, defaults={"document": document})
    record(actor, row, "drafted", {"role": role, "document": document.pk})
    return document


def is_as_registered(paper: ConsultationPaper) -> bool:
    """Whether what the paper declares is what the consultation says now."""
    row = paper.consultation
    if paper.role == Role.ANNOUNCEMENT:
        hearing = getattr(row, "hearing", None)
        stated = (texts.facts(row, hearing, day) for day in queries.closings(row))
        return any(_declares(paper.document, texts.ANNOUNCEMENT, facts) for facts in stated)
    rows = texts.outcome_rows(row, queries.sorted_groups(row))
    return _declares(paper.document, texts.OUTCOME, {"rows": rows}) if rows else not paper.document.schema


def _declares(document: Document, schema: str, content: dict[str, Any]) -> bool:
    return document.schema == schema and document.data == declared.kept(schema, content)


@in_official_language
def on_occasion(document: Document, act: str) -> None:
    """Hold back an announcement that leaves too little time or no longer fits, and an outcome whose opinions have changed.

    Raises Refused, with which the publication falls.
    """
    if act != occasions.PUBLISHED:
        return
    papers = ConsultationPaper.objects.filter(document=document, role__in=[Role.ANNOUNCEMENT, Role.OUTCOME])
    for paper in papers.select_related("consultation__agency", "consultation__hearing"):
        found = _announcing_blockers(paper) if paper.role == Role.ANNOUNCEMENT else []
        if not is_as_registered(paper):
            text = _("登记的内容在起草之后有改动。请退回，由承办人在意见征集页重新生成后再送审。")
            found.append(Blocker("CONSULT-FACTS", text))
        if found:
            raise Refused(found)


def _announcing_blockers(paper: ConsultationPaper) -> list[Blocker]:
    """An announcement goes out with the draft it speaks of, never before it (Art 15)."""
    named = paper.consultation.papers.filter(role__in=[Role.DRAFT, Role.EXPLANATION]).select_related(
        "document"
    )
    text = _("《%(title)s》尚未公开。请先签发，再签发公告，两者同日公开。")
    hidden = [one.document.title for one in named if not queries.is_public(one.document)]
    return [Blocker("CONSULT-DRAFT-FIRST", text % {"title": title}) for title in hidden] + _late_blockers(
        paper
    )


def _late_blockers(paper: ConsultationPaper) -> list[Blocker]:
    """The period counts from the day on which the public can know of it (Art 15), the first time it goes out."""
    row, document = paper.consultation, paper.document
    day = timezone.localdate(document.published_on or timezone.now())
    if day <= row.opens_on or day < timezone.localdate():
        return []
    least = limits.in_force().least(row.kind)
    if row.law.hearing:
        held_on = timezone.localdate(row.hearing.held_at)
        return rules.notice_blockers(day, held_on, row.short_reason, least)
    if day > row.closes_on:
        return [Blocker("CONSULT-PAST", _("截止日期已经过去，请退回重新确定。"))]
    return rules.short_blockers(row.kind, day, row.closes_on, row.short_reason, least)
