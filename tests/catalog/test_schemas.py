"""Declarations: read strictly, content brought into its one form, only the public form let out, rows projected and kept."""

from __future__ import annotations

import runpy
from datetime import date
from pathlib import Path
from random import Random
from typing import Any

import pytest
from click.testing import CliRunner

from gongkai.catalog import declared, entries, schemas, screened, services
from gongkai.catalog.models import Entry
from gongkai.catalog.schemas import public
from gongkai.catalog.schemas.kinds import shown, typed
from gongkai.catalog.schemas.model import Field, Publicity
from gongkai.cli.root import main
from tests.catalog import desk, lists
from tests.scan import values
from tests.world import County

ROOT = Path(__file__).resolve().parent.parent.parent
GOOD = """
slug: quarries
label: 采石场名单
form: list
statutory_item: inspection
article: 第二十条第十三项
basis: 国务院令第711号第二十条第十三项
mark: I
key: [name]
fields:
  - {name: name, label: 名称, kind: organisation, required: true, searchable: true}
  - {name: output, label: 产量, kind: decimal, unit: 万吨}
"""


@pytest.mark.parametrize(
    ("kind", "given", "kept", "seen"),
    [
        ("date", "2026/3/2", "2026-03-02", "2026年3月2日"),
        ("date", "２０２６年３月２日", "2026-03-02", "2026年3月2日"),
        ("date", "46083", "2026-03-02", "2026年3月2日"),
        ("money", "1,234.50", "1234.5", "1,234.5万元"),
        ("money", "5000元", "0.5", "0.5万元"),
        ("money", "0.2亿元", "2000", "2,000万元"),
        ("percent", "12.50%", "12.5", "12.5%"),
        ("integer", "1,200", 1200, "1,200万元"),
        ("yes_no", "√", True, "是"),
        ("yes_no", "无", False, "否"),
        ("period", "2026年度", "2026", "2026年"),
        ("period", "2026.3", "2026-03", "2026年3月"),
        ("period", "2026-03-02至2027-03-01", "2026-03-02/2027-03-01", "2026年3月2日至2027年3月1日"),
        ("period", "2026年3月2日至长期", "2026-03-02/", "2026年3月2日至长期"),
        (
            "link",
            " https://www.yunxi.example/a ",
            "https://www.yunxi.example/a",
            "https://www.yunxi.example/a",
        ),
    ],
)
def test_every_usual_writing_becomes_one_form(kind: str, given: str, kept: Any, seen: str) -> None:
    field = Field("f", "栏", kind, unit="万元")
    schema = one_field(field)
    cleaned, problems = schemas.clean(schema, {"f": given})
    assert not problems
    assert cleaned["f"] == kept
    assert shown(kept, field) == seen
    assert schemas.clean(schema, {"f": typed(kept, field)})[0]["f"] == kept


@pytest.mark.parametrize(
    ("kind", "given", "code"),
    [
        ("date", "2026-02-30", "NOT-A-DAY"),
        ("date", "去年", "NOT-A-DAY"),
        ("money", "很多", "NOT-A-NUMBER"),
        ("money", "5公顷", "NOT-A-NUMBER"),
        ("money", "1e999999", "NOT-A-NUMBER"),
        ("money", "9" * 40, "NUMBER-RANGE"),
        ("integer", "1.5", "NOT-WHOLE"),
        ("money", "3%", "WRONG-UNIT"),
        ("period", "2027-01-01至2026-01-01", "PERIOD-ORDER"),
        ("period", "很久", "NOT-A-PERIOD"),
        ("code", "91510000000000000X", "CODE-CHECK"),
        ("identity", "110105194912310021", "IDENTITY-CHECK"),
        ("link", "javascript:alert(1)", "NOT-A-LINK"),
        ("link", "https://", "NOT-A-LINK"),
        ("telephone", "打办公室电话", "NOT-A-TELEPHONE"),
        ("text", "长" * 301, "TOO-LONG"),
        ("yes_no", "可能", "NOT-YES-NO"),
    ],
)
def test_what_cannot_be_read_stays_as_it_was_typed(kind: str, given: str, code: str) -> None:
    cleaned, problems = schemas.clean(one_field(Field("f", "栏", kind, unit="万元")), {"f": given})
    assert [problem.code for problem in problems] == [code]
    assert cleaned["f"] == given


def test_what_no_database_keeps_is_left_out() -> None:
    for kind in ("text", "link", "date"):
        cleaned, _problems = schemas.clean(one_field(Field("f", "栏", kind)), {"f": "a\x00\x07b"})
        assert cleaned["f"] == "ab"


def one_field(field: Field) -> schemas.Schema:
    return schemas.Schema("x", "某", "record", "inspection", "条", "据", "I", "", fields=(field,))


def test_codes_with_their_check_character_are_taken() -> None:
    code = values.credit_code(Random(3))
    assert schemas.clean(one_field(Field("f", "码", "code")), {"f": code.lower()})[0]["f"] == code


@pytest.mark.parametrize("nonsense", [None, 3, "rows", [1, None, "x"], {"a": 1}, [[{}]]])
def test_content_of_any_shape_is_survived(nonsense: Any) -> None:
    for schema in schemas.all().values():
        cleaned, _problems = schemas.clean(schema, {table.name: nonsense for table in schema.tables})
        assert schemas.clean(schema, cleaned)[0] == cleaned
        assert public.public_data(schema, {"rows": nonsense}, date(2026, 3, 2)) is not None


