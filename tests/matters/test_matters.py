"""Matters of other systems: handed in once, kept with their states, shown masked, looked up without being guessed."""

from __future__ import annotations

import re
from datetime import date
from pathlib import Path
from typing import Any

import pytest
from django.db import DatabaseError, connection, transaction
from django.test import Client

from gongkai.convert.sheet import Row
from gongkai.convert.tables import Headings, table, usual
from gongkai.matters import deadlines as limits
from gongkai.matters import fields, masking, queries, rules, services
from gongkai.matters.errors import TooManyAttempts
from gongkai.matters.models import Matter, MatterState
from tests.world import PASSWORD, County

pytestmark = pytest.mark.django_db
NAMES = tuple(one.name for one in fields.declared())
TODAY = date(2026, 11, 28)


def handed_in(county: County, *rows: dict[str, str]) -> services.Brought:
    """Bring rows in as the interface for programs does."""
    headings = Headings(0, NAMES, {name: at for at, name in enumerate(NAMES)}, (), ())
    cells = [Row(number, tuple(row.get(name, "") for name in NAMES)) for number, row in enumerate(rows, 1)]
    entries, faults = services.read(cells, headings, usual(fields.declared(), "审批系统"), TODAY)
    brought = services.bring_in(
        actor=county.officer, agency=county.finance, source_system="审批系统", entries=entries
    )
    brought.faults += faults
    return brought


def a_matter(**values: str) -> dict[str, str]:
    """A permit somebody asked for."""
    return {
        "number": "YX20261101000123",
        "name": "食品经营许可",
        "applicant_name": "陈立秋",
        "accepted_on": "2026-11-02",
        "limit_days": "20",
        "last_digits": "002X",
        **values,
    }


def test_it_is_stored_once_and_every_state_is_kept(county: County) -> None:
    assert handed_in(county, a_matter()).new == [1]
    assert handed_in(county, a_matter()).unchanged == [1]
    done = a_matter(state="办结：准予", finished_on="2026/11/20", published="是", result="准予许可")
    assert handed_in(county, done).updated == [1]
    matter = Matter.objects.get()
    assert [state.state for state in queries.states_of(matter)] == ["accepted", "granted"]
    assert matter.due_on == date(2026, 11, 30)  # 20 working days after 2 November 2026
    assert (matter.shown_name, matter.shown_number) == ("陈**", "YX20********0123")
    with connection.cursor() as cursor:
        cursor.execute("SELECT applicant_name, code_hash FROM matters_matter")
        stored = cursor.fetchone()
    assert "陈" not in stored[0]
    assert "002X" not in stored[1]
    with pytest.raises(DatabaseError), transaction.atomic():
        MatterState.objects.update(state="denied")


def test_what_does_not_fit_together_is_named_without_the_person(county: County) -> None:
    brought = handed_in(
        county,
        a_matter(number="1", state="办结", applicant_name="赵" * 101),
        a_matter(number="2", accepted_on="2026-13-40"),
        a_matter(number="3", finished_on="2026-10-01", state="办结"),
        a_matter(number="4"),
        a_matter(number="4"),
    )
    assert [(one.row, one.code) for one in brought.faults] == [
        (1, "too_long"), (1, "incomplete"), (2, "no_date"), (3, "before_acceptance"), (5, "twice"),
    ]  # fmt: skip
    assert all("赵" not in one.value + one.text for one in brought.faults)
    assert brought.new == [4]


def test_results_with_a_persons_name_in_them_are_not_shown(county: County) -> None:
    done = {"state": "done", "finished_on": "2026-11-20", "published": "yes"}
    handed_in(
        county,
        a_matter(number="A-1", result="准予陈立秋经营", **done),
        a_matter(number="A-2", result="联系电话13900001234", **done),
        a_matter(number="A-3", applicant_name="云溪县甲乙丙食品有限公司", result="准予许可", **done),
    )
    assert [row.shown_name for row in queries.public_results()] == ["云溪县甲乙丙食品有限公司"]
    assert Matter.objects.exclude(held="").count() == 2


def test_guessing_ends(county: County) -> None:
    handed_in(county, a_matter(), a_matter(number="YX20261101000124", last_digits=""))
    found = queries.find(" yx20261101000123", "002x", client="192.0.2.1")
    assert found is not None
    assert queries.find("YX20261101000124", "", client="192.0.2.1") is None, "no code, nobody is let in"
    for _attempt in range(queries.FAILURES_PER_NUMBER):
        assert queries.find("YX20261101000123", "1111", client="192.0.2.2") is None
    with pytest.raises(TooManyAttempts):
        queries.find("YX20261101000123", "002X", client="192.0.2.3")


