"""A file becomes one document per agency, and what was recognised is kept beside it."""

from __future__ import annotations

from datetime import date
from typing import Any

import pytest
from django.core.exceptions import PermissionDenied

from gongkai.catalog import imports, services
from gongkai.catalog.imports import AlreadyImported, import_document
from gongkai.catalog.models import Document, ImportRecord
from gongkai.convert.page import ReadPage, read
from gongkai.ledger.queries import history
from tests.convert.intake import papers
from tests.world import County

PAGE = ReadPage(
    title="云溪县财政局2025年工作总结",
    publisher="云溪县财政局",
    published_on=date(2026, 1, 15),
    signed_on=date(2026, 1, 10),
    source="局办公室",
    body_html="<p>全年收支平衡。</p>",
    dropped=["分享"],
    notes=["没有认出来源,留空。"],
)


def bring(county: County, slug: str = "plans", **changes: Any) -> Document:
    services.ensure_standard_columns(county.finance)
    given = {
        "actor": county.officer,
        "agency": county.finance,
        "column": county.finance.columns.get(slug=slug),
        "data": b"file",
        "file_name": "总结.txt",
        "page": PAGE,
    }
    return import_document(**{**given, **changes})


def test_what_was_read_becomes_a_draft_with_its_record(county: County) -> None:
    document = bring(county)
    assert (document.title, document.signed_on, document.source) == (
        PAGE.title,
        date(2026, 1, 10),
        "局办公室",
    )
    assert not document.live
    record = document.import_record
    assert (record.publisher, record.published_on) == ("云溪县财政局", date(2026, 1, 15))
    assert (record.dropped, record.notes, str(record)) == (PAGE.dropped, PAGE.notes, "总结.txt")
    assert history(Document.ledger_kind, document.pk)[0].type == "catalog.document.created"


def test_the_column_says_what_kind_of_document_it_is(county: County) -> None:
    assert bring(county, "reports").document_type == "report"
    assert bring(county, "plans", data=b"other").statutory_item == "plans"


def test_the_same_file_is_refused_with_the_document_it_became(county: County) -> None:
    document = bring(county)
    with pytest.raises(AlreadyImported) as refused:
        bring(county, file_name="另一个名字.txt")
    assert refused.value.document == document
    assert Document.objects.count() == 1


def test_two_at_once_make_one(county: County, monkeypatch: pytest.MonkeyPatch) -> None:
    document = bring(county)
    answers = iter([None, document])  # the other one finished between our question and our writing
    monkeypatch.setattr(imports, "imported", lambda **_: next(answers))
    with pytest.raises(AlreadyImported):
        bring(county)
    assert Document.objects.count() == ImportRecord.objects.count() == 1


def test_a_discarded_draft_may_be_brought_in_again(county: County) -> None:
    services.discard_draft(actor=county.officer, document=bring(county))
    assert bring(county).pk


@pytest.mark.parametrize("who", ["reviewer", "stranger", "supervisor"])
def test_only_those_who_draft_at_the_agency_may(county: County, who: str) -> None:
    with pytest.raises(PermissionDenied):
        bring(county, actor=getattr(county, who))
    assert not Document.objects.exists()


def test_the_pictures_of_a_word_document_come_along(county: County) -> None:
    data = papers.docx(
        papers.line("正文"), f"<w:p>{papers.picture('p1', '图')}</w:p>", media={"p1": papers.png()}
    )
    document = bring(county, data=data, page=read(data, "总结.docx")).get_latest_revision_as_object()
    (attachment,) = document.attachments
    assert f'<img src="/files/{attachment.pk}/"' in document.body
