"""Errors put into a sound report on purpose, each with the family of checks that should find it.

A family is a row of "checks that find real errors"; `expected.yaml` says which check ids belong to it. `certain` is whether an
auditor may call it a certain error from this report alone.
"""

from __future__ import annotations

import random
from collections.abc import Callable, Sequence
from datetime import date

from . import names
from .compose import Draft
from .model import Block, Cell, Number, SeededError

Fault = Callable[[random.Random, Draft], bool]


def seed_errors(chance: random.Random, made: Draft, errors: Sequence[str]) -> None:
    """Apply the errors in the order given; one that this report has no place for is left out of its truth."""
    for name in errors:
        ERRORS[name](chance, made)


def _note(
    made: Draft, family: str, phrase: str = "", cells: Sequence[str] = (), certain: bool = False
) -> bool:
    made.truth.errors.append(SeededError(family, tuple(cells), phrase, certain))
    return True


def _paragraph(made: Draft, phrase: str, section: int = 1) -> None:
    """A paragraph after the first of the section's heading."""
    headings = [at for at, block in enumerate(made.blocks) if block.kind == "heading"]
    at = headings[min(section, len(headings)) - 1]
    made.blocks.insert(at + 1, Block("paragraph", phrase))


def _printed(made: Draft) -> dict[str, Cell]:
    return {cell.id: cell for b in made.blocks if b.grid for row in b.grid.rows for cell in row if cell.id}


def _put(made: Draft, cell: str, value: Number) -> None:
    made.truth.tables[cell] = value
    _printed(made)[cell].text = str(value)


def _drop_facts(made: Draft, kinds: set[str]) -> None:
    """Forget what was told about the kinds, with the sentences that told it."""
    phrases = {fact.phrase for fact in made.truth.facts if fact.kind in kinds}
    for block in made.blocks:
        for phrase in phrases:
            block.text = block.text.replace(phrase, "")
    made.truth.facts[:] = [fact for fact in made.truth.facts if fact.phrase not in phrases]
    made.blocks[:] = [b for b in made.blocks if b.grid or b.text or b.kind == "image"]


def _tell(made: Draft, phrase: str, facts: Sequence[tuple[str, Number, str]], section: int = 1) -> None:
    from .model import TrueFact

    _paragraph(made, phrase, section)
    made.truth.facts += [TrueFact(kind, value, label=label, phrase=phrase) for kind, value, label in facts]


def parts_over(chance: random.Random, made: Draft) -> bool:
    """The parts of a list are more than its total."""
    _drop_facts(made, {"proactive_total", "by_category", "by_channel", "growth", "share"})
    a, b, c = (chance.randint(20, 90) for _ in range(3))
    total = a + b + c - chance.randint(8, 15)
    phrase = f"{made.truth.year}年共主动公开政府信息{total}条，其中政策法规类{a}条，工作动态类{b}条，通知公告类{c}条。"
    parts = [("by_category", a, "政策法规"), ("by_category", b, "工作动态"), ("by_category", c, "通知公告")]
    _tell(made, phrase, [("proactive_total", total, ""), *parts])
    return _note(made, "parts_total", phrase, certain=True)


def parts_short(chance: random.Random, made: Draft) -> bool:
    """The parts fall short of the total by a few: a likely slip, not a certain error."""
    if made.truth.form == "2014":
        return False
    _drop_facts(made, {"requests_received", "requests_by_channel", "requests_by_outcome"})
    if made.truth.form != "narrative":
        return False
    a, b, c = (chance.randint(4, 30) for _ in range(3))
    total = a + b + c + chance.randint(1, 5)
    phrase = f"全年共收到政府信息公开申请{total}件，其中当面申请{a}件，网络申请{b}件，信函申请{c}件。"
    ways = [
        ("requests_by_channel", n, label) for n, label in ((a, "in_person"), (b, "online"), (c, "letter"))
    ]
    _tell(made, phrase, [("requests_received", total, ""), *ways], section=3)
    return _note(made, "parts_total", phrase)


