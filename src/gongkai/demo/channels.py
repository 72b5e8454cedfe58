"""Where the county's documents went besides the site: jobs in every state, records of a year, places, days among people."""

from __future__ import annotations

import io
from datetime import date, datetime, time, timedelta
from functools import partial
from typing import Any

from django.core.files.uploadedfile import SimpleUploadedFile
from django.utils import timezone
from PIL import Image, ImageDraw

from gongkai.catalog import queries as catalog
from gongkai.catalog.models import Document
from gongkai.channels.models import ChannelRule, PressMeeting, PublicityDay, ReadingPlace, Screen
from gongkai.channels.rules import Facts
from gongkai.channels.services import following, jobs, keeping, papers, releases
from gongkai.channels.services.releases import Entry
from gongkai.demo import chance, datafiles
from gongkai.demo.people import SHOWN, Desk
from gongkai.demo.places import ROOT, Place
from gongkai.law.calendar import WorkCalendar

VISIT_DAYS = 20
BRIEFED = 5


def publicise(places: dict[str, Place], desks: dict[str, Desk], calendar: WorkCalendar, as_of: date) -> None:
    """Everything of `data/channels.yaml`, through the services."""
    data = datafiles.read("channels")
    keep = partial(_keep, places, desks)
    for row in data["rules"]:
        keep(ChannelRule, row)
    _work(desks[SHOWN], places[SHOWN], data["jobs"], calendar, as_of)
    _record(desks[ROOT], places[ROOT], data["releases"], as_of)
    for row in data["publicity_days"]:
        keep(PublicityDay, {**_without(row, "ago"), "on": _back(as_of, row["ago"])})
    for row in data["press_meetings"]:
        keep(PressMeeting, _meeting(row, as_of))
    for row in data["places"]:
        place = keep(ReadingPlace, {**_without(row, "visits"), "since": _back(as_of, 700)})
        _count(desks[row["agency"]], place, row.get("visits", 0), calendar, as_of)
    for row in data["screens"]:
        keep(Screen, row)
    _print(desks[SHOWN], places[SHOWN], as_of)


def _keep(places: dict[str, Place], desks: dict[str, Desk], model: Any, row: dict[str, Any]) -> Any:
    code = row["agency"]
    instance = model(**{**row, "agency": places[code].agency})

    def save() -> Any:
        instance.full_clean()
        instance.save()
        return instance

    return keeping.keep(actor=desks[code].officer, instance=instance, save=save)


def _without(row: dict[str, Any], *names: str) -> dict[str, Any]:
    return {name: value for name, value in row.items() if name not in names}


def _back(as_of: date, days: int) -> date:
    return as_of - timedelta(days=days)


def _work(desk: Desk, place: Place, rows: list[dict[str, Any]], calendar: WorkCalendar, as_of: date) -> None:
    out = catalog.public_documents().filter(agency=place.agency, published_on__date__lte=as_of)
    newest: list[Document] = list(out[:6])
    for row in rows:
        document = newest[row["document"]]
        (job,) = jobs.make(actor=desk.officer, document=document, channels=[row["channel"]])
        job.due_on = calendar.add(as_of, row.get("due", 1))
        job.save(update_fields=["due_on"])
        if row["state"] == "prepared":
            jobs.prepare(actor=desk.officer, job=job, title=document.title, text="")
        elif row["state"] == "refused":
            jobs.refuse(actor=desk.officer, job=job, reason=row["reason"])
        elif row["state"] in {"done", "called_back"}:
            facts = Facts(
                on=as_of,
                link=row.get("link", ""),
                place=row.get("place", ""),
                copies=row.get("copies", 0),
                reach=row.get("reach", 0),
            )
            file = _photograph(document.title) if row["channel"] == "notice_board" else None
            jobs.finish(actor=desk.officer, jobs=[job], facts=facts, file=file)
        if row["state"] == "called_back":
            following.call_back(document, row["reason"])


def _photograph(title: str) -> SimpleUploadedFile:
    """A drawing that stands for a photograph of a board."""
    picture = Image.new("RGB", (480, 320), "#dcd8cd")
    draw = ImageDraw.Draw(picture)
    draw.rectangle((40, 30, 440, 290), fill="#faf9f5", outline="#7c766a", width=4)
    for line in range(5):
        draw.rectangle((80, 80 + 40 * line, 400 - 30 * (line % 2), 92 + 40 * line), fill="#1d5245")
    out = io.BytesIO()
    picture.save(out, "PNG")
    return SimpleUploadedFile(f"公告栏-{title[:12]}.png", out.getvalue())


def _record(desk: Desk, place: Place, rows: list[dict[str, Any]], as_of: date) -> None:
    entries = []
    for row in rows:
        for number in range(row["times"]):
            on = _back(as_of, row["every"] * number + 3)
            facts = Facts(
                on=on,
                **{name: row[name] for name in ("pieces", "copies", "reach", "place", "link") if name in row},
            )
            entries.append(Entry(row["channel"], f"{row['title']}（{on.year}年{on.month}月）", facts))
    releases.bring_in(actor=desk.officer, agency=place.agency, entries=entries)  # fmt: skip


def _meeting(row: dict[str, Any], as_of: date) -> dict[str, Any]:
    """A meeting as its row; hours are counted from nine in the morning of the day it became known."""
    rng = chance.stream(f"meeting:{row['topic']}")
    known_at = timezone.make_aware(datetime.combine(_back(as_of, row["ago"]), time(9)))
    held_at = known_at + timedelta(hours=row.get("held", 1))
    return {
        **_without(row, "ago", "chief", "event", "informed", "held"),
        "chief_attended": row["chief"],
        "speaker": chance.person(rng),
        "held_at": held_at,
        "event": row.get("event", ""),
        "known_at": known_at if "event" in row else None,
        "informed_at": known_at + timedelta(hours=row["informed"]) if "informed" in row else None,
    }


def _count(desk: Desk, place: ReadingPlace, usual: int, calendar: WorkCalendar, as_of: date) -> None:
    if not usual:
        return
    rng = chance.stream(f"visits:{place.name}")
    for number in range(VISIT_DAYS):
        keeping.count_visits(
            actor=desk.officer,
            place=place,
            on=chance.back(calendar, as_of, number + 1),
            visits=rng.randint(usual // 2, usual * 2),
            questions=rng.randint(0, usual // 2),
        )


def _print(desk: Desk, place: Place, as_of: date) -> None:
    """Two issues of a briefing, the first issued, and paper copies for the archive."""
    newest = [row.pk for row in catalog.public_documents().filter(agency=place.agency)[: 2 * BRIEFED]]
    foreword = "本期刊发近期公开的财政资金分配和预决算信息，供各镇（街道）政务公开专区张贴、查阅。"
    for part in (newest[BRIEFED:], newest[:BRIEFED]):
        briefing = papers.begin_briefing(
            actor=desk.officer,
            agency=place.agency,
            documents=part,
            foreword=foreword,
            recipients="送：各镇人民政府、街道办事处，县档案馆、县图书馆。",
        )
        if part == newest[BRIEFED:]:
            papers.issue_briefing(actor=desk.officer, briefing=briefing, on=as_of, copies=120)
    archive = ReadingPlace.objects.get(kind="archive")
    papers.hand_over(
        actor=desk.officer, agency=place.agency, place=archive, documents=newest, on=as_of, copies=2
    )
