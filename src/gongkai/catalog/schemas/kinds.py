"""The kinds of field: how a text is read into its one form, how it is shown, how it is masked. Pure.

Kept forms: numbers with decimals as text without grouping ("12.50" is "12.5"), days as YYYY-MM-DD, periods as YYYY, YYYY-MM or
begin/end, yes and no as true and false, whole numbers as numbers, everything else as text.
"""

from __future__ import annotations

import re
import unicodedata
from collections.abc import Callable
from dataclasses import dataclass
from datetime import date
from decimal import Decimal, InvalidOperation
from typing import TYPE_CHECKING, Any
from urllib.parse import urlsplit

from django.utils.translation import gettext as _

from gongkai.convert.tables.days import day
from gongkai.scan import checks
from gongkai.scan.masking import mask

if TYPE_CHECKING:
    from gongkai.catalog.schemas.model import Field

LONGEST = {"text": 300, "long_text": 5000}
_NUMBER = re.compile(r"[+-]?(?:\d{1,3}(?:,\d{3})+|\d+)(?:\.\d+)?|[+-]?\.\d+")
_SCALES = {"元": Decimal(1), "万元": Decimal(10_000), "亿元": Decimal(100_000_000)}
_YEAR = re.compile(r"(\d{4})\s*(?:年度?)?")
_MONTH = re.compile(r"(\d{4})\s*[-/.年]\s*(\d{1,2})\s*月?")
_TO = re.compile(r"\s*(?:至|到|~|～|—{1,2}|/(?=\d{4}-\d\d-\d\d|$))\s*")
_OPEN_END = {"", "长期", "今", "至今"}
_TELEPHONE = re.compile(r"[\d+()（）\-—、，,;；/ 转分机ext.]{5,80}")
_YES = {"是", "有", "yes", "y", "true", "1", "√", "对"}
_NO = {"否", "无", "no", "n", "false", "0", "×", "不"}
MOST_DIGITS = 18
MOST_PLACES = 6


class WrongValueError(ValueError):
    """A text that is not of its kind. `code` and `text` say why and what to write instead."""

    def __init__(self, code: str, text: str) -> None:
        super().__init__(code)
        self.code, self.text = code, text


@dataclass(frozen=True, slots=True)
class Kind:
    """How one kind of field is read, shown and masked. `detector`: whose style of masking is used."""

    label: str
    read: Callable[[str, Field], Any]
    show: Callable[[Any, Field], str]
    detector: str = "person.other"
    numeric: bool = False


def plain(text: str) -> str:
    """Wide digits and letters made narrow, as numbers and codes are compared."""
    return unicodedata.normalize("NFKC", text).strip()


def _text(text: str, field: Field) -> str:
    most = field.max_length or LONGEST.get(field.kind, 300)
    if len(text) > most:
        raise WrongValueError(
            "TOO-LONG", _("有%(have)d字，最多%(most)d字，请缩短。") % {"have": len(text), "most": most}
        )
    return text if field.kind == "long_text" else " ".join(text.split())


def _integer(text: str, field: Field) -> int:
    number = _decimal_of(text, field)
    if number != number.to_integral_value():
        raise WrongValueError("NOT-WHOLE", _("应当是整数，请去掉小数。"))
    return int(number)


def _decimal(text: str, field: Field) -> str:
    return written(_decimal_of(text, field))


def _decimal_of(text: str, field: Field) -> Decimal:
    bare = plain(text).replace(" ", "").removeprefix("¥").removeprefix("￥")
    scale = Decimal(1)
    for unit in sorted({*_SCALES, field.unit, "%"} - {""}, key=len, reverse=True):
        if bare.endswith(unit):
            bare = bare[: -len(unit)]
            scale = _scale(unit, field)
            break
    if not _NUMBER.fullmatch(bare):
        raise WrongValueError("NOT-A-NUMBER", _("“%(text)s”不是数字，请只写数字。") % {"text": text[:20]})
    try:
        number = Decimal(bare.replace(",", "")) * scale
    except InvalidOperation as error:
        raise WrongValueError(
            "NOT-A-NUMBER", _("“%(text)s”不是数字，请只写数字。") % {"text": text[:20]}
        ) from error
    exponent = number.normalize().as_tuple().exponent
    if abs(number) >= 10**MOST_DIGITS or (isinstance(exponent, int) and -exponent > MOST_PLACES):
        raise WrongValueError("NUMBER-RANGE", _("数字太大，或者小数超过6位，请核对单位。"))
    return number


