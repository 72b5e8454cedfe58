"""Confirming receipt in practice: attempts are kept, the mail room's day counts, the office's day is kept beside it."""

from __future__ import annotations

from datetime import date, datetime, timedelta
from zoneinfo import ZoneInfo

import pytest
from django.utils import timezone

from gongkai.foi import application_form, services
from gongkai.foi.errors import StepRefused
from gongkai.foi.models import MailReceipt
from gongkai.foi.queries import triage
from gongkai.ledger import queries as ledger
from tests.foi.requests import register
from tests.world import County

ON = date(2026, 3, 2)
NOON = datetime(2026, 3, 2, 12, tzinfo=ZoneInfo("Asia/Shanghai"))


def test_an_attempt_is_kept_and_confirms_nothing(county: County) -> None:
    case = register(county, ON, channel="ordinary_mail")
    assert triage.contact(case, ON, ON).missing_on == ON
    services.record_contact_attempt(
        actor=county.officer, case=case, at=NOON, means="telephone", reached=False, note="无人接听，王女士"
    )
    found = triage.contact(case, ON, ON)
    assert (len(found.attempts), found.needed, found.missing_on) == (1, True, None)
    assert case.status == "awaiting_confirmation"
    written = [event.data for event in ledger.history("foi.case", case.pk)][-1]
    assert (written["reached"], "note" in written) == (False, False)


def test_the_next_day_is_too_late_for_ordinary_mail(county: County) -> None:
    case = register(county, ON, channel="ordinary_mail")
    services.record_contact_attempt(
        actor=county.officer, case=case, at=NOON + timedelta(days=1), means="telephone", reached=True
    )
    assert triage.contact(case, ON, ON + timedelta(days=1)).missing_on == ON
    online = register(county, ON, channel="online")
    assert triage.contact(online, ON, ON).missing_on is None


@pytest.mark.parametrize(
    ("channel", "at", "code"),
    [
        ("in_person", NOON, "FOI-CONTACT-NEEDLESS"),
        ("fax", NOON - timedelta(days=1), "FOI-BEFORE-RECEIPT"),
        ("fax", timezone.now() + timedelta(days=2), "FOI-FUTURE"),
    ],
)
def test_attempts_that_cannot_be(county: County, channel: str, at: datetime, code: str) -> None:
    case = register(county, ON, channel=channel)
    with pytest.raises(StepRefused) as caught:
        services.record_contact_attempt(
            actor=county.officer, case=case, at=at, means="telephone", reached=True
        )
    assert caught.value.code == code


def test_the_mail_room_counts_and_both_days_are_kept(county: County) -> None:
    case = register(county, ON, channel="registered_mail")
    services.record_mail_receipt(
        actor=county.officer, case=case, reached_office_on=date(2026, 3, 5), postal_number="EX000000001CN"
    )
    row = MailReceipt.objects.get()
    assert (case.received_on, row.signed_on, row.reached_office_on) == (ON, ON, date(2026, 3, 5))
    with pytest.raises(StepRefused, match="不能早于"):
        services.record_mail_receipt(actor=county.officer, case=case, reached_office_on=date(2026, 3, 1))
    services.amend_receipt(
        actor=county.officer, case=case, channel="registered_mail", received_on=date(2026, 3, 6)
    )
    row.refresh_from_db()
    assert (row.signed_on, row.reached_office_on) == (date(2026, 3, 6), None)
    services.amend_receipt(actor=county.officer, case=case, channel="in_person", received_on=ON)
    assert not MailReceipt.objects.exists()
    with pytest.raises(StepRefused) as caught:
        services.record_mail_receipt(actor=county.officer, case=case, reached_office_on=None)
    assert caught.value.code == "FOI-MAIL-CHANNEL"


def test_what_was_taken_down_is_printed_for_the_signature(county: County) -> None:
    case = register(county, ON, oral=True)
    texts = [text for _heading, lines in application_form.rows(case) for _label, text in lines]
    for said in ("钱小禾", "居民身份证 00000019900101000X", case.subject, case.features):
        assert said in texts
    assert application_form.pdf(case).startswith(b"%PDF-")
