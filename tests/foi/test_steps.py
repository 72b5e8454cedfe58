"""Only lawful steps are offered; each says what it does to the limit, or why not."""

from __future__ import annotations

from collections.abc import Callable
from datetime import date
from typing import Any

import pytest
from django.core.exceptions import PermissionDenied

from gongkai.foi import queries, services
from gongkai.foi.errors import StepRefused
from gongkai.foi.models import Case, ProcessingFee
from gongkai.ledger.models import Event
from tests.foi.requests import COMPANY, register
from tests.world import County, make_post

D = date


def allowed(case: Case, as_of: date) -> set[str]:
    return {step.name for step in queries.lawful_steps(case, as_of) if step.allowed}


def step(case: Case, name: str, as_of: date) -> Any:
    return next(found for found in queries.lawful_steps(case, as_of) if found.name == name)


def correct(county: County, case: Case, on: date, **changes: Any) -> None:
    services.request_correction(actor=county.officer, case=case, on=on, wanted="年份", **changes)


def consult(county: County, case: Case, on: date, party: str = "third_party", **changes: Any) -> Any:
    return services.send_consultation(
        actor=county.officer, case=case, on=on, party=party, name="丰禾公司", **changes
    )


def extend(county: County, case: Case, on: date, days: int, **changes: Any) -> None:
    fields = {"consented_by": county.leader, "reasons": "检索量大", **changes}
    services.extend_reply_limit(actor=county.officer, case=case, on=on, working_days=days, **fields)


def charge(county: County, case: Case, on: date, **changes: Any) -> ProcessingFee:
    fields = {
        "method": "by_page",
        "quantity": 150,
        "reasons": "超过合理范围",
        "approved_by": county.leader,
        **changes,
    }
    return services.serve_fee_notice(actor=county.officer, case=case, on=on, **fields)


def decide(county: County, case: Case, on: date, outcome: str = "grant", **changes: Any) -> None:
    fields = {"served_by": "post", "content": "见附件", "reasons": "理由", **changes}
    services.decide(actor=county.leader, case=case, on=on, outcome=outcome, **fields)


def refused(act: Callable[[], Any]) -> str:
    before = Event.objects.count()
    with pytest.raises(StepRefused) as caught:
        act()
    assert caught.value.text
    assert Event.objects.count() == before, "a refused step leaves no trace"
    return caught.value.code


def test_what_is_offered_follows_the_state(county: County) -> None:
    fax = register(county, D(2026, 3, 3), channel="fax")
    assert allowed(fax, D(2026, 3, 4)) == {"confirm_receipt", "withdraw_request"}
    case = register(county, D(2026, 3, 3))
    open_steps = {
        "request_correction",
        "send_consultation",
        "extend_reply_limit",
        "set_excessive_delay",
        "serve_fee_notice",
        "decide",
        "withdraw_request",
    }
    assert allowed(case, D(2026, 3, 4)) == open_steps
    assert allowed(case, D(2026, 3, 13)) == open_steps - {"request_correction"}
    assert allowed(case, D(2026, 4, 1)) == {"send_consultation", "decide", "withdraw_request"}
    correct(county, case, D(2026, 3, 4), period_working_days=10)
    assert allowed(case, D(2026, 3, 5)) == {"receive_correction", "withdraw_request"}
    assert allowed(case, D(2026, 3, 19)) == {"receive_correction"}, "abandoned; late, with a proper reason"
    services.receive_correction(actor=county.officer, case=case, on=D(2026, 3, 10))
    charge(county, case, D(2026, 3, 11))
    assert allowed(case, D(2026, 3, 12)) == {"record_fee_payment", "withdraw_request"}
    assert allowed(case, D(2026, 6, 1)) == set()
    services.record_fee_payment(actor=county.officer, case=case, on=D(2026, 3, 16))
    consult(county, case, D(2026, 3, 17))
    assert "record_consultation_answer" in allowed(case, D(2026, 3, 18))
    decide(county, case, D(2026, 3, 19))
    assert allowed(case, D(2026, 3, 19)) == set()


