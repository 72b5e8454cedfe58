"""An agency that is no more: merged into another some time ago, what it published kept."""

from __future__ import annotations

from datetime import date, timedelta

from gongkai.agencies import reorganising, services
from gongkai.agencies.models import Duty, Reorganisation, User
from gongkai.catalog import services as catalog
from gongkai.demo import datafiles
from gongkai.demo.documents.archive import Archive
from gongkai.demo.documents.paper import Paper, articles, signature
from gongkai.demo.people import Desk
from gongkai.demo.places import COUNTY, COURT, ROOT, Place, organization_code

DUTIES = (Duty.INFORMATION_OFFICER, Duty.REVIEWER, Duty.SECRECY_REVIEWER, Duty.LEADER)
DAYS_OPEN = 400  # its last documents and its merger lie between one and two years back


def merge(places: dict[str, Place], desks: dict[str, Desk], as_of: date) -> None:
    """Found the agency, let it publish, merge it."""
    row = datafiles.read("reorganised")
    heir = places[row["into"]]
    root = places[ROOT].agency
    root.refresh_from_db()
    agency = services.found_agency(
        actor=None,
        parent=root,
        on=as_of - timedelta(days=3 * 365),
        code=row["code"],
        name=COUNTY + row["name"],
        short_name="县" + row["name"],
        kind="department",
        organization_code=organization_code(900),
        reconsideration_body=f"{COUNTY}人民政府",
        court=COURT,
    )
    catalog.ensure_standard_columns(agency)
    desk = desks[row["into"]]
    people = (desk.officer, desk.reviewer, desk.secrecy, desk.leader)
    for duty, person in zip(DUTIES, people, strict=True):
        services.appoint(
            actor=None, agency=agency, holder=person, duty=duty, since=as_of - timedelta(days=3 * 365)
        )
    place = Place(agency, row["mark"], row)
    archive = Archive({agency.code: place}, {agency.code: desk})
    archive.bring_in([_paper(place, number, text, as_of) for number, text in enumerate(row["documents"])])
    reorganising.reorganise(
        actor=User.objects.get(username="administrator"),
        agency=agency,
        kind=Reorganisation.Kind.MERGED,
        heirs=[reorganising.Heir(heir.agency, row["functions"])],
        on=as_of - timedelta(days=DAYS_OPEN),
        authority=row["authority"],
    )


def _paper(place: Place, number: int, text: dict[str, list[str] | str], as_of: date) -> Paper:
    day = as_of - timedelta(days=DAYS_OPEN + 90 - 20 * number)
    return Paper(
        agency=place.code,
        column="policies",
        title=str(text["title"]),
        summary=str(text["summary"]),
        body=articles(list(text["articles"])) + signature(place.agency.name, day),
        document_type="normative_document",
        signed_on=day,
        published_on=day + timedelta(days=3),
        statutory_item="regs_rules_normdocs",
        document_number=f"{place.mark}〔{day.year}〕{number + 1}号",
        effective_on=day + timedelta(days=30),
    )
