"""The life of a request, step by step, as people take them in the browser."""

from __future__ import annotations

from decimal import Decimal

import pytest
from django.urls import reverse

from gongkai.agencies import working_days
from gongkai.foi import queries
from gongkai.foi.models import Case, Decision, ProcessingFee
from gongkai.ledger.models import Event
from tests.foi.office.desk import (
    back,
    hidden,
    iso,
    registration,
    signed_in,
    step,
    step_url,
    take,
    today,
    worked,
)
from tests.foi.requests import register, searched
from tests.world import County

GRANT = {"answer": "grant", "content": "随函提供纸质文件一份，共3页。"}


def page_of(client, case: Case) -> str:  # type: ignore[no-untyped-def]
    return client.get(reverse("foi_office:case", args=[case.pk])).content.decode()


def test_a_whole_life(county: County) -> None:
    """Faxed, confirmed, corrected, a third party asked, extended, drafted, sent back, approved, delivered."""
    officer, leader = signed_in(county.officer), signed_in(county.leader)
    officer.post(
        "/office/requests/register/",
        registration(agency=county.finance.pk, channel="fax", on=back(15)),
    )
    case = Case.objects.get()
    step(officer, case, "confirm-receipt", on=back(15))
    assert case.received_on == back(15)
    step(officer, case, "request-correction", on=back(14), wanted="请明确年度。", period_working_days=10)
    assert case.status == "awaiting_correction"
    step(officer, case, "receive-correction", on=back(12), text="2025年度")
    assert case.status == "running"
    assert case.due_on == working_days.current().add(back(12), 20)
    step(
        officer,
        case,
        "send-consultation",
        on=back(10),
        party="third_party",
        name="云溪某某有限公司",
        question="采购合同",
    )
    assert case.status == "suspended"
    step(officer, case, "record-consultation-delivery", on=back(9), ref="1")
    step(officer, case, "record-consultation-answer", on=back(6), ref="1", opinion="agrees")
    assert case.status == "running"
    due = case.due_on
    step(
        officer,
        case,
        "extend-reply-limit",
        on=back(4),
        working_days=10,
        consented_by=county.leader.pk,
        reasons="需要向多个单位调取材料",
    )
    assert due is not None
    assert case.due_on == working_days.current().add(due, 10)
    step(officer, case, "propose-decision", on=back(3), **GRANT)
    step(leader, case, "return-decision", on=back(3), opinion="请补充页数")
    assert "请补充页数" in page_of(officer, case)
    opened = officer.get(step_url(case, "propose-decision"))
    assert opened.context["form"].initial["content"] == GRANT["content"]
    step(officer, case, "propose-decision", on=back(2), **GRANT)
    step(leader, case, "approve-decision", on=back(1), served_by="post", opinion="同意")
    assert case.status == "decided"
    assert case.outcome == "grant"
    assert case.decided_on_time is True
    letter = Decision.objects.get(state="made").letter
    assert letter is not None
    url = reverse("foi_office:delivery", args=[case.pk, letter.pk])
    answer = take(officer, url, route="post", on=back(1), postal_number="XA12345678999", received_on=today())
    assert answer.status_code == 302
    assert letter.deliveries.get().postal_number == "XA12345678999"
    page = page_of(officer, case)
    assert "按期答复" not in page
    assert "XA12345678999" in page
    assert queries.projection_differences() == []


def test_the_check_page_says_what_the_step_does_to_the_limit(county: County) -> None:
    case = register(county, back(5))
    client = signed_in(county.officer)
    url = step_url(case, "extend-reply-limit")
    seen = hidden(client.get(url).content.decode(), "seen")
    typed = {"on": today(), "working_days": 5, "consented_by": county.leader.pk, "reasons": "调取<材料>"}
    answer = client.post(url, iso({**typed, "seen": seen, "stage": "check"}))
    effect = answer.context["effect"]
    assert effect.before == case.due_on
    assert effect.after == working_days.current().add(case.due_on, 5)  # type: ignore[arg-type]
    page = answer.content.decode()
    assert "这会把期限从" in page
    assert "延期答复告知书" in page
    assert "调取&lt;材料&gt;" in page
    assert not Event.objects.filter(type="foi.case.extended").exists()