def test_every_step_has_words_for_its_effect_or_its_refusal(county: County) -> None:
    case = register(county, D(2026, 3, 3))
    for as_of in (D(2026, 3, 3), D(2026, 3, 20), D(2026, 4, 10)):
        for found in queries.lawful_steps(case, as_of):
            assert found.label
            assert found.effect if found.allowed else (found.code and found.reason)


def test_the_effect_is_told_before_it_happens(county: County) -> None:
    case = register(county, D(2026, 3, 3))
    found = step(case, "extend_reply_limit", D(2026, 3, 20))
    assert found.effect == "会把期限最多从2026年3月31日（星期二）移到2026年4月29日（星期三）。"
    assert (found.due_after, found.latest_on) == (D(2026, 4, 29), D(2026, 3, 31))
    assert step(case, "request_correction", D(2026, 3, 4)).latest_on == D(2026, 3, 12)
    event = {"type": "extended", "on": "2026-03-20", "working_days": 5}
    assert queries.preview(case, event, D(2026, 3, 20)) == (D(2026, 3, 31), D(2026, 4, 8))
    extend(county, case, D(2026, 3, 20), 5)
    assert case.due_on == D(2026, 4, 8)
    with pytest.raises(StepRefused):
        queries.preview(case, {"type": "fee_paid", "on": "2026-03-23"}, D(2026, 3, 23))


def test_a_consultation_suspends_and_its_answer_resumes(county: County) -> None:
    case = register(county, D(2026, 3, 3))
    row = consult(county, case, D(2026, 3, 5), letter_received_on=D(2026, 3, 9))
    assert (case.status, case.waits_until, case.due_on) == ("suspended", D(2026, 3, 30), D(2026, 4, 24))
    assert case.status_on(D(2026, 3, 31)) == "running"
    assert case.status_on(D(2026, 4, 24)) == "running"
    assert case.status_on(D(2026, 4, 25)) == "overdue"
    services.record_consultation_answer(
        actor=county.officer, case=case, on=D(2026, 3, 12), ref=row.ref, opinion="objects", reasons="商业秘密"
    )
    assert (case.status, case.due_on) == ("running", D(2026, 4, 8))
    assert (
        refused(
            lambda: services.record_consultation_answer(
                actor=county.officer, case=case, on=D(2026, 3, 13), ref=row.ref, opinion="agrees"
            )
        )
        == "FOI-NO-CONSULTATION"
    )
    assert (
        refused(
            lambda: services.record_consultation_delivery(
                actor=county.officer, consultation=row, on=D(2026, 3, 13)
            )
        )
        == "FOI-DELIVERY"
    )


@pytest.mark.parametrize("days", [0, -1, 21, 1000])
def test_an_extension_out_of_bounds_is_refused(county: County, days: int) -> None:
    case = register(county, D(2026, 3, 3))
    assert refused(lambda: extend(county, case, D(2026, 3, 20), days)) == "FOI-EXTENSION-TOO-LONG"


def test_extensions_add_up_to_twenty_and_need_consent(county: County) -> None:
    case = register(county, D(2026, 3, 3))
    with pytest.raises(PermissionDenied):
        extend(county, case, D(2026, 3, 20), 5, consented_by=county.reviewer)
    assert refused(lambda: extend(county, case, D(2026, 3, 20), 5, reasons=" ")) == "FOI-LETTER-INCOMPLETE"
    extend(county, case, D(2026, 3, 20), 15)
    assert refused(lambda: extend(county, case, D(2026, 3, 23), 6)) == "FOI-EXTENSION-TOO-LONG"
    extend(county, case, D(2026, 3, 23), 5)
    assert refused(lambda: extend(county, case, D(2026, 3, 24), 1)) == "FOI-EXTENSION-USED-UP"
    late = register(county, D(2026, 3, 3))
    assert refused(lambda: extend(county, late, D(2026, 4, 1), 1)) == "FOI-LIMIT-ENDED"


