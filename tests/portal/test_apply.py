"""A request online, as a citizen sends it and as the world gets in the way: nothing typed is lost, nothing stored twice."""

from __future__ import annotations

import re
from collections.abc import Iterator
from typing import Any

import pytest
from django.core.files.storage import default_storage
from django.db import InterfaceError, OperationalError
from django.test import Client

from gongkai.foi.models import Applicant, Case
from gongkai.foi.services import intake
from gongkai.ledger import services as ledger
from gongkai.portal import held
from tests.portal import pages
from tests.portal.pages import TYPED
from tests.world import County


def kept_files() -> list[str]:
    try:
        return default_storage.listdir(held.FOLDER)[1]
    except FileNotFoundError:
        return []


def test_from_form_to_receipt(client: Client, county: County) -> None:
    checked = pages.fill_in(client)
    html = checked.content.decode()
    assert "核对申请内容" in html
    assert checked["Cache-Control"] == "private, no-cache"  # with no-store, Back would lose what was typed
    for text in ("钱小禾", "云溪县财政局", "id.png", "电子文件", "自然人", "各乡镇分配数额"):
        assert text in html
    assert Case.objects.count() == 0
    assert len(kept_files()) == 1
    sent = pages.submit(client)
    assert (sent.status_code, sent["Location"]) == (302, "/receipt/")
    case = Case.objects.get()
    assert (case.agency, case.channel, case.subject) == (county.finance, "online", TYPED["information_title"])
    assert (case.wanted_form, case.wanted_route) == ("electronic", "electronic")
    with case.applicant.identity_proof.open() as stored:
        assert stored.read() == pages.PNG
    assert kept_files() == []
    page = client.get("/receipt/")
    assert page["Cache-Control"] == "no-store, private"
    assert "noindex" in page["X-Robots-Tag"]
    receipt = page.context["receipt"]
    assert receipt.number == case.receipt_number
    assert re.fullmatch(r"[0-9A-Z]{4}(-[0-9A-Z]{4}){2}", receipt.code)
    saved = client.get("/receipt/receipt.pdf")
    assert saved.content.startswith(b"%PDF-")
    assert receipt.number in saved["Content-Disposition"]


def test_the_receipt_belongs_to_the_browser_and_can_be_cleared(client: Client, county: County) -> None:
    pages.apply(client)
    assert Client().get("/receipt/")["Location"] == "/track/"
    assert Client().get("/receipt/receipt.pdf")["Location"] == "/track/"
    client.post("/track/case/leave/")
    assert client.get("/receipt/")["Location"] == "/track/"


def test_the_session_holds_neither_number_nor_code_nor_name(client: Client, county: County) -> None:
    number, code = pages.apply(client)
    kept = str(dict(client.session))
    for secret in (number, code, code.replace("-", ""), "钱小禾", "7654321"):
        assert secret not in kept


def test_sent_twice_is_one_request_and_the_same_receipt(client: Client, county: County) -> None:
    first = pages.apply(client)
    again = pages.submit(client)
    assert again["Location"] == "/receipt/"
    receipt = client.get("/receipt/").context["receipt"]
    assert (receipt.number, receipt.code) == first
    assert Case.objects.count() == 1


def test_another_wish_with_the_same_form_is_another_request(client: Client, county: County) -> None:
    first = pages.apply(client)
    other = {"information_title": "2024年度农村公路养护资金分配方案"}
    refused = pages.submit(client, **other)
    assert "请上传身份证明" in refused.content.decode()
    second = pages.apply(client, **other)
    assert second[0] != first[0]
    assert Case.objects.count() == 2


def test_sent_twice_at_the_same_moment(
    client: Client, county: County, monkeypatch: pytest.MonkeyPatch
) -> None:
    """The second one read the session before the first had stored the request, and comes when the proof is gone."""
    pages.fill_in(client)
    old = {name: client.session[name] for name in client.session.keys()}  # noqa: SIM118 - a session is no dict
    pages.submit(client)
    monkeypatch.setattr("gongkai.portal.receipts.has", _has_first_seeing(old))
    again = pages.submit(client)
    assert again["Location"] == "/receipt/"
    assert Case.objects.count() == 1


def _has_first_seeing(old: dict[str, Any]) -> Any:
    from gongkai.portal import receipts

    real, calls = receipts.has, []

    def has(session: Any, token: str, digest: str) -> bool:
        calls.append(1)
        return real(old if len(calls) == 1 else session, token, digest)

    return has