def text_table(chance: random.Random, made: Draft) -> bool:
    """The text states another number of requests than the table."""
    cell = {"2021": "t3.new.total", "2019": "t3.new.total", "2014": "s.received"}.get(made.truth.form)
    if not cell:
        return False
    _drop_facts(made, {"requests_received", "requests_by_channel", "requests_by_outcome"})
    wrong = int(made.truth.tables[cell] or 0) + chance.randint(3, 40)
    phrase = f"{made.truth.year}年，{made.agency.we}共收到政府信息公开申请{wrong}件。"
    _tell(made, phrase, [("requests_received", wrong, "")])
    return _note(made, "text_table", phrase, [cell])


def text_self(chance: random.Random, made: Draft) -> bool:
    """Two paragraphs state different totals of the same thing."""
    _drop_facts(made, {"proactive_total", "by_category", "by_channel", "growth", "share"})
    first = chance.randint(60, 900)
    second = first + chance.randint(3, 50)
    one = f"{made.truth.year}年，{made.agency.we}共主动公开政府信息{first}条。"
    two = f"全年{made.agency.we}主动公开政府信息{second}条，做到了应公开尽公开。"
    _tell(made, one, [("proactive_total", first, "")])
    _tell(made, two, [("proactive_total", second, "")], section=2 if made.truth.form == "narrative" else 1)
    return _note(made, "text_self", two)


def _table_fault(chance: random.Random, made: Draft, totals: Sequence[str], family: str) -> bool:
    held = [cell for cell in totals if made.truth.tables.get(cell) is not None]
    if not held:
        return False
    cell = chance.choice(held)
    _put(made, cell, int(made.truth.tables[cell] or 0) + chance.randint(1, 9))
    return _note(made, family, cells=[cell], certain=True)


def row_sum(chance: random.Random, made: Draft) -> bool:
    """A row's total in table three is not the sum of its columns."""
    rows = [
        c
        for c in made.truth.tables
        if c.startswith(("t3.grant", "t3.deny", "t3.cannot")) and c.endswith(".total")
    ]
    return _table_fault(chance, made, rows, "table_sum")


def balance(chance: random.Random, made: Draft) -> bool:
    """What came in and what went out of table three differ."""
    return _table_fault(chance, made, ["t3.new.natural", "t3.carried_out.natural"], "table_sum")


def remedies_sum(chance: random.Random, made: Draft) -> bool:
    """A total of table four, or of the same rows of 2014, is not the sum of its parts."""
    totals = ["t4.recon.total", "t4.suit_direct.total", "t4.suit_after.total", "s.recon", "s.suit"]
    return _table_fault(chance, made, totals, "table_sum")


def statistics_sum(chance: random.Random, made: Draft) -> bool:
    """A whole of the 2014 statistics is not the sum of its parts."""
    return _table_fault(chance, made, ["s.received", "s.closed", "s.staff", "s.an.refused"], "table_sum")


def impossible_rules(chance: random.Random, made: Draft) -> bool:
    """A town or a school makes 规章."""
    if (
        made.agency.kind not in ("town", "street", "school", "hospital")
        or "t2.rules.made" not in made.truth.tables
    ):
        return False
    for cell in ("t2.rules.made", "t2.rules.valid"):
        if cell in made.truth.tables:
            _put(made, cell, 1 if cell.endswith("made") else 3)
    return _note(made, "impossible", cells=["t2.rules.made"])


def percent_sum(chance: random.Random, made: Draft) -> bool:
    """Shares of one whole add up to more than a hundred."""
    _drop_facts(made, {"proactive_total", "by_category", "by_channel", "growth", "share"})
    a = chance.randint(45, 80)
    b = 100 - a + chance.randint(4, 15)
    phrase = f"按公开内容分，政策法规类信息占{a}%，工作动态类信息占{b}%。"
    _tell(made, phrase, [("share", a, "政策法规"), ("share", b, "工作动态")])
    return _note(made, "percent", phrase)


