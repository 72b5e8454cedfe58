"""Numbers of people: resident identity, mobile and landline telephone, bank card and account."""

from __future__ import annotations

from collections.abc import Callable, Iterator
from dataclasses import dataclass

from gongkai.scan import checks
from gongkai.scan.context import Context
from gongkai.scan.hits import Hit
from gongkai.scan.model import Severity
from gongkai.scan.runs import Group, Run, runs

_LENGTHS = frozenset((7, 8, 9, *range(10, 22)))
_LONGEST = 21
_UNITS = "元万亿吨米公千克斤亩册件份个台套度瓦株升℃%％‰"
_PHONES = frozenset(("mobile", "phone", "phone_home", "phone_office"))
_ACCOUNTS = frozenset(("card", "account"))
_AGAINST = frozenset(("serial", "amount", "organisation"))
_MOBILE_GROUPS = frozenset(
    ((3, 4, 4), (3, 3, 5), (4, 3, 4), (3, 8), (7, 4), (3, 4, 2, 2), (5, 6), (4, 4, 3), (5, 3, 3))
)
_TELEPHONE_PARTS = 3


@dataclass(frozen=True, slots=True)
class Number:
    """Whole groups of digits read as one number. `role`: what the text says it is; `plain`: one group; `tied`: grown
    together with letters or other digits on a side, as serial numbers and decimals are."""

    digits: str
    groups: tuple[Group, ...]
    start: int
    end: int
    role: str
    tied: bool
    unit: str

    @property
    def shape(self) -> tuple[int, ...]:
        """How many digits each group has."""
        return tuple(len(group.digits) for group in self.groups)

    @property
    def gaps(self) -> frozenset[str]:
        """What parts the groups."""
        return frozenset(group.gap for group in self.groups[1:])

    @property
    def single(self) -> bool:
        """Each digit stands alone, as in the boxes of a form."""
        return len(self.groups) == len(self.digits)


def find(context: Context) -> Iterator[Hit]:
    """Every number that is somebody's."""
    for run in runs(context.text):
        for number in _numbers(context, run):
            for detect in _BY_LENGTH.get(len(number.digits), ()):
                hit = detect(context, number)
                if hit:
                    yield hit


def _numbers(context: Context, run: Run) -> Iterator[Number]:
    groups = run.groups
    for first in range(len(groups)):
        length = 0
        for last in range(first, len(groups)):
            length += len(groups[last].digits)
            if length > _LONGEST:
                break
            if length in _LENGTHS:
                yield _number(context, run, first, last)


def _number(context: Context, run: Run, first: int, last: int) -> Number:
    text, groups = context.text, run.groups[first : last + 1]
    digits = "".join(group.digits for group in groups)
    start, end = groups[0].at[0], groups[-1].at[-1] + 1
    closing = last + 1 == len(run.groups)
    if closing and run.check >= 0 and len(digits) == 17:
        digits, end = f"{digits}X", run.check + 1
    before = text[start - 1 : start]
    after = text[end : end + 1]
    tied = (
        (first > 0 and run.groups[first].gap in ("dot", "dash"))
        or (not closing and run.groups[last + 1].gap in ("dot", "dash"))
        or (before.isascii() and before.isalnum())
        or (after.isascii() and after.isalnum())
    )
    return Number(digits, groups, start, end, context.role(start), tied, after)


def _hit(detector: str, severity: Severity, confidence: float, number: Number, why: str, weight: int) -> Hit:
    return Hit(detector, severity, confidence, number.start, number.end, why, weight, number.digits)


def _resident_id(context: Context, number: Number) -> Hit | None:
    digits = number.digits
    labelled = number.role == "resident_id"
    region, birth = checks.is_region(digits), checks.is_birth(digits[6:14], context.as_of)
    check = checks.resident_id_check(digits)
    if region and birth and check:
        return _hit(
            "person.resident_id",
            Severity.SERIOUS,
            0.99,
            number,
            "18位，行政区划与出生日期有效，校验码相符",
            9,
        )
    if not labelled or not digits[:17].isdecimal():
        return None
    wrong = [
        name for name, good in (("行政区划", region), ("出生日期", birth), ("校验码", check)) if not good
    ]
    return _hit(
        "person.resident_id",
        Severity.WARNING,
        0.6,
        number,
        f"写明是身份证号码，但{'、'.join(wrong)}不符，可能有误写",
        4,
    )


def _old_resident_id(context: Context, number: Number) -> Hit | None:
    digits = number.digits
    if not (checks.is_region(digits) and checks.is_birth(f"19{digits[6:12]}", context.as_of)):
        return None
    if number.role == "resident_id":
        return _hit(
            "person.resident_id",
            Severity.SERIOUS,
            0.95,
            number,
            "写明是身份证号码，15位，行政区划与出生日期有效",
            6,
        )
    if number.tied or number.role or len(number.groups) > 1:
        return None
    return _hit(
        "person.resident_id", Severity.WARNING, 0.6, number, "15位，行政区划与出生日期有效，没有校验码", 3
    )


def _mobile(context: Context, number: Number) -> Hit | None:
    digits = number.digits
    if not checks.is_mobile(digits) or number.role in _AGAINST or number.unit in tuple(_UNITS):
        return None
    labelled = number.role in _PHONES
    apart = len(number.groups) > 1 and not (
        number.single or (number.shape in _MOBILE_GROUPS and not number.gaps & {"tab", "line", "bracket"})
    )
    if (apart or number.tied) and not labelled:
        return None
    if labelled:
        return _hit("person.mobile", Severity.SERIOUS, 0.98, number, "写明是电话，11位，号段已分配", 5)
    return _hit("person.mobile", Severity.SERIOUS, 0.9, number, "11位，号段已分配", 4)


def _bank_card(context: Context, number: Number) -> Hit | None:
    digits = number.digits
    if not digits.isdecimal() or number.role in _AGAINST:
        return None
    labelled = number.role in _ACCOUNTS
    issued, check = checks.is_issued(digits), checks.luhn(digits)
    if len(number.groups) > 1 and not labelled and not (number.single or set(number.shape[:-1]) == {4}):
        return None
    if issued and check and (labelled or not number.tied):
        why = "发卡机构号段有效，校验位相符"
        return _hit(
            "person.bank_card",
            Severity.SERIOUS,
            0.97 if labelled else 0.93,
            number,
            f"{len(digits)}位，{why}",
            7,
        )
    if labelled and check:
        return _hit(
            "person.bank_card", Severity.SERIOUS, 0.9, number, f"写明是账号，{len(digits)}位，校验位相符", 5
        )
    return None


_BY_LENGTH: dict[int, tuple[Callable[[Context, Number], Hit | None], ...]] = {
    11: (_mobile,),
    15: (_old_resident_id,),
    16: (_bank_card,),
    17: (_bank_card,),
    18: (_resident_id, _bank_card),
    19: (_bank_card,),
}
