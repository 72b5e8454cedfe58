"""The secrecy-review register of an agency and year, on screen and as papers."""

from __future__ import annotations

import io
from typing import Any

import docx
import pypdfium2
import pytest
from django.test import Client
from django.urls import reverse
from django.utils import timezone

from gongkai.agencies.models import User
from gongkai.ledger import queries as ledger
from gongkai.review import papers, registers, services
from gongkai.review.models import Signature, Submission
from tests import world
from tests.catalog import desk
from tests.review import chain
from tests.world import County

YEAR = timezone.localdate().year


def get(person: User, **asked: Any) -> Any:
    client = Client()
    client.force_login(person, backend="django.contrib.auth.backends.ModelBackend")
    return client.get(reverse("review_secrecy_register"), asked)


def pdf_text(data: bytes) -> str:
    document = pypdfium2.PdfDocument(data)
    try:
        return "".join(page.get_textpage().get_text_range() for page in document)
    finally:
        document.close()


def docx_text(data: bytes) -> str:
    [table] = docx.Document(io.BytesIO(data)).tables
    return "\n".join(cell.text for row in table.rows for cell in row.cells)


@pytest.fixture
def published(county: County) -> Any:
    return desk.published(county)


def test_an_entry_holds_who_sent_reviewed_and_signed(county: County, published: Any) -> None:
    [entry] = registers.entries(list(registers.reviews(county.finance, YEAR)))
    assert entry.review.signer == "财政保密审查员"
    assert entry.facts["发文字号"] == "云财发〔2026〕3号"
    assert entry.submission is not None
    assert entry.submission.submitted_name == "财政信息员"
    assert [signature.step_name for signature in entry.signatures] == ["审核", "保密审查", "负责人签发"]
    assert not registers.reviews(county.finance, YEAR - 1)
    assert not registers.reviews(county.finance, YEAR, decision="returned")
    assert not registers.reviews(county.finance, YEAR, title="别的")


def test_the_register_as_docx_and_pdf_says_the_same_and_is_noted(county: County, published: Any) -> None:
    for form, read in (("docx", docx_text), ("pdf", pdf_text)):
        answer = get(county.leader, agency=county.finance.pk, year=YEAR, format=form)
        text = "".join(read(answer.content).split())
        for expected in ("云溪县惠农补助资金管理办法", "云财发〔2026〕3号", "财政保密审查员", "财政分管领导"):
            assert expected in text
        assert "no-store" in answer["Cache-Control"]
    event = ledger.history("review.register", county.finance.pk).last()
    assert event is not None
    assert event.data == {
        "agency": "finance",
        "register": "secrecy",
        "period": str(YEAR),
        "format": "pdf",
        "rows": 2,
    }


def test_a_register_of_some_says_which(county: County, published: Any) -> None:
    answer = get(
        county.leader, agency=county.finance.pk, year=YEAR, decision="approved", q="惠农", format="pdf"
    )
    assert "审查意见：同意；标题含“惠农”" in "".join(pdf_text(answer.content).split())


def test_exceptions_deputies_and_referrals_stand_in_the_notes(county: County) -> None:
    services.set_policy(
        actor=county.administrator,
        agency=county.finance,
        requires_code=False,
        allows_own_draft=True,
        allows_two_steps=False,
    )
    world.make_post(county.finance, county.officer, "secrecy_reviewer")
    document = desk.submitted(county)
    chain.sign(county.reviewer, document)
    chain.sign(county.officer, document, "referred", opinion="请确定", authority_name="县保密局")
    [entry] = registers.entries(list(registers.reviews(county.finance, YEAR)))
    assert entry.notes == ["签署本人起草的内容：财政信息员"]
    assert "提请县保密局：待发函" in docx_text(papers.docx(papers.register(county.finance, YEAR, [entry])))


def test_the_sheet_of_one_content_has_every_opinion(county: County, published: Any) -> None:
    paper = papers.sheet(Submission.objects.get())
    for text in (docx_text(papers.docx(paper)), pdf_text(papers.pdf(paper))):
        for expected in (
            "财政信息员",
            "财政审核人",
            "财政保密审查员",
            "财政分管领导",
            published.content_sha256[:20],
        ):
            assert expected in "".join(text.split())


def test_another_agencys_register_is_not_there(county: County, published: Any) -> None:
    assert get(county.stranger, agency=county.finance.pk, year=YEAR).status_code == 404
    assert "惠农" not in get(county.stranger).content.decode()
    assert "惠农" in get(county.supervisor, agency=county.finance.pk, year=YEAR).content.decode()
    assert get(county.leader, agency="x", year=YEAR).status_code == 404
    assert get(county.leader, agency=county.finance.pk, year=1066).status_code == 200


def test_what_was_signed_before_submissions_were_kept_is_still_listed(county: County, published: Any) -> None:
    old = Signature.objects.get(duty="secrecy_reviewer")
    old.pk, old.submission, old._state.adding = None, None, True
    old.object_title = "早先的文件"
    old.save()
    page = get(county.leader, agency=county.finance.pk, year=YEAR).content.decode()
    assert "早先的文件" in page
