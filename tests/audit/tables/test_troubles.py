"""What goes wrong with tables on their way into a page, and what is said when nobody can tell the numbers."""

from __future__ import annotations

from decimal import Decimal

import pytest

from gongkai.audit.model import ReadTables
from gongkai.audit.tables import read
from gongkai.convert import extract
from gongkai.law import forms
from tests.audit.tables import printed


def of_text(text: str) -> ReadTables:
    """The tables of a text."""
    return read(extract.from_text(text), 0, len(text))


def t2(*rows: str, version: str = "2021") -> ReadTables:
    """Table 二 with rows printed as given, under the headings of the form."""
    heads = {
        "2021": "第二十条第（一）项\n信息内容 本年制发件数 本年废止件数 现行有效件数\n",
        "2019": "第二十条第（一）项\n信息内容 本年新制作数量 本年新公开数量 对外公开总数量\n",
    }
    return of_text(
        f"{printed.HEAD}{printed.TITLES['t2']}\n{heads[version]}" + "\n".join(rows) + f"\n{printed.TAIL}"
    )


def codes(found: ReadTables) -> dict[str, str]:
    """What is said of each cell that was not read."""
    return {cell: unread.code for unread in found.unread for cell in unread.cells}


def test_zeros_with_nothing_between_are_zeros() -> None:
    found = t2("规章000", "行政规范性文件203")
    assert [found.values[f"t2.rules.{column}"] for column in ("made", "repealed", "valid")] == [0, 0, 0]
    assert [found.values[f"t2.normdocs.{column}"] for column in ("made", "repealed", "valid")] == [2, 0, 3]


def test_two_digit_numbers_with_nothing_between_are_not_guessed() -> None:
    found = t2("规章000", "行政规范性文件2013")
    assert codes(found)["t2.normdocs.made"] == "ambiguous"
    assert "t2.normdocs.made" not in found.values


def test_sums_of_the_form_part_glued_numbers_with_less_confidence() -> None:
    values = dict.fromkeys(printed.cells("2021"), 0) | {"t3.new.natural": 12, "t3.new.total": 12}
    found = of_text(printed.report("2021", printed.joined(values)))
    assert found.values["t3.new.natural"] == 12
    assert found.confidence["t3.new.natural"] == pytest.approx(0.6)


def test_fewer_numbers_than_columns_are_ambiguous() -> None:
    found = t2("规章 0 0 0", "行政规范性文件 3 9")
    assert codes(found)["t2.normdocs.valid"] == "ambiguous"


def test_marks_for_nothing_are_empty() -> None:
    found = t2("规章 / - ——", "行政规范性文件 — 0 ／")
    assert [found.values[f"t2.rules.{column}"] for column in ("made", "repealed", "valid")] == [None] * 3
    assert [found.values[f"t2.normdocs.{column}"] for column in ("made", "repealed", "valid")] == [
        None,
        0,
        None,
    ]


def test_only_the_first_cell_of_a_row_is_filled() -> None:
    found = t2("规章\t0", "行政规范性文件\t4\t\t")
    assert found.values["t2.normdocs.made"] == 4
    assert found.values["t2.normdocs.valid"] is None


def test_numbers_full_width_grouped_with_units_and_misread() -> None:
    found = t2("规章 ０ 1,204 3件", "行政规范性文件 1O 2 1l")
    assert [found.values[f"t2.rules.{column}"] for column in ("made", "repealed", "valid")] == [0, 1204, 3]
    assert [found.values[f"t2.normdocs.{column}"] for column in ("made", "repealed", "valid")] == [10, 2, 11]
    assert found.confidence["t2.normdocs.made"] < 0.7 < found.confidence["t2.normdocs.repealed"]


def test_signed_and_money_cells_of_2019() -> None:
    rows = [
        "第二十条第（五）项",
        "信息内容 上一年项目数量 本年增/减 处理决定数量",
        "行政许可 31 减2 540",
        "其他对外管理服务事项 8 +1 12",
        "第二十条第（九）项",
        "信息内容 采购项目数量 采购总金额",
        "政府集中采购 6 218.75万元",
    ]
    found = t2(*rows, version="2019")
    assert found.form == "2019"
    assert (found.values["t2.licence.change"], found.values["t2.other_services.change"]) == (-2, 1)
    assert found.values["t2.procurement.amount"] == Decimal("218.75")


def test_money_stated_in_yuan_is_in_ten_thousands() -> None:
    found = t2(
        "规章 0 0 0",
        "行政规范性文件 0 0 0",
        "第二十条第（八）项",
        "信息内容 本年收费金额（单位：万元）",
        "行政事业性收费 12500元",
    )
    assert found.values["t2.admin_charges.amount"] == Decimal("1.25")


