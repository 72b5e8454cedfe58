"""What is printed: releases, sheets, briefings and lists hold the public document, its tables and the way to it."""

from __future__ import annotations

import io

import docx
import pypdfium2
import pytest

from gongkai.catalog import services as catalog
from gongkai.channels import declared, papers, sources
from gongkai.channels.models import Briefing, ReadingPlace
from gongkai.channels.services import jobs
from gongkai.channels.services import papers as services
from gongkai.review.rules import Refused
from tests.channels import desk
from tests.world import County


def text_of(data: bytes) -> str:
    """All text of a PDF, without line breaks and blanks."""
    with pypdfium2.PdfDocument(data) as opened:
        pages = [page.get_textpage().get_text_range() for page in opened]
    return "".join("".join(pages).split())


def size_of(data: bytes) -> tuple[int, int]:
    """Width and height of the first page in millimetres."""
    with pypdfium2.PdfDocument(data) as opened:
        width, height = opened[0].get_size()
    return round(width / 72 * 25.4), round(height / 72 * 25.4)


def test_a_release_holds_facts_approvals_text_and_table(county: County) -> None:
    job = desk.job(county, "newspaper")
    channel = declared.channel("newspaper")
    pdf = text_of(papers.release_pdf(job, channel))
    for text in (
        "报刊",
        "云溪县财政局",
        "拟稿",
        "审核",
        "签发",
        job.document.index_number,
        "100元",
        "0999-1234567",
    ):
        assert text in pdf, text
    made = docx.Document(io.BytesIO(papers.release_docx(job, channel)))
    assert [cell.text for cell in made.tables[1].rows[1].cells] == ["一档", "100元"]
    jobs.prepare(actor=county.officer, job=job, title="改过的标题", text="改过的文稿。")
    job.refresh_from_db()
    edited = text_of(papers.release_pdf(job, channel))
    assert "改过的文稿。" in edited
    assert "100元" not in edited


def test_a_sheet_is_large_and_leads_to_the_document(county: County) -> None:
    job = desk.job(county, "notice_board")
    small, large = (papers.sheet(job, size) for size in ("a4", "a3"))
    assert (size_of(small), size_of(large)) == ((210, 297), (297, 420))
    for sheet in (small, large):
        assert "手机扫码看全文" in text_of(sheet)
        assert "".join(sources.address(job.document).split()) in text_of(sheet)


def test_an_issue_is_numbered_and_never_changes_once_it_is_out(county: County) -> None:
    document = desk.document(county)
    values = {"actor": county.officer, "agency": county.finance, "documents": [document.pk]}
    first, second = (services.begin_briefing(**values, foreword="编者的话") for _time in range(2))
    assert (first.number, second.number) == (1, 2)
    pdf = text_of(papers.briefing_pdf(first))
    for text in ("政务公开简报", f"{first.year}年第1期", "编者按：编者的话", document.title):
        assert text in pdf, text
    release = services.issue_briefing(actor=county.officer, briefing=first, on=desk.today(), copies=50)
    assert (release.channel, release.copies) == ("briefing", 50)
    with pytest.raises(Refused):
        services.change_briefing(
            actor=county.officer, briefing=first, documents=[document.pk], foreword="", recipients=""
        )


def test_what_was_withdrawn_is_neither_chosen_nor_printed(county: County) -> None:
    document = desk.document(county)
    briefing = services.begin_briefing(
        actor=county.officer, agency=county.finance, documents=[document.pk], foreword="编者的话"
    )
    catalog.withdraw(actor=county.leader, document=document, reason="内容有误", on=desk.today())
    assert document.title not in text_of(papers.briefing_pdf(briefing))
    with pytest.raises(Refused) as caught:
        services.issue_briefing(actor=county.officer, briefing=briefing, on=desk.today(), copies=1)
    assert caught.value.codes == {"PAPER-NOT-PUBLIC"}
    with pytest.raises(Refused) as caught:
        services.begin_briefing(actor=county.officer, agency=county.finance, documents=[document.pk, 999])
    assert caught.value.codes == {"PAPER-NOT-PUBLIC"}
    assert Briefing.objects.count() == 1


def test_a_hand_over_has_a_list_to_sign(county: County) -> None:
    document = desk.document(county)
    place = ReadingPlace.objects.create(
        agency=county.government, kind="archive", name="县档案馆", address="文昌路", hours="工作日"
    )
    transfer = services.hand_over(
        actor=county.officer, agency=county.finance, place=place, documents=[document.pk], on=desk.today(), copies=3
    )  # fmt: skip
    pdf = text_of(papers.transfer_pdf(transfer))
    for text in ("移送清单", document.index_number, "合计1件3份", "接收人（签字、盖章）："):
        assert text in pdf, text
