"""The only reader of the channels room for other rooms: what stands to be done, what went out, where people read on paper."""

from __future__ import annotations

from collections import defaultdict
from collections.abc import Iterable
from dataclasses import dataclass
from datetime import date
from typing import Any

from django.db.models import Count, Q, QuerySet, Sum
from django.db.models.functions import TruncMonth

from gongkai.agencies import access
from gongkai.agencies.models import Agency
from gongkai.catalog import queries as catalog
from gongkai.channels import declared
from gongkai.channels.models import (
    Briefing,
    ChannelJob,
    Delivery,
    PlaceDay,
    PressMeeting,
    PublicityDay,
    ReadingPlace,
    Release,
    Screen,
    Transfer,
    Webhook,
)

State = ChannelJob.State
STAFFED = ReadingPlace.STAFFED


def jobs(actor: Any) -> QuerySet[ChannelJob]:
    """The jobs of the agencies in the subtrees of the actor's posts, the most urgent first."""
    rows = ChannelJob.objects.filter(agency__in=access.visible_agencies(actor))
    return rows.select_related("agency", "document")


def releases(actor: Any) -> QuerySet[Release]:
    """What went out in the subtrees of the actor's posts, the latest first."""
    rows = Release.objects.filter(agency__in=access.visible_agencies(actor))
    return rows.select_related("agency", "document", "recorded_by")


def places(actor: Any) -> QuerySet[ReadingPlace]:
    """Places, boards and screens of the actor's subtrees."""
    return ReadingPlace.objects.filter(agency__in=access.visible_agencies(actor)).select_related("agency")


def briefings(actor: Any) -> QuerySet[Briefing]:
    """Briefings of the actor's subtrees, the latest first."""
    return Briefing.objects.filter(agency__in=access.visible_agencies(actor)).select_related("agency")


def transfers(actor: Any) -> QuerySet[Transfer]:
    """Transfers of paper copies of the actor's subtrees, the latest first."""
    return Transfer.objects.filter(agency__in=access.visible_agencies(actor)).select_related(
        "agency", "place"
    )


def deliveries(actor: Any) -> QuerySet[Delivery]:
    """Messages to other programs of the actor's subtrees, the latest first."""
    seen = access.visible_agencies(actor)
    return Delivery.objects.filter(webhook__agency__in=seen).select_related("webhook__agency", "document")


def webhooks(actor: Any) -> QuerySet[Webhook]:
    """Addresses that are told of publications, of the actor's subtrees."""
    return Webhook.objects.filter(agency__in=access.visible_agencies(actor)).select_related("agency")


def open_reading_places(on: date) -> QuerySet[ReadingPlace]:
    """What the public may visit on a day: staffed places first by kind, then boards and screens."""
    return (
        ReadingPlace.objects.filter(since__lte=on)
        .filter(Q(closed_on__isnull=True) | Q(closed_on__gt=on))
        .select_related("agency")
        .order_by("agency__path", "kind", "name")
    )


HUNG_ON = {"notice_board": ReadingPlace.Kind.BOARD, "big_screen": ReadingPlace.Kind.SCREEN}


def hung_on(agency: Agency, channel: str) -> int:
    """On how many boards or screens of its own an agency puts up what goes to this channel; 0 for other channels."""
    kind = HUNG_ON.get(channel)
    return ReadingPlace.objects.filter(agency=agency, kind=kind, closed_on=None).count() if kind else 0


def screen_of(agency: Agency) -> Screen:
    """The screen's settings; for an agency without any, the defaults, unsaved."""
    return Screen.objects.filter(agency=agency).first() or Screen(agency=agency)


@dataclass(frozen=True, slots=True)
class Figure:
    """What went out on a channel in a period: pieces, copies and people reached, and the ids of the records behind them.

    For the website the records are documents (`counts_documents`), else releases.
    """

    channel: str
    pieces: int
    copies: int
    reach: int
    ids: tuple[int, ...]
    counts_documents: bool = False


def counted(agencies: Iterable[Agency] | QuerySet[Agency], since: date, until: date) -> QuerySet[Release]:
    """The releases of a period, both days included, voided ones left out."""
    return Release.objects.filter(agency__in=agencies, on__gte=since, on__lte=until, void_reason="")


