"""The mapping file: which column of a register means what, and which words in it mean which code. Read strictly."""

from __future__ import annotations

import difflib
from collections.abc import Iterable, Mapping
from dataclasses import dataclass, field
from importlib.resources import files
from pathlib import Path
from typing import Any

import yaml
from django.utils.translation import gettext as _

from gongkai.foi.imports import fields
from gongkai.foi.similarity import plain

MAX_BYTES = 256 * 1024
BUILT_IN = ("register",)
_KEYS = ("extends", "sheet", "columns", "consultations", "values", "defaults", "unconfirmed")


class MappingRefused(Exception):  # noqa: N818 - named after what happened
    """A mapping that cannot be used; every reason at once."""

    def __init__(self, reasons: Iterable[str]) -> None:
        self.reasons = list(reasons)
        super().__init__("；".join(self.reasons))


@dataclass(frozen=True, slots=True)
class Layout:
    """A mapping as it is used. Headings and words are compared without blanks, width and punctuation.

    `confirms`: a request by mail, fax or internet without a day of confirmation was confirmed the day it came in.
    """

    sheet: str
    columns: Mapping[str, tuple[str, ...]]
    consultations: tuple[Mapping[str, tuple[str, ...]], ...]
    parties: tuple[str, ...]
    words: Mapping[str, Mapping[str, str]]
    defaults: Mapping[str, str]
    confirms: bool


@dataclass(slots=True)
class _Source:
    content: dict[str, Any]
    reasons: list[str] = field(default_factory=list)


def load(name: str | Path) -> Layout:
    """A built-in mapping by its name (`register`) or one from a YAML file. Raises MappingRefused."""
    return _made(_read(name, 0))


def _read(name: str | Path, depth: int) -> dict[str, Any]:
    if str(name) in BUILT_IN:
        text = (files("gongkai.foi.imports") / "mappings" / f"{name}.yaml").read_text(encoding="utf-8")
    else:
        text = _text(Path(name))
    try:
        content = yaml.safe_load(text)
    except (yaml.YAMLError, RecursionError, ValueError) as error:
        mark = getattr(error, "problem_mark", None)
        where = _("第%(line)d行") % {"line": mark.line + 1} if mark else ""
        raise MappingRefused([_("映射文件不是有效的 YAML。") + where]) from None
    if not isinstance(content, dict):
        raise MappingRefused([_("映射文件应当是“名称: 内容”的形式。")])
    parent = content.pop("extends", None)
    if parent is None:
        return content
    if parent not in BUILT_IN or depth:
        raise MappingRefused([_("extends 只能写内置的映射：%(names)s。") % {"names": "、".join(BUILT_IN)}])
    return _over(_read(parent, depth + 1), content)


def _text(path: Path) -> str:
    try:
        if path.stat().st_size > MAX_BYTES:
            raise MappingRefused([_("映射文件过大。")])
        return path.read_text(encoding="utf-8-sig")
    except UnicodeDecodeError:
        raise MappingRefused([_("映射文件应当是 UTF-8 编码。")]) from None
    except OSError as error:
        why = _("映射文件无法读取：%(why)s。内置的有：%(names)s。")
        raise MappingRefused([why % {"why": error.strerror, "names": "、".join(BUILT_IN)}]) from None


def _over(base: dict[str, Any], own: dict[str, Any]) -> dict[str, Any]:
    """The file's own entries go before those of what it extends, one level down."""
    merged = dict(base)
    for key, value in own.items():
        old = merged.get(key)
        merged[key] = {**old, **value} if isinstance(old, dict) and isinstance(value, dict) else value
    return merged


def _made(content: dict[str, Any]) -> Layout:
    source = _Source(content)
    _unknown(source, "", content, _KEYS)
    columns = _headings(source, "columns", content.get("columns"), fields.COLUMNS)
    for name in fields.REQUIRED:
        if name not in columns:
            source.reasons.append(_("columns 缺少必需的“%(name)s”。") % {"name": name})
    parties, consultations = _consultations(source)
    words, defaults = _words(source), _defaults(source)
    unconfirmed = content.get("unconfirmed", "same_day")
    if unconfirmed not in ("same_day", "open"):
        source.reasons.append(_("unconfirmed 只能是 same_day 或者 open。"))
    sheet = content.get("sheet") or ""
    if not isinstance(sheet, str):
        source.reasons.append(_("sheet 应当是工作表的名称。"))
    if source.reasons:
        raise MappingRefused(source.reasons)
    return Layout(sheet, columns, consultations, parties, words, defaults, unconfirmed == "same_day")


