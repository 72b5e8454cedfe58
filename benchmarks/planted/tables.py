"""Tables as agencies attach them: lists of people with what identifies them, and lists of other things with long numbers."""

from __future__ import annotations

import random
from collections.abc import Callable
from dataclasses import dataclass

from .decoys import card_without_check, failed_resident_id, index, money, order
from .identifiers import MAKERS, SPOTS, digits, person
from .model import Block, Planted
from .spelling import spell
from .values import BANKS, ILLNESSES

Chance = random.Random


@dataclass(frozen=True, slots=True)
class Column:
    """Headings to choose from (`later`: in final seeds only); what stands under them; which detector must find it, if any."""

    headings: tuple[str, ...]
    make: Callable[[Chance], str]
    detector: str = ""
    doubtful: bool = False
    later: tuple[str, ...] = ()


NAME = Column(
    ("姓名", "户主姓名", "申请人", "考生姓名", "姓 名", "姓　名"),
    person,
    "person.named_field",
    later=("救助对象姓名", "持卡人姓名", "学员姓名"),
)
SOMEBODY = Column(("联系人", "负责人", "经办人", "所有人"), person, doubtful=True)
NUMBER = Column(
    ("身份证号", "身份证号码", "公民身份号码", "证件号码", "居民身份证号"),
    MAKERS["person.resident_id"],
    "person.resident_id",
    later=("身份证件号", "有效身份证件号码"),
)
CARD = Column(
    ("银行账号", "银行卡号", "一卡通账号", "账号", "收款账号"),
    MAKERS["person.bank_card"],
    "person.bank_card",
    later=("打款账号", "惠农一卡通账号"),
)
BANK = Column(("开户行", "开户银行"), lambda c: c.choice(BANKS), doubtful=True)
PHONE = Column(
    ("联系电话", "手机号码", "手机", "联系方式"),
    MAKERS["person.mobile"],
    "person.mobile",
    later=("手机号", "本人电话"),
)
HOME = Column(
    ("家庭住址", "住址", "家庭详细地址"),
    MAKERS["person.home_address"],
    "person.home_address",
    later=("现住址", "详细住址"),
)
PASSPORT = Column(("护照号码", "护照号"), MAKERS["person.passport"], "person.passport")
PLATE = Column(("号牌号码", "车牌号"), MAKERS["person.licence_plate"], "person.licence_plate")
CREDIT = Column(
    ("统一社会信用代码", "社会信用代码"), MAKERS["organisation.credit_code"], "organisation.credit_code"
)
ILLNESS = Column(
    ("诊断", "病种", "疾病名称"), lambda c: c.choice(ILLNESSES), "person.health", later=("主要诊断", "病名")
)
SEX = Column(("性别",), lambda c: c.choice("男女"))
AMOUNT = Column(("补助金额（元）", "发放金额", "金额"), lambda c: f"{c.randint(100, 90000)}.00")
SCORE = Column(("笔试成绩", "总成绩"), lambda c: f"{c.uniform(50, 90):.2f}")
TICKET = Column(("准考证号",), lambda c: "2026" + digits(c, 8))
VILLAGE = Column(("村（社区）", "行政村"), lambda c: c.choice(SPOTS) + "村")
POST = Column(("职务",), lambda c: c.choice(("局长", "副局长", "主任科员", "所长")))
DUTY = Column(
    ("分工", "分管工作"), lambda c: c.choice(("主持全面工作", "分管社会救助", "负责信访工作", "联系石塘镇"))
)
OFFICIAL = Column(("姓名", "领导姓名"), person)
OFFICE = Column(("办公电话",), lambda c: f"0998-{digits(c, 7)}")
FIRM = Column(
    ("供应商名称", "单位名称"),
    lambda c: f"清川市{c.choice(SPOTS)}{c.choice(('建设', '商贸', '科技', '农业'))}有限公司",
)
BUDGET = Column(("预算金额", "合同金额（元）"), money)
ORDER = Column(("订单编号", "流水号"), order)
SERIAL = Column(("出厂编号", "设备编号"), failed_resident_id)
ASSET = Column(("资产编号", "票据号码"), card_without_check)
INDEX = Column(("索引号",), index)