def test_totals_and_repeated_keys_are_told_in_their_row() -> None:
    schema = schemas.all()["three_expenses"]
    row = {"year": "2026", "stage": "预算", "total": "9", "abroad": "0", "vehicles": "6", "vehicles_bought": "2",
           "vehicles_run": "3", "receptions": "3"}  # fmt: skip
    problems = schemas.clean(schema, {"rows": [row, row]})[1]
    told = [(problem.code, problem.row, problem.field) for problem in problems]
    assert told == [("TOTAL", 0, "vehicles"), ("REPEATED-KEY", 1, "year"), ("TOTAL", 1, "vehicles")]
    assert declared.told(schema, problems[0]).startswith("第1行“公务用车购置及运行费”：")


@pytest.mark.parametrize(
    ("change", "told"),
    [
        (("label: 采石场名单\n", ""), "缺少“label”"),
        (("kind: decimal", "kind: float"), "没有“float”这种类型"),
        (("key: [name]", "key: [nome]"), "“nome”不是本表的字段"),
        (("key: [name]", "keys: [name]"), "不认识的项“keys”"),
        (("inspection", "inspections"), "没有这个法定公开事项"),
        (("name: output", "name: name"), "重复：name"),
        (("kind: decimal, unit: 万吨", "kind: identity, public: full"), "身份证件号码一律不公开"),
        (("kind: decimal, unit: 万吨", "kind: choice"), "choices 用于 choice 类型"),
        (("label: 采石场名单", "label: [采石场"), "不是正确的 YAML"),
        (("key: [name]", "key: &a [name]\nsums: *a"), "不能使用别名"),
        (("key: [name]", "shown_for: {since: output, months: 3, source: 据}"), "类型应当是date"),
    ],
)
def test_a_broken_file_names_its_fault(tmp_path: Path, change: tuple[str, str], told: str) -> None:
    path = tmp_path / "quarries.yaml"
    path.write_text(GOOD.replace(*change), encoding="utf-8")
    with pytest.raises(schemas.BrokenSchemaError) as broken:
        schemas.read(path)
    assert told in str(broken.value)
    assert CliRunner().invoke(main, ["schemas", "check", str(path)]).exit_code == 1


def test_a_list_of_ones_own_takes_a_file_and_a_broken_one_leaves_the_others(
    tmp_path: Path, settings: Any
) -> None:
    (tmp_path / "quarries.yaml").write_text(GOOD, encoding="utf-8")
    (tmp_path / "broken.yaml").write_text("slug: [", encoding="utf-8")
    (tmp_path / "charges.yaml").write_text(GOOD.replace("quarries", "charges"), encoding="utf-8")
    settings.SCHEMAS = str(tmp_path)
    assert schemas.all()["quarries"].rows.key == ("name",)
    assert schemas.all()["charges"].label == "采石场名单"
    assert [fault.path.name for fault in schemas.faults()] == ["broken.yaml"]
    assert "permits" in schemas.all()


def test_no_bundled_list_lets_out_what_is_never_public() -> None:
    for schema in schemas.all().values():
        for table in schema.tables:
            row = {field.name: "甲乙丙丁戊己庚辛壬癸" for field in table.fields}
            made, hidden = public.public_values(table.fields, row)
            for field in table.fields:
                assert (field.name in made) == (field.public != "never")
                assert field.public != "masked" or (
                    field.name in hidden and made[field.name] != row[field.name]
                )


def test_the_publicity_limit_is_the_shortest_that_applies() -> None:
    publicity = Publicity("on", "kind", {"三年": 36, "": 3}, "until")
    assert public.limit(publicity, {"on": "2026-11-30", "kind": "三年"}) == date(2029, 11, 30)
    assert public.limit(publicity, {"on": "2026-11-30", "kind": "其他"}) == date(2027, 2, 28)
    assert public.limit(publicity, {"on": "2026-11-30", "until": "2026-12-15"}) == date(2026, 12, 15)
    assert public.limit(publicity, {"on": "不明"}) is None


@pytest.mark.django_db
def test_rows_that_stay_keep_their_address_and_verify_agrees(county: County) -> None:
    document = lists.published(county, "permits", [lists.permit(1), lists.permit(2), lists.permit(3)])
    before = {entry.values["document_number"]: entry.pk for entry in Entry.objects.all()}
    rows = [lists.permit(3, state="注销"), lists.permit(1), lists.permit(4)]
    services.revise(actor=county.officer, document=document, data={"rows": rows})
    assert Entry.objects.count() == 3  # nothing of a draft is public
    services.submit_for_review(actor=county.officer, document=document)
    desk.sign(county, document)
    after = {entry.values["document_number"]: entry for entry in Entry.objects.order_by("number")}
    assert list(after) == [f"云审许〔2026〕{number}号" for number in (3, 1, 4)]
    assert all(after[number].pk == before[number] for number in list(after)[:2])
    assert after["云审许〔2026〕3号"].values["state"] == "注销"
    assert entries.differences() == []
    Entry.objects.filter(number=0).update(name="别的")
    assert len(entries.differences()) == 1
    assert CliRunner().invoke(main, ["schemas", "rebuild"]).output.startswith("清单 1 份，写入或删去 1 行")
    assert entries.differences() == []


@pytest.mark.django_db
def test_what_is_redacted_in_the_screened_text_is_redacted_in_the_row(county: County) -> None:
    document = lists.draft(county, "permits", [lists.permit(1, note="电话丙"), lists.permit(2)])
    page = screened.as_html(document).replace("电话丙", "电话***")
    changed = declared.redacted(document, page)["rows"]
    assert changed[0]["note"] == "电话***"
    assert changed[1] == document.data["rows"][1]


def test_the_reference_is_up_to_date() -> None:
    script = runpy.run_path(str(ROOT / "scripts" / "schemas_reference.py"))
    assert script["TARGET"].read_text(encoding="utf-8") == script["text"](), (
        "run scripts/schemas_reference.py"
    )
