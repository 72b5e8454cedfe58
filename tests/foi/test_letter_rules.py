"""A template that lacks what its letter must say is not saved, and every fault is told."""

from __future__ import annotations

import pytest

from gongkai.foi import letter_rules as rules
from gongkai.foi import letter_texts
from gongkai.law.outcomes import OUTCOMES, RECONSIDERATION_FIRST

OWN_FIRST = (
    "不服的，应当自收到之日起六十日内先向{复议机关}申请行政复议；仍不服的，十五日内向{管辖法院}提起行政诉讼。"
)
OWN_EITHER = "不服的，可以在60日内向{复议机关}申请行政复议，或者在6个月内向{管辖法院}提起行政诉讼。"
ANSWERS = [name for name in rules.names() if rules.outcome_of(name)]


def built_in(name: str) -> tuple[str, str]:
    template = letter_texts.templates()[name]
    return template.title, rules.written(template.body)


def codes(name: str, text: str, title: str = "告知书") -> list[str]:
    return [fault.code for fault in rules.faults(name, title, text)]


@pytest.mark.parametrize("name", rules.names())
def test_the_built_in_text_has_no_fault_and_survives_editing(name: str) -> None:
    title, text = built_in(name)
    assert rules.faults(name, title, text) == []
    assert rules.read(text) == letter_texts.templates()[name].body


@pytest.mark.parametrize("name", ANSWERS)
def test_every_answer_needs_remedy_body_court_periods_and_its_reasons(name: str) -> None:
    outcome = OUTCOMES[rules.outcome_of(name)]
    found = codes(name, "{来文摘要}现予告知。")
    first = {
        "LETTER-REMEDY",
        "LETTER-BODY",
        "LETTER-COURT",
        "LETTER-PERIOD-RECONSIDERATION",
        "LETTER-PERIOD-SUIT",
    }
    assert first <= set(found)
    assert ("LETTER-REASONS" in found) is outcome.reasons_required
    needed = {f"LETTER-NEEDS-{field.upper()}" for field, _article in rules.NEEDED.get(name, ())}
    assert set(found) == first | needed | ({"LETTER-REASONS"} if outcome.reasons_required else set())
    fields = "".join(f"{{{field.word}}}" for field in rules.allowed(name) if field.kind != "mark")
    assert codes(name, fields) == []


@pytest.mark.parametrize("name", ANSWERS)
def test_the_route_in_words_of_ones_own_must_be_the_route_of_the_outcome(name: str) -> None:
    outcome = OUTCOMES[rules.outcome_of(name)]
    others = "".join(f"{{{word}}}" for word in ("理由", "依据", "提供内容", "不公开部分", "负责机关"))
    right, wrong = OWN_FIRST, OWN_EITHER
    if outcome.remedy != RECONSIDERATION_FIRST:
        right, wrong = wrong, right
    assert codes(name, others + right) == []
    assert "LETTER-PERIOD-SUIT" in codes(name, others + wrong)


@pytest.mark.parametrize(
    ("name", "dropped", "code"),
    [
        ("correction", "{补正期限}", "LETTER-NEEDS-REPLY_BY"),
        ("correction", "{补正事项}", "LETTER-NEEDS-WANTED"),
        ("extension", "{理由}", "LETTER-NEEDS-REASONS"),
        ("extension", "{答复期限}", "LETTER-NEEDS-DUE_ON"),
        ("excessive_delay", "{延迟期限}", "LETTER-NEEDS-UNTIL"),
        ("fee_notice", "{收费金额}", "LETTER-NEEDS-AMOUNT"),
        ("fee_notice", "二十个工作日", "LETTER-PERIOD"),
        ("consultation_third_party", "十五个工作日", "LETTER-PERIOD"),
        ("consultation_agency", "十五个工作日", "LETTER-PERIOD"),
        ("disclosure_notice", "{理由}", "LETTER-NEEDS-REASONS"),
        ("disclosure_notice", "{救济途径}", "LETTER-REMEDY"),
        ("withdrawal", "{撤回日期}", "LETTER-NEEDS-WITHDRAWN_ON"),
        ("delivery_slip", "{送达文号}", "LETTER-NEEDS-LETTER_NUMBER"),
        ("receipt", "{收到日期}", "LETTER-NEEDS-RECEIVED_ON"),
        ("decision.cannot.transfer", "{负责机关}", "LETTER-NEEDS-RESPONSIBLE_AGENCY"),
        ("decision.partial", "{不公开部分}", "LETTER-NEEDS-WITHHELD"),
    ],
)
def test_what_a_kind_cannot_do_without(name: str, dropped: str, code: str) -> None:
    title, text = built_in(name)
    assert dropped in text
    assert code in codes(name, text.replace(dropped, ""), title)


@pytest.mark.parametrize(
    ("line", "code"),
    [
        ("{理由", "LETTER-BRACES"),
        ("理由}", "LETTER-BRACES"),
        ("{{理由}}", "LETTER-BRACES"),
        ("{姓名}", "LETTER-FIELD"),
        ("{}", "LETTER-FIELD"),
        ("{reasons.__class__}", "LETTER-FIELD"),
        ("{0}", "LETTER-FIELD"),
        ("{尚未确认}", "LETTER-FIELD"),
        ("[如有：姓名]某某", "LETTER-FIELD"),
        ("[如有 理由某某", "LETTER-HEAD"),
    ],
)
def test_unknown_fields_and_broken_braces_are_refused(line: str, code: str) -> None:
    title, text = built_in("decision.deny.process")
    found = rules.faults("decision.deny.process", title, f"{text}\n{line}")
    assert code in [fault.code for fault in found]
    if code != "LETTER-HEAD":
        assert f"第{len(rules.lines(text)) + 1}段" in found[0].text


def test_title_and_length() -> None:
    _title, text = built_in("withdrawal")
    assert codes("withdrawal", text, " ") == ["LETTER-TITLE"]
    assert codes("withdrawal", text, "告知书{理由}") == ["LETTER-TITLE-FIELD"]
    assert codes("withdrawal", text, "长" * 61) == ["LETTER-TITLE-LONG"]
    assert codes("withdrawal", text + "长" * rules.MOST_CHARACTERS) == ["LETTER-LONG"]
    assert "LETTER-TEXT" in codes("withdrawal", " \n ")


def test_letters_to_others_offer_no_field_that_speaks_of_the_applicant() -> None:
    for name in ("consultation_third_party", "consultation_agency", "disclosure_notice", "delivery_slip"):
        assert not {"you", "opening", "description"} & {field.name for field in rules.allowed(name)}
