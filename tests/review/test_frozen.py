"""What was signed is what goes out: any later change restarts the chain, in text, facts and attachments."""

from __future__ import annotations

from typing import Any

import pytest
from django.core.files.storage import default_storage
from django.core.files.uploadedfile import SimpleUploadedFile

from gongkai.catalog import services as catalog
from gongkai.catalog.models import Document
from gongkai.review import queries
from gongkai.review.models import Submission
from tests.catalog import desk
from tests.review import chain
from tests.world import County


def attach(county: County, document: Document, text: str) -> None:
    catalog.add_attachment(
        actor=county.officer,
        document=document,
        file=SimpleUploadedFile("附表.txt", text.encode()),
        title="附表",
    )


CHANGES: dict[str, Any] = {
    "text": lambda county, document: catalog.revise(
        actor=county.officer, document=document, body=desk.BODY.replace("100", "101")
    ),
    "class": lambda county, document: catalog.revise(
        actor=county.officer, document=document, statutory_item="budget_accounts"
    ),
    "attachment": lambda county, document: attach(county, document, "新的附表"),
}


@pytest.mark.parametrize("what", sorted(CHANGES))
def test_a_change_after_publication_starts_the_whole_chain_again(county: County, what: str) -> None:
    document = desk.published(county)
    published = document.content_sha256
    CHANGES[what](county, document)
    document.refresh_from_db()
    assert document.live
    assert document.content_sha256 == published  # the public version stands as it was signed
    assert {b.code for b in queries.blockers(document)} >= {"REVIEW-STEP"}
    assert Submission.objects.count() == 1
    assert [b.code for b in queries.signing_blockers(county.leader, document)] == ["REVIEW-NOT-WAITING"]


def test_a_change_between_two_signatures_starts_it_again(county: County) -> None:
    document = desk.submitted(county)
    chain.sign(county.reviewer, document)
    catalog.recall_from_review(actor=county.officer, document=document)
    catalog.revise(actor=county.officer, document=document, summary="改过")
    catalog.submit_for_review(actor=county.officer, document=document)
    assert [row.step.name for row in queries.waiting_for(county.reviewer)] == ["审核"]


def test_every_published_byte_is_under_the_checksum(county: County) -> None:
    document = desk.published(county)
    attach(county, document, "附表一")
    document.refresh_from_db()
    first = document.review_digest(document.get_latest_revision())
    [attachment] = document.get_latest_revision_as_object().attachments
    catalog.remove_attachment(actor=county.officer, document=document, attachment=attachment)
    attach(county, document, "附表二")
    document.refresh_from_db()
    assert document.review_digest(document.get_latest_revision()) != first
    assert default_storage.exists(attachment.file.name)  # what an earlier version was signed with is kept
