"""The office: who sees and does what, each step with its reasons, letters from a table, what is late."""

from __future__ import annotations

import io
from typing import Any

import pytest
from django.core.files.uploadedfile import SimpleUploadedFile
from django.test import Client
from openpyxl import Workbook, load_workbook

from gongkai.agencies.models import Agency
from gongkai.engagement import deadlines
from gongkai.engagement.models import Comment, Consultation
from gongkai.engagement.services import planning
from gongkai.ledger.models import Event
from tests.engagement import desk
from tests.world import County

pytestmark = pytest.mark.django_db
HEADINGS = ("意见内容", "收到日期", "渠道", "姓名")


@pytest.fixture
def officer(client: Client, county: County) -> Client:
    client.force_login(county.officer)
    return client


def text_of(answer: Any) -> str:
    return answer.content.decode()


def sheet(*rows: tuple[str, ...]) -> SimpleUploadedFile:
    book = Workbook()
    for row in (HEADINGS, *rows):
        book.active.append(row)
    out = io.BytesIO()
    book.save(out)
    return SimpleUploadedFile("来信.xlsx", out.getvalue())


def registered() -> dict[str, Any]:
    facts = desk.facts()
    names = ("kind", "title", "decides", "legal_basis", "opens_on", "closes_on", "telephone", "contact")
    return {name: getattr(facts, name) for name in names} | {"takes_online": "on"}


def test_from_registering_to_the_draft_of_the_announcement(officer: Client, county: County) -> None:
    page = officer.post(
        "/office/consultations/new/", {**registered(), "agency": county.finance.pk, "closes_on": desk.days(3)}
    )
    assert page.status_code == 422
    assert "CONSULT-SHORT" in text_of(page)
    assert "石塘镇农村公交" in text_of(page)  # nothing typed is lost
    made = officer.post("/office/consultations/new/", {**registered(), "agency": county.finance.pk})
    assert made.status_code == 302
    row = Consultation.objects.get()
    place = f"/office/consultations/{row.pk}/"
    assert "CONSULT-DRAFT" in text_of(officer.post(f"{place}step/announce/"))
    desk.name_draft(county, row)
    drafted = officer.post(f"{place}step/announce/")
    assert "/edit/" in drafted["Location"]
    edited = officer.post(f"{place}edit/", {**registered(), "contact": "综合科"})
    assert edited.status_code == 302
    row.refresh_from_db()
    assert row.contact == "综合科"
    assert "为什么不能办理其他步骤" in text_of(officer.get(place))


def test_others_see_nothing_or_do_nothing(client: Client, county: County) -> None:
    row = desk.announced(county)
    comment, _code = desk.said(row, "好", name="周小满")
    place = f"/office/consultations/{row.pk}/"
    client.force_login(county.stranger)
    for address in (
        "",
        "edit/",
        "comments/",
        f"comments/{comment.pk}/",
        "comments/comments.xlsx",
        "step/extend/",
    ):
        assert client.get(place + address).status_code == 404
    client.force_login(county.supervisor)
    assert client.get(place).status_code == 200
    assert "周小满" not in text_of(client.get(f"{place}comments/{comment.pk}/"))
    assert client.post(f"{place}comments/{comment.pk}/")["Location"] == "/office/"  # as the office refuses
    assert client.post(f"{place}step/call_off/", {"reason": "停"}).status_code == 404
    assert (
        client.post(f"{place}comments/", {"comment": [comment.pk], "new": "要点"})["Location"] == "/office/"
    )
    assert not row.groups.exists()


