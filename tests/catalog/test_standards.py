"""The standard catalogue: read from real-looking sheets, kept by versions, assigned by name, checked against documents."""

from __future__ import annotations

import io
from datetime import date
from pathlib import Path
from typing import Any

import openpyxl
import pytest
from click.testing import CliRunner
from django.core.exceptions import PermissionDenied
from django.db import DatabaseError, connection, transaction
from django.test.utils import CaptureQueriesContext
from django.utils import timezone

from gongkai.catalog.models import Document, StandardCatalogue, StandardDuty, StandardItem
from gongkai.catalog.standards import limits, matching, queries, services, sheet
from gongkai.catalog.standards.limits import Limit, parse
from gongkai.cli.root import main
from gongkai.convert.content_type import FileRefused
from gongkai.law.calendar import load
from gongkai.review.rules import Refused
from tests.catalog import desk
from tests.world import County

HEAD = [
    ["云溪县义务教育领域基层政务公开标准目录"],
    [
        "序号", "公开事项", None, "公开内容\n（要素）", "公开依据", "公开时限", "公开主体", "公开渠道和载体", "公开对象", None,
        "公开方式", None, "公开层级", None,
    ],
    [None, "一级事项", "二级事项", None, None, None, None, None, "全社会", "特定群体\n（请写明）", "主动", "依申请公开", "县级", "乡、村级"],
]  # fmt: skip
CHANNELS = (
    "■政府网站   □政府公报\n■两微一端   □发布会/听证会\n□广播电视   ■社区/企事业单位/村公示栏（电子屏）"
)
ROWS = [
    [1, "招生管理", "招生计划", "招生范围、人数", "《义务教育法》", "信息形成或者变更之日起20个工作日内", "县教育局", CHANNELS, "√", None, "√", None, "√", None],
    [2, None, "招生结果", "录取名单公告", None, None, None, None, None, "学生家长", "√", None, "√", "√"],
    [3, "财务信息", "教育经费", "预算、决算", "《预算法》", "批准后20日内", "县财政局、县教育局", "政府网站、公示栏", "√", None, "√", None, "√", None],
]  # fmt: skip


def workbook(tmp_path: Path, rows: list[list[Any]], merged: tuple[str, ...] = ()) -> Path:
    book = openpyxl.Workbook()
    page: Any = book.active
    for row in rows:
        page.append(row)
    for place in merged:
        page.merge_cells(place)
    path = tmp_path / "standard.xlsx"
    book.save(path)
    return path


@pytest.mark.parametrize(
    ("text", "limit"),
    [
        ("信息形成或变更之日起20个工作日内", Limit(20, "working_days", "formed")),
        ("自作出行政处罚决定之日起七个工作日内", Limit(7, "working_days", "decided")),
        ("批准后20日内", Limit(20, "days", "approved")),
        ("一百二十日", Limit(120, "days", "")),
        ("收到申请后24小时内", Limit(24, "hours", "")),
        ("3个月内", Limit(3, "months", "")),
        ("提前5个工作日", Limit(5, "working_days", "before")),
        ("每年3月31日前", Limit(None, "per_year", "")),
        ("2019年起每年公开", Limit(None, "per_year", "")),
        ("按月公开", Limit(None, "per_month", "")),
        ("实时公开", Limit(None, "promptly", "")),
        ("长期公开", Limit(None, "standing", "")),
        ("另有规定的，从其规定", Limit()),
        ("", Limit()),
    ],
)
def test_a_limit_is_read_from_free_text(text: str, limit: Limit) -> None:
    assert parse(text) == limit


def test_a_limit_is_counted_only_where_it_counts_days() -> None:
    calendar = load([])
    assert limits.due_on(Limit(20, "working_days"), date(2026, 3, 2), calendar) == calendar.add(
        date(2026, 3, 2), 20
    )
    assert limits.due_on(Limit(1, "months"), date(2026, 1, 31), calendar) == date(2026, 2, 28)
    assert limits.due_on(Limit(25, "hours"), date(2026, 1, 1), calendar) == date(2026, 1, 3)
    assert limits.due_on(Limit(5, "working_days", "before"), date(2026, 1, 5), calendar) is None
    assert limits.due_on(Limit(None, "promptly"), date(2026, 1, 5), calendar) is None


def test_merged_headings_ticks_and_cells_are_read(tmp_path: Path) -> None:
    found = sheet.read(workbook(tmp_path, [*HEAD, *ROWS], ("A1:N1", "B2:C2", "I2:J2", "B4:B5", "F4:F5")))
    assert found.faults == []
    assert found.absent == []
    first, second, third = found.entries
    assert first.values["channels"] == ["政府网站", "两微一端", "社区/企事业单位/村公示栏（电子屏）"]
    assert (first.values["audience"], first.values["manner"], first.values["level"]) == (
        "全社会",
        "主动",
        "县级",
    )
    assert (second.values["topic"], second.values["matter"]) == ("招生管理", "招生结果")
    assert second.values["limit_text"] == first.values["limit_text"]
    assert set(second.inherited) == {"basis", "limit_text", "publisher", "channels"}
    assert (second.values["audience"], second.values["level"]) == ("特定群体（学生家长）", "县级、乡、村级")
    assert third.values["channels"] == ["政府网站", "公示栏"]
    assert third.inherited == ()