@pytest.mark.parametrize(
    ("name", "content", "text"),
    [
        ("身份证.pdf", b"MZ\x90\x00" + b"\0" * 200, "可执行程序"),
        ("setup.exe", b"MZ\x90\x00" + b"\0" * 200, "可执行程序"),
        ("空.jpg", b"", "0 字节"),
        ("身份证.pdf", b"<html><script>alert(1)</script>", "不是可以打开的 JPG、PNG 或者 PDF 文件"),
        ("身份证.docx", b"PK\x03\x04broken", "不是可以打开的 JPG、PNG 或者 PDF 文件"),
        ("身份证.txt", "我的身份证".encode(), "不是可以打开的 JPG、PNG 或者 PDF 文件"),
    ],
)
def test_a_proof_that_is_none_is_refused_beside_its_field(
    client: Client, county: County, name: str, content: bytes, text: str
) -> None:
    answer = pages.fill_in(client, identity_proof=pages.proof(name, content))
    html = answer.content.decode()
    assert "id_identity_proof_error" in html
    assert text in html.partition('id="id_identity_proof_error"')[2].partition("</ul>")[0]
    assert "钱小禾" in html
    assert kept_files() == []


def test_sixty_megabytes_are_refused(client: Client, county: County) -> None:
    answer = pages.fill_in(client, identity_proof=pages.big_file("id.png", 60))
    assert "超过 10 MB" in answer.content.decode()
    assert kept_files() == []


def test_errors_come_together_and_nothing_typed_is_lost(client: Client, county: County) -> None:
    answer = pages.fill_in(client, name="", email="不是邮箱", route="email", phone="0999-7654321")
    html = answer.content.decode()
    assert "还有几处需要修改" in html
    assert "请填写姓名或者单位名称" in html
    assert "邮箱地址不完整" in html
    for typed in ("0999-7654321", "不是邮箱", TYPED["information_title"], "各乡镇分配数额"):
        assert typed in html
    assert "已收到文件“id.png”" in html
    again = client.post("/apply/", TYPED)  # the photograph need not be taken again
    assert "核对申请内容" in again.content.decode()


def test_back_from_the_check_page(client: Client, county: County) -> None:
    pages.fill_in(client)
    html = client.post("/apply/", {**TYPED, "step": "edit"}).content.decode()
    assert "还有几处需要修改" not in html
    assert "已收到文件“id.png”" in html
    assert "钱小禾" in html


def test_what_is_already_public_is_shown_before_sending(client: Client, county: County) -> None:
    document = pages.document(county)
    wish = {"information_title": "惠农补助资金管理办法全文"}
    html = pages.fill_in(client, **wish).content.decode()
    assert "这些已经公开" in html
    assert f"/d/{document.pk}/" in html
    html = client.get("/apply/?about=惠农补助资金管理办法").content.decode()
    assert f"/d/{document.pk}/" in html
    assert '<option value="finance" selected>' in html


def test_without_an_agency_one_is_suggested(client: Client, county: County) -> None:
    pages.document(county)
    answer = pages.fill_in(client, agency="", information_title="惠农补助资金管理办法全文")
    html = answer.content.decode()
    assert "可能是“云溪县财政局”" in html
    assert '<option value="finance" selected>' in html
    assert (
        "请选择一个机关" in pages.fill_in(client, agency="", information_title="谁也不知道").content.decode()
    )


def test_an_agency_without_the_channel_says_how_else(client: Client, county: County) -> None:
    office = county.education.disclosure_office
    office.accepts_online = False
    office.save()
    html = client.get("/apply/education/").content.decode()
    assert "没有开通网上申请" in html
    assert "云溪县学府路1号" in html
    assert '<option value="education"' not in html
    assert "核对申请内容" not in pages.fill_in(client, agency="education").content.decode()


@pytest.mark.parametrize("trouble", [OperationalError, InterfaceError])
def test_a_connection_lost_in_the_middle_stores_nothing_and_says_so(
    client: Client, county: County, monkeypatch: pytest.MonkeyPatch, trouble: type[Exception]
) -> None:
    pages.fill_in(client)
    with monkeypatch.context() as broken:
        broken.setattr(ledger, "append_many", _raising(trouble("server closed the connection: 钱小禾")))
        answer = pages.submit(client)
    html = answer.content.decode()
    assert answer.status_code == 503
    assert re.search(r"GK-[2-9A-Z]{8}", html)
    assert "没有收到登记成功的消息" in html
    assert (Case.objects.count(), Applicant.objects.count()) == (0, 0)
    stored = list(pages_of_storage("foi"))
    assert stored == []
    hidden = dict(re.findall(r'<input type="hidden" name="([a-z_]+)" value="([^"]*)" />', html))
    assert hidden["information_title"] == TYPED["information_title"]
    assert hidden["name"] == "钱小禾"
    again = client.post("/apply/", {**hidden, "step": "submit"})
    assert again["Location"] == "/receipt/"
    assert Case.objects.count() == 1