def test_the_page_answers_the_wrong_and_the_unknown_alike(county: County, client: Client) -> None:
    handed_in(county, a_matter())
    wrong = client.post("/matters/", {"number": "YX20261101000123", "code": "0000"})
    unknown = client.post("/matters/", {"number": "YX20261101000999", "code": "0000"})
    assert _without_token(wrong).replace("0123", "0999") == _without_token(unknown)
    right = client.post("/matters/", {"number": "YX20261101000123", "code": "002X"})
    text = right.content.decode()
    assert "食品经营许可" in text
    assert "陈立秋" not in text
    assert "no-store" in right["Cache-Control"]


def _without_token(answer: Any) -> str:
    return re.sub(r'name="csrfmiddlewaretoken" value="\w+"', "", answer.content.decode())


def test_results_are_narrowed_counted_and_saved(
    county: County, client: Client, django_assert_num_queries: Any
) -> None:
    def rows(first: int, last: int) -> list[dict[str, str]]:
        return [
            a_matter(
                number=f"B-{number:06d}", state="granted", published="yes", promised_on="2026-11-10",
                finished_on=f"2026-11-{9 + number % 3:02d}",
            )
            for number in range(first, last)
        ]  # fmt: skip

    handed_in(county, *rows(0, 3))
    with django_assert_num_queries(6):
        client.get("/matters/results/")
    handed_in(county, *rows(3, 30))
    with django_assert_num_queries(6):
        page = client.get("/matters/results/?month=2026-11&agency=finance")
    figures = page.context["figures"][0]
    assert (figures.closed, figures.in_time, figures.late, figures.share) == (30, 20, 10, "66.7%")
    saved = client.get("/matters/results/results.csv?month=2026-11").content.decode("utf-8-sig").splitlines()
    assert len(saved) == 31
    assert "陈立秋" not in "".join(saved)
    assert client.get("/matters/results/results.xlsx").content.startswith(b"PK")


@pytest.mark.parametrize(
    ("name", "organisation", "shown"),
    [
        ("张三", False, "张*"),
        ("欧阳秋水月", False, "欧***"),
        ("云溪县新安粮油有限公司", True, "云溪县新安粮油有限公司"),
    ],
)
def test_masking(name: str, organisation: bool, shown: str) -> None:
    assert masking.name(name, organisation=organisation) == shown
    assert masking.looks_like_organisation(name) is organisation


def test_a_paused_or_withdrawn_matter_is_not_overdue() -> None:
    due, today = date(2026, 11, 10), date(2026, 11, 20)
    assert rules.is_overdue(due, None, "handling", today)
    assert not rules.is_overdue(due, None, "paused", today)
    assert not rules.is_overdue(due, date(2026, 11, 12), "withdrawn", today)
    assert rules.is_overdue(due, date(2026, 11, 12), "granted", today)


def test_days_in_every_form_and_merged_headings(tmp_path: Path) -> None:
    file = tmp_path / "matters.csv"
    file.write_text(
        "办件登记表\n办件,,,时间,\n办件编号,事项名称,申请人,受理日期,办结日期\n"
        "1,甲,王五,2026年3月5日,2026.3.6\n2,乙,王五,20260305,2026/03/06\n3,丙,王五,46086,2026-3-6\n",
        encoding="utf-8",
    )
    layout = usual(fields.declared(), "审批系统")
    headings, rows = table(file, fields.declared(), layout)
    _entries, faults = services.read(rows, headings, layout, TODAY)
    assert {one.code for one in faults} == {"contradiction"}, "every day is read; only the state is missing"


def test_the_office_sees_its_own_and_what_is_overdue(county: County, client: Client) -> None:
    handed_in(county, a_matter(promised_on="2026-11-03"), a_matter(number="YX-2", promised_on="2099-11-03"))
    client.login(username="officer", password=PASSWORD)
    page = client.get("/office/matters/?show=overdue")
    assert page.context["page"].paginator.count == 1
    assert "陈立秋" not in page.content.decode()
    figure = page.context["figures"][0]
    assert (figure.running, figure.overdue) == (2, 1)
    pk = Matter.objects.get(number="YX-2").pk
    assert client.get(f"/office/matters/{pk}/").status_code == 200
    assert client.post(f"/office/matters/{pk}/hold-back/", {"reason": ""}).status_code == 422
    assert {one.due_on for one in limits.of(county.finance.get_ancestors(), None)} == set()
    assert len(limits.of(type(county.finance).objects.filter(pk=county.finance.pk))) == 2
    client.login(username="stranger", password=PASSWORD)
    assert client.get(f"/office/matters/{pk}/").status_code == 404
    assert client.get("/office/matters/").context["page"].paginator.count == 0
