"""How long what is personal is kept: bundled periods, changed by administrators, and what holds a case back."""

from __future__ import annotations

from collections.abc import Callable, Collection, Iterable
from dataclasses import dataclass, replace
from datetime import date
from functools import cache
from importlib.resources import files
from typing import Any

import yaml
from django.db.models import QuerySet
from django.utils.translation import gettext as _

from gongkai.foi.models import Case, DestructionProtocol, RetentionRule
from gongkai.law.periods import months_later

PROOF, CASE = "proof", "case"

# Rooms above say which cases may not be destroyed yet: ids in, the ids that are held out (a suit that is pending).
holders: list[Callable[[Collection[int]], set[int]]] = []


@dataclass(frozen=True, slots=True)
class Rule:
    """A class of data and its period: `years` after the case was closed, never under `least`."""

    code: str
    label: str
    scope: str
    years: int
    least: int
    source: str

    def last_day(self, as_of: date) -> date:
        """Cases closed on this day or before have been kept long enough by `as_of`."""
        return months_later(as_of, -12 * self.years)

    def basis(self) -> str:
        """The period and its source, as a protocol states it."""
        return _("办结后保存%(years)d年；%(source)s") % {"years": self.years, "source": self.source}


@cache
def bundled() -> dict[str, Rule]:
    """The rules as they come with the program (`data/retention.yaml`)."""
    content = yaml.safe_load((files("gongkai.foi") / "data" / "retention.yaml").read_text(encoding="utf-8"))
    return {row["code"]: Rule(**row) for row in content["rules"]}


def rules() -> dict[str, Rule]:
    """The rules that count today: what an administrator set last goes before what is bundled."""
    found = dict(bundled())
    for row in RetentionRule.objects.order_by("id"):
        if row.code in found:
            found[row.code] = replace(found[row.code], years=row.years, source=row.source)
    return found


def due(cases: QuerySet[Case], rule: Rule, as_of: date) -> QuerySet[Case]:
    """Those of the cases whose period under the rule is over and which still have what it is about."""
    over = cases.filter(closed_on__lte=rule.last_day(as_of), destroyed_on__isnull=True)
    return over.exclude(applicant__identity_proof="") if rule.scope == PROOF else over


def waiting(agencies: Iterable[Any], rule: Rule, as_of: date) -> QuerySet[Case]:
    """What may be proposed for destruction, the oldest first: due, held back by no room, in no other proposal."""
    cases = due(Case.objects.filter(agency__in=agencies), rule, as_of)
    proposals = DestructionProtocol.objects.filter(
        agency__in=agencies, state=DestructionProtocol.State.PROPOSED, rule=rule.code
    )
    taken = {item["id"] for proposed in proposals.values_list("cases", flat=True) for item in proposed}
    return cases.exclude(pk__in=taken | held(cases)).order_by("closed_on", "id")


def held(cases: QuerySet[Case]) -> set[int]:
    """The ids among them that some room above holds back."""
    ids = list(cases.values_list("pk", flat=True)) if holders else []
    return set().union(*(hold(ids) for hold in holders)) if ids else set()