def growth(chance: random.Random, made: Draft) -> bool:
    """A growth that the two numbers beside it do not give."""
    _drop_facts(made, {"proactive_total", "by_category", "by_channel", "growth", "share"})
    last = chance.randint(100, 900)
    now = last + chance.randint(50, 600)
    wrong = round((now - last) * 100 / last, 1) + chance.choice((-9.7, 8.3, 12.4))
    phrase = f"全年主动公开政府信息{now}条，比上年的{last}条增长{wrong:.1f}%。"
    from decimal import Decimal

    _tell(made, phrase, [("proactive_total", now, ""), ("growth", Decimal(f"{wrong:.1f}"), "")])
    return _note(made, "percent", phrase)


def stale_year(chance: random.Random, made: Draft) -> bool:
    """The period of the year before was left in."""
    year = made.truth.year - 1
    phrase = f"本报告中所列数据的统计期限自{year}年1月1日起至{year}年12月31日止。"
    _replace_opening(made, phrase)
    made.truth.period = (date(year, 1, 1), date(year, 12, 31))
    return _note(made, "year_words", phrase)


def impossible_day(chance: random.Random, made: Draft) -> bool:
    """A day the calendar does not have."""
    day = chance.choice(("2月30日", "2月31日", "6月31日", "11月31日"))
    phrase = f"{made.truth.year}年{day}，{made.agency.we}召开专题会议研究信息公开工作。"
    _paragraph(made, phrase)
    return _note(made, "year_words", phrase, certain=True)


def future_year(chance: random.Random, made: Draft) -> bool:
    """Work of a year that had not come."""
    phrase = f"{made.truth.year + 3}年，{made.agency.we}认真落实信息公开各项工作，取得明显成效。"
    _paragraph(made, phrase)
    return _note(made, "year_words", phrase)


def _replace_opening(made: Draft, phrase: str) -> None:
    for block in made.blocks:
        if block.kind == "paragraph":
            block.text = f"依据《中华人民共和国政府信息公开条例》，编制本报告。{phrase}"
            return


def _publish(made: Draft, day: date) -> None:
    made.truth.published_on, made.truth.signed_on = day, None
    made.blocks[:] = [b for b in made.blocks if b.kind not in ("signature", "line")]
    made.blocks.insert(1, Block("line", f"发布时间：{day} 来源：{made.agency.name}"))


def early(chance: random.Random, made: Draft) -> bool:
    """Published before its year had ended."""
    _publish(made, date(made.truth.year, 12, chance.randint(1, 20)))
    return _note(made, "dates", certain=True)


def late(chance: random.Random, made: Draft) -> bool:
    """Published after every deadline."""
    _publish(made, date(made.truth.year + 1, chance.randint(5, 11), chance.randint(1, 28)))
    return _note(made, "dates")


def decree_repealed(chance: random.Random, made: Draft) -> bool:
    """The decree of 2007 cited as in force for a year after 2019."""
    if made.truth.year < 2020:
        return False
    for block in made.blocks:
        block.text = block.text.replace("国务院令第711号", "国务院令第492号")
    phrase = "根据《中华人民共和国政府信息公开条例》（国务院令第492号）的规定，编制本报告。"
    _paragraph(made, phrase)
    return _note(made, "law_cited", phrase)


def decree_mistyped(chance: random.Random, made: Draft) -> bool:
    """A decree number with a slip."""
    right = "711" if made.truth.year >= 2019 else "492"
    wrong = {"711": ("771", "117", "710"), "492": ("429", "942", "493")}[right]
    phrase = (
        f"依据《中华人民共和国政府信息公开条例》（国务院令第{chance.choice(wrong)}号）的要求，特编制本报告。"
    )
    _paragraph(made, phrase)
    return _note(made, "law_cited", phrase)


def notice_old(chance: random.Random, made: Draft) -> bool:
    """The notice of 2019 on the form cited for a year that has the form of 2021."""
    if made.truth.year < 2021:
        return False
    phrase = "本报告按照《国务院办公厅政府信息与政务公开办公室关于政府信息公开工作年度报告有关事项的通知》（国办公开办函〔2019〕60号）要求编制。"
    _paragraph(made, phrase)
    return _note(made, "law_cited", phrase)