def _consultations(source: _Source) -> tuple[tuple[str, ...], tuple[Mapping[str, tuple[str, ...]], ...]]:
    parties, found = [], []
    listed = source.content.get("consultations") or []
    if not isinstance(listed, list) or not all(isinstance(item, dict) for item in listed):
        source.reasons.append(_("consultations 应当是一个列表。"))
        return (), ()
    for number, item in enumerate(listed, 1):
        where = f"consultations[{number}]"
        party = item.get("party", "third_party")
        if party not in fields.choices()["party"]:
            source.reasons.append(_("%(where)s 的 party 只能是 third_party 或者 agency。") % {"where": where})
        headings = {key: value for key, value in item.items() if key != "party"}
        found.append(_headings(source, where, headings, fields.CONSULTATION))
        parties.append(str(party))
        if "sent_on" not in found[-1]:
            source.reasons.append(_("%(where)s 缺少 sent_on。") % {"where": where})
    return tuple(parties), tuple(found)


def _headings(
    source: _Source, where: str, listed: object, known: Iterable[str]
) -> dict[str, tuple[str, ...]]:
    if not isinstance(listed, dict):
        source.reasons.append(_("%(where)s 应当写明每一项对应的列名。") % {"where": where})
        return {}
    _unknown(source, where, listed, known)
    found = {}
    for name, headings in listed.items():
        if headings in (None, "", []):
            continue  # an inherited column taken out
        many = headings if isinstance(headings, list) else [headings]
        if not all(isinstance(item, str) and plain(item) for item in many):
            source.reasons.append(_("%(where)s.%(name)s 应当是列名。") % {"where": where, "name": name})
            continue
        found[str(name)] = tuple(plain(item) for item in many)
    return found


def _words(source: _Source) -> dict[str, dict[str, str]]:
    """Per field: word in the register -> code. Codes and their usual labels are always understood."""
    known = fields.choices()
    listed = source.content.get("values") or {}
    words = {
        name: {plain(text): code for code, label in codes.items() for text in (code, label)}
        for name, codes in known.items()
    }
    if not isinstance(listed, dict):
        source.reasons.append(_("values 应当写明每一项的用语。"))
        return words
    _unknown(source, "values", listed, known)
    for name, by_code in listed.items():
        if name not in known or not isinstance(by_code, dict):
            continue
        _unknown(source, f"values.{name}", by_code, known[name])
        for code, many in by_code.items():
            for word in many if isinstance(many, list) else [many]:
                words[name][plain(str(word))] = str(code)
    return words


def _defaults(source: _Source) -> dict[str, str]:
    listed = source.content.get("defaults") or {}
    if not isinstance(listed, dict):
        source.reasons.append(_("defaults 应当写明每一项的默认值。"))
        return {}
    _unknown(source, "defaults", listed, fields.DEFAULTS)
    known = fields.choices()
    for name, value in listed.items():
        if name in known and value not in known[name]:
            source.reasons.append(
                _("defaults.%(name)s 不能是“%(value)s”。") % {"name": name, "value": str(value)[:40]}
            )
    return {str(name): str(value) for name, value in listed.items() if value is not None}


def _unknown(source: _Source, where: str, listed: Mapping[Any, Any], known: Iterable[str]) -> None:
    known = list(known)
    for name in listed:
        if name in known:
            continue
        near = difflib.get_close_matches(str(name)[:60], known, n=1)
        hint = _("是否想写 %(near)s？") % {"near": near[0]} if near else ""
        place = f"{where}.{name}" if where else str(name)
        source.reasons.append(_("不认识“%(place)s”。") % {"place": place[:80]} + hint)