def test_headings_may_stand_lower_be_fewer_and_come_again(tmp_path: Path) -> None:
    plain = [
        ["填表单位：云溪县"], ["说明"], ["2026年"],
        ["编号", "事项名称", "内容要素", "责任单位"],
        [1, "低保标准", "城乡标准", "民政局"],
        ["编号", "事项名称", "内容要素", "责任单位"],
        [2, "临时救助", "条件", "民政局"],
        [None, None, "程序", None],
    ]  # fmt: skip
    found = sheet.read(workbook(tmp_path, plain))
    assert [entry.values["matter"] for entry in found.entries] == ["低保标准", "临时救助"]
    assert found.entries[1].values["content"] == "条件\n程序"
    assert "公开时限" in found.absent


def test_the_same_item_twice_and_long_cells_are_faults_with_their_rows(tmp_path: Path) -> None:
    long = [4, "招生管理", "很长" * 200, "x", *ROWS[0][4:]]
    found = sheet.read(workbook(tmp_path, [*HEAD, ROWS[0], ROWS[0], long]))
    assert [(fault.row, fault.text[:4]) for fault in found.faults] == [(5, "与第4行"), (6, "有单元格")]


def test_a_table_of_something_else_is_refused(tmp_path: Path) -> None:
    with pytest.raises(FileRefused) as refused:
        sheet.read(workbook(tmp_path, [["姓名", "电话"], ["某", "1"]]))
    assert refused.value.code == "no_heading"


def test_three_thousand_rows_are_read_once(tmp_path: Path) -> None:
    rows = [
        [n, f"类{n // 10}", f"事项{n}", "内容", "依据", "及时", "县教育局", "■政府网站"] for n in range(3_000)
    ]
    found = sheet.read(workbook(tmp_path, [*HEAD, *rows]))
    assert len(found.entries) == 3_000
    assert found.faults == []


def test_publishers_are_told_by_their_names() -> None:
    agencies = [
        matching.Named(1, "云溪县教育局", "县教育局", "department"),
        matching.Named(2, "云溪县住房和城乡建设局", "县住建局", "department"),
        matching.Named(3, "云溪县石塘镇人民政府", "石塘镇", "town"),
        matching.Named(4, "云溪县财政局", "县财政局", "department"),
    ]
    assert matching.publishers("县教育局、各乡镇人民政府", agencies) == [1, 3]
    assert matching.publishers("住房和城乡建设局", agencies) == [2]
    assert matching.publishers("县级教育局和财政局", agencies) == [1, 4]
    assert matching.publishers("主管部门", agencies) == []


@pytest.fixture
def catalogue(county: County, tmp_path: Path) -> StandardCatalogue:
    """The catalogue of compulsory education with three items."""
    return bring_in(county, workbook(tmp_path, [*HEAD, *ROWS]), "a" * 64)


def bring_in(county: County, path: Path, sha256: str) -> StandardCatalogue:
    return services.import_catalogue(
        actor=county.administrator, agency=county.government, field="义务教育",
        source=services.Source(path.name, sha256), entries=sheet.read(path).entries,
    )  # fmt: skip


def test_a_version_is_never_changed(catalogue: StandardCatalogue) -> None:
    item = queries.items_of(catalogue)[0]
    with pytest.raises(PermissionDenied):
        item.save()
    with pytest.raises(DatabaseError), transaction.atomic():
        StandardItem.objects.filter(pk=item.pk).update(matter="x")


def test_a_new_version_keeps_what_was_settled(
    county: County, catalogue: StandardCatalogue, tmp_path: Path
) -> None:
    names = {item.matter: item for item in queries.items_of(catalogue)}
    duties = StandardDuty.objects.filter(identity=names["教育经费"].identity)
    assert set(duties.values_list("agency__code", flat=True)) == {"education", "finance"}
    services.assign(actor=county.administrator, item=names["招生计划"], agencies=[county.town])
    with pytest.raises(Refused, match="STANDARD-SAME"):
        bring_in(county, workbook(tmp_path, [*HEAD, *ROWS]), "a" * 64)
    changed = [[*ROWS[0][:5], "及时", *ROWS[0][6:]], *ROWS[2:]]
    newer = bring_in(county, workbook(tmp_path, [*HEAD, *changed]), "b" * 64)
    assert list(queries.in_force()) == [newer]
    items = {item.matter: item for item in queries.items_of(newer)}
    assert set(items) == {"招生计划", "教育经费"}
    assert items["招生计划"].identity == names["招生计划"].identity
    assert [item.matter for item in queries.items_for(county.town)] == ["招生计划"]
    assert queries.items_of(catalogue).count() == 3


