"""Every letter says what it must, in both formats."""

from __future__ import annotations

import io
import subprocess
import unicodedata
from datetime import date
from typing import Any

import pytest
from docx import Document

from gongkai.foi import letter_rules, letters, services
from gongkai.foi.errors import StepRefused
from gongkai.foi.models import Case, Letter
from gongkai.law.outcomes import OUTCOMES
from tests.foi.requests import COMPANY, part_withheld, register, searched
from tests.world import County

TEXTS = {
    "reasons": "经逐页核对所涉材料,理由甲。",
    "grounds": "依据条款乙",
    "content": "提供内容丙。",
    "withheld": "附件二第三栏丁",
    "responsible_agency": "云溪县教育局,电话0999-2222222",
}
ANSWERS = [(outcome, variant) for outcome in OUTCOMES for variant in letters.variants(outcome)]
BY_LAPSE = ("other.not_corrected", "other.fee_unpaid")


def docx_text(data: bytes) -> str:
    return "".join(paragraph.text for paragraph in Document(io.BytesIO(data)).paragraphs)


def pdf_text(data: bytes) -> str:
    done = subprocess.run(["pdftotext", "-raw", "-", "-"], input=data, capture_output=True, check=True)
    return done.stdout.decode()


def squeezed(text: str) -> str:
    """Without blanks, and without the difference of widths that typography makes."""
    return "".join(unicodedata.normalize("NFKC", text).split())


def decided(county: County, outcome: str, variant: str, **changes: Any) -> Letter:
    case = register(county, date(2026, 3, 3), **changes)
    day = date(2026, 3, 25)
    if outcome == "cannot.still_unclear":
        services.request_correction(actor=county.officer, case=case, on=date(2026, 3, 5), wanted="年份")
        services.receive_correction(actor=county.officer, case=case, on=date(2026, 3, 9), text="近年")
    if outcome == "deny.third_party":
        services.send_consultation(
            actor=county.officer, case=case, on=date(2026, 3, 5), party="third_party", name="某公司"
        )
    if outcome == "other.not_corrected":
        services.request_correction(
            actor=county.officer, case=case, on=date(2026, 3, 5), wanted="年份", period_working_days=5
        )
        return services.close_abandoned(actor=county.officer, case=case, on=day)
    if outcome == "other.fee_unpaid":
        services.serve_fee_notice(
            actor=county.officer,
            case=case,
            on=date(2026, 3, 5),
            method="by_page",
            quantity=150,
            reasons="一次申请一百五十页",
            approved_by=county.leader,
        )
        return services.close_abandoned(actor=county.officer, case=case, on=date(2026, 4, 20))
    if outcome == "partial":
        part_withheld(county, case, day)
    if variant == "cannot.not_held":
        searched(county, case, day)
    decision = services.decide(
        actor=county.leader,
        case=case,
        on=day,
        outcome=outcome,
        variant=variant,
        served_by="electronic" if outcome == "grant" else "post",
        **TEXTS,
    )
    assert decision.letter is not None
    return decision.letter


@pytest.mark.parametrize(("outcome", "variant"), ANSWERS)
def test_every_answer_in_both_formats(county: County, outcome: str, variant: str) -> None:
    letter = decided(county, outcome, variant)
    for text in (squeezed(docx_text(letters.docx(letter))), squeezed(pdf_text(letters.pdf(letter)))):
        assert letter.number in text
        assert squeezed("钱小禾") in text
        assert "2025年度农村公路养护资金分配方案" in text
        assert letter.case.receipt_number in text
        assert "云溪县人民政府" in text, "the reconsideration body"
        assert "六十日内" in text
        assert "云溪县人民法院" in text
        assert "云溪县财政局" in text
        first = OUTCOMES[outcome].remedy == "reconsideration_first"
        assert ("十五日内" in text) is first
        assert ("六个月内" in text) is not first
        assert ("互联网渠道" in text) is (outcome == "grant")
        for name in letters.templates()[f"decision.{variant}"].requires:
            if outcome not in BY_LAPSE:
                assert squeezed(TEXTS[name]) in text
        if OUTCOMES[outcome].reasons_required:
            assert squeezed(TEXTS["reasons"]) in text


