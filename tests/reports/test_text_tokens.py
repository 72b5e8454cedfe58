"""Bound figures: how they are named, read, compared with last year, and what is said when they cannot be read."""

from __future__ import annotations

from decimal import Decimal

import pytest

from gongkai.law import forms
from gongkai.reports import cells, text_checks, text_figures, text_tokens
from gongkai.reports.text_figures import Counted, Figures

LEAVES = {"t3.new.natural": 9, "t3.new.legal": 3, "t3.grant.natural": 9, "t3.deny.process.legal": 2}
NOW = cells.complete({**LEAVES, "t2.admin_charges.amount": Decimal("1.50"), "t4.recon.upheld": 1})
LAST = cells.complete({"t3.new.natural": 8, "t3.grant.natural": 8})


def figures(previous: bool = True) -> Figures:
    form = cells.form()
    labels = {cell: (form.cells[cell].label, form.cells[cell].unit) for cell in NOW}
    counted = Counted(
        {"documents.published": 40, "fees.received": Decimal("30.50")},
        {"requests.channels": [("当面提交", 2), ("互联网渠道", 10), ("传真", 0)]},
    )
    before = Counted({"documents.published": 50, "fees.received": Decimal(0)})
    return text_figures.build(NOW, labels, counted, LAST if previous else None, before if previous else None)


@pytest.mark.parametrize(
    ("written", "read"),
    [
        ("{{新收申请}}件", "12件"),
        ("{{ 新收申请 }}件", "12件"),
        ("｛｛新收申请｝｝件", "12件"),
        ("{{requests.new}}件", "12件"),
        ("{{t3.new.total}}件", "12件"),
        ("{{t2.admin_charges.amount}}万元", "1.5万元"),
        ("{{新收申请:上年}}件", "8件"),
        ("{{新收申请：比上年}}", "比上年增加4件，增长50%"),
        ("{{主动公开信息:比上年}}", "比上年减少10条，下降20%"),
        ("{{行政复议:比上年}}", "比上年增加1件"),
        ("{{结转下年申请:change}}", "与上年持平"),
        ("{{办理结果分类}}", "予以公开9件、不予公开2件"),
        ("{{申请渠道}}", "当面提交2件、互联网渠道10件"),
        ("{{信息处理费}}元", "30.50元"),
        ("{{收费情况}}", "本机关依法收取政府信息公开信息处理费共计30.50元"),
        ("没有花括号", "没有花括号"),
    ],
)
def test_tokens_are_read(written: str, read: str) -> None:
    assert text_tokens.render(written, figures()) == read


@pytest.mark.parametrize(
    ("written", "problem"),
    [
        ("{{没有这个}}", "UNKNOWN"),
        ("{{}}", "UNKNOWN"),
        ("{{新收申请:明年}}", "UNKNOWN"),
        ("{{平均办理天数}}", "NO-VALUE"),
        ("{{行政许可}}", "NO-VALUE"),
    ],
)
def test_tokens_that_cannot_be_read(written: str, problem: str) -> None:
    pieces = list(text_tokens.pieces(f"前{written}后", figures()))
    assert [piece.problem for piece in pieces] == ["", problem, ""]
    assert "".join(piece.written for piece in pieces) == f"前{written}后"
    assert "【" in pieces[1].shown


def test_last_year_that_is_not_known() -> None:
    [piece] = text_tokens.pieces("{{新收申请:比上年}}", figures(previous=False))
    assert piece.problem == "NO-LAST"
    found = text_checks.check(
        {"s5": "{{新收申请:上年}}{{未知}} }}"}, NOW, {}, figures=figures(previous=False)
    )
    assert [problem.id for problem in found] == ["TEXT-TOKEN"] * 3


def test_every_named_figure_finds_itself_by_its_token() -> None:
    known = figures()
    for figure in known.named():
        inner = text_tokens.token(figure).strip("{}")
        assert known.find(inner) is figure


def test_declared_names_are_unique_and_cells_exist() -> None:
    rows = [*text_figures.data()["figures"], *text_figures.data()["records"]]
    assert len({row["name"] for row in rows}) == len({row["id"] for row in rows}) == len(rows)
    series = [row for chart in text_figures.data()["charts"] for row in chart["series"] if "cells" in row]
    for row in (*text_figures.data()["figures"], *series):
        ways = row.get("earlier", {}) | {row.get("only", ""): row["cells"]}
        for form, wanted in ways.items():
            versions = (form,) if form else forms.VERSIONS if row in series else (forms.VERSIONS[-1],)
            known = [forms.load(version).cells for version in versions]
            assert any(all(text_figures.matching(cell, cells) for cell in wanted) for cells in known), row


@pytest.mark.parametrize(
    ("part", "whole", "said"),
    [(1, 3, "33.3%"), (1, 8, "12.5%"), (2, 3, "66.7%"), (1, 1, "100%"), (1, 2000, "0.1%")],
)
def test_percentages_round_half_up(part: int, whole: int, said: str) -> None:
    assert text_figures.percent(part, whole) == said


def test_typed_numbers_are_held_against_the_figures() -> None:
    def ids(text: str) -> list[str]:
        return [p.id for p in text_checks.check({"s5": text}, NOW, {}, figures=figures())]

    assert ids("全年自然人提出申请9件，不予公开{{不予公开}}件。") == []
    assert ids("全年自然人提出申请8件。") == ["R9"]
    assert ids("不予公开{{新收申请}}件。") == ["R9"]