def test_back_to_edit_keeps_what_was_typed(county: County) -> None:
    case = register(county, back(5))
    client = signed_in(county.officer)
    url = step_url(case, "request-correction")
    typed = {"on": today(), "wanted": "请明确\n年度", "period_working_days": 9, "stage": "edit", "seen": 1}
    page = client.post(url, iso(typed)).content.decode()
    assert "请明确\n年度" in page.replace("\r", "")
    assert 'value="9"' in page
    assert "error-summary" not in page


def test_a_button_pressed_twice_counts_once(county: County) -> None:
    case = register(county, back(5))
    client = signed_in(county.officer)
    url = step_url(case, "extend-reply-limit")
    seen = hidden(client.get(url).content.decode(), "seen")
    typed = {"on": today(), "working_days": 5, "consented_by": county.leader.pk, "reasons": "调取材料"}
    confirm = iso({**typed, "seen": seen, "stage": "confirm"})
    first, second = client.post(url, confirm), client.post(url, confirm)
    assert first.status_code == second.status_code == 302
    assert Event.objects.filter(type="foi.case.extended").count() == 1
    assert "没有重复登记" in client.get(second["Location"]).content.decode()


def test_what_a_colleague_did_meanwhile_is_shown_before_confirming(county: County) -> None:
    case = register(county, back(5))
    client = signed_in(county.officer)
    url = step_url(case, "extend-reply-limit")
    seen = hidden(client.get(url).content.decode(), "seen")
    step(
        client,
        case,
        "send-consultation",
        on=today(),
        party="agency",
        name="云溪县教育局",
    )
    typed = {"on": today(), "working_days": 5, "consented_by": county.leader.pk, "reasons": "调取材料"}
    answer = client.post(url, iso({**typed, "seen": seen, "stage": "confirm"}))
    assert answer.status_code == 200
    assert "有了新的登记" in answer.content.decode()
    assert not Event.objects.filter(type="foi.case.extended").exists()
    fresh = hidden(answer.content.decode(), "seen")
    assert client.post(url, iso({**typed, "seen": fresh, "stage": "confirm"})).status_code == 302


@pytest.mark.parametrize("seen", ["", "x", "²", "-1", "9" * 40])
def test_a_forged_mark_confirms_nothing(county: County, seen: str) -> None:
    case = register(county, back(5))
    client = signed_in(county.officer)
    answer = client.post(
        step_url(case, "withdraw-request"), iso({"on": today(), "seen": seen, "stage": "confirm"})
    )
    assert answer.status_code == 200
    assert not Event.objects.filter(type="foi.case.withdrawn").exists()


@pytest.mark.parametrize(
    ("slug", "typed", "field"),
    [
        ("withdraw-request", {"on": "2026-02-30"}, "on"),
        ("withdraw-request", {"on": "2099-01-01"}, "on"),
        ("withdraw-request", {"on": "2010-01-01"}, "on"),
        ("extend-reply-limit", {"working_days": 21, "reasons": "x"}, "working_days"),
        ("extend-reply-limit", {"working_days": 5, "reasons": "x", "consented_by": "0"}, "consented_by"),
        ("request-correction", {"wanted": "", "period_working_days": 5}, "wanted"),
        ("propose-decision", {"answer": "partial", "content": "一份"}, "withheld"),
        ("propose-decision", {"answer": "deny.process"}, "reasons"),
        ("propose-decision", {"answer": "other.fee_unpaid"}, "answer"),
        ("serve-fee-notice", {"items": 1, "method": "by_page", "reasons": "x"}, "pages"),
        ("serve-fee-notice", {"items": 1, "method": "by_item", "reasons": "x", "approved_by": "L"}, "method"),
    ],
)
def test_faults_are_named_at_their_field_and_nothing_is_lost(
    county: County, slug: str, typed: dict[str, object], field: str
) -> None:
    case = register(county, back(5))
    client = signed_in(county.officer)
    data = {"on": today(), "stage": "confirm", "seen": 1, **typed}
    data = {key: county.leader.pk if value == "L" else value for key, value in data.items()}
    before = Event.objects.count()
    answer = client.post(step_url(case, slug), iso(data))
    assert answer.status_code == 422
    assert field in answer.context["form"].errors
    assert f'href="#id_{field}"' in answer.content.decode()
    assert Event.objects.count() == before


def test_what_is_not_lawful_now_is_not_offered_and_says_why(county: County) -> None:
    case = register(county, back(25))
    client = signed_in(county.officer)
    page = page_of(client, case)
    assert "已逾期5个工作日" in page
    assert step_url(case, "extend-reply-limit") not in page
    assert "为什么不能办理其他步骤" in page
    assert "不能再改变期限" in page
    refused = client.get(step_url(case, "extend-reply-limit")).content.decode()
    assert "FOI-LIMIT-ENDED" in refused
    assert "补登记" in refused


