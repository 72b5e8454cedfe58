"""Strict reading of mappings that come from outside (JSON, YAML): nothing is guessed, every fault is collected.

A reading method that finds a fault records a `Reason` and hands back a placeholder of the right type; whoever reads
must raise when reasons were collected, so that a placeholder never becomes a fact.
"""

from __future__ import annotations

import difflib
import json
import math
import re
from collections.abc import Iterable, Mapping
from datetime import date
from decimal import Decimal

from gongkai.law.errors import LawInputError, Reason

_ISO_DAY = re.compile(r"[0-9]{4}-[0-9]{2}-[0-9]{2}")
_SHOWN = 40
_LONGEST_GUESS = 60
MOST_GUESSES = 20
NOWHERE = date.min


def shown(value: object) -> str:
    """A value as it may be quoted in a message: short, on one line, always encodable."""
    try:
        text = json.dumps(value, ensure_ascii=False, default=str)
    except (RecursionError, ValueError):  # nested beyond the limit, or a number of thousands of digits
        text = "（过长）"
    text = text.encode("utf-8", "backslashreplace").decode()
    return text if len(text) <= _SHOWN else text[:_SHOWN] + "…"


def parse_day(value: object) -> date:
    """Read YYYY-MM-DD exactly. Raises ValueError with a Chinese sentence for any other shape or a day that is not."""
    if type(value) is date:
        return value
    if not isinstance(value, str) or not _ISO_DAY.fullmatch(value):
        raise ValueError(f"日期应写作 YYYY-MM-DD，而不是 {shown(value)}")
    try:
        return date.fromisoformat(value)
    except ValueError:
        raise ValueError(f"日历上没有 {value} 这一天") from None


def nearest(word: str, known: Iterable[str]) -> str:
    """The closest known word as a Chinese hint, or nothing."""
    if len(word) > _LONGEST_GUESS:
        return ""
    found = difflib.get_close_matches(word, list(known), n=1, cutoff=0.6)
    return f"，是否想写 {found[0]}？" if found else ""


class Reading:
    """One mapping being read: typed getters that collect reasons, then `finish()` for the unknown fields."""

    def __init__(self, item: object, where: str, reasons: list[Reason]) -> None:
        self._where = where
        self._reasons = reasons
        self._seen: set[str] = set()
        self.is_mapping = isinstance(item, Mapping)
        self._item: dict[str, object] = (
            {str(k): v for k, v in item.items()} if isinstance(item, Mapping) else {}
        )
        if not self.is_mapping:
            self.fault("not_an_object", f"这里应是一个对象，而不是 {shown(item)}")

    def fault(self, code: str, text: str, key: str = "") -> None:
        """Record one reason at this place (or at one of its fields)."""
        where = ".".join(part for part in (self._where, key) if part)
        self._reasons.append(Reason(code, text, where))

    def raw(self, key: str) -> object:
        """The value as it came; None when missing."""
        self._seen.add(key)
        return self._item.get(key)

    def _required(self, key: str) -> object:
        value = self.raw(key)
        if value is None and self.is_mapping:
            self.fault("missing_field", f"缺少 {key}", key)
        return value

    def day(self, key: str) -> date:
        """A required date."""
        return self._day(key, self._required(key)) or NOWHERE

    def day_or_none(self, key: str) -> date | None:
        """A date that may be missing or null."""
        return self._day(key, self.raw(key))

    def _day(self, key: str, value: object) -> date | None:
        if value is None:
            return None
        try:
            return parse_day(value)
        except ValueError as error:
            self.fault("bad_date", str(error), key)
            return None

    def text(self, key: str, *, limit: int = 200) -> str:
        """A required, non-empty text of at most `limit` characters."""
        value = self._required(key)
        return "" if value is None else self._text(key, value, limit)

    def text_or_none(self, key: str, *, limit: int = 200) -> str | None:
        """A text that may be missing or null."""
        value = self.raw(key)
        return None if value is None else self._text(key, value, limit)

    def _text(self, key: str, value: object, limit: int) -> str:
        if not isinstance(value, str) or not value.strip() or len(value) > limit:
            self.fault("bad_text", f"{key} 应是不超过 {limit} 字的非空文字，而不是 {shown(value)}", key)
            return ""
        return value.strip()

    def choice(self, key: str, allowed: Iterable[str]) -> str:
        """A required word out of a list."""
        value = self._required(key)
        words = list(allowed)
        if value is None:
            return ""
        if not isinstance(value, str) or value not in words:
            hint = nearest(value, words) if isinstance(value, str) else ""
            listed = f"（可用：{'、'.join(words)}）" if len(words) <= 6 else ""
            self.fault("bad_choice", f"{key} 不能是 {shown(value)}{hint}{listed}", key)
            return ""
        return value

    def whole(self, key: str, low: int, high: int) -> int:
        """A required whole number within [low, high]."""
        value = self._required(key)
        return 0 if value is None else self._whole(key, value, low, high)

    def whole_or_none(self, key: str, low: int, high: int) -> int | None:
        """A whole number within [low, high] that may be missing or null."""
        value = self.raw(key)
        return None if value is None else self._whole(key, value, low, high)

    def _whole(self, key: str, value: object, low: int, high: int) -> int:
        if isinstance(value, bool) or not isinstance(value, int) or not low <= value <= high:
            self.fault("bad_number", f"{key} 应是 {low} 至 {high} 之间的整数，而不是 {shown(value)}", key)
            return 0
        return value

    def money(self, key: str) -> Decimal:
        """A required amount in yuan, above zero, at most two decimals."""
        value = self._required(key)
        if value is None:
            return Decimal(0)
        amount = finite_decimal(value)
        if amount is None or not 0 < amount <= 10**9 or amount != round(amount, 2):
            self.fault(
                "bad_amount", f"{key} 应是大于零的金额（元，至多两位小数），而不是 {shown(value)}", key
            )
            return Decimal(0)
        return amount

    def flag_or_none(self, key: str) -> bool | None:
        """true, false, or not said."""
        value = self.raw(key)
        if value is None or isinstance(value, bool):
            return value
        self.fault("bad_flag", f"{key} 应是 true 或 false，而不是 {shown(value)}", key)
        return None

    def finish(self) -> None:
        """Record every field that nobody asked for."""
        unknown = [key for key in self._item if key not in self._seen]
        for number, key in enumerate(unknown):
            hint = nearest(key, self._seen) if number < MOST_GUESSES else ""
            self.fault("unknown_field", f"没有 {shown(key)} 这个字段{hint}", key[:_SHOWN])


def finite_decimal(value: object) -> Decimal | None:
    """A number as an exact decimal; None for anything that is no finite number (bool, text, NaN, infinity)."""
    if isinstance(value, bool):
        return None
    if isinstance(value, int):
        return Decimal(value)
    if isinstance(value, float):
        return Decimal(str(value)) if math.isfinite(value) else None
    if isinstance(value, Decimal):
        return value if value.is_finite() else None
    return None


def raise_all(reasons: list[Reason]) -> None:
    """Raise LawInputError when anything was recorded."""
    if reasons:
        raise LawInputError(reasons)
