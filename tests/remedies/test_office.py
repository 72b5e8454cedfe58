"""The screens of remedies, over HTTP."""

from __future__ import annotations

from datetime import date
from typing import Any

import pytest
from django.test import Client
from django.urls import reverse

from gongkai.foi import services as foi
from gongkai.foi.models import Case
from gongkai.ledger.models import Event
from gongkai.remedies import services
from gongkai.remedies.models import Remedy
from tests.foi.office.desk import back, iso, signed_in, today
from tests.foi.requests import register
from tests.world import County

LIST = "/office/remedies/"


@pytest.fixture
def case(county: County) -> Case:
    """A request refused under Art 16 a week ago."""
    made = register(county, back(12))
    foi.decide(
        actor=county.leader,
        case=made,
        on=back(7),
        served_by="electronic",
        outcome="deny.process",
        reasons="属于讨论记录。",
    )
    made.refresh_from_db()
    return made


def filing(**changes: Any) -> dict[str, Any]:
    return iso(
        {
            "kind": "reconsideration",
            "body": "云溪县人民政府",
            "reference": "云政复〔2026〕1号",
            "filed_on": back(3),
            "notified_on": back(3),
            "procedure": "summary",
            **changes,
        }
    )


def file_url(case: Case) -> str:
    return reverse("remedies_office:file", args=[case.pk])


def filed(county: County, case: Case, on: date | None = None) -> Remedy:
    return services.file_remedy(
        actor=county.officer,
        case=case,
        kind="reconsideration",
        filed_on=on or back(3),
        notified_on=on or back(3),
        procedure="summary",
        body="云溪县人民政府",
        reference="云政复〔2026〕1号",
    )


def test_from_filing_to_result(county: County, case: Case) -> None:
    client = signed_in(county.officer)
    page = client.get(reverse("foi_office:case", args=[case.pk])).content.decode()
    assert file_url(case) in page
    assert "应当先申请行政复议" in page
    answer = client.post(file_url(case), filing())
    row = Remedy.objects.get()
    url = reverse("remedies_office:remedy", args=[row.pk])
    assert answer["Location"] == url
    assert "还有2个工作日" in client.get(url).content.decode()
    assert "还有2个工作日" in client.get(LIST).content.decode()
    client.post(reverse("remedies_office:answer", args=[row.pk]), iso({"on": back(1)}))
    row.refresh_from_db()
    assert row.answered_on == back(1)
    client.post(
        reverse("remedies_office:result", args=[row.pk]),
        iso({"on": today(), "result": "corrected", "summary": "撤销"}),
    )
    row.refresh_from_db()
    assert row.result == "corrected"
    page = client.get(url).content.decode()
    assert "结果纠正" in page
    assert "审结：结果纠正" in page
    client.post(reverse("remedies_office:reopen", args=[row.pk]), {"reason": "登记错了"})
    row.refresh_from_db()
    assert row.result == "pending"
    names = [event.type for event in Event.objects.filter(kind=services.KIND).order_by("id")]
    assert names == [f"{services.KIND}.{name}" for name in ("filed", "answered", "closed", "reopened")]
    assert "云政复〔2026〕1号" in client.get(reverse("foi_office:case", args=[case.pk])).content.decode()


def test_a_form_sent_twice_is_one_proceeding(county: County, case: Case) -> None:
    client = signed_in(county.officer)
    first, second = client.post(file_url(case), filing()), client.post(file_url(case), filing())
    assert first["Location"] == second["Location"]
    assert Remedy.objects.count() == 1
    row = Remedy.objects.get()
    result = reverse("remedies_office:result", args=[row.pk])
    data = iso({"on": today(), "result": "upheld"})
    assert client.post(result, data).status_code == client.post(result, data).status_code == 302
    assert Event.objects.filter(type=f"{services.KIND}.closed").count() == 1


@pytest.mark.parametrize(
    ("changes", "field"),
    [
        ({"body": ""}, "body"),
        ({"filed_on": "2099-01-01"}, "filed_on"),
        ({"filed_on": "2026-02-30"}, "filed_on"),
        ({"notified_on": "2001-01-01"}, "notified_on"),
        ({"answer_due_on": "2001-01-01"}, "answer_due_on"),
        ({"kind": "duel"}, "kind"),
    ],
)
def test_faults_stand_at_their_fields_and_what_was_typed_stays(
    county: County, case: Case, changes: dict[str, str], field: str
) -> None:
    answer = signed_in(county.officer).post(file_url(case), filing(**changes))
    assert answer.status_code == 422
    assert field in answer.context["form"].errors
    assert "云政复〔2026〕1号" in answer.content.decode()
    assert not Remedy.objects.exists()


def test_a_refusal_of_the_service_is_shown_with_its_code(county: County, case: Case) -> None:
    answer = signed_in(county.officer).post(file_url(case), filing(kind="suit_after", body="云溪县人民法院"))
    assert answer.status_code == 422
    page = answer.content.decode()
    assert "REMEDY-NOTHING-BEFORE" in page
    assert "云溪县人民法院" in page


def test_a_direct_suit_against_a_refusal_is_marked(county: County, case: Case) -> None:
    client = signed_in(county.officer)
    client.post(file_url(case), filing(kind="suit_direct", body="云溪县人民法院", procedure=""))
    row = Remedy.objects.get()
    page = client.get(reverse("remedies_office:remedy", args=[row.pk])).content.decode()
    assert "请核对是否为未经复议直接起诉" in page


