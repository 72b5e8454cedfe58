"""A declaration out of the plain content of its file, strictly: every key known, every reference right, all errors at once. Pure."""

from __future__ import annotations

import re
from collections.abc import Mapping
from typing import Any

from gongkai.catalog.schemas.kinds import KINDS
from gongkai.catalog.schemas.model import (
    ROWS,
    Chart,
    Field,
    Publicity,
    Schema,
    Table,
    Total,
)
from gongkai.law import catalogue

NAME = re.compile(r"[a-z][a-z0-9_]{0,39}")
TEXTS = (
    "slug",
    "label",
    "form",
    "statutory_item",
    "article",
    "basis",
    "mark",
    "column_type",
    "title",
    "summary",
)
NEEDED = ("slug", "label", "form", "statutory_item", "article", "basis", "mark", "fields")
OF_LIST = ("min_rows", "key", "sums")
KEYS = {*TEXTS, *OF_LIST, "fields", "tables", "shown_for", "chart"}
FIELD_TEXTS = ("name", "label", "kind", "unit", "help", "public")
FIELD_FLAGS = ("required", "in_list", "searchable")
FIELD_KEYS = {*FIELD_TEXTS, *FIELD_FLAGS, "choices", "masked_when", "max_length"}
TABLE_KEYS = {"name", "label", "fields", *OF_LIST}
MARKS = ("V", "M", "I")
MOST_FIELDS = 60
MOST_MONTHS = 1200
NUMERIC = ("integer", "decimal", "money", "percent")


class Reader:
    """Reads mappings and notes what is wrong, each time with the place."""

    def __init__(self) -> None:
        self.errors: list[str] = []

    def wrong(self, where: str, text: str) -> None:
        """Note one error."""
        self.errors.append(f"{where}：{text}" if where else text)

    def mapping(self, value: Any, where: str, known: set[str]) -> dict[str, Any]:
        """A mapping of known keys; empty when it is something else."""
        if not isinstance(value, dict):
            self.wrong(where, "应当是“名称: 值”的形式。")
            return {}
        for key in value:
            if key not in known:
                self.wrong(where, f"不认识的项“{key}”，可用：{'、'.join(sorted(known))}。")
        return {str(key): one for key, one in value.items()}

    def text(self, source: Mapping[str, Any], key: str, where: str) -> str:
        """A text; empty when absent."""
        value = source.get(key, "")
        if not isinstance(value, str):
            self.wrong(where, f"“{key}”应当是文字。")
            return ""
        return value.strip()

    def flag(self, source: Mapping[str, Any], key: str, where: str) -> bool:
        """true or false."""
        value = source.get(key, False)
        if not isinstance(value, bool):
            self.wrong(where, f"“{key}”应当是 true 或者 false。")
        return value is True

    def number(self, source: Mapping[str, Any], key: str, where: str, most: int) -> int:
        """A whole number from 0 to `most`."""
        value = source.get(key, 0)
        if isinstance(value, bool) or not isinstance(value, int) or not 0 <= value <= most:
            self.wrong(where, f"“{key}”应当是0到{most}的整数。")
            return 0
        return value

    def texts(self, source: Mapping[str, Any], key: str, where: str) -> tuple[str, ...]:
        """A list of texts; one text counts as a list of one."""
        value = source.get(key, [])
        listed = [value] if isinstance(value, str) else value
        if not isinstance(listed, list) or not all(isinstance(one, str) and one.strip() for one in listed):
            self.wrong(where, f"“{key}”应当是一列文字。")
            return ()
        return tuple(one.strip() for one in listed)

    def items(self, source: Mapping[str, Any], key: str, where: str) -> list[Any]:
        """A list of anything."""
        value = source.get(key, [])
        if not isinstance(value, list):
            self.wrong(where, f"“{key}”应当是一列（每项以“- ”开头）。")
            return []
        return value


