"""One-time codes for signing (RFC 6238), and the codes for when the device is lost.

The secret is sealed under a key outside the database; a code counts once; wrong codes are limited like wrong passwords.
"""

from __future__ import annotations

import hashlib
import secrets
from typing import Any

import pyotp
from django.core.exceptions import PermissionDenied
from django.db import transaction
from django.utils import timezone
from django.utils.translation import gettext as _

from gongkai.agencies import access, attempts
from gongkai.agencies.models import Duty
from gongkai.agencies.signing import LOCKED_SECONDS, WRONG_PASSWORDS, confirm_password
from gongkai.ledger.services import NewEvent, append
from gongkai.review.models import RecoveryCode, SecondFactor, Signature

ISSUER = "政府信息公开工作平台"
RECOVERY_CODES = 10
_ALPHABET = "23456789ABCDEFGHJKLMNPQRSTUVWXYZ"  # nothing that is read for something else
Confirmation = Signature.Confirmation


class CodeRefusedError(Exception):
    """Not confirmed: `code` and a text for the person."""

    def __init__(self, code: str, text: str) -> None:
        super().__init__(text)
        self.code, self.text = code, text


def is_enrolled(person: Any) -> bool:
    """Whether the person has confirmed a device."""
    return SecondFactor.objects.filter(holder=person, confirmed_at__isnull=False).exists()


@transaction.atomic
def begin(*, actor: Any) -> SecondFactor:
    """A fresh secret to be scanned, or the one begun before; it counts only after `confirm`. Raises PermissionDenied."""
    factor, made = SecondFactor.objects.select_for_update().get_or_create(
        holder=actor, defaults={"secret": pyotp.random_base32()}
    )
    if not made and factor.confirmed_at:
        raise PermissionDenied(_("已经绑定验证器，请先解除。"))
    return factor


def address(factor: SecondFactor) -> str:
    """What the QR code says to the person's device."""
    return pyotp.TOTP(factor.secret).provisioning_uri(name=factor.holder.get_username(), issuer_name=ISSUER)


@transaction.atomic
def confirm(*, actor: Any, password: str, code: str) -> list[str]:
    """Take the device into use when it shows the right code; the recovery codes, shown this once.

    With the password, since from then on the device may stand for it. Raises PasswordRefusedError or CodeRefusedError.
    """
    confirm_password(actor, password)
    factor = SecondFactor.objects.select_for_update().filter(holder=actor, confirmed_at__isnull=True).first()
    if factor is None:
        raise PermissionDenied
    _limited(actor, lambda: _accept(factor, code))
    factor.confirmed_at = timezone.now()
    factor.save(update_fields=["confirmed_at", "last_interval"])
    _append(factor, "enabled", actor)
    return _new_recovery_codes(factor)


@transaction.atomic
def renew_recovery_codes(*, actor: Any, password: str) -> list[str]:
    """Make the old recovery codes worthless and return new ones. Raises PasswordRefusedError."""
    confirm_password(actor, password)
    factor = SecondFactor.objects.select_for_update().filter(holder=actor).first()
    if factor is None or factor.confirmed_at is None:
        raise PermissionDenied
    factor.recovery_codes.all().delete()
    _append(factor, "recovery_renewed", actor)
    return _new_recovery_codes(factor)


def remove(*, actor: Any, password: str, code: str) -> None:
    """Give up one's device: with the password and a code. Raises PasswordRefusedError or CodeRefusedError."""
    confirm_person(actor=actor, password=password, code=code, requires_code=True)
    with transaction.atomic():
        factor = SecondFactor.objects.get(holder=actor)
        _append(factor, "removed", actor)
        factor.delete()


@transaction.atomic
def reset(*, actor: Any, person: Any) -> None:
    """An administrator takes away a colleague's lost device. Raises PermissionDenied for somebody of another agency."""
    posts = access.current_posts(person)
    if actor.pk == person.pk or not any(
        access.holds(actor, post.agency, Duty.ADMINISTRATOR) for post in posts
    ):
        raise PermissionDenied(_("只能由本机构或上级机关的系统管理员重置他人的验证器。"))
    factor = SecondFactor.objects.filter(holder=person).first()
    if factor is not None:
        _append(factor, "reset", actor)
        factor.delete()