def test_the_person_is_shown_after_a_click_that_is_recorded(officer: Client, county: County) -> None:
    row = desk.announced(county)
    attached = SimpleUploadedFile("修改稿.txt", "全文".encode())
    comment, _code = desk.said(row, "电话13912345678", name="周小满", file=attached)
    place = f"/office/consultations/{row.pk}/comments/{comment.pk}/"
    assert "周小满" not in text_of(officer.get(place))
    opened = officer.post(place)
    assert "周小满" in text_of(opened)
    assert "no-store" in opened["Cache-Control"]
    assert officer.post(f"{place}file/").content.decode() == "全文"
    assert Event.objects.filter(type="engagement.consultation.original_opened").count() == 2
    saved = load_workbook(
        io.BytesIO(officer.get(f"/office/consultations/{row.pk}/comments/comments.xlsx").content)
    )
    cells = [str(cell) for line in saved.active.iter_rows(values_only=True) for cell in line]
    assert comment.number in cells
    assert not [cell for cell in cells if "13912345678" in cell or "周小满" in cell]


def test_a_table_is_taken_whole_or_not_at_all(officer: Client, county: County) -> None:
    row = desk.close(desk.announced(county))
    place, day = f"/office/consultations/{row.pk}/comments/import/", row.closes_on.isoformat()
    wrong = officer.post(place, {"file": sheet(("增加班次", day, "来信", "李禾"), ("", "去年", "飞鸽", ""))})
    assert wrong.status_code == 422
    assert "第3行“收到日期”" in text_of(wrong)
    assert not Comment.objects.exists()
    late = officer.post(place, {"file": sheet(("增加班次", desk.today().isoformat(), "来信", ""))})
    assert "截止之后的意见不计入" in text_of(late)
    assert officer.post(place, {"file": SimpleUploadedFile("来信.xlsx", b"MZ\x90")}).status_code == 422
    officer.post(place, {"file": sheet(("-增加班次", day, "来信", "李禾"), ("降价", day, "来电", ""))})
    assert [one.channel for one in Comment.objects.all()] == ["letter", "phone"]


def test_sorting_many_at_once_and_keeping_what_was_typed(officer: Client, county: County) -> None:
    row = desk.announced(county)
    made = [desk.said(row, text, key=text * 20)[0] for text in ("降价吧", "加班次")]
    place = f"/office/consultations/{row.pk}/comments/"
    nothing = officer.post(place, {"new": "降低票价"})
    assert nothing.status_code == 422
    assert 'value="降低票价"' in text_of(nothing)
    officer.post(place, {"comment": [one.pk for one in made], "new": "降低票价"})
    group = row.groups.get()
    assert group.sortings.count() == 2
    answer = officer.post(
        f"/office/consultations/{row.pk}/groups/{group.pk}/", {"title": "降低票价", "decision": "partly"}
    )
    assert "GROUP-REASON" in text_of(answer)
    officer.post(place, {"comment": [made[0].pk], "group": "none"})
    assert group.sortings.count() == 1
    assert "没有归类（1）" in text_of(officer.get(f"{place}?group=none"))


def test_a_late_outcome_is_work_today_and_a_limit(officer: Client, county: County) -> None:
    row = desk.close(desk.announced(county), ago=40)
    assert "逾期没有公布采纳情况" in text_of(officer.get("/office/"))
    assert row.title in text_of(officer.get("/office/consultations/?state=overdue"))
    (limit,) = deadlines.of(Agency.objects.all())
    assert limit.url == f"/office/consultations/{row.pk}/"
    planning.call_off(actor=county.officer, consultation=row, reason="暂缓。")
    assert not deadlines.of(Agency.objects.all())


def test_limits_are_shown_to_everybody_and_set_by_the_administrator(client: Client, county: County) -> None:
    typed = {"code": "consultation_outcome_limit", "number": "20", "source": "本县规定"}
    client.force_login(county.officer)
    assert "国务院令第713号" in text_of(client.get("/office/consultations/settings/"))
    assert client.post("/office/consultations/settings/", typed)["Location"] == "/office/"
    client.force_login(county.administrator)
    assert (
        client.post("/office/consultations/settings/", typed)["Location"] == "/office/consultations/settings/"
    )
    assert "本县规定" in text_of(client.get("/office/consultations/settings/"))
