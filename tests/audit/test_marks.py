"""The report's text with its figures marked where they stand."""

from __future__ import annotations

from gongkai.audit.marks import Mark, Piece, blocks, of_findings

TEXT = "总体情况\n全年公开信息42条。\n项目\t件数\n规章\t0\n\t7\n结尾"


def mark(words: str, key: str) -> Mark:
    start = TEXT.index(words)
    return Mark(start, start + len(words), key)


def test_a_figure_in_a_sentence_is_a_piece_of_its_own() -> None:
    found = mark("42条", "fact:0")
    made = blocks(TEXT, 0, len(TEXT), [found])
    assert made[1].rows == (((Piece("全年公开信息"), Piece("42条", found, True), Piece("。")),),)


def test_lines_with_tabs_are_a_table_with_empty_cells_kept() -> None:
    found = mark("0", "cell:t2.rules.made")
    made = blocks(TEXT, 0, len(TEXT), [found])
    assert [block.is_table for block in made] == [False, False, True, False]
    table = made[2]
    assert [["".join(piece.text for piece in cell) for cell in row] for row in table.rows] == [
        ["项目", "件数"],
        ["规章", "0"],
        ["", "7"],
    ]
    assert table.rows[1][1] == (Piece("0", found, True),)


def test_of_overlapping_marks_the_first_is_shown_and_no_character_is_lost() -> None:
    whole, inner = mark("全年公开信息42条", "fact:0"), mark("42", "fact:1")
    made = blocks(TEXT, 0, len(TEXT), [inner, whole])
    assert made[1].rows[0][0] == (Piece("全年公开信息42条", whole, True), Piece("。"))


def test_a_mark_across_lines_is_shown_on_both_and_named_once() -> None:
    across = Mark(TEXT.index("42条"), TEXT.index("项目") + 2, "fact:0")
    made = blocks(TEXT, 0, len(TEXT), [across])
    assert made[1].rows[0][0][-1] == Piece("42条。", across, True)
    assert made[2].rows[0][0] == (Piece("项目", across),)


def test_only_the_stretch_of_the_report_is_shown() -> None:
    assert blocks(TEXT, TEXT.index("结尾"), len(TEXT), [])[0].rows == (((Piece("结尾"),),),)
    assert blocks(TEXT, 0, 0, []) == []


def test_anchors_are_names_a_page_can_hold() -> None:
    assert Mark(0, 1, "cell:t3.new.total").anchor == "cell-t3.new.total"


def test_a_finding_leads_to_the_figure_in_its_words_or_has_a_mark_of_its_own() -> None:
    figure = mark("42条", "fact:0")
    whole, other = mark("全年公开信息42条。", "x"), mark("结尾", "x")
    own, shown = of_findings([[(whole.start, whole.end), (other.start, other.end)], [], [(0, 0)]], [figure])
    assert [one.key for one in own] == ["finding:0-1"]
    assert shown == [(figure, own[0]), (), ()]
    assert (own[0].listed, figure.listed) == ("finding-0", "list-fact-0")
