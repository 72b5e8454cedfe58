"""What the county asks its public before it decides: an open matter, a hearing, a late answer and one that was given."""

from __future__ import annotations

from datetime import date, datetime, time, timedelta
from typing import Any

from django.utils import timezone

from gongkai.catalog import declared
from gongkai.catalog.models import Document
from gongkai.demo import datafiles
from gongkai.demo.documents.archive import Archive
from gongkai.demo.documents.paper import Paper, paragraphs
from gongkai.demo.people import Desk
from gongkai.demo.places import Place
from gongkai.engagement import queries, texts
from gongkai.engagement.models import CommentGroup, Consultation, ConsultationPaper, Hearing
from gongkai.engagement.services import comments, planning, sorting
from gongkai.engagement.services.recording import record

Role = ConsultationPaper.Role


def ask(places: dict[str, Place], desks: dict[str, Desk], as_of: date) -> None:
    """Everything of `data/engagement.yaml`."""
    archive = Archive(places, desks)
    for row in datafiles.read("engagement"):
        desk = desks[row["agency"]]
        consultation = _registered(row, places[row["agency"]], desk, as_of)
        _announce(row, consultation, archive)
        _comment(row, consultation, desk, as_of)
        for stage in row.get("stages", ()):
            on = as_of - timedelta(days=stage["ago"])
            planning.record_stage(
                actor=desk.officer,
                consultation=consultation,
                stage=stage["stage"],
                on=on,
                note=stage.get("note", ""),
            )
        if "answered" in row:
            _answer(row, consultation, archive, as_of - timedelta(days=row["answered"]))


def _registered(row: dict[str, Any], place: Place, desk: Desk, as_of: date) -> Consultation:
    """The row itself: what began in the past cannot be planned today."""
    made = Consultation.objects.create(
        agency=place.agency,
        kind=row["kind"],
        title=row["title"],
        decides=row["decides"],
        legal_basis=row["basis"],
        opens_on=as_of - timedelta(days=row["opened"]),
        closes_on=as_of + timedelta(days=row["closes"]),
        email=f"{row['agency']}@yunxi.example",
        postal_address=f"云溪县学府路1号{place.agency.short_name}{row['contact']}",
        telephone="0999-2200160",
        contact=row["contact"],
        created_by=desk.officer,
    )
    if row["kind"] == "hearing":
        held_on = as_of + timedelta(days=row["held"])
        made.hearing = Hearing.objects.create(
            consultation=made,
            held_at=timezone.make_aware(datetime.combine(held_on, time(9))),
            place=row["place"],
            seats=row["seats"],
            selection=row["selection"],
            register_until=as_of + timedelta(days=row["register"]),
        )
    record(desk.officer, made, "planned", {"kind": made.kind, "closes_on": made.closes_on}, made.opens_on)
    return made


def _announce(row: dict[str, Any], consultation: Consultation, archive: Archive) -> None:
    """Draft, explanation and announcement, published on the first day."""
    title, opened = consultation.title, consultation.opens_on
    named = {
        Role.DRAFT.value: f"{title}（征求意见稿）",
        Role.EXPLANATION.value: f"关于《{title}（征求意见稿）》的起草说明",
    }
    hearing = getattr(consultation, "hearing", None)
    papers = [
        _paper(row, named[role], opened, paragraphs(row[role]), f"“{title}”征求意见的材料。")
        for role in named
    ]
    papers.append(
        _paper(
            row,
            texts.announcement_title(consultation),
            opened,
            texts.announcement(consultation, hearing, named, opened),
            f"就“{title}”听取公众意见。",
            texts.ANNOUNCEMENT,
            texts.facts(consultation, hearing, consultation.closes_on),
        )
    )
    documents = archive.bring_in(papers)
    for role, document in zip((*named, Role.ANNOUNCEMENT), documents, strict=True):
        _name(consultation, role, document)


def _comment(row: dict[str, Any], consultation: Consultation, desk: Desk, as_of: date) -> None:
    """Opinions as they came, and as they were sorted."""
    said = [
        comments.Said(
            one["text"],
            as_of - timedelta(days=one["ago"]),
            one["channel"],
            one.get("name", ""),
            one.get("contact", ""),
        )
        for one in row["comments"]
    ]
    made = comments.keep(consultation, said, desk.officer)
    act: dict[str, Any] = {"actor": desk.officer, "consultation": consultation}
    for number, group in enumerate(row["groups"]):
        kept: CommentGroup = sorting.keep_group(**act, **group)
        chosen = [
            comment.pk
            for comment, one in zip(made, row["comments"], strict=True)
            if one.get("group") == number
        ]
        sorting.sort(**act, comments=chosen, group=kept)


def _answer(row: dict[str, Any], consultation: Consultation, archive: Archive, on: date) -> None:
    """The outcome, published."""
    groups, channels = queries.sorted_groups(consultation), queries.channel_counts(consultation)
    paper = _paper(
        row,
        texts.outcome_title(consultation),
        on,
        texts.outcome(consultation, groups, channels, on),
        f"“{consultation.title}”征求到的意见及采纳情况。",
        texts.OUTCOME,
        {"rows": texts.outcome_rows(consultation, groups)},
    )
    (document,) = archive.bring_in([paper])
    _name(consultation, Role.OUTCOME, document)


def _paper(
    row: dict[str, Any],
    title: str,
    on: date,
    body: str,
    summary: str,
    schema: str = "",
    data: dict[str, Any] | None = None,
) -> Paper:
    return Paper(
        agency=row["agency"],
        column="other",
        title=title,
        summary=summary,
        body=body,
        document_type="notice",
        signed_on=on,
        published_on=on,
        statutory_item="other_by_rule",
        schema=schema,
        data=declared.kept(schema, data or {}),
    )


def _name(consultation: Consultation, role: str, document: Document) -> None:
    ConsultationPaper.objects.create(consultation=consultation, role=role, document=document)