def _scale(unit: str, field: Field) -> Decimal:
    """By how much a number with this unit is multiplied to stand in the unit of the field."""
    if unit == field.unit or (unit == "%" and field.kind == "percent"):
        return Decimal(1)
    if unit in _SCALES and field.unit in _SCALES:
        return _SCALES[unit] / _SCALES[field.unit]
    given = field.unit or _("没有单位")
    raise WrongValueError(
        "WRONG-UNIT", _("单位“%(unit)s”与这一栏（%(given)s）不同。") % {"unit": unit, "given": given}
    )


def written(number: Decimal) -> str:
    """The one way a number is kept: no exponent, no zeros at the end."""
    text = f"{number:f}"
    return text.rstrip("0").rstrip(".") or "0" if "." in text else text


def _day(text: str, field: Field) -> str:
    return day_of(text).isoformat()


def day_of(text: str) -> date:
    """A day in any usual writing (`convert.tables.days`). Raises WrongValueError."""
    found = day(text)
    if found is None or not 1900 <= found.year < 2200:
        raise WrongValueError(
            "NOT-A-DAY", _("“%(text)s”不是日期，请写成2026-03-02或者2026年3月2日。") % {"text": text[:20]}
        )
    return found


def _period(text: str, field: Field) -> str:
    bare = plain(text)
    if found := _YEAR.fullmatch(bare):
        return found[1]
    if (found := _MONTH.fullmatch(bare)) and 1 <= int(found[2]) <= 12:
        return f"{found[1]}-{int(found[2]):02d}"
    begin, *rest = _TO.split(bare, maxsplit=1)
    if not rest:
        raise WrongValueError("NOT-A-PERIOD", _("请写成2026年、2026年3月，或者2026-03-02至2027-03-01。"))
    start = day_of(begin)
    if rest[0] in _OPEN_END:
        return f"{start.isoformat()}/"
    end = day_of(rest[0])
    if end < start:
        raise WrongValueError("PERIOD-ORDER", _("止期早于起期，请核对。"))
    return f"{start.isoformat()}/{end.isoformat()}"


def _choice(text: str, field: Field) -> str:
    bare = plain(text)
    for choice in field.choices:
        if plain(choice) == bare:
            return choice
    offered = "、".join(field.choices[:12])
    raise WrongValueError(
        "NOT-A-CHOICE", _("“%(text)s”不在可选值中：%(offered)s。") % {"text": text[:20], "offered": offered}
    )


def _yes_no(text: str, field: Field) -> bool:
    bare = plain(text).lower()
    if bare in _YES or bare in _NO:
        return bare in _YES
    raise WrongValueError("NOT-YES-NO", _("请写“是”或者“否”。"))


def _code(text: str, field: Field) -> str:
    code = plain(text).replace(" ", "").upper()
    if checks.credit_code_check(code):
        return code
    raise WrongValueError("CODE-CHECK", _("统一社会信用代码不正确（18位，末位为校验码），请核对。"))


def _identity(text: str, field: Field) -> str:
    number = plain(text).replace(" ", "").upper()
    if checks.is_resident_id(number):
        return number
    raise WrongValueError("IDENTITY-CHECK", _("身份证件号码不正确（18位，末位为校验码），请核对。"))