def declared(content: Any) -> tuple[Schema | None, list[str]]:
    """The schema, and everything that is wrong with the content (then the schema is not to be used)."""
    reader = Reader()
    given = reader.mapping(content, "", KEYS)
    if not given:
        return None, reader.errors or ["文件是空的。"]
    texts: dict[str, Any] = {key: reader.text(given, key, "") for key in TEXTS}
    for key in NEEDED:
        if not given.get(key):
            reader.wrong("", f"缺少“{key}”。")
    _head(reader, texts)
    fields = _fields(reader, given, "fields")
    tables: tuple[Table, ...]
    if texts["form"] == "list":
        tables = (_table(reader, ROWS, texts["label"], fields, given, ""),)
        fields = ()
        if given.get("tables"):
            reader.wrong("tables", "清单（form: list）只有一个表，请把栏目写在 fields 中。")
    else:
        tables = _tables(reader, given)
        if any(key in given for key in (*OF_LIST, "shown_for", "chart")):
            reader.wrong("", "min_rows、key、sums、shown_for、chart 只用于清单（form: list）。")
    names = [table.name for table in tables] + [field.name for field in fields]
    _once(reader, names, "tables")
    rows = tables[0] if texts["form"] == "list" and tables else None
    schema = Schema(
        **texts,
        fields=fields,
        tables=tables,
        shown_for=_publicity(reader, given.get("shown_for"), rows),
        chart=_chart(reader, given.get("chart"), rows),
    )
    return schema, reader.errors


def _head(reader: Reader, texts: Mapping[str, str]) -> None:
    if texts["slug"] and not NAME.fullmatch(texts["slug"]):
        reader.wrong("slug", "只能用小写英文字母、数字和下划线，字母开头，不超过40个字符。")
    if texts["form"] not in ("", "list", "record"):
        reader.wrong("form", "应当是 list（清单）或者 record（单篇）。")
    if texts["statutory_item"] and texts["statutory_item"] not in catalogue.ITEMS:
        reader.wrong("statutory_item", f"没有这个法定公开事项，可用：{'、'.join(catalogue.ITEMS)}。")
    if texts["mark"] not in ("", *MARKS):
        reader.wrong("mark", "应当是 V（已核对原文）、M（凭记忆）或者 I（解读）。")


def _fields(reader: Reader, source: Mapping[str, Any], where: str) -> tuple[Field, ...]:
    listed = reader.items(source, "fields", where)
    if len(listed) > MOST_FIELDS:
        reader.wrong(where, f"最多{MOST_FIELDS}个字段。")
    fields = tuple(
        _field(reader, one, f"{where}第{number}项") for number, one in enumerate(listed[:MOST_FIELDS], 1)
    )
    _once(reader, [field.name for field in fields], where)
    _once(reader, [field.label for field in fields], where)
    by_name = {field.name: field for field in fields}
    for field in fields:
        for other, values in (field.masked_when or {}).items():
            if other not in by_name:
                reader.wrong(where, f"“{field.name}”的 masked_when 提到的“{other}”不是本表字段。")
            elif unknown := set(values) - set(by_name[other].choices):
                reader.wrong(where, f"masked_when 的值{'、'.join(sorted(unknown))}不在“{other}”的选项中。")
    return fields


def _field(reader: Reader, content: Any, where: str) -> Field:
    given = reader.mapping(content, where, FIELD_KEYS)
    texts: dict[str, Any] = {key: reader.text(given, key, where) for key in FIELD_TEXTS}
    if not NAME.fullmatch(texts["name"]):
        reader.wrong(where, "name 只能用小写英文字母、数字和下划线，字母开头。")
    if not texts["label"]:
        reader.wrong(where, "缺少 label。")
    if texts["kind"] not in KINDS:
        reader.wrong(where, f"没有“{texts['kind']}”这种类型，可用：{'、'.join(KINDS)}。")
        texts["kind"] = "text"
    texts["public"] = texts["public"] or ("never" if texts["kind"] == "identity" else "full")
    if texts["public"] not in ("full", "masked", "never"):
        reader.wrong(where, "public 应当是 full、masked 或者 never。")
    if texts["kind"] == "identity" and texts["public"] != "never":
        reader.wrong(where, "身份证件号码一律不公开，public 只能是 never。")
    if texts["kind"] == "money" and texts["unit"] not in ("元", "万元", "亿元"):
        reader.wrong(where, "金额须写明 unit：元、万元或者亿元。")
    choices = reader.texts(given, "choices", where)
    if (texts["kind"] == "choice") != bool(choices):
        reader.wrong(where, "choices 用于 choice 类型，而且必须写。")
    flags: dict[str, Any] = {key: reader.flag(given, key, where) for key in FIELD_FLAGS}
    if texts["public"] == "never" and (flags["in_list"] or flags["searchable"]):
        reader.wrong(where, "从不公开的字段不能列出或者搜索。")
    return Field(
        **texts,
        **flags,
        choices=choices,
        max_length=reader.number(given, "max_length", where, 20_000),
        masked_when=_masked_when(reader, given, where),
    )