def test_dates_that_cannot_be_are_refused(county: County) -> None:
    case = register(county, D(2026, 3, 3))
    assert refused(lambda: decide(county, case, D(2026, 3, 2))) == "FOI-BEFORE-RECEIPT"
    assert refused(lambda: decide(county, case, D(2099, 1, 4))) == "FOI-FUTURE"
    assert refused(lambda: correct(county, case, D(2026, 3, 13))) == "FOI-CORRECTION-LATE"
    with pytest.raises(StepRefused):
        services.receive_correction(actor=county.officer, case=case, on=D(2026, 3, 5))
    with pytest.raises(StepRefused):
        correct(county, case, D(2026, 3, 5), period_working_days=0)
    decide(county, case, D(2026, 3, 20))
    assert refused(lambda: decide(county, case, D(2026, 3, 21))) == "FOI-CLOSED"
    assert refused(lambda: decide(county, case, D(2026, 3, 10))) == "FOI-SECOND-DECISION"


def test_outcomes_that_presuppose_something(county: County) -> None:
    case = register(county, D(2026, 3, 3))
    on = D(2026, 3, 20)
    for outcome, code in (
        ("cannot.still_unclear", "FOI-OUTCOME-NOT-CORRECTED"),
        ("other.fee_unpaid", "FOI-OUTCOME-BY-LAPSE"),
        ("deny.third_party", "FOI-OUTCOME-NOT-CONSULTED"),
        ("deny.whatever", "FOI-OUTCOME"),
    ):
        assert refused(lambda outcome=outcome: decide(county, case, on, outcome)) == code
    assert refused(lambda: decide(county, case, on, "deny.internal", reasons="")) == "FOI-REASONS"
    assert refused(lambda: decide(county, case, on, served_by="courier")) == "FOI-SERVED-BY"
    assert refused(lambda: decide(county, case, on, variant="cannot.not_ours")) == "FOI-VARIANT"


def test_nobody_approves_his_own_draft(county: County) -> None:
    case = register(county, D(2026, 3, 3))
    on = D(2026, 3, 20)
    assert (
        refused(lambda: services.decide(actor=county.leader, case=case, on=on, served_by="post"))
        == "FOI-NO-PROPOSAL"
    )
    make_post(county.finance, county.leader, "information_officer")
    county.leader.__dict__.pop("_current_posts", None)
    answer = services.Answer("grant", content="见附件")
    services.propose_decision(actor=county.leader, case=case, on=on, answer=answer)
    assert (
        refused(lambda: services.decide(actor=county.leader, case=case, on=on, served_by="post"))
        == "FOI-OWN-DRAFT"
    )
    services.return_decision(actor=county.reviewer, case=case, on=on, opinion="请补充途径")
    services.propose_decision(actor=county.officer, case=case, on=on, answer=answer)
    services.propose_decision(actor=county.officer, case=case, on=on, answer=answer)
    made = services.decide(actor=county.reviewer, case=case, on=on, served_by="in_person")
    assert (made.drafted_by, made.approved_by, made.state) == (county.officer, county.reviewer, "made")
    assert sorted(case.decisions.values_list("state", flat=True)) == ["made", "returned", "returned"]


