"""The values of a form from outside: which cells exist, what is a number; blank is kept apart from zero."""

from __future__ import annotations

from collections.abc import Mapping
from decimal import Decimal

from gongkai.law.errors import Reason, refuse
from gongkai.law.forms.model import Form, Number, Values
from gongkai.law.reading import MOST_GUESSES, finite_decimal, nearest, raise_all, shown

LARGEST = 10**12
_MOST_DECIMALS = 20


def read_values(form: Form, values: object, where: str = "values") -> dict[str, Number | None]:
    """The values by cell id; whole numbers as int, others as Decimal, blank as None.

    Raises LawInputError naming every cell that does not exist or holds no number. Negative numbers and fractions are numbers:
    the form's own checks speak about them (R7).
    """
    reasons: list[Reason] = []
    read: dict[str, Number | None] = {}
    if not isinstance(values, Mapping):
        raise refuse("not_an_object", f"{where} 应是单元格编号到数字的对象，而不是 {shown(values)}", where)
    for key, value in values.items():
        place = f"{where}.{key}"
        if key not in form.cells:
            hint = nearest(str(key), form.cells) if len(reasons) < MOST_GUESSES else ""
            reasons.append(Reason("unknown_cell", f"表中没有单元格 {shown(key)}{hint}", place[:80]))
        elif value is None:
            read[key] = None
        else:
            _read_number(form, key, value, place, read, reasons)
    raise_all(reasons)
    return read


def _read_number(
    form: Form, key: str, value: object, place: str, read: dict[str, Number | None], reasons: list[Reason]
) -> None:
    number = finite_decimal(value)
    label = form.cells[key].label
    if number is None:
        reasons.append(
            Reason("not_a_number", f"单元格 {key}（{label}）应填数字，而不是 {shown(value)}", place)
        )
    elif abs(number) > LARGEST:
        reasons.append(
            Reason("number_too_large", f"单元格 {key}（{label}）的数字大得不可能：{shown(value)}", place)
        )
    elif len(number.as_tuple().digits) - 1 - number.adjusted() > _MOST_DECIMALS:
        reasons.append(Reason("too_many_decimals", f"单元格 {key}（{label}）的小数位过多", place))
    else:
        read[key] = int(number) if number == number.to_integral_value() else number


def plain(number: Number) -> str:
    """A number as it is read: no exponent, no trailing zeros."""
    return str(number) if isinstance(number, int) else f"{Decimal(number).normalize():f}"


def complete(form: Form, values: Values) -> dict[str, Number]:
    """Every cell with a number: blanks are 0, blank totals are computed from their parts.

    A total that two formulas define (the grand total of table three) follows the first of them any part of which is given.
    """
    ways: dict[str, list[tuple[str, ...]]] = {}
    for total in form.sums:
        ways.setdefault(total.total, []).append(total.parts)
    full: dict[str, Number] = {}

    def fill(cell: str) -> Number:
        if cell not in full:
            given = values.get(cell)
            full[cell] = computed(ways.get(cell, [])) if given is None else given
        return full[cell]

    def computed(choices: list[tuple[str, ...]]) -> Number:
        for parts in choices:
            if parts is choices[-1] or any(values.get(part) is not None for part in parts):
                return sum(fill(part) for part in parts)
        return 0

    return {cell: fill(cell) for cell in form.cells}


def known(form: Form, values: Values) -> frozenset[str]:
    """The cells that are stated, and the totals every part of which is: what can be relied on when a blank is not 0."""
    found = {cell for cell, value in values.items() if value is not None}
    pending = [total for total in form.sums if total.total not in found]
    while True:
        new = {total.total for total in pending if found.issuperset(total.parts)}
        if not new:
            return frozenset(found)
        found |= new
        pending = [total for total in pending if total.total not in found]
