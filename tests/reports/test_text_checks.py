"""The text against the figures: gaps, matters not covered, numbers that differ, sentences of last year."""

from __future__ import annotations

from decimal import Decimal

import pytest

from gongkai.reports import cells, drafting, rules, text_checks, text_figures, text_tokens

LEAVES = {"t3.new.natural": 12, "t3.carried_in.natural": 1, "t3.grant.natural": 9, "t3.deny.process.legal": 2}
VALUES = cells.complete({**LEAVES, "t3.carried_out.natural": 2, "t4.recon.upheld": 1})


def found(texts: dict[str, str], previous: dict[str, str] | None = None) -> list[tuple[str, str]]:
    problems = text_checks.check(texts, VALUES, rules.text_sections(), previous)
    return [(problem.id, problem.section) for problem in problems]


def figures(fees: str = "0") -> text_figures.Figures:
    return text_figures.build(VALUES, {}, text_figures.Counted({"fees.received": Decimal(fees)}))


def draft(fees: str = "0") -> dict[str, str]:
    drafted = drafting.draft(
        agency_name="云溪县财政局", year=2025, figures=figures(fees), is_government=False
    )
    return {section: text_tokens.render(text, figures(fees)) for section, text in drafted.items()}


def filled() -> dict[str, str]:
    return {key: text.replace(drafting.GAP, "").replace("】", "。") for key, text in draft().items()}


def test_the_draft_agrees_with_the_figures_and_shows_its_gaps() -> None:
    assert found(draft()) == [("TEXT-GAP", "s1"), ("TEXT-GAP", "s5")]
    assert found(filled()) == []


@pytest.mark.parametrize(("fees", "said"), [("0", "0元"), ("400", "共计400元"), ("1712.50", "共计1712.50元")])
def test_fees_are_stated_also_when_nil(fees: str, said: str) -> None:
    assert said in draft(fees)["s6"]


@pytest.mark.parametrize(
    "sentence",
    [
        "全年新收政府信息公开申请13件。",
        "本年度收到申请1,200件。",
        "上年结转2件。",
        "结转下年度继续办理0件。",
        "其中予以公开8件。",
        "不予公开3件。",
        "行政复议2件。",
        "行政诉讼1件。",
    ],
)
def test_a_number_that_differs_is_found(sentence: str) -> None:
    texts = filled()
    assert found({**texts, "s5": texts["s5"] + sentence}) == [("R9", "s5")]


def test_not_public_is_not_read_as_public() -> None:
    texts = filled()
    assert found({**texts, "s5": texts["s5"] + "不予公开2件，予以公开9件。"}) == []


def test_empty_and_uncovered() -> None:
    texts = {**filled(), "s5": "", "s6": "没有其他事项。"}
    assert found(texts) == [("TEXT-EMPTY", "s5"), ("TEXT-COVER", "s6")]


def test_a_subject_is_written_unfinished_or_missing() -> None:
    text = "（一）存在的主要问题。个别信息公开不及时。\n（二）改进情况。已改进两项，【请填写：其余】"
    states = {subject.name: subject.state for subject in text_checks.subjects("s5", text)}
    assert states == {"存在的主要问题": "covered", "改进情况": "unfinished"}
    bare = {subject.state for subject in text_checks.subjects("s5", "【请填写：存在的主要问题】")}
    assert bare == {"missing"}


def test_copied_from_last_year() -> None:
    texts = filled()
    assert ("TEXT-COPIED", "s5") in found(texts, {"s5": texts["s5"]})


@pytest.mark.parametrize(
    ("text", "clean"),
    [("一\r\n\r\n 二 \x00\n", "一\n二"), ("  \n", ""), ("a\tb", "a\tb")],
)
def test_text_is_kept_as_plain_paragraphs(text: str, clean: str) -> None:
    assert rules.clean_text(text) == clean


def test_a_case_in_two_results_is_found() -> None:
    records = {
        "t3.grant.natural": [1, 2],
        "t3.partial.natural": [2],
        "t3.new.natural": [1, 2],
        "t3.grant.total": [1, 2],
    }
    problems = rules.counted_twice(records)
    assert [(problem.id, problem.cells) for problem in problems] == [
        ("R10", ("t3.grant.natural", "t3.partial.natural"))
    ]
