import io
from datetime import date

import openpyxl
import pytest
from openpyxl.comments import Comment
from openpyxl.styles import Font, PatternFill
from openpyxl.workbook.defined_name import DefinedName

from gongkai.convert.parts.model import Contents
from gongkai.convert.parts.xlsx import from_xlsx
from tests.convert.office import A, Inside, S, codes, part_of, relations, texts, workbook


def read(data: bytes) -> Contents:
    return from_xlsx(data, (), Inside())


def saved(book: openpyxl.Workbook) -> bytes:
    stream = io.BytesIO()
    book.save(stream)
    return stream.getvalue()


def cells(*rows: str) -> str:
    return "<sheetData>" + "".join(f"<row>{row}</row>" for row in rows) + "</sheetData>"


def text_cell(text: str, reference: str = "") -> str:
    return (
        f'<c r="{reference}" t="inlineStr"><is><t>{text}</t></is></c>'
        if reference
        else (f'<c t="inlineStr"><is><t>{text}</t></is></c>')
    )


def test_a_sheet_is_a_table_with_the_address_of_each_cell() -> None:
    book = openpyxl.Workbook()
    sheet = book.active
    sheet.title = "名单"
    sheet["B3"], sheet["E3"], sheet["B9"], sheet["C9"] = "姓名", "电话", "张某某", "赵某某"
    sheet["E9"] = 13800138000
    sheet.merge_cells("B3:D3")
    part = part_of(read(saved(book)), "sheet")
    assert part.text == "名单\n姓名\t电话\n张某某\t赵某某\t13800138000\n"
    assert [(cell.row, cell.column, cell.colspan) for cell in part.tables[0].cells] == [
        (0, 0, 2),
        (0, 2, 1),
        (1, 0, 1),
        (1, 1, 1),
        (1, 2, 1),
    ]
    assert [(place.sheet, place.cell) for place in part.places] == [
        ("名单", "B3"),
        ("名单", "E3"),
        ("名单", "B9"),
        ("名单", "C9"),
        ("名单", "E9"),
    ]
    assert all(part.text[cell.start : cell.end] == cell.text for cell in part.tables[0].cells)


@pytest.mark.parametrize("state", ["hidden", "veryHidden"])
def test_a_hidden_sheet_is_read_and_said_to_be_unseen(state: str) -> None:
    book = openpyxl.Workbook()
    secret = book.create_sheet("底稿")
    secret.sheet_state = state
    secret["A1"] = "张某某"
    parts = [part for part in read(saved(book)).parts if part.name == "sheet"]
    assert [(part.number, part.visible, part.text) for part in parts] == [
        (1, True, "Sheet\n"),
        (2, False, "底稿\n张某某\n"),
    ]


def test_hidden_rows_and_columns_stand_under_their_headings() -> None:
    book = openpyxl.Workbook()
    sheet = book.active
    for row in (["名册"], ["姓名", "身份证号", "电话"], ["张某某", "甲", "乙"], ["赵某某", "丙", "丁"]):
        sheet.append(row)
    sheet.row_dimensions[3].hidden = True
    sheet.column_dimensions["C"].hidden = True
    contents = read(saved(book))
    assert texts(contents, "sheet") == ["Sheet\n名册\n姓名\t身份证号\n赵某某\t丙"]
    assert texts(contents, "hidden") == ["电话\t姓名\t身份证号\n张某某\t甲\t乙\n丁"]
    table = part_of(contents, "hidden").tables[0]
    assert {cell.text: cell.column for cell in table.cells} | {"丁": 2} == {
        "姓名": 0, "身份证号": 1, "电话": 2, "张某某": 0, "甲": 1, "乙": 2, "丁": 2,
    }  # fmt: skip


