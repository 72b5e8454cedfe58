"""Documents brought in as an archive are the same rows that the services write."""

from __future__ import annotations

from datetime import date
from typing import Any

import pytest
from django.utils import timezone

from gongkai.catalog import queries as catalog_queries
from gongkai.catalog import services as catalog
from gongkai.catalog.models import Column, Document
from gongkai.demo.documents.archive import Archive
from gongkai.demo.documents.paper import Paper, table
from gongkai.demo.people import Desk
from gongkai.demo.places import Place
from gongkai.ledger import queries as ledger
from gongkai.review import queries as review
from tests.world import County

# What may differ between the two ways: identities and moments.
INDIVIDUAL = {
    "id", "index_number", "published_on", "first_published_at", "last_published_at", "created_at", "clearance_id",
    "latest_revision_id", "live_revision_id", "registered_on", "next_reassessment_on",
}  # fmt: skip


def paper(**changes: Any) -> Paper:
    """A complete document of the finance bureau."""
    fields: dict[str, Any] = {
        "agency": "finance",
        "column": "budget",
        "title": "云溪县财政局部门预算",
        "summary": "收支预算。",
        "body": "<p>说明</p>"
        + table("表", [["项目|rowspan=2", "金额|colspan=2"], ["本年", "上年"]], [["合计", 1, 2]]),
        "document_type": "budget",
        "signed_on": date(2026, 3, 2),
        "published_on": date(2026, 3, 9),
        "statutory_item": "budget",
    }
    return Paper(**{**fields, **changes})


@pytest.fixture
def desk(county: County) -> Desk:
    """The four people of the finance bureau."""
    catalog.ensure_standard_columns(county.finance)
    return Desk(county.officer, county.reviewer, county.secrecy, county.leader)


def bring_in(county: County, desk: Desk, *papers: Paper) -> list[Document]:
    """Through the archive."""
    archive = Archive({"finance": Place(county.finance, "云财", {})}, {"finance": desk})
    return archive.bring_in(papers)


def through_the_services(county: County, desk: Desk, wanted: Paper) -> Document:
    """The same document, drafted, signed and published today."""
    column = Column.objects.get(agency=county.finance, slug=wanted.column)
    document = catalog.create_draft(
        actor=desk.officer,
        agency=county.finance,
        column=column,
        title=wanted.title,
        body=wanted.body,
        **wanted.fields(),
    )
    catalog.submit_for_review(actor=desk.officer, document=document)
    for signer in desk.signers:
        catalog.approve(actor=signer, document=document)
    return Document.objects.get(pk=document.pk)


def columns(document: Document) -> dict[str, Any]:
    """The row without what belongs to one document alone."""
    row = Document.objects.filter(pk=document.pk).values().get()
    return {name: value for name, value in row.items() if name not in INDIVIDUAL}


@pytest.mark.parametrize(
    "changes",
    [{}, {"disclosure_class": "withheld", "ground": "process", "ground_article": "条例第十六条第二款"}],
    ids=["public", "withheld"],
)
def test_both_ways_write_the_same(county: County, desk: Desk, changes: dict[str, Any]) -> None:
    """Columns, signatures and ledger events agree in everything but identity and time."""
    wanted = paper(**changes)
    made = through_the_services(county, desk, wanted)
    brought = bring_in(county, desk, wanted)[0]
    assert columns(brought) == columns(made)
    mine, theirs = (list(ledger.history("catalog.document", d.pk)) for d in (brought, made))
    assert [(e.type, e.actor_id, sorted(e.data)) for e in mine] == [
        (e.type, e.actor_id, sorted(e.data)) for e in theirs
    ]
    signed = [
        [(s.step_id, s.step_name, s.duty, s.decision, s.actor_id, s.post_title, s.content_sha256) for s in review.signatures(d)]
        for d in (brought, made)
    ]  # fmt: skip
    assert signed[0] == signed[1]
    assert catalog_queries.publication_differences() == []
    assert ledger.chain_problems() == []


def test_days_of_the_time(county: County, desk: Desk) -> None:
    """Published and signed on the day it happened; the ledger says when it was recorded."""
    document = bring_in(county, desk, paper())[0]
    assert timezone.localtime(document.published_on).date() == date(2026, 3, 9)
    assert {timezone.localtime(s.signed_at).date() for s in review.signatures(document)} == {date(2026, 3, 9)}
    event = ledger.history("catalog.document", document.pk).last()
    assert event is not None
    assert event.occurred_on == date(2026, 3, 9)
    assert timezone.localtime(event.recorded_at).date() == timezone.localdate()


def test_serials_go_on(county: County, desk: Desk) -> None:
    """Index numbers follow each other across batches and years, and the services go on from there."""
    first, second = bring_in(county, desk, paper(), paper(published_on=date(2025, 3, 9)))
    third = bring_in(county, desk, paper())[0]
    assert [d.index_number[-10:] for d in (first, second, third)] == [
        "2026-00001",
        "2025-00001",
        "2026-00002",
    ]
    made = through_the_services(county, desk, paper())
    year = timezone.localdate().year
    assert made.index_number.endswith(f"{year}-{3 if year == 2026 else 1:05d}")


def test_an_edit_after_publication_needs_new_signatures(county: County, desk: Desk) -> None:
    """A document from the archive lives on like any other."""
    document = bring_in(county, desk, paper())[0]
    document = catalog.revise(
        actor=desk.officer, document=Document.objects.get(pk=document.pk), title="新标题"
    )
    assert document.title == "云溪县财政局部门预算"
    catalog.submit_for_review(actor=desk.officer, document=document)
    for signer in desk.signers:
        catalog.approve(actor=signer, document=document)
    document.refresh_from_db()
    assert document.title == "新标题"
    assert catalog_queries.publication_differences() == []
