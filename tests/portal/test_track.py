"""Following a request: two secrets open one case and no other, and nothing personal stands in an address."""

from __future__ import annotations

from datetime import timedelta
from typing import Any

import pytest
from django.core.files.base import ContentFile
from django.test import Client
from django.utils import timezone

from gongkai.agencies import working_days
from gongkai.foi import services
from gongkai.foi.models import Case
from gongkai.portal import clients
from tests.portal import pages
from tests.world import County


@pytest.fixture
def known(client: Client, county: County) -> tuple[str, str]:
    """Number and code of a request sent today from another browser."""
    return pages.apply(Client())


def enter(client: Client, known: tuple[str, str]) -> Any:
    return client.post("/track/", {"number": known[0], "code": known[1]})


def confirmed(county: County, days_ago: int = 0) -> Case:
    case = Case.objects.get()
    services.confirm_receipt(
        actor=county.officer, case=case, on=timezone.localdate() - timedelta(days=days_ago)
    )
    return case


def test_two_secrets_open_the_case(client: Client, known: tuple[str, str]) -> None:
    answer = enter(client, (f" {known[0].lower()} ", known[1].lower().replace("-", " ")))
    assert answer["Location"] == "/track/case/"
    page = client.get("/track/case/")
    html = page.content.decode()
    assert known[0] in html
    assert known[1] not in html
    assert "等待双方确认收到" in html
    for response in (answer, page, client.get("/track/")):
        assert response["Cache-Control"] == "no-store, private"
        assert "noindex" in response["X-Robots-Tag"]
        assert (
            response["Referrer-Policy"] == "same-origin"
        )  # a stricter one makes browsers hide the origin of forms


def test_an_unknown_number_and_a_wrong_code_get_the_same_answer(
    client: Client, known: tuple[str, str]
) -> None:
    def shown(number: str, code: str) -> str:
        html = enter(client, (number, code)).content.decode()
        return html.replace(number, "N").replace(code, "C")

    wrong = shown(known[0], "AAAA-BBBB-CCCC")
    assert "受理编号或者查询码不对" in wrong
    strip = lambda html: html.partition("<main")[2].partition("csrfmiddlewaretoken")[0]  # noqa: E731
    assert strip(shown("没有这个编号", "AAAA-BBBB-CCCC")) == strip(wrong)
    assert "portal.case" not in client.session


def test_guessing_ends_soon(client: Client, known: tuple[str, str]) -> None:
    answers = [enter(client, (known[0], f"AAAA-{number:04d}")).status_code for number in range(12)]
    assert answers[0] == 200
    assert answers[-1] == 429
    assert enter(client, known).status_code == 429
    assert "分钟" in enter(client, known).content.decode()


def test_nothing_without_the_case(client: Client, known: tuple[str, str]) -> None:
    for path in (
        "/track/case/",
        "/track/case/correct/",
        "/track/case/withdraw/",
        "/track/case/letters/1.pdf",
        "/track/case/files/1/",
    ):
        assert client.get(path)["Location"] == "/track/"
    enter(client, known)
    session = client.session
    session["portal.case"] = {**session["portal.case"], "at": 0}
    session.save()
    assert client.get("/track/case/")["Location"] == "/track/"


def test_a_replaced_code_closes_what_the_old_one_opened(
    client: Client, county: County, known: tuple[str, str]
) -> None:
    enter(client, known)
    services.reissue_tracking_code(actor=county.officer, case=Case.objects.get(), on=timezone.localdate())
    assert client.get("/track/case/")["Location"] == "/track/"


def test_the_days_are_counted_one_by_one(client: Client, county: County, known: tuple[str, str]) -> None:
    case = confirmed(county)
    enter(client, known)
    page = client.get("/track/case/")
    due = page.context["due"]
    assert due.due_on == working_days.current().add(timezone.localdate(), 20)
    assert [step.number for step in due.steps if step.counted] == list(range(1, 21))
    assert due.steps[0].day == timezone.localdate()
    assert due.steps[-1].day == due.due_on
    assert due.remaining == 20
    html = page.content.decode()
    assert "这个日期怎么算的？" in html
    assert "自次日起算" in html
    assert "第20个工作日；期限的最后一日" in html
    assert "首次期限" in html
    assert case.agency.name in html


def test_a_correction_is_answered_with_the_code(
    client: Client, county: County, known: tuple[str, str]
) -> None:
    case = confirmed(county)
    services.request_correction(
        actor=county.officer, case=case, on=timezone.localdate(), wanted="请写明乡镇名称"
    )
    enter(client, known)
    page = client.get("/track/case/").content.decode()
    assert "等您补正" in page
    assert "提交补正" in page
    assert "请写明乡镇名称" in client.get("/track/case/correct/").content.decode()
    wrong = client.post("/track/case/correct/", {"text": "柳桥镇", "code": "AAAA-BBBB-CCCC"})
    assert "查询码不正确" in wrong.content.decode()
    assert "柳桥镇" in wrong.content.decode()
    assert (
        "请写下补正的内容"
        in client.post("/track/case/correct/", {"text": " ", "code": known[1]}).content.decode()
    )
    done = client.post("/track/case/correct/", {"text": "柳桥镇", "code": known[1]})
    assert done["Location"] == "/track/case/"
    case.refresh_from_db()
    assert case.status == "running"
    assert case.corrections.get().text == "柳桥镇"
    html = client.get("/track/case/").content.decode()
    assert "收到补正后重新计算" in html
    assert client.get("/track/case/correct/")["Location"] == "/track/case/"