@pytest.mark.parametrize(
    "sheet",
    [
        '<cols><col min="1" max="1" width="0"/></cols>' + cells(text_cell("张某某", "A1")),
        '<sheetData><row ht="0">' + text_cell("张某某") + "</row></sheetData>",
        '<sheetFormatPr zeroHeight="1"/>' + cells(text_cell("张某某")),
        cells(text_cell("上", "A1"), text_cell("张某某", "A2"))
        + '<mergeCells><mergeCell ref="A1:A2"/></mergeCells>',
        cells('<c s="1"><v>13800138000</v></c>'),
        cells('<c s="2"><v>13800138000</v></c>'),
        cells('<c s="3"><v>13800138000</v></c>'),
    ],
)
def test_what_has_no_size_or_colour_or_lies_beneath_is_hidden(sheet: str) -> None:
    styles = (
        f'<styleSheet xmlns="{S}"><fonts><font/><font><color rgb="FFFFFFFF"/></font></fonts>'
        '<fills><fill><patternFill patternType="none"/></fill><fill><patternFill patternType="solid">'
        '<fgColor rgb="FF000000"/></patternFill></fill></fills><numFmts><numFmt numFmtId="170" formatCode=";;;"/></numFmts>'
        '<cellXfs><xf fontId="0"/><xf fontId="1" fillId="0"/><xf fontId="0" fillId="1"/><xf numFmtId="170"/></cellXfs>'
        "</styleSheet>"
    )
    hidden = texts(read(workbook({"一": sheet}, {"xl/styles.xml": styles})), "hidden")
    assert hidden[0].splitlines()[-1] in ("张某某", "13800138000")


@pytest.mark.parametrize(
    ("written", "shown"),
    [
        ("1.3800138E10", "13800138000"),
        ("5.10101199001011E+17", "510101199001011000"),
        ("0.10000000000000001", "0.10000000000000001"),
        ("1E999999999", "1E999999999"),
    ],
)
def test_numbers_are_written_out(written: str, shown: str) -> None:
    contents = read(workbook({"一": cells(f"<c><v>{written}</v></c>")}))
    assert texts(contents, "sheet") == [f"一\n{shown}"]


def test_white_on_a_dark_ground_is_not_hidden() -> None:
    book = openpyxl.Workbook()
    book.active["A1"] = "张某某"
    book.active["A1"].font = Font(color="FFFFFFFF")
    book.active["A1"].fill = PatternFill("solid", fgColor="FF1F4E79")
    assert texts(read(saved(book)), "sheet") == ["Sheet\n张某某"]


def test_numbers_look_as_their_format_says() -> None:
    book = openpyxl.Workbook()
    sheet = book.active
    sheet.append([date(1990, 1, 1), 123])
    sheet["B1"].number_format = "00000000"
    assert texts(read(saved(book)), "sheet") == ["Sheet\n1990-01-01\t00000123"]


def test_formulas_are_read_beside_what_they_gave() -> None:
    sheet = cells('<c r="A1" t="str"><f>"1380"&amp;"0138000"</f><v>13800138000</v></c>')
    contents = read(workbook({"一": sheet}))
    assert texts(contents, "sheet") == ["一\n13800138000"]
    assert texts(contents, "formula") == ['"1380"&"0138000"']


def test_rich_strings_read_as_one_and_deleted_ones_are_found() -> None:
    strings = (
        f'<sst xmlns="{S}"><si><r><t>张</t></r><r><t>某某</t></r><rPh><t>zhang</t></rPh></si>'
        "<si><t>删掉的李某某</t></si></sst>"
    )
    contents = read(workbook({"一": cells('<c t="s"><v>0</v></c>')}, {"xl/sharedStrings.xml": strings}))
    assert texts(contents, "sheet") == ["一\n张某某"]
    assert texts(contents, "deleted") == ["删掉的李某某"]


def test_signs_written_by_their_number_are_read_as_signs() -> None:
    contents = read(workbook({"一": cells(text_cell("_x0031_38_x000D_001_x33_"))}))
    assert texts(contents, "sheet") == ["一\n138 001_x33_"]


def test_comments_names_rules_and_print_lines_are_read_with_their_place() -> None:
    book = openpyxl.Workbook()
    sheet = book.active
    sheet["B2"] = "值"
    sheet["B2"].comment = Comment("请联系张某某", "王某")
    sheet.oddFooter.left.text = "赵某某制表"
    book.defined_names["经办人"] = DefinedName("经办人", attr_text='"钱某某"')
    contents = read(saved(book))
    comment = part_of(contents, "comment")
    assert (comment.text, comment.places[0].sheet, comment.places[0].cell) == ("请联系张某某", "Sheet", "B2")
    assert texts(contents, "author") == ["王某"]
    assert texts(contents, "footer") == ["&L赵某某制表"]
    assert texts(contents, "defined_name") == ['经办人："钱某某"']


def test_rules_for_input_and_looks_are_read() -> None:
    rules = (
        '<conditionalFormatting><cfRule type="containsText" text="张某某"><formula>A1="张某某"</formula></cfRule>'
        '</conditionalFormatting><dataValidations><dataValidation sqref="A1" prompt="选人">'
        '<formula1>"张某某,李某某"</formula1></dataValidation></dataValidations>'
    )
    contents = read(workbook({"一": cells() + rules}))
    assert texts(contents, "validation") == ['选人\n"张某某,李某某"']
    assert texts(contents, "condition") == ['A1="张某某"\n张某某']


