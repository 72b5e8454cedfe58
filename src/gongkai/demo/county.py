"""The county, step by step: everything in one transaction; the order decides nothing but numbers.

Everything is reckoned from `as_of`; the same day gives the same records.
"""

from __future__ import annotations

from collections.abc import Callable, Iterator, Sequence
from dataclasses import dataclass, field
from datetime import date
from functools import partial
from typing import TypeVar

from django.db import transaction
from django.utils import timezone

from gongkai.agencies import prompting, working_days
from gongkai.agencies.models import Agency, User
from gongkai.catalog.models import Document
from gongkai.demo import (
    chance,
    channels,
    datafiles,
    engagement,
    guides,
    imports,
    lists,
    matters,
    over_time,
    people,
    places,
    playing,
    proceedings,
    published,
    quality,
    readers,
    reorganised,
    reporting,
    requests,
    rulebook,
    standards,
    word_file,
)
from gongkai.demo.documents import archive, collection, progress, signing
from gongkai.demo.documents.paper import Paper
from gongkai.demo.people import Desk
from gongkai.demo.places import ROOT, Place
from gongkai.law.calendar import WorkCalendar
from gongkai.screening import services as screening
from gongkai.screening.models import DictionaryEntry

T = TypeVar("T")


@dataclass(frozen=True, slots=True)
class Scale:
    """How much there is, and in how many parts the work is done. 0: as much as is declared."""

    documents: int
    requests: int
    document_parts: int
    request_parts: int
    report_parts: int = 10


SCALES = {
    "demo": Scale(documents=0, requests=0, document_parts=4, request_parts=10),
    "county": Scale(documents=14_316, requests=2_000, document_parts=144, request_parts=100),
}


@dataclass
class County:
    """What the steps hand on to each other."""

    scale: Scale
    as_of: date
    calendar: WorkCalendar
    places: dict[str, Place] = field(default_factory=dict)
    desks: dict[str, Desk] = field(default_factory=dict)
    papers: list[Paper] = field(default_factory=list)
    archive: archive.Archive | None = None
    keyed: list[tuple[Paper, Document]] = field(default_factory=list)
    player: playing.Player | None = None


REPORTED_YEARS = (2, 1)  # years ago
Step = Callable[[County], None]


def is_loaded() -> bool:
    """Whether the county is there already."""
    return Agency.objects.filter(code=ROOT).exists()


def step_count(scale: str) -> int:
    """How often `load` yields."""
    return len(_steps(SCALES[scale]))


def load(*, scale: str, as_of: date) -> Iterator[str]:
    """Load the county into an empty database, yielding the name of each finished step.

    All of it or nothing: whoever stops half-way finds the database as it was. Raises KeyError for an unknown scale,
    ValueError for a day that has not come: what has not happened cannot be recorded.
    """
    if as_of > timezone.localdate():
        raise ValueError(f"{as_of} lies in the future")
    county = County(SCALES[scale], as_of, working_days.current())
    with transaction.atomic():
        for step in _steps(county.scale):
            step(county)
            yield getattr(step, "func", step).__name__


def _steps(scale: Scale) -> list[Step]:
    return [
        found_agencies,
        appoint_people,
        keep_words,
        *(partial(bring_in_documents, part=part) for part in range(scale.document_parts)),
        work_on_documents,
        drop_a_word_file,
        publish_guides,
        publish_lists,
        change_over_time,
        link_rules,
        merge_an_agency,
        *(partial(play_requests, part=part) for part in range(scale.request_parts)),
        hand_in_matters,
        bring_in_from_older_systems,
        ask_the_public,
        go_out_on_channels,
        read_and_subscribe,
        bring_proceedings,
        *(
            partial(publish_reports, part=part, years_ago=years_ago)
            for years_ago in REPORTED_YEARS
            for part in range(scale.report_parts)
        ),
        begin_reports,
        read_published_reports,
        keep_standards,
        prompt_the_late,
        look_at_content,
    ]


def found_agencies(county: County) -> None:
    """The agencies with their guides and columns."""
    county.places = places.found(county.as_of)


def appoint_people(county: County) -> None:
    """Accounts and posts."""
    county.desks = people.appoint(county.places, county.as_of)


def keep_words(county: County) -> None:
    """The dictionary against which drafts are looked at."""
    administrator = User.objects.get(username="administrator")
    for row in datafiles.read("words"):
        screening.keep_word(actor=administrator, entry=DictionaryEntry(**row))


