"""Holiday notices: what a State Council notice (or a regional one) says about single days."""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import dataclass
from datetime import date, timedelta

import yaml

from gongkai.law import datafiles
from gongkai.law.errors import Reason, refuse
from gongkai.law.reading import NOWHERE, Reading, parse_day, raise_all, shown

FIRST_YEAR, LAST_YEAR = 2008, 2100
_LONGEST_RANGE = 40
LARGEST_NOTICE = 256 * 1024
"""Bytes; a notice takes a few thousand."""


@dataclass(frozen=True, slots=True)
class Notice:
    """One notice. Days are keyed by date: a year's notice may hold days of December before it.

    `region` is empty for the State Council's own; a regional notice adds days but never makes a year covered.
    `replaces` names the document whose days this one sets aside altogether.
    """

    year: int
    document: str
    days_off: tuple[tuple[date, str], ...]
    extra_work: tuple[date, ...]
    source: str = ""
    region: str = ""
    replaces: str = ""

    def as_mapping(self) -> dict[str, object]:
        """The notice in the shape `parse_notice` reads."""
        out: dict[str, object] = {
            "year": self.year,
            "document": self.document,
            "days_off": [{"name": name, "days": [day.isoformat()]} for day, name in self.days_off],
            "extra_work": [day.isoformat() for day in self.extra_work],
        }
        extras = {"source": self.source, "region": self.region, "replaces": self.replaces}
        return out | {key: value for key, value in extras.items() if value}


class _PlainLoader(yaml.SafeLoader):
    """Safe YAML without aliases, which can unfold a small text into a huge one."""

    def compose_node(self, parent: yaml.Node | None, index: int) -> yaml.Node | None:
        if self.check_event(yaml.AliasEvent):
            raise yaml.YAMLError("不接受别名（*）")
        return super().compose_node(parent, index)


def read_notice_text(text: str, where: str = "") -> Notice:
    """Read a notice from JSON or YAML text. Raises LawInputError with every reason."""
    try:
        content: object = yaml.load(text, Loader=_PlainLoader)  # noqa: S506 - a safe loader
    except (yaml.YAMLError, ValueError, RecursionError) as error:
        first = str(error).splitlines()[0] if str(error) else type(error).__name__
        raise refuse("bad_yaml", f"不是正确的 YAML 或 JSON：{first}", where) from None
    return parse_notice(content)


def parse_notice(mapping: object) -> Notice:
    """Read a notice from JSON or YAML content.

    Keys: `year`, `document`, `days_off` (dates, "a..b" ranges, or {name, days}), `extra_work`; optional `source`,
    `region`, `replaces`, `note`. Raises LawInputError with every reason.
    """
    reasons: list[Reason] = []
    reading = Reading(mapping, "", reasons)
    year = reading.whole("year", FIRST_YEAR, LAST_YEAR)
    document = reading.text("document")
    off = _days_off(reading)
    work = tuple(sorted(day for day, _ in _days(reading, "extra_work", reading.raw("extra_work"), "")))
    source, region = reading.text_or_none("source", limit=500), reading.text_or_none("region")
    replaces = reading.text_or_none("replaces")
    reading.text_or_none("note", limit=2000)
    reading.finish()
    if not reasons:
        _consistent(reading, year, off, work)
    raise_all(reasons)
    return Notice(year, document, off, work, source or "", region or "", replaces or "")


def _days_off(reading: Reading) -> tuple[tuple[date, str], ...]:
    value = reading.raw("days_off")
    found: list[tuple[date, str]] = []
    for number, item in enumerate(value if isinstance(value, list) else []):
        where = f"days_off[{number}]"
        if isinstance(item, dict):
            found += _named_days(reading, item, where)
        else:
            found += _days(reading, where, [item], "")
    if not isinstance(value, list) or not value:
        reading.fault("bad_days", "days_off 应是日期的列表，且不能为空", "days_off")
    return tuple(sorted(found))


def _named_days(reading: Reading, item: dict[object, object], where: str) -> list[tuple[date, str]]:
    for key in item:
        if key not in ("name", "days"):
            reading.fault("unknown_field", f"没有 {shown(key)} 这个字段", where)
    name = item.get("name", "")
    if not isinstance(name, str):
        reading.fault("bad_text", f"假日名称应是文字，而不是 {shown(name)}", where)
        name = ""
    days = item.get("days")
    return _days(reading, where, days if isinstance(days, list) else [days], name)


def _days(reading: Reading, where: str, value: object, name: str) -> list[tuple[date, str]]:
    if value is None:
        return []
    if not isinstance(value, list):
        reading.fault("bad_days", f"{where} 应是日期的列表，而不是 {shown(value)}", where)
        return []
    found: list[tuple[date, str]] = []
    for item in value:
        try:
            found += [(day, name) for day in _span(item)]
        except ValueError as error:
            reading.fault("bad_date", str(error), where)
    return found


def _span(item: object) -> Iterator[date]:
    first, dots, last = item.partition("..") if isinstance(item, str) else ("", "", "")
    start = parse_day(first.strip() if dots else item)
    end = parse_day(last.strip()) if dots else start
    if not 0 <= (end - start).days <= _LONGEST_RANGE:
        raise ValueError(f"日期范围 {shown(item)} 首尾颠倒或者过长")
    return (start + timedelta(days=n) for n in range((end - start).days + 1))


def _consistent(
    reading: Reading, year: int, off: tuple[tuple[date, str], ...], work: tuple[date, ...]
) -> None:
    """A day stands once, is off or worked, and belongs to the year, to December before it or January after it."""
    seen: set[date] = set()
    for day in [*(day for day, _ in off), *work]:
        if day in seen:
            reading.fault("day_twice", f"{day} 出现了两次（一天只能写一次，或放假，或上班）")
        seen.add(day)
        if (
            not date(max(year - 1, FIRST_YEAR), 12, 1)
            <= day
            <= (date(year + 1, 1, 31) if year < LAST_YEAR else day)
        ):
            reading.fault("day_outside_year", f"{day} 不属于{year}年的放假安排")


def bundled() -> tuple[Notice, ...]:
    """The notices that come with the package, oldest first."""
    return tuple(parse_notice(_plain(path)) for path in datafiles.names("notices"))


def _plain(path: str) -> dict[object, object]:
    table = datafiles.read(path)
    return {key: table.get(key) for key in table.keys()}  # noqa: SIM118 (a Table, not a dict)


__all__ = ["FIRST_YEAR", "LAST_YEAR", "NOWHERE", "Notice", "bundled", "parse_notice"]
