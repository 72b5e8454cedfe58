"""The applicant's page beyond the limit itself: moves, what comes next, remedies, evaluation, files, help."""

from __future__ import annotations

from datetime import timedelta
from typing import Any

import pytest
from django.core.files.uploadedfile import SimpleUploadedFile
from django.test import Client
from django.utils import timezone

from gongkai.foi import services
from gongkai.foi.models import Case, CaseFile, Evaluation
from tests.portal import pages
from tests.portal.test_track import confirmed, enter
from tests.world import County


@pytest.fixture
def known(client: Client, county: County) -> tuple[str, str]:
    """Number and code of a request, already entered in this browser."""
    found = pages.apply(Client())
    enter(client, found)
    return found


def html_of(client: Client, path: str = "/track/case/") -> str:
    return str(client.get(path).content.decode())


def decided(county: County, case: Case, outcome: str = "grant") -> None:
    services.decide(
        actor=county.leader, case=case, on=timezone.localdate(), outcome=outcome, served_by="electronic",
        content="见附件", reasons="内部事务",
    )  # fmt: skip


def test_what_comes_next_in_each_state(client: Client, county: County, known: tuple[str, str]) -> None:
    assert "自确认次日起二十个工作日内答复" in html_of(client)
    case = confirmed(county)
    assert "可能请您补正" in html_of(client)
    services.request_correction(actor=county.officer, case=case, on=timezone.localdate(), wanted="乡镇")
    html = html_of(client)
    assert "如果您今天补正，最迟在" in html
    assert "日期为什么变了" in html
    assert "停止计算" in html
    assert "条例第三十条" in html


def test_the_moves_are_shown_with_both_dates(client: Client, county: County, known: tuple[str, str]) -> None:
    case = confirmed(county)
    services.extend_reply_limit(
        actor=county.officer, case=case, on=timezone.localdate(), working_days=10, consented_by=county.leader,
        reasons="资料多",
    )  # fmt: skip
    page = client.get("/track/case/")
    moves = page.context["moves"]
    assert [move.article for move in moves] == ["条例第三十一条", "条例第三十三条第二款"]
    assert moves[0].after == moves[1].before
    assert moves[1].after == page.context["due"].due_on


def test_remedies_with_their_days_after_the_answer(
    client: Client, county: County, known: tuple[str, str]
) -> None:
    case = confirmed(county)
    assert "不服答复怎么办" not in html_of(client)
    decided(county, case)
    html = html_of(client)
    for said in ("不服答复怎么办", "云溪县人民政府", "云溪县人民法院", "可以不经复议直接起诉", "六个月"):
        assert said in html


def test_a_refusal_says_that_reconsideration_comes_first(
    client: Client, county: County, known: tuple[str, str]
) -> None:
    decided(county, confirmed(county), "deny.internal")
    html = html_of(client)
    assert "须先申请行政复议" in html
    assert "可以不经复议" not in html


def test_an_evaluation_is_given_changed_and_shown(
    client: Client, county: County, known: tuple[str, str], monkeypatch: pytest.MonkeyPatch
) -> None:
    case = confirmed(county)
    assert client.get("/track/case/evaluate/")["Location"] == "/track/case/"
    decided(county, case)
    assert "/track/case/evaluate/" in html_of(client)
    assert "请选择一项" in client.post("/track/case/evaluate/", {"words": "好"}).content.decode()
    assert client.post("/track/case/evaluate/", {"score": "9"}).status_code == 200
    assert not Evaluation.objects.exists()
    done = client.post("/track/case/evaluate/", {"score": "2", "words": "<b>慢</b>"})
    assert done["Location"] == "/track/case/"
    html = html_of(client)
    assert "不满意" in html
    assert "&lt;b&gt;慢&lt;/b&gt;" in html
    assert "修改评价" in html
    assert "checked" in html_of(client, "/track/case/evaluate/")
    client.post("/track/case/evaluate/", {"score": "5"})
    assert (Evaluation.objects.get().score, Evaluation.objects.get().words) == (5, "")
    later = timezone.localdate() + timedelta(days=31)
    monkeypatch.setattr("gongkai.portal.views.track.timezone.localdate", lambda: later)
    assert client.get("/track/case/evaluate/")["Location"] == "/track/case/"
    assert "修改评价" not in html_of(client)


def test_a_correction_with_files(client: Client, county: County, known: tuple[str, str]) -> None:
    case = confirmed(county)
    services.request_correction(actor=county.officer, case=case, on=timezone.localdate(), wanted="乡镇")
    assert "multipart/form-data" in html_of(client, "/track/case/correct/")

    def send(*files: Any) -> Any:
        typed = {"text": "柳桥镇", "code": known[1], "attachments": list(files)}
        return client.post("/track/case/correct/", typed)

    disguised = SimpleUploadedFile("图.pdf", b"MZ" + b"\0" * 200)
    for refused in (send(disguised), send(pages.proof("空.png", b"")), send(*[pages.proof()] * 6)):
        assert refused.status_code == 200
        assert "field__error" in refused.content.decode()
        assert "柳桥镇" in refused.content.decode()
    assert not CaseFile.objects.filter(role="correction").exists()
    assert send(pages.proof("一.png"), pages.proof("二.png"))["Location"] == "/track/case/"
    assert CaseFile.objects.filter(role="correction").count() == 2
    assert (
        client.post("/track/case/correct/", {"text": "再来", "code": known[1]})["Location"] == "/track/case/"
    )
    assert CaseFile.objects.filter(role="correction").count() == 2


def test_help_is_asked_for_and_taken_back(client: Client, county: County, known: tuple[str, str]) -> None:
    case = confirmed(county)
    assert client.post("/track/case/help/", {"help_needed": "大字版"})["Location"] == "/track/case/"
    assert "大字版" in html_of(client)
    client.post("/track/case/help/", {"help_needed": ""})
    assert "您需要的帮助" not in html_of(client)
    decided(county, case)
    assert client.get("/track/case/help/")["Location"] == "/track/case/"


def test_a_withdrawal_comes_with_its_letter(client: Client, county: County, known: tuple[str, str]) -> None:
    case = confirmed(county)
    services.withdraw_request(actor=county.officer, case=case, on=timezone.localdate())
    letter = services.issue_withdrawal_letter(actor=county.officer, case=case, on=timezone.localdate())
    assert f"/track/case/letters/{letter.pk}.pdf" in html_of(client)


def test_nothing_of_it_without_number_and_code(county: County, known: tuple[str, str]) -> None:
    decided(county, confirmed(county))
    stranger = Client()
    for path in ("/track/case/evaluate/", "/track/case/help/", "/track/case/correct/"):
        assert stranger.get(path)["Location"] == "/track/"
        assert stranger.post(path, {"score": "1", "help_needed": "甲"})["Location"] == "/track/"
    assert not Evaluation.objects.exists()


def test_an_answered_case_takes_the_same_number_of_queries_however_long_it_was(
    client: Client, county: County, known: tuple[str, str], django_assert_max_num_queries: Any
) -> None:
    case = confirmed(county)
    services.request_correction(actor=county.officer, case=case, on=timezone.localdate(), wanted="乡镇")
    services.receive_correction(actor=county.officer, case=case, on=timezone.localdate(), text="柳桥")
    for _round in range(3):
        services.extend_reply_limit(
            actor=county.officer, case=case, on=timezone.localdate(), working_days=3,
            consented_by=county.leader, reasons="资料多",
        )  # fmt: skip
    decided(county, case)
    client.post("/track/case/evaluate/", {"score": "5"})
    with django_assert_max_num_queries(14):
        client.get("/track/case/")
