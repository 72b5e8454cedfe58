"""What an agency cannot decide is put to another authority, and waits for its answer (条例第十七条)."""

from __future__ import annotations

from datetime import date, timedelta
from typing import Any

import pytest
from django.core.exceptions import PermissionDenied
from django.core.files.storage import default_storage
from django.core.files.uploadedfile import SimpleUploadedFile
from django.db import transaction

from gongkai.agencies.models import Duty, User
from gongkai.catalog import services as catalog
from gongkai.catalog.models import Document
from gongkai.convert.content_type import FileRefused
from gongkai.ledger import queries as ledger
from gongkai.review import papers, queries, services
from gongkai.review.models import Referral
from gongkai.review.rules import Refused
from gongkai.review.services.chains import StepPlan
from tests.catalog import desk
from tests.review import chain
from tests.world import County

TODAY = date.today()
PDF = b"%PDF-1.4\n1 0 obj<<>>endobj\ntrailer<<>>\n%%EOF\n"


@pytest.fixture
def document(county: County) -> Document:
    """A document whose secrecy review cannot be decided here."""
    made = desk.submitted(county)
    chain.sign(county.reviewer, made)
    chain.sign(
        county.secrecy,
        made,
        "referred",
        opinion="附表所列储备数量是否属于国家秘密",
        authority="secrecy",
        authority_name="云溪县国家保密局",
    )
    return made


def sent(county: County) -> Referral:
    return services.record_sending(
        actor=county.secrecy, referral=Referral.objects.get(), number="云财函〔2026〕8号", on=TODAY
    )


def answer(county: County, outcome: str, **changes: Any) -> Referral:
    values = {"on": TODAY, "number": "云保函〔2026〕2号", "summary": "已研究", **changes}
    return services.record_answer(
        actor=county.secrecy, referral=Referral.objects.get(), outcome=outcome, **values
    )


def test_nothing_is_signed_or_published_until_the_answer_is_recorded(
    county: County, document: Document
) -> None:
    with pytest.raises(Refused, match="REVIEW-REFERRED"):
        chain.sign(county.secrecy, document)
    with pytest.raises(Refused, match="REVIEW-REFERRED"), transaction.atomic():
        document.publish(document.get_latest_revision())
    sent(county)
    with pytest.raises(Refused, match="REVIEW-REFERRED"):
        chain.sign(county.secrecy, document)
    answer(county, "publish")
    chain.sign(county.secrecy, document)
    chain.sign(county.leader, document)
    assert document.live
    types = [event.type for event in ledger.history("review.referral", Referral.objects.get().pk)]
    assert types == ["review.referral.sent", "review.referral.answered"]


@pytest.mark.parametrize("outcome", ["change", "withhold"])
def test_a_no_keeps_this_very_content_from_going_out(
    county: County, document: Document, outcome: str
) -> None:
    sent(county)
    answer(county, outcome)
    with pytest.raises(Refused, match="REVIEW-REFERRED-NO"):
        chain.sign(county.secrecy, document)
    chain.sign(county.secrecy, document, "returned", opinion="按答复修改")
    catalog.submit_for_review(actor=county.officer, document=document)
    with pytest.raises(Refused, match="REVIEW-REFERRED-NO"):
        chain.sign(county.secrecy, document)
    catalog.recall_from_review(actor=county.officer, document=document)
    catalog.revise(actor=county.officer, document=document, summary="删去附表后的概述")
    catalog.submit_for_review(actor=county.officer, document=document)
    desk.sign(county, document)
    assert document.live


def test_a_question_that_waits_holds_back_a_changed_text_too(county: County, document: Document) -> None:
    catalog.recall_from_review(actor=county.officer, document=document)
    catalog.revise(actor=county.officer, document=document, summary="改一个字")
    catalog.submit_for_review(actor=county.officer, document=document)
    with pytest.raises(Refused, match="REVIEW-REFERRED"):
        chain.sign(county.reviewer, document)
    with pytest.raises(Refused, match="REVIEW-REFERRED"):
        chain.sign(county.reviewer, document, "referred", opinion="再问一次")
    services.withdraw_referral(
        actor=county.secrecy, referral=Referral.objects.get(), reason="内容已改，不再涉及"
    )
    desk.sign(county, document)
    assert document.live


