"""The annual reports of the county: last year's finished and published, this year's begun with cells still to enter."""

from __future__ import annotations

import random
import re
from datetime import date, timedelta

from gongkai.demo import chance
from gongkai.demo.people import Desk
from gongkai.demo.places import ROOT, Place
from gongkai.law.calendar import WorkCalendar
from gongkai.reports import queries, services
from gongkai.reports.drafting import GAP
from gongkai.reports.models import AnnualReport

MANUAL = ("t2.licence.decisions", "t2.penalty.decisions", "t2.coercion.decisions", "t2.admin_charges.amount")
BEGUN = ("finance", "education", "civil-affairs", ROOT)  # whose report of this year is open
MISSING = 2  # cells of an open report that somebody still has to enter

# What the report of an agency says where the draft left a gap; the year before last had other problems.
WRITTEN = (
    ("信息制作", "落实公开属性源头认定，公文拟制时同步确定公开属性；发布前逐件进行保密审查，全年清理失效信息{n}条。"),
    ("门户网站", "按照统一规范维护门户网站“政府信息公开”专栏，在县政务服务中心、档案馆设置查阅点，接待查阅{n}人次。"),
    ("工作考核", "将政府信息公开工作纳入年度考核，组织社会评议1次，未发生责任追究情形。"),
    ("监督检查", "开展自查和业务培训各2次，参加培训{n}人次，未发生责任追究情形。"),
    ("主要问题", "一是部分信息发布不够及时，个别信息临近期限才公开；二是政策解读形式较为单一，以文字解读为主。"),
    ("改进结果", "对上一年度所列问题逐项整改，建立期限提醒制度；下一步将丰富解读形式，加强答复文书的合法性审核。"),
)  # fmt: skip
EARLIER = (
    ("信息制作", "修订公文拟制流程，明确公开属性认定责任；开展信息清理一次，更正失效信息{n}条。"),
    ("门户网站", "完成门户网站“政府信息公开”专栏改版，配合县政务服务中心设立查阅点，接待查阅{n}人次。"),
    ("工作考核", "首次将政府信息公开工作列入年度考核，委托第三方开展社会评议，未发生责任追究情形。"),
    ("监督检查", "接受上级检查1次，组织业务培训1次，参加培训{n}人次，未发生责任追究情形。"),
    ("主要问题", "一是公开目录更新滞后，部分条目与机构职能不符；二是依申请公开答复文书说理不够充分。"),
    ("改进结果", "已按机构职能重新梳理公开目录；下一步建立期限提醒制度，统一答复文书格式。"),
)  # fmt: skip
BEFORE_THE_SYSTEM = "启用本系统前的纸质台账"
# Outcomes of the requests of the year before last: of so many in ten, the rest is granted.
EARLIER_OUTCOMES = (
    "t3.partial.natural", "t3.deny.process.natural", "t3.cannot.not_held.natural", "t3.refuse.petition.natural",
)  # fmt: skip
NEW_REQUESTS = "t3.new.total"
_GAP = re.compile(re.escape(GAP) + "([^】]*)】")


def order(places: dict[str, Place]) -> list[str]:
    """Who reports before whom: the government last, because its report is the sum of the others."""
    return [*(code for code in places if code != ROOT), ROOT]


def finish(place: Place, desk: Desk, as_of: date, calendar: WorkCalendar, years_ago: int) -> None:
    """Open, fill, sign and publish the report of one agency for last year (1) or the year before (2).

    This system holds few requests of the year before last: an agency without any enters those from the books kept
    until then.
    """
    rng = chance.stream(f"report:{place.code}:{years_ago}" if years_ago > 1 else f"report:{place.code}")
    year = as_of.year - years_ago
    report = services.open_year(actor=desk.officer, agency=place.agency, year=year)
    services.enter_cells(
        actor=desk.officer, report=report, values=entered(rng, place), notes=dict.fromkeys(MANUAL, "业务台账")
    )
    if years_ago > 1 and place.code != ROOT and not queries.compute(report).machine_values.get(NEW_REQUESTS):
        values = earlier_requests(rng, later=requests_of(place, year + 1))
        notes = dict.fromkeys(values, BEFORE_THE_SYSTEM)
        services.enter_cells(actor=desk.officer, report=report, values=values, notes=notes, override=True)
    write(rng, desk, report, EARLIER if years_ago > 1 else WRITTEN)
    last = date(year + 1, 3, 27) if place.code == ROOT else date(year + 1, 1, 29)
    published_on = min(chance.on_or_before(calendar, last - timedelta(days=rng.randint(0, 14))), as_of)
    report = services.sign_off(actor=desk.leader, report=report, on=published_on)
    services.publish(actor=desk.officer, report=report, on=published_on)


def requests_of(place: Place, year: int) -> int:
    """How many requests this system holds of an agency for a year."""
    computed = queries.compute(place.agency, year, subtree=False)
    return int(computed.machine_values.get(NEW_REQUESTS) or 0)


def earlier_requests(rng: random.Random, later: int) -> dict[str, str]:
    """Requests of natural persons from the books, none carried over, about as many as came a year `later`; none stays empty."""
    total = round(later * rng.uniform(0.7, 1.15)) + rng.choice((0, 0, 0, 1))
    if not total:
        return {}
    others = {cell: rng.randint(0, total // 5) for cell in EARLIER_OUTCOMES}
    granted = total - sum(others.values())
    numbers = {"t3.new.natural": total, "t3.grant.natural": granted, **others}
    return {cell: str(number) for cell, number in numbers.items() if number}


def begin_this_year(places: dict[str, Place], desks: dict[str, Desk], as_of: date) -> None:
    """Open this year's report of some agencies and enter part of what has to be entered."""
    rng = chance.stream("open reports")
    for code in BEGUN:
        place, desk = places[code], desks[code]
        report = services.open_year(actor=desk.officer, agency=place.agency, year=as_of.year)
        known = dict(list(entered(rng, place).items())[: len(MANUAL) - MISSING])
        services.enter_cells(actor=desk.officer, report=report, values=known, notes={})


def entered(rng: random.Random, place: Place) -> dict[str, str]:
    """The numbers no record of this system can give."""
    facts = place.facts
    permits = rng.randint(20, 900) if "permit" in facts else 0
    penalties = rng.randint(3, 160) if "penalty" in facts else 0
    coercion = rng.randint(0, 12) if "penalty" in facts else 0
    charges = (
        f"{rng.uniform(5, 400):.2f}" if place.code in ("natural-resources", "water", "education") else "0"
    )
    return dict(zip(MANUAL, (str(permits), str(penalties), str(coercion), charges), strict=True))


def write(
    rng: random.Random, desk: Desk, report: AnnualReport, written: tuple[tuple[str, str], ...] = WRITTEN
) -> None:
    """Fill every gap the draft left."""

    def fill(match: re.Match[str]) -> str:
        for start, text in written:
            if start in match[1]:
                return text.format(n=rng.randint(12, 160))
        raise LookupError(f"nothing is written for the gap {match[1]}")

    for section in report.sections.order_by("section"):
        text = _GAP.sub(fill, section.text)
        if text != section.text:
            services.write_section(actor=desk.officer, report=report, section=section.section, text=text)
