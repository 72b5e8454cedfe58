"""The dictionary: who keeps it, tables in and out, and what it does to a text."""

from __future__ import annotations

from collections.abc import Iterable
from datetime import date, timedelta
from pathlib import Path

import pytest
from django.core.exceptions import PermissionDenied, ValidationError
from django.utils import timezone
from openpyxl import Workbook

from gongkai.screening import services, word_tables, words
from gongkai.screening.errors import ScreeningRefusedError
from gongkai.screening.models import DictionaryEntry
from tests.catalog import desk
from tests.screening.material import screening_of
from tests.world import County


def entry(county: County, word: str = "帐户管理", **fields: object) -> DictionaryEntry:
    made = DictionaryEntry(**{"agency": county.finance, "word": word, "category": "typing", **fields})
    return services.keep_word(actor=county.administrator, entry=made)


def csv(tmp_path: Path, lines: Iterable[str]) -> Path:
    path = tmp_path / "words.csv"
    path.write_text("\n".join(lines), encoding="utf-8")
    return path


def test_a_word_is_found_in_what_it_applies_to(county: County) -> None:
    entry(county, right_form="账户管理")
    finding = screening_of(desk.draft(county, summary="规范帐户管理工作")).findings.get(
        detector="words.typing"
    )
    assert "账户管理" in finding.why
    assert finding.severity == "warning"


def test_words_of_another_agency_do_not_apply_those_of_all_do(county: County) -> None:
    entry(county, agency=county.education)
    entry(county, "县府办", agency=None, category="title")
    found = screening_of(desk.draft(county, summary="规范帐户管理，县府办负责")).findings
    assert [one.detector for one in found.all()] == ["words.title"]


def test_a_word_counts_on_its_days_only(county: County) -> None:
    today = timezone.localdate()
    entry(county, until=today - timedelta(days=1))
    entry(county, "县府办", since=today + timedelta(days=1))
    assert not screening_of(desk.draft(county, summary="规范帐户管理，县府办负责")).findings.exists()


def test_what_was_looked_at_with_other_words_is_looked_at_again(county: County) -> None:
    document = desk.draft(county, summary="规范帐户管理工作")
    entry(county, severity="serious")
    with pytest.raises(desk.services.publication.PublicationRefused) as refused:
        desk.services.submit_for_review(actor=county.officer, document=document)
    assert refused.value.codes == {"SCREENING-OPEN"}


def test_who_keeps_words(county: County) -> None:
    with pytest.raises(PermissionDenied):
        words.keep(
            actor=county.officer, entry=DictionaryEntry(agency=county.finance, word="甲乙", category="typing")
        )
    words.keep(
        actor=county.secrecy, entry=DictionaryEntry(agency=county.finance, word="甲乙", category="typing")
    )
    with pytest.raises(PermissionDenied):
        words.keep(actor=county.secrecy, entry=DictionaryEntry(word="丙丁", category="typing"))
    words.keep(actor=county.administrator, entry=DictionaryEntry(word="丙丁", category="typing"))
    assert {one.word for one in words.visible(county.stranger)} == {"丙丁"}


@pytest.mark.parametrize(
    "fields",
    [
        {"word": "甲"},
        {"category": "unknown"},
        {"category": "allowed", "right_form": "账户"},
        {"since": date(2026, 2, 1), "until": date(2026, 1, 1)},
    ],
)
def test_what_cannot_be_kept(county: County, fields: dict[str, object]) -> None:
    with pytest.raises(ValidationError):
        entry(county, **fields)  # type: ignore[arg-type]


def test_a_table_comes_in_whole_and_again_changes_what_is_there(county: County, tmp_path: Path) -> None:
    head = "词,类别,程度,正确写法,起用日期,停用日期,说明"
    path = csv(
        tmp_path, [head, "帐户管理,错别字,严重,账户管理,2026年1月1日,,财政", "县府办,title,,县政府办公室,,,"]
    )
    first = word_tables.bring_in(actor=county.administrator, agency=None, path=path)
    assert (first.added, first.refused) == (2, 0)
    kept = DictionaryEntry.objects.get(word="帐户管理")
    assert (kept.severity, kept.since, kept.category) == ("serious", date(2026, 1, 1), "typing")
    path = csv(
        tmp_path, [head, "帐户管理,错别字,提示,账户管理,2026/1/1,,财政", "县府办,title,,县政府办公室,,,"]
    )
    second = word_tables.bring_in(actor=county.administrator, agency=None, path=path)
    assert (second.added, second.changed, second.unchanged) == (0, 1, 1)


def test_a_wrong_row_is_named_and_nothing_is_kept_unless_asked(county: County, tmp_path: Path) -> None:
    path = csv(
        tmp_path,
        ["词,类别,起用日期", "帐户管理,错别字,", "甲,错别字,", "丙丁,没有的,昨天", "帐户管理,错别字,"],
    )
    brought = word_tables.bring_in(actor=county.administrator, agency=None, path=path)
    assert [problem.row for problem in brought.problems] == [3, 4, 5]
    assert not brought.kept
    assert not DictionaryEntry.objects.exists()
    assert (
        word_tables.bring_in(actor=county.administrator, agency=None, path=path, skip_wrong=True).added == 1
    )


def test_a_table_without_its_headings_is_refused(county: County, tmp_path: Path) -> None:
    with pytest.raises(ScreeningRefusedError) as refused:
        word_tables.bring_in(actor=county.administrator, agency=None, path=csv(tmp_path, ["帐户,错别字"]))
    assert refused.value.code == "HEAD"


def test_fifty_thousand_rows_come_in_and_one_more_is_refused(county: County, tmp_path: Path) -> None:
    rows = [f"错词{number:05d},错别字" for number in range(word_tables.MOST_ROWS)]
    path = csv(tmp_path, ["词,类别", *rows])
    assert (
        word_tables.bring_in(actor=county.administrator, agency=None, path=path).added
        == word_tables.MOST_ROWS
    )
    path = csv(tmp_path, ["词,类别", *rows, "多余,错别字"])
    with pytest.raises(ScreeningRefusedError):
        word_tables.bring_in(actor=county.administrator, agency=None, path=path)


def test_what_goes_out_comes_in_again(county: County, tmp_path: Path) -> None:
    entry(county, right_form="账户管理", since=date(2026, 1, 1), note="财政")
    book = Workbook()
    for row in word_tables.table(DictionaryEntry.objects.all()):
        book.active.append(row)  # type: ignore[union-attr]
    book.save(tmp_path / "words.xlsx")
    brought = word_tables.bring_in(
        actor=county.administrator, agency=county.finance, path=tmp_path / "words.xlsx"
    )
    assert (brought.unchanged, brought.added, brought.changed) == (1, 0, 0)