WHO = {
    "officer": (200, 200),
    "reviewer": (200, 200),
    "leader": (200, 200),
    "supervisor": (200, 302),
    "administrator": (200, 302),
    "secrecy": (200, 302),
    "stranger": (404, 404),
}


@pytest.mark.parametrize("who", WHO)
def test_everybody_gets_what_is_theirs(county: County, case: Case, who: str) -> None:
    row = filed(county, case)
    client = signed_in(getattr(county, who))
    reading, recording = WHO[who]
    assert client.get(LIST).status_code == 200
    assert client.get(reverse("remedies_office:remedy", args=[row.pk])).status_code == reading
    assert client.get(file_url(case)).status_code == recording
    for name in ("answer", "result", "reopen"):
        url = reverse(f"remedies_office:{name}", args=[row.pk])
        assert client.get(url).status_code == recording
        if recording != 200:
            assert (
                client.post(url, iso({"on": today(), "result": "upheld", "reason": "x"})).status_code
                == recording
            )
    row.refresh_from_db()
    assert row.result == "pending"
    assert (row.reference in client.get(LIST).content.decode()) == (reading == 200)


def test_nobody_gets_anything_without_signing_in(county: County, case: Case) -> None:
    row = filed(county, case)
    urls = [LIST, file_url(case)]
    urls += [
        reverse(f"remedies_office:{name}", args=[row.pk]) for name in ("remedy", "answer", "result", "reopen")
    ]
    for url in urls:
        for answer in (Client().get(url), Client().post(url)):
            assert answer.status_code == 302
            assert answer["Location"].startswith("/office/login/")


def test_filters(county: County, case: Case) -> None:
    row = filed(county, case)
    client = signed_in(county.supervisor)
    for query, shown in {
        "state=pending": True,
        "state=unanswered": True,
        "state=closed": False,
        "kind=suit_direct": False,
        "result=upheld": False,
        f"agency={county.education.pk}": False,
        f"agency={county.finance.pk}": True,
        f"q={case.receipt_number}": True,
        "q=nothing": False,
        "kind=nonsense&p=99": True,
    }.items():
        page = client.get(f"{LIST}?{query}")
        assert (row in [found for found, _limit in page.context["rows"]]) == shown, query


def test_today_speaks_of_answers_due(county: County, case: Case) -> None:
    row = filed(county, case)
    page = signed_in(county.officer).get("/office/").content.decode()
    assert "件复议诉讼的答复在3个工作日内到期" in page
    assert "复议诉讼的答复" not in signed_in(county.stranger).get("/office/").content.decode()
    Remedy.objects.filter(pk=row.pk).update(answer_due_on=back(1))
    assert "件复议诉讼的答复已逾期" in signed_in(county.leader).get("/office/").content.decode()
    services.record_answer(actor=county.officer, remedy=row, on=today())
    assert "件复议诉讼的答复" not in signed_in(county.leader).get("/office/").content.decode()


def test_a_list_of_many_costs_as_few_queries(
    county: County, case: Case, django_assert_max_num_queries: Any
) -> None:
    filed(county, case)
    for number in range(12):
        other = register(county, back(number))
        services.file_remedy(
            actor=county.officer, case=other, kind="reconsideration", filed_on=today(), body="云溪县人民政府"
        )
    client = signed_in(county.officer)
    with django_assert_max_num_queries(16):
        assert len(client.get(LIST).context["rows"]) == 13


def test_an_empty_list_says_what_to_do(county: County) -> None:
    client = signed_in(county.officer)
    assert "还没有登记复议诉讼" in client.get(LIST).content.decode()
    assert "没有符合条件" in client.get(LIST, {"kind": "retrial"}).content.decode()


def test_the_answer_due_stands_on_the_worklist(county: County, case: Case) -> None:
    worklist = reverse("foi_office:worklist")
    client = signed_in(county.officer)
    assert "待提交的复议答复" not in client.get(worklist).content.decode()
    row = filed(county, case)
    page = client.get(worklist).content.decode()
    assert "待提交的复议答复" in page
    assert reverse("remedies_office:remedy", args=[row.pk]) in page
    assert "还有2个工作日" in page
    assert "待提交的复议答复" not in signed_in(county.stranger).get(worklist).content.decode()
    services.record_answer(actor=county.officer, remedy=row, on=today())
    assert "待提交的复议答复" not in client.get(worklist).content.decode()


def test_a_result_that_orders_a_new_answer_opens_the_request_again(county: County, case: Case) -> None:
    row = filed(county, case)
    client = signed_in(county.officer)
    url = reverse("remedies_office:result", args=[row.pk])
    wrong = client.post(url, iso({"on": back(1), "result": "upheld", "new_answer_from": back(1)}))
    assert wrong.status_code == 422
    assert "只有行政复议、行政诉讼结果纠正的" in wrong.content.decode()
    client.post(url, iso({"on": back(1), "result": "corrected", "new_answer_from": today()}))
    case.refresh_from_db()
    assert (case.status, case.reopened_on, case.first_outcome) == ("running", today(), "deny.process")
    page = client.get(reverse("foi_office:case", args=[case.pk])).content.decode()
    assert "年度报告按首次结果计入" in page
    assert "行政复议决定要求重新答复" in page
    assert "已被纠正" in page
    assert "须重新答复，自次日起重新计算" in page
    assert "重新办理" in client.get(reverse("foi_office:worklist")).content.decode()
    page = client.get(reverse("remedies_office:remedy", args=[row.pk])).content.decode()
    assert "责令重新答复" in page
