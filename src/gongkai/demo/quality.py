"""Published notices in which something is not right; what else the county has published is looked at by the tick."""

from __future__ import annotations

from datetime import date, timedelta

from gongkai.demo import datafiles
from gongkai.demo.documents.archive import Archive
from gongkai.demo.documents.paper import Paper, signature
from gongkai.demo.people import SHOWN, Desk
from gongkai.demo.places import Place
from gongkai.quality import examining


def keep(places: dict[str, Place], desks: dict[str, Desk], as_of: date) -> None:
    """The notices of `data/quality.yaml`, looked at."""
    place = places[SHOWN]
    papers = []
    for row in datafiles.read("quality"):
        day = as_of - timedelta(days=row["days"])
        wrong = "一二三四五六日"[(date(day.year, 9, 1).weekday() + 1) % 7]
        body = row["body"].format(year=day.year, wrong=wrong)
        papers.append(
            Paper(
                agency=SHOWN,
                column="policies",
                title=row["title"],
                summary=row["summary"],
                body=body + signature(place.agency.name, day),
                document_type="notice",
                document_number=f"{place.mark}〔{day.year}〕{row['number']}号",
                signed_on=day,
                published_on=day + timedelta(days=1),
                statutory_item="regs_rules_normdocs",
                topic="财政",
            )
        )
    for document in Archive(places, desks).bring_in(papers):
        examining.examine(document)
