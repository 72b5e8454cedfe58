"""Every published document of the demonstration, in the order of its publication."""

from __future__ import annotations

from collections.abc import Iterator
from datetime import date, timedelta
from typing import Any

from gongkai.demo import chance, datafiles
from gongkai.demo.documents import ordinary, repeated, tables
from gongkai.demo.documents.ordinary import Year
from gongkai.demo.documents.paper import Paper, articles, fill, paragraphs, sections, signature
from gongkai.demo.places import Place
from gongkai.law.calendar import WorkCalendar


def papers(places: dict[str, Place], as_of: date, calendar: WorkCalendar, total: int = 0) -> list[Paper]:
    """About three hundred documents of the last two years, and repeated ones of the last three up to `total`."""
    year = Year(as_of, calendar, chance.stream("documents"))
    found: list[Paper] = []
    for row in datafiles.read("normative"):
        found += normative(row, places, year)
    for row in datafiles.read("notices"):
        found.append(notice(row, places, year))
    for place in places.values():
        found += ordinary.of_place(place, year)
    found += withheld(places, year)
    found += just_out(places, year)
    if total > len(found):
        found += repeated.papers(list(places.values()), as_of, calendar, total - len(found))
    return sorted(found, key=lambda paper: paper.published_on)


def normative(row: dict[str, Any], places: dict[str, Place], year: Year) -> Iterator[Paper]:
    """A normative document and, where it has questions, its interpretation, published the same day."""
    place = places[row.get("as", row["by"])]
    day = year.ago(row["signed"])
    takes_effect = day + timedelta(days=30)
    opening = f"为{row['purpose']}，根据{row['basis']}，结合本县实际，制定本规定。"
    closing = f"本规定自{takes_effect.year}年{takes_effect.month}月{takes_effect.day}日起施行，有效期五年。"
    repealed = year.ago(row["repealed"]) if "repealed" in row else None
    paper = Paper(
        agency=place.code,
        column=row.get("column", "policies"),
        title=row["title"],
        summary=f"{row['purpose']}，明确适用范围、职责分工、办理程序和监督措施。",
        body=articles([opening, *row["articles"], closing]) + signature(place.agency.name, day),
        document_type="normative_document",
        signed_on=day,
        published_on=year.out(day),
        statutory_item="regs_rules_normdocs",
        document_number=f"{place.mark}规〔{day.year}〕{row['signed'] % 9 + 1}号",
        topic="行政规范性文件",
        effective_on=takes_effect,
        key=row["key"],
        amended_on=year.ago(row["amended"]) if "amended" in row else None,
        repealed_on=repealed,
    )
    if "expires" in row:
        paper.expires_on = max(year.ago(row["expires"]), takes_effect + timedelta(days=30))
    yield paper
    if row.get("questions"):
        yield interpretation(row, place, paper)


def interpretation(row: dict[str, Any], place: Place, policy: Paper) -> Paper:
    """政策解读 of a normative document: why, what, questions and answers."""
    body = sections(
        {
            "一、制定背景": [
                f"为{row['purpose']}，{place.agency.short_name}在调研和公开征求意见的基础上制定了《{row['title']}》。"
            ],
            "二、主要内容": [
                f"（{n}）{text}" for n, text in zip("一二三", row["articles"][1:4], strict=False)
            ],
            "三、问答": [
                part for question, answer in row["questions"] for part in (f"问：{question}", f"答：{answer}")
            ],
        }
    )
    return Paper(
        agency=place.code,
        column="policies",
        title=f"《{row['title']}》政策解读",
        summary=f"说明《{row['title']}》的制定背景、主要内容，并回答公众关心的问题。",
        body=body,
        document_type="interpretation",
        signed_on=policy.signed_on,
        published_on=policy.published_on,
        statutory_item="regs_rules_normdocs",
        topic="政策解读",
        key=f"{row['key']}-interpretation",
        relation=("interprets", row["key"]),
    )


def notice(row: dict[str, Any], places: dict[str, Place], year: Year) -> Paper:
    """A document declared in `notices.yaml`."""
    place = places[row["by"]]
    day = year.ago(row["when"])
    names = {"year": day.year, "last": day.year - 1}
    parts = {heading: [fill(text, **names) for text in texts] for heading, texts in row["sections"].items()}
    figure = tables.NAMED[row["table"]](year.rng, day.year) if "table" in row else ""
    return Paper(
        agency=place.code,
        column=row["column"],
        title=fill(row["title"], **names),
        summary=fill(row["summary"], **names),
        body=sections(parts) + figure + paragraphs(row.get("after", [])) + signature(place.agency.name, day),
        document_type=row["type"],
        signed_on=day,
        published_on=year.out(day),
        statutory_item=row["item"],
        document_number=ordinary.number(place, day, year.rng.randint(3, 80)) if row.get("number") else "",
        attachment=row.get("attachment", ""),
        key=row["key"],
        relation=("clarifies", row["clarifies"]) if "clarifies" in row else None,
    )


WITHHELD = (
    ("public-security", "云溪县重要活动安全保卫工作方案", "withheld", "security_stability", "《中华人民共和国政府信息公开条例》第十四条"),
    ("finance", "关于县级预算编制若干问题的请示", "withheld", "process", "《中华人民共和国政府信息公开条例》第十六条第二款"),
    ("human-resources", "年度考核等次评定情况", "withheld", "internal_affairs", "《中华人民共和国政府信息公开条例》第十六条第一款"),
    ("market-regulation", "某食品企业生产工艺核查材料", "on_request", "trade_secret", "《中华人民共和国政府信息公开条例》第十五条"),
    ("natural-resources", "上坪村征地补偿安置个案材料", "on_request", "personal_privacy", "《中华人民共和国政府信息公开条例》第十五条"),
    ("ecology", "排污单位现场检查案卷", "withheld", "enforcement_file", "《中华人民共和国政府信息公开条例》第十六条第二款"),
    ("finance", "政府采购评审专家个人信息表", "on_request", "personal_privacy", "《中华人民共和国政府信息公开条例》第十五条"),
)  # fmt: skip


def withheld(places: dict[str, Place], year: Year) -> Iterator[Paper]:
    """Documents that are registered but not public, each with its ground."""
    for code, title, disclosure_class, ground, article in WITHHELD:
        day = year.between(year.as_of - timedelta(days=500), year.as_of - timedelta(days=40))
        yield Paper(
            agency=code,
            column="other",
            title=title,
            summary=f"{title}。经审查不主动公开，定期评估。",
            body=paragraphs(["内容由承办股室保管，经保密审查确定公开属性。"]),
            document_type="other",
            signed_on=day,
            published_on=year.out(day),
            document_number=ordinary.number(places[code], day, year.rng.randint(3, 60)),
            disclosure_class=disclosure_class,
            ground=ground,
            ground_article=article,
        )


def just_out(places: dict[str, Place], year: Year) -> Iterator[Paper]:
    """What went out on the last working day: the rows of `desk.yaml` that stand `out`."""
    for row in datafiles.read("desk"):
        if row["stands"] != "out":
            continue
        place = places[row["by"]]
        day = chance.back(year.calendar, year.as_of, row["age"])
        names = {"year": day.year, "last": day.year - 1, "month": chance.months_before(day, 1).month}
        yield Paper(
            agency=place.code,
            column=row["column"],
            title=fill(row["title"], **names),
            summary=fill(row["summary"], **names),
            body=paragraphs(fill(text, **names) for text in row["body"]) + signature(place.agency.name, day),
            document_type=row["type"],
            signed_on=day,
            published_on=chance.on_or_before(year.calendar, year.as_of),
            statutory_item=row["item"],
        )