def test_the_fee_is_a_decision_with_its_computation(county: County) -> None:
    case = register(county, D(2026, 3, 3))
    on = D(2026, 3, 20)
    assert refused(lambda: charge(county, case, on, quantity=30)) == "FOI-FEE-NIL"
    assert refused(lambda: charge(county, case, on, method="both")) == "FOI-FEE-METHOD"
    assert refused(lambda: charge(county, case, on, quantity=0)).startswith("FOI-")
    assert refused(lambda: charge(county, case, on, reasons="")) == "FOI-LETTER-INCOMPLETE"
    with pytest.raises(PermissionDenied):
        charge(county, case, on, approved_by=county.officer)
    fee = charge(county, case, on)
    assert (fee.amount, [line["amount"] for line in fee.lines]) == (1700, [0, 700, 1000])
    assert (case.status, case.due_on, case.closed_on) == ("awaiting_payment", None, D(2026, 4, 21))
    services.record_fee_payment(
        actor=county.officer, case=case, on=D(2026, 4, 15), treasury_receipt="00012345"
    )
    assert (case.status, case.due_on, case.closed_on) == ("running", D(2026, 5, 15), None)
    assert (
        refused(lambda: services.record_fee_payment(actor=county.officer, case=case, on=D(2026, 4, 16)))
        == "FOI-NOTHING-TO-PAY"
    )
    assert refused(lambda: charge(county, case, D(2026, 4, 16))) == "FOI-FEE-ONCE"
    assert queries.fees_received([county.finance], 2026) == 1700
    assert queries.fees_received([county.education], 2026) == 0


def test_items_count_by_applicant_and_month(county: County) -> None:
    for day in range(2, 12):
        register(county, D(2026, 3, day))
    register(county, D(2026, 3, 5), applicant=COMPANY)
    register(county, D(2026, 2, 5))
    eleventh = register(county, D(2026, 3, 12))
    assert services.compute_fee(case=eleventh, method="by_item", quantity=1).amount == 100
    assert services.compute_fee(case=eleventh, method="by_item", quantity=4).amount == 400
    charge(county, eleventh, D(2026, 3, 13), method="by_item", quantity=4)
    after = register(county, D(2026, 3, 16))
    assert services.compute_fee(case=after, method="by_item", quantity=1).lines[0].first == 15


def test_a_wrong_record_is_undone_not_erased(county: County) -> None:
    case = register(county, D(2026, 3, 3))
    correct(county, case, D(2026, 3, 4))
    wrong = Event.objects.get(type="foi.case.correction_requested")
    with pytest.raises(PermissionDenied):
        services.void_event(actor=county.stranger, case=case, event_id=wrong.pk, reason="误登")
    assert refused(
        lambda: services.void_event(actor=county.officer, case=case, event_id=wrong.pk, reason=" ")
    ) == ("FOI-VOID-REASON")
    services.void_event(actor=county.officer, case=case, event_id=wrong.pk, reason="误登")
    assert (case.status, case.due_on, case.closed_on) == ("running", D(2026, 3, 31), None)
    assert case.corrections.get().voided
    assert case.letters.get().voided
    assert case.voidings.get().reason == "误登"
    assert "误登" not in str(list(Event.objects.values_list("data", flat=True))), (
        "words stay out of the ledger"
    )
    assert (
        refused(
            lambda: services.void_event(actor=county.officer, case=case, event_id=wrong.pk, reason="误登")
        )
        == "FOI-VOID-UNKNOWN"
    )
    receipt = Event.objects.get(type="foi.case.received", object_id=case.pk)
    assert (
        refused(
            lambda: services.void_event(actor=county.officer, case=case, event_id=receipt.pk, reason="误登")
        )
        == "FOI-VOID-RECEIPT"
    )
    correct(county, case, D(2026, 3, 5))
    services.receive_correction(actor=county.officer, case=case, on=D(2026, 3, 9))
    needed = Event.objects.filter(type="foi.case.correction_requested").last()
    assert needed is not None
    assert (
        refused(
            lambda: services.void_event(actor=county.officer, case=case, event_id=needed.pk, reason="误登")
        )
        == "FOI-CORRECTION-NOT-REQUESTED"
    )
    assert queries.projection_differences() == []


