"""云溪县 and its agencies: invented, like the city and province above it."""

from __future__ import annotations

from dataclasses import dataclass
from datetime import date, timedelta
from typing import Any

from gongkai.agencies import services
from gongkai.agencies.models import Agency
from gongkai.catalog import services as catalog
from gongkai.demo import chance, datafiles

PROVINCE, CITY, COUNTY = "江宁省", "清川市", "云溪县"
ROOT = "yunxi"
COURT = "云溪县人民法院"
# Work for the administrator: guides that lack an item or were not revised for too long (条例第十二条).
INCOMPLETE = {
    "sports": ("fax",),
    "local-history": ("internet_contact", "office_hours"),
    "township-yueerya": ("arrangement",),
}
STALE = {"commerce": 500, "energy": 640, "town-gudukou": 410}


@dataclass(frozen=True, slots=True)
class Place:
    """An agency of the county with what its invented documents are about."""

    agency: Agency
    mark: str
    facts: dict[str, Any]

    @property
    def code(self) -> str:
        """The code of the agency."""
        return self.agency.code


def organization_code(number: int) -> str:
    """An invented nine-character code that keeps the check character of GB 11714."""
    body = f"YX{number:06d}"
    values = [int(ch, 36) for ch in body]
    check = 11 - sum(v * w for v, w in zip(values, (3, 7, 9, 10, 5, 8, 4, 2), strict=True)) % 11
    return body + {10: "X", 11: "0"}.get(check, str(check))


def rows() -> list[dict[str, Any]]:
    """Everything there is, the government first; `kind` says what it is."""
    government = {
        "code": ROOT,
        "name": f"{COUNTY}人民政府",
        "short": "县政府",
        "mark": "云政",
        "kind": "government",
    }
    departments = [
        {**row, "name": COUNTY + row["name"], "short": "县" + row["name"], "kind": "department"}
        for row in datafiles.read("departments")
    ]
    towns = [
        {**row, "name": f"{COUNTY}{row['name']}人民政府", "short": row["name"], "kind": "town"}
        for row in datafiles.read("towns")
    ]
    return [government, *departments, *towns]


def found(as_of: date) -> dict[str, Place]:
    """Found every agency, with its guide and its columns; by code, in order."""
    rng = chance.stream("places")
    since = date(as_of.year - 8, 1, 2)
    places: dict[str, Place] = {}
    for number, row in enumerate(rows(), start=1):
        parent = places[ROOT].agency if places else None
        if parent:
            parent.refresh_from_db()
        agency = services.found_agency(
            actor=None,
            parent=parent,
            on=since,
            code=row["code"],
            name=row["name"],
            short_name=row["short"],
            kind=row["kind"],
            organization_code=organization_code(number),
            reconsideration_body=f"{COUNTY}人民政府" if parent else f"{CITY}人民政府",
            court=COURT if parent else f"{CITY}中级人民法院",
        )
        age = STALE.get(agency.code, rng.randint(20, 300))
        services.revise_guide(
            actor=None, agency=agency, on=as_of - timedelta(days=age), **_guide(agency, row, number)
        )
        agency.refresh_from_db()  # with the office that was just written
        catalog.ensure_standard_columns(agency)
        places[agency.code] = Place(agency, row["mark"], row)
    return places


def _guide(agency: Agency, row: dict[str, Any], number: int) -> dict[str, Any]:
    street = f"{row['short']}镇府路1号" if row["kind"] == "town" else f"云溪大道{10 + number * 2}号"
    fields: dict[str, Any] = {
        "classification": "按照条例第二十条、第二十一条规定的事项分类，各类下再按主题分类。",
        "arrangement": "每条信息以索引号编排；索引号由机构代码、年份和流水号组成，公开时生成，不再更改。",
        "ways_to_obtain": "县人民政府门户网站、县档案馆和公共图书馆查阅点、政务服务中心信息公开专区。",
        "name": f"{agency.name}政府信息公开办公室"
        if row["kind"] != "town"
        else f"{row['short']}党政综合办公室",
        "address": f"{CITY}{COUNTY}{street}",
        "office_hours": "工作日 8:30—12:00，14:00—17:30（节假日除外）",
        "telephone": f"0999-{6200000 + number * 17}",
        "fax": f"0999-{6300000 + number * 17}",
        "internet_contact": f"{agency.code}@yunxi.example",
        "accepts_fax": number % 3 != 0,
    }
    return {**fields, **dict.fromkeys(INCOMPLETE.get(agency.code, ()), "")}
