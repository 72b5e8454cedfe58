"""The printed report: the statutory tables with their merged headers in every format, and 0 printed as 0."""

from __future__ import annotations

import io
from datetime import date
from decimal import Decimal

import docx
import pytest
from lxml import html as lxml_html

from gongkai.convert import grid as grids
from gongkai.reports import cells, exports, layout, printing
from gongkai.reports.exports import paper
from gongkai.reports.figures import Computed
from gongkai.reports.printing import Printed, PrintedSection
from tests.world import County


@pytest.fixture
def printed(county: County) -> Printed:
    """A made-up report with hostile text in it."""
    leaves = dict.fromkeys((cell for cell in cells.all_cells() if not cells.is_sum(cell)), 0)
    values = cells.complete({**leaves, "t3.new.natural": 12, "t2.admin_charges.amount": Decimal("3.50")})
    made = printing.printed(None, Computed(county.finance, 2025, False, values=values))
    hostile = PrintedSection("s5", "五", "存在的主要问题及改进情况", ("<script>alert(1)</script> #let $x$",))
    sections = tuple(hostile if section.id == "s5" else section for section in made.sections)
    return Printed(made.title, made.agency, 2025, date(2026, 1, 20), values, sections)


def test_the_grids_are_the_printed_form() -> None:
    two, three, four = layout.grids()
    assert [len(two.rows), len(three.rows), len(four.rows)] == [14, 28, 4]
    standing = [box.cell for grid in (two, three, four) for row in grid.rows for box in row if box.cell]
    assert standing == list(cells.all_cells())
    results = next(box for row in three.rows for box in row if box.text == "三、本年度办理结果")
    assert (results.rowspan, results.scope) == (22, "rowgroup")
    refused = next(box for row in three.rows for box in row if box.text == "（三）不予公开")
    assert refused.rowspan == 8
    assert any(box.text == "法人或其他组织" and box.colspan == 5 for row in three.rows for box in row)


def test_html_names_rows_and_columns(printed: Printed) -> None:
    tree = lxml_html.fromstring(exports.html(printed))
    assert not tree.xpath("//script")
    assert len(tree.xpath("//table")) == 3
    assert [caption.text for caption in tree.xpath("//table/caption")][1] == "收到和处理政府信息公开申请情况"
    assert tree.xpath("//th[@scope='rowgroup'][@rowspan='22']")
    assert tree.xpath("//th[@scope='colgroup'][@colspan='5'][text()='法人或其他组织']")
    assert not tree.xpath("//th[not(@scope)]")
    assert [cell.text for cell in tree.xpath("(//table)[2]//td[contains(@class, 'number')]")][:2] == [
        "12",
        "0",
    ]
    assert "3.5" in [cell.text for cell in tree.xpath("(//table)[1]//td")]
    assert tree.xpath("count(//td[contains(@class, 'form-table__number')])") == 200


def test_docx_keeps_the_merged_cells(printed: Printed) -> None:
    document = docx.Document(io.BytesIO(exports.docx(printed)))
    two, three, four = document.tables
    assert (len(two.rows), len(three.rows), len(four.rows)) == (14, 28, 4)
    results = three.cell(5, 0)
    assert results.text.replace("\n", "") == "三、本年度办理结果"
    assert three.cell(26, 0)._tc is results._tc
    assert three.cell(3, 3).text == "12"
    assert four.cell(3, 14).text == "0"
    assert "云溪县财政局2025年" in "".join(
        paragraph.text.replace("\n", "") for paragraph in document.paragraphs
    )


def test_pdf_is_set(printed: Printed) -> None:
    assert exports.pdf(printed).startswith(b"%PDF-")


def test_every_grid_fits_together(printed: Printed) -> None:
    for section in printed.sections:
        if section.grid:
            placed = grids.place(paper._rows(printed, section.grid), len(section.grid.widths))
            assert grids.width(placed) == len(section.grid.widths)


def test_a_draft_says_so(printed: Printed) -> None:
    draft = Printed(printed.title, printed.agency, 2025, None, printed.values, printed.sections)
    assert "未公布稿" in exports.html(draft).decode()
    assert exports.docx(draft).startswith(b"PK")
    assert exports.pdf(draft).startswith(b"%PDF-")
