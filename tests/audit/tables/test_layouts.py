"""The same values come back from every layout tables are printed in."""

from __future__ import annotations

from collections.abc import Callable

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from gongkai.audit.model import ReadTables
from gongkai.audit.tables import read
from gongkai.convert import extract
from tests.audit.tables import printed
from tests.audit.tables.printed import Printer, Values

VERSIONS = ("2021", "2019", "2014")
EMPTY = (None, None, 0, 1, 7, 12)
LAYOUTS: dict[str, Callable[[Values], Printer]] = {
    "tabbed": printed.tabbed,
    "ruled on both sides": printed.ruled,
    "ruled at the end": printed.ruled_at_end,
    "ruled between": printed.ruled_between,
    "merged cells as empty ones": printed.merged,
    "merged cells, ruled on both sides": printed.merged_both,
    "markdown": printed.markdown,
    "rules on lines of their own": printed.lone_rules,
    "one cell a line": printed.lined,
}


def of_text(text: str) -> ReadTables:
    """The tables of a text."""
    return read(extract.from_text(text), 0, len(text))


def of_page(text: str) -> ReadTables:
    """The tables of a page whose real tables are in the text as HTML."""
    extracted = extract.read(printed.page(text), "page.html")
    return read(extracted, 0, len(extracted.text))


@pytest.mark.parametrize("version", VERSIONS)
@pytest.mark.parametrize("layout", LAYOUTS)
def test_full_tables(version: str, layout: str) -> None:
    values = printed.random_values(version, 11)
    found = of_text(printed.report(version, LAYOUTS[layout](values)))
    assert found.form == version
    assert found.values == values
    assert not found.unread


@pytest.mark.parametrize("version", VERSIONS)
@pytest.mark.parametrize("layout", [name for name in LAYOUTS if name != "one cell a line"])
def test_empty_cells_keep_their_places(version: str, layout: str) -> None:
    values = printed.random_values(version, 12, EMPTY)
    assert of_text(printed.report(version, LAYOUTS[layout](values))).values == values


def test_an_empty_cell_on_a_line_of_its_own_is_a_wider_gap() -> None:
    values = printed.random_values("2021", 13, EMPTY)
    found = of_text(printed.report("2021", printed.lined(values)))
    assert all(values[cell] == value for cell, value in found.values.items())
    assert len(found.values) > 150


@pytest.mark.parametrize("version", VERSIONS)
@pytest.mark.parametrize(
    "layout", ["tabbed", "ruled on both sides", "merged cells, ruled on both sides", "one cell a line"]
)
def test_a_whole_report_on_one_line(version: str, layout: str) -> None:
    values = printed.random_values(version, 14)
    text = printed.report(version, LAYOUTS[layout](values))
    found = of_text(text.replace("\n", "\t" if layout == "tabbed" else " "))
    assert found.values == values


@pytest.mark.parametrize("version", VERSIONS)
def test_spaces_alone(version: str) -> None:
    values = printed.random_values(version, 15)
    assert of_text(printed.report(version, printed.spaced(values))).values == values


@pytest.mark.parametrize("version", VERSIONS)
def test_nothing_between_single_digits(version: str) -> None:
    values = printed.random_values(version, 16, (0, 0, 1, 3))
    found = of_text(printed.report(version, printed.joined(values)))
    assert found.values == values
    assert max(found.confidence.values()) <= 0.97


@pytest.mark.parametrize("version", VERSIONS)
@pytest.mark.parametrize("choices", [(0, 1, 25), EMPTY])
def test_real_tables(version: str, choices: tuple[int | None, ...]) -> None:
    values = printed.random_values(version, 17, choices)
    found = of_page(printed.report(version, printed.html(values)))
    assert found.values == values
    assert set(found.confidence.values()) == {1.0}


@pytest.mark.parametrize("version", VERSIONS)
def test_headings_and_labels_broken_inside_their_cells(version: str) -> None:
    values = printed.random_values(version, 18, EMPTY)
    assert of_page(printed.report(version, printed.html(values, breaks=True))).values == values


def test_tables_within_tables() -> None:
    values = printed.random_values("2021", 19, EMPTY)
    inside = "<table><tr><td><table><tr><td>导航</td></tr></table></td><td>{}</td></tr></table>"
    assert of_page(printed.report("2021", printed.html(values, inside))).values == values


@settings(max_examples=40, deadline=None)
@given(
    seed=st.integers(0, 10_000),
    version=st.sampled_from(VERSIONS),
    layout=st.sampled_from(sorted(LAYOUTS)),
    most=st.integers(1, 9999),
)
def test_random_values_come_back_from_any_layout(seed: int, version: str, layout: str, most: int) -> None:
    values = printed.random_values(version, seed, (0, most, most // 2))
    assert of_text(printed.report(version, LAYOUTS[layout](values))).values == values


def test_every_value_is_at_its_place() -> None:
    values = printed.random_values("2021", 20)
    text = printed.report("2021", printed.ruled(values))
    found = of_text(text)
    assert all(text[span.start : span.end] == str(values[cell]) for cell, span in found.where.items())
    assert len(found.where) == len(values)
    assert len(found.spans) == 3
    assert "只有3篇" not in "".join(text[span.start : span.end] for span in found.spans)


def test_only_the_stretch_of_the_report_is_read() -> None:
    first, second = printed.random_values("2021", 21), printed.random_values("2021", 22)
    one, two = (printed.report("2021", printed.tabbed(values)) for values in (first, second))
    extracted = extract.from_text(one + two)
    assert read(extracted, 0, len(one)).values == first
    assert read(extracted, len(one), len(one) + len(two)).values == second


def test_two_copies_of_a_table_are_read_once() -> None:
    values = printed.random_values("2021", 23)
    text = printed.report("2021", printed.tabbed(values))
    found = of_text(text + text)
    assert found.values == values
    assert len(found.spans) == 6
