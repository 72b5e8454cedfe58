"""Numbers of people: resident identity, mobile and landline telephone, bank card and account."""

from __future__ import annotations

import re
from collections.abc import Callable, Iterator, Sequence
from dataclasses import dataclass

from gongkai.scan import checks
from gongkai.scan.accounts import belongs_to_organisation
from gongkai.scan.context import AGAINST, Context
from gongkai.scan.hits import Hit
from gongkai.scan.model import Severity
from gongkai.scan.runs import Group, Run, runs

_LONGEST, _SHORTEST, _MOST_GROUPS = 21, 7, 9
_BEFORE_CHECK, _GROWN_TOGETHER = 17, 29
_UNITS = frozenset("元万亿吨米公千克斤亩册件份个台套度瓦株升℃%％‰年月")
_PHONES = frozenset(("mobile", "phone", "phone_home", "phone_office"))
_ACCOUNTS = frozenset(("card", "account"))
_MOBILE_SHAPES = frozenset(
    ((11,), (3, 4, 4), (3, 3, 5), (4, 3, 4), (3, 8), (7, 4), (3, 4, 2, 2), (5, 6), (4, 4, 3), (5, 3, 3))
)
_CARD_SHAPES = frozenset(
    ((6, 13), (6, 10), (6, 12), (6, 6, 4), (6, 4, 6), (6, 6, 7), (6, 8, 4), (6, 8, 5), (6, 8, 2))
)
_LOCAL_SHAPES = frozenset(((7,), (8,), (4, 4), (3, 4), (4, 3)))
_CLOSE_GAPS = frozenset(("blank", "dash", "dot", "mixed", "bracket", ""))
_SPLIT = 4
_COUNTRY = re.compile(r"(?:0{2})?86")
_GROWN = re.compile(r".?[A-Za-z]|[A-Za-z0-9][\-_#]|[A-Za-z]/", re.DOTALL)
_ADDRESS_OF_PAGE = re.compile(r"(?:://|www\.)[!-~]*$")
_REACH_OF_PAGE = 160
_DISABILITY = re.compile(r"[1-7][1-4]")


@dataclass(slots=True)
class Number:
    """Whole groups of digits of a run, from `first` to `last`, read as one number."""

    context: Context
    run: Run
    first: int
    last: int
    digits: str
    _role: str | None = None

    @property
    def groups(self) -> tuple[Group, ...]:
        """The groups it is made of."""
        return self.run.groups[self.first : self.last + 1]

    @property
    def start(self) -> int:
        """Where it begins in the text."""
        return self.groups[0].at[0]

    @property
    def end(self) -> int:
        """Where it ends in the text."""
        return self.run.check + 1 if self.digits[-1] == "X" else self.groups[-1].at[-1] + 1

    @property
    def role(self) -> str:
        """What the text says it is."""
        if self._role is None:
            self._role = self.context.role(self.start)
        return self._role

    @property
    def shape(self) -> tuple[int, ...]:
        """How many digits each group has."""
        return tuple(len(group.digits) for group in self.groups)

    @property
    def gaps(self) -> frozenset[str]:
        """What parts the groups."""
        return frozenset(group.gap for group in self.groups[1:])

    @property
    def boxed(self) -> bool:
        """Each digit stands alone, as in the boxes of a form."""
        return len(self.groups) >= len(self.digits) - 1

    @property
    def tied(self) -> bool:
        """Grown together with letters or other digits, as serial numbers, decimals and addresses of pages are."""
        text, groups = self.context.text, self.run.groups
        if self.first and groups[self.first].gap in ("dot", "dash"):
            return True
        if self.last + 1 < len(groups) and groups[self.last + 1].gap in ("dot", "dash"):
            return True
        before, after = text[max(0, self.start - 2) : self.start], text[self.end : self.end + 1]
        if _GROWN.fullmatch(before) or (after.isascii() and after.isalpha()) or after == "@":
            return True
        return before[-1:] in ("/", "=", "_", "&", ".") and bool(
            _ADDRESS_OF_PAGE.search(text[max(0, self.start - _REACH_OF_PAGE) : self.start])
        )

    @property
    def continued(self) -> bool:
        """Groups that go on before or behind it, set apart as its own are: a part of something longer."""
        groups = self.run.groups
        before = self.first > 0 and groups[self.first].gap in self.gaps
        return before or (self.last + 1 < len(groups) and groups[self.last + 1].gap in self.gaps)

    @property
    def counted(self) -> bool:
        """A unit stands behind it, or a currency before it: an amount."""
        text = self.context.text
        return text[self.end : self.end + 1] in _UNITS or text[self.start - 1 : self.start] in (
            "¥",
            "￥",
            "$",
        )

    def hit(
        self, detector: str, severity: Severity, confidence: float, why: str, weight: int, value: str = ""
    ) -> Hit:
        """A claim on it; `value` when its digits hold more than the number itself, such as a code of the country."""
        return Hit(
            f"person.{detector}",
            severity,
            confidence,
            self.start,
            self.end,
            why,
            weight,
            value or self.digits,
        )


