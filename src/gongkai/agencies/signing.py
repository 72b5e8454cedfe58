"""The password once more: whoever signs shows that they are the person signed in."""

from __future__ import annotations

from django.utils.translation import gettext as _

from gongkai.agencies import attempts
from gongkai.agencies.models import User

WRONG_PASSWORDS = 5
LOCKED_SECONDS = 15 * 60


class PasswordRefusedError(Exception):
    """Not signed: `code` and a text for the person."""

    def __init__(self, code: str, text: str) -> None:
        super().__init__(text)
        self.code, self.text = code, text


def confirm_password(actor: User, password: str) -> None:
    """Return when the password is right. Raises PasswordRefusedError; after five wrong ones, wait a quarter of an hour."""
    key = f"signing-{actor.pk}"
    if attempts.counted(key) >= WRONG_PASSWORDS:
        raise PasswordRefusedError("PASSWORD-LOCKED", _("密码多次输错，请15分钟后再试。"))
    if not actor.check_password(password):
        attempts.count(key, LOCKED_SECONDS)
        raise PasswordRefusedError("PASSWORD", _("密码不正确，没有签署。"))
    attempts.forget(key)
