"""The county, step by step: everything in one transaction; the order decides nothing but numbers.

Everything is reckoned from `as_of`; the same day gives the same records.
"""

from __future__ import annotations

from collections.abc import Callable, Iterator
from dataclasses import dataclass, field
from datetime import date

from django.db import transaction

from gongkai.agencies import working_days
from gongkai.agencies.models import Agency
from gongkai.demo import chance, people, places, proceedings, reporting, requests
from gongkai.demo.documents import archive, collection, progress
from gongkai.demo.documents.paper import Paper
from gongkai.demo.people import Desk
from gongkai.demo.places import ROOT, Place
from gongkai.law.calendar import WorkCalendar

SCALES = ("demo", "county")
BATCH = 100


@dataclass
class County:
    """What the steps hand on to each other."""

    scale: str
    as_of: date
    calendar: WorkCalendar
    places: dict[str, Place] = field(default_factory=dict)
    desks: dict[str, Desk] = field(default_factory=dict)
    papers: list[Paper] = field(default_factory=list)
    archive: archive.Archive | None = None


Step = Callable[[County], None]


def is_loaded() -> bool:
    """Whether the county is there already."""
    return Agency.objects.filter(code=ROOT).exists()


def step_count(scale: str) -> int:
    """How often `load` yields."""
    return len(_steps(scale))


def load(*, scale: str, as_of: date) -> Iterator[str]:
    """Load the county into an empty database, yielding the name of each finished step.

    All of it or nothing: whoever stops half-way finds the database as it was.
    """
    county = County(scale, as_of, working_days.current())
    with transaction.atomic():
        for step in _steps(scale):
            step(county)
            yield step.__name__


def _steps(scale: str) -> list[Step]:
    if scale not in SCALES:
        raise ValueError(f"no such scale: {scale}")
    return [
        found_agencies,
        appoint_people,
        bring_in_documents,
        work_on_documents,
        play_requests,
        bring_proceedings,
        publish_reports,
    ]


def found_agencies(county: County) -> None:
    """The agencies with their guides and columns."""
    county.places = places.found(county.as_of)


def appoint_people(county: County) -> None:
    """Accounts and posts."""
    county.desks = people.appoint(county.places, county.as_of)


def bring_in_documents(county: County) -> None:
    """The documents of last year and this year."""
    county.archive = archive.Archive(county.places, county.desks)
    papers = collection.papers(county.places, county.as_of, county.calendar)
    documents = county.archive.bring_in(papers)
    progress.relate(papers, documents, county.desks)


def work_on_documents(county: County) -> None:
    """Drafts, documents waiting for a signature, a returned one, one overdue."""
    progress.begin(county.places, county.desks, county.as_of, county.calendar)


def play_requests(county: County) -> None:
    """The requests of last year and this year."""
    player = requests.Player(
        county.places, county.desks, county.calendar, county.as_of, chance.stream("playing")
    )
    for telling in requests.tellings(county.as_of, county.calendar):
        player.schedule(telling)
    for _taken in player.play():
        pass


def bring_proceedings(county: County) -> None:
    """Reconsideration and suits."""
    proceedings.bring(county.desks, county.as_of, county.calendar)


def publish_reports(county: County) -> None:
    """Last year's reports, and this year's as far as they are."""
    for _code in reporting.finish_last_year(county.places, county.desks, county.as_of, county.calendar):
        pass
    reporting.begin_this_year(county.places, county.desks, county.as_of)
