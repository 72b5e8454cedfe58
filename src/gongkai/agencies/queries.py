"""The public facts of agencies, for the portal. Who may see what inside the office is asked of `access`."""

from __future__ import annotations

from collections.abc import Iterable
from dataclasses import dataclass
from datetime import date

from django.db.models import Q, QuerySet
from django.utils.translation import gettext as _

from gongkai.agencies.models import Agency, Reorganisation, Succession

MAX_WORDS = 5


def open_agencies() -> QuerySet[Agency]:
    """Every agency that exists, in official order: the government first, then what stands below it."""
    return Agency.objects.filter(closed_on__isnull=True).order_by("path")


def agency_by_code(code: str) -> Agency | None:
    """An agency with its disclosure office and, when it was closed, its keeper; None for a code that never was one."""
    return Agency.objects.select_related("disclosure_office", "kept_by").filter(code=code).first()


def successions_of(agency: Agency) -> list[Succession]:
    """Who took over work of the agency, and whose work it took over, the latest first."""
    rows = Succession.objects.filter(Q(reorganisation__agency=agency) | Q(successor=agency))
    rows = rows.select_related("reorganisation__agency", "successor")
    return list(rows.order_by("-reorganisation__on", "-is_keeper", "id"))


def renamings_of(agency: Agency) -> list[Reorganisation]:
    """The acts that changed the agency's name, the latest first."""
    return list(agency.reorganisations.filter(kind=Reorganisation.Kind.RENAMED))


def names_on(agencies: Iterable[Agency], day: date) -> dict[int, str]:
    """What the agencies that were called otherwise on a day were called then, by their keys. One query for all."""
    renamed = Reorganisation.objects.filter(
        agency__in=list(agencies), kind=Reorganisation.Kind.RENAMED, on__gt=day
    )
    latest_first = renamed.order_by("-on", "-id").values_list("agency_id", "former_name")
    return dict(latest_first)  # the earliest change after the day comes last, and stays


def named(words: str) -> QuerySet[Agency]:
    """Agencies whose name or short name holds all the words; all of them when no word is given."""
    found = open_agencies()
    for word in words.split()[:MAX_WORDS]:
        found = found.filter(Q(name__icontains=word) | Q(short_name__icontains=word))
    return found


def accepting_online() -> QuerySet[Agency]:
    """Agencies to which a request can be sent through the internet channel."""
    return open_agencies().filter(disclosure_office__accepts_online=True)


@dataclass(frozen=True, slots=True)
class Group:
    """Agencies of one kind under the name people know them by."""

    name: str
    agencies: list[Agency]


def grouped(agencies: QuerySet[Agency]) -> list[Group]:
    """The agencies by kind, in the order of the county; kinds without any are left out."""
    names = {
        Agency.Kind.GOVERNMENT: _("人民政府"),
        Agency.Kind.DEPARTMENT: _("政府部门"),
        Agency.Kind.TOWN: _("乡镇人民政府、街道办事处"),
        Agency.Kind.AUTHORISED: _("法律法规授权的组织"),
    }
    rows = list(agencies)
    groups = [Group(name, [row for row in rows if row.kind == kind]) for kind, name in names.items()]
    return [group for group in groups if group.agencies]