def find(context: Context) -> Iterator[Hit]:
    """Every number that is somebody's."""
    for run in runs(context.text):
        for number in _numbers(context, run):
            for detect in _DETECTORS[len(number.digits)]:
                hit = detect(number)
                if hit:
                    yield hit


def _numbers(context: Context, run: Run) -> Iterator[Number]:
    for first, last in _stretches(run.groups):
        digits = "".join([group.digits for group in run.groups[first : last + 1]])
        if len(digits) == _BEFORE_CHECK and run.check >= 0 and last + 1 == len(run.groups):
            digits += "X"
        plausible = _PLAUSIBLE.get(len(digits))
        if plausible and plausible(digits):
            yield Number(context, run, first, last, digits)
    if any(len(group.digits) == _GROWN_TOGETHER for group in run.groups):
        yield from _grown_together(context, run)


def _stretches(groups: Sequence[Group]) -> Iterator[tuple[int, int]]:
    """First and last of groups that may be one number: a row of single digits as a whole, otherwise any few of them."""
    if len(groups) == 1:
        yield 0, 0
        return
    boxed_to = -1
    for first, group in enumerate(groups):
        if len(group.digits) > 1:
            length = 0
            for last in range(first, min(first + _MOST_GROUPS, len(groups))):
                length += len(groups[last].digits)
                gap = groups[last].gap if last > first else ""
                apart = (
                    gap == "comma"
                    or (gap == "dot" and last - first >= _SPLIT)
                    or (last > first + 1 and (gap == "tab") != (groups[last - 1].gap == "tab"))
                )
                if length > _LONGEST or apart:
                    break
                if length >= _SHORTEST:
                    yield first, last
        elif first > boxed_to:
            boxed_to = _boxed(groups, first, groups[min(first + 1, len(groups) - 1)].gap)
            yield first, boxed_to
            further = _boxed(groups, first, "blank", "tab")
            if further > boxed_to:
                boxed_to = further
                yield first, boxed_to


def _boxed(groups: Sequence[Group], first: int, *gaps: str) -> int:
    """The last of the single digits from `first` on that such gaps part."""
    last = first
    while last + 1 < len(groups) and len(groups[last + 1].digits) == 1 and groups[last + 1].gap in gaps:
        last += 1
    return last


def _grown_together(context: Context, run: Run) -> Iterator[Number]:
    """An identity number and a mobile number without anything between them."""
    for group in run.groups:
        for cut, identity in ((18, slice(0, 18)), (11, slice(11, 29))):
            if len(group.digits) == _GROWN_TOGETHER and _is_resident_id(context, group.digits[identity]):
                parts = (
                    Group(group.digits[:cut], group.at[:cut], ""),
                    Group(group.digits[cut:], group.at[cut:], ""),
                )
                for at, part in enumerate(parts):
                    yield Number(context, Run(parts, -1), at, at, part.digits)


def _is_resident_id(context: Context, digits: str) -> bool:
    known = checks.is_region(digits) and checks.is_birth(digits[6:14], context.as_of)
    return known and checks.resident_id_check(digits[:18])


