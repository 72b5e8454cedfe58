"""A year's register brought in from a table: every fault named, nothing by half, nothing twice."""

from __future__ import annotations

import io
from typing import Any

import openpyxl
from django.core.files.uploadedfile import SimpleUploadedFile
from django.urls import reverse

from gongkai.channels.models import Release
from tests.channels import desk
from tests.world import County

HEAD = ["日期", "渠道", "标题", "篇数", "份数", "版面"]


def workbook(*rows: list[Any], head: list[str] | None = None) -> SimpleUploadedFile:
    """A table as XLSX."""
    book = openpyxl.Workbook()
    for row in [head or HEAD, *rows]:
        book.active.append(row)
    out = io.BytesIO()
    book.save(out)
    return SimpleUploadedFile("发布台账.xlsx", out.getvalue())


def bring_in(county: County, file: SimpleUploadedFile) -> Any:
    """Send it as the officer does."""
    data = {"agency": county.finance.pk, "file": file}
    return desk.signed_in(county.officer).post(reverse("channels_office:bring_in"), data)


def test_dates_in_many_ways_and_the_same_table_twice(county: County) -> None:
    rows = [
        ["2025-03-05", "报刊", "专版", 75, "1,000", "第3版"],
        ["2025年3月6日", "newspaper", "专版", "", "", ""],
        ["2025/3/7", "手机短信", "提示", 1, 5000, ""],
        ["20250308", "广播", "热线", 2, "", "FM 93.2"],
    ]
    assert bring_in(county, workbook(*rows)).status_code == 302
    assert sorted(Release.objects.values_list("pieces", "copies")) == [(1, 0), (1, 5000), (2, 0), (75, 1000)]
    bring_in(county, workbook(*rows, ["2025-03-09", "电视", "专题", 1, 1, ""]))
    assert Release.objects.count() == 5


def test_every_fault_is_named_and_nothing_is_kept(county: County) -> None:
    answer = bring_in(
        county,
        workbook(
            ["2025-03-05", "报刊", "专版", 75, "", ""],
            ["昨天", "飞鸽", "专版", "很多", "", ""],
            ["2999-01-01", "报刊", "", 1, "", ""],
        ),
    )
    page = answer.content.decode()
    assert answer.status_code == 422
    for text in ("飞鸽", "昨天", "很多", "还没有到", "请填写标题", "第3行", "第4行"):
        assert text in page, text
    assert not Release.objects.exists()


def test_what_is_no_table_is_refused_in_words(county: County) -> None:
    without = bring_in(county, workbook(["2025-03-05"], head=["日期"]))
    assert "渠道、标题" in without.content.decode()
    assert bring_in(county, SimpleUploadedFile("台账.xlsx", b"PK\x03\x04broken")).status_code == 422
    assert bring_in(county, SimpleUploadedFile("台账.exe", b"MZ")).status_code == 422
