"""What looks like personal data or a secret and is neither: hard negatives of every kind."""

from __future__ import annotations

import hashlib
import random
from collections.abc import Callable

from .identifiers import CARDS, LETTERS, NOT_ALLOTTED, REGIONS, check_character, digits, luhn, resident_id

Chance = random.Random


def failed_resident_id(chance: Chance) -> str:
    """Region and date hold, the check character does not."""
    right = resident_id(chance)
    return right[:17] + chance.choice([c for c in "0123456789" if c != right[17]])


def impossible_resident_id(chance: Chance) -> str:
    """The check character holds, the region or the date does not exist."""
    if chance.random() < 0.5:
        body = f"{chance.choice((10, 17, 29, 38, 47, 59, 67, 78, 93, 99))}01{chance.randint(1, 30):02d}19800412001"
    else:
        body = f"{chance.choice(REGIONS)}021985{chance.choice(('1332', '0230', '0015', '4501', '0431'))}{chance.randint(1, 999):03d}"
    return body + check_character(body)


def order(chance: Chance) -> str:
    """Eighteen digits as shops and payment offices give: the moment first."""
    return f"2026{chance.randint(1, 12):02d}{chance.randint(1, 28):02d}{digits(chance, 10)}"


def long_order(chance: Chance) -> str:
    """Twenty to twenty-four digits that hold a mobile number or a resident number somewhere inside."""
    inner = f"13{digits(chance, 9)}" if chance.random() < 0.6 else resident_id(chance)[:17] + "0"
    return digits(chance, chance.randint(3, 6)) + inner + digits(chance, chance.randint(3, 6))


def card_without_check(chance: Chance) -> str:
    """A bank's range, but Luhn fails."""
    body = chance.choice([issuer for issuer, length in CARDS.items() if length == 19]) + digits(chance, 12)
    return body + str((int(luhn(body)) + chance.randint(1, 9)) % 10)


def card_without_issuer(chance: Chance) -> str:
    """Luhn holds, nobody issues cards of this range."""
    body = chance.choice(("10", "11", "12", "00", "70", "76", "81", "20")) + digits(
        chance, chance.choice((13, 14, 16))
    )
    return body + luhn(body)


def no_mobile(chance: Chance) -> str:
    """Eleven digits of a range that is not allotted."""
    return f"{chance.choice(NOT_ALLOTTED)}{digits(chance, 8)}"


def isbn(chance: Chance) -> str:
    """Thirteen digits with their check digit, with or without hyphens."""
    body = "9787" + digits(chance, 8)
    body += str(-sum(int(c) * (3 if at % 2 else 1) for at, c in enumerate(body)) % 10)
    return body if chance.random() < 0.4 else f"{body[:3]}-{body[3]}-{body[4:7]}-{body[7:12]}-{body[12]}"


def bar_code(chance: Chance) -> str:
    """EAN-13 of a Chinese maker."""
    body = "69" + digits(chance, 10)
    return body + str(-sum(int(c) * (3 if at % 2 else 1) for at, c in enumerate(body)) % 10)


def money(chance: Chance) -> str:
    """Budgets: plain digits, with separators, with two decimals."""
    amount = chance.randrange(10**12, 10**16)
    return chance.choice((str(amount), f"{amount:,}", f"{amount / 100:,.2f}", f"{amount / 100:.2f}"))


def index(chance: Chance) -> str:
    """An index number of published information."""
    return f"{digits(chance, 9)}/2026-{chance.randint(1, 99999):05d}"


def masked_already(chance: Chance) -> str:
    """What somebody has masked before, in the ways in use."""
    number, phone = resident_id(chance), f"138{digits(chance, 8)}"
    return chance.choice(
        (
            f"身份证号：{number[:3]}***********{number[-4:]}",
            f"{number[:6]}********{number[-4:]}",
            f"联系电话：{phone[:3]}****{phone[-4:]}",
            f"张**，银行卡号6222***********{digits(chance, 3)}",
            f"李某某（身份证号{number[:6]}XXXXXXXX{number[-4:]}）",
        )
    )


