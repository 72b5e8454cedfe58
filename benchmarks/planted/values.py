"""A value of any kind: identifiers, and the kinds that are words rather than numbers."""

from __future__ import annotations

import random
from pathlib import Path

import yaml

from .identifiers import MAKERS, SPOTS, person
from .model import Block, Planted
from .spelling import spell

_READ = yaml.safe_load((Path(__file__).parent / "sentences.yaml").read_text("utf-8"))
LATER: dict[str, list[str]] = _READ.pop("later")
SENTENCES: dict[str, list[str]] = _READ
ILLNESSES = [
    "尿毒症",
    "肺癌",
    "白血病",
    "精神分裂症",
    "艾滋病",
    "乳腺癌",
    "脑瘫",
    "肝硬化",
    "系统性红斑狼疮",
    "重度抑郁症",
]
BANKS = ["云溪农村商业银行石塘支行", "中国农业银行清川分行", "中国工商银行云溪支行", "邮储银行柳林镇支行"]


def _health(chance: random.Random) -> tuple[str, str]:
    """An illness, and the clause that gives it to somebody."""
    name, illness, level = person(chance), chance.choice(ILLNESSES), f"{chance.choice('一二三四')}级"
    if chance.random() < 0.2:
        return level, f"{name}，残疾类别：肢体，残疾等级：{level}"
    forms = ("{}患有{}", "{}经诊断为{}", "村民{}身患{}", "姓名：{}，诊断：{}", "{}（{}患者）")
    return illness, chance.choice(forms).format(name, illness)


def _minor(chance: random.Random) -> tuple[str, str]:
    """A child's name, and the clause that says it is one."""
    name, guardian = person(chance), person(chance)
    school = f"云溪县{chance.choice(SPOTS)}{chance.choice(('小学', '中学', '镇中心小学'))}"
    grade, age = chance.choice("一二三四五六"), chance.randint(5, 15)
    forms = (
        f"学生{name}，{age}岁，就读于{school}{grade}年级{chance.randint(1, 6)}班",
        f"留守儿童{name}，监护人{guardian}",
        f"{name}，{school}{grade}年级学生，监护人：{guardian}",
        f"未成年人{name}（{age}岁），监护人：{guardian}",
    )
    return name, chance.choice(forms)


CLAUSES = {"person.health": _health, "person.minor": _minor}
"""Kinds that are no value by themselves: what is essential, and the clause around it."""
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
WORDS = {
    "secrecy.mark": lambda chance: (
        f"{chance.choice(('绝密', '机密', '秘密'))}★{chance.choice(('10年', '5年', '20年', '长期', '1年', '30年'))}"
    ),
    "secrecy.internal": lambda chance: chance.choice(
        ("内部资料，注意保存", "内部文件 不得外传", "不得公开", "内部资料 严禁外传", "内部资料")
    ),
    "secrecy.number": lambda chance: (
        f"云{chance.choice(('密', '委密', '办密', '政密'))}〔20{chance.randint(18, 26)}〕{chance.randint(1, 99)}号"
    ),
}
WORDS |= {kind: lambda chance, known=known: chance.choice(known)[0] for kind, known in ENTRIES.items()}  # type: ignore[misc]
DETECTORS = (*MAKERS, *WORDS, *CLAUSES, "person.named_field")


def value(chance: random.Random, detector: str) -> str:
    """A value of the kind, as a register writes it."""
    return (MAKERS.get(detector) or WORDS[detector])(chance)


def line(chance: random.Random, detector: str, later: bool) -> tuple[Block, list[str]]:
    """A sentence with one value of the kind, and what in it may be reported or not. `later`: sentences of final seeds too."""
    if detector == "person.named_field":
        return _pair(chance)
    known = SENTENCES[detector] + (LATER.get(detector, []) * 2 if later else [])
    if detector in CLAUSES:
        plain, written = CLAUSES[detector](chance)
        planted = Planted(detector, plain, clause=written)
    else:
        plain = value(chance, detector)
        spelling, written = spell(chance, detector, plain)
        planted = Planted(detector, plain, spelling)
    name, bank = person(chance), chance.choice(BANKS)
    place = f"江宁省清川市云溪县{chance.choice(SPOTS)}镇"
    text = chance.choice(known).format(v=written, n=name, b=bank, p=place)
    return Block(text, planted=(planted,)), [name, bank, place]


def _pair(chance: random.Random) -> tuple[Block, list[str]]:
    """Labels with their values one after the other: a name, then an identifier or two."""
    name, number, phone = person(chance), value(chance, "person.resident_id"), value(chance, "person.mobile")
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