def other_body(chance: random.Random, made: Draft) -> bool:
    """A town speaks as an office of a province."""
    if made.agency.kind not in ("town", "street"):
        return False
    phrase = chance.choice(
        (
            "我局认真落实信息公开责任，各处室按职责分工抓好落实，我局网站及时更新。",
            "我委高度重视信息公开，多次召开委党组会议研究，我委机关各处室协同推进。",
        )
    )
    _paragraph(made, phrase)
    return _note(made, "other_body", phrase)


def other_place(chance: random.Random, made: Draft) -> bool:
    """Another agency's name was left in a copied sentence."""
    stranger = names.agency(chance)
    while stranger.place == made.agency.place or stranger.kind != "department":
        stranger = names.agency(chance)
    phrase = (
        f"{made.truth.year}年，{stranger.name}始终把信息公开作为重要任务，{stranger.name}领导多次作出部署。"
    )
    _paragraph(made, phrase)
    return _note(made, "other_body", phrase)


def residue(chance: random.Random, made: Draft) -> bool:
    """What the template said to its user."""
    phrase = chance.choice(
        (
            "（此处填写本单位主动公开情况，字体仿宋_GB2312三号，行距28磅）",
            "XX局XXXX年共主动公开政府信息XX条。",
            "×××单位认真贯彻落实条例，××年共召开会议×次。",
            "【请填写本年度工作亮点，不超过500字】",
            "（正文：三号仿宋，一级标题：三号黑体）",
        )
    )
    _paragraph(made, phrase)
    return _note(made, "residue", phrase)


def same_channels(chance: random.Random, made: Draft) -> bool:
    """One number for every channel."""
    if made.truth.form == "2014":
        return False
    _drop_facts(made, {"proactive_total", "by_category", "by_channel", "growth", "share"})
    n = chance.randint(60, 400)
    phrase = f"全年通过政府网站公开{n}条，通过政务微信公开{n}条，通过政务微博公开{n}条，通过公开栏公开{n}条。"
    _tell(made, phrase, [("by_channel", n, label) for label in ("website", "wechat", "weibo", "board")])
    return _note(made, "same_number", phrase)


def personal(chance: random.Random, made: Draft) -> bool:
    """An applicant with name, number and what was asked."""
    number = f"{chance.randint(110000, 650000)}19{chance.randint(60, 99)}{chance.randint(1, 12):02}{chance.randint(1, 28):02}{chance.randint(100, 999)}"
    phrase = chance.choice(
        (
            f"申请人李某某（身份证号{number}{_check_digit(number)}）申请公开征地补偿方案，已按期答复。",
            f"收到申请人（联系电话：139{chance.randint(10000000, 99999999)}）关于房屋拆迁信息的申请，已予答复。",
        )
    )
    _paragraph(made, phrase)
    return _note(made, "personal_data", phrase)


def _check_digit(number: str) -> str:
    weights = (7, 9, 10, 5, 8, 4, 2, 1, 6, 3, 7, 9, 10, 5, 8, 4, 2)
    return "10X98765432"[sum(int(d) * w for d, w in zip(number, weights, strict=True)) % 11]


def hijacked(chance: random.Random, made: Draft) -> bool:
    """A page into which strangers wrote."""
    phrase = chance.choice(
        (
            "澳门新葡京官网注册送彩金，百家乐在线投注平台",
            "时时彩开奖直播 真人娱乐城 六合彩特码资料",
            "在线博彩 棋牌游戏平台 老虎机注册送58元",
        )
    )
    made.blocks.append(Block("line", phrase))
    return _note(made, "hijacked", phrase)


ERRORS: dict[str, Fault] = {
    fault.__name__: fault
    for fault in (
        parts_over, parts_short, text_table, text_self, row_sum, balance, remedies_sum, statistics_sum,
        impossible_rules, percent_sum, growth, stale_year, impossible_day, future_year, early, late,
        decree_repealed, decree_mistyped, notice_old, other_body, other_place, residue, same_channels, personal,
        hijacked,
    )
}  # fmt: skip
"""By name: what seeds the error; False when this report has no place for it."""
