"""Documents as agencies publish them: notices, lists, penalties, minutes; with values planted, and lines that only look like it."""

from __future__ import annotations

import random

from .decoys import decoy
from .identifiers import SPOTS, digits
from .model import Block, Draft
from .tables import HARMLESS, LISTS, boxes, form, table
from .values import DETECTORS, line

TITLES = (
    "关于{y}年第{n}批临时救助对象的公示", "关于公布{y}年事业单位公开招聘体检人员名单的通知", "行政处罚决定书送达公告",
    "云溪县{s}镇农村危房改造补助资金发放公示", "政府采购项目中标结果公告", "第{n}次常务会议纪要", "关于做好{y}年防汛工作的通知",
    "国有土地上房屋征收补偿公示", "{y}年部门预算公开说明", "关于{s}水库除险加固工程的批复", "信访事项答复意见书", "车辆违法停放告知公告",
)  # fmt: skip
PROSE = (
    "各镇人民政府、街道办事处，县政府各部门、各直属单位：",
    "为进一步规范资金管理，切实保障困难群众基本生活，经研究，现就有关事项通知如下。",
    "公示期自2026年3月2日起至3月8日止，共5个工作日。",
    "公示期间，任何单位和个人对公示内容有异议的，可通过书面形式反映。",
    "各单位要提高认识，加强组织领导，压实工作责任，确保各项任务落到实处。",
    "本年度共投入资金1,286.50万元，惠及群众3,412户8,905人，完成率98.6%。",
    "会议听取了关于二季度重点工作进展情况的汇报，并就下一步工作提出要求。",
    "根据《中华人民共和国政府信息公开条例》第二十条的规定，现予公开。",
    "项目总建筑面积12,450平方米，计划工期365日历天，质量要求合格。",
    "对逾期未整改的，将依法依规严肃处理，并在全县范围内通报。",
    "会议强调，要坚持问题导向，统筹发展和安全，扎实推进乡村振兴。",
    "投标文件递交截止时间为2026年5月18日9时30分（北京时间）。",
    "本通知自印发之日起施行，有效期五年，由县民政局负责解释。",
    "评审得分依次为92.35分、88.10分、85.67分，推荐第一名为中标候选人。",
    "河道整治长度3.6公里，新建护岸2,180米，清淤疏浚41,500立方米。",
    "附件：1.补助对象名单　2.资金分配表　3.工作联系表",
)


def draft(chance: random.Random, later: bool, clean: float = 0.3) -> Draft:
    """A document of chance; three in ten hold nothing that must be found."""
    spot = chance.choice(SPOTS)
    title = chance.choice(TITLES).format(y=chance.randint(2015, 2026), n=chance.randint(1, 40), s=spot)
    made = Draft(
        title, f"云溪县{chance.choice(('民政局', '财政局', '公安局', '教育局', '人力资源和社会保障局'))}"
    )
    sound = chance.random() < clean
    made.blocks.append(Block(chance.choice(PROSE[:2])))
    for _ in range(chance.randint(3, 9)):
        roll = chance.random()
        if roll < 0.35:
            made.blocks.append(Block(chance.choice(PROSE[2:])))
        elif roll < 0.6 or sound:
            made.blocks.append(Block(decoy(chance, later)))
        else:
            made.blocks.append(_line(chance, made, later))
    if chance.random() < 0.55:
        block, doubtful = table(chance, chance.choice(HARMLESS if sound else list(LISTS)), later)
        made.blocks.append(block)
        made.open_to_doubt += doubtful
    if not sound and chance.random() < 0.12:
        made.blocks.append(boxes(chance))
    if not sound and chance.random() < 0.12:
        block, doubtful = form(chance, later)
        made.blocks.append(block)
        made.open_to_doubt += doubtful
    if not sound:
        made.aside = [_line(chance, made, later) for _ in range(chance.randint(0, 5))]
    _contact(chance, made)
    return made


def _line(chance: random.Random, made: Draft, later: bool) -> Block:
    block, doubtful = line(chance, chance.choice(DETECTORS), later)
    made.open_to_doubt += doubtful
    return block


def _contact(chance: random.Random, made: Draft) -> None:
    """The agency's own number, address and mail, which it publishes and which nobody need be warned of."""
    phone = f"0998-{digits(chance, 7)}"
    address = f"云溪县府前街{chance.randint(1, 90)}号{made.agency}{chance.randint(1, 5)}楼"
    mail = f"xxgk{chance.randint(1, 99)}@yunxi.gov.cn"
    made.phones, made.addresses, made.emails = [phone], [address], [mail]
    ways = (f"联系电话：{phone}", f"监督电话 {phone.replace('-', '')}", f"咨询电话：（0998）{phone[5:]}")
    made.blocks.append(Block(f"{chance.choice(ways)}，地址：{address}，邮箱：{mail}。"))
    made.blocks.append(Block(made.agency))
    made.blocks.append(Block("2026年3月1日"))
