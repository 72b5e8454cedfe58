"""A page of an encyclopaedia, or any page that reached us as one single line: take it apart again."""

from __future__ import annotations

import re
from dataclasses import dataclass, field

_TOOLS_AT_TOP = re.compile(
    r"^(?:收藏|查看我的收藏|\d*有用\+?\d*|已投票\d*|播报|讨论\d*|上传视频|编辑|锁定|\s)+(?=\S)"
)
_LOCK = re.compile(r"(?:编辑\s*锁定|播报\s*编辑|编辑本段)(?:\s*讨论\d*)?")
_INCOMPLETE = re.compile(r"本词条(?:缺少|由|已|需).{0,80}?(?:[!！。]|编辑吧[!！]?)")
_CONTENTS = re.compile(r"目录\s*(?=1)")
_LONGEST_NAME = 40
_REFERENCES = re.compile(r"(?:参考资料|参考文献)\s*(?=\d{1,2}[.．、\s]|\[\d).*$", re.DOTALL)
_TAGS = re.compile(r"词条(?:标签|统计|图册).*$", re.DOTALL)
_CITATION = re.compile(r"\[\d{1,2}(?:[-–]\d{1,2})?\]")
_LONG = 600
_SPLITS = (
    re.compile(r"(?<=[。！？；!?;])\s*(?=[一二三四五六七八九十]{1,3}、)"),
    re.compile(r"(?<=[。！？；!?;])\s*(?=[（(][一二三四五六七八九十]{1,3}[）)])"),
    re.compile(r"(?<=[。！？!?])\s*(?=\d{1,2}[、．](?!\d))"),
)
_KNOWN_HEADINGS = re.compile(
    r"^([一二三四五六七八九十]{1,3}、(?:概述|总体情况|工作概述|基本情况|(?:政府信息)?主动公开(?:政府信息)?(?:的)?情况|"
    r"(?:政府信息)?依申请公开(?:政府信息)?(?:的|办理)?情况|存在的?(?:主要)?问题(?:和|及)改进(?:措施|情况|方向)))(?=[\u4e00-\u9fff\d])"
)


@dataclass
class TakenApart:
    """The title an entry is locked under (if any), its lines, section names among them, and what was taken out."""

    title: str | None = None
    lines: list[str] = field(default_factory=list)
    headings: set[str] = field(default_factory=set)
    dropped: list[str] = field(default_factory=list)
    references: str = ""


def is_entry(text: str) -> bool:
    """Whether the text is an encyclopaedia's entry: locked for editing, or with a contents list and an entry's tags."""
    return bool(_LOCK.search(text[:300])) and ("词条" in text or "目录" in text)


def take_entry_apart(text: str) -> TakenApart:
    """Remove voting, editing and citation furniture, find the sections by the contents list."""
    made = TakenApart()
    text = _cut(_TAGS, text, made)
    if found := _REFERENCES.search(text):
        made.references = found[0]
    text = _cut(_REFERENCES, text, made)
    text = _cut(_TOOLS_AT_TOP, text, made, count=1)
    if lock := _LOCK.search(text[:300]):
        made.title = text[: lock.start()].strip() or None
        made.dropped.append(lock[0])
        text = text[lock.end() :]
    text = _cut(_INCOMPLETE, text, made, count=1)
    text = _cut(_CITATION, text, made)
    text, names = _without_contents(text, made)
    prefix = f"(?:{re.escape(made.title)})?" if made.title else ""
    for name in names:
        marker = re.compile(rf"{prefix}{re.escape(name)}\s*(?:播报)?编辑(?:本段)?")
        if section := marker.search(text):
            made.headings.add(name)
            made.dropped.append(section[0].replace(name, "", 1))
            text = marker.sub(f"\n{name}\n", text, count=1)
    for line in text.split("\n"):
        made.lines.extend(split_line(line))
    return made


def _without_contents(text: str, made: TakenApart) -> tuple[str, list[str]]:
    """Cut the contents list and return its names; a name counts only if a section “name编辑” follows somewhere."""
    found = _CONTENTS.search(text)
    names: list[str] = []
    if not found:
        return text, names
    position = found.end()
    while text.startswith(str(len(names) + 1), position):
        start = position + len(str(len(names) + 1))
        name = _listed_name(text, start, str(len(names) + 2))
        if not name:
            break
        names.append(name.strip())
        position = start + len(name)
    if not names:
        return text, names
    made.dropped.append(text[found.start() : position])
    return f"{text[: found.start()]}\n{text[position:]}", names


def _listed_name(text: str, start: int, following: str) -> str:
    """The name in the contents list at `start`: up to the next number, or the longest that heads a section."""
    ends = [
        end
        for end in range(start + 2, min(start + _LONGEST_NAME, len(text)) + 1)
        if text.find(text[start:end].strip() + "编辑", end) >= 0
    ]
    before_next = [end for end in ends if text.startswith(following, end)]
    chosen = before_next[:1] or ends[-1:]
    return text[start : chosen[0]] if chosen else ""


def _cut(pattern: re.Pattern[str], text: str, made: TakenApart, count: int = 0) -> str:
    made.dropped.extend(
        found[0] for found in list(pattern.finditer(text))[: count or None] if found[0].strip()
    )
    return pattern.sub("", text, count=count)


def split_line(line: str) -> list[str]:
    """A very long line into paragraphs at its numbered headings: 一、 (一) 1、 in sequence from one.

    A number that does not continue the sequence is left where it is, since it may be part of a sentence.
    """
    line = line.strip()
    if len(line) < _LONG:
        return [line] if line else []
    parts = [line]
    for pattern in _SPLITS:
        parts = [piece for part in parts for piece in _in_sequence(pattern, part)]
    return [piece for part in parts for piece in _after_known_heading(part)]


def _in_sequence(pattern: re.Pattern[str], text: str) -> list[str]:
    pieces = [piece.strip() for piece in pattern.split(text) if piece.strip()]
    joined: list[str] = []
    expected = 1
    for piece in pieces:
        number = _number(piece)
        if joined and number is not None and number not in {expected, 1}:
            joined[-1] += piece
            continue
        if number is not None:
            expected = number + 1
        joined.append(piece)
    return joined


def _number(piece: str) -> int | None:
    if found := re.match(r"[（(]?(\d{1,2}|[一二三四五六七八九十]{1,3})[）)、．]", piece):
        if found[1].isdigit():
            return int(found[1])
        tens, ten, ones = found[1].rpartition("十")
        digits = "一二三四五六七八九"
        if not ten:
            return digits.index(ones) + 1 if len(ones) == 1 and ones in digits else None
        return (digits.index(tens) + 1 if tens else 1) * 10 + (digits.index(ones) + 1 if ones else 0)
    return None


def _after_known_heading(part: str) -> list[str]:
    found = _KNOWN_HEADINGS.match(part)
    return [found[1], part[found.end() :].strip()] if found and part[found.end() :].strip() else [part]
