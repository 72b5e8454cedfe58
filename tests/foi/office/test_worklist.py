"""The worklist: groups, filters, table, cost."""

from __future__ import annotations

import csv
from io import StringIO
from typing import Any

import pytest
from django.urls import reverse

from gongkai.agencies.models import Duty
from gongkai.foi import services
from gongkai.foi.models import Case
from gongkai.foi.office.worklist import harmless
from gongkai.foi.services import RequestDetails
from tests.foi.office.desk import back, signed_in, today
from tests.foi.requests import register
from tests.world import County, make_post, make_user

URL = "/office/requests/"


def wish(subject: str) -> RequestDetails:
    return RequestDetails(subject=subject)


@pytest.fixture
def cases(county: County) -> dict[str, Case]:
    """One request in each group."""
    made = {
        "overdue": register(county, back(23), request=wish("逾期的事")),
        "confirm": register(county, back(0), channel="online", request=wish("待确认的事")),
        "soon": register(county, back(19), request=wish("快到期的事")),
        "later": register(county, back(1), request=wish("不急的事")),
        "waiting": register(county, back(6), request=wish("等补正的事")),
        "closed": register(county, back(9), request=wish("办完的事")),
    }
    services.request_correction(actor=county.officer, case=made["waiting"], on=back(2), wanted="请明确年度。")
    services.decide(
        actor=county.leader,
        case=made["closed"],
        on=back(1),
        served_by="electronic",
        outcome="grant",
        content="见附件",
    )
    return made


def numbers(answer: Any) -> list[str]:
    return [row.case.receipt_number for group in answer.context["groups"] for row in group["rows"]]


def test_most_urgent_first_closed_left_out(county: County, cases: dict[str, Case]) -> None:
    answer = signed_in(county.officer).get(URL)
    order = ["overdue", "confirm", "soon", "later", "waiting"]
    assert numbers(answer) == [cases[name].receipt_number for name in order]
    assert [group["slug"] for group in answer.context["groups"]] == order
    page = answer.content.decode()
    assert "已逾期3个工作日" in page
    assert "还有1个工作日" in page
    assert "共 5 件" in page


@pytest.mark.parametrize(
    ("query", "expected"),
    [
        ("group=overdue", ["overdue"]),
        ("group=closed", ["closed"]),
        ("group=all&channel=online", ["confirm"]),
        ("outcome=grant", ["closed"]),
        ("q=快到期", ["soon"]),
        ("q=钱小禾&group=all", []),
        ("task=corrected", []),
    ],
)
def test_filters(county: County, cases: dict[str, Case], query: str, expected: list[str]) -> None:
    answer = signed_in(county.officer).get(f"{URL}?{query}")
    assert numbers(answer) == [cases[name].receipt_number for name in expected]


def test_filter_by_day_and_number(county: County, cases: dict[str, Case]) -> None:
    client = signed_in(county.officer)
    day = back(19).isoformat()
    found = client.get(URL, {"received_from": day, "received_to": day})
    assert numbers(found) == [cases["soon"].receipt_number]
    number = cases["later"].receipt_number
    assert numbers(client.get(URL, {"q": number})) == [number]
    faulty = client.get(URL, {"received_from": day, "received_to": "2001-01-01"})
    assert "received_to" in faulty.context["form"].errors
    assert client.get(URL, {"group": "nonsense", "p": "999", "agency": "x"}).status_code == 200


def test_only_the_own_subtree(county: County, cases: dict[str, Case]) -> None:
    other = register(county, back(2), actor=county.stranger, agency=county.education)
    assert numbers(signed_in(county.stranger).get(URL)) == [other.receipt_number]
    seen = numbers(signed_in(county.supervisor).get(URL))
    assert other.receipt_number in seen
    assert cases["later"].receipt_number in seen
    narrowed = signed_in(county.supervisor).get(URL, {"agency": county.education.pk})
    assert numbers(narrowed) == [other.receipt_number]


def test_tasks_lead_to_drafts(county: County, cases: dict[str, Case]) -> None:
    client = signed_in(county.officer)
    services.propose_decision(
        actor=county.officer,
        case=cases["later"],
        on=today(),
        answer=services.Answer(outcome="grant", content="见附件"),
    )
    assert numbers(client.get(URL, {"task": "approval"})) == [cases["later"].receipt_number]
    services.return_decision(actor=county.leader, case=cases["later"], on=today(), opinion="再写")
    assert numbers(client.get(URL, {"task": "returned"})) == [cases["later"].receipt_number]
    services.receive_correction(actor=county.officer, case=cases["waiting"], on=today())
    assert numbers(client.get(URL, {"task": "corrected"})) == [cases["waiting"].receipt_number]


def test_the_table_for_excel_holds_no_person(county: County, cases: dict[str, Case]) -> None:
    answer = signed_in(county.officer).get(reverse("foi_office:export"), {"group": "all"})
    text = answer.getvalue().decode("utf-8-sig")
    rows = list(csv.reader(StringIO(text)))
    assert len(rows) == 7
    assert rows[1][0] == cases["overdue"].receipt_number
    for secret in ("钱小禾", "00000019900101000X", "0999-7654321", "qian@example.com"):
        assert secret not in text
    assert answer["Content-Type"] == "text/csv; charset=utf-8"


