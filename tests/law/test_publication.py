"""Limits of publication: which one counts, when it ends, and that it says why."""

from __future__ import annotations

from datetime import date

from gongkai.law import calendar, publication
from gongkai.law.publication import Limit, Matter, Value

WORK = calendar.load()


def due(kind: str, start: date, **facts: str) -> publication.Due:
    found = publication.due(Matter(kind, **facts), start, WORK)
    assert found is not None
    return found


def test_the_general_limit() -> None:
    """Art 26: 20 working days, the day itself not counted; a year without a notice makes the day provisional."""
    found = due("publication", date(2026, 1, 26))
    assert (found.due_on, found.value.number, found.provisional) == (date(2026, 2, 28), 20, False)
    assert found.value.source == "国务院令第711号第二十六条"
    assert [step.rule for step in found.steps][:2] == ["limit", "count_from_next_day"]
    assert due("publication", date(2026, 12, 20)).provisional
    assert publication.due(Matter("publication"), date(2008, 4, 30), WORK) is None


def test_special_limits() -> None:
    """预算法第十四条: 20 calendar days, off a day of rest to the next working day; 国办发〔2018〕118号: 7 working days."""
    budget = due("publication", date(2026, 1, 26), document_type="budget")
    assert budget.due_on == date(2026, 2, 24)  # 15 February opens the Spring Festival's days off
    assert [step.rule for step in budget.steps] == ["limit", "due", "rolled"]
    assert due("publication", date(2026, 3, 2), document_type="budget").due_on == date(2026, 3, 23)
    monday = due("publication", date(2026, 3, 3), document_type="budget")
    assert monday.due_on == date(2026, 3, 23)
    assert [step.rule for step in monday.steps] == ["limit", "due"]
    assert due("publication", date(2026, 3, 2), document_type="penalty").due_on == date(2026, 3, 11)
    assert due("publication", date(2014, 3, 3), document_type="budget").value.number == 20
    assert due("publication", date(2014, 3, 3), document_type="budget").limit.id == "general"


def test_with_the_policy_means_the_same_day() -> None:
    found = due("interpretation", date(2026, 3, 2))
    assert found.due_on == date(2026, 3, 2)
    assert "同日" in found.steps[0].text


def test_months_end_on_the_same_day_and_may_be_provisional() -> None:
    found = due("guide", date(2026, 3, 2), document_type="guide")
    assert found.due_on == date(2027, 3, 2)
    assert found.steps[-1].rule == "provisional"


def own(number: int | None, since: date, **scope: object) -> Limit:
    values = (Value(since, number, "working_days", "云溪县规定", "O"),)
    return Limit("own", "publication", "本地期限", "形成或者变更", values, **scope)  # type: ignore[arg-type]


def test_the_most_special_counts_then_the_nearest() -> None:
    day, since = date(2026, 3, 2), date(2026, 1, 1)
    general, nearer = own(10, since, nearness=1), own(5, since, nearness=2)
    of_notices = own(3, since, document_type="notice", nearness=1)
    of_column, of_schema = own(2, since, column="7"), own(4, since, schema="permits")
    limits = [*publication.bundled(), general, nearer, of_notices, of_column, of_schema]

    def number(**facts: str) -> int | None:
        pair = publication.chosen(Matter("publication", **facts), day, limits)
        return pair[1].number if pair else None

    assert number() == 5
    assert number(document_type="notice") == 3
    assert number(document_type="notice", schema="permits") == 4
    assert number(document_type="notice", schema="permits", column="7") == 2
    assert number(document_type="penalty") == 7


def test_a_limit_holds_from_its_day_until_it_is_lifted() -> None:
    values = (
        Value(date(2026, 1, 1), 10, "working_days", "甲", "O"),
        Value(date(2026, 6, 1), None, "working_days", "乙", "O"),
    )
    limits = [*publication.bundled(), Limit("own", "publication", "本地", "形成", values, nearness=1)]

    def number(on: date) -> int | None:
        pair = publication.chosen(Matter("publication"), on, limits)
        return pair[1].number if pair else None

    assert [number(date(2025, 12, 31)), number(date(2026, 1, 1)), number(date(2026, 6, 1))] == [20, 10, 20]


def test_every_limit_of_the_data_has_a_source_and_a_mark() -> None:
    limits = publication.bundled()
    assert len({limit.id for limit in limits}) == len(limits)
    for limit in limits:
        for value in limit.values:
            assert value.source
            assert value.mark in {"V", "M", "I"}
            assert value.unit in publication.UNIT_WORDS
