"""What is personal in a matter goes when its time is over (个人信息保护法第十九条、第四十七条); states, days and figures stay."""

from __future__ import annotations

from collections import Counter
from datetime import date, datetime
from functools import cache
from importlib.resources import files
from typing import Any

import yaml
from django.db import transaction
from django.db.models import QuerySet
from django.utils import timezone

from gongkai.law.periods import months_later
from gongkai.ledger.services import NewEvent, append_many
from gongkai.matters.models import Matter

BATCH = 500


@cache
def years() -> int:
    """For how many years after a matter was finished the name is kept (`data/retention.yaml`)."""
    content = yaml.safe_load(
        (files("gongkai.matters") / "data" / "retention.yaml").read_text(encoding="utf-8")
    )
    return int(content["years"])


def due(as_of: date) -> QuerySet[Matter]:
    """Matters whose name has been kept long enough."""
    last = months_later(as_of, -12 * years())
    return Matter.objects.filter(finished_on__lte=last).exclude(applicant_name="")


def work(now: datetime) -> None:
    """Once an hour, for the regular work of the installation."""
    if timezone.localtime(now).minute == 0:
        destroy(timezone.localdate(now))


def destroy(as_of: date) -> int:
    """Blank what is due, so that nobody can read the name or look the matter up any more; how many matters."""
    done = 0
    while pks := list(due(as_of).order_by("pk").values_list("pk", flat=True)[:BATCH]):
        with transaction.atomic():
            rows = Matter.objects.filter(pk__in=pks)
            agencies = Counter(rows.values_list("agency_id", flat=True))
            rows.update(applicant_name="", code_hash="")
            append_many([_event(agency, many, as_of) for agency, many in sorted(agencies.items())])
        done += len(pks)
    return done


def _event(agency: int, many: int, as_of: date) -> NewEvent:
    data: dict[str, Any] = {"matters": many, "years": years()}
    return NewEvent("matters.agency", agency, "matters.names_destroyed", as_of, data, None)