def test_a_request_is_withdrawn_with_the_code(client: Client, county: County, known: tuple[str, str]) -> None:
    confirmed(county)
    enter(client, known)
    assert "不能恢复" in client.get("/track/case/withdraw/").content.decode()
    assert "查询码不正确" in client.post("/track/case/withdraw/", {"code": "x"}).content.decode()
    assert client.post("/track/case/withdraw/", {"code": known[1]})["Location"] == "/track/case/"
    html = client.get("/track/case/").content.decode()
    assert "您撤回了申请" in html
    assert "撤回申请</a>" not in html
    assert client.get("/track/case/withdraw/")["Location"] == "/track/case/"


def test_papers_of_this_case_and_of_no_other(client: Client, county: County, known: tuple[str, str]) -> None:
    case = confirmed(county)
    letter = services.issue_receipt(actor=county.officer, case=case, on=timezone.localdate())
    file = services.add_file(
        actor=county.officer, case=case, on=timezone.localdate(), role="provided", title="分配方案",
        file=ContentFile(pages.PNG, name="plan.png"),
    )  # fmt: skip
    enter(client, known)
    for kind, start in (("pdf", b"%PDF-"), ("docx", b"PK")):
        saved = client.get(f"/track/case/letters/{letter.pk}.{kind}")
        assert saved.content.startswith(start)
        assert saved["Cache-Control"] == "no-store, private"
        assert saved["Content-Disposition"].startswith("attachment")
    assert client.get(f"/track/case/letters/{letter.pk + 999}.pdf").status_code == 404
    assert client.get(f"/track/case/files/{file.pk}/").status_code == 404  # no answer has been given yet
    other = pages.apply(Client(), information_title="另一件事")
    elsewhere = Client()
    enter(elsewhere, other)
    assert elsewhere.get(f"/track/case/letters/{letter.pk}.pdf").status_code == 404
    services.decide(
        actor=county.leader, case=case, on=timezone.localdate(), outcome="grant", served_by="electronic",
        content="见附件", grounds="条例第三十六条第二项",
    )  # fmt: skip
    page = client.get("/track/case/")
    html = page.content.decode()
    assert "作出答复" in html
    assert "分配方案" in html
    assert page.context["due"] is None
    saved = client.get(f"/track/case/files/{file.pk}/")
    assert saved.content == pages.PNG
    assert "%E6%A1%88.png" in saved["Content-Disposition"]
    assert elsewhere.get(f"/track/case/files/{file.pk}/").status_code == 404


def test_late_extended_and_consulted(
    client: Client, county: County, known: tuple[str, str], monkeypatch: pytest.MonkeyPatch
) -> None:
    case = confirmed(county)
    today = timezone.localdate()
    consultation = services.send_consultation(
        actor=county.officer, case=case, on=today, party="third_party", name="某公司"
    )
    enter(client, known)
    html = client.get("/track/case/").content.decode()
    assert "正在征求意见" in html
    assert "某公司" not in html
    services.record_consultation_answer(
        actor=county.officer, case=case, on=today, ref=consultation.ref, opinion="agrees"
    )
    services.extend_reply_limit(
        actor=county.officer,
        case=case,
        on=today,
        working_days=10,
        consented_by=county.leader,
        reasons="资料多",
    )
    page = client.get("/track/case/")
    assert "延长后的期限" in page.content.decode()
    assert page.context["due"].remaining == 30
    later = working_days.current().add(page.context["due"].due_on, 3)
    monkeypatch.setattr("gongkai.portal.views.track.timezone.localdate", lambda: later)
    page = client.get("/track/case/")
    assert page.context["due"].late_by == 3
    assert "可以打电话催问" in page.content.decode()


def test_behind_a_proxy_the_last_hop_counts(rf: Any, settings: Any) -> None:
    request = rf.get("/", headers={"x-forwarded-for": "1.1.1.1, 2.2.2.2"})
    assert clients.address_of(request) == "127.0.0.1"
    settings.HTTPS = True
    assert clients.address_of(request) == "2.2.2.2"


def test_no_query_of_a_tracked_case_grows(
    client: Client, county: County, known: tuple[str, str], django_assert_num_queries: Any
) -> None:
    case = confirmed(county)
    enter(client, known)
    for _round in range(2):
        with django_assert_num_queries(8):
            client.get("/track/case/")
        services.issue_receipt(actor=county.officer, case=case, on=timezone.localdate())