def test_what_was_done_before_is_recorded_late_under_its_own_day(county: County) -> None:
    case = register(county, back(25))
    client = signed_in(county.officer)
    typed = {"working_days": 10, "consented_by": county.leader.pk, "reasons": "调取材料"}
    late = take(client, step_url(case, "extend-reply-limit"), on=today(), **typed)
    assert late.status_code == 422
    assert "FOI-LIMIT-ENDED" in late.content.decode()
    step(client, case, "extend-reply-limit", on=back(10), **typed)
    assert case.due_on == working_days.current().add(back(25), 30)


def test_a_refusal_keeps_what_was_typed(county: County) -> None:
    case = register(county, back(5))
    client = signed_in(county.officer)
    data = {"on": today(), "stage": "check", "seen": 1, "answer": "deny.third_party", "reasons": "商业秘密"}
    answer = client.post(step_url(case, "propose-decision"), iso(data))
    assert answer.status_code == 422
    page = answer.content.decode()
    assert "FOI-OUTCOME-NOT-CONSULTED" in page
    assert "商业秘密" in page


def test_nobody_approves_the_own_draft_or_acts_without_the_duty(county: County) -> None:
    case = register(county, back(5))
    officer = signed_in(county.officer)
    step(officer, case, "propose-decision", on=today(), **GRANT)
    assert officer.get(step_url(case, "approve-decision")).status_code == 302
    page = page_of(officer, case)
    assert "正在等待审核人或者分管负责人审批" in page
    reviewer = signed_in(county.reviewer)
    assert step_url(case, "approve-decision") in page_of(reviewer, case)
    step(reviewer, case, "approve-decision", on=today(), served_by="electronic")
    assert case.status == "decided"


def test_the_leader_may_decide_alone_and_a_late_answer_is_said_to_be_late(county: County) -> None:
    case = register(county, back(22))
    searched(county, case, back(1))
    leader = signed_in(county.leader)
    url = step_url(case, "decide")
    seen = hidden(leader.get(url).content.decode(), "seen")
    typed = {"on": today(), "answer": "cannot.not_held", "reasons": "经检索没有。", "served_by": "post"}
    checked = leader.post(url, iso({**typed, "seen": seen, "stage": "check"}))
    page = checked.content.decode()
    assert "逾期答复" in page
    assert "六十日内" in page
    step(leader, case, "decide", **typed)
    assert case.decided_on_time is False
    assert case.outcome == "cannot.not_held"


def test_a_fee_is_decided_with_both_counts_in_sight_and_payment_restarts_the_limit(county: County) -> None:
    case = register(county, back(8))
    client = signed_in(county.officer)
    typed = {
        "on": back(4),
        "items": 1,
        "pages": 150,
        "method": "by_page",
        "reasons": "数量明显超过合理范围",
        "approved_by": county.leader.pk,
    }
    url = step_url(case, "serve-fee-notice")
    seen = hidden(client.get(url).content.decode(), "seen")
    page = client.post(url, iso({**typed, "seen": seen, "stage": "check"})).content.decode()
    assert "合计1,700元" in page
    assert "合计0元" in page
    step(client, case, "serve-fee-notice", **typed)
    assert case.status == "awaiting_payment"
    assert ProcessingFee.objects.get().amount == Decimal(1700)
    step(client, case, "record-fee-payment", on=back(1), amount="1700", treasury_receipt="P-1")
    assert case.status == "running"
    assert case.due_on == working_days.current().add(back(1), 20)


def test_a_delay_for_an_excessive_request(county: County) -> None:
    case = register(county, back(5))
    until = working_days.current().add(today(), 60)
    step(signed_in(county.officer), case, "set-excessive-delay", on=today(), until=until)
    assert case.due_on == until


def test_withdrawn_and_nothing_else_is_offered(county: County) -> None:
    case = register(county, back(5))
    client = signed_in(county.officer)
    step(client, case, "withdraw-request", on=today())
    assert case.status == "withdrawn"
    page = page_of(client, case)
    assert "/steps/propose-decision/" not in page
    assert "申请已经办结" in page


