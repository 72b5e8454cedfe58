"""One file taken in, whatever its kind; in a process of its own when it comes from outside."""

from __future__ import annotations

import re
from dataclasses import replace

from gongkai.convert import isolated
from gongkai.convert.extract.model import Unreadable
from gongkai.convert.intake import flat, official, workbook, writing
from gongkai.convert.intake.layout import Layout
from gongkai.convert.intake.model import Block, Line, Note, Picture, Taken, Tally
from gongkai.convert.intake.opening import Package
from gongkai.convert.intake.story import Story
from gongkai.convert.parts import legacy

SECONDS = 90
MEGABYTES = 1500
MEGABYTES_OF_OFFICE = 4000
"""For files of former times, which LibreOffice converts: it claims more than it uses."""

READABLE = ("docx", "xlsx", "csv", "doc", "wps", "xls", "ofd", "txt")
_BEFORE = {"doc": "docx", "wps": "docx", "xls": "xlsx"}
_OLE = {"docx": "doc", "xlsx": "xls"}
_SHOWN = re.compile(r'src="picture:(\d+)"')
_WHY = {
    "too_slow": "读取时间超过上限，已停止；请拆分文件，或者另存后再试。",
    "too_large": "读这个文件需要的内存过多，已停止；请拆分文件或者压缩图片后再试。",
    "crashed": "读取程序在这个文件上出错退出；请在 Word 或者 WPS 中另存后再试。",
}


def take(data: bytes, kind: str, sheet: str = "", cells: str = "") -> Taken:
    """The content of a file whose kind is known (`content_type.check`). `sheet` and `cells` (A1:F20) are for workbooks.

    Raises Unreadable with a stable code: damaged, encrypted, bomb, entities, macros, too_large, pictures_too_large, legacy,
    no_sheet, no_range, empty.
    """
    if kind in _BEFORE:
        became = _BEFORE[kind]
        taken = take(_converted(data, _OLE[became]), became, sheet, cells)
        return replace(taken, notes=(*taken.notes, Note("converted")))
    if kind == "docx":
        return _docx(data)
    if kind in ("xlsx", "csv"):
        return workbook.take(data, kind, sheet, cells)
    if kind in ("ofd", "txt"):
        return _flat(data, kind)
    raise Unreadable("not_supported", "只能导入 Word、WPS、Excel、CSV、OFD 和文本文件。")


def _converted(data: bytes, kind: str) -> bytes:
    try:
        return legacy.converted(data, kind)
    except Unreadable as refused:
        raise Unreadable(
            refused.code,
            "旧格式的文件（.doc、.wps、.xls）没有能够转换；请在 Word 或者 WPS 中另存为 .docx 或者 .xlsx 后再导入，"
            "或者请管理员安装 LibreOffice。",
        ) from refused


def take_limited(
    data: bytes, kind: str, sheet: str = "", cells: str = "", *, seconds: float = SECONDS
) -> Taken:
    """What `take` gives, from a process with limits. Raises Unreadable: also too_slow and crashed."""
    megabytes = MEGABYTES_OF_OFFICE if kind in _BEFORE else MEGABYTES
    try:
        answer = isolated.call(_answer, data, kind, sheet, cells, seconds=seconds, megabytes=megabytes)
    except isolated.NoAnswer as error:
        raise Unreadable(error.code, _WHY[error.code]) from error
    if isinstance(answer, Taken):
        return answer
    raise Unreadable(*answer)


def _answer(data: bytes, kind: str, sheet: str, cells: str) -> Taken | tuple[str, str]:
    try:
        return take(data, kind, sheet, cells)
    except Unreadable as refused:
        return refused.code, refused.text


def _docx(data: bytes) -> Taken:
    tally = Tally()
    story = Story(Package(data), tally)
    blocks = story.body()
    layout = official.recognise(blocks, story.heads())
    return _taken("docx", layout, tally, story.footnotes, story.album.made)


def _flat(data: bytes, kind: str) -> Taken:
    tally = Tally()
    blocks: list[Block] = flat.from_ofd(data, tally) if kind == "ofd" else flat.from_text(data)
    return _taken(kind, official.recognise(blocks), tally, [], [])


def _taken(kind: str, layout: Layout, tally: Tally, footnotes: list[Line], pictures: list[Picture]) -> Taken:
    written = writing.body(layout.kept(), footnotes)
    shown = {int(number) for number in _SHOWN.findall(written)}
    kept = tuple(picture for picture in pictures if picture.number in shown)
    if not written:
        raise Unreadable("empty", "文件里没有可以导入的文字；如果内容是扫描的图片，请作为附件上传。")
    if bare := written.count(' alt=""'):
        tally.add("no_alt", count=bare)
    facts = tuple(fact for fact in layout.facts if fact.name != "order")
    return Taken(kind, written, kept, facts, (*layout.notes, *tally.notes()), tuple(layout.dropped))
