"""A value of any kind: identifiers, and the kinds that are words rather than numbers."""

from __future__ import annotations

import random
import re
from pathlib import Path
from typing import Any

import yaml

from .identifiers import MAKERS, SPOTS, person
from .model import Block, Planted
from .spelling import spell

_READ = yaml.safe_load((Path(__file__).parent / "sentences.yaml").read_text("utf-8"))
LATER: dict[str, Any] = _READ.pop("later")
VALUES: dict[str, list[str]] = _READ.pop("values")
FRAMES: dict[str, list[str]] = _READ.pop("clauses")
SENTENCES: dict[str, list[str]] = _READ
ILLNESSES: list[str] = _READ.pop("illnesses")
BANKS = ("云溪农村商业银行石塘支行", "中国农业银行清川分行", "中国工商银行云溪支行", "邮储银行柳林镇支行")
CLAUSES = ("person.health", "person.minor")
"""Kinds that are no value by themselves: what is essential stands in a clause."""
ENTRIES = {
    "words.forbidden": (("云溪大仙", ""), ("零首付包过户", ""), ("石塘神药", ""), ("内部指标代办", "")),
    "words.title": (
        ("云溪县工商行政管理局", "云溪县市场监督管理局"),
        ("县国土资源管理委", "县自然资源局"),
        ("清川市安监局", "清川市应急管理局"),
    ),
    "words.typing": (
        ("贯砌落实", "贯彻落实"),
        ("按步就搬", "按部就班"),
        ("迫不急待地", "迫不及待地"),
        ("脱贫功坚", "脱贫攻坚"),
    ),
}
"""Words of an administrator's dictionary, with the right form: none occurs in the other sentences."""
DETECTORS = (*MAKERS, *VALUES, *CLAUSES, *ENTRIES, "person.named_field")


def value(chance: random.Random, detector: str, later: bool) -> str:
    """A value of the kind, as a register writes it."""
    if detector in MAKERS:
        return MAKERS[detector](chance)
    if detector in ENTRIES:
        return chance.choice(ENTRIES[detector])[0]
    known = VALUES[detector] + (LATER["values"].get(detector, []) if later else [])
    return re.sub("#", lambda _: str(chance.randint(1, 6)), chance.choice(known))


def _clause(chance: random.Random, detector: str, later: bool) -> tuple[str, str]:
    """What is essential, and the clause around it."""
    kind = "disability" if detector == "person.health" and chance.random() < 0.2 else detector
    name = person(chance)
    illness = f"{chance.choice('一二三四')}级" if kind == "disability" else chance.choice(ILLNESSES)
    known = FRAMES[kind] + (LATER["clauses"].get(kind, []) if later else [])
    school = f"云溪县{chance.choice(SPOTS)}{chance.choice(('小学', '中学', '镇中心小学'))}"
    words = {
        "n": name,
        "i": illness,
        "g": person(chance),
        "s": school,
        "a": chance.randint(5, 15),
        "k": chance.choice("一二三四五六"),
    }
    return (illness if detector == "person.health" else name), chance.choice(known).format(**words)


def line(chance: random.Random, detector: str, later: bool) -> tuple[Block, list[str]]:
    """A sentence with one value of the kind, and what in it may be reported or not. `later`: sentences of final seeds too."""
    if detector == "person.named_field":
        return _pair(chance)
    known = SENTENCES[detector] + (LATER.get(detector, []) * 2 if later else [])
    if detector in CLAUSES:
        plain, written = _clause(chance, detector, later)
        planted = Planted(detector, plain, clause=written)
    else:
        plain = value(chance, detector, later)
        spelling, written = spell(chance, detector, plain, later)
        planted = Planted(detector, plain, spelling)
    name, bank = person(chance), chance.choice(BANKS)
    place = f"江宁省清川市云溪县{chance.choice(SPOTS)}镇"
    text = chance.choice(known).format(v=written, n=name, b=bank, p=place)
    return Block(text, planted=(planted,)), [name, bank, place]


def _pair(chance: random.Random) -> tuple[Block, list[str]]:
    """Labels with their values one after the other: a name, then an identifier or two."""
    name, number, phone = (
        person(chance),
        MAKERS["person.resident_id"](chance),
        MAKERS["person.mobile"](chance),
    )
    joint = chance.choice((" ", "　", "，", "；"))
    label = chance.choice(("姓名", "户主姓名", "申请人姓名", "当事人姓名"))
    parts = [f"{label}：{name}", f"身份证号：{number}", f"联系电话：{phone}"]
    planted = (
        Planted("person.named_field", name),
        Planted("person.resident_id", number),
        Planted("person.mobile", phone),
    )
    return Block(joint.join(parts), planted=planted), []


__all__ = ["BANKS", "DETECTORS", "ENTRIES", "ILLNESSES", "line", "value"]
