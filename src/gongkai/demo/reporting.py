"""The annual reports of the county: last year's finished and published, this year's begun with cells still to enter."""

from __future__ import annotations

import random
import re
from datetime import date, timedelta

from gongkai.demo import chance
from gongkai.demo.people import Desk
from gongkai.demo.places import ROOT, Place
from gongkai.law.calendar import WorkCalendar
from gongkai.reports import services
from gongkai.reports.drafting import GAP
from gongkai.reports.models import AnnualReport

MANUAL = ("t2.licence.decisions", "t2.penalty.decisions", "t2.coercion.decisions", "t2.admin_charges.amount")
BEGUN = ("finance", "education", "civil-affairs", ROOT)  # whose report of this year is open
MISSING = 2  # cells of an open report that somebody still has to enter

WRITTEN = (
    ("信息制作", "落实公开属性源头认定，公文拟制时同步确定公开属性；发布前逐件进行保密审查，全年清理失效信息{n}条。"),
    ("门户网站", "按照统一规范维护门户网站“政府信息公开”专栏，在县政务服务中心、档案馆设置查阅点，接待查阅{n}人次。"),
    ("工作考核", "将政府信息公开工作纳入年度考核，组织社会评议1次，未发生责任追究情形。"),
    ("监督检查", "开展自查和业务培训各2次，参加培训{n}人次，未发生责任追究情形。"),
    ("主要问题", "一是部分信息发布不够及时，个别信息临近期限才公开；二是政策解读形式较为单一，以文字解读为主。"),
    ("改进结果", "对上一年度所列问题逐项整改，建立期限提醒制度；下一步将丰富解读形式，加强答复文书的合法性审核。"),
)  # fmt: skip
_GAP = re.compile(re.escape(GAP) + "([^】]*)】")


def order(places: dict[str, Place]) -> list[str]:
    """Who reports before whom: the government last, because its report is the sum of the others."""
    return [*(code for code in places if code != ROOT), ROOT]


def finish_last_year(place: Place, desk: Desk, as_of: date, calendar: WorkCalendar) -> None:
    """Open, fill, sign and publish last year's report of one agency."""
    rng = chance.stream(f"report:{place.code}")
    report = services.open_year(actor=desk.officer, agency=place.agency, year=as_of.year - 1)
    services.enter_cells(
        actor=desk.officer, report=report, values=entered(rng, place), notes=dict.fromkeys(MANUAL, "业务台账")
    )
    write(rng, desk, report)
    last = date(as_of.year, 3, 27) if place.code == ROOT else date(as_of.year, 1, 29)
    published_on = min(chance.on_or_before(calendar, last - timedelta(days=rng.randint(0, 14))), as_of)
    report = services.sign_off(actor=desk.leader, report=report, on=published_on)
    services.publish(actor=desk.officer, report=report, on=published_on)


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


def write(rng: random.Random, desk: Desk, report: AnnualReport) -> None:
    """Fill every gap the draft left."""

    def fill(match: re.Match[str]) -> str:
        for start, text in WRITTEN:
            if start in match[1]:
                return text.format(n=rng.randint(12, 160))
        raise LookupError(f"nothing is written for the gap {match[1]}")

    for section in report.sections.order_by("section"):
        text = _GAP.sub(fill, section.text)
        if text != section.text:
            services.write_section(actor=desk.officer, report=report, section=section.section, text=text)
