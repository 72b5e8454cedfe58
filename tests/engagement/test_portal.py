"""What the public sees and sends: only what is signed, nothing typed is lost, no person in an address or a log."""

from __future__ import annotations

import io
import re
from random import Random
from typing import Any

import pytest
from django.db import connection
from django.test import Client
from django.test.utils import CaptureQueriesContext
from openpyxl import load_workbook

from gongkai.engagement.models import Comment, Consultation
from gongkai.engagement.services import comments, drafting, planning, sorting
from tests.engagement import desk
from tests.scan import values
from tests.world import County

pytestmark = pytest.mark.django_db
TYPED = {
    "token": "t" * 40,
    "text": "建议降价，并增加早班车。",
    "name": "周小满",
    "contact": "zhou@example.com",
}


def text_of(answer: Any) -> str:
    return answer.content.decode()


def test_a_citizen_says_something_and_follows_it(client: Client, county: County) -> None:
    row = desk.announced(county)
    place = f"/consultations/{row.pk}/comment/"
    assert "还有31天" in text_of(client.get("/consultations/"))
    checked = client.post(place, TYPED)
    assert "核对后提交" in text_of(checked)
    assert not Comment.objects.exists()
    sent = client.post(place, {**TYPED, "step": "submit"})
    assert sent.status_code == 302
    receipt = client.get(sent["Location"])
    number, code = receipt.context["number"], receipt.context["code"]
    assert client.post(place, {**TYPED, "step": "submit"}).status_code == 302  # pressed twice
    assert Comment.objects.count() == 1
    wrong = client.post("/consultations/follow/", {"number": number, "code": "AAAA-AAAA-AAAA"})
    assert "编号或者查询码不对" in text_of(wrong)
    assert "已收到，正在汇总研究" in text_of(
        client.post("/consultations/follow/", {"number": number, "code": code})
    )
    assert "内容相同" in text_of(client.post(place, {**TYPED, "token": "u" * 40}))
    # the answer, by the words that were signed
    desk.close(row)
    act = {"actor": county.officer, "consultation": row}
    group = sorting.keep_group(**act, title="降低票价", decision="partly", reason="早班车另行研究。")
    sorting.sort(**act, comments=[Comment.objects.get().pk], group=group)
    document = desk.cleared(drafting.draft_outcome(**act))
    answered = text_of(client.post("/consultations/follow/", {"number": number, "code": code}))
    for said in ("降低票价", "部分采纳", "早班车另行研究。"):
        assert said in answered
    page = text_of(client.get(f"/consultations/{row.pk}/"))
    assert "共收到意见 1 条" in page
    assert "早班车另行研究。" in page
    assert "周小满" not in page
    assert "征求意见的事项" in text_of(client.get(f"/d/{document.pk}/"))


def test_what_is_wrong_comes_back_with_everything_typed(client: Client, county: County) -> None:
    row = desk.announced(county)
    place = f"/consultations/{row.pk}/comment/"
    long = "长" * 34_000  # about 100 KB
    answer = client.post(place, {**TYPED, "text": long})
    assert "意见有34000字" in text_of(answer)
    assert long in text_of(answer)
    script = io.BytesIO(b"MZ\x90\x00program")
    script.name = "意见.pdf"
    answer = client.post(place, {**TYPED, "attachment": script})
    assert "可执行程序" in text_of(answer)
    assert "建议降价" in text_of(answer)
    evil = client.post(place, {**TYPED, "text": "<script>alert(1)</script>"})
    assert "<script>alert" not in text_of(evil)
    planning.call_off(actor=county.officer, consultation=row, reason="暂缓。")
    late = client.post(place, {**TYPED, "step": "submit"})
    assert "现在不接受网上意见" in text_of(late)
    assert "建议降价" in text_of(late)
    assert client.get(place).status_code == 302


