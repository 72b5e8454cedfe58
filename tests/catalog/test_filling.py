"""Filling in declared lists in the office: by hand, by pasting, from a sheet; nothing that was typed is lost."""

from __future__ import annotations

import io
from typing import Any

import openpyxl
import pytest
from django.core.files.uploadedfile import SimpleUploadedFile
from django.test import Client
from django.urls import reverse

from gongkai.catalog import services
from gongkai.catalog.models import Document
from gongkai.review.rules import Refused
from gongkai.screening import queries as screening
from tests.catalog import lists
from tests.world import County

pytestmark = pytest.mark.django_db


@pytest.fixture
def office(client: Client, county: County) -> Client:
    """The finance bureau's information officer, signed in."""
    client.force_login(county.officer)
    return client


def rows(document: Document) -> list[dict[str, Any]]:
    document.refresh_from_db()
    found: list[dict[str, Any]] = document.get_latest_revision_as_object().data["rows"]
    return found


def fill(office: Client, document: Document, status: int = 302, **post: str | list[str]) -> str:
    document.refresh_from_db()
    revision = {"revision": str(document.latest_revision_id)}
    response = office.post(reverse("catalog_fill", args=[document.pk]), {**revision, **post})
    assert response.status_code == status
    return response.content.decode()


def read_in(office: Client, document: Document, mode: str, status: int = 302, **post: Any) -> str:
    address = reverse("catalog_read_in", args=[document.pk])
    response = office.post(address, {"table": "rows", "mode": mode, **post}, follow=status == 302)
    assert response.status_code == (200 if status == 302 else status)
    return response.content.decode()


def workbook(*lines: list[Any]) -> SimpleUploadedFile:
    book = openpyxl.Workbook()
    for line in lines:
        book.active.append(line)
    target = io.BytesIO()
    book.save(target)
    return SimpleUploadedFile("rows.xlsx", target.getvalue())


def typed(at: str, **values: str) -> dict[str, str]:
    return {f"rows-{at}-{name}": value for name, value in values.items()}


def test_a_list_is_begun_filled_in_and_sent(office: Client, county: County) -> None:
    services.ensure_standard_columns(county.finance)
    begun = office.post(
        reverse("catalog_list_begin"), {"schema": "charges", "agency": county.finance.code, "title": ""}
    )
    document = Document.objects.get(schema="charges")
    assert begun.url == reverse("catalog_fill", args=[document.pk])
    assert (document.title, document.column.slug) == ("云溪县财政局行政事业性收费目录清单", "fees")
    values = {
        "item": "考试费",
        "standard": "每人40元",
        "basis": "云价费〔2026〕1号",
        "budget": "缴入地方国库",
    }
    fill(
        office,
        document,
        **{"rows-at": "new1"},
        **typed("new1", **values, enterprise="否", since="2026年1月5日"),
    )
    assert rows(document)[0]["since"] == "2026-01-05"
    assert rows(document)[0]["enterprise"] is False
    services.submit_for_review(actor=county.officer, document=document)
    assert document.workflow_in_progress


def test_what_is_wrong_is_kept_told_and_holds_back(office: Client, county: County) -> None:
    document = lists.draft(
        county, "penalties", [lists.penalty(1), lists.penalty(2, fine="很多", decided_on="去年")]
    )
    page = office.get(reverse("catalog_fill", args=[document.pk])).content.decode()
    assert "送审前还有 2 处须改正" in page
    assert 'value="很多"' in page
    only = office.get(reverse("catalog_fill", args=[document.pk]), {"show": "problems"}).content.decode()
    assert "第 2 行" in only
    assert "第 1 行" not in only
    with pytest.raises(Refused) as refused:
        services.submit_for_review(actor=county.officer, document=document)
    assert {"DATA-NOT-A-NUMBER", "DATA-NOT-A-DAY"} <= {one.code for one in refused.value.blockers}


def test_rows_are_removed_moved_and_rows_of_other_pages_stay(office: Client, county: County) -> None:
    document = lists.draft(county, "charges", [{"item": f"收费{number}"} for number in range(6)])
    shown = {
        "rows-at": ["1", "2"],
        "rows-1-remove": "1",
        **typed("1", item="收费1"),
        **typed("2", item="改名"),
    }
    fill(office, document, act="down:rows-2", **shown)
    assert [row["item"] for row in rows(document)] == ["收费0", "收费3", "改名", "收费4", "收费5"]


def test_what_another_saved_meanwhile_is_not_overwritten(office: Client, county: County) -> None:
    document = lists.draft(county, "charges", [{"item": "甲"}])
    before = str(document.latest_revision_id)
    services.revise(actor=county.officer, document=document, data={"rows": [{"item": "乙"}]})
    page = fill(office, document, 409, revision=before, **{"rows-at": "0"}, **typed("0", item="丙"))
    assert 'value="丙"' in page
    assert "另外保存过" in page
    assert [row["item"] for row in rows(document)] == ["乙"]


