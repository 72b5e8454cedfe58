"""Loading a notice on days off."""

from __future__ import annotations

from datetime import date

import pytest
from django.core.exceptions import ValidationError

from gongkai.agencies import services, working_days
from gongkai.law.errors import LawInputError
from gongkai.ledger import queries as ledger
from tests.world import County

NOTICE = {
    "year": 2027,
    "document": "测试〔2026〕1号",
    "days_off": ["2027-01-01", "2027-02-05", "2027-02-08"],
    "extra_work": ["2027-02-14"],
    "source": "invented for this test",
}


def test_a_notice_changes_the_calendar_and_leaves_an_event(county: County) -> None:
    before = working_days.current()
    assert not before.covers(2027)
    row = services.load_notice(actor=county.administrator, content=NOTICE)
    after = working_days.current()
    assert after.covers(2027)
    assert after.is_working_day(date(2027, 2, 14))
    assert not after.is_working_day(date(2027, 2, 5))
    assert [event.type for event in ledger.history("agencies.holidaynotice", row.pk)] == [
        "agencies.holidaynotice.loaded"
    ]


def test_the_same_notice_is_refused_twice(county: County) -> None:
    services.load_notice(actor=county.administrator, content=NOTICE)
    with pytest.raises(ValidationError, match="已经载入"):
        services.load_notice(actor=county.administrator, content=NOTICE)


def test_nonsense_is_refused_with_reasons(county: County) -> None:
    with pytest.raises(LawInputError) as caught:
        services.load_notice(actor=county.administrator, content={"year": 2027, "days_off": ["2027-02-30"]})
    assert len(caught.value.reasons) >= 2


def test_loading_tells_those_who_keep_dates(
    county: County, django_capture_on_commit_callbacks: object
) -> None:
    told: list[object] = []

    def listen(sender: object, **kwargs: object) -> None:
        told.append(sender)

    services.calendar_changed.connect(listen)
    try:
        with django_capture_on_commit_callbacks(execute=True):  # type: ignore[operator]
            services.load_notice(actor=county.administrator, content=NOTICE)
    finally:
        services.calendar_changed.disconnect(listen)
    assert len(told) == 1
