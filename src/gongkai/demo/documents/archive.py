"""The archive: documents signed and published in the past, brought in together.

The services publish on the day they are called. An archive has other days, so this module writes the same rows the
services write (draft, revision, submission, three signatures, clearance, live row, ledger events) in bulk, with the dates of the time;
only the ledger's `recorded_at` is the day of loading. A test holds both ways of writing against each other.
"""

from __future__ import annotations

from collections import defaultdict
from collections.abc import Iterator, Sequence
from dataclasses import dataclass, field
from datetime import date, datetime
from typing import Any

from django.contrib.contenttypes.models import ContentType
from django.core.files.uploadedfile import SimpleUploadedFile
from django.db import transaction
from django.utils import timezone
from wagtail.models import Revision

from gongkai.catalog import derived, entries, files, limits
from gongkai.catalog.models import Column, Document, IndexCounter
from gongkai.catalog.rules import NORMATIVE
from gongkai.convert import typeset, word
from gongkai.convert.official import OfficialLetter
from gongkai.demo.documents.paper import Paper
from gongkai.demo.people import Desk
from gongkai.demo.places import Place
from gongkai.law import index_number
from gongkai.ledger.services import NewEvent, append_many
from gongkai.review import queries as review
from gongkai.review.models import Clearance, Signature, Submission

HOURS = (9, 11, 15, 16)  # drafted, reviewed, checked for secrets, signed; published half an hour later


def moment(day: date, hour: int, minute: int = 0) -> datetime:
    """An hour of office on a day."""
    return timezone.make_aware(datetime(day.year, day.month, day.day, hour, minute))  # noqa: DTZ001 - made aware here


