"""What every agency publishes every year: profile, budget, plan; and what the departments and towns publish besides."""

from __future__ import annotations

import random
from collections.abc import Iterator
from dataclasses import dataclass
from datetime import date, timedelta

from gongkai.demo import chance
from gongkai.demo.documents import tables
from gongkai.demo.documents.paper import Paper, paragraphs, sections, signature
from gongkai.demo.places import Place
from gongkai.law.calendar import WorkCalendar


@dataclass(slots=True)
class Year:
    """The two years the county's records cover, and chance for its figures."""

    as_of: date
    calendar: WorkCalendar
    rng: random.Random

    def between(self, first: date, last: date) -> date:
        """A working day of the span, never after the day of the demo less a week."""
        latest = self.as_of - timedelta(days=7)
        return chance.working_day(self.rng, self.calendar, min(first, latest), min(last, latest))

    def ago(self, months: int) -> date:
        """A working day about so many months before the day of the demo."""
        first = self.as_of - timedelta(days=months * 30 + self.rng.randint(3, 20))
        return chance.on_or_before(self.calendar, first)

    def out(self, signed_on: date, most: int = 12) -> date:
        """The day of publication: within the limit of Art 26, never after the day of the demo."""
        day = self.calendar.add(signed_on, self.rng.randint(1, most))
        return min(day, chance.on_or_before(self.calendar, self.as_of))


def number(place: Place, day: date, serial: int) -> str:
    """A document number (发文字号)."""
    return f"{place.mark}〔{day.year}〕{serial}号"


def of_place(place: Place, year: Year) -> Iterator[Paper]:
    """The ordinary documents of one agency."""
    yield profile(place, year)
    yield budget(place, year)
    if place.agency.kind == "department":
        yield plan(place, year)
        if "permit" in place.facts:
            yield permits(place, year)
        if "penalty" in place.facts:
            yield penalty(place, year)
    elif place.agency.kind == "town":
        yield from of_town(place, year)


def profile(place: Place, year: Year) -> Paper:
    """机构职能 of an agency."""
    duties = place.facts.get("duties") or [
        "贯彻执行法律、法规和上级人民政府的决定",
        "组织实施本行政区域经济和社会发展规划",
        "办理民政、社会保障、农业农村、安全生产等行政事务",
    ]
    day = year.between(year.as_of - timedelta(days=500), year.as_of - timedelta(days=60))
    leaders = [
        f"{chance.person(year.rng)}：{post}" for post in ("主要负责人", "分管政府信息公开工作的负责人")
    ]
    office = place.agency.disclosure_office
    body = sections(
        {
            "一、主要职责": [f"（{n}）{text}。" for n, text in zip("一二三四五", duties, strict=False)],
            "二、内设机构": ["办公室、政策法规股、业务一股、业务二股、财务股。"],
            "三、负责人": leaders,
            "四、办公地址、时间和电话": [
                text for text in (office.address, office.office_hours, office.telephone) if text
            ],
        }
    )
    return Paper(
        agency=place.code,
        column="profile",
        title=f"{place.agency.name}机构职能",
        summary=f"{place.agency.name}的主要职责、内设机构、负责人、办公地址、办公时间和联系方式。",
        body=body,
        document_type="profile",
        signed_on=day,
        published_on=year.out(day),
        statutory_item="org_profile",
        topic="机构职能",
    )


