"""The public facts of agencies, for the portal. Who may see what inside the office is asked of `access`."""

from __future__ import annotations

from dataclasses import dataclass

from django.db.models import Q, QuerySet
from django.utils.translation import gettext as _

from gongkai.agencies.models import Agency

MAX_WORDS = 5


def open_agencies() -> QuerySet[Agency]:
    """Every agency that exists, in official order: the government first, then what stands below it."""
    return Agency.objects.filter(closed_on__isnull=True).order_by("path")


def agency_by_code(code: str) -> Agency | None:
    """An agency that exists, with its disclosure office; None for any other code."""
    return open_agencies().select_related("disclosure_office").filter(code=code).first()


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
