"""Making a handbook in the office: begun, chosen, arranged, printed into the draft, published; by whom it may be done."""

from __future__ import annotations

from datetime import date
from typing import Any

import pytest
from django.db import connection
from django.test import Client
from django.test.utils import CaptureQueriesContext

from gongkai.catalog.models import Document
from gongkai.catalog.services import submit_for_review
from gongkai.guides import services
from gongkai.review.rules import Refused
from tests.catalog import desk
from tests.guides.samples import guide
from tests.world import PASSWORD, County

pytestmark = pytest.mark.django_db
DAY = date(2026, 11, 1)


def signed_in(client: Client, username: str) -> Client:
    assert client.login(username=username, password=PASSWORD)
    return client


def begun(county: County) -> Document:
    return services.begin(actor=county.officer, agency=county.finance, name="财政办事手册", edition=DAY)


def typed(*chosen: tuple[Document, str, str], **changes: str) -> dict[str, Any]:
    fields: dict[str, Any] = {
        "name": "财政办事手册",
        "edition": "2026-11-01",
        "foreword": "前言。",
        "phones": "yes",
    }
    for document, chapter, order in chosen:
        fields |= {f"chapter-{document.pk}": chapter, f"order-{document.pk}": order}
    return {**fields, "guide": [str(document.pk) for document, _chapter, _order in chosen], **changes}


def kept(document: Document) -> list[tuple[str, str]]:
    data = Document.objects.get(pk=document.pk).get_latest_revision_as_object().data
    return [(entry["chapter"], entry["name"]) for entry in data["entries"]]


def test_from_the_first_line_to_the_published_book(client: Client, county: County) -> None:
    food, teacher = guide(county, "食品经营许可"), guide(county, "教师资格认定", theme="教育科研")
    signed_in(client, "officer")
    answer = client.post(
        "/office/handbooks/begin/", {"name": "财政办事手册", "edition": "2026-11-01", "agency": "finance"}
    )
    document = Document.objects.get(schema="handbook")
    assert answer["Location"] == f"/office/handbooks/{document.pk}/"
    page = client.get(answer["Location"]).content.decode()
    assert "食品经营许可" in page
    assert "选中 0 项" in page
    client.post(answer["Location"], typed((food, "经营", "20"), (teacher, "", "10")))
    assert kept(document) == [("教育科研", "教师资格认定"), ("经营", "食品经营许可")]
    assert client.get(f"{answer['Location']}preview.pdf").content.startswith(b"%PDF")
    client.post(answer["Location"], typed((food, "经营", "1"), act="print"))
    client.post(answer["Location"], typed((food, "经营", "1"), act="print"))
    document = Document.objects.get(pk=document.pk)
    names = [one.title for one in document.get_latest_revision_as_object().attachments]
    assert names == ["财政办事手册（印刷版）20261101"] * 2
    desk.look_at_files(document)
    submit_for_review(actor=county.officer, document=document)
    desk.sign(county, document)
    html = client.get("/guides/handbooks/").content.decode()
    assert "财政办事手册" in html
    assert "共 1 册" in html


def test_nothing_typed_is_lost_and_every_reason_is_told(client: Client, county: County) -> None:
    food = guide(county, "食品经营许可")
    document = begun(county)
    address = f"/office/handbooks/{document.pk}/"
    signed_in(client, "officer")
    answer = client.post(address, typed((food, "没写完的章", "二十"), foreword="写了一半"))
    page = answer.content.decode()
    assert answer.status_code == 422
    assert "顺序请填0至9999的整数" in page
    assert "没写完的章" in page
    assert "写了一半" in page
    assert 'value="二十"' in page
    assert client.post(address, typed(edition="明天")).status_code == 422
    assert client.post(address, typed(name=" ")).status_code == 422
    assert "手册还没有收入事项" in client.post(address, typed(act="print")).content.decode()
    assert kept(document) == []