def test_a_request_deemed_abandoned_gets_its_closing_letter(county: County) -> None:
    case = register(county, back(20))
    client = signed_in(county.officer)
    step(client, case, "request-correction", on=back(17), wanted="请明确年度。", period_working_days=7)
    page = page_of(client, case)
    assert "视为放弃" in page
    assert step_url(case, "close-abandoned") in page
    step(client, case, "close-abandoned", on=today(), reasons="")
    assert case.letters.filter(kind="decision").exists()


def test_a_wrong_record_is_undone_with_a_reason(county: County) -> None:
    case = register(county, back(5))
    client = signed_in(county.officer)
    due = case.due_on
    extension = {"working_days": 5, "consented_by": county.leader.pk, "reasons": "调取材料"}
    step(client, case, "extend-reply-limit", on=today(), **extension)
    event = Event.objects.get(type="foi.case.extended")
    url = reverse("foi_office:void", args=[case.pk, event.pk])
    assert url in page_of(client, case)
    assert client.post(url, {"stage": "confirm", "reason": "", "seen": event.pk}).status_code == 422
    answer = take(client, url, reason="登记错了案件")
    assert answer.status_code == 302
    case.refresh_from_db()
    assert case.due_on == due
    page = page_of(client, case)
    assert "已撤销" in page
    assert url not in page
    assert case.letters.get(kind="extension").voided


def test_an_event_on_which_others_rest_is_not_undone(county: County) -> None:
    case = register(county, back(8))
    client = signed_in(county.officer)
    step(client, case, "request-correction", on=back(6), wanted="请明确年度。", period_working_days=7)
    step(client, case, "receive-correction", on=back(4))
    event = Event.objects.get(type="foi.case.correction_requested")
    url = reverse("foi_office:void", args=[case.pk, event.pk])
    answer = client.post(url, {"stage": "check", "reason": "误登", "seen": 1})
    assert answer.status_code == 422
    assert "没有与之对应的补正通知" in answer.content.decode()


def test_the_receipt_is_put_right(county: County) -> None:
    case = register(county, back(5))
    client = signed_in(county.officer)
    step(client, case, "amend-receipt", channel="registered_mail", on=back(7))
    assert case.received_on == back(7)
    assert case.channel == "registered_mail"
    answer = client.post(
        step_url(case, "amend-receipt"),
        iso({"channel": "in_person", "on": back(3), "confirmed_on": back(2), "stage": "check", "seen": 1}),
    )
    assert "confirmed_on" in answer.context["form"].errors


def test_a_delivery_by_post_has_a_number_and_moves_the_day_of_the_answer(county: County) -> None:
    case = register(county, back(6))
    leader = signed_in(county.leader)
    step(leader, case, "decide", on=back(3), served_by="post", **GRANT)
    letter = case.letters.get(kind="decision")
    url = reverse("foi_office:delivery", args=[case.pk, letter.pk])
    faulty = leader.post(url, iso({"route": "post", "on": back(2), "stage": "check", "seen": 1}))
    assert "postal_number" in faulty.context["form"].errors
    early = leader.post(url, iso({"route": "in_person", "on": back(5), "stage": "check", "seen": 1}))
    assert "on" in early.context["form"].errors
    answer = take(leader, url, route="in_person", on=back(1), signed_by="钱小禾")
    assert answer.status_code == 302
    case.refresh_from_db()
    assert case.decided_on == back(1)


def test_an_unknown_step_is_not_found(county: County) -> None:
    case = register(county, back(5))
    assert signed_in(county.officer).get(step_url(case, "celebrate")).status_code == 404


def test_the_case_page_counts_day_by_day(county: County) -> None:
    case = register(county, worked(6))
    client = signed_in(county.officer)
    step(client, case, "send-consultation", on=worked(4), party="third_party", name="云溪某某有限公司")
    step(
        client,
        case,
        "record-consultation-answer",
        on=worked(2),
        ref="1",
        opinion="objects",
        reasons="商业秘密",
    )
    answer = client.get(reverse("foi_office:case", args=[case.pk]))
    cells = {cell.day: cell for week in answer.context["strip"].weeks for cell in week if cell}
    assert cells[worked(6)].kind == "start"
    assert cells[worked(5)].number == 1
    assert cells[worked(3)].kind == cells[worked(2)].kind == "consultation"
    assert cells[worked(1)].number == 3
    assert case.due_on is not None
    assert cells[case.due_on].number == 20
    assert "期限的最后一日" in answer.content.decode()
    assert all(len(week) == 7 for week in answer.context["strip"].weeks)