def bring_in_documents(county: County, part: int) -> None:
    """One part of the documents of the last years."""
    if county.archive is None:
        county.archive = archive.Archive(county.places, county.desks)
        county.papers = collection.papers(
            county.places, county.as_of, county.calendar, county.scale.documents - progress.unpublished()
        )
    papers = _part(county.papers, part, county.scale.document_parts)
    documents = county.archive.bring_in(papers)
    county.keyed += [pair for pair in zip(papers, documents, strict=True) if pair[0].key]


def work_on_documents(county: County) -> None:
    """What bears on what; drafts, documents waiting for a signature, a returned one, one overdue."""
    progress.relate(county.keyed, county.desks)
    progress.begin(county.places, county.desks, county.as_of, county.calendar)
    signing.arrange(county.places, county.desks, county.as_of)


def drop_a_word_file(county: County) -> None:
    """A Word document brought into a draft."""
    word_file.bring_in(county.places["finance"], county.desks["finance"], county.as_of)


def publish_guides(county: County) -> None:
    """Service guides, telephones, the handbook."""
    guides.publish(county.places, county.desks, county.as_of)


def publish_lists(county: County) -> None:
    """Permits, penalties, subsidies, charges, expenses, emergency plans row by row."""
    lists.publish(county.places, county.desks, county.as_of)


def change_over_time(county: County) -> None:
    """What was changed, will be repealed, ends soon or must be clarified; a limit of the county's own."""
    over_time.keep(county.places, county.desks, county.as_of)


def link_rules(county: County) -> None:
    """Rules of disclosure, and the acts their clauses govern."""
    rulebook.keep(county.places, county.desks, county.as_of)


def merge_an_agency(county: County) -> None:
    """An agency that is no more, with what it published."""
    reorganised.merge(county.places, county.desks, county.as_of)


def play_requests(county: County, part: int) -> None:
    """One part of the requests of last year and this year."""
    if county.player is None:
        rng = chance.stream("playing")
        county.player = playing.Player(county.places, county.desks, county.calendar, county.as_of, rng)
        for telling in requests.tellings(county.as_of, county.calendar, county.scale.requests):
            county.player.schedule(telling)
    county.player.play(part, county.scale.request_parts)


def hand_in_matters(county: County) -> None:
    """Matters of the approval system."""
    matters.hand_in(county.places, county.desks, county.as_of)


def bring_in_from_older_systems(county: County) -> None:
    """An archive and a workbook of guides that wait to be reviewed."""
    imports.bring_in(county.places, county.desks)


def ask_the_public(county: County) -> None:
    """Drafts the public is asked about, what it said, and what became of it."""
    engagement.ask(county.places, county.desks, county.as_of)


def go_out_on_channels(county: County) -> None:
    """What went out on other channels, and what is to go out."""
    channels.publicise(county.places, county.desks, county.calendar, county.as_of)


def read_and_subscribe(county: County) -> None:
    """How often pages were opened, and who wants mail."""
    readers.read(county.places, county.as_of)


def bring_proceedings(county: County) -> None:
    """Reconsideration and suits."""
    proceedings.bring(county.desks, county.as_of, county.calendar)


def publish_reports(county: County, part: int, years_ago: int) -> None:
    """The reports of one part of the agencies for a year; the earlier year first, so that the later can compare."""
    for code in _part(reporting.order(county.places), part, county.scale.report_parts):
        reporting.finish(county.places[code], county.desks[code], county.as_of, county.calendar, years_ago)


def begin_reports(county: County) -> None:
    """This year's reports, as far as they are."""
    reporting.begin_this_year(county.places, county.desks, county.as_of)


def read_published_reports(county: County) -> None:
    """What agencies elsewhere published, read in by the supervisor."""
    published.read_in(county.places[ROOT].agency, User.objects.get(username="supervisor"))


def look_at_content(county: County) -> None:
    """Notices in which something is not right."""
    quality.keep(county.places, county.desks, county.as_of)


def keep_standards(county: County) -> None:
    """The standard catalogue of one field."""
    standards.keep(county.places, county.desks, county.as_of)


def prompt_the_late(county: County) -> None:
    """The county office asks two agencies for what presses there."""
    supervisor, _administrator = people.overseers()
    agencies = [county.places[code].agency for code in ("finance", "natural-resources")]
    prompting.prompt(actor=supervisor, agencies=agencies, text="请于本周内办结，办结后不必另行报告。")


def _part(items: Sequence[T], part: int, parts: int) -> Sequence[T]:
    size = -(-len(items) // parts)
    return items[part * size : (part + 1) * size]
