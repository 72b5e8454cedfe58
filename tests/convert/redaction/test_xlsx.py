import io

import openpyxl
from openpyxl.comments import Comment
from openpyxl.styles import Font
from openpyxl.worksheet.table import Table

from gongkai.convert.parts.model import Contents
from gongkai.convert.parts.xlsx import from_xlsx
from gongkai.convert.redaction.model import Cut
from gongkai.convert.redaction.xlsx import redact_xlsx
from tests.convert.office import Inside, S, members, package, part_of, relations, texts, workbook

PHONE = "13800138000"
MASKED = "138****8000"


def read(data: bytes) -> Contents:
    return from_xlsx(data, (), Inside())


def untouched(name: str, data: bytes, cuts: object) -> bytes:
    return data


def cut(data: bytes, value: str = PHONE, masked: str = MASKED, name: str = "sheet") -> bytes:
    """The workbook without a value that stands in the first part of that name."""
    part = part_of(read(data), name)
    start = part.text.index(value)
    return redact_xlsx(data, [Cut(name, part.number, start, start + len(value), masked)], untouched)


def saved(book: openpyxl.Workbook) -> bytes:
    stream = io.BytesIO()
    book.save(stream)
    return stream.getvalue()


def rows(*cells: str) -> str:
    return f"<sheetData>{''.join(f'<row>{cell}</row>' for cell in cells)}</sheetData>"


def assert_gone(data: bytes, value: str = PHONE) -> None:
    held = members(data)
    assert not [name for name, content in held.items() if value.encode() in content]
    assert not [part.name for part in read(data).parts if value in part.text]


def test_a_number_becomes_text_and_keeps_its_look() -> None:
    book = openpyxl.Workbook()
    sheet = book.active
    sheet.append(["电话", int(PHONE), 7])
    sheet["B1"].font = Font(bold=True)
    sheet["C1"].comment = Comment(f"改自 {PHONE[:3]} {PHONE[3:]}", "王某")
    book.create_sheet("底稿").sheet_state = "veryHidden"
    book["底稿"]["A1"] = f"备用{PHONE}"
    done = cut(saved(book))
    assert_gone(done)
    again = openpyxl.load_workbook(io.BytesIO(done))
    assert [cell.value for cell in again.active[1]] == ["电话", MASKED, 7]
    assert again.active["B1"].font.bold
    assert again.active["C1"].comment.text == f"改自 {MASKED}"
    assert again["底稿"]["A1"].value == f"备用{MASKED}"


def test_a_cell_that_is_cut_loses_its_formula_and_its_turn() -> None:
    sheet = rows(f'<c r="A1"><f>{PHONE}+0</f><v>1.3800138E10</v></c>', '<c r="A2"><f>1+1</f><v>2</v></c>')
    more = {
        "xl/calcChain.xml": f'<calcChain xmlns="{S}"><c r="A1"/><c r="A2"/></calcChain>',
        "[Content_Types].xml": '<Types><Override PartName="/xl/calcChain.xml"/><Default Extension="xml"/></Types>',
    }
    done = cut(workbook({"一": sheet}, more))
    assert_gone(done)
    assert texts(read(done), "formula") == ["1+1"]
    assert "xl/calcChain.xml" not in members(done)
    assert b"calcChain" not in members(done)["[Content_Types].xml"]


def test_cells_that_shared_a_lost_formula_keep_their_values() -> None:
    sheet = rows(
        f'<c r="A1" t="str"><f t="shared" ref="A1:A2" si="0">B1&amp;""</f><v>{PHONE}</v></c>',
        '<c r="A2" t="str"><f t="shared" si="0"/><v>余</v></c>',
        '<c r="A3"><f t="shared" ref="A3:A3" si="1">1+1</f><v>2</v></c>',
    )
    done = cut(workbook({"一": sheet}))
    assert texts(read(done), "sheet") == [f"一\n{MASKED}\n余\n2"]
    assert members(done)["xl/worksheets/sheet1.xml"].count(b"<f ") == 1


def test_a_string_in_pieces_goes_everywhere_it_is_used() -> None:
    strings = (
        f'<sst xmlns="{S}"><si><r><t>电话138</t></r><r><t>00138000</t></r></si><si><t>{PHONE}</t></si></sst>'
    )
    sheet = rows('<c t="s"><v>0</v></c>', '<c t="s"><v>0</v></c>')
    done = cut(workbook({"一": sheet}, {"xl/sharedStrings.xml": strings}))
    assert texts(read(done), "sheet") == [f"一\n电话{MASKED}\n电话{MASKED}"]
    assert texts(read(done), "deleted") == [MASKED]


def test_a_value_written_by_numbers_of_signs_goes() -> None:
    numbered = "".join(f"_x{ord(sign):04X}_" for sign in PHONE)
    done = cut(workbook({"一": rows(f'<c t="inlineStr"><is><t>{numbered}</t></is></c>')}))
    assert texts(read(done), "sheet") == [f"一\n{MASKED}"]
    assert b"_x" not in members(done)["xl/worksheets/sheet1.xml"]


