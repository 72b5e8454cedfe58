"""A whole report as blocks in order, with its truth: which sections an era has and what is told in them."""

from __future__ import annotations

import random
from collections.abc import Mapping
from dataclasses import dataclass, field
from datetime import date, timedelta
from types import MappingProxyType

from gongkai.law import forms

from . import names, wording
from .grammar import Speaker
from .model import Block, Cell, Grid, Number, Truth
from .values import follow, values

ERAS = ("2021", "2019", "2014", "narrative")
YEARS = {"2021": (2021, 2025), "2019": (2019, 2020), "2014": (2014, 2018), "narrative": (2008, 2018)}
OLDER = {"2021": "2019", "2019": "2014"}

GENERAL = ("mixed", "meetings", "trainings", "systems", "staff", "budget", "media")
ACTIVE = ("proactive", "categories", "channels", "full_text", "visits", "interpretation", "responses", "reading",
          "boards", "columns", "leaflets", "sms", "normative", "growth", "lists", "licences")  # fmt: skip
ASKED = ("requests", "rates", "enquiries", "suggestions")
SECTIONS: dict[str, tuple[tuple[str, tuple[str, ...]], ...]] = {
    "narrative": (
        ("[概述|总体情况|基本情况|工作开展情况]", GENERAL),
        ("[主动公开政府信息情况|政府信息主动公开情况]", ACTIVE),
        ("[依申请公开政府信息情况|政府信息依申请公开办理情况]", ASKED),
        ("[政府信息公开的收费及减免情况|收费情况]", ("fees",)),
        ("[因政府信息公开申请行政复议、提起行政诉讼情况|行政复议和行政诉讼情况]", ("remedies", "complaints")),
        ("[存在的主要问题及改进措施|存在问题和改进措施]", ()),
    ),
    "2021": (
        ("总体情况", ("proactive", "requests", "outcomes", "mixed", "channels", "visits", "interpretation", "meetings",
                      "trainings", "systems", "growth", "normative", "columns", "complaints", "lists", "licences", "rates", "staff", "media")),
        ("主动公开政府信息情况", ("t2",)),
        ("收到和处理政府信息公开申请情况", ("t3",)),
        ("[政府信息公开行政复议、行政诉讼情况|因政府信息公开工作被申请行政复议、提起行政诉讼情况]", ("t4",)),
        ("[存在的主要问题及改进情况|政府信息公开工作存在的主要问题及改进情况]", ()),
        ("其他需要报告的事项", ("fees_2021",)),
    ),
}  # fmt: skip
SECTIONS["2019"] = SECTIONS["2021"]
SECTIONS["2014"] = (
    *((title, tuple(t for t in topics if t not in ("staff", "budget", "interpretation", "responses", "normative")))
      for title, topics in SECTIONS["narrative"]),
    ("[附表：政府信息公开情况统计表|政府信息公开情况统计表]", ("s",)),
)  # fmt: skip
WHERE_2014 = {
    "proactive_total": "disclosed", "requests_received": "received", "reconsiderations": "recon", "suits": "suit",
    "complaints": "complaints", "meetings": "meetings", "trainings": "trainings", "trained_people": "trained",
    "reading_places": "reading_points", "requests_by_outcome:grant": "an.granted",
    "requests_by_outcome:partial": "an.partial", "requests_by_outcome:deny": "an.refused",
}  # fmt: skip


@dataclass(slots=True)
class Draft:
    """A report before it becomes a file."""

    agency: names.Agency
    truth: Truth
    speaker: Speaker
    blocks: list[Block] = field(default_factory=list)


def draft(
    chance: random.Random,
    era: str,
    old_form: bool = False,
    before: Draft | None = None,
    more: Mapping[str, int] = MappingProxyType({}),
    every: bool = True,
) -> Draft:
    """A sound report of the era. `old_form`: its tables are of the form before; chapters run on into years that have a form.

    `before`: the report of the same agency of the year before, whose form of 2021 it continues; `more`: added to cells then,
    so that they no longer follow.
    """
    agency = before.agency if before else names.agency(chance)
    first, last = YEARS[era] if not old_form or era != "narrative" else (2019, 2021)
    year = before.truth.year + 1 if before else chance.randint(first, last)
    form_id = OLDER.get(era, era) if old_form else era
    published = date(year + 1, 1, 10) + timedelta(days=chance.randint(0, 20))
    period = (date(year, 1, 1), date(year, 12, 31))
    truth = Truth(agency.name, year, period, None, None, form_id)
    if era != "narrative":
        size = chance.choices(("quiet", "small", "busy"), (45, 40, 15))[0]
        truth.tables = values(chance, forms.load(form_id), size)
    if before:
        follow(truth.tables, before.truth.tables, forms.load(form_id))
    for cell, added in more.items():
        truth.tables[cell] = (truth.tables[cell] or 0) + added
    speaker = Speaker(chance, _names(chance, agency, year), form_id, _fixed(form_id, truth.tables), every)
    made = Draft(agency, truth, speaker)
    _write(chance, made, form_id, published)
    truth.facts = speaker.facts
    return made


def _names(chance: random.Random, agency: names.Agency, year: int) -> dict[str, str]:
    return {
        "we": agency.we,
        "area": agency.area,
        "agency": agency.name,
        "place": names.place(chance),
        "law": "711" if year >= 2019 else "492",
        "Y": str(year),
        "P": str(year - 1),
        "N": str(year + 1),
    }


