"""The bulk of a county's documents, for measuring: what agencies publish week by week, over three years."""

from __future__ import annotations

from collections.abc import Sequence
from datetime import date, timedelta

from gongkai.demo import chance
from gongkai.demo.documents import ordinary, tables
from gongkai.demo.documents.ordinary import Year
from gongkai.demo.documents.paper import Paper, paragraphs, sections, signature
from gongkai.demo.places import Place
from gongkai.law.calendar import WorkCalendar

SPAN = timedelta(days=3 * 365 - 60)


def papers(places: Sequence[Place], as_of: date, calendar: WorkCalendar, count: int) -> list[Paper]:
    """So many documents, evenly over the agencies."""
    year = Year(as_of, calendar, chance.stream("repeated"))
    return [_paper(places[number % len(places)], year, number) for number in range(count)]


def _paper(place: Place, year: Year, number: int) -> Paper:
    day = year.between(year.as_of - SPAN, year.as_of - timedelta(days=20))
    facts, kind = place.facts, number // 7 % 5
    if facts["kind"] == "town":
        return ordinary.town_paper(place, year, year.rng.choice(ordinary.TOWN_SUBJECTS), day)
    if kind == 0 and "permit" in facts:
        return ordinary.permits(place, year, day)
    if kind == 1 and "penalty" in facts:
        return ordinary.penalty(place, year, day)
    if kind == 2:
        return service_notice(place, year, day)
    return progress(place, year, day)


def progress(place: Place, year: Year, day: date) -> Paper:
    """How a plan gets on in a month."""
    subject = place.facts.get("plan", "民生实事")
    done = year.rng.randint(40, 99)
    body = sections(
        {
            "一、进展情况": [f"{day.year}年{day.month}月，{subject}工作按计划推进，年度任务完成{done}%。"],
            "二、下一步安排": [
                "对照任务清单逐项落实，加强调度督办，确保按期完成。",
                "欢迎社会各界监督，意见建议可以通过公开电话反映。",
            ],
        }
    )
    return Paper(
        agency=place.code,
        column="livelihood",
        title=f"{place.agency.short_name}{day.year}年{day.month}月{subject}工作进展情况（第{year.rng.randint(1, 99)}期）",
        summary=f"公布{day.year}年{day.month}月{subject}工作的进展和下一步安排。",
        body=body
        + tables.villages(year.rng, tables.TOWNS, "各乡镇完成情况", "项", 2, 60)
        + signature(place.agency.name, day),
        document_type="notice",
        signed_on=day,
        published_on=year.out(day, 8),
        statutory_item="livelihood",
        topic="工作进展",
    )


def service_notice(place: Place, year: Year, day: date) -> Paper:
    """A notice about something the agency does for people."""
    service = place.facts.get("service", "政务服务")
    body = paragraphs(
        [
            f"为方便群众办事，现就{service}有关事项通告如下。",
            f"一、办理地点为县政务服务中心{year.rng.randint(1, 4)}楼{year.rng.randint(1, 40)}号窗口，也可以通过网上办理。",
            "二、办理时间为工作日8:30至12:00、14:00至17:30。",
            f"三、材料齐全、符合法定形式的，{year.rng.randint(1, 10)}个工作日内办结。",
        ]
    )
    return Paper(
        agency=place.code,
        column="licensing",
        title=f"{place.agency.short_name}关于{service}有关事项的通告（{day.year}年第{year.rng.randint(1, 60)}号）",
        summary=f"告知{service}的办理地点、时间和时限。",
        body=body + signature(place.agency.name, day),
        document_type="notice",
        signed_on=day,
        published_on=year.out(day, 8),
        statutory_item="licensing_services",
        topic="办事服务",
    )
