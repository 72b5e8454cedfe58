"""Matters of the county's approval system."""

from __future__ import annotations

import random
from datetime import date, timedelta
from typing import Any

from gongkai.agencies import working_days
from gongkai.convert.sheet import Row
from gongkai.convert.tables import Headings, usual
from gongkai.demo import chance, datafiles
from gongkai.demo.people import Desk
from gongkai.demo.places import Place
from gongkai.law.calendar import WorkCalendar
from gongkai.matters import fields as matter_fields
from gongkai.matters import services

EACH = 25


def hand_in(places: dict[str, Place], desks: dict[str, Desk], as_of: date) -> None:
    """Everything of `data/matters.yaml`, through the services."""
    data = datafiles.read("matters")
    draw, calendar = random.Random("matters"), working_days.current()  # noqa: S311 - the same county every time
    names = tuple(one.name for one in matter_fields.declared())
    headings = Headings(0, names, {name: at for at, name in enumerate(names)}, (), ())
    layout = usual(matter_fields.declared(), data["system"])
    for code, kinds in data["matters"].items():
        made = [
            _matter(draw, code, kind, number, calendar, as_of) for kind in kinds for number in range(EACH)
        ]
        rows = [Row(at, tuple(one.get(name, "") for name in names)) for at, one in enumerate(made, 1)]
        entries, _faults = services.read(rows, headings, layout, as_of)
        services.bring_in(
            actor=desks[code].officer,
            agency=places[code].agency,
            source_system=data["system"],
            entries=entries,
        )


def _matter(
    draw: random.Random, code: str, kind: dict[str, Any], number: int, calendar: WorkCalendar, as_of: date
) -> dict[str, str]:
    accepted = calendar.on_or_after(as_of - timedelta(days=draw.randrange(4, 100)))
    taken = draw.randrange(2, kind["days"] + 4)
    row = {
        "number": f"YX{code[:2].upper()}{accepted:%Y%m%d}{kind['days']:02d}{number:04d}",
        "name": kind["name"],
        "kind": kind["kind"],
        "unit": kind["unit"],
        "limit_days": str(kind["days"]),
        "limit_text": f"{kind['days']}个工作日",
        "accepted_on": accepted.isoformat(),
        "applicant_name": _person(draw)
        if kind.get("person")
        else f"云溪县{draw.choice(chance.FIRMS)}有限公司",
        "last_digits": f"{draw.randrange(10_000):04d}",
        "published": "no" if kind["kind"] == "benefit" else "yes",
    }
    if calendar.add(accepted, taken) <= as_of:
        denied = draw.random() < 0.1
        row |= {
            "state": "denied" if denied else "granted",
            "finished_on": calendar.add(accepted, taken).isoformat(),
            "result": "不予许可" if denied else "准予",
        }
    else:
        row["state"] = "handling"
    return row


def _person(draw: random.Random) -> str:
    return draw.choice(chance.SURNAMES) + draw.choice(chance.GIVEN)
