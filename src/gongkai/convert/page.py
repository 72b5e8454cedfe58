"""A published page or document read back: title, body, date, publisher, source, without the site's furniture.

What is dropped is listed, what is not recognised stays blank with a note; nothing is guessed.
"""

from __future__ import annotations

import html
import re

from django.utils.translation import gettext as _

from gongkai.convert import (
    blocks,
    content_type,
    encyclopaedia,
    facts,
    furniture,
    intake,
    outline,
    page_head,
    sanitise,
    webpage,
)
from gongkai.convert.blocks import Block, Source
from gongkai.convert.content_type import FileRefused
from gongkai.convert.decoding import decode
from gongkai.convert.intake import Unreadable, words
from gongkai.convert.recognised import ReadPage

__all__ = ["MAX_BYTES", "READABLE", "FileRefused", "ReadPage", "read"]

MAX_BYTES = 20 * 1024 * 1024
READABLE = ("txt", "html", "htm", "docx")


def read(data: bytes, name: str, max_bytes: int = MAX_BYTES) -> ReadPage:
    """Read a text file, a saved web page or a Word document.

    Told by content, not by name. Raises `FileRefused` with code `empty`, `too_large`, `executable`, `damaged`,
    `not_text`, `not_allowed`, `mismatch` or `no_text`.
    """
    source = _load(data, name, max_bytes)
    if isinstance(source, ReadPage):
        return source
    page = ReadPage(dropped=list(source.dropped), notes=list(source.notes))
    lines = _taken_apart(source, page)
    lines = _without_page_numbers(lines, page)
    lines = _without_foot(lines, page)
    lines = page_head.read_head(lines, source, page)
    several = [block for block in lines if page_head.is_item(block.text)]
    if len(several) > 1:
        page.notes.append(
            _("页面上有%(count)s篇文章,全部保留,请核对是否应分开发布。") % {"count": len(several)}
        )
    else:
        page_head.read_signature(lines, page)
    _fill_from_statements(source, page)
    page.body_html = _body(lines, shift=1 if len(several) > 1 else 0)
    if not page.body_html:
        raise FileRefused("no_text", _("“%(name)s”里没有正文文字。") % {"name": name})
    _note_blanks(page)
    page.notes = list(dict.fromkeys(page.notes))
    return page


def _load(data: bytes, name: str, max_bytes: int) -> Source | ReadPage:
    extension = name.rpartition(".")[2].lower() if "." in name else ""
    if not data:
        raise FileRefused("empty", _("“%(name)s”是空文件(0字节),请重新选择。") % {"name": name})
    if len(data) > max_bytes:
        limit = max_bytes // (1024 * 1024)
        raise FileRefused(
            "too_large", _("“%(name)s”超过%(limit)s MB的上限。") % {"name": name, "limit": limit}
        )
    if extension in content_type.EXECUTABLE_EXTENSIONS or content_type.is_executable(data):
        raise FileRefused("executable", _("“%(name)s”是可执行程序,不能导入。") % {"name": name})
    if data.startswith(b"PK"):
        content_type.check(name, data, max_bytes)
        if extension != "docx":
            raise FileRefused("not_allowed", _unreadable(name))
        return _from_office(data, extension)
    decoded = decode(data)
    if decoded is None:
        raise FileRefused("not_text", _unreadable(name))
    if extension not in READABLE or extension == "docx":
        raise FileRefused("not_allowed", _unreadable(name))
    if webpage.is_markup(decoded.text):
        return webpage.from_html(decoded.text)
    return blocks.from_text(decoded.text)


def _from_office(data: bytes, kind: str) -> ReadPage:
    """A Word document, which says by its layout what a page says by its labels."""
    try:
        taken = intake.take_limited(data, kind)
    except Unreadable as refused:
        raise FileRefused(refused.code, refused.text) from refused
    found = {fact.name: fact.value for fact in taken.facts}
    page = ReadPage(
        title=found.get("title"),
        publisher=found.get("publisher") or found.get("issuer"),
        signed_on=facts.read_date(found.get("signed_on", "")),
        document_number=found.get("document_number"),
        body_html=taken.html,
        dropped=list(taken.dropped),
        notes=[words.note(note.code, note.count, note.detail) for note in taken.notes],
        taken=taken,
    )
    _note_blanks(page)
    return page


def _unreadable(name: str) -> str:
    return _("“%(name)s”不是可以导入的文字、网页或 Word 文档(%(kinds)s)。") % {
        "name": name,
        "kinds": "、".join(READABLE),
    }