def test_a_cell_that_is_no_number_is_said() -> None:
    found = t2("规章\t0\t0\t0", "行政规范性文件\t3\t见附件2\t8")
    assert codes(found)["t2.normdocs.repealed"] == "not_a_number"
    assert (found.values["t2.normdocs.made"], found.values["t2.normdocs.valid"]) == (3, 8)


def test_a_column_of_remarks_is_no_value() -> None:
    values = printed.random_values("2014", 30)
    text = printed.report("2014", printed.tabbed(values)).replace(
        "（一）收到申请数\t件", "（一）收到申请数\t件"
    )
    row = f"（一）收到申请数\t件\t{values['s.received']}"
    assert of_text(text.replace(row, f"{row}\t较上年持平")).values == values


def test_labels_with_slips_are_found() -> None:
    values = printed.random_values("2021", 31)
    text = printed.report("2021", printed.ruled(values))
    for right, wrong in (
        ("上年结转", "上年转结"),
        ("需要另行制作", "须要另行制做"),
        ("行政查询事项", "行政查寻事项"),
        ("1.信访举报投诉类申请", "1.信防举报投诉类申请"),
    ):
        text = text.replace(right, wrong)
    found = of_text(text)
    assert found.values == values
    assert found.confidence["t3.carried_in.total"] < found.confidence["t3.new.total"]


def test_the_form_is_told_by_its_labels_not_by_the_year() -> None:
    values = printed.random_values("2019", 32)
    assert of_text(printed.report("2019", printed.tabbed(values))).form == "2019"


def test_lines_that_were_there_already_are_lost() -> None:
    values = printed.random_values("2021", 33, (0, 0, 0, 1, 2))
    lines = printed.report("2021", printed.lined(values, "\n")).split("\n")
    found = of_text("\n".join(dict.fromkeys(lines)))
    assert set(codes(found).values()) == {"values_lost"}
    assert all(values[cell] == value for cell, value in found.values.items())
    assert 0 not in [value for cell, value in found.values.items() if cell.startswith("t3.deny")]


def test_equal_lines_one_after_the_other_are_lost() -> None:
    values = printed.random_values("2021", 34, (0, 0, 0, 1, 2))
    lines = printed.report("2021", printed.lined(values, "\n")).split("\n")
    kept = [line for line, before in zip(lines, ["", *lines], strict=False) if line != before]
    found = of_text("\n".join(kept))
    assert "values_lost" in codes(found).values()
    assert all(values[cell] == value for cell, value in found.values.items())


def test_a_table_that_is_a_picture_is_missing() -> None:
    values = printed.random_values("2021", 35)
    text = printed.report("2021", printed.tabbed(values), only=("t2", "t4"))
    text = text.replace(printed.TITLES["t4"], f"{printed.TITLES['t3']}\n{printed.TITLES['t4']}")
    found = of_text(text)
    missing = [unread for unread in found.unread if unread.code == "table_missing"]
    assert [unread.cells[0] for unread in missing] == ["t3.new.natural"]
    assert not [cell for cell in found.values if cell.startswith("t3")]


def test_statistics_announced_but_not_there() -> None:
    found = of_text(
        "石塘镇2016年政府信息公开工作年度报告\n一、概述\n主动公开24条。\n附件：政府信息公开情况统计表\n（略）\n"
    )
    assert [unread.code for unread in found.unread] == ["table_missing"]
    assert found.form == ""


def test_sentences_are_no_tables() -> None:
    text = (
        "清川市教育局2017年政府信息公开工作年度报告\n二、主动公开政府信息情况\n公开规章0件、行政许可12项、行政处罚3件、"
        "行政强制0件。\n三、收到申请数5件，其中当面申请数2件、网络申请数3件，申请办结数5件，予以公开4件，不予公开1件。\n"
        "四、没有因政府信息公开被申请行政复议、提起行政诉讼。\n"
    )
    found = of_text(text)
    assert (found.form, dict(found.values), found.unread) == ("", {}, ())


def test_a_table_before_its_heading() -> None:
    values = printed.random_values("2021", 36)
    text = printed.report("2021", printed.tabbed(values))
    for title in printed.TITLES.values():
        text = text.replace(f"{title}\n", "")
    assert of_text(text + "\n".join(printed.TITLES.values())).values == values


def test_rows_of_their_own_in_local_statistics_are_passed_over() -> None:
    values = printed.random_values("2014", 37)
    text = printed.report("2014", printed.tabbed(values))
    text = text.replace("\n（二）申请办结数", "\n5.其他形式申请数\t件\t99\n（二）申请办结数")
    assert of_text(text).values == values