@pytest.mark.parametrize("cell", ["=1+1", "+1", "-1", "@x", "\t=1"])
def test_no_cell_becomes_a_formula(cell: str) -> None:
    assert harmless(cell) == f"'{cell}"
    assert harmless("正常") == "正常"
    assert harmless(3) == 3


def test_a_list_of_many_costs_as_few_queries_as_one_of_few(
    county: County, django_assert_max_num_queries: Any
) -> None:
    for number in range(45):
        register(county, back(number % 18), request=wish(f"第{number}件"))
    client = signed_in(county.officer)
    with django_assert_max_num_queries(19):
        answer = client.get(URL)
    assert len(numbers(answer)) == 40
    assert "下一页" in answer.content.decode()
    assert len(numbers(client.get(URL, {"p": 2}))) == 5
    with django_assert_max_num_queries(10):
        assert client.get(reverse("foi_office:export")).getvalue()


def test_an_empty_list_says_what_to_do(county: County) -> None:
    client = signed_in(county.officer)
    assert "请当日登记" in client.get(URL).content.decode()
    assert "没有符合条件" in client.get(URL, {"q": "没有"}).content.decode()


def test_a_case_page_costs_a_constant_number_of_queries(
    county: County, cases: dict[str, Case], django_assert_max_num_queries: Any
) -> None:
    client = signed_in(county.officer)
    case = cases["waiting"]
    with django_assert_max_num_queries(44):
        client.get(reverse("foi_office:case", args=[case.pk]))
    services.receive_correction(actor=county.officer, case=case, on=back(1))
    for number in range(6):
        services.send_consultation(
            actor=county.officer, case=case, on=today(), party="agency", name=f"第{number}局"
        )
    with django_assert_max_num_queries(44):
        client.get(reverse("foi_office:case", args=[case.pk]))


def test_today_speaks_of_what_each_may_do(county: County, cases: dict[str, Case]) -> None:
    officer = signed_in(county.officer).get("/office/").content.decode()
    assert "件申请已逾期未答复" in officer
    assert "件申请待与申请人确认收到" in officer
    assert "件答复在3个工作日内到期" in officer
    assert f"{URL}?group=overdue" in officer
    assert "等您审批" not in officer
    answer = services.Answer(outcome="grant", content="见附件")
    services.propose_decision(actor=county.officer, case=cases["later"], on=today(), answer=answer)
    leader = signed_in(county.leader).get("/office/").content.decode()
    assert "件答复拟稿等您审批" in leader
    assert reverse("foi_office:case", args=[cases["later"].pk]) in leader
    assert "已逾期未答复" not in leader
    services.propose_decision(actor=county.officer, case=cases["soon"], on=today(), answer=answer)
    assert "task=approval" in signed_in(county.leader).get("/office/").content.decode()
    stranger = signed_in(county.stranger).get("/office/").content.decode()
    assert "逾期未答复" not in stranger
    assert "件申请已逾期未答复" in signed_in(county.supervisor).get("/office/").content.decode()


def test_a_file_is_added_and_refused_by_content(county: County, cases: dict[str, Case]) -> None:
    from django.core.files.uploadedfile import SimpleUploadedFile

    client = signed_in(county.officer)
    url = reverse("foi_office:add_file", args=[cases["later"].pk])
    refused = client.post(
        url, {"role": "search", "title": "检索记录", "file": SimpleUploadedFile("a.pdf", b"MZ\0\0")}
    )
    assert refused.status_code == 422
    assert "检索记录" in refused.content.decode()
    kept = client.post(url, {"role": "search", "file": SimpleUploadedFile("检索.txt", "无".encode())})
    assert kept.status_code == 302
    assert cases["later"].files.get().title == "检索.txt"


def test_who_lost_the_post_sees_nothing(county: County, cases: dict[str, Case]) -> None:
    person = make_user("former", "前任信息员")
    post = make_post(county.finance, person, Duty.INFORMATION_OFFICER)
    client = signed_in(person)
    assert client.get(URL).status_code == 200
    post.until = back(1)
    post.save()
    assert client.get(URL).status_code == 302


def test_a_limit_that_rests_on_a_missing_notice_is_marked(county: County, cases: dict[str, Case]) -> None:
    Case.objects.filter(pk=cases["later"].pk).update(provisional=True)
    assert "暂定" in signed_in(county.officer).get(URL).content.decode()


@pytest.mark.parametrize("number", ["0", "99999999", "9" * 40])
def test_no_such_request(county: County, number: str) -> None:
    client = signed_in(county.officer)
    for path in ("", "receipt/", "steps/decide/", "files/1/", "events/1/void/", f"letters/{number}.pdf"):
        assert client.get(f"{URL}{number}/{path}").status_code == 404
    assert client.get("/office/remedies/" + number + "/").status_code == 404


def test_signs_that_no_database_takes_do_no_harm(county: County, cases: dict[str, Case]) -> None:
    client = signed_in(county.officer)
    for words in ("\x00", "%", "_", "'", "\ud800".encode("utf-8", "surrogatepass")):
        assert client.get(URL, {"q": words}).status_code == 200
        assert client.get("/office/remedies/", {"q": words}).status_code == 200
