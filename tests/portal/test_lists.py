"""Declared lists as the public sees them: only public rows, only their public form, only as long as the limit runs."""

from __future__ import annotations

import csv
import io
import json
from datetime import date, timedelta

import openpyxl
import pytest
from django.db import connection
from django.test import Client
from django.test.utils import CaptureQueriesContext
from django.urls import reverse
from django.utils import timezone

from gongkai.catalog import services
from gongkai.catalog.models import Entry
from gongkai.catalog.schemas.model import Field
from gongkai.portal.presenters import lists as presenters
from gongkai.portal.presenters.rows import cell
from tests.catalog import lists
from tests.world import County

pytestmark = pytest.mark.django_db


def page(client: Client, name: str, *args: object, **query: str) -> str:
    response = client.get(reverse(f"portal:{name}", args=args), query)
    assert response.status_code == 200, (name, response.status_code)
    return b"".join(response).decode("utf-8-sig") if response.streaming else response.content.decode()


def test_rows_are_found_narrowed_and_opened(client: Client, county: County) -> None:
    rows = [
        lists.permit(1, content="食品经营（热食类）"),
        lists.permit(2, permit_kind="登记", decided_on="2025年6月1日"),
        lists.permit(3, party="赵德明", party_kind="自然人"),
    ]
    document = lists.published(county, "permits", rows)
    everything = page(client, "list", "permits")
    assert "共 3 条" in everything
    assert "第1商店" in everything
    assert "云溪县财政局" in everything
    found = page(client, "list", "permits", q="热食类")
    assert "1 条" in found
    assert "<mark>热食类</mark>" in found
    assert "第2商店" not in found
    assert "第2商店" in page(client, "list", "permits", **{"is-permit_kind": "登记"})
    assert "第1商店" not in page(client, "list", "permits", year="2025")
    assert "没有找到相符的条目" in page(client, "list", "permits", q="没有的")
    row = Entry.objects.get(number=0)
    opened = page(client, "list_row", "permits", row.pk)
    assert "食品经营（热食类）" in opened
    assert document.index_number in opened
    shown = page(client, "document", document.pk)
    assert "第1商店" in shown
    assert f"?document={document.pk}" in shown
    assert "共 1 种清单、3 条" in page(client, "lists")
    assert "还没有公布清单" in page(client, "agency_lists", county.education.code)


def test_what_is_masked_or_never_public_leaves_by_no_way(client: Client, county: County) -> None:
    identity = lists.RESIDENT
    document = lists.published(
        county, "permits", [lists.permit(1, party="赵德明", party_kind="自然人", identity=identity)]
    )
    row = Entry.objects.get()
    pages = [
        page(client, "list", "permits"),
        page(client, "list_row", "permits", row.pk),
        page(client, "document", document.pk),
        page(client, "list_file", "permits", "csv"),
        page(client, "list_file", "permits", "json"),
        json.dumps([row.values, row.text, row.name], ensure_ascii=False),
    ]
    for one in pages:
        assert identity not in one
        assert "赵德明" not in one
        assert "赵**" in one
    assert "0 条" in page(client, "list", "permits", q="赵德明")


def test_a_telephone_of_a_row_can_be_dialled_unless_it_is_masked() -> None:
    phone = Field("telephone", "办公电话", "telephone")
    assert cell(phone, "0999-7200105", is_masked=False).url == "tel:09997200105"
    assert cell(phone, "0999****105", is_masked=True).url == ""


def test_a_row_whose_limit_is_over_is_only_counted(client: Client, county: County) -> None:
    today = timezone.localdate()
    old = (today - timedelta(days=400)).isoformat()
    rows = [lists.penalty(1, decided_on=old), lists.penalty(2, decided_on=today.isoformat())]
    rows.append(lists.penalty(3, decided_on=today.isoformat(), shown_until=today.isoformat()))
    document = lists.published(county, "penalties", rows, statutory_item="penalty_coercion")
    gone = Entry.objects.get(number=0)
    for name, args in (
        ("list", ["penalties"]),
        ("document", [document.pk]),
        ("list_file", ["penalties", "csv"]),
    ):
        content = page(client, name, *args)
        assert "第1商贸" not in content
        assert "第2商贸" in content
        assert "第3商贸" in content
    assert "另有 1 条已过公示期" in page(client, "list", "penalties")
    assert "另有 1 条已过公示期" in page(client, "document", document.pk)
    assert client.get(reverse("portal:list_row", args=["penalties", gone.pk])).status_code == 404