def _resident_id(number: Number) -> Hit | None:
    digits = number.digits
    region = checks.is_region(digits)
    birth = checks.is_birth(digits[6:14], number.context.as_of)
    check = checks.resident_id_check(digits)
    if region and birth and check:
        why = "18位，行政区划与出生日期有效，校验码相符"
        return number.hit("resident_id", Severity.SERIOUS, 0.99, why, 9)
    if not number.gaps <= _CLOSE_GAPS or number.role != "resident_id":
        return None
    parts = (("行政区划", region), ("出生日期", birth), ("校验码", check))
    wrong = "、".join(name for name, good in parts if not good)
    return number.hit("resident_id", Severity.WARNING, 0.6, f"写明是身份证号码，但{wrong}不符，可能有误写", 4)


def _old_resident_id(number: Number) -> Hit | None:
    digits = number.digits
    if not (checks.is_region(digits) and checks.is_birth(f"19{digits[6:12]}", number.context.as_of)):
        return None
    checked = "15位，行政区划与出生日期有效"
    if number.role == "resident_id":
        return number.hit("resident_id", Severity.SERIOUS, 0.95, f"写明是身份证号码，{checked}", 6)
    whole = number.boxed or number.shape in ((15,), (6, 6, 3), (3, 3, 3, 3, 3))
    if not whole or number.tied or number.role or number.counted or (number.continued and not number.boxed):
        return None
    return number.hit("resident_id", Severity.WARNING, 0.6, f"{checked}，没有校验码可核对", 3)


def _disability_id(number: Number) -> Hit | None:
    digits = number.digits
    if not (_is_resident_id(number.context, digits) and _DISABILITY.fullmatch(digits[18:])):
        return None
    why = "20位残疾人证号码，前18位是身份证号码，校验码相符"
    return number.hit("resident_id", Severity.SERIOUS, 0.99, why, 9)


def _mobile(number: Number) -> Hit | None:
    if not checks.is_mobile(number.digits) or number.role in AGAINST or number.counted:
        return None
    if number.role in _PHONES and (number.boxed or "tab" not in number.gaps):
        return number.hit("mobile", Severity.SERIOUS, 0.98, "写明是电话，11位，号段已分配", 5)
    near = not number.gaps & {"tab", "line", "bracket"} and not number.continued
    if number.tied or not (number.boxed or (number.shape in _MOBILE_SHAPES and near)):
        return None
    return number.hit("mobile", Severity.SERIOUS, 0.9, "11位，号段已分配", 4)


def _mobile_abroad(number: Number) -> Hit | None:
    """With the country code, 86138…, or with a zero for long distance, 0138…."""
    digits = number.digits
    if not checks.is_mobile(digits[-11:]) or number.role in AGAINST or number.counted:
        return None
    sure = number.role in _PHONES or number.context.text[number.start - 1 : number.start] in ("+", "＋")
    prefix = digits[:-11]
    if prefix == "0":
        severity = Severity.SERIOUS if sure else Severity.WARNING
        if number.tied or len(number.groups) > _SPLIT or not number.gaps <= {"blank", "dash"}:
            return None
        return number.hit("mobile", severity, 0.8, "手机号码前加0，号段已分配", 4, digits[-11:])
    if not _COUNTRY.fullmatch(prefix) or not (sure or number.groups[0].digits == prefix):
        return None
    return number.hit("mobile", Severity.SERIOUS, 0.95, "带国家代码86，11位，号段已分配", 5, digits[-11:])


def _landline(number: Number) -> Hit | None:
    digits = number.digits
    if digits.startswith("86") and number.context.text[number.start - 1 : number.start] in ("+", "＋"):
        digits = f"0{digits[2:]}"
    area = checks.area_code(digits) if digits.startswith("0") else 0
    if not area or number.role in AGAINST or number.counted or not number.gaps <= _CLOSE_GAPS:
        return None
    if len(number.groups) > 1 and not number.boxed and sum(number.shape[:2]) < area:
        return None
    labelled = number.role in _PHONES
    extension = (
        number.last + 1 < len(number.run.groups)
        and number.context.text[number.start - 1 : number.start] not in ".-"
    )
    if not labelled and number.tied and not extension:
        return None
    return _telephone(
        number, digits, f"区号0{digits[1:area]}有效", 0.9 if labelled or len(number.groups) > 1 else 0.6
    )