def test_every_other_letter_in_both_formats(county: County) -> None:
    case = register(county, date(2026, 3, 3), applicant=COMPANY)
    services.issue_receipt(actor=county.officer, case=case, on=date(2026, 3, 3))
    services.send_consultation(
        actor=county.officer, case=case, on=date(2026, 3, 4), party="agency", name="云溪县教育局"
    )
    services.send_consultation(
        actor=county.officer,
        case=case,
        on=date(2026, 3, 4),
        party="third_party",
        name="丰禾公司",
        question="报价单",
    )
    services.extend_reply_limit(
        actor=county.officer,
        case=case,
        on=date(2026, 3, 5),
        working_days=3,
        consented_by=county.leader,
        reasons="检索量大",
    )
    services.set_excessive_delay(
        actor=county.officer, case=case, on=date(2026, 3, 6), until=date(2026, 6, 30), reasons="数量多"
    )
    services.serve_fee_notice(
        actor=county.officer,
        case=case,
        on=date(2026, 3, 9),
        method="by_page",
        quantity=150,
        reasons="超过合理范围",
        approved_by=county.leader,
    )
    unclear = register(county, date(2026, 3, 3), applicant=COMPANY)
    services.request_correction(
        actor=county.officer, case=unclear, on=date(2026, 3, 4), wanted="一、年份;\n二、乡镇。"
    )
    online = register(county, date(2026, 3, 3), channel="fax")
    services.issue_receipt(actor=county.officer, case=online, on=date(2026, 3, 3))

    expected = {
        "receipt": "登记",
        "consultation": "十五个工作日",
        "extension": "延长3个工作日",
        "excessive_delay": "2026年6月30日",
        "fee_notice": "1700元",
        "correction": "二、乡镇。",
    }
    seen = set()
    for letter in Letter.objects.order_by("id"):
        seen.add(letter.kind)
        for text in (docx_text(letters.docx(letter)), pdf_text(letters.pdf(letter))):
            assert squeezed(expected[letter.kind]) in squeezed(text)
            assert letter.number in squeezed(text)
            assert "{" not in text
        if letter.kind == "consultation":
            assert COMPANY.name not in docx_text(letters.docx(letter)), "who asked is nobody's business"
    assert seen == set(expected)
    numbers = list(
        Letter.objects.filter(agency=county.finance).order_by("id").values_list("number", flat=True)
    )
    assert numbers == [f"云溪县财政局公开〔2026〕{n}号" for n in range(1, len(numbers) + 1)]


def test_the_kept_content_is_what_the_ledger_vouches_for(county: County) -> None:
    letter = decided(county, "grant", "grant")
    letter.refresh_from_db()
    assert letters.digest(letter.content) == letter.content_sha256


@pytest.mark.parametrize(
    ("outcome", "missing"),
    [
        ("partial", "content"),
        ("deny.internal", "reasons"),
        ("deny.admin_query", "grounds"),
        ("grant", "content"),
    ],
)
def test_an_answer_that_lacks_something_is_refused_and_nothing_is_kept(
    county: County, outcome: str, missing: str
) -> None:
    case = register(county, date(2026, 3, 3))
    with pytest.raises(StepRefused, match=str(letters.FIELD_LABELS[missing])):
        services.decide(
            actor=county.leader,
            case=case,
            on=date(2026, 3, 25),
            outcome=outcome,
            served_by="post",
            **{**TEXTS, missing: " \n"},
        )
    assert not Letter.objects.exists()
    assert Case.objects.get().status == "running"


def test_templates_cover_every_outcome_and_use_known_words_only(county: County) -> None:
    assert set(letters.templates()) == set(letter_rules.names())
    known = set(letters.common_values(register(county, date(2026, 3, 3))))
    for name, template in letters.templates().items():
        mine = {field.name for field in letter_rules.allowed(name)}
        assert set(template.requires) <= mine & set(letters.FIELD_LABELS) | {"letter_title", "letter_number"}
        for paragraph in template.body:
            used = {part.split("}")[0] for part in paragraph.text.split("{")[1:]} | {paragraph.when}
            assert used <= mine | {""}, name
    assert {field.name for field in letter_rules.allowed("receipt")} <= known


def test_what_people_type_is_never_read_as_a_template(county: County) -> None:
    case = register(county, date(2026, 3, 3))
    letter = services.decide(
        actor=county.leader,
        case=case,
        on=date(2026, 3, 4),
        outcome="grant",
        content="{you} {0} #set page() \\ $x$ <b>",
        served_by="post",
    ).letter
    assert letter is not None
    assert "{you} {0} #set page() \\ $x$ <b>" in letter.content["paragraphs"]
    assert "#setpage()" in squeezed(pdf_text(letters.pdf(letter)))
