"""Tracking by number and code: one answer for everything that is wrong, and not too often."""

from __future__ import annotations

from datetime import date

import pytest

from gongkai.foi import queries, services
from gongkai.foi.errors import StepRefused, TooManyAttempts
from gongkai.foi.queries.tracking import FAILURES_PER_CLIENT, FAILURES_PER_NUMBER
from tests.foi.requests import PERSON, WISH, register
from tests.world import County


def submitted(county: County) -> services.Submission:
    return services.register_request(
        actor=county.officer,
        agency=county.finance,
        channel="in_person",
        applicant=PERSON,
        request=WISH,
        on=date(2026, 3, 3),
    )


def test_number_and_code_in_any_writing(county: County) -> None:
    sent = submitted(county)
    number, code = sent.case.receipt_number, sent.tracking_code
    for typed in (code, code.lower(), code.replace("-", " "), f" {code} ", code.replace("-", "—")):
        assert queries.find_for_tracking(f" {number.lower()} ", typed) == sent.case


def test_unknown_number_and_wrong_code_look_the_same(county: County) -> None:
    sent = submitted(county)
    assert queries.find_for_tracking(sent.case.receipt_number, "AAAA-BBBB-CCCC") is None
    assert queries.find_for_tracking("FINANCE-2026-9999", sent.tracking_code) is None
    assert queries.find_for_tracking("", "") is None
    assert queries.find_for_tracking(sent.case.receipt_number, "") is None
    assert queries.find_for_tracking("x" * 10_000, "y" * 10_000) is None


def test_the_code_of_one_case_does_not_open_another(county: County) -> None:
    first, second = submitted(county), submitted(county)
    assert queries.find_for_tracking(first.case.receipt_number, second.tracking_code) is None


def test_too_many_failures_for_a_number_existing_or_not(county: County) -> None:
    sent = submitted(county)
    for number in (sent.case.receipt_number, "FINANCE-2026-9999"):
        for _ in range(FAILURES_PER_NUMBER):
            assert queries.find_for_tracking(number, "WRONG") is None
        with pytest.raises(TooManyAttempts) as refused:
            queries.find_for_tracking(number, sent.tracking_code)
        assert refused.value.wait_seconds > 0


def test_too_many_failures_from_one_address(county: County) -> None:
    sent = submitted(county)
    for number in range(FAILURES_PER_CLIENT):
        assert queries.find_for_tracking(f"FINANCE-2026-{number:04d}", "WRONG", client="192.0.2.1") is None
    with pytest.raises(TooManyAttempts):
        queries.find_for_tracking(sent.case.receipt_number, sent.tracking_code, client="192.0.2.1")
    assert queries.find_for_tracking(sent.case.receipt_number, sent.tracking_code, client="192.0.2.2")


def test_success_is_never_counted(county: County) -> None:
    sent = submitted(county)
    for _ in range(FAILURES_PER_CLIENT + 5):
        assert queries.find_for_tracking(sent.case.receipt_number, sent.tracking_code, client="192.0.2.1")


def test_a_new_code_replaces_the_old(county: County) -> None:
    sent = submitted(county)
    fresh = services.reissue_tracking_code(actor=county.officer, case=sent.case, on=date(2026, 3, 4))
    assert queries.find_for_tracking(sent.case.receipt_number, sent.tracking_code) is None
    assert queries.find_for_tracking(sent.case.receipt_number, fresh) == sent.case


def test_the_applicant_sees_his_line_of_days_and_his_letters(county: County) -> None:
    sent = submitted(county)
    services.send_consultation(
        actor=county.officer, case=sent.case, on=date(2026, 3, 4), party="third_party", name="丰禾公司"
    )
    services.issue_receipt(actor=county.officer, case=sent.case, on=date(2026, 3, 5))
    seen = queries.tracking(sent.case, date(2026, 3, 5))
    assert [h.type for h in seen.happenings] == ["received", "consultation_sent"]
    assert "丰禾" not in str([h.text for h in seen.happenings])
    assert [letter.kind for letter in seen.letters] == ["receipt"]
    assert seen.status == "suspended"
    assert seen.can_withdraw
    assert not seen.can_correct
    consultation = sent.case.letters.get(kind="consultation")
    assert queries.letter_for_applicant(sent.case, consultation.pk) is None
    assert queries.letter_for_applicant(sent.case, seen.letters[0].pk) == seen.letters[0]
    assert queries.letter_for_applicant(register(county, date(2026, 3, 3)), seen.letters[0].pk) is None


def test_the_applicant_corrects_and_withdraws_with_the_code(county: County) -> None:
    sent = submitted(county)
    case, day = sent.case, date(2026, 3, 10)
    services.request_correction(actor=county.officer, case=case, on=date(2026, 3, 4), wanted="年份")
    for code, text in (("WRONG", "2025年"), (sent.tracking_code, "  ")):
        with pytest.raises(StepRefused):
            services.correct_by_applicant(case=case, code=code, on=day, text=text)
    assert case.status == "awaiting_correction"
    services.correct_by_applicant(case=case, code=sent.tracking_code, on=day, text="2025年")
    assert (case.status, case.corrections.get().text) == ("running", "2025年")
    with pytest.raises(StepRefused):
        services.withdraw_by_applicant(case=case, code="WRONG", on=day)
    services.withdraw_by_applicant(case=case, code=sent.tracking_code, on=day)
    assert (case.status, case.outcome, case.closed_on) == ("withdrawn", "other.misc", day)


def test_an_abandoned_case_says_so(county: County) -> None:
    sent = submitted(county)
    services.request_correction(
        actor=county.officer, case=sent.case, on=date(2026, 3, 4), wanted="年份", period_working_days=5
    )
    seen = queries.tracking(sent.case, date(2026, 4, 1))
    assert (seen.status, seen.happenings[-1].type) == ("abandoned", "abandoned")
    assert seen.outcome_label