def figures(agencies: Iterable[Agency] | QuerySet[Agency], since: date, until: date) -> dict[str, Figure]:
    """Every channel with its figures in a period, both days included; two queries, however much went out."""
    sums: dict[str, list[int]] = defaultdict(lambda: [0, 0, 0])
    ids: dict[str, list[int]] = defaultdict(list)
    rows = counted(agencies, since, until).order_by("id")
    for pk, channel, *numbers in rows.values_list("pk", "channel", "pieces", "copies", "reach"):
        ids[channel].append(pk)
        sums[channel] = [total + number for total, number in zip(sums[channel], numbers, strict=True)]
    found = {
        slug: Figure(slug, sums[slug][0], sums[slug][1], sums[slug][2], tuple(ids[slug]))
        for slug in {**declared.bundled(), **sums}
    }
    shown = list(on_site(agencies, since, until).values_list("pk", flat=True))
    found["website"] = Figure("website", len(shown), 0, 0, tuple(shown), counts_documents=True)
    return found


def on_site(agencies: Iterable[Agency] | QuerySet[Agency], since: date, until: date) -> QuerySet[Any]:
    """The website counts itself: what is public there, by its day of publication."""
    public = catalog.public_documents().filter(agency__in=agencies)
    return public.filter(published_on__date__gte=since, published_on__date__lte=until).order_by("id")


def channels_of(documents: Iterable[int]) -> QuerySet[Release, tuple[int, str]]:
    """(document, channel) of everything recorded of these documents, voided records left out."""
    rows = Release.objects.filter(document__in=list(documents), void_reason="").order_by()
    return rows.values_list("document_id", "channel").distinct()


def by_month(
    agencies: Iterable[Agency] | QuerySet[Agency], since: date, until: date
) -> dict[date, dict[str, int]]:
    """Pieces of each channel in each month (its first day) of a period, the website left out."""
    found: dict[date, dict[str, int]] = defaultdict(dict)
    rows = counted(agencies, since, until).order_by().annotate(month=TruncMonth("on"))
    for month, channel, pieces in (
        rows.values("month", "channel").annotate(sum=Sum("pieces")).values_list("month", "channel", "sum")
    ):
        found[month][channel] = pieces
    return dict(found)


def report_counts(
    agencies: Iterable[Agency] | QuerySet[Agency], year: int
) -> dict[str, tuple[int, tuple[int, ...]]]:
    """Rows `ch.*`, `press` and `interview` of the annual report's forms until 2018: number and ids of the records.

    `press.chief` and `interview.chief` are those the head of the agency attended.
    """
    known, found = declared.every(), defaultdict[str, list[int]](list)
    numbers: dict[str, int] = defaultdict(int)
    places = list(agencies)
    for figure in figures(places, date(year, 1, 1), date(year, 12, 31)).values():
        row = known[figure.channel].report_row if figure.channel in known else "ch.other"
        numbers[row] += figure.pieces
        found[row] += figure.ids
    meetings = PressMeeting.objects.filter(agency__in=places, held_at__year=year).order_by("id")
    for pk, kind, chief in meetings.values_list("pk", "kind", "chief_attended"):
        name = "press" if kind == PressMeeting.Kind.CONFERENCE else "interview"
        for row in (name, f"{name}.chief") if chief else (name,):
            numbers[row] += 1
            found[row].append(pk)
    return {row: (number, tuple(found[row])) for row, number in numbers.items()}


@dataclass(frozen=True, slots=True)
class Outreach:
    """What was done among people in a period: publicity days, visits to reading places, paper copies handed over."""

    publicity_days: int
    leaflets: int
    questions: int
    people: int
    visits: int
    answers: int
    transfers: int


def outreach(agencies: Iterable[Agency] | QuerySet[Agency], since: date, until: date) -> Outreach:
    """Sums over a period, both days included."""
    places = list(agencies)
    days = PublicityDay.objects.filter(agency__in=places, on__range=(since, until)).aggregate(
        days=Count("pk"), leaflets=Sum("leaflets"), questions=Sum("questions"), people=Sum("people")
    )
    came = PlaceDay.objects.filter(place__agency__in=places, on__range=(since, until)).aggregate(
        visits=Sum("visits"), answers=Sum("questions")
    )
    handed = Transfer.objects.filter(agency__in=places, on__range=(since, until)).count()
    return Outreach(
        days["days"],
        days["leaflets"] or 0,
        days["questions"] or 0,
        days["people"] or 0,
        came["visits"] or 0,
        came["answers"] or 0,
        handed,
    )