def statistics(chance: Chance) -> str:
    """Small numbers one after the other, which together have as many digits as an identifier."""
    joint = chance.choice((" ", "  ", "\t", "、"))
    return joint.join(str(chance.randint(20, 9999)) for _ in range(chance.randint(5, 9)))


DECOYS: dict[str, tuple[Callable[[Chance], str], tuple[str, ...]]] = {
    "resident_id: check fails": (failed_resident_id, ("本批设备出厂序列号{v}。", "流水号：{v}", "（编号{v}）", "报文标识{v}已归档。")),
    "resident_id: check fails, labelled": (failed_resident_id, ("申请人身份证号：{v}（系统校验未通过，待更正）。",)),
    "resident_id: region or date": (impossible_resident_id, ("合同编号{v}。", "档案号：{v}", "设备识别码 {v}")),
    "order of 18 digits": (order, ("订单编号：{v}", "支付流水号{v}，已到账。", "受理编号 {v}", "交易单号{v}。")),
    "longer number": (long_order, ("物流单号{v}。", "条形码 {v}", "电子票据号码：{v}", "授权码{v}")),
    "card: Luhn fails": (card_without_check, ("本单位财政专户账号{v}。", "资产编号：{v}", "票据号码{v}")),
    "card: no issuer": (card_without_issuer, ("缴款识别码{v}。", "设备编号：{v}", "项目代码 {v}")),
    "mobile: not allotted": (no_mobile, ("电表户号{v}。", "校验码：{v}", "许可证编号 {v}")),
    "document number": (lambda c: f"云政{c.choice(('发', '办发', '规', '函', '复'))}〔20{c.randint(10, 26)}〕{c.randint(1, 300)}号",
                        ("根据《关于印发工作方案的通知》（{v}）精神，", "现将{v}转发给你们。")),
    "budget": (money, ("预算总额{v}元。", "本年支出合计 {v} 元，", "资产总计：{v}")),
    "ISBN": (isbn, ("该书由清川人民出版社出版，书号{v}。", "ISBN {v}")),
    "bar code": (bar_code, ("商品条码{v}。", "条码：{v}")),
    "moment": (lambda c: f"2026{c.randint(1, 12):02d}{c.randint(1, 28):02d}{c.randint(0, 23):02d}{c.randint(0, 59):02d}{c.randint(0, 59):02d}",
               ("打印时间：{v}", "文件名 IMG{v}", "版本号{v}。")),
    "hash": (lambda c: hashlib.sha256(str(c.random()).encode()).hexdigest()[: c.choice((32, 40, 64))], ("文件校验值：{v}", "md5={v}。")),
    "index number": (index, ("索引号：{v}", "索引号 {v}　分类：其他")),
    "project number": (lambda c: f"{c.choice(('YXCG', 'QCZB', 'JNGC'))}-2026-{digits(c, 12)}", ("项目编号：{v}", "采购项目（{v}）已完成评审。")),
    "service number": (lambda c: c.choice(("12345", "12315", "110", f"400-{digits(c, 3)}-{digits(c, 4)}", f"800{digits(c, 7)}", "95588")),
                       ("服务热线：{v}。", "请拨打{v}咨询。")),
    "web licence": (lambda c: c.choice((f"苏ICP备{c.randint(5000000, 23999999):08d}号-1", f"粤B2-{c.randint(20040000, 20239999)}", f"苏公网安备{digits(c, 14)}号")),
                    ("备案序号：{v}", "经营许可证 {v}")),
    "plate look-alike": (lambda c: c.choice(("国家AAAA级旅游景区", "京A股", "沪B座", f"G{c.randint(1000, 9999)}次列车", f"豫{c.choice(LETTERS[:9])}类企业", "川A级资质企业")),
                         ("涉及{v}的有关安排另行通知。",)),
    "passport look-alike": (lambda c: c.choice((f"型号E{digits(c, 4)}", f"G{c.randint(1, 99)}高速公路", f"色号E{digits(c, 5)}", f"规格PE{digits(c, 3)}")),
                            ("货物{v}共计3批。",)),
    "standard": (lambda c: f"GB/T {digits(c, 5)}.{c.randint(1, 9)}-20{c.randint(10, 25)}", ("执行标准{v}。", "参照{v}的有关要求。")),
    "statute of secrecy": (lambda c: c.choice(("国家秘密", "商业秘密", "工作秘密", "保密审查", "机密性", "秘密级载体")),
                           ("根据《中华人民共和国保守国家秘密法》，公开前应当审查是否涉及{v}。", "对{v}的管理依照有关规定执行，本文不涉及。")),
    "health policy": (lambda c: c.choice(("高血压", "糖尿病", "艾滋病", "肺结核", "精神障碍")),
                      ("开展{v}防治宣传活动12场次。", "我县{v}规范管理率达到92.5%。", "购置{v}诊断试剂一批。")),
    "health rules": (lambda c: c.choice(("患有高血压、糖尿病等慢性病的居民可以免费领药", "残疾等级为一级、二级的重度残疾人每月补贴120元", "凭诊断证明和病历办理报销",
                                         "申请人患有重大疾病的，由民政部门核定", "精神、智力残疾等级为三级的，纳入补贴范围")), ("{v}。",)),
    "minors rules": (lambda c: c.choice(("监护人应当依法履行监护职责", "年满6周岁的儿童由监护人陪同办理入学", "未成年人（不满18周岁）由监护人代为申请", "小学一年级学生按学区划片入学")),
                     ("{v}。", "根据规定，{v}。")),
    "already masked": (masked_already, ("{v}",)),
    "statistics": (statistics, ("各镇分别为 {v}。", "合计\t{v}", "{v}")),
    "web address": (lambda c: f"http://www.yunxi.gov.cn/art/2026/3/{c.randint(1, 28)}/art_{digits(c, 10)}_{digits(c, 8)}.html", ("原文链接：{v}", "详见 {v} 。")),
    "firm's address": (lambda c: f"云溪县{c.choice(('工业园区创业路', '人民路', '滨河大道'))}{c.randint(1, 300)}号{c.randint(1, 9)}栋",
                       ("供应商地址：{v}", "单位地址：{v}（清川市云溪建设有限公司）", "经营场所：{v}", "注册地址：{v}")),
    "site": (lambda c: f"石塘镇{c.choice(('柳林', '青泉'))}村{c.randint(1, 9)}组", ("{v}道路硬化工程已完工。", "项目位于{v}。")),
    "limits on disclosure": (lambda c: c.choice(("依法不得公开的政府信息除外", "涉及国家秘密、商业秘密、个人隐私的不予公开", "内部管理信息可以不予公开", "请妥善保管票据，注意保存期限",
                                                 "秘密窃取他人财物", "内部控制制度不健全", "取得内部资料性出版物准印证")), ("{v}。", "{v}，依照有关规定处理。")),
    "officials": (lambda c: f"{c.choice('周李王赵')}{c.choice('建敏伟明')}{c.choice('国华军丽')}", ("会议由县长{v}主持，副县长李敏出席。", "县民政局局长{v}介绍有关情况。")),
    "written date": (lambda c: f"二〇{c.choice('一二')}{c.choice('一二三四五六七八九')}年{c.choice('一二三四五六七八九')}月{c.choice('一二三')}日", ("{v}", "自{v}起施行。")),
    "minors policy": (lambda c: c.choice(("未成年人", "留守儿童", "困境儿童", "中小学生")),
                      ("贯彻落实{v}保护工作部署，", "全县{v}关爱服务阵地实现全覆盖。")),
    "office address": (lambda c: f"云溪县{c.choice(('人民路', '府前街', '滨河大道'))}{c.randint(1, 200)}号{c.choice(('县政务服务中心', '县人民政府大院', '行政中心'))}{c.randint(1, 9)}楼",
                       ("开标地点：{v}会议室。", "请将材料送至{v}。")),
    "ratio": (lambda c: f"{c.uniform(1, 100):.6f}", ("系数取{v}，", "加权平均值为{v}。")),
    "serial": (lambda c: f"SN{c.choice(LETTERS)}{digits(c, 9)}{c.choice(LETTERS)}{digits(c, 4)}", ("序列号{v}。", "设备{v}已验收。")),
}  # fmt: skip


def decoy(chance: Chance, kind: str) -> str:
    """A line with a decoy of the kind."""
    make, lines = DECOYS[kind]
    return chance.choice(lines).format(v=make(chance))