def test_a_sheet_with_merged_headings_units_and_many_dates_is_read(office: Client, county: County) -> None:
    document = lists.draft(county, "penalties", [])
    upload = workbook(
        ["行政处罚公示表"],
        ["行政相对人", None, "处罚决定书文号", "违法行为类型", "违法事实", "处罚依据", "处罚类别", "处罚内容",
         "罚款金额（元）", "处罚决定日期", "公示期", "处罚机关", "经办人"],
        ["行政相对人名称", "行政相对人类别"],
        *(
            [f"云溪县第{number}公司", "法人及非法人组织", f"云市监罚〔2026〕{number}号", "类型", "事实", "依据", "罚款",
             "内容", 5000, day, "一年", "云溪县市场监督管理局", "略"]
            for number, day in enumerate(["2026-03-02", "2026/3/2", "2026.3.2", "2026年3月2日", "20260302"])
        ),
    )  # fmt: skip
    page = read_in(office, document, "append", file=upload)
    found = rows(document)
    assert {row["decided_on"] for row in found} == {"2026-03-02"}
    assert {row["fine"] for row in found} == {"0.5"}
    assert "读入5行" in page
    assert "经办人" in page
    assert "须改正" not in page.split("其中")[0]


def test_merging_by_key_changes_replaces_and_adds(office: Client, county: County) -> None:
    document = lists.draft(county, "permits", [lists.permit(1), lists.permit(2)])
    block = "许可文书号\t当前状态\n云审许〔2026〕2号\t注销\n云审许〔2026〕9号\t有效\n"
    assert "新增1行，更新1行" in read_in(office, document, "merge", block=block)
    found = rows(document)
    assert [row["state"] for row in found] == ["有效", "注销", "有效"]
    assert found[1]["content"] == "食品经营"
    read_in(office, document, "append", block="许可文书号\t当前状态\n云审许〔2026〕2号\t有效\n")
    page = office.get(reverse("catalog_fill", args=[document.pk])).content.decode()
    assert "与第2行重复" in page


def test_a_file_that_is_no_table_leaves_the_content_alone(office: Client, county: County) -> None:
    document = lists.draft(county, "charges", [{"item": "甲"}])
    for upload in (
        SimpleUploadedFile("rows.xlsx", b"PK\x03\x04 nothing"),
        SimpleUploadedFile("rows.csv", "一\n二\n".encode()),
        workbook(["随便", "写的"], [1, 2]),
    ):
        page = read_in(office, document, "replace", 422, file=upload)
        assert "filling__refused" in page
    assert [row["item"] for row in rows(document)] == ["甲"]


def test_more_rows_than_a_list_holds_are_refused_whole(office: Client, county: County) -> None:
    document = lists.draft(county, "charges", [{"item": "甲"}])
    block = "收费项目\t收费标准\n" + "乙\t一元\n" * 20_000
    assert "最多20000行" in read_in(office, document, "append", 422, block=block)
    assert [row["item"] for row in rows(document)] == ["甲"]


def test_the_template_reads_back(office: Client, county: County) -> None:
    document = lists.draft(county, "three_expenses", [])
    saved = office.get(reverse("catalog_list_template", args=["three_expenses", "rows"])).content
    book = openpyxl.load_workbook(io.BytesIO(saved))
    book.active.append(["2026", "预算", 10, 1, "6", 2, 4, 2])
    target = io.BytesIO()
    book.save(target)
    page = read_in(office, document, "append", file=SimpleUploadedFile("t.xlsx", target.getvalue()))
    assert rows(document)[0]["total"] == "10"
    assert "合计是9" in page


def test_a_forgotten_identity_number_is_found_in_the_rows(county: County) -> None:
    number = lists.RESIDENT
    document = lists.draft(county, "permits", [lists.permit(1, note=f"经营者证件{number}", identity=number)])
    with pytest.raises(Refused) as refused:
        services.submit_for_review(actor=county.officer, document=document)
    assert [one.code for one in refused.value.blockers] == ["SCREENING-OPEN"]
    found = [finding for row in screening.of_object(document) for finding in row.findings.all()]
    assert len(found) == 1  # the field that is never public is not part of what goes out


def test_signers_see_the_rows_and_what_changed_in_them(office: Client, county: County) -> None:
    document = lists.published(county, "permits", [lists.permit(1), lists.permit(2)])
    services.revise(
        actor=county.officer,
        document=document,
        data={"rows": [lists.permit(1), lists.permit(2, state="撤销")]},
    )
    live = Document.objects.get(pk=document.pk)
    changed = set(live.get_latest_revision_as_object().review_text) ^ set(live.review_text)
    assert len(changed) == 2
    assert "当前状态：撤销" in "".join(changed)
    assert "云审许〔2026〕2号" in office.get(desk_address(document)).content.decode()


def desk_address(document: Document) -> str:
    return reverse("wagtailsnippets_catalog_document:inspect", args=[document.pk])


def test_only_those_of_the_agency_fill_in(client: Client, county: County) -> None:
    document = lists.draft(county, "charges", [{"item": "甲"}])
    client.force_login(county.stranger)
    assert client.get(reverse("catalog_fill", args=[document.pk])).status_code == 404
    assert client.post(reverse("catalog_read_in", args=[document.pk]), {"table": "rows"}).status_code == 404
    client.force_login(county.reviewer)
    assert client.get(reverse("catalog_fill", args=[document.pk])).status_code == 200
    denied = client.post(
        reverse("catalog_fill", args=[document.pk]), {"revision": document.latest_revision_id}
    )
    assert denied.status_code in (302, 403)
    assert rows(document) == [{**rows(document)[0], "item": "甲"}]


def test_the_page_of_a_long_list_stays_small(office: Client, county: County) -> None:
    document = lists.draft(county, "permits", [lists.permit(number) for number in range(1200)])
    page = office.get(reverse("catalog_fill", args=[document.pk]), {"p-rows": "40"}).content.decode()
    assert "共 1200 行" in page
    assert page.count("<input") + page.count("<select") + page.count("<textarea") < 900