def confirm_person(*, actor: Any, password: str, code: str, requires_code: bool) -> str:
    """Whoever signs is the person signed in: by password or code, or by both where the agency asks for it.

    Returns how (`Signature.Confirmation`). Raises PasswordRefusedError or CodeRefusedError.
    """
    code = code.strip()
    if requires_code and not is_enrolled(actor):
        raise CodeRefusedError(
            "CODE-NOT-ENROLLED", _("本机构要求输入动态验证码，请先在“签署设置”中绑定验证器。")
        )
    if requires_code or password or not code:
        confirm_password(actor, password)
    if not (requires_code or code):
        return Confirmation.PASSWORD
    used = check(actor=actor, code=code, allow_recovery=bool(password))
    if used == Confirmation.RECOVERY:
        return used
    return Confirmation.BOTH if password else Confirmation.CODE


def check(*, actor: Any, code: str, allow_recovery: bool) -> str:
    """Use up a code. Raises CodeRefusedError; after five wrong ones, wait a quarter of an hour."""
    used: list[str] = []

    def attempt() -> None:
        with transaction.atomic():
            factor = (
                SecondFactor.objects.select_for_update()
                .filter(holder=actor, confirmed_at__isnull=False)
                .first()
            )
            if factor is None:
                raise CodeRefusedError("CODE-NOT-ENROLLED", _("您还没有绑定验证器，请改用密码。"))
            if allow_recovery and _use_recovery_code(factor, code):
                used.append(Confirmation.RECOVERY)
                return
            _accept(factor, code)
            factor.save(update_fields=["last_interval"])
            used.append(Confirmation.CODE)

    _limited(actor, attempt)
    return used[0]


def _accept(factor: SecondFactor, code: str) -> None:
    """Note the interval of a right code that was not used before: the present one, or one to either side."""
    digits = "".join(code.split())
    totp = pyotp.TOTP(factor.secret)
    now = int(timezone.now().timestamp()) // totp.interval
    for interval in (now, now - 1, now + 1):
        if interval > factor.last_interval and pyotp.utils.strings_equal(totp.generate_otp(interval), digits):
            factor.last_interval = interval
            return
    raise CodeRefusedError("CODE", _("动态验证码不正确或者已经用过，没有签署。"))


def _use_recovery_code(factor: SecondFactor, code: str) -> bool:
    used = factor.recovery_codes.filter(code_hash=_hash(factor, code), used_at__isnull=True).update(
        used_at=timezone.now()
    )
    if used:
        _append(factor, "recovery_used", factor.holder)
    return bool(used)


def _limited(actor: Any, attempt: Any) -> None:
    key = f"signing-code-{actor.pk}"
    if attempts.counted(key) >= WRONG_PASSWORDS:
        raise CodeRefusedError("CODE-LOCKED", _("验证码多次输错，请15分钟后再试。"))
    try:
        attempt()
    except CodeRefusedError:
        attempts.count(key, LOCKED_SECONDS)
        raise
    attempts.forget(key)


def _new_recovery_codes(factor: SecondFactor) -> list[str]:
    codes = ["".join(secrets.choice(_ALPHABET) for _n in range(12)) for _m in range(RECOVERY_CODES)]
    RecoveryCode.objects.bulk_create(
        [RecoveryCode(factor=factor, code_hash=_hash(factor, code)) for code in codes]
    )
    return ["-".join((code[:4], code[4:8], code[8:])) for code in codes]


def _hash(factor: SecondFactor, code: str) -> str:
    """Sixty random bits need no slow hash; salted with the person, so that equal codes do not look alike."""
    plain = "".join(char for char in code.upper() if char.isalnum())
    return hashlib.sha256(f"{factor.holder_id}:{plain}".encode()).hexdigest()


def _append(factor: SecondFactor, act: str, actor: Any) -> None:
    append(
        NewEvent(
            kind="review.second_factor",
            object_id=factor.holder_id,
            type=f"review.second_factor.{act}",
            occurred_on=timezone.localdate(),
            actor=actor,
        )
    )
