"""Identifiers of people and organisations that nobody holds, made after the public standards and not after our detectors.

Check digits: GB 11643 (ISO 7064 MOD 11-2), GB 32100 (MOD 31), ISO/IEC 7812 (Luhn).
"""

from __future__ import annotations

import random
from collections.abc import Callable
from datetime import date, timedelta

# Divisions of GB/T 2260 at the second level, today's and some that old cards still carry, as first and last of their runs.
_REGIONS = {
    11: "01", 12: "01", 13: "01-11", 14: "01-11", 15: "01-09 22 25 29", 21: "01-14", 22: "01-08 24", 23: "01-12 27",
    31: "01", 32: "01-13", 33: "01-11", 34: "01-08 10-13 15-18 26", 35: "01-09", 36: "01-11 24 25", 37: "01-17 28 29",
    41: "01-17 29", 42: "01-03 05-13 28", 43: "01-13 31", 44: "01-09 12-20 51-53", 45: "01-14", 46: "01 02", 50: "01 02",
    51: "01-11 13-20 29 30 32-34", 52: "01-06 23 26 27", 53: "01 03-09 23 25 26 28 29 31 33 34", 54: "01-06 25",
    61: "01-10 23-26", 62: "01-12 29 30", 63: "01 02 22 23 25-28", 64: "01-05", 65: "01 02 04 05 23 27-32 40 42 43",
}  # fmt: skip


def _regions() -> list[str]:
    found = []
    for province, runs in _REGIONS.items():
        for run in runs.split():
            first, _, last = run.partition("-")
            found += [f"{province}{number:02d}" for number in range(int(first), int(last or first) + 1)]
    return found


REGIONS = _regions()
MOBILE = (
    *range(130, 140), 145, 147, 149, *range(150, 154), *range(155, 160), 162, 165, 166, 167, *range(170, 174),
    *range(175, 179), *range(180, 190), *range(190, 194), *range(195, 200),
)  # fmt: skip
NOT_ALLOTTED = (100, 101, 110, 112, 118, 120, 121, 125, 142, 143, 154, 160, 161, 168, 169)
AREA = [
    "010",
    "021",
    "022",
    "023",
    "024",
    "025",
    "027",
    "028",
    "029",
    "0311",
    "0312",
    "0351",
    "0371",
    "0379",
    "0411",
    "0431",
    "0451",
    "0471",
    "0510",
    "0512",
    "0515",
    "0516",
    "0531",
    "0532",
    "0551",
    "0571",
    "0574",
    "0591",
    "0592",
    "0731",
    "0755",
    "0757",
    "0769",
    "0771",
    "0791",
    "0851",
    "0871",
    "0891",
    "0898",
    "0931",
    "0951",
    "0971",
    "0991",
]
CARDS = {
    "622202": 19, "621226": 19, "955880": 19, "621700": 19, "622700": 19, "622848": 19, "623052": 19, "621661": 19, "601382": 19,
    "622260": 19, "621799": 19, "622188": 19, "622588": 16, "622690": 16, "622622": 16, "622908": 18,
}  # fmt: skip
"""Issuer ranges of debit cards (first six digits) of the large banks, and how many digits their numbers have."""
FAMILY = "王李张刘陈杨赵黄周吴徐孙胡朱高林何郭马罗梁宋郑谢韩唐冯于董萧程曹袁邓许傅沈曾彭吕"
GIVEN = "伟芳娜敏静丽强磊军洋勇艳杰娟涛明超秀兰霞平刚桂英华玉梅建国志文云海波春晓燕红新宇浩然子轩雨涵思琪俊杰"
PROVINCES = "京津沪渝冀豫云辽黑湘皖鲁新苏浙赣鄂桂甘晋蒙陕吉闽贵粤青藏川宁琼"
LETTERS = "ABCDEFGHJKLMNPQRSTUVWXYZ"
CODE = "0123456789ABCDEFGHJKLMNPQRTUWXY"


def digits(chance: random.Random, count: int) -> str:
    """So many digits, the first of them not zero."""
    return str(chance.randint(1, 9)) + "".join(chance.choices("0123456789", k=count - 1))


