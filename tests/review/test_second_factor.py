"""One-time codes: bound to a device, counted once, sealed at rest, limited against guessing."""

from __future__ import annotations

from collections.abc import Callable
from datetime import datetime, timedelta
from typing import Any

import pyotp
import pytest
from django.core.exceptions import PermissionDenied
from django.db import connection
from django.utils import timezone

from gongkai.agencies import sealing
from gongkai.agencies.models import User
from gongkai.agencies.signing import PasswordRefusedError
from gongkai.foi.services import resealing
from gongkai.review.models import RecoveryCode, SecondFactor
from gongkai.review.services import second_factor
from gongkai.review.services.second_factor import CodeRefusedError
from tests.world import PASSWORD, County

Clock = Callable[[float], datetime]


@pytest.fixture
def clock(monkeypatch: pytest.MonkeyPatch) -> Clock:
    """A clock that stands still until it is moved by seconds."""
    moment = timezone.now().replace(second=0, microsecond=0)

    def move(seconds: float) -> datetime:
        nonlocal moment
        moment += timedelta(seconds=seconds)
        return moment

    monkeypatch.setattr(timezone, "now", lambda: moment)
    return move


def code(person: User, moment: datetime) -> str:
    """What the person's device shows."""
    return pyotp.TOTP(SecondFactor.objects.get(holder=person).secret).at(moment)


@pytest.fixture
def enrolled(county: County, clock: Clock) -> list[str]:
    """The leader has bound a device; the recovery codes."""
    second_factor.begin(actor=county.leader)
    codes = second_factor.confirm(actor=county.leader, password=PASSWORD, code=code(county.leader, clock(0)))
    clock(60)
    return codes


def test_a_device_counts_only_after_it_has_shown_a_right_code(county: County, clock: Clock) -> None:
    second_factor.begin(actor=county.leader)
    assert not second_factor.is_enrolled(county.leader)
    with pytest.raises(PasswordRefusedError):
        second_factor.confirm(actor=county.leader, password="", code=code(county.leader, clock(0)))
    with pytest.raises(CodeRefusedError):
        second_factor.confirm(actor=county.leader, password=PASSWORD, code="000000")
    assert (
        len(second_factor.confirm(actor=county.leader, password=PASSWORD, code=code(county.leader, clock(0))))
        == 10
    )
    assert second_factor.is_enrolled(county.leader)
    with pytest.raises(PermissionDenied):
        second_factor.begin(actor=county.leader)


def test_a_code_counts_once_and_near_its_time_only(county: County, clock: Clock, enrolled: list[str]) -> None:
    now = clock(0)
    shown = code(county.leader, now)
    assert second_factor.check(actor=county.leader, code=shown, allow_recovery=False) == "code"
    with pytest.raises(CodeRefusedError):
        second_factor.check(actor=county.leader, code=shown, allow_recovery=False)
    late = code(county.leader, clock(30))
    clock(30)  # one interval late is accepted
    assert second_factor.check(actor=county.leader, code=late, allow_recovery=False) == "code"
    old = code(county.leader, clock(30))
    clock(90)
    with pytest.raises(CodeRefusedError):
        second_factor.check(actor=county.leader, code=old, allow_recovery=False)


def test_the_secret_and_the_recovery_codes_do_not_lie_open(county: County, enrolled: list[str]) -> None:
    with connection.cursor() as cursor:
        cursor.execute("SELECT secret FROM review_secondfactor")
        [stored] = cursor.fetchone()
    assert stored.startswith("gk1:")
    hashes = set(RecoveryCode.objects.values_list("code_hash", flat=True))
    assert len(hashes) == 10
    assert not hashes & {code.replace("-", "") for code in enrolled}


def test_a_recovery_code_counts_once_and_needs_the_password(county: County, enrolled: list[str]) -> None:
    with pytest.raises(CodeRefusedError):
        second_factor.check(actor=county.leader, code=enrolled[0], allow_recovery=False)
    assert (
        second_factor.check(actor=county.leader, code=enrolled[0].lower(), allow_recovery=True) == "recovery"
    )
    with pytest.raises(CodeRefusedError):
        second_factor.check(actor=county.leader, code=enrolled[0], allow_recovery=True)


def test_five_wrong_codes_lock_for_a_while(county: County, clock: Clock, enrolled: list[str]) -> None:
    for _n in range(5):
        with pytest.raises(CodeRefusedError):
            second_factor.check(actor=county.leader, code="12", allow_recovery=False)
    with pytest.raises(CodeRefusedError) as refused:
        second_factor.check(actor=county.leader, code=code(county.leader, clock(0)), allow_recovery=False)
    assert refused.value.code == "CODE-LOCKED"


def test_password_or_code_or_both(county: County, clock: Clock, enrolled: list[str]) -> None:
    def confirm(password: str, shown: str, *, requires_code: bool = False) -> str:
        return second_factor.confirm_person(
            actor=county.leader, password=password, code=shown, requires_code=requires_code
        )

    assert confirm(PASSWORD, "") == "password"
    assert confirm("", code(county.leader, clock(30))) == "code"
    assert confirm(PASSWORD, code(county.leader, clock(30)), requires_code=True) == "both"
    with pytest.raises(PasswordRefusedError):
        confirm("", code(county.leader, clock(30)), requires_code=True)
    with pytest.raises(PasswordRefusedError):
        confirm("", "")
    with pytest.raises(CodeRefusedError):
        confirm(PASSWORD, "", requires_code=True)


def test_without_a_device_an_agency_that_asks_for_codes_lets_nobody_sign(county: County) -> None:
    with pytest.raises(CodeRefusedError) as refused:
        second_factor.confirm_person(actor=county.leader, password=PASSWORD, code="", requires_code=True)
    assert refused.value.code == "CODE-NOT-ENROLLED"


def test_giving_up_and_resetting_a_device(county: County, clock: Clock, enrolled: list[str]) -> None:
    with pytest.raises(CodeRefusedError):
        second_factor.remove(actor=county.leader, password=PASSWORD, code="000000")
    with pytest.raises(PermissionDenied):
        second_factor.reset(actor=county.officer, person=county.leader)
    second_factor.reset(actor=county.administrator, person=county.leader)
    assert not second_factor.is_enrolled(county.leader)
    assert not RecoveryCode.objects.exists()


def test_new_recovery_codes_make_the_old_ones_worthless(county: County, enrolled: list[str]) -> None:
    fresh = second_factor.renew_recovery_codes(actor=county.leader, password=PASSWORD)
    with pytest.raises(CodeRefusedError):
        second_factor.check(actor=county.leader, code=enrolled[0], allow_recovery=True)
    assert second_factor.check(actor=county.leader, code=fresh[0], allow_recovery=True) == "recovery"


def test_the_secret_goes_along_when_the_key_is_replaced(
    county: County, enrolled: list[str], settings: Any
) -> None:
    secret = SecondFactor.objects.get().secret
    new = sealing.new_key()
    settings.APPLICANT_KEYS = [new, *settings.APPLICANT_KEYS]
    resealing.reseal()
    settings.APPLICANT_KEYS = [new]
    assert SecondFactor.objects.get().secret == secret
