"""Issuing and revoking keys, and telling whose key it is."""

from __future__ import annotations

import hashlib
import secrets
from collections.abc import Sequence
from datetime import date, timedelta
from typing import Any

from django.db import transaction
from django.utils import timezone
from django.utils.translation import gettext as _

from gongkai.agencies import access
from gongkai.agencies.models import Agency, Duty
from gongkai.api.models import ApiKey
from gongkai.ledger.services import NewEvent, append
from gongkai.review.rules import Blocker, Refused

MARK = "gk_"
LONGEST = timedelta(days=731)
PER_MINUTE, MOST_PER_MINUTE = 120, 6_000


@transaction.atomic
def issue(
    *,
    actor: Any,
    agency: Agency,
    label: str,
    scopes: Sequence[str],
    expires_on: date,
    per_minute: int = PER_MINUTE,
) -> tuple[ApiKey, str]:
    """A new key, and the only sight of it. Raises PermissionDenied, or Refused with all reasons."""
    access.require(actor, agency, Duty.ADMINISTRATOR)
    found, today = [], timezone.localdate()
    if not label.strip():
        found.append(Blocker("KEY-LABEL", _("请写明哪个系统用这把密钥。")))
    if not scopes or not set(scopes) <= set(ApiKey.Scope.values):
        found.append(Blocker("KEY-SCOPE", _("请至少选择一项权限。")))
    if not today < expires_on <= today + LONGEST:
        found.append(Blocker("KEY-EXPIRY", _("有效期须在今天之后，最长两年。")))
    if not 1 <= per_minute <= MOST_PER_MINUTE:
        text = _("每分钟请求上限须在1至%(most)d之间。") % {"most": MOST_PER_MINUTE}
        found.append(Blocker("KEY-LIMIT", text))
    if found:
        raise Refused(found)
    secret = MARK + secrets.token_urlsafe(32)
    key = ApiKey.objects.create(
        agency=agency,
        label=label.strip()[:100],
        scopes=sorted(scopes),
        key_hash=hashed(secret),
        beginning=secret[:8],
        expires_on=expires_on,
        per_minute=per_minute,
        created_by=actor,
    )
    _append(key, "issued", actor, {"scopes": key.scopes, "expires_on": expires_on, "per_minute": per_minute})
    return key, secret


@transaction.atomic
def revoke(*, actor: Any, key: ApiKey) -> None:
    """From now on the key lets nobody in."""
    access.require(actor, key.agency, Duty.ADMINISTRATOR)
    if ApiKey.objects.filter(pk=key.pk, revoked_at__isnull=True).update(revoked_at=timezone.now()):
        _append(key, "revoked", actor, {})


def key_of(secret: str) -> ApiKey | None:
    """The valid key of a secret; its use is noted by the day."""
    if not secret.startswith(MARK) or len(secret) > 100:
        return None
    key = ApiKey.objects.select_related("agency", "created_by").filter(key_hash=hashed(secret)).first()
    today = timezone.localdate()
    if key is None or not key.is_valid(today):
        return None
    if key.last_used_on != today:
        ApiKey.objects.filter(pk=key.pk).update(last_used_on=today)
    return key


def visible(actor: Any) -> Any:
    """The keys of the agencies where the actor is administrator."""
    agencies = access.acting_agencies(actor, Duty.ADMINISTRATOR)
    return ApiKey.objects.filter(agency__in=agencies).select_related("agency", "created_by")


def hashed(secret: str) -> str:
    """What is kept: a secret of 256 bits needs no slow hash."""
    return hashlib.sha256(secret.encode()).hexdigest()


def _append(key: ApiKey, act: str, actor: Any, data: dict[str, Any]) -> None:
    append(
        NewEvent(
            "api.key",
            key.pk,
            f"api.key.{act}",
            timezone.localdate(),
            {"agency": key.agency.code, **data},
            actor,
        )
    )