def _link(text: str, field: Field) -> str:
    address = text.strip()
    try:
        parts = urlsplit(address)
        valid = parts.scheme in ("http", "https") and bool(parts.hostname) and len(address) <= 500
    except ValueError:
        valid = False
    if not valid or any(sign.isspace() or sign in "<>\"'" for sign in address):
        raise WrongValueError("NOT-A-LINK", _("网址须以http://或者https://开头。"))
    return address


def _telephone(text: str, field: Field) -> str:
    number = plain(text).replace("(", "（").replace(")", "）") if "（" in text else plain(text)
    if not _TELEPHONE.fullmatch(number) or sum(sign.isdigit() for sign in number) < 3:
        raise WrongValueError("NOT-A-TELEPHONE", _("电话号码只含数字、区号和分机，例如0999-7200101转12。"))
    return number


def _as_text(value: Any, field: Field) -> str:
    return str(value)


def _as_number(value: Any, field: Field) -> str:
    try:
        number = Decimal(str(value))
    except InvalidOperation:
        return str(value)
    unit = "%" if field.kind == "percent" else field.unit
    return f"{number:,f}{unit}"


def _as_day(value: Any, field: Field) -> str:
    try:
        day = date.fromisoformat(str(value))
    except ValueError:
        return str(value)
    return _("%(year)d年%(month)d月%(day)d日") % {"year": day.year, "month": day.month, "day": day.day}


def _as_period(value: Any, field: Field) -> str:
    text = str(value)
    begin, slash, end = text.partition("/")
    if slash:
        last = _as_day(end, field) if end else _("长期")
        return _("%(begin)s至%(end)s") % {"begin": _as_day(begin, field), "end": last}
    year, dash, month = text.partition("-")
    if not (year.isdecimal() and (month.isdecimal() or not dash)):
        return text
    if dash:
        return _("%(year)d年%(month)d月") % {"year": int(year), "month": int(month)}
    return _("%(year)d年") % {"year": int(year)}


def _as_yes_no(value: Any, field: Field) -> str:
    return {True: _("是"), False: _("否")}.get(value, str(value)) if isinstance(value, bool) else str(value)


KINDS: dict[str, Kind] = {
    "text": Kind("文字", _text, _as_text),
    "long_text": Kind("长文字", _text, _as_text),
    "integer": Kind("整数", _integer, _as_number, numeric=True),
    "decimal": Kind("小数", _decimal, _as_number, numeric=True),
    "money": Kind("金额", _decimal, _as_number, numeric=True),
    "percent": Kind("百分比", _decimal, _as_number, numeric=True),
    "date": Kind("日期", _day, _as_day),
    "period": Kind("年份、月份或者起止日期", _period, _as_period),
    "choice": Kind("选项", _choice, _as_text),
    "yes_no": Kind("是或者否", _yes_no, _as_yes_no),
    "code": Kind("统一社会信用代码", _code, _as_text, "person.resident_id"),
    "identity": Kind("身份证件号码", _identity, _as_text, "person.resident_id"),
    "person": Kind("姓名", _text, _as_text, "person.name"),
    "organisation": Kind("单位名称", _text, _as_text, "person.name"),
    "document_number": Kind("文号", _text, _as_text),
    "link": Kind("网址", _link, _as_text),
    "file": Kind("附件名称", _text, _as_text),
    "telephone": Kind("电话", _telephone, _as_text, "person.landline"),
    "address": Kind("地址", _text, _as_text, "person.home_address"),
}


def shown(value: Any, field: Field) -> str:
    """A kept value as people read it: with unit, grouping, Chinese dates; a value that is not of its kind as it was typed."""
    return "" if value is None or value == "" else KINDS[field.kind].show(value, field)


def typed(value: Any, field: Field) -> str:
    """A kept value as it stands in a form or a spreadsheet: read again it is the same value."""
    if value is None:
        return ""
    if isinstance(value, bool):
        return _as_yes_no(value, field)
    return str(value)


def masked(value: Any, field: Field) -> str:
    """What everybody may see of a value that is masked."""
    return mask(KINDS[field.kind].detector, str(value)) if value not in (None, "") else ""