def _masked_when(reader: Reader, given: Mapping[str, Any], where: str) -> dict[str, tuple[str, ...]] | None:
    if "masked_when" not in given:
        return None
    conditions = given["masked_when"]
    if not isinstance(conditions, dict) or not conditions:
        reader.wrong(where, "masked_when 应当是“字段: [值]”。")
        return None
    return {str(name): reader.texts(conditions, name, f"{where} masked_when") for name in conditions}


def _tables(reader: Reader, given: Mapping[str, Any]) -> tuple[Table, ...]:
    made = []
    for number, content in enumerate(reader.items(given, "tables", ""), 1):
        where = f"tables第{number}项"
        source = reader.mapping(content, where, TABLE_KEYS)
        name, label = reader.text(source, "name", where), reader.text(source, "label", where)
        if not NAME.fullmatch(name) or not label:
            reader.wrong(where, "须有 name（小写英文）和 label。")
        fields = _fields(reader, source, f"{where} fields")
        if not fields:
            reader.wrong(where, "至少要有一个字段。")
        made.append(_table(reader, name, label, fields, source, where))
    return tuple(made)


def _table(
    reader: Reader, name: str, label: str, fields: tuple[Field, ...], source: Mapping[str, Any], where: str
) -> Table:
    by_name = {field.name: field for field in fields}
    key = reader.texts(source, "key", where)
    _refer(reader, key, by_name, f"{where} key")
    totals = []
    for content in reader.items(source, "sums", where):
        given = reader.mapping(content, f"{where} sums", {"total", "parts"})
        total, parts = (
            reader.text(given, "total", f"{where} sums"),
            reader.texts(given, "parts", f"{where} sums"),
        )
        _refer(reader, (total, *parts), by_name, f"{where} sums", NUMERIC)
        totals.append(Total(total, parts))
    least = reader.number(source, "min_rows", where, 1000)
    return Table(name, label, fields, least, key, tuple(totals))


def _publicity(reader: Reader, content: Any, rows: Table | None) -> Publicity | None:
    if content is None or rows is None:
        return None
    where = "shown_for"
    given = reader.mapping(content, where, {"since", "by", "months", "until", "source"})
    texts = {key: reader.text(given, key, where) for key in ("since", "by", "until", "source")}
    by_name = {field.name: field for field in rows.fields}
    dates = tuple(filter(None, (texts["since"], texts["until"])))
    _refer(reader, dates, by_name, where, ("date",))
    if not dates or bool(texts["since"]) != ("months" in given):
        reader.wrong(where, "须有 since 和 months（自某日起几个月），或者 until（至某日）。")
    if not texts["source"]:
        reader.wrong(where, "缺少 source（期限的依据）。")
    months = given.get("months", {})
    months = {"": months} if isinstance(months, int) else months
    if not isinstance(months, dict):
        reader.wrong(where, "months 应当是月数，或者“选项: 月数”。")
        months = {}
    counted = {str(name): reader.number(months, name, where, MOST_MONTHS) for name in months}
    if texts["by"]:
        _refer(reader, (texts["by"],), by_name, where, ("choice",))
        choices = by_name[texts["by"]].choices if texts["by"] in by_name else ()
        if unknown := set(counted) - {*choices, ""}:
            reader.wrong(where, f"months 的{'、'.join(sorted(unknown))}不在“{texts['by']}”的选项中。")
    return Publicity(**texts, months=counted)


def _chart(reader: Reader, content: Any, rows: Table | None) -> Chart | None:
    if content is None or rows is None:
        return None
    given = reader.mapping(content, "chart", {"year", "values", "by"})
    year, by = reader.text(given, "year", "chart"), reader.text(given, "by", "chart")
    values = reader.texts(given, "values", "chart")
    by_name = {field.name: field for field in rows.fields}
    _refer(reader, (year,), by_name, "chart year", ("period", "date", "integer"))
    _refer(reader, values, by_name, "chart values", NUMERIC)
    _refer(reader, (by,) if by else (), by_name, "chart by")
    if not values:
        reader.wrong("chart", "缺少 values。")
    return Chart(year, values, by)


def _refer(
    reader: Reader,
    names: tuple[str, ...],
    known: Mapping[str, Field],
    where: str,
    kinds: tuple[str, ...] = tuple(KINDS),
) -> None:
    for name in names:
        if name not in known:
            reader.wrong(where, f"“{name}”不是本表的字段。")
        elif known[name].kind not in kinds:
            reader.wrong(where, f"“{name}”的类型应当是{'、'.join(kinds)}。")


def _once(reader: Reader, names: list[str], where: str) -> None:
    repeated = {name for name in names if name and names.count(name) > 1}
    if repeated:
        reader.wrong(where, f"重复：{'、'.join(sorted(repeated))}。")