def test_only_whose_catalogue_it_is_imports_and_assigns(county: County, catalogue: StandardCatalogue) -> None:
    item = queries.items_of(catalogue)[0]
    with pytest.raises(PermissionDenied):
        services.assign(actor=county.officer, item=item, agencies=[county.finance])
    with pytest.raises(PermissionDenied):
        services.import_catalogue(
            actor=county.officer,
            agency=county.government,
            field="就业",
            source=services.Source("x", "c"),
            entries=[],
        )


def state(catalogue: StandardCatalogue, matter: str) -> str:
    return {
        one.item.matter: one.state
        for one in queries.standings(list(queries.items_of(catalogue)), timezone.localdate())
    }[matter]


def test_an_item_is_published_in_time_or_late(county: County, catalogue: StandardCatalogue) -> None:
    item = next(item for item in queries.items_of(catalogue) if item.matter == "教育经费")
    assert state(catalogue, "教育经费") == "missing"
    document = desk.published(county, title="2026年教育经费预算", signed_on=date(2026, 1, 5))
    found = queries.suggestions(
        queries.standings(list(queries.items_of(catalogue)), timezone.localdate()),
        type(county.finance).objects.all(),
    )
    assert [(one.matter, [row.pk for row in rows]) for one, rows in found] == [("教育经费", [document.pk])]
    assert services.link(actor=county.officer, pairs=[(item, document), (item, document)]) == 1
    assert state(catalogue, "教育经费") == "missing"  # the education bureau has published nothing
    standing = next(one for one in queries.standings([item], timezone.localdate(), county.finance))
    assert standing.state == "late"
    assert standing.answers[0].due_on == date(2026, 1, 25)
    Document.objects.filter(pk=document.pk).update(formed_on=timezone.localdate())
    assert queries.standings([item], timezone.localdate(), county.finance)[0].state == "published"
    services.unlink(actor=county.officer, item=item, document=document)
    assert queries.standings([item], timezone.localdate(), county.finance)[0].state == "missing"


def test_a_document_answers_only_items_of_its_agency(county: County, catalogue: StandardCatalogue) -> None:
    item = next(item for item in queries.items_of(catalogue) if item.matter == "招生计划")
    document = desk.draft(county)
    with pytest.raises(Refused, match="STANDARD-DUTY"):
        services.link(actor=county.officer, pairs=[(item, document)])
    with pytest.raises(PermissionDenied):
        services.link(actor=county.stranger, pairs=[(item, document)])


def test_the_check_costs_the_same_for_three_items_and_for_three_hundred(
    county: County, tmp_path: Path
) -> None:
    def cost(rows: list[list[Any]], sha256: str) -> int:
        made = bring_in(county, workbook(tmp_path, [*HEAD, *rows]), sha256)
        items = list(queries.items_of(made))
        with CaptureQueriesContext(connection) as found:
            queries.standings(items, timezone.localdate())
        return len(found)

    many = [[n, "类", f"事项{n}", "内容", "依据", "及时", "县教育局", "■政府网站"] for n in range(300)]
    assert cost(ROWS, "a" * 64) == cost(many, "b" * 64)


def test_the_command_tells_everything_and_stores_only_when_asked(county: County, tmp_path: Path) -> None:
    path = workbook(tmp_path, [*HEAD, *ROWS])
    arguments = ["import", "standard-catalogue", str(path), "--field", "义务教育", "--agency", "finance"]
    shown = CliRunner().invoke(main, [*arguments, "--dry-run"])
    assert shown.exit_code == 0, shown.output
    assert "3个事项" in shown.output
    assert not StandardCatalogue.objects.exists()
    assert CliRunner().invoke(main, arguments).exit_code == 0
    assert StandardCatalogue.objects.get().version == 1
    again = CliRunner().invoke(main, arguments)
    assert again.exit_code == 2
    assert "STANDARD-SAME" in again.output or "现行" in again.output
    broken = tmp_path / "broken.xlsx"
    broken.write_bytes(b"PK\x03\x04nothing")
    assert (
        CliRunner().invoke(main, ["import", "standard-catalogue", str(broken), *arguments[3:]]).exit_code == 2
    )


def test_the_workbook_reads_back_what_was_written(
    county: County, catalogue: StandardCatalogue, tmp_path: Path
) -> None:
    from gongkai.catalog.standards import exports

    path = tmp_path / "out.xlsx"
    standings = queries.standings(list(queries.items_of(catalogue)), timezone.localdate())
    path.write_bytes(exports.workbook("云溪县义务教育标准目录", standings))
    again = sheet.read(path)
    assert again.faults == []
    names = (
        "topic",
        "matter",
        "content",
        "basis",
        "limit_text",
        "publisher",
        "channels",
        "audience",
        "manner",
        "level",
    )
    before = [{name: getattr(one.item, name) for name in names} for one in standings]
    assert [{name: entry.values[name] for name in names} for entry in again.entries] == before
    assert openpyxl.load_workbook(io.BytesIO(path.read_bytes())).active.merged_cells.ranges