def test_statistics_without_some_rows_keep_the_others_apart() -> None:
    values = printed.random_values("2014", 38)
    text = printed.report("2014", printed.tabbed(values))
    row = f"（三）其他情形数\t件\t{values['s.recon.other']}\n"
    found = of_text(text.replace(row, "", 1))
    assert "s.recon.other" not in found.values or found.values["s.recon.other"] == values["s.recon.other"]
    assert found.values["s.suit"] == values["s.suit"]
    assert found.values["s.suit.other"] == values["s.suit.other"]


def test_a_printed_error_survives() -> None:
    values = dict.fromkeys(forms.load("2021").cells, 0) | {"t3.new.natural": 5, "t3.new.total": 9}
    found = of_text(printed.report("2021", printed.tabbed(values)))
    assert (found.values["t3.new.natural"], found.values["t3.new.total"]) == (5, 9)


def test_page_numbers_between_rows_are_no_values() -> None:
    values = printed.random_values("2021", 39)
    text = printed.report("2021", printed.spaced(values))
    text = text.replace("\n4.保护第三方", "\n- 3 -\n4.保护第三方").replace(
        "\n2.重复申请", "\n第 4 页 共 6 页\n2.重复申请"
    )
    assert of_text(text).values == values


def test_labels_wrapped_around_their_numbers() -> None:
    values = printed.random_values("2021", 40)
    text = printed.report("2021", printed.spaced(values))
    numbers = " ".join(
        str(values[f"t3.refuse.reconfirm.{column}"])
        for column in ("natural", "business", "research", "charity", "legal", "other_org", "total")
    )
    text = text.replace(
        f"5.要求行政机关确认或重新出具已获取信息 {numbers}",
        f"5.要求行政机关确认或\n{numbers}\n重新出具已获取信息",
    )
    assert of_text(text).values == values


def test_empty_columns_between_the_numbers() -> None:
    values = printed.random_values("2021", 43)
    layout = forms.load("2021").layout["t3"]
    rows = [
        ["" if cell == "|" else cell for cell in "\t|\t".join(row).split("\t")]
        for row in printed.texts(layout, values)
    ]
    text = printed.report("2021", lambda _: "\n".join("\t".join(row) for row in rows), only=("t3",))
    found = of_text(text)
    assert found.values == {cell: value for cell, value in values.items() if cell.startswith("t3")}


def test_a_sentence_below_the_table_repeats_a_label() -> None:
    values = printed.random_values("2021", 44)
    text = printed.report("2021", printed.tabbed(values))
    note = "说明：上述结转下年度继续办理2件，均在期限内。"
    assert of_text(text.replace(printed.TITLES["t4"], f"{note}\n{printed.TITLES['t4']}")).values == values


def test_suits_told_in_a_sentence_are_no_table() -> None:
    sentence = "行政复议结果维持1件、结果纠正0件、其他结果0件、尚未审结2件，总计3件。行政诉讼没有。"
    values = printed.random_values("2021", 45)
    text = printed.report("2021", printed.tabbed(values), only=("t2", "t3")).replace(
        "五、存在", f"{sentence}\n五、存在"
    )
    found = of_text(text)
    assert not [cell for cell in found.values if cell.startswith("t4")]
    assert {unread.code for unread in found.unread} == {"table_missing"}


def test_digits_alone_below_a_row_are_its_own_only_where_the_sum_says_so() -> None:
    values = printed.random_values("2021", 46) | dict.fromkeys(
        (
            f"t3.new.{column}"
            for column in ("natural", "business", "research", "charity", "legal", "other_org")
        ),
        4,
    )
    text = printed.report("2021", printed.tabbed(values | {"t3.new.total": 24}))
    found = of_text(text.replace("4\t24\n", "4\t2\n4\n", 1))
    assert (found.values["t3.new.total"], found.confidence["t3.new.total"]) == (24, 0.6)
    found = of_text(text.replace("4\t24\n", "4\t24\n7\n", 1))
    assert found.values["t3.new.total"] == 24
    assert found.confidence["t3.new.total"] > 0.9


def test_suits_printed_as_pairs() -> None:
    values = printed.random_values("2021", 41)
    heads = ["结果维持", "结果纠正", "其他结果", "尚未审结", "总计"]
    groups = {"recon": "行政复议", "suit_direct": "行政诉讼 未经复议直接起诉", "suit_after": "复议后起诉"}
    columns = ("upheld", "corrected", "other", "pending", "total")
    lines = []
    for group, name in groups.items():
        lines.append(name)
        lines.extend(
            f"{head} {values[f't4.{group}.{column}']}" for head, column in zip(heads, columns, strict=True)
        )
    text = printed.report("2021", printed.spaced(values), only=("t2", "t3"))
    text = text.replace("五、存在", f"{printed.TITLES['t4']}\n" + "\n".join(lines) + "\n五、存在")
    found = of_text(text)
    assert {cell: found.values[cell] for cell in values if cell.startswith("t4")} == {
        cell: value for cell, value in values.items() if cell.startswith("t4")
    }