def test_undoing_each_kind_restores_what_was(county: County) -> None:
    case = register(county, D(2026, 3, 3), channel="fax", confirmed_on=None)
    before = [(case.status, case.due_on, case.closed_on)]
    acts: list[Callable[[], Any]] = [
        lambda: services.confirm_receipt(actor=county.officer, case=case, on=D(2026, 3, 3)),
        lambda: correct(county, case, D(2026, 3, 4)),
        lambda: services.receive_correction(actor=county.officer, case=case, on=D(2026, 3, 5)),
        lambda: consult(county, case, D(2026, 3, 6)),
        lambda: services.record_consultation_delivery(
            actor=county.officer, consultation=case.consultations.get(), case=case, on=D(2026, 3, 9)
        ),
        lambda: services.record_consultation_answer(
            actor=county.officer, case=case, on=D(2026, 3, 10), ref="1", opinion="agrees"
        ),
        lambda: extend(county, case, D(2026, 3, 11), 3),
        lambda: services.set_excessive_delay(
            actor=county.officer, case=case, on=D(2026, 3, 12), until=D(2026, 5, 29)
        ),
        lambda: charge(county, case, D(2026, 3, 13)),
        lambda: services.record_fee_payment(actor=county.officer, case=case, on=D(2026, 3, 16)),
        lambda: decide(county, case, D(2026, 3, 17)),
    ]
    for act in acts:
        act()
        before.append((case.status, case.due_on, case.closed_on))
    rows = [
        row
        for row in Event.objects.filter(object_id=case.pk).order_by("-id")
        if row.data.get("type") or row.type.endswith("consultation_delivered")
    ]
    assert len(rows) == len(acts) + 1
    before.pop()
    for row in rows[:-1]:
        if row.type.endswith("decided"):
            with pytest.raises(PermissionDenied):
                services.void_event(actor=county.officer, case=case, event_id=row.pk, reason="误登")
            services.void_event(actor=county.leader, case=case, event_id=row.pk, reason="误登")
        else:
            services.void_event(actor=county.officer, case=case, event_id=row.pk, reason="误登")
        assert (case.status, case.due_on, case.closed_on) == before.pop(), row.type
    assert queries.projection_differences() == []


def test_a_wrong_receipt_is_amended(county: County) -> None:
    case = register(county, D(2026, 3, 3))
    services.amend_receipt(
        actor=county.officer, case=case, channel="fax", received_on=D(2026, 3, 4), confirmed_on=D(2026, 3, 5)
    )
    case.refresh_from_db()
    assert (case.channel, case.received_on, case.due_on) == ("fax", D(2026, 3, 5), D(2026, 4, 2))
    assert queries.projection_differences() == []


def test_delivery_is_evidence_and_may_move_the_day(county: County) -> None:
    case = register(county, D(2026, 3, 3))
    decide(county, case, D(2026, 3, 30))
    letter = case.letters.get()
    fields: dict[str, Any] = {"actor": county.officer, "case": case, "letter": letter}
    other = register(county, D(2026, 3, 3))
    assert (
        refused(
            lambda: services.record_delivery(
                **{**fields, "case": other}, on=D(2026, 3, 30), route="in_person"
            )
        )
        == "FOI-LETTER"
    )
    assert (
        refused(lambda: services.record_delivery(**fields, on=D(2026, 3, 30), route="post"))
        == "FOI-POSTAL-NUMBER"
    )
    assert refused(lambda: services.record_delivery(**fields, on=D(2026, 3, 29), route="in_person")) == (
        "FOI-DELIVERY-BEFORE-LETTER"
    )
    services.record_delivery(**fields, on=D(2026, 4, 1), route="post", postal_number="EA000000000CN")
    assert (case.decided_on, case.decided_on_time) == (D(2026, 4, 1), False), "posted a day late"
    assert queries.projection_differences() == []


def test_a_consultation_delivered_before_it_was_sent_is_refused_as_a_whole(county: County) -> None:
    case = register(county, D(2026, 3, 3))
    code = refused(lambda: consult(county, case, D(2026, 3, 5), letter_received_on=D(2026, 3, 4)))
    assert code == "FOI-DELIVERY"
    assert (case.status, case.consultations.count(), case.letters.count()) == ("running", 0, 0)


