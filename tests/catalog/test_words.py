"""The index of words says what a scan of the text says, on either database, and holds nothing that is masked."""

from __future__ import annotations

import json

import pytest
from django.db import connection
from hypothesis import given
from hypothesis import strategies as some

from gongkai.catalog import entries, schemas, words
from gongkai.catalog import entries_queries as queries
from gongkai.catalog.models import Entry
from gongkai.catalog.models import words as index
from tests.catalog import lists
from tests.world import County

signs = some.text(some.sampled_from("低保标准ＡaÄß0年〔%_'\"*^:&|!- 𠮷"), max_size=12)


@given(signs, some.text(some.sampled_from("低保标aß〔%*'"), min_size=1, max_size=3))
def test_a_text_that_holds_a_word_has_its_terms(text: str, word: str) -> None:
    if word.casefold() not in text.casefold():
        return
    kept = words.pairs(text)
    for term in words.wanted(word):
        beginning = term.removesuffix(words.ANY_END)
        assert any(one.startswith(beginning) if term != beginning else one == term for one in kept)


@pytest.fixture
def published(county: County) -> None:
    rows = [
        lists.permit(1, content="城乡低保对象认定"),
        lists.permit(2, content="低于标准的保障", permit_kind="登记"),
        lists.permit(3, content='100%_生鲜 O\'Brien "茶" a*b A:B'),
        lists.permit(4, content="税", party="赵德明", party_kind="自然人"),
    ]
    lists.published(county, "permits", rows)


def found(text: str, **narrowed: object) -> set[int]:
    narrowing = queries.Narrowing(words=text, **narrowed)  # type: ignore[arg-type]
    rows = queries.found(None, schemas.all()["permits"], narrowing)
    return {row.number for row in rows}


@pytest.mark.django_db
@pytest.mark.usefixtures("published")
@pytest.mark.parametrize(
    "word",
    [
        "低保",
        "标准",
        "低保标准",
        "低",
        "税",
        "100%_",
        "o'brien",
        '"茶"',
        "a*b",
        "A:B",
        "云审许〔2026〕2号",
        "甲乙",
        "*",
        "'",
        "\\",
        "🙂",
        "第1 低保",
    ],
)
def test_the_index_finds_what_a_scan_finds(word: str) -> None:
    scanned = {
        row.number for row in Entry.objects.all() if all(part in row.text for part in word.casefold().split())
    }
    assert found(word) == scanned


@pytest.mark.django_db
@pytest.mark.usefixtures("published")
def test_choices_are_found_by_the_same_index() -> None:
    assert found("", choices={"permit_kind": "登记"}) == {1}
    assert found("标准", choices={"permit_kind": "登记", "party_kind": "个体工商户"}) == {1}
    assert found("", choices={"permit_kind": "登"}) == set()


@pytest.mark.django_db
@pytest.mark.usefixtures("published")
def test_what_is_masked_is_not_in_the_index() -> None:
    row = Entry.objects.get(number=3)
    assert "赵**" in json.dumps(row.values, ensure_ascii=False)
    assert "赵" not in row.text
    assert not any(term.startswith(words.wanted("赵")[0][:-1]) for term in row.words.split())
    assert found("赵") == set()


@pytest.mark.django_db
@pytest.mark.usefixtures("published")
def test_rows_that_change_or_go_take_their_words_along() -> None:
    entry = Entry.objects.get(number=0)
    Entry.objects.filter(pk=entry.pk).update(text="甲乙", words=words.written(words.pairs("甲乙")))
    assert found("甲乙") == {0}
    assert found("低保") == set()
    assert len(entries.differences()) == 1
    assert entries.rebuild()[1] == 1
    assert found("低保") == {0}
    Entry.objects.filter(pk=entry.pk).delete()
    assert found("低保") == set()
    assert index.is_whole()


@pytest.mark.django_db
@pytest.mark.usefixtures("published")
def test_a_broken_index_is_told_and_made_again() -> None:
    if connection.vendor != "sqlite":
        assert index.is_whole(), "PostgreSQL keeps its own index"
        return
    with connection.cursor() as cursor:
        cursor.execute(f"INSERT INTO {index.INDEX}({index.INDEX}) VALUES ('delete-all')")
    assert found("低保") == set()
    assert any("索引" in line for line in entries.differences())
    entries.rebuild()
    assert entries.differences() == []
    assert found("低保") == {0}


@pytest.mark.django_db
@pytest.mark.usefixtures("published")
def test_the_database_uses_it() -> None:
    rows = queries.found(None, schemas.all()["permits"], queries.Narrowing(words="低保"))
    if connection.vendor == "sqlite":
        assert "catalog_entry_words VIRTUAL TABLE INDEX" in rows.explain()
        return
    with connection.cursor() as cursor:
        cursor.execute("SET LOCAL enable_seqscan = off")
        plan = Entry.objects.filter(words__holds=words.wanted("低保")).order_by().explain()
    assert index.INDEX in plan