def person(chance: random.Random) -> str:
    """A name of two or three characters."""
    return chance.choice(FAMILY) + "".join(chance.sample(GIVEN, chance.choice((1, 2, 2, 2))))


def _born(chance: random.Random, first: int = 1935, last: int = 2019) -> date:
    return date(first, 1, 1) + timedelta(days=chance.randrange((last - first) * 365))


def check_character(seventeen: str) -> str:
    """The eighteenth character of a resident number (GB 11643, ISO 7064 MOD 11-2)."""
    total = 0
    for digit in seventeen:
        total = (total + int(digit)) * 2 % 11
    return "0123456789X"[(12 - total) % 11]


def resident_id(chance: random.Random) -> str:
    """Eighteen characters; region, date of birth, order, check character."""
    region = chance.choice(REGIONS) + f"{chance.choice((2, 3, 4, 5, 21, 22, 23, 24)):02d}"
    body = region + _born(chance).strftime("%Y%m%d") + f"{chance.randint(1, 999):03d}"
    return body + check_character(body)


def old_resident_id(chance: random.Random) -> str:
    """Fifteen digits, as issued until 1999."""
    region = chance.choice(REGIONS) + f"{chance.choice((2, 3, 21, 22, 23)):02d}"
    return region + _born(chance, 1930, 1990).strftime("%y%m%d") + f"{chance.randint(1, 999):03d}"


def luhn(body: str) -> str:
    """The digit that completes a card number."""
    total = 0
    for at, digit in enumerate(reversed(body)):
        double = int(digit) * (2 if at % 2 == 0 else 1)
        total += double - 9 if double > 9 else double
    return str(-total % 10)


def bank_card(chance: random.Random) -> str:
    """Sixteen to nineteen digits out of a bank's range."""
    issuer, length = chance.choice(list(CARDS.items()))
    body = issuer + "".join(chance.choices("0123456789", k=length - 7))
    return body + luhn(body)


def mobile(chance: random.Random) -> str:
    """Eleven digits with an allotted prefix."""
    return f"{chance.choice(MOBILE)}{digits(chance, 8)}"


def landline(chance: random.Random) -> str:
    """Area code, hyphen, local number of seven or eight digits."""
    area = chance.choice(AREA)
    long = len(area) == 3 or chance.random() < 0.6
    return f"{area}-{chance.choice('2345678')}{digits(chance, 7 if long else 6)}"


def passport(chance: random.Random) -> str:
    """Ordinary (E, EA–EH, G), diplomatic, service and public affairs passports."""
    form = chance.choice(("E", "E", "E", "EA", "EB", "EH", "G", "DE", "SE", "PE"))
    return form + digits(chance, 9 - len(form))


def hongkong_macao_permit(chance: random.Random) -> str:
    """To the mainland (H, M with 8 or 10 digits), to Hong Kong and Macao (C, W)."""
    form = chance.choice(("H", "H", "M", "C", "CA", "W"))
    return form + digits(chance, 7 if form == "CA" else chance.choice((8, 8, 10)) if form in "HM" else 8)


def taiwan_permit(chance: random.Random) -> str:
    """Of Taiwan residents (8 digits), of mainland residents to Taiwan (L, T)."""
    return chance.choice(("", "", "L", "T")) + digits(chance, 8)


def officer_id(chance: random.Random) -> str:
    """Of officers of the forces and the armed police."""
    return f"{chance.choice(('军', '军', '武', '海', '空', '南', '沈', '北'))}字第{digits(chance, chance.choice((6, 7, 8)))}号"


def licence_plate(chance: random.Random) -> str:
    """Of private cars, new energy ones too."""
    head = chance.choice(PROVINCES) + chance.choice(LETTERS[:18])
    roll = chance.random()
    if roll < 0.2:
        return head + chance.choice("DF") + digits(chance, 5)
    if roll < 0.25:
        return head + digits(chance, 5) + chance.choice("DF")
    if roll < 0.3:
        return head + digits(chance, 4) + "学"
    tail = [*chance.choices(LETTERS, k=chance.choice((0, 1, 1, 2))), *digits(chance, 5)][:5]
    chance.shuffle(tail)
    return head + "".join(tail)