def _local_landline(number: Number) -> Hit | None:
    if number.run.groups[number.first].gap in _CLOSE_GAPS - {""}:
        return None
    if number.shape not in _LOCAL_SHAPES or not number.gaps <= {"blank", "dash"}:
        return None
    if number.role not in _PHONES or number.role == "mobile" or number.counted:
        return None
    return _telephone(number, number.digits, f"写明是电话，{len(number.digits)}位", 0.7)


def _telephone(number: Number, digits: str, why: str, confidence: float) -> Hit:
    severity, weight = Severity.WARNING, 3
    if number.role == "phone_home":
        severity, weight, why = Severity.SERIOUS, 4, f"写明是住宅、个人电话，{why}"
    elif number.role == "phone_office":
        severity, weight, why = Severity.INFORMATION, 4, f"写明是办公、咨询电话，{why}"
    return number.hit("landline", severity, confidence, why, weight, digits)


def _bank_card(number: Number) -> Hit | None:
    digits = number.digits
    if not digits.isdecimal() or not checks.luhn(digits):
        return None
    issued = checks.is_issued(digits)
    if not issued and digits[0] not in "456" and number.role != "card":
        return None
    if number.role in AGAINST or number.counted:
        return None
    labelled = number.role in _ACCOUNTS
    if number.role in ("resident_id", "passport") or ("tab" in number.gaps and not number.boxed):
        return None
    whole = (
        len(number.groups) == 1
        or number.boxed
        or set(number.shape[:-1]) == {4}
        or number.shape in _CARD_SHAPES
    )
    if not labelled and (
        number.tied
        or not whole
        or (number.continued and not number.boxed)
        or number.gaps & {"line", "bracket"}
    ):
        return None
    if issued and number.role == "account" and belongs_to_organisation(number.context, number.start):
        return number.hit("bank_card", Severity.INFORMATION, 0.4, "写明是单位的账号", 7)
    if issued:
        why = f"{len(digits)}位，发卡机构号段有效，校验位相符"
        return number.hit("bank_card", Severity.SERIOUS, 0.97 if labelled else 0.93, why, 7)
    if number.role == "card":
        return number.hit(
            "bank_card", Severity.SERIOUS, 0.9, f"写明是银行卡号，{len(digits)}位，校验位相符", 5
        )
    if number.role or len(number.groups) > 1:
        return None
    return number.hit(
        "bank_card", Severity.INFORMATION, 0.3, f"{len(digits)}位，校验位相符，但不是境内发卡机构的号段", 2
    )


def _like_card(digits: str) -> bool:
    return digits[0] in "123456789" and digits.isdecimal() and checks.luhn(digits)


_PLAUSIBLE: dict[int, Callable[[str], bool]] = {
    7: lambda digits: digits[0] in "2345678",
    8: lambda digits: digits[0] in "2345678",
    10: lambda digits: digits[0] == "0",
    11: lambda digits: digits[0] == "0" or checks.is_mobile(digits),
    12: lambda digits: digits[0] == "0" or digits[:2] == "86",
    13: lambda digits: digits[:2] == "86",
    15: lambda digits: digits[8] in "01" or digits[:4] == "0086",
    16: _like_card,
    17: _like_card,
    18: lambda digits: digits[6:8] in ("18", "19", "20") or _like_card(digits),
    19: _like_card,
    20: lambda digits: digits[6:8] in ("18", "19", "20"),
}
"""Whether it is worth while to ask what the text says about a number of so many digits."""
_Detect = Callable[[Number], Hit | None]
_DETECTORS: dict[int, tuple[_Detect, ...]] = {
    7: (_local_landline,),
    8: (_local_landline,),
    10: (_landline,),
    11: (_mobile, _landline),
    12: (_landline, _mobile_abroad),
    13: (_mobile_abroad, _landline),
    15: (_old_resident_id, _mobile_abroad),
    16: (_bank_card,),
    17: (_bank_card,),
    18: (_resident_id, _bank_card),
    19: (_bank_card,),
    20: (_disability_id,),
}