def test_what_is_kept_of_an_identity_number(client: Client, county: County, caplog: Any) -> None:
    row = desk.announced(county)
    number = values.resident_id(Random(3))
    attached = io.BytesIO("修改稿全文".encode())
    attached.name = "修改稿.txt"
    place = f"/consultations/{row.pk}/comment/"
    typed = {**TYPED, "text": f"我的身份证号码{number}"}
    gone = client.post(place, {**typed, "attached": "修改稿.txt", "step": "submit"})
    assert "上传的附件已经过期" in text_of(gone)  # held for an hour, never dropped silently
    assert 'name="attached"' in text_of(client.post(place, {**typed, "attachment": attached}))
    client.post(place, {**typed, "attached": "修改稿.txt", "step": "submit"})
    made = Comment.objects.get()
    assert number not in made.text
    assert made.original.file
    assert made.original.file_name == "修改稿.txt"
    assert number not in caplog.text
    client.force_login(county.supervisor)
    assert number not in text_of(client.get(f"/office/consultations/{row.pk}/comments/"))


def test_what_is_not_announced_does_not_exist(client: Client, county: County) -> None:
    row = desk.planned(county)
    for address in ("", "comment/", "register/"):
        assert client.get(f"/consultations/{row.pk}/{address}").status_code == 404
    for outlet in ("", "consultations.json", "consultations.csv", "feed.atom", "figures/"):
        answer = client.get(f"/consultations/{outlet}")
        assert answer.status_code == 200
        assert row.title not in text_of(answer)


def test_a_citizen_asks_to_take_part_in_a_hearing(client: Client, county: County) -> None:
    row = planning.plan(actor=county.officer, agency=county.finance, facts=desk.hearing_facts())
    desk.name_draft(county, row)
    desk.cleared(drafting.draft_announcement(actor=county.officer, consultation=row))
    place = f"/consultations/{row.pk}/register/"
    typed = {
        "token": "r" * 40,
        "name": "吴春芳",
        "telephone": "0999-1111111",
        "capacity": "resident",
        "reason": "",
    }
    assert "有内容需要修改" in text_of(client.post(place, {**typed, "capacity": "king"}))
    assert "居民" in text_of(client.post(place, typed))
    receipt = client.get(client.post(place, {**typed, "step": "submit"})["Location"])
    asked = {"number": receipt.context["number"], "code": receipt.context["code"]}
    row.hearing.registrations.update(is_chosen=True)
    assert "已收到报名" in text_of(
        client.post("/consultations/follow/", asked)
    )  # told when everybody is told


def test_the_figures_add_up(client: Client, county: County) -> None:
    row = desk.announced(county)
    made = [desk.said(row, f"意见{word}", key=word * 40)[0] for word in ("甲", "乙", "丙")]
    desk.close(row)
    act = {"actor": county.officer, "consultation": row}
    for number, decision in enumerate(("adopted", "partly", "not_adopted")):
        group = sorting.keep_group(**act, title=decision, decision=decision, reason="理由")
        sorting.sort(**act, comments=[made[number].pk], group=group)
    desk.cleared(drafting.draft_outcome(**act))
    year = Consultation.objects.get().opens_on.year
    answer = client.get(f"/consultations/figures/figures.xlsx?year={year}")
    lines = list(load_workbook(io.BytesIO(answer.content)).active.iter_rows(values_only=True))
    total = [str(cell) for cell in lines[-1]]
    assert total[0] == "合计"
    shares = [re.findall(r"（(.+)）", cell) for cell in total[5:10]]
    assert sum(float(found[0]) for found in shares if found) == pytest.approx(100.0)
    assert total[-3:] == ["1", "1", "100.0"]


def test_lists_ask_the_same_of_the_database_however_long_they_are(client: Client, county: County) -> None:
    def asked(path: str) -> int:
        with CaptureQueriesContext(connection) as queries:
            assert client.get(path).status_code == 200
        return len(queries)

    def waiting(number: int) -> Consultation:
        return desk.close(desk.announced(county, title=f"事项{number}"))

    client.force_login(county.officer)
    last = waiting(0)
    paths = (
        "/consultations/", "/consultations/figures/", "/consultations/consultations.csv", "/office/consultations/",
        "/office/consultations/?state=overdue", f"/office/consultations/{last.pk}/comments/", "/office/",
    )  # fmt: skip
    comments.enter(
        actor=county.officer, consultation=last, said=[comments.Said("好", last.closes_on, "letter")]
    )
    few = [asked(path) for path in paths]
    for number in range(1, 6):
        waiting(number)
    said = [comments.Said(f"意见{number}", last.closes_on, "letter") for number in range(12)]
    comments.enter(actor=county.officer, consultation=last, said=said)
    assert [asked(path) for path in paths] == few