@dataclass
class Archive:
    """Brings papers in, batch by batch. Serials of index numbers go on from batch to batch."""

    places: dict[str, Place]
    desks: dict[str, Desk]
    steps: list[Any] = field(default_factory=list)
    workflow_id: int = 0
    workflow_name: str = ""
    columns: dict[tuple[int, str], Column] = field(default_factory=dict)
    serials: dict[tuple[int, int], int] = field(default_factory=lambda: defaultdict(int))

    def __post_init__(self) -> None:
        workflow = review.workflow_of(None)
        if workflow is None:
            raise LookupError("there is no default workflow; run `gongkai manage migrate` first")
        self.workflow_id, self.workflow_name = workflow.pk, workflow.name
        self.steps = review.steps_of(workflow)
        self.columns = {(row.agency_id, row.slug): row for row in Column.objects.all()}
        for counter in IndexCounter.objects.all():
            self.serials[counter.agency_id, counter.year] = counter.last

    @transaction.atomic
    def bring_in(self, papers: Sequence[Paper]) -> list[Document]:
        """Write the papers as published (or registered) documents; the rows, in the order given."""
        documents = Document.objects.bulk_create([self._draft(paper) for paper in papers], batch_size=200)
        pairs = list(zip(papers, documents, strict=True))
        for paper, document in pairs:
            if paper.attachment or paper.file:
                self._attach(paper, document)
        revisions = Revision.objects.bulk_create(
            [self._revision(paper, document) for paper, document in pairs], batch_size=200
        )
        submissions = self._submit(pairs, revisions)
        signatures = self._sign(pairs, revisions, submissions)
        clearances = self._clear(pairs, revisions, signatures)
        events: list[NewEvent] = []
        for (paper, document), revision, clearance in zip(pairs, revisions, clearances, strict=True):
            self._go_out(paper, document, revision, clearance)
            if document.document_type in NORMATIVE:
                document.interpretation_due_on = limits.dates(document)["interpretation_due_on"]
            events += self._events(paper, document, revision, clearance, signatures[document.pk])
        # An upsert: `bulk_update` would build a CASE of every row for every column, ten times slower.
        Document.objects.bulk_create(
            documents,
            update_conflicts=True,
            unique_fields=["id"],
            update_fields=[
                "live", "index_number", "published_on", "first_published_at", "last_published_at", "registered_on",
                "next_reassessment_on", "clearance", "live_revision", "latest_revision", "has_unpublished_changes",
                "attached", "content_sha256", "interpretation_due_on",
            ],
            batch_size=200,
        )  # fmt: skip
        self._keep_counters()
        append_many(events)
        for document in documents:
            if document.schema:
                entries.project(document)
        return documents

    def _draft(self, paper: Paper) -> Document:
        agency = self.places[paper.agency].agency
        desk = self.desks[paper.agency]
        document = Document(
            agency=agency,
            column=self.columns[agency.pk, paper.column],
            title=paper.title,
            body=paper.body,
            created_by=desk.officer,
            created_at=moment(paper.published_on, HOURS[0]),
            live=False,
            **paper.fields(),
        )
        derived.refresh(document)
        return document

    def _attach(self, paper: Paper, document: Document) -> None:
        """Add the file the paper brings, or its own text: PDF or DOCX in the official layout."""
        title, ending, data = paper.file or (paper.title, paper.attachment, self._text(paper, document))
        stored = files.store(
            document=document,
            file=SimpleUploadedFile(f"{title}.{ending}", data),
            title=title,
            actor=self.desks[paper.agency].officer,
        )
        document.attached = [{"id": stored.pk, "title": stored.title, "sha256": stored.sha256}]
        derived.refresh(document)

    def _text(self, paper: Paper, document: Document) -> bytes:
        letter = OfficialLetter(
            issuer=document.agency.name,
            title=paper.title,
            number=paper.document_number,
            addressee="",
            paragraphs=document.body_text.splitlines(),
            signature=document.agency.name,
            dated_on=paper.signed_on,
        )
        return typeset.letter(letter) if paper.attachment == "pdf" else word.letter(letter)

    def _revision(self, paper: Paper, document: Document) -> Revision:
        content_type = ContentType.objects.get_for_model(Document)
        return Revision(
            content_type=content_type,
            base_content_type=content_type,
            object_id=str(document.pk),
            user=self.desks[paper.agency].officer,
            created_at=moment(paper.published_on, HOURS[0]),
            object_str=str(document),
            content=document.serializable_data(),
        )

    def _submit(
        self, pairs: Sequence[tuple[Paper, Document]], revisions: Sequence[Revision]
    ) -> list[Submission]:
        return Submission.objects.bulk_create(
            [
                Submission(
                    **self._object(document),
                    object_title=paper.title[:300],
                    agency_id=document.agency_id,
                    revision_id=revision.pk,
                    content_sha256=document.content_sha256,
                    workflow_id=self.workflow_id,
                    workflow_name=self.workflow_name,
                    facts=document.review_facts,
                    summary=[[str(label), str(value)] for label, value in document.review_summary],
                    drafter_ids=[self.desks[paper.agency].officer.pk],
                    submitted_by=self.desks[paper.agency].officer,
                    submitted_name=self.desks[paper.agency].officer.get_full_name(),
                    submitted_at=moment(paper.published_on, HOURS[0]),
                )
                for (paper, document), revision in zip(pairs, revisions, strict=True)
            ],
            batch_size=200,
        )

    def _sign(
        self,
        pairs: Sequence[tuple[Paper, Document]],
        revisions: Sequence[Revision],
        submissions: Sequence[Submission],
    ) -> dict[int, list[Signature]]:
        rows = []
        titles = {step.pk: step.get_duty_display() for step in self.steps}
        for (paper, document), revision, submission in zip(pairs, revisions, submissions, strict=True):
            for step, signer, hour in zip(
                self.steps, self.desks[paper.agency].signers, HOURS[1:], strict=True
            ):
                rows.append(
                    Signature(
                        **self._object(document),
                        object_title=paper.title[:300],
                        agency_id=document.agency_id,
                        submission=submission,
                        revision_id=revision.pk,
                        content_sha256=document.content_sha256,
                        step_id=step.pk,
                        step_name=step.name,
                        duty=step.duty,
                        decision=Signature.Decision.APPROVED,
                        opinion="",
                        actor=signer,
                        actor_name=signer.get_full_name(),
                        post_title=titles[step.pk],
                        confirmed_by=Signature.Confirmation.PASSWORD,
                        signed_at=moment(paper.published_on, hour),
                    )
                )
        found: dict[int, list[Signature]] = defaultdict(list)
        for row in Signature.objects.bulk_create(rows, batch_size=200):
            found[row.object_id].append(row)
        return found

    def _clear(
        self,
        pairs: Sequence[tuple[Paper, Document]],
        revisions: Sequence[Revision],
        signatures: dict[int, list[Signature]],
    ) -> list[Clearance]:
        return Clearance.objects.bulk_create(
            [
                Clearance(
                    **self._object(document),
                    revision_id=revision.pk,
                    content_sha256=document.content_sha256,
                    workflow_name=self.workflow_name,
                    signature_ids=[row.pk for row in signatures[document.pk]],
                    completed_at=moment(paper.published_on, HOURS[-1]),
                )
                for (paper, document), revision in zip(pairs, revisions, strict=True)
            ],
            batch_size=200,
        )

    def _go_out(self, paper: Paper, document: Document, revision: Revision, clearance: Clearance) -> None:
        out = moment(paper.published_on, HOURS[-1], 30)
        document.clearance = clearance
        document.latest_revision = revision
        document.has_unpublished_changes = False
        if not document.is_public_class:
            document.registered_on = out
            document.next_reassessment_on = limits.next_reassessment(document, paper.published_on)
            return
        key = (document.agency_id, paper.published_on.year)
        self.serials[key] += 1
        code = self.places[paper.agency].agency.organization_code
        document.index_number = index_number.issue(code, key[1], self.serials[key])
        document.live, document.live_revision = True, revision
        document.published_on = document.first_published_at = document.last_published_at = out

    def _keep_counters(self) -> None:
        IndexCounter.objects.bulk_create(
            [
                IndexCounter(agency_id=agency, year=year, last=last)
                for (agency, year), last in self.serials.items()
            ],
            update_conflicts=True,
            unique_fields=["agency", "year"],
            update_fields=["last"],
        )

    def _object(self, document: Document) -> dict[str, Any]:
        return review.of_object(document)

    def _events(
        self,
        paper: Paper,
        document: Document,
        revision: Revision,
        clearance: Clearance,
        signed: Sequence[Signature],
    ) -> Iterator[NewEvent]:
        desk, day = self.desks[paper.agency], paper.published_on

        def event(type_: str, actor: Any, data: dict[str, Any]) -> NewEvent:
            return NewEvent(Document.ledger_kind, document.pk, type_, day, data, actor)

        yield event("catalog.document.created", desk.officer, {"class": document.disclosure_class})
        yield event(
            "review.submitted", desk.officer, {"revision": revision.pk, "workflow": self.workflow_name}
        )
        for row in signed:
            data = {
                "signature": row.pk,
                "step": row.step_name,
                "duty": row.duty,
                "decision": row.decision,
                "revision": revision.pk,
                "sha256": row.content_sha256,
            }
            yield event("review.step.signed", row.actor, data)
        cleared = {"revision": revision.pk, "clearance": clearance.pk, "sha256": clearance.content_sha256}
        if document.is_public_class:
            data = {"index_number": document.index_number, "first": True, **cleared}
            yield event("catalog.document.published", desk.leader, data)
        else:
            data = {"class": document.disclosure_class, "ground": document.ground, **cleared}
            yield event("catalog.document.registered", desk.leader, data)