def budget(place: Place, year: Year, of: int | None = None) -> Paper:
    """The budget of an agency for a year, a table with merged head cells."""
    of = of or year.as_of.year
    if date(of, 2, 1) >= year.as_of - timedelta(days=20):
        of -= 1
    day = year.between(date(of, 1, 20), date(of, 2, 28))
    body = (
        sections(
            {"一、部门概况": [f"本部门预算包括{place.agency.name}本级及所属单位预算。"], "二、支出预算": []}
        )
        + tables.department_budget(year.rng, of)
        + sections(
            {
                "三、“三公”经费": [
                    f"{of}年“三公”经费预算{tables.money(year.rng, 1, 30)}万元，比上年减少{tables.money(year.rng, 1, 8)}%。"
                ]
            }
        )
        + signature(place.agency.name, day)
    )
    return Paper(
        agency=place.code,
        column="budget",
        title=f"{place.agency.name}{of}年部门预算",
        summary=f"{place.agency.name}{of}年收支预算总体情况、支出功能分类和“三公”经费预算。",
        body=body,
        document_type="budget",
        signed_on=day,
        published_on=year.out(day, 15),
        statutory_item="budget",
        topic="财政预算",
    )


def plan(place: Place, year: Year, of: int | None = None) -> Paper:
    """关于印发工作计划的通知 of a department."""
    facts = place.facts
    day = (
        year.between(year.as_of - timedelta(days=640), year.as_of - timedelta(days=30))
        if of is None
        else year.between(date(of, 1, 5), date(of, 12, 20))
    )
    goal = year.rng.randint(85, 98)
    body = (
        paragraphs(
            [
                "各乡镇人民政府，县直有关单位：",
                f"为做好{facts['field'].removesuffix('工作')}工作，现将《云溪县{day.year}年{facts['plan']}工作计划》印发给你们，请结合实际认真组织实施。",
            ]
        )
        + sections(
            {
                "一、总体要求": [
                    f"坚持问题导向和目标导向，统筹推进{facts['plan']}，年度任务完成率不低于{goal}%，群众满意度稳步提高。"
                ],
                "二、重点任务": [
                    f"（{n}）{duty}，明确责任人和完成时限，每季度末报送进展情况。"
                    for n, duty in zip("一二三", facts["duties"], strict=True)
                ],
                "三、保障措施": [
                    "各单位应当落实经费和人员，加强宣传引导，及时公开工作进展，接受社会监督。",
                    f"{place.agency.short_name}将于年底组织评估，评估结果向社会公布。",
                ],
            }
        )
        + signature(place.agency.name, day)
    )
    return Paper(
        agency=place.code,
        column="plans",
        title=f"{place.agency.name}关于印发云溪县{day.year}年{facts['plan']}工作计划的通知",
        summary=f"部署{day.year}年{facts['plan']}工作的总体要求、重点任务和保障措施。",
        body=body,
        document_type="plan",
        signed_on=day,
        published_on=year.out(day),
        statutory_item="plans",
        document_number=number(place, day, year.rng.randint(5, 90)),
        topic=facts["field"],
    )


def permits(place: Place, year: Year, day: date | None = None) -> Paper:
    """The results of one permit in a month."""
    permit = place.facts["permit"]
    day = day or year.between(year.as_of - timedelta(days=300), year.as_of - timedelta(days=10))
    body = paragraphs(
        [
            f"按照行政许可和行政处罚信息公示的规定，现将近期“{permit}”的决定公示如下。",
            "公示信息有误的，行政相对人可以书面申请更正。",
        ]
    )
    return Paper(
        agency=place.code,
        column="licensing",
        title=f"{place.agency.short_name}{day.year}年{day.month}月“{permit}”办理结果公示",
        summary=f"公示{day.year}年{day.month}月作出的{permit}决定的行政相对人、文书号和日期。",
        body=body + tables.permits(year.rng, permit, day),
        document_type="permit",
        signed_on=day,
        published_on=year.out(day, 5),
        statutory_item="licensing_services",
        topic="行政许可",
    )


