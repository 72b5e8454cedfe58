"""Words that an administrator keeps."""

from __future__ import annotations

from datetime import date

from gongkai.scan import Category, Dictionary, Entry, Severity, scan_text

_TEXT = "云溪县工商行政管理局布署了工作，部署如下。"


def _found(text: str, *entries: Entry, as_of: date | None = None) -> list[tuple[str, str, str]]:
    found = scan_text(text, dictionary=Dictionary(entries), as_of=as_of)
    return [(item.detector, text[item.start : item.end], item.why) for item in found]


def test_a_typing_error_comes_with_the_right_form() -> None:
    entry = Entry("布署", Category.TYPING, right_form="部署")
    assert _found(_TEXT, entry) == [("words.typing", "布署", "词库列为错别字，应为“部署”")]


def test_the_severity_is_the_entrys() -> None:
    entry = Entry("布署", Category.FORBIDDEN, Severity.SERIOUS)
    (finding,) = scan_text(_TEXT, dictionary=Dictionary([entry]))
    assert (finding.detector, finding.severity, finding.masked) == (
        "words.forbidden",
        Severity.SERIOUS,
        "布署",
    )


def test_an_entry_within_a_longer_allowed_word_is_right() -> None:
    wrong, allowed = Entry("工商行政", Category.TITLE), Entry("工商行政管理局", Category.ALLOWED)
    assert _found(_TEXT, wrong)
    assert not _found(_TEXT, wrong, allowed)


def test_the_longest_entry_at_a_place_counts() -> None:
    short, long = Entry("工商", Category.TITLE), Entry("工商行政管理局", Category.TITLE)
    assert [words for _, words, _ in _found(_TEXT, short, long)] == ["工商行政管理局"]


def test_an_entry_counts_from_its_first_to_its_last_day() -> None:
    entry = Entry("工商行政管理局", Category.TITLE, since=date(2018, 9, 5), until=date(2030, 1, 1))
    assert not _found(_TEXT, entry, as_of=date(2018, 9, 4))
    assert _found(_TEXT, entry, as_of=date(2018, 9, 5))
    assert _found(_TEXT, entry, as_of=date(2030, 1, 1))
    assert not _found(_TEXT, entry, as_of=date(2030, 1, 2))
    assert _found(_TEXT, entry)


def test_an_entry_out_of_force_hides_no_other() -> None:
    old = Entry("工商行政管理局", Category.ALLOWED, until=date(2018, 1, 1))
    assert _found(_TEXT, Entry("工商行政", Category.TITLE), old, as_of=date(2026, 1, 1))


def test_no_entries_find_nothing() -> None:
    assert not _found(_TEXT)
    assert not _found(_TEXT, Entry("", Category.FORBIDDEN))
