"""Looking for what was asked, written down: without it nobody can say that nothing is held (Art 36(4))."""

from __future__ import annotations

from datetime import date
from typing import Any

from django.utils.translation import gettext as _

from gongkai.foi.errors import StepRefused
from gongkai.foi.models import Case, SearchLog
from gongkai.foi.rules import SEARCHED
from gongkai.foi.services.acts import acting
from gongkai.foi.text import cleaned

LONGEST_MINUTES = 60 * 24 * 30


def log_search(
    *,
    actor: Any,
    case: Case,
    on: date,
    place_kind: str,
    place: str,
    words: str,
    found: str,
    found_any: bool,
    searched_by: str = "",
    minutes: int | None = None,
) -> SearchLog:
    """Write down one search; `searched_by` is the actor when left empty. Raises PermissionDenied, StepRefused."""
    texts = {name: cleaned(value) for name, value in {"place": place, "words": words, "found": found}.items()}
    with acting(actor=actor, case=case, on=on) as act:
        if not act.case.is_open(on):
            raise StepRefused("FOI-CLOSED", _("申请已经办结，不能再登记检索。"))
        if place_kind not in SearchLog.PlaceKind.values:
            raise StepRefused("FOI-SEARCH-PLACE", _("请选择检索地点的类别。"))
        if not all(texts.values()):
            raise StepRefused(
                "FOI-SEARCH-INCOMPLETE",
                _("检索记录应当写明地点、检索词和结果。"),
                _("条例第三十六条第四项"),
            )
        if minutes is not None and not 0 <= minutes <= LONGEST_MINUTES:
            raise StepRefused("FOI-SEARCH-MINUTES", _("检索用时应为0至43200分钟。"))
        if on < act.facts.received.on:
            raise StepRefused("FOI-BEFORE-RECEIPT", _("检索日期早于收到申请的日期。"))
        row = SearchLog.objects.create(
            case=act.case,
            place_kind=place_kind,
            place=texts["place"][:120],
            words=texts["words"],
            searched_on=on,
            searched_by=cleaned(searched_by)[:60] or actor.get_full_name(),
            found=texts["found"],
            found_any=found_any,
            minutes=minutes,
            recorded_by=actor,
        )
        act.note(SEARCHED, {"search_id": row.pk, "found_any": found_any})
    return row