def penalty(place: Place, year: Year, day: date | None = None) -> Paper:
    """One penalty decision of some effect on society, against an invented company."""
    firm, fact = chance.firm(year.rng), place.facts["penalty"]
    day = day or year.between(year.as_of - timedelta(days=420), year.as_of - timedelta(days=15))
    found_on = day - timedelta(days=year.rng.randint(20, 60))
    fine = year.rng.choice((2000, 5000, 8000, 10000, 20000, 30000))
    serial = year.rng.randint(3, 160)
    body = sections(
        {
            "": [f"当事人：{firm}"],
            "一、违法事实和证据": [
                f"{found_on.year}年{found_on.month}月{found_on.day}日，本机关执法人员检查发现当事人涉嫌{fact}。",
                "上述事实有现场检查笔录、询问笔录、照片和当事人提供的书证等证据证实。",
            ],
            "二、当事人的陈述、申辩": [
                "本机关依法告知拟作出的处罚内容和当事人享有的权利，当事人在规定期限内未提出陈述、申辩。"
            ],
            "三、处罚依据和结果": [
                f"依照《中华人民共和国行政处罚法》第五十七条和有关法律、法规的规定，责令当事人改正，并处罚款人民币{fine}元。",
                "当事人应当自收到决定书之日起十五日内缴纳罚款。",
            ],
            "四、救济途径": [
                "如对本决定不服，可以自收到决定书之日起六十日内向云溪县人民政府申请行政复议，或者自收到决定书之日起六个月内向云溪县人民法院提起行政诉讼。"
            ],
        }
    ) + signature(place.agency.name, day)
    return Paper(
        agency=place.code,
        column="penalties",
        title=f"{place.agency.short_name}关于{firm}{fact}的行政处罚决定",
        summary=f"对{firm}{fact}的行为责令改正并处罚款{fine}元。",
        body=body,
        document_type="penalty",
        signed_on=day,
        published_on=year.out(day, 7),
        statutory_item="penalty_coercion",
        document_number=f"{place.mark}罚〔{day.year}〕{serial}号",
        topic="行政处罚",
    )


TOWN_SUBJECTS = (
    ("livelihood", "livelihood", "{year}年{month}月最低生活保障发放情况", "享受低保户数", "户", 8, 60, "城乡最低生活保障金按月通过社会保障卡发放，现将各村享受户数公布如下。"),
    ("livelihood", "livelihood", "{year}年耕地地力保护补贴面积公示", "补贴面积", "亩", 600, 3200, "补贴面积经村级公示、乡镇核实，对面积有异议的，请在公示期内向财政所反映。"),
    ("other_by_rule", "other", "{year}年农村宅基地审批结果公布", "批准户数", "户", 1, 12, "宅基地用地建房申请经村级审查、乡镇审核批准，现将结果按村公布。"),
    ("other_by_rule", "other", "{year}年农田水利工程建设情况", "维修渠道", "米", 200, 2400, "今年冬春农田水利工程已经完工，各村维修渠道长度如下，工程款由财政奖补和村集体自筹解决。"),
    ("plans", "plans", "{year}年防汛转移安置工作安排", "需转移人口", "人", 20, 260, "汛期按照网格逐户落实转移责任人，各村需转移人口如下。"),
)  # fmt: skip


def of_town(place: Place, year: Year) -> Iterator[Paper]:
    """Two documents about the villages of a town (条例第二十一条)."""
    for subject in year.rng.sample(TOWN_SUBJECTS, 2):
        yield town_paper(place, year, subject)


def town_paper(
    place: Place, year: Year, subject: tuple[str, str, str, str, str, int, int, str], day: date | None = None
) -> Paper:
    """One figure for each village of a town."""
    item, column, title, what, unit, low, high, text = subject
    day = day or year.between(year.as_of - timedelta(days=400), year.as_of - timedelta(days=12))
    heading = f"{place.facts['name']}{title.format(year=day.year, month=day.month)}"
    body = paragraphs([text]) + tables.villages(year.rng, place.facts["villages"], what, unit, low, high)
    return Paper(
        agency=place.code,
        column=column,
        title=heading,
        summary=f"{heading}，分村公布{what}。",
        body=body + signature(place.agency.name, day),
        document_type="notice",
        signed_on=day,
        published_on=year.out(day, 6),
        statutory_item=item,
        topic="乡村事务",
    )
