"""Signing asks for the password again, and does not let it be guessed."""

from __future__ import annotations

import pytest

from gongkai.agencies.signing import WRONG_PASSWORDS, PasswordRefusedError, confirm_password
from tests.world import PASSWORD, County


def test_the_right_password_is_confirmed(county: County) -> None:
    confirm_password(county.officer, PASSWORD)


def test_guessing_is_stopped_for_this_person_only(county: County) -> None:
    for _ in range(WRONG_PASSWORDS):
        with pytest.raises(PasswordRefusedError) as wrong:
            confirm_password(county.officer, "guess")
        assert wrong.value.code == "PASSWORD"
    with pytest.raises(PasswordRefusedError) as locked:
        confirm_password(county.officer, PASSWORD)
    assert locked.value.code == "PASSWORD-LOCKED"
    confirm_password(county.leader, PASSWORD)


def test_a_right_password_forgives_the_slips_before(county: County) -> None:
    for _ in range(WRONG_PASSWORDS - 1):
        with pytest.raises(PasswordRefusedError):
            confirm_password(county.officer, "slip")
    confirm_password(county.officer, PASSWORD)
    with pytest.raises(PasswordRefusedError, match="不正确"):
        confirm_password(county.officer, "slip")
