"""The mapping file: which heading means which field, which words mean which code. Read strictly, every reason at once.

Every room reads its mappings here; what a room adds (kinds of letters in a register of requests) it turns into fields first.
"""

from __future__ import annotations

import difflib
from collections.abc import Iterable, Iterator, Mapping, Sequence
from dataclasses import dataclass, field
from datetime import datetime
from pathlib import Path
from typing import Any

import yaml
from django.utils.translation import gettext as _

from gongkai.convert.tables.declared import Field, plain

MAX_BYTES = 256 * 1024
_KEYS = ("source_system", "sheet", "columns", "values", "defaults", "dates", "folders")


class MappingRefused(Exception):  # noqa: N818 - named after what happened
    """A mapping that cannot be used; every reason at once."""

    def __init__(self, reasons: Iterable[str]) -> None:
        self.reasons = list(reasons)
        super().__init__("；".join(self.reasons))


@dataclass(frozen=True, slots=True)
class Layout:
    """A mapping as it is used. Headings and words are compared plain. `folders`: where a package keeps what kind of file."""

    source_system: str
    sheet: str
    columns: Mapping[str, tuple[str, ...]]
    words: Mapping[str, Mapping[str, str]]
    defaults: Mapping[str, str]
    dates: tuple[str, ...] = ()
    folders: Mapping[str, str] = field(default_factory=dict)


@dataclass(slots=True)
class _Source:
    """`layers`: contents of mapping files, the later ones going before the earlier."""

    layers: Sequence[Mapping[str, Any]]
    fields: Mapping[str, Field]
    folders: Sequence[str]
    reasons: list[str] = field(default_factory=list)


def usual(fields: Sequence[Field], source_system: str = "") -> Layout:
    """The mapping that needs no file: each field under its usual headings."""
    return made(({"source_system": source_system},), fields)


def load(text: str, fields: Sequence[Field], folders: Sequence[str] = ()) -> Layout:
    """A mapping from YAML. A field it does not mention is looked for under its usual headings. Raises MappingRefused."""
    return made((parsed(text),), fields, folders)


def parsed(text: str) -> dict[str, Any]:
    """The content of a mapping file, nothing of it checked but its form. Raises MappingRefused."""
    if len(text) > MAX_BYTES:
        raise MappingRefused([_("映射文件过大。")])
    try:
        content = yaml.safe_load(text) or {}
    except (yaml.YAMLError, RecursionError, ValueError) as error:
        mark = getattr(error, "problem_mark", None)
        where = _("第%(line)d行") % {"line": mark.line + 1} if mark else ""
        raise MappingRefused([_("映射文件不是有效的 YAML。") + where]) from None
    if not isinstance(content, dict):
        raise MappingRefused([_("映射文件应当是“名称: 内容”的形式。")])
    return content


def load_file(path: Path, fields: Sequence[Field], folders: Sequence[str] = ()) -> Layout:
    """See `load`."""
    return load(text_of(path), fields, folders)


def text_of(path: Path) -> str:
    """The text of a mapping file. Raises MappingRefused."""
    try:
        with path.open(encoding="utf-8-sig") as opened:
            return opened.read(MAX_BYTES + 1)
    except UnicodeDecodeError:
        raise MappingRefused([_("映射文件应当是 UTF-8 编码。")]) from None
    except OSError as error:
        raise MappingRefused([_("映射文件无法读取：%(why)s。") % {"why": error.strerror}]) from None


def proposed(names: Sequence[str], fields: Sequence[Field], source_system: str) -> str:
    """A mapping file for a table with these headings, as YAML: what was recognised, and as a remark what was not."""
    places = {plain(name): name for name in names if plain(name)}
    columns, taken = {}, set()
    for one in fields:
        known = [plain(heading) for heading in (one.name, one.label, *one.headings)]
        hit = next((key for key in known if key in places and key not in taken), None)
        if hit:
            taken.add(hit)
            columns[one.name] = places[hit]
    content = {"source_system": source_system, "columns": columns, "defaults": {}, "values": {}}
    text: str = yaml.safe_dump(content, allow_unicode=True, sort_keys=False, width=120)
    left = [f"#   {name}{_near(name, fields)}\n" for key, name in places.items() if key not in taken]
    missing = [
        f"#   {one.name}（{one.label}）\n" for one in fields if one.required and one.name not in columns
    ]
    if left:
        text += "# " + _("没有采用的列，需要时写入 columns：") + "\n" + "".join(left)
    if missing:
        text += "# " + _("必需但没有找到的项：") + "\n" + "".join(missing)
    return text


def near_heading(name: str, fields: Iterable[Field]) -> Field | None:
    """The field whose headings look most like this one."""
    known = {plain(heading): one for one in fields for heading in (one.label, *one.headings)}
    close = difflib.get_close_matches(plain(name)[:60], list(known), n=1, cutoff=0.5)
    return known[close[0]] if close else None


def _near(name: str, fields: Iterable[Field]) -> str:
    found = near_heading(name, fields)
    return f" -> {found.name}（{found.label}）？" if found else ""