def test_chosen_guides_are_put_into_chapters_by_theme_or_agency(client: Client, county: County) -> None:
    food, teacher = guide(county, "食品经营许可"), guide(county, "教师资格认定", theme="教育科研")
    document = begun(county)
    signed_in(client, "officer")
    address = f"/office/handbooks/{document.pk}/"
    by_theme = client.post(address, typed((food, "", ""), (teacher, "", ""), act="theme")).context["offers"]
    assert [(offer.chapter, offer.order) for offer in by_theme] == [("教育科研", "10"), ("准营准办", "20")]
    by_agency = client.post(address, typed((food, "", ""), act="agency")).context["offers"]
    assert [offer.chapter for offer in by_agency if offer.chosen] == ["云溪县财政局"]
    assert kept(document) == []


def test_what_is_chosen_stays_while_another_agencys_guides_are_listed(client: Client, county: County) -> None:
    food, teacher = guide(county, "食品经营许可"), guide(county, "教师资格认定")
    document = begun(county)
    signed_in(client, "officer")
    address = f"/office/handbooks/{document.pk}/"

    def listed(of: str) -> list[tuple[str, bool, str]]:
        sent = {**typed((food, "没写完的章", "5"), act="narrow", of=of), f"order-{teacher.pk}": ""}
        return [(one.name, one.chosen, one.chapter) for one in client.post(address, sent).context["offers"]]

    kept_line = ("食品经营许可", True, "没写完的章")
    assert listed("education") == [kept_line]
    assert listed("finance") == listed("") == [kept_line, ("教师资格认定", False, "")]
    assert kept(document) == []


def test_who_may_not(client: Client, county: County) -> None:
    document = begun(county)
    address = f"/office/handbooks/{document.pk}/"
    assert client.get(address).status_code == 302
    assert signed_in(client, "stranger").get(address).status_code == 404
    assert client.get(f"{address}preview.pdf").status_code == 404
    assert client.post("/office/handbooks/begin/", {"agency": "finance"}).status_code == 404
    assert signed_in(client, "supervisor").get(address).status_code == 200
    assert client.post(address, typed()).status_code in (302, 403)
    assert kept(document) == []


def test_a_guide_withdrawn_since_is_named_before_printing(county: County) -> None:
    document = begun(county)
    entries = [services.Entry("经营", "没有这个号", "已取消")]
    services.choose(
        actor=county.officer,
        document=document,
        name="手册",
        edition=DAY,
        foreword="",
        phones=False,
        entries=entries,
    )
    with pytest.raises(Refused, match="没有这个号"):
        services.attach(actor=county.officer, document=document)


def test_too_much_is_refused(county: County) -> None:
    document = begun(county)
    entry = services.Entry("章" * 61, "号", "名")
    with pytest.raises(Refused) as refused:
        services.choose(
            actor=county.officer, document=document, name="手册", edition=DAY, foreword="长" * 4001, phones=True,
            entries=[entry] * 501,
        )  # fmt: skip
    assert refused.value.codes == {"HANDBOOK-TOO-MANY", "HANDBOOK-FOREWORD", "HANDBOOK-CHAPTER"}


def test_the_screens_cost_the_same_however_much_there_is(client: Client, county: County) -> None:
    signed_in(client, "officer")

    def costs() -> list[int]:
        found = []
        for path in ("/office/handbooks/", f"/office/handbooks/{first.pk}/"):
            with CaptureQueriesContext(connection) as queries:
                client.get(path)
            found.append(len(queries))
        return found

    first = begun(county)
    guide(county, "食品经营许可")
    few = costs()
    for number in range(4):
        begun(county)
        guide(county, f"第{number}项许可")
    assert costs() == few


def test_whoever_fills_in_a_guide_sees_the_chart_of_what_was_saved(client: Client, county: County) -> None:
    document = guide(county, "食品经营许可")
    signed_in(client, "officer")
    page = client.get(f"/office/documents/lists/{document.pk}/").content.decode()
    assert '<title id="flow-title">食品经营许可办理流程图</title>' in page
    book = begun(county)
    assert "流程图预览" not in client.get(f"/office/documents/lists/{book.pk}/").content.decode()