def test_names_and_rules_that_would_break_go_with_their_value() -> None:
    rules = (
        f'<conditionalFormatting><cfRule type="cellIs"><formula>{PHONE}</formula></cfRule></conditionalFormatting>'
        f'<dataValidations count="2"><dataValidation sqref="A1"><formula1>{PHONE}</formula1></dataValidation>'
        f'<dataValidation sqref="A2"><formula1>"甲,{PHONE}"</formula1></dataValidation></dataValidations>'
    )
    names = f'<definedNames><definedName name="电话">{PHONE}</definedName></definedNames>'
    sheet = rows(f"<c><v>{PHONE}</v></c>") + rules
    done = cut(workbook({"一": sheet}, inside=names))
    assert_gone(done)
    written = members(done)["xl/worksheets/sheet1.xml"].decode()
    assert "conditionalFormatting" not in written
    assert '<dataValidations count="1">' in written
    assert f'"甲,{MASKED}"' in written
    assert b"definedName" not in members(done)["xl/workbook.xml"]


def test_a_sheet_named_after_a_person_gets_a_name_that_is_allowed() -> None:
    chart = '<c:chartSpace xmlns:c="urn:c"><c:f>张某某!$A$1</c:f></c:chartSpace>'
    done = cut(
        workbook({"张某某": rows("<c><v>1</v></c>")}, {"xl/charts/chart1.xml": chart}), "张某某", "张**"
    )
    assert texts(read(done), "sheet") == ["张＊＊\n1"]
    assert texts(read(done), "chart") == ["张＊＊!$A$1"]
    assert openpyxl.load_workbook(io.BytesIO(_complete(done))).sheetnames == ["张＊＊"]


def test_no_two_sheets_get_the_same_name() -> None:
    data = workbook({"张三": rows("<c><v>1</v></c>"), "张四": rows("<c><v>2</v></c>")})
    cuts = [Cut("sheet", number, 0, 2, "张*") for number in (1, 2)]
    assert texts(read(redact_xlsx(data, cuts, untouched)), "sheet") == ["张＊\n1", "张＊2\n2"]


def test_a_table_whose_columns_would_be_called_the_same_is_cells_again() -> None:
    book = openpyxl.Workbook()
    for row in (["张三", "张四"], [1, 2]):
        book.active.append(row)
    book.active.add_table(Table(displayName="t", ref="A1:B2"))
    data = saved(book)
    start = part_of(read(data), "sheet").text.index("张")
    cuts = [Cut("sheet", 1, at, at + 2, "张*") for at in (start, start + 3)]
    again = openpyxl.load_workbook(io.BytesIO(redact_xlsx(data, cuts, untouched))).active
    assert [cell.value for cell in again[1]] == ["张*", "张*"]
    assert not again.tables
    kept = openpyxl.load_workbook(io.BytesIO(redact_xlsx(data, cuts[:1], untouched))).active
    assert [column.name for column in kept.tables["t"].tableColumns] == ["张*", "张四"]


def test_caches_lose_the_value_without_losing_their_sense() -> None:
    more = {
        "xl/pivotCache/pivotCacheDefinition1.xml": f'<pivotCacheDefinition xmlns="{S}"><cacheFields><cacheField name="电话">'
        f'<sharedItems containsString="0" containsNumber="1" minValue="5" maxValue="{PHONE}" count="2"><n v="5"/>'
        f'<n v="{PHONE}"/></sharedItems></cacheField></cacheFields></pivotCacheDefinition>',
        "xl/externalLinks/externalLink1.xml": f'<externalLink xmlns="{S}"><sheetData><row><cell r="A1">'
        f"<v>{PHONE}</v></cell></row></sheetData></externalLink>",
        "xl/charts/chart1.xml": '<c:chartSpace xmlns:c="urn:c"><c:numCache><c:ptCount val="2"/><c:pt idx="0"><c:v>5</c:v>'
        f'</c:pt><c:pt idx="1"><c:v>{PHONE}</c:v></c:pt></c:numCache></c:chartSpace>',
    }
    done = cut(workbook({"一": rows(f"<c><v>{PHONE}</v></c>")}, more))
    assert_gone(done)
    pivot = members(done)["xl/pivotCache/pivotCacheDefinition1.xml"].decode()
    assert f'<n v="5"/><s v="{MASKED}"/>' in pivot
    assert "maxValue" not in pivot
    assert "containsMixedTypes" in pivot
    assert members(done)["xl/externalLinks/externalLink1.xml"].count(b't="str"') == 1
    assert members(done)["xl/charts/chart1.xml"].count(b"<c:pt ") == 1


def test_a_number_with_a_digit_in_each_cell_goes() -> None:
    sheet = f"<sheetData><row>{''.join(f'<c><v>{digit}</v></c>' for digit in PHONE)}</row></sheetData>"
    done = cut(workbook({"一": sheet}), "\t".join(PHONE))
    assert texts(read(done), "sheet") == ["一\n" + "\t".join(MASKED)]


def test_links_and_hidden_rows_lose_the_value() -> None:
    sheet = f'<sheetData><row hidden="1"><c><v>{PHONE}</v></c></row></sheetData><hyperlinks><hyperlink ref="A1" r:id="rId1"/></hyperlinks>'
    more = {"xl/worksheets/_rels/sheet1.xml.rels": relations(("rId1", "hyperlink", f"tel:{PHONE}"))}
    assert_gone(cut(workbook({"一": sheet}, more), name="hidden"))


def _complete(data: bytes) -> bytes:
    """The workbook with the list of types that openpyxl asks for."""
    types = (
        '<Types xmlns="http://schemas.openxmlformats.org/package/2006/content-types">'
        '<Override PartName="/xl/workbook.xml" ContentType="application/vnd.openxmlformats-officedocument.'
        'spreadsheetml.sheet.main+xml"/></Types>'
    )
    return package({**members(data), "[Content_Types].xml": types, "_rels/.rels": relations()})