def made(layers: Sequence[Mapping[str, Any]], fields: Sequence[Field], folders: Sequence[str] = ()) -> Layout:
    """The mapping of several contents, each going before those in front of it. Raises MappingRefused."""
    source = _Source(layers, {one.name: one for one in fields}, folders)
    for content in layers:
        _unknown(source, "", content, _KEYS)
    layout = Layout(
        _text(source, "source_system").strip()[:60],
        _text(source, "sheet"),
        _columns(source),
        _words(source),
        _defaults(source),
        _dates(source),
        _texts(source, "folders", folders),
    )
    if source.reasons:
        raise MappingRefused(source.reasons)
    return layout


def _text(source: _Source, name: str) -> str:
    given = next((content[name] for content in reversed(source.layers) if content.get(name)), "")
    if not isinstance(given, str):
        source.reasons.append(_("%(name)s 应当是文字。") % {"name": name})
        return ""
    return given


def _columns(source: _Source) -> dict[str, tuple[str, ...]]:
    """Per field its headings; a heading that was given to one field is no usual heading of another."""
    usual_ones = {
        name: tuple(dict.fromkeys(plain(text) for text in (one.label, *one.headings, name)))
        for name, one in source.fields.items()
    }
    given: dict[str, tuple[str, ...]] = {}
    for name, headings in _section(source, "columns", source.fields):
        many = headings if isinstance(headings, list) else [headings]
        if headings in (None, "", []):
            given[name] = ()
        elif all(isinstance(item, str) and plain(item) for item in many):
            given[name] = tuple(plain(item) for item in many)
        else:
            source.reasons.append(_("columns.%(name)s 应当是列名。") % {"name": name})
    taken = {heading for headings in given.values() for heading in headings}
    left = {
        name: tuple(heading for heading in headings if heading not in taken)
        for name, headings in usual_ones.items()
    }
    return {name: headings for name, headings in (left | given).items() if headings}


def _words(source: _Source) -> dict[str, dict[str, str]]:
    """Per field: word in the table -> code. Codes and their usual labels are always understood."""
    chosen = {name: one for name, one in source.fields.items() if one.kind == "choice"}
    words = {
        name: {plain(text): code for code, label in one.choices.items() for text in (code, label)}
        for name, one in chosen.items()
    }
    for name, by_code in _section(source, "values", chosen):
        if not isinstance(by_code, dict):
            source.reasons.append(_("values.%(name)s 应当写明“代码: 用语”。") % {"name": name})
            continue
        if not chosen[name].open:
            _unknown(source, f"values.{name}", by_code, chosen[name].choices)
        for code, many in by_code.items():
            for word in many if isinstance(many, list) else [many]:
                words[name][plain(str(word))] = str(code)
    return words


def _defaults(source: _Source) -> dict[str, str]:
    found: dict[str, str] = {}
    for name, value in _section(source, "defaults", source.fields):
        one = source.fields[name]
        if value is None:
            found.pop(name, None)
        elif one.kind == "choice" and not one.open and str(value) not in one.choices:
            reason = _("defaults.%(name)s 不能是“%(value)s”。")
            source.reasons.append(reason % {"name": name, "value": str(value)[:40]})
        else:
            found[name] = str(value)
    return found


def _dates(source: _Source) -> tuple[str, ...]:
    listed: Any = next((content["dates"] for content in reversed(source.layers) if content.get("dates")), [])
    many = listed if isinstance(listed, list) else [listed]
    for one in many:
        try:
            datetime.strptime(datetime(2026, 3, 5).strftime(str(one)), str(one))  # noqa: DTZ001, DTZ007
        except ValueError:
            source.reasons.append(
                _("dates 中的“%(text)s”不是日期格式，如 %%d/%%m/%%Y。") % {"text": str(one)[:40]}
            )
    return tuple(str(one) for one in many)


def _texts(source: _Source, name: str, known: Iterable[str]) -> dict[str, str]:
    return {key: str(value) for key, value in _section(source, name, known) if value is not None}


def _section(source: _Source, name: str, known: Iterable[str]) -> Iterator[tuple[str, Any]]:
    """One part of the files, layer by layer, reduced to what is known; the rest is named."""
    known = list(known)
    for content in source.layers:
        listed = content.get(name) or {}
        if not isinstance(listed, dict):
            source.reasons.append(_("%(name)s 应当是“名称: 内容”的形式。") % {"name": name})
            continue
        _unknown(source, name, listed, known)
        yield from ((str(key), value) for key, value in listed.items() if key in known)


def _unknown(source: _Source, where: str, listed: Mapping[Any, Any], known: Iterable[str]) -> None:
    known = list(known)
    for name in listed:
        if name in known:
            continue
        near = difflib.get_close_matches(str(name)[:60], known, n=1)
        hint = _("是否想写 %(near)s？") % {"near": near[0]} if near else ""
        place = f"{where}.{name}" if where else str(name)
        source.reasons.append(_("不认识“%(place)s”。") % {"place": place[:80]} + hint)
