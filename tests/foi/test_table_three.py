"""Table three out of random worlds: the form's balances hold by construction, every cell opens its cases."""

from __future__ import annotations

import random
from datetime import date, timedelta
from typing import Any

import pytest
from django.db import connection
from django.test.utils import CaptureQueriesContext

from gongkai.foi import queries, services
from gongkai.foi.models import Applicant, Case
from gongkai.foi.queries.report import COLUMNS
from gongkai.law import forms
from gongkai.law.outcomes import OUTCOMES
from tests.foi.requests import PERSON, register
from tests.world import County

CODES = list(OUTCOMES)


def random_world(county: County, seed: int, number: int) -> None:
    """Cases with every combination of receipt and end around the turn of two years, straight as projections."""
    rng = random.Random(seed)
    people = [
        Applicant.objects.create(kind=kind, name="某", telephone="1", person_hash=f"{seed}{kind}")
        for kind in COLUMNS
    ]
    rows = []
    for serial in range(number):
        start = date(2024, 10, 1) + timedelta(days=rng.randrange(800))
        received = start if rng.random() < 0.9 else None
        closed = start + timedelta(days=rng.randrange(0, 120)) if rng.random() < 0.8 else None
        rows.append(
            Case(
                receipt_number=f"R-{seed}-{serial}",
                agency=rng.choice([county.finance, county.education, county.town]),
                applicant=rng.choice(people),
                channel="in_person",
                submitted_at=f"{start}T08:00:00+08:00",
                subject="某信息",
                content_hash="",
                tracking_hash="",
                status="decided" if closed else "running",
                received_on=received,
                closing_status="decided" if closed else "",
                closed_on=closed,
                outcome=rng.choice(CODES) if closed else "",
            )
        )
    Case.objects.bulk_create(rows)


def counts(cells: dict[str, list[int]]) -> dict[str, int]:
    return {cell: len(ids) for cell, ids in cells.items()}


@pytest.mark.parametrize("seed", range(6))
def test_the_balances_hold_in_any_world(county: County, seed: int) -> None:
    random_world(county, seed, 150)
    agencies = [county.finance, county.education, county.town]
    form = forms.load("2021")
    previous: dict[str, int] | None = None
    for year in (2024, 2025, 2026):
        cells = queries.table_three(agencies, year, date(2027, 3, 1))
        assert set(cells) == {cell for cell in form.cells if cell.startswith("t3.")}
        values = counts(cells)
        for column in (*COLUMNS, "total"):
            new, carried = values[f"t3.new.{column}"], values[f"t3.carried_in.{column}"]
            assert new + carried == values[f"t3.results_total.{column}"] + values[f"t3.carried_out.{column}"]
            leaves = sum(values[f"t3.{code}.{column}"] for code in OUTCOMES)
            assert leaves == values[f"t3.results_total.{column}"]
        for row in ("new", "carried_in", "results_total", "carried_out", *OUTCOMES):
            assert sum(values[f"t3.{row}.{column}"] for column in COLUMNS) == values[f"t3.{row}.total"]
        findings = forms.check(form, values, previous)  # type: ignore[arg-type]
        assert [found for found in findings if found.id in ("R1", "R2", "R3", "R5", "R7")] == []
        each = [counts(queries.table_three([agency], year, date(2027, 3, 1))) for agency in agencies]
        assert values == {cell: sum(one[cell] for one in each) for cell in values}
        previous = values


def test_every_case_is_counted_once_in_the_year_of_its_final_handling(county: County) -> None:
    random_world(county, 99, 200)
    seen: list[int] = []
    for year in (2024, 2025, 2026, 2027):
        seen += queries.table_three([county.finance], year, date(2028, 1, 1))["t3.results_total.total"]
    finished = Case.objects.filter(agency=county.finance, received_on__isnull=False, closed_on__isnull=False)
    assert sorted(seen) == sorted(finished.values_list("id", flat=True))


def test_the_running_year_is_told_as_of_a_day(county: County) -> None:
    case = register(county, date(2026, 3, 3))
    services.request_correction(
        actor=county.officer, case=case, on=date(2026, 3, 4), wanted="年份", period_working_days=5
    )
    fax = register(county, date(2026, 3, 3), channel="fax")
    before = queries.table_three([county.finance], 2026, date(2026, 3, 11))
    assert before["t3.new.natural"] == before["t3.carried_out.natural"] == [case.pk]
    after = queries.table_three([county.finance], 2026, date(2026, 3, 12))
    assert after["t3.other.not_corrected.natural"] == [case.pk]
    assert after["t3.carried_out.total"] == []
    assert fax.pk not in after["t3.new.total"], "awaiting confirmation does not count"
    assert queries.table_three([county.finance], 2026, date(2026, 3, 2))["t3.new.total"] == []


def test_carried_over_from_one_year_to_the_next(county: County) -> None:
    case = register(county, date(2025, 12, 22))
    services.decide(
        actor=county.leader,
        case=case,
        on=date(2026, 1, 9),
        outcome="grant",
        content="见附件",
        served_by="post",
    )
    last = queries.table_three([county.finance], 2025)
    this = queries.table_three([county.finance], 2026)
    assert last["t3.new.natural"] == last["t3.carried_out.natural"] == [case.pk]
    assert this["t3.carried_in.natural"] == this["t3.grant.natural"] == [case.pk]
    assert this["t3.new.total"] == last["t3.results_total.total"] == []


def test_one_query_however_many_cases(county: County) -> None:
    random_world(county, 7, 2000)
    agencies = county.government.get_descendants()
    with CaptureQueriesContext(connection) as captured:
        queries.table_three(agencies, 2025)
    assert len(captured) == 1


def test_worklist_is_sorted_by_urgency_with_constant_queries(county: County) -> None:
    as_of = date(2026, 3, 27)
    made: dict[str, Any] = {
        "later": register(county, date(2026, 3, 24)),
        "overdue": register(county, date(2026, 2, 24)),
        "soon": register(county, date(2026, 3, 3)),
        "waiting": register(county, date(2026, 3, 23)),
        "confirm": register(county, date(2026, 3, 26), channel="fax"),
    }
    services.request_correction(actor=county.officer, case=made["waiting"], on=as_of, wanted="年份")
    done = register(county, date(2026, 3, 3))
    services.withdraw_request(actor=county.officer, case=done, on=as_of)
    with CaptureQueriesContext(connection) as few:
        found = list(queries.worklist(county.supervisor, as_of))
    assert found == [made[name] for name in ("overdue", "confirm", "soon", "later", "waiting")]
    for case in found:
        assert case.current_status == case.status_on(as_of) == queries.clock_of(case, as_of).status
    for _ in range(5):
        register(county, date(2026, 3, 3), applicant=PERSON)
    with CaptureQueriesContext(connection) as many:
        assert len(list(queries.worklist(county.supervisor, as_of))) == 10
    assert len(many) <= len(few) <= 3
    counted = queries.worklist_counts(county.supervisor, as_of)
    assert counted == {"overdue": 1, "confirm": 1, "soon": 6, "week": 0, "later": 1, "waiting": 1}
    assert list(queries.worklist(county.stranger, as_of)) == []
    assert list(Case.objects.all().overdue_on(as_of)) == [made["overdue"]]