def email(chance: random.Random) -> str:
    """At one of the great public mail services."""
    name = chance.choice(("liu", "wangwei", "zhang.min", "chen_", "sunny", "hello")) + digits(chance, 4)
    return f"{name}@{chance.choice(('163.com', 'qq.com', '126.com', 'sina.com', 'yunxi-mail.cn', 'mail.qingchuan.net'))}"


SPOTS = ["云溪", "石塘", "柳林", "松河", "桐岭", "梅湾", "竹港", "青泉", "榆树", "荷塘"]
ESTATES = ["桂花苑", "锦绣家园", "阳光花园", "滨河新村", "翠竹小区", "金色港湾", "和谐佳苑", "东方名城"]


def place(chance: random.Random) -> str:
    """A county or town that does not exist, as written before an address."""
    return chance.choice(("云溪县", "清川市云溪县", "江宁省清川市云溪县", "清川市石塘区", "江宁省清川市"))


def home_address(chance: random.Random) -> str:
    """Down to the door: an estate's flat, or a number in a village."""
    head, spot = place(chance), chance.choice(SPOTS)
    roll = chance.random()
    if roll < 0.35:
        return f"{head}{spot}镇{chance.choice(SPOTS)}村{chance.choice(('三组', '5组', '十二组', '2组'))}{chance.randint(1, 199)}号"
    block, unit, flat = (
        chance.randint(1, 40),
        chance.randint(1, 4),
        f"{chance.randint(1, 30)}0{chance.randint(1, 4)}",
    )
    if roll < 0.45:
        return f"{head}{chance.choice(ESTATES)}{block}-{unit}-{flat}室"
    if roll < 0.7:
        return f"{head}{chance.choice(ESTATES)}{block}{chance.choice('栋幢')}{unit}单元{flat}室"
    if roll < 0.85:
        return f"{head}{spot}路{chance.randint(1, 300)}号{chance.choice(ESTATES)}{block}号楼{flat}室"
    return f"{head}{spot}街道{chance.choice(SPOTS)}社区{chance.choice(ESTATES)}{block}栋{flat}室"


def credit_code(chance: random.Random) -> str:
    """Eighteen characters of an organisation (GB 32100-2015), its organisation code checked too (GB 11714)."""
    organisation = "".join(chance.choices("0123456789", k=8))
    weights = (3, 7, 9, 10, 5, 8, 4, 2)
    rest = 11 - sum(int(c) * w for c, w in zip(organisation, weights, strict=True)) % 11
    organisation += {10: "X", 11: "0"}.get(rest, str(rest))
    body = (
        chance.choice(("91", "91", "92", "93", "11", "12", "51", "52"))
        + chance.choice(REGIONS)
        + "00"
        + organisation
    )
    total = sum(CODE.index(c) * pow(3, at, 31) for at, c in enumerate(body))
    return body + CODE[-total % 31]


def position(chance: random.Random) -> str:
    """A pair of coordinates, precise enough for a house."""
    east, north = f"{chance.uniform(98, 122):.6f}", f"{chance.uniform(22, 42):.6f}"
    degrees = f"东经{chance.randint(98, 121)}°{chance.randint(0, 59)}′{chance.randint(0, 59)}″，北纬{chance.randint(22, 41)}°{chance.randint(0, 59)}′{chance.randint(0, 59)}″"
    return chance.choice((f"东经{east}°，北纬{north}°", f"{east},{north}", f"E{east}°, N{north}°", degrees))


MAKERS: dict[str, Callable[[random.Random], str]] = {
    "person.resident_id": lambda chance: (resident_id if chance.random() < 0.9 else old_resident_id)(chance),
    "person.mobile": mobile,
    "person.landline": landline,
    "person.bank_card": bank_card,
    "person.passport": passport,
    "person.hongkong_macao_permit": hongkong_macao_permit,
    "person.taiwan_permit": taiwan_permit,
    "person.officer_id": officer_id,
    "person.licence_plate": licence_plate,
    "person.email": email,
    "person.home_address": home_address,
    "person.position": position,
    "organisation.credit_code": credit_code,
}
