"""After the calendar changed: open cases follow it, closed ones never."""

from __future__ import annotations

from typing import Any

from django.db import transaction
from django.utils import timezone

from gongkai.agencies import working_days
from gongkai.foi import facts as case_facts
from gongkai.foi.models import Case
from gongkai.foi.services import projection


def recompute_open_cases(**_signal: Any) -> int:
    """Recompute the projections of every open case and return how many changed. Closed ones keep what they had."""
    changed = 0
    calendar = working_days.current()
    ids = list(Case.objects.open_on(timezone.localdate()).order_by("id").values_list("id", flat=True))
    for start in range(0, len(ids), 200):
        with transaction.atomic():
            cases = list(Case.objects.select_for_update(of=("self",)).filter(pk__in=ids[start : start + 200]))
            facts = case_facts.of_cases(case.pk for case in cases)
            for case in cases:
                before = [getattr(case, name) for name in projection.COLUMNS]
                projection.refresh(case, facts[case.pk], calendar)
                changed += before != [getattr(case, name) for name in projection.COLUMNS]
    return changed
