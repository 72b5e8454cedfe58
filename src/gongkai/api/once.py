"""A request that a program marks with a key of its own (Idempotency-Key) is carried out once: sent again, it gets the same answer."""

from __future__ import annotations

import hashlib
import json
from collections.abc import Callable
from datetime import timedelta

from django.core.exceptions import RequestDataTooBig
from django.db import transaction
from django.http import HttpRequest, JsonResponse
from django.utils import timezone
from django.utils.translation import gettext as _

from gongkai.api.frame import refusal
from gongkai.api.models import ApiKey, KeptAnswer

HEADER = "Idempotency-Key"
LONGEST = 100
KEPT = timedelta(days=7)


def answered(request: HttpRequest, key: ApiKey, act: Callable[[], JsonResponse]) -> JsonResponse:
    """The answer of the act, or the one it gave before. Only what was carried out is kept, and no longer than KEPT."""
    token = request.headers.get(HEADER, "").strip()
    if not token:
        return act()
    if len(token) > LONGEST or not token.isascii() or not token.isprintable():
        return refusal(400, "idempotency_key", _("幂等键最多100个可见的英文字符。"), HEADER)
    try:
        sha256 = hashlib.sha256(request.body).hexdigest()
    except RequestDataTooBig:
        return act()
    KeptAnswer.objects.filter(given_at__lt=timezone.now() - KEPT).delete()
    with transaction.atomic():
        row, is_new = KeptAnswer.objects.select_for_update().get_or_create(
            key=key, token=token, defaults={"body_sha256": sha256, "status": 0, "answer": {}}
        )
        if not is_new:
            return _again(row, sha256)
        made = act()
        if made.status_code >= 400:
            row.delete()
        else:
            row.status, row.answer = made.status_code, json.loads(made.content)
            row.save(update_fields=["status", "answer"])
        return made


def _again(row: KeptAnswer, sha256: str) -> JsonResponse:
    if row.body_sha256 != sha256:
        text = _("这个幂等键已经用于内容不同的请求，请换一个。")
        return refusal(422, "idempotency_reused", text, HEADER)
    made = JsonResponse(row.answer, status=row.status)
    made["Idempotent-Replay"] = "true"
    return made
