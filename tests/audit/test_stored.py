"""A report that was read survives being kept."""

from __future__ import annotations

import json
from datetime import date
from decimal import Decimal

from gongkai.audit import stored
from gongkai.audit.model import Fact, ReadReport, ReadTables, Span, Unread


def test_nothing_is_lost() -> None:
    lost = Unread("values_lost", "表三有一行数值丢失", 40, 60, ("t3.new.natural",))
    report = ReadReport(
        agency="云溪县财政局",
        year=2023,
        period=(date(2023, 1, 1), date(2023, 12, 31)),
        published_on=date(2024, 1, 20),
        signed_on=None,
        form="2021",
        title="云溪县财政局2023年政府信息公开工作年度报告",
        start=0,
        end=400,
        tables=ReadTables(
            "2021",
            {"t2.admin_charges.amount": Decimal("12.50"), "t3.new.natural": None, "t3.new.total": 5},
            {"t3.new.total": Span(50, 51)},
            {"t3.new.total": 0.95},
            (lost,),
            (Span(30, 90),),
        ),
        facts=(Fact("meetings", 3, "exact", "own", "次", "召开会议3次", 100, 106, 0.9),),
        unread=(lost,),
        dates={"address": date(2024, 1, 21)},
        sections=(("一、总体情况", Span(10, 30)),),
    )
    assert stored.load(json.loads(json.dumps(stored.dump(report)))) == report


def test_what_is_unknown_stays_unknown() -> None:
    empty = ReadReport("", None, None, None, None, "narrative", "", 0, 0, ReadTables("", {}, {}, {}), ())
    assert stored.load(json.loads(json.dumps(stored.dump(empty)))) == empty