def test_the_drafter_cannot_record_the_answer(county: County, document: Document) -> None:
    row = Referral.objects.get()
    for actor in (county.officer, county.reviewer, county.stranger, county.supervisor):
        with pytest.raises(PermissionDenied):
            services.record_sending(actor=actor, referral=row, number="1号", on=TODAY)
        with pytest.raises(PermissionDenied):
            services.withdraw_referral(actor=actor, referral=row, reason="不问了")
    deputy = chain.person(county, "deputy", Duty.SECTION_HEAD)
    services.register_deputyship(
        actor=county.secrecy,
        agency=county.finance,
        duty=Duty.SECRECY_REVIEWER,
        principal=county.secrecy,
        deputy=deputy,
        since=TODAY,
        until=TODAY,
    )
    assert services.record_sending(
        actor=User.objects.get(pk=deputy.pk), referral=row, number="1号", on=TODAY
    ).sent_on


@pytest.mark.parametrize(
    ("changes", "code"),
    [
        ({"outcome": "perhaps"}, "REFERRAL-OUTCOME"),
        ({"number": " "}, "REFERRAL-PROOF"),
        ({"on": TODAY + timedelta(days=1)}, "REFERRAL-DATE"),
        ({"on": TODAY - timedelta(days=1)}, "REFERRAL-DATE"),
    ],
)
def test_an_answer_that_proves_nothing_is_refused(
    county: County, document: Document, changes: dict[str, Any], code: str
) -> None:
    sent(county)
    with pytest.raises(Refused, match=code):
        answer(county, **{"outcome": "publish", **changes})


def test_an_answer_needs_a_letter_that_was_sent_and_comes_once(county: County, document: Document) -> None:
    with pytest.raises(Refused, match="REFERRAL-NOT-SENT"):
        answer(county, "publish")
    sent(county)
    answer(county, "publish")
    with pytest.raises(Refused, match="REFERRAL-CLOSED"):
        answer(county, "withhold")
    with pytest.raises(Refused, match="REFERRAL-CLOSED"):
        sent(county)


def test_the_answers_file_is_checked_and_sealed(county: County, document: Document) -> None:
    sent(county)
    with pytest.raises(FileRefused):
        answer(county, "publish", file=SimpleUploadedFile("答复.pdf", b"MZ\x90\x00 not a pdf"))
    row = answer(county, "publish", number="", file=SimpleUploadedFile("答复.pdf", PDF))
    assert row.answer_file_name == "答复.pdf"
    with row.answer_file.open("rb") as opened:
        assert opened.read() == PDF
    with default_storage.open(str(row.answer_file.name)) as stored:
        assert stored.read().startswith(b"gk1:")


def test_the_letter_says_what_is_asked_and_of_which_content(county: County, document: Document) -> None:
    letter = papers.referral_letter(Referral.objects.get())
    text = "\n".join(letter.paragraphs)
    assert letter.addressee == "云溪县国家保密局"
    assert "第十七条第三款" in text
    assert "附表所列储备数量是否属于国家秘密" in text
    assert document.content_sha256 in text.replace(" ", "")


def test_the_limit_of_a_step_does_not_press_while_an_answer_is_awaited(county: County) -> None:
    chain.lay_down(county, StepPlan("保密审查", Duty.SECRECY_REVIEWER, limit_days=1))
    document = desk.submitted(county)
    chain.sign(county.secrecy, document, "referred", opinion="请确定")
    [row] = queries.waiting_for(county.secrecy)
    assert row.referral is not None
    assert not row.is_overdue