def _taken_apart(source: Source, page: ReadPage) -> list[Block]:
    """Long single lines into paragraphs; an encyclopaedia's entry without its furniture."""
    result: list[Block] = []
    for block in source.blocks:
        if block.kind != "line":
            result.append(block)
        elif encyclopaedia.is_entry(block.text):
            entry = encyclopaedia.take_entry_apart(block.text)
            page.dropped.extend(entry.dropped)
            if entry.title:
                source.stated.setdefault("title", entry.title)
            if entry.references:
                note = _("页面是百科词条,出处写在参考资料里,未当作来源:%(text)s")
                page.notes.append(note % {"text": entry.references[:120]})
            result.extend(
                Block("heading", line, level=1) if line in entry.headings else Block("line", line)
                for line in entry.lines
            )
        elif len(pieces := encyclopaedia.split_line(block.text)) > 1 and len(source.blocks) <= 3:
            page.notes.append(_("原文挤在一行里,已按标题序号分段,请核对分段。"))
            result.extend(Block("line", piece) for piece in pieces)
        else:
            result.append(block)
    return result


def _without_page_numbers(lines: list[Block], page: ReadPage) -> list[Block]:
    kept = []
    for block in lines:
        if block.kind == "line" and furniture.is_page_number(block.text):
            page.dropped.append(block.text)
        else:
            kept.append(block)
    return kept


def _without_foot(lines: list[Block], page: ReadPage) -> list[Block]:
    """Cut the site's foot: the last lines, if at least one of them is surely a foot.

    An address above the first sure line belongs to the foot when the text has visibly ended before it (a date).
    """
    start = len(lines)
    while start > 0 and lines[start - 1].kind == "line" and _is_foot(lines[start - 1].text):
        start -= 1
    foot = lines[start:]
    sure = [number for number, block in enumerate(foot) if furniture.is_sure_footer(block.text)]
    if not sure:
        trailing = [block for block in foot if not re.search(r"[:：]", block.text)]
        if trailing and len(trailing) == len(foot):
            page.dropped.extend(block.text for block in foot)
            return lines[:start]
        return lines
    ended = start > 0 and facts.is_date_line(lines[start - 1].text)
    if not ended and sure[0] > 0:
        page.notes.append(_("页脚前的地址、电话可能属于正文,已保留,请核对。"))
        start += sure[0]
    page.dropped.extend(block.text for block in lines[start:])
    return lines[:start]


def _is_foot(line: str) -> bool:
    return furniture.is_sure_footer(line) or furniture.is_likely_footer(line)


def _fill_from_statements(source: Source, page: ReadPage) -> None:
    """What the page's own markup states (ArticleTitle, PubDate, ContentSource), and the agency a title names."""
    page.published_on = page.published_on or facts.read_date(source.stated.get("published", ""))
    page.source = page.source or source.stated.get("source")
    if page.publisher is None and page.title and (named := facts.agency_in_title(page.title)):
        page.publisher = named
        page.notes.append(_("没有落款机关,发布机构取自标题:%(name)s。") % {"name": named})
    if page.published_on and page.signed_on and page.published_on < page.signed_on:
        page.notes.append(_("发布日期早于落款日期,请核对。"))


def _note_blanks(page: ReadPage) -> None:
    for value, name in (
        (page.title, _("标题")),
        (page.publisher, _("发布机构")),
        (page.published_on, _("发布日期")),
        (page.signed_on, _("成文日期")),
        (page.source, _("来源")),
    ):
        if not value:
            page.notes.append(_("没有认出%(name)s,留空。") % {"name": name})


def _body(lines: list[Block], shift: int) -> str:
    """The text as paragraphs and headings; a numbered line is a heading when something stands under it."""
    parts = []
    above: list[int] = []  # levels of the headings we are under: no level of the outline is skipped
    for number, block in enumerate(lines):
        following = lines[number + 1] if number + 1 < len(lines) else None
        level = _level(block, following)
        if block.kind == "table":
            parts.append(block.html)
        elif level:
            level += 0 if page_head.is_item(block.text) else shift
            while above and above[-1] >= level:
                above.pop()
            above.append(level)
            tag = f"h{min(len(above) + 1, 5)}"
            parts.append(f"<{tag}>{html.escape(block.text, quote=False)}</{tag}>")
        else:
            parts.append(f"<p>{block.html or html.escape(block.text, quote=False)}</p>")
    return sanitise.html("\n".join(parts))


def _level(block: Block, following: Block | None) -> int:
    if block.kind == "table":
        return 0
    if page_head.is_item(block.text):
        return 1
    if block.kind == "heading":
        return outline.level(block.text) or block.level
    level = outline.level(block.text)
    if not level or not outline.is_heading(block.text) or following is None:
        return 0
    below = outline.level(following.text) if following.kind != "table" else 0
    if level == 1 and not block.text.endswith("。"):
        return 1
    return level if below == 0 or below > level else 0