def test_what_is_remembered_of_other_tables_is_read() -> None:
    more = {
        "xl/pivotCache/pivotCacheDefinition1.xml": f'<pivotCacheDefinition xmlns="{S}"><cacheFields>'
        '<cacheField name="电话"><sharedItems maxValue="13900139000"><n v="1.3800138E10"/><s v="无"/></sharedItems>'
        "</cacheField></cacheFields></pivotCacheDefinition>",
        "xl/pivotCache/pivotCacheRecords1.xml": f'<pivotCacheRecords xmlns="{S}"><r><x v="0"/><s v="张某某"/></r>'
        "</pivotCacheRecords>",
        "xl/externalLinks/externalLink1.xml": f'<externalLink xmlns="{S}"><externalBook><sheetNames>'
        '<sheetName val="别处"/></sheetNames><sheetDataSet><sheetData><row r="1"><cell r="A1" t="str"><v>李某某</v>'
        "</cell></row></sheetData></sheetDataSet></externalBook></externalLink>",
        "xl/charts/chart1.xml": '<c:chartSpace xmlns:c="urn:c"><c:strCache><c:pt><c:v>赵某某</c:v></c:pt></c:strCache>'
        "</c:chartSpace>",
        "xl/drawings/drawing1.xml": f'<wsDr xmlns="urn:d" xmlns:a="{A}"><sp><a:p><a:r><a:t>钱</a:t></a:r><a:r>'
        "<a:t>某某</a:t></a:r></a:p></sp></wsDr>",
        "xl/worksheets/_rels/sheet1.xml.rels": relations(
            ("rId1", "drawing", "../drawings/drawing1.xml"), ("rId2", "hyperlink", "mailto:a@example.cn")
        ),
        "xl/drawings/_rels/drawing1.xml.rels": relations(("rId1", "chart", "../charts/chart1.xml")),
        "xl/threadedComments/threadedComment1.xml": '<ThreadedComments xmlns="urn:t"><threadedComment ref="A1">'
        "<text>孙某某</text></threadedComment></ThreadedComments>",
    }
    contents = read(workbook({"一": cells()}, more))
    assert texts(contents, "pivot") == ["电话\n13800138000\n无\n13900139000", "张某某"]
    assert texts(contents, "external") == ["李某某"]
    assert texts(contents, "chart") == ["赵某某"]
    assert texts(contents, "textbox") == ["钱某某"]
    assert texts(contents, "comment") == ["孙某某"]
    assert {part_of(contents, name).places[0].sheet for name in ("textbox", "chart", "link")} == {"一"}
    assert "别处" in "".join(texts(contents, "other"))


def test_what_does_not_belong_into_a_cell_is_seen() -> None:
    row = '<c r="A1" t="inlineStr" memo="张某某"><is><t>值</t></is><v>13800138000</v></c>'
    contents = read(workbook({"一": cells(row)}))
    assert texts(contents, "other") == ["张某某\n13800138000"]


def test_words_that_stand_in_a_format_are_seen() -> None:
    styles = f'<styleSheet xmlns="{S}"><numFmts><numFmt numFmtId="170" formatCode="&quot;张某某&quot;0"/></numFmts></styleSheet>'
    assert texts(read(workbook({"一": cells()}, {"xl/styles.xml": styles})), "other") == ['"张某某"0']


def test_a_sheet_nobody_lists_is_read_as_unseen() -> None:
    more = {"xl/worksheets/sheet9.xml": f'<worksheet xmlns="{S}">{cells(text_cell("张某某"))}</worksheet>'}
    parts = [part for part in read(workbook({"一": cells()}, more)).parts if part.name == "sheet"]
    assert [(part.text, part.visible) for part in parts if "张" in part.text] == [("张某某\n", False)]


def test_addresses_beyond_the_sheet_do_no_harm() -> None:
    rows = f'<row r="99999999999"><c r="ZZZZZZ1" t="s"><v>77</v></c>{text_cell("值", "XFE1")}</row>'
    sheet = f'<sheetData>{rows}</sheetData><mergeCells><mergeCell ref="A1:ZZZZ99999999"/><mergeCell ref="?"/></mergeCells>'
    contents = read(workbook({"一": sheet}))
    assert codes(contents) == []
    assert "值" in "".join(part.text for part in contents.parts)
