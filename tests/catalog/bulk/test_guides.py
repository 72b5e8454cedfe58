"""Service guides out of one workbook: sheets joined by code or name, each guide once, what it lacks is told."""

from __future__ import annotations

import json
from pathlib import Path
from typing import Any

import openpyxl
import pytest
from click.testing import CliRunner

from gongkai.catalog import services as catalog
from gongkai.catalog.bulk import checking, services
from gongkai.catalog.models import Document, ImportBatch
from gongkai.cli.root import main
from gongkai.review import services as review
from tests.world import County

pytestmark = pytest.mark.django_db
GUIDE = {
    "事项编码": "A1", "事项名称": "食品经营许可", "事项类型": "行政许可", "主题": "准营准办", "服务对象": "企业和其他组织",
    "谁可以申请": "食品经营者", "申请条件": "有固定的经营场所", "法定办结时限（个工作日）": "20", "承诺办结时限": "5", "是否收费": "是",
    "咨询电话": "0999-7200100",
}  # fmt: skip
SHEETS: dict[str, list[list[str]]] = {
    "材料": [["事项编码", "材料名称", "原件份数"], ["A1", "申请书", "1"], ["", "营业执照", "1"], ["B2", "身份证明", "1"], ["X9", "无主", "1"]],
    "步骤": [["事项名称", "步骤", "时限（个工作日）"], ["食品经营许可", "受理", "1"], ["食品经营许可", "审查", "4"]],
    "收费": [["事项编码", "收费项目", "收费标准", "收费依据"], ["A1", "检验费", "每件10元", "省价费〔2020〕1号"]],
    "依据": [["事项编码", "法律、法规、规章或者文件", "条款"], ["A1", "《食品安全法》", "第三十五条"]],
    "窗口": [["事项编码", "窗口", "地址", "办公时间"], ["A1", "综合窗口", "云溪县政务中心", "9:00至17:00"]],
    "附注": [["无关"], ["内容"]],
}  # fmt: skip


@pytest.fixture(autouse=True)
def _ready(county: County) -> None:
    review.ensure_default_workflow()
    catalog.ensure_standard_columns(county.finance)


def workbook(folder: Path, *guides: dict[str, str], **sheets: list[list[str]]) -> Path:
    """A workbook of guides."""
    book = openpyxl.Workbook()
    page: Any = book.active
    page.title = "指南"
    page.append(list(GUIDE))
    for guide in guides:
        page.append([guide.get(name, "") for name in GUIDE])
    for name, rows in {**SHEETS, **sheets}.items():
        other = book.create_sheet(name)
        for row in rows:
            other.append(row)
    file = folder / "办事指南.xlsx"
    book.save(file)
    return file


def run(file: Path, *more: str) -> Any:
    """What the command says."""
    result = CliRunner().invoke(
        main,
        ["import", "guides", str(file), "--agency", "finance", "--source-system", "事项库", "--json", *more],
    )
    return json.loads(result.stdout)


def test_sheets_are_joined_and_what_belongs_nowhere_is_named(county: County, tmp_path: Path) -> None:
    other = {"事项编码": "B2", "事项名称": "贷款贴息", "咨询电话": "不详"}
    found = run(workbook(tmp_path, GUIDE, other))
    assert (found["new"], [(one["row"], one["column"], one["code"]) for one in found["errors"]]) == (
        2,
        [(5, "材料", "no_record")],
    )
    assert {"column": "附注", "near": ""} in found["unused_columns"]
    guide = Document.objects.get(title="食品经营许可办事指南")
    assert [row["name"] for row in guide.data["papers"]] == ["申请书", "营业执照"]
    assert [(row["name"], row["days"]) for row in guide.data["steps"]] == [("受理", 1), ("审查", 4)]
    assert (guide.data["fees"][0]["item"], guide.data["legal_days"], guide.data["charged"]) == (
        "检验费",
        20,
        True,
    )
    assert guide.column is not None
    lacking = Document.objects.get(title="贷款贴息办事指南")
    assert lacking.data["enquiry"] == "不详", "what cannot be read stays as it was typed"


def test_again_only_what_changed_and_nothing_in_a_dry_run(county: County, tmp_path: Path) -> None:
    file = workbook(tmp_path, GUIDE)
    assert run(file, "--dry-run")["new"] == 1
    assert not Document.objects.exists()
    run(file)
    assert run(file)["unchanged"] == 1
    assert run(workbook(tmp_path, {**GUIDE, "承诺办结时限": "6"}))["updated"] == 1
    document = Document.objects.get()
    catalog.revise(actor=county.officer, document=document, data={**document.data, "promised_days": 7})
    again = run(workbook(tmp_path, {**GUIDE, "承诺办结时限": "8"}))
    assert again["errors"][-1]["code"] == "edited_here"


def test_guides_are_signed_once_and_a_new_edition_reaches_the_public(county: County, tmp_path: Path) -> None:
    for days in ("5", "9"):
        run(workbook(tmp_path, {**GUIDE, "承诺办结时限": days}))
        batch = checking.carry_out(ImportBatch.objects.latest("pk").pk)
        assert batch.held == 0, list(batch.records.values_list("held", flat=True))
        services.submit(actor=county.officer, batch=batch)
        for person in (county.reviewer, county.secrecy, county.leader):
            review.sign(actor=person, obj=batch, decision="approved")
        document = Document.objects.get()
        assert (document.live, document.data["promised_days"]) == (True, int(days))


def test_a_table_without_sheets_is_refused(tmp_path: Path) -> None:
    file = tmp_path / "a.csv"
    file.write_text("事项名称\n甲\n", encoding="utf-8")
    assert run(file)["errors"][0]["code"] == "not_a_workbook"