def test_withdrawing_takes_the_rows_away(client: Client, county: County) -> None:
    document = lists.published(county, "permits", [lists.permit(1)])
    row = Entry.objects.get()
    services.withdraw(actor=county.leader, document=document, reason="内容有误", on=timezone.localdate())
    assert not Entry.objects.exists()
    assert client.get(reverse("portal:list_row", args=["permits", row.pk])).status_code == 404
    assert "没有找到相符的条目" in page(client, "list", "permits")


def test_files_hold_exactly_what_is_narrowed(client: Client, county: County) -> None:
    rows = [lists.penalty(number, fine=str(number)) for number in range(1, 31)]
    rows[4]["content"] = "=1+1"
    lists.published(
        county, "penalties", [{**row, "decided_on": timezone.localdate().isoformat()} for row in rows]
    )
    query = {"least": "5", "most": "28", "sort": "most"}
    table = list(csv.DictReader(io.StringIO(page(client, "list_file", "penalties", "csv", **query))))
    assert [line["罚款金额（万元）"] for line in table] == [str(number) for number in range(28, 4, -1)]
    assert table[-1]["处罚内容"] == "'=1+1"
    assert "身份证件号码" not in table[0]
    found = json.loads(page(client, "list_file", "penalties", "json", **query))
    assert len(found["rows"]) == 24
    assert found["rows"][0]["values"]["fine"] == "28"
    saved = client.get(reverse("portal:list_file", args=["penalties", "xlsx"]), query).content
    sheet = openpyxl.load_workbook(io.BytesIO(saved)).active
    assert sheet.max_row == 25
    assert sheet["K2"].value == 28
    declared = json.loads(page(client, "list_schema", "penalties"))
    assert declared["article"] == "第二十条第六项"
    assert {"person": "masked"}.items() <= {f["kind"]: f["public"] for f in declared["fields"]}.items()


def test_figures_over_years_are_drawn_beside_their_table(client: Client, county: County) -> None:
    rows = [
        {
            "year": year, "stage": "预算", "total": total, "abroad": 0, "vehicles": total, "vehicles_bought": 0,
            "vehicles_run": total, "receptions": 0,
        }
        for year, total in (("2024", "12.5"), ("2025年", "11万元"), (2026, "100000元"))
    ]  # fmt: skip
    lists.published(county, "three_expenses", rows, statutory_item="budget")
    content = page(client, "agency_list", county.finance.code, "three_expenses")
    assert "<svg" in content
    assert "12.5" in content
    assert "2026年" in content
    assert [entry.values["total"] for entry in Entry.objects.order_by("year")] == ["12.5", "11", "10"]


def test_a_list_asks_as_often_for_thirty_rows_as_for_three(client: Client, county: County) -> None:
    counted = []
    for size in (3, 30):
        lists.published(county, "permits", [lists.permit(size * 100 + n) for n in range(size)])
        with CaptureQueriesContext(connection) as asked:
            page(client, "list", "permits")
        counted.append(len(asked))
    assert counted[0] == counted[1]


def test_nonsense_in_the_address_does_not_break_a_list(client: Client, county: County) -> None:
    lists.published(county, "permits", [lists.permit(1)])
    for query in (
        {"page": "x", "year": "²", "document": "9" * 30, "least": "1e999", "is-permit_kind": "%00"},
        {"document": "①", "sort": "'", "q": "\x00'\"<script>", "agency": "../.."},
    ):
        assert "<script>" not in page(client, "list", "permits", **query).split("</head>")[1].replace(
            "<script src", ""
        )
    assert client.get("/lists/nothing/").status_code == 404
    assert client.get("/lists/service_guide/").status_code == 404
    assert client.get(f"/lists/permits/{date.today().year * 10**6}/").status_code == 404


def test_pages_reach_so_far_and_say_so(
    client: Client, county: County, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr(presenters, "REACH", 40)
    lists.published(county, "permits", [lists.permit(number) for number in range(1, 62)])
    shown = page(client, "list", "permits", page="99")
    assert "共 61 条" in shown
    assert "翻页最多到第 40 条" in shown
    assert client.get(reverse("portal:list", args=["permits"]), {"page": "99"}).context["pages"].number == 2
    assert "翻页最多" not in page(client, "list", "permits", q="第7商店")