def test_a_connection_lost_after_the_commit_is_still_one_request(
    client: Client, county: County, monkeypatch: pytest.MonkeyPatch
) -> None:
    pages.fill_in(client)
    with monkeypatch.context() as broken:
        broken.setattr("gongkai.portal.receipts.keep", _raising(OperationalError("gone")))
        assert pages.submit(client).status_code == 503
    assert Case.objects.count() == 1
    assert pages.submit(client)["Location"] == "/receipt/"
    assert Case.objects.count() == 1
    assert client.get("/receipt/").context["receipt"].number == Case.objects.get().receipt_number


def test_without_any_database_the_form_still_comes_back(
    client: Client, county: County, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr("gongkai.agencies.queries.accepting_online", _raising(OperationalError("gone")))
    answer = pages.fill_in(client)
    assert answer.status_code == 503
    assert TYPED["information_description"] in answer.content.decode()


def _raising(error: Exception) -> Any:
    def fail(*_arguments: Any, **_named: Any) -> None:
        raise error

    return fail


def pages_of_storage(folder: str) -> Iterator[str]:
    """Every file below a folder of the storage."""
    try:
        folders, names = default_storage.listdir(folder)
    except FileNotFoundError:
        return
    yield from names
    for inner in folders:
        yield from pages_of_storage(f"{folder}/{inner}")


def test_many_forms_from_one_place_are_slowed_down(
    client: Client, county: County, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr("gongkai.portal.views.apply.POSTS_PER_HOUR", 2)
    assert [client.post("/apply/", TYPED).status_code for _ in range(3)] == [200, 200, 429]
    monkeypatch.setattr("gongkai.portal.views.apply.POSTS_PER_HOUR", 100)
    monkeypatch.setattr("gongkai.portal.views.apply.SUBMISSIONS_PER_HOUR", 0)
    pages.fill_in(client)
    assert pages.submit(client).status_code == 429


def test_a_form_that_is_not_ours_is_refused_with_a_code(county: County) -> None:
    answer = Client(enforce_csrf_checks=True).post("/apply/", TYPED)
    assert answer.status_code == 403
    assert re.search(r"GK-[2-9A-Z]{8}", answer.content.decode())
    assert "内容还在" in answer.content.decode()


def test_too_much_text_is_refused_with_a_code(client: Client, county: County) -> None:
    answer = client.post("/apply/", {**TYPED, "information_description": "字" * 3_000_000})
    assert answer.status_code == 400
    assert re.search(r"GK-[2-9A-Z]{8}", answer.content.decode())


@pytest.mark.parametrize("token", ["", "x", "t" * 1000, "<script>" * 8, "\x00" * 40])
def test_a_token_that_no_machine_drew_is_replaced(client: Client, county: County, token: str) -> None:
    form = pages.fill_in(client, token=token)
    drawn = re.search(r'name="token" value="([^"]+)"', form.content.decode())
    assert drawn
    assert re.fullmatch(r"[A-Za-z0-9_-]{43}", drawn.group(1))


@pytest.mark.parametrize(
    "changes",
    [
        {"applicant_kind": "king"},
        {"agency": "nobody"},
        {"route": "pigeon"},
        {"carrier": "stone"},
        {"name": "\x00"},
        {"name": "名" * 101},
    ],
)
def test_values_that_are_not_on_offer_are_refused(
    client: Client, county: County, changes: dict[str, str]
) -> None:
    pages.fill_in(client)
    for step in ("check", "submit"):
        answer = client.post("/apply/", {**TYPED, **changes, "step": step})
        assert answer.status_code == 200
        assert "还有几处需要修改" in answer.content.decode()
    assert Case.objects.count() == 0


def test_what_nobody_sends_is_removed_after_an_hour(
    client: Client, county: County, monkeypatch: pytest.MonkeyPatch
) -> None:
    pages.fill_in(client)
    monkeypatch.setattr(held, "KEPT_FOR", held.KEPT_FOR * -1)
    Client().post("/apply/", {**TYPED, "identity_proof": pages.proof()})
    assert len(kept_files()) == 1
    monkeypatch.undo()
    assert "身份证明" in pages.submit(client).content.decode()


def test_the_room_of_requests_has_the_last_word(
    client: Client, county: County, monkeypatch: pytest.MonkeyPatch
) -> None:
    pages.fill_in(client)
    monkeypatch.setattr(intake, "_faults", lambda _intake: {"telephone": "电话不通", "subject": "太短"})
    html = pages.submit(client).content.decode()
    assert "电话不通" in html
    assert "太短" in html
    assert Case.objects.count() == 0
