"""Six declared lists of the county, as published documents."""

from __future__ import annotations

import random
from collections.abc import Callable
from datetime import date, timedelta
from typing import Any

from gongkai.catalog import declared, schemas
from gongkai.demo import chance, datafiles
from gongkai.demo.documents.archive import Archive
from gongkai.demo.documents.paper import Paper
from gongkai.demo.people import Desk
from gongkai.demo.places import Place

DAYS_OLD = 20
VILLAGES = ("上坪村", "石井村", "槐树湾村")
PERMITS = (
    "食品经营（预包装食品销售）",
    "食品经营（热食类食品制售）",
    "特种设备使用登记",
    "药品零售",
    "小餐饮经营",
)
OFFENCES = (
    ("销售超过保质期的食品", "《中华人民共和国食品安全法》第一百二十四条", "一年"),
    ("使用未经定期检验的电梯", "《中华人民共和国特种设备安全法》第八十四条", "一年"),
    ("发布虚假广告", "《中华人民共和国广告法》第五十五条", "三个月"),
    ("侵犯注册商标专用权", "《中华人民共和国商标法》第六十条", "三个月"),
    ("生产销售不符合标准的产品", "《中华人民共和国产品质量法》第四十九条", "三年"),
)


def publish(places: dict[str, Place], desks: dict[str, Desk], as_of: date) -> None:
    """Bring them in."""
    Archive(places, desks).bring_in([_paper(row, as_of) for row in datafiles.read("lists")])


def _paper(row: dict[str, Any], as_of: date) -> Paper:
    schema = schemas.all()[row["schema"]]
    rng = chance.stream(f"list:{schema.slug}")
    made = MADE[row["made"]](rng, row["count"], as_of) if "made" in row else row["rows"]
    day = as_of - timedelta(days=DAYS_OLD)
    return Paper(
        agency=row["agency"],
        column=row["column"],
        title=row["title"],
        summary=schema.summary,
        body="",
        document_type="other",
        signed_on=day,
        published_on=day,
        statutory_item=schema.statutory_item,
        schema=schema.slug,
        data=declared.kept(schema.slug, {"rows": made}),
    )


def _permits(rng: random.Random, count: int, as_of: date) -> list[dict[str, Any]]:
    return [
        {
            **_party(rng),
            "document_title": "准予行政许可决定书",
            "document_number": f"云市监许〔{as_of.year}〕{number}号",
            "permit_kind": rng.choice(("普通", "登记", "核准")),
            "content": rng.choice(PERMITS),
            "decided_on": _day(rng, as_of, 200),
            "authority": "云溪县市场监督管理局",
            "state": "注销" if number % 11 == 0 else "有效",
        }
        for number in range(1, count + 1)
    ]


def _penalties(rng: random.Random, count: int, as_of: date) -> list[dict[str, Any]]:
    rows = []
    for number in range(1, count + 1):
        offence, basis, publicity = rng.choice(OFFENCES)
        fine = str(rng.choice((0.2, 0.5, 1, 2, 3.5, 5)))
        rows.append(
            {
                **_party(rng),
                "document_number": f"云市监罚〔{as_of.year - number % 2}〕{number}号",
                "offence": offence,
                "facts": f"经查，当事人{offence}，事实清楚，证据充分。",
                "basis": basis,
                "penalty_kind": "罚款",
                "content": f"罚款人民币{fine}万元",
                "fine": fine,
                "decided_on": _day(rng, as_of, 500),
                "publicity": publicity,
                "authority": "云溪县市场监督管理局",
            }
        )
    return rows


def _subsidies(rng: random.Random, count: int, as_of: date) -> list[dict[str, Any]]:
    paid_on = (as_of - timedelta(days=DAYS_OLD + 5)).isoformat()
    rows = []
    for _number in range(count):
        area = rng.randint(12, 90) / 10
        rows.append(
            {
                "programme": "耕地地力保护补贴",
                "recipient": chance.person(rng),
                "village": rng.choice(VILLAGES),
                "quantity": str(area),
                "standard": "每亩96元",
                "amount": f"{area * 96:.2f}",
                "paid_on": paid_on,
                "basis": "云农计〔2026〕12号",
            }
        )
    return rows


def _party(rng: random.Random) -> dict[str, str]:
    if rng.random() < 0.2:
        return {"party": chance.person(rng), "party_kind": "自然人"}
    return {"party": chance.firm(rng), "party_kind": "法人及非法人组织"}


def _day(rng: random.Random, as_of: date, within: int) -> str:
    return (as_of - timedelta(days=rng.randint(DAYS_OLD + 1, within))).isoformat()


MADE: dict[str, Callable[[random.Random, int, date], list[dict[str, Any]]]] = {
    "permits": _permits,
    "penalties": _penalties,
    "subsidies": _subsidies,
}
