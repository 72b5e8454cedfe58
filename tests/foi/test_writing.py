"""Letters beside the answer, and the code by which every letter can be checked."""

from __future__ import annotations

import io
import zipfile
from datetime import date

import pytest
from django.core.exceptions import PermissionDenied

from gongkai.foi import letters, queries, services
from gongkai.foi.errors import StepRefused
from gongkai.foi.models import Case, Letter
from gongkai.ledger.models import Event
from tests.foi.requests import register
from tests.foi.test_letters import docx_text, pdf_text, squeezed
from tests.world import County

DAY = date(2026, 3, 16)


def objected(county: County) -> Case:
    case = register(county, date(2026, 3, 3))
    sent = services.send_consultation(
        actor=county.officer, case=case, on=date(2026, 3, 4), party="third_party", name="丰禾公司",
        question="报价单第二页",
    )  # fmt: skip
    services.record_consultation_answer(
        actor=county.officer, case=case, on=date(2026, 3, 10), ref=sent.ref, opinion="objects"
    )
    return case


def notify(county: County, case: Case, **changes: object) -> Letter:
    typed = {"ref": "1", "content": "报价单第二页", "reasons": "涉及饮水安全", "on": DAY, **changes}
    return services.notify_third_party(actor=county.leader, case=case, **typed)  # type: ignore[arg-type]


def test_a_third_party_is_told_against_its_objection(county: County) -> None:
    case = objected(county)
    letter = notify(county, case)
    assert letter.content["addressee"] == "丰禾公司"
    for text in (squeezed(docx_text(letters.docx(letter))), squeezed(pdf_text(letters.pdf(letter)))):
        for said in (
            "第三十二条",
            "涉及饮水安全",
            "六十日内",
            "六个月内",
            "云溪县人民政府",
            "云溪县人民法院",
        ):
            assert said in text
        assert squeezed(case.subject) not in text
        assert "钱小禾" not in text
    with pytest.raises(StepRefused, match="已经出具"):
        notify(county, case)
    assert queries.letter_for_applicant(case, letter.pk) is None


def test_only_after_an_objection_by_a_decider_and_with_reasons(county: County) -> None:
    case = objected(county)
    with pytest.raises(PermissionDenied):
        services.notify_third_party(
            actor=county.officer, case=case, on=DAY, ref="1", content="甲", reasons="乙"
        )
    with pytest.raises(StepRefused, match="还缺"):
        notify(county, case, reasons=" ")
    with pytest.raises(StepRefused, match="没有第三方不同意"):
        notify(county, case, ref="2")
    with pytest.raises(StepRefused, match="早于收到"):
        notify(county, case, on=date(2026, 3, 9))
    assert not case.letters.filter(kind="disclosure_notice").exists()


def test_a_withdrawal_is_confirmed_once(county: County) -> None:
    case = register(county, date(2026, 3, 3))
    with pytest.raises(StepRefused, match="没有撤回"):
        services.issue_withdrawal_letter(actor=county.officer, case=case, on=DAY)
    services.withdraw_request(actor=county.officer, case=case, on=date(2026, 3, 10))
    letter = services.issue_withdrawal_letter(actor=county.officer, case=case, on=DAY)
    assert "2026年3月10日撤回" in "".join(letter.content["paragraphs"])
    assert queries.letter_for_applicant(case, letter.pk) == letter
    with pytest.raises(StepRefused, match="已经出具"):
        services.issue_withdrawal_letter(actor=county.officer, case=case, on=DAY)
    event = Event.objects.get(type="foi.case.withdrawn", object_id=case.pk)
    services.void_event(actor=county.officer, case=case, event_id=event.pk, reason="误登记")
    letter.refresh_from_db()
    assert letter.voided


def test_a_slip_names_the_letter_and_leaves_room_to_sign(county: County) -> None:
    case = register(county, date(2026, 3, 3))
    letter = services.request_correction(actor=county.officer, case=case, on=date(2026, 3, 4), wanted="年份")
    slip = services.issue_delivery_slip(actor=county.officer, case=case, letter=letter, on=DAY)
    for text in (docx_text(letters.docx(slip)), pdf_text(letters.pdf(slip))):
        assert squeezed(letter.number) in squeezed(text)
        assert squeezed("受送达人签名") in squeezed(text)
        assert "钱小禾" in squeezed(text)
    assert [row.number.split("〕")[1] for row in case.letters.order_by("id")] == ["1号", "2号"]
    with pytest.raises(StepRefused):
        services.issue_delivery_slip(actor=county.officer, case=case, letter=slip, on=DAY)


def test_every_letter_carries_its_own_code_and_a_picture_of_it(county: County) -> None:
    case = register(county, date(2026, 3, 3))
    first = services.issue_receipt(actor=county.officer, case=case, on=date(2026, 3, 3))
    second = services.request_correction(actor=county.officer, case=case, on=date(2026, 3, 4), wanted="年份")
    assert first.verification_code != second.verification_code
    word = letters.docx(second)
    assert any(name.endswith(".png") for name in zipfile.ZipFile(io.BytesIO(word)).namelist())
    for text in (docx_text(word), pdf_text(letters.pdf(second))):
        assert second.verification_code in text
        assert second.content_sha256[:12] in text
        assert "/verify/" in text


def test_checking_tells_that_it_was_issued_and_nothing_more(county: County) -> None:
    case = register(county, date(2026, 3, 3))
    letter = services.decide(
        actor=county.leader, case=case, on=DAY, outcome="deny.internal", served_by="post", reasons="内部事务"
    ).letter
    assert letter is not None
    code = letter.verification_code
    for typed in (code, code.lower(), code.replace("-", ""), f" {code.replace('-', ' ')} "):
        found = queries.verify_letter(typed)
        assert found is not None
        assert (found.number, found.agency, found.kind, found.dated_on) == (
            letter.number, "云溪县财政局", "告知书", DAY,
        )  # fmt: skip
        assert letter.content_sha256.startswith(found.checksum)
        assert not {"不予公开", "钱小禾", case.subject, case.receipt_number} & set(map(str, vars_of(found)))
    assert queries.verify_letter("") is None
    assert queries.verify_letter("A" * 5000) is None
    assert queries.verify_letter("AAAA-BBBB-CCCC-DDDD") is None
    event = case.letters.model.objects.filter(pk=letter.pk)
    event.update(voided=True)
    assert getattr(queries.verify_letter(code), "voided", False)


def vars_of(found: queries.Issued) -> list[object]:
    return [getattr(found, name) for name in found.__slots__]