def test_the_closing_letter_follows_the_end_that_came_by_law(county: County) -> None:
    case = register(county, D(2026, 3, 3))
    correct(county, case, D(2026, 3, 4), period_working_days=5)
    close = {"actor": county.officer, "case": case}
    assert refused(lambda: services.close_abandoned(**close, on=D(2026, 3, 11))) == "FOI-NOT-ABANDONED"
    services.close_abandoned(**close, on=D(2026, 3, 12))
    assert refused(lambda: services.close_abandoned(**close, on=D(2026, 3, 13))) == "FOI-CLOSING-LETTER-ONCE"
    assert (case.closed_on, case.outcome) == (D(2026, 3, 12), "other.not_corrected")


def test_reasons_that_end_their_sentence_do_not_end_it_twice(county: County) -> None:
    case = register(county, D(2026, 3, 3))
    extend(county, case, D(2026, 3, 20), 5, reasons="检索量大。")
    text = "".join(case.letters.get().content["paragraphs"])
    assert "因检索量大，本机关" in text
    assert "。。" not in text


def test_a_letter_delivered_after_the_abandonment_changes_nothing(county: County) -> None:
    case = register(county, D(2026, 3, 3))
    row = consult(county, case, D(2026, 3, 4))
    correct(county, case, D(2026, 3, 5), period_working_days=5)
    services.record_consultation_delivery(actor=county.officer, consultation=row, on=D(2026, 4, 20))
    case.refresh_from_db()
    assert (case.status, case.status_on(D(2026, 4, 20))) == ("awaiting_correction", "abandoned")
    assert (case.closed_on, case.outcome) == (D(2026, 3, 13), "other.not_corrected")
    assert queries.projection_differences() == []


def test_a_request_under_the_old_regulation_waits_for_the_opinion_without_limit(county: County) -> None:
    case = register(county, D(2018, 3, 5))
    consult(county, case, D(2018, 3, 6))
    assert (case.status, case.due_on, case.waits_until) == ("suspended", None, None)
    assert case.status_on(D(2026, 1, 5)) == "suspended"
    services.record_consultation_answer(
        actor=county.officer, case=case, on=D(2018, 3, 9), ref="1", opinion="agrees"
    )
    assert case.due_on is not None
    assert queries.projection_differences() == []


def test_who_is_consulted_must_be_said(county: County) -> None:
    case = register(county, D(2026, 3, 3))
    assert refused(lambda: consult(county, case, D(2026, 3, 4), party="neighbour")) == "FOI-PARTY"
    blank = {"actor": county.officer, "case": case, "on": D(2026, 3, 4), "party": "agency", "name": " \u200b"}
    assert refused(lambda: services.send_consultation(**blank)) == "FOI-PARTY-NAME"
    consult(county, case, D(2026, 3, 4))
    answer = {"actor": county.officer, "case": case, "on": D(2026, 3, 5)}
    for ref, opinion in (("9", "agrees"), ("1", "silent")):
        assert (
            refused(lambda r=ref, o=opinion: services.record_consultation_answer(**answer, ref=r, opinion=o))
            == "FOI-ANSWER"
        )


def test_a_fee_is_not_approved_by_its_clerk(county: County) -> None:
    make_post(county.finance, county.leader, "information_officer")
    case = register(county, D(2026, 3, 3))
    charge_himself = {
        "actor": county.leader,
        "case": case,
        "on": D(2026, 3, 20),
        "method": "by_page",
        "quantity": 150,
        "reasons": "多",
        "approved_by": county.leader,
    }
    assert refused(lambda: services.serve_fee_notice(**charge_himself)) == "FOI-FEE-APPROVER"


def test_a_delay_must_lengthen(county: County) -> None:
    case = register(county, D(2026, 3, 3))
    delay = {"actor": county.officer, "case": case, "on": D(2026, 3, 20)}
    assert (
        refused(lambda: services.set_excessive_delay(**delay, until=D(2026, 3, 31))) == "FOI-DELAY-TOO-SHORT"
    )