LISTS: dict[str, tuple[tuple[Column, ...], tuple[Column, ...]]] = {
    "aid": ((NAME, NUMBER), (VILLAGE, SEX, HOME, BANK, CARD, PHONE, AMOUNT)),
    "payments": ((NAME, CARD), (BANK, AMOUNT, PHONE, VILLAGE)),
    "recruitment": ((NAME, NUMBER), (SEX, TICKET, SCORE, PHONE)),
    "delegation": ((NAME, PASSPORT), (SEX,)),
    "vehicles": ((PLATE,), (SOMEBODY, AMOUNT)),
    "patients": ((NAME, ILLNESS), (SEX, NUMBER, AMOUNT)),
    "bidders": ((FIRM, CREDIT), (BUDGET, SOMEBODY, PHONE)),
    "officials": ((OFFICIAL, POST), (DUTY, OFFICE)),
    "assets": ((SERIAL, ASSET), (ORDER, BUDGET)),
    "catalogue": ((INDEX, ORDER), (BUDGET, TICKET)),
}
"""By kind: columns that are always there, and columns that may be."""
HARMLESS = ("assets", "catalogue", "officials")


def table(chance: Chance, kind: str, later: bool) -> tuple[Block, list[str]]:
    """A list of the kind with two to nine rows, and what in it may be reported or not."""
    fixed, more = LISTS[kind]
    columns = [*fixed, *(column for column in more if chance.random() < 0.5)]
    rows = [
        ["序号", *(chance.choice(column.headings + (column.later if later else ())) for column in columns)]
    ]
    planted: list[Planted] = []
    doubtful: list[str] = []
    for number in range(1, chance.randint(3, 10)):
        row = [str(number)]
        for column in columns:
            made = column.make(chance)
            if column.detector:
                spelling, written = spell(chance, column.detector, made, later, in_cell=True)
                planted.append(Planted(column.detector, made, spelling))
                row.append(written)
            else:
                row.append(made)
            if column.doubtful:
                doubtful.append(made)
        rows.append(row)
    if chance.random() < 0.1:
        rows = _side_by_side(rows)
    if chance.random() < 0.2:
        rows.insert(0, [f"2026年{chance.choice(SPOTS)}镇公示表", *[""] * (len(rows[0]) - 1)])
    return Block(rows=tuple(map(tuple, rows)), planted=tuple(planted)), doubtful


def _side_by_side(rows: list[list[str]]) -> list[list[str]]:
    """A long list folded once: its second half stands to the right of the first, under the same headings."""
    heading, people = rows[0], rows[1:]
    half = (len(people) + 1) // 2
    right = people[half:] + [[""] * len(heading)] * (2 * half - len(people))
    return [heading * 2, *(one + other for one, other in zip(people[:half], right, strict=True))]


def form(chance: Chance, later: bool) -> tuple[Block, list[str]]:
    """A form for one person: a label, what belongs to it, the next label."""
    columns = [NAME, SEX, NUMBER, *chance.sample((PHONE, HOME, CARD, BANK, VILLAGE, AMOUNT), 3)]
    row: list[str] = []
    planted: list[Planted] = []
    doubtful: list[str] = []
    for column in columns:
        made = column.make(chance)
        row += [chance.choice(column.headings + (column.later if later else ())), made]
        if column.detector:
            planted.append(Planted(column.detector, made))
        elif column.doubtful:
            doubtful.append(made)
    return Block(
        rows=tuple(tuple(row[at : at + 4]) for at in range(0, len(row), 4)), planted=tuple(planted)
    ), doubtful


def boxes(chance: Chance) -> Block:
    """A form with a box for every digit."""
    detector, label = chance.choice(
        (("person.resident_id", "身份证号码"), ("person.mobile", "手机号"), ("person.bank_card", "银行卡号"))
    )
    made = MAKERS[detector](chance)
    return Block(
        rows=((label, *made), ("备注", *[""] * len(made))), planted=(Planted(detector, made, "boxes"),)
    )