def _fixed(form_id: str, table: dict[str, Number | None]) -> dict[str, int]:
    """What the tables say of the figures that the text may repeat."""
    if form_id == "2014":
        return {kind: int(table[f"s.{row}"] or 0) for kind, row in WHERE_2014.items()}
    if not table:
        return {}
    out = {"requests_received": int(table["t3.new.total"] or 0)}
    for label, rows in (
        ("grant", "grant"),
        ("partial", "partial"),
        ("deny", "deny."),
        ("cannot", "cannot."),
        ("refuse", "refuse."),
    ):
        cells = [c for c in table if c.startswith(f"t3.{rows}") and c.endswith(".total")]
        out[f"requests_by_outcome:{label}"] = sum(int(table[c] or 0) for c in cells)
    if "t2.normdocs.made" in table:
        out["normative_documents"] = int(table["t2.normdocs.made"] or 0)
    out["licences"] = int(table["t2.licence.decisions"] or 0)
    out["penalties"] = int(table["t2.penalty.decisions"] or 0)
    out["reconsiderations"] = int(table["t4.recon.total"] or 0)
    out["suits"] = int(table["t4.suit_direct.total"] or 0) + int(table["t4.suit_after.total"] or 0)
    return out


def _write(chance: random.Random, made: Draft, era: str, published: date) -> None:
    truth, speaker, agency = made.truth, made.speaker, made.agency
    word = chance.choice(("政府信息公开工作年度报告", "政府信息公开年度报告", "政府信息公开工作报告"))
    title = f"{agency.name}{truth.year}年{chance.choice(('', '度')) if word[-4:] != '年度报告' else ''}{word}"
    made.blocks.append(Block("title", title))
    if chance.random() < 0.6:
        truth.published_on = published
        made.blocks.append(Block("line", _published(chance, published, agency)))
    made.blocks.append(Block("paragraph", _opening(chance, made)))
    for number, (heading, topics) in enumerate(SECTIONS[era], 1):
        made.blocks.append(Block("heading", f"{wording.DIGITS[number]}、{speaker._choose(heading)}"))
        if topics and topics[0] in ("t2", "t3", "t4", "s"):
            made.blocks.append(Block("table", grid=grid(truth.form, topics[0], truth.tables)))
        else:
            _section(chance, made, topics, last=number >= 5)
    if chance.random() < 0.6:
        signed = published - timedelta(days=chance.randint(0, 5))
        truth.signed_on = signed
        made.blocks.append(Block("signature", f"{agency.name}\n{_signed(chance, signed)}"))


def _section(chance: random.Random, made: Draft, topics: tuple[str, ...], last: bool) -> None:
    speaker = made.speaker
    said: list[str] = []
    for topic in topics:
        must = topic in ("proactive", "requests", "fees", "fees_2021", "remedies")
        if topic == "proactive":
            topic = chance.choice(("proactive", "proactive", "proactive_parts"))
        if must or chance.random() < 0.5:
            said.append(speaker.say(topic))
        if chance.random() < 0.35:
            said.append(speaker.aside("filler"))
        if chance.random() < 0.12:
            said.append(speaker.aside("distractors"))
    if "proactive" in topics:
        said += [speaker.say(topic) for topic in _wider(chance, made.agency)]
    if not topics:
        said += [speaker.aside("problems"), speaker.aside("filler"), speaker.aside("plans")]
    said = [sentence for sentence in said if sentence]
    while said:
        count = chance.randint(1, 4)
        made.blocks.append(Block("paragraph", "".join(said[:count])))
        said = said[count:]


def _wider(chance: random.Random, agency: names.Agency) -> list[str]:
    """Figures of another scope stand in the reports of governments and departments."""
    topics = {"government": ["area"], "department": ["system"]}.get(agency.kind, [])
    return [topic for topic in [*topics, "cumulative"] if chance.random() < 0.2]


def _opening(chance: random.Random, made: Draft) -> str:
    """The period is stated in one report of two; without a statement it is the year, if the reader says so."""
    year, speaker = made.truth.year, made.speaker
    law = "依据《中华人民共和国政府信息公开条例》" + chance.choice(
        ("", "（以下简称《条例》）", f"（国务院令第{speaker.names['law']}号）")
    )
    stated = chance.choice((
        f"本报告中所列数据的统计期限自{year}年1月1日起至{year}年12月31日止。",
        f"报告期限为{year}年1月1日至12月31日。",
        f"统计时间从{year}年1月1日起，到{year}年12月31日止。",
        "",
    ))  # fmt: skip
    if not stated:
        made.truth.period = None
    return f"{law}，{chance.choice(('编制', '现公布'))}本报告。{stated}" + speaker.aside("filler")


def _published(chance: random.Random, day: date, agency: names.Agency) -> str:
    clock = f" {chance.randint(8, 17):02}:{chance.randint(0, 59):02}" if chance.random() < 0.5 else ""
    label = chance.choice(("发布时间：", "发布日期：", "发布时间:", "日期："))
    form = chance.choice((f"{day}", f"{day.year}年{day.month}月{day.day}日"))
    return f"{label}{form}{clock} 来源：{agency.name}"


def _signed(chance: random.Random, day: date) -> str:
    if chance.random() < 0.7:
        return f"{day.year}年{day.month}月{day.day}日"
    year = str(day.year).translate(wording.CIRCLES)
    if chance.random() < 0.3:
        year = year.replace("〇", "0")
    return f"{year}年{wording.chinese(day.month)}月{wording.chinese(day.day)}日"


def grid(form_id: str, table: str, cells: dict[str, Number | None]) -> Grid:
    """The printed table with its values; a blank cell is empty."""
    layout = forms.load(form_id).layout[table]
    rows = [
        [
            Cell(_shown(cells[c.cell]) if c.cell else c.text, c.cell, c.colspan, c.rowspan, not c.cell)
            for c in row
        ]
        for row in layout.rows
    ]
    return Grid(table, rows, layout.columns)


def _shown(value: Number | None) -> str:
    return "" if value is None else format(value, "f") if not isinstance(value, int) else str(value)
