"""What stands above the text of a page and under it: title, labels, names; signature and date."""

from __future__ import annotations

import re

from django.utils.translation import gettext as _

from gongkai.convert import facts, furniture, outline
from gongkai.convert.blocks import Block, Source
from gongkai.convert.recognised import ReadPage

_ITEM = re.compile(
    r"^(?:第\s*)?(?:篇|例文|范文)\s*[\d一二三四五六七八九十]{1,3}\s*篇?[:：]?$|^第[一二三四五六七八九十\d]{1,3}篇$"
)


def is_item(line: str) -> bool:
    """Whether the line numbers one of several articles on a page: 篇1, 范文二, 第三篇."""
    return bool(_ITEM.match(line))


def read_head(lines: list[Block], source: Source, page: ReadPage) -> list[Block]:
    """Read what stands above the text and return the text: title, labels, breadcrumb, names; the rest is dropped."""
    candidates: list[int] = []
    hints = [*source.title_hints, *([source.stated["title"]] if "title" in source.stated else [])]
    label_at: int | None = None
    names: list[int] = []
    gone: set[int] = set()
    end = 0
    for number, block in enumerate(lines):
        end = number
        text = block.text
        if block.kind != "line" or is_item(text) or outline.level(text):
            break
        if (steps := furniture.breadcrumb(text)) is not None:
            hints.extend(steps[-1:])
        elif (label := furniture.labelled(text)) is not None:
            label_at = number if label_at is None else label_at
            _take_labels(label, page)
        elif facts.is_document_number(text):
            page.document_number = page.document_number or text
        elif facts.is_agency_name(text):
            names.append(number)
            continue
        elif not furniture.is_page_mark(text):
            if not facts.may_be_title(text):
                break
            candidates.append(number)
            continue
        gone.add(number)
    else:
        end = len(lines)
    chosen = _choose_title([(at, lines[at].text) for at in candidates], hints, label_at, page)
    if page.title is None and "title" in source.stated:
        page.title = source.stated["title"]
    return _below_head(lines, end, chosen, gone, names, page)


def _take_labels(label: furniture.Labelled, page: ReadPage) -> None:
    values = label.values
    if stated := values.get(furniture.PUBLISHED):
        page.published_on = page.published_on or facts.read_date(stated)
        if page.published_on is None:
            page.notes.append(_("发布日期“%(text)s”不是有效日期,留空。") % {"text": stated})
    if stated := values.get(furniture.UPDATED):
        page.notes.append(_("页面写有更新时间%(text)s,未当作发布日期。") % {"text": stated})
    page.source = page.source or values.get(furniture.SOURCE)
    page.publisher = page.publisher or values.get(furniture.PUBLISHER)
    page.document_number = page.document_number or values.get(furniture.NUMBER)


def _choose_title(
    candidates: list[tuple[int, str]], hints: list[str], label_at: int | None, page: ReadPage
) -> int | None:
    """The line that is the title: one the page repeats or names elsewhere, else one that reads like a title."""
    texts = [text for _at, text in candidates]
    repeated = [
        item for item in candidates if texts.count(item[1]) > 1 or any(_same(item[1], hint) for hint in hints)
    ]
    reading = [item for item in candidates if facts.reads_as_title(item[1])]
    full = [item for item in reading if facts.agency_in_title(item[1]) or "关于" in item[1]]
    before = [item for item in candidates if label_at is not None and item[0] < label_at][-1:]
    for group in (
        [item for item in full if item in repeated], full[:1], repeated, reading[:1], before,
        candidates if len(candidates) == 1 else [],
    ):  # fmt: skip
        if group:
            page.title = group[0][1]
            return group[0][0]
    if candidates:
        page.notes.append(_("页首有几行都可能是标题,没有选定:%(lines)s") % {"lines": " / ".join(texts[:5])})
    return None


def _same(line: str, hint: str) -> bool:
    bare = re.sub(r"\s", "", line)
    return bool(bare) and re.sub(r"\s", "", hint).startswith(bare)


def _below_head(
    lines: list[Block], end: int, chosen: int | None, gone: set[int], names: list[int], page: ReadPage
) -> list[Block]:
    """Sort the lines of the head: the title and its repetitions go, what stands above it goes, the rest is text."""
    kept: list[Block] = []
    for number in range(end):
        text = lines[number].text
        if number == chosen:
            continue
        if number in names and page.publisher is None and (chosen is None or number < chosen + 3):
            page.publisher = text
            page.notes.append(_("发布机构取自页首单独一行的机关名称:%(name)s。") % {"name": text})
            if chosen is None:
                page.notes.append(_("标题位置只有机关名称,不是标题。"))
            continue
        is_title_again = page.title is not None and re.sub(r"\s", "", text) in re.sub(r"\s", "", page.title)
        if number in gone or is_title_again or (chosen is not None and number < chosen):
            page.dropped.append(text)
        else:
            kept.append(lines[number])
    rest = [*lines[end:]]
    while rest and rest[0].kind == "line" and rest[0].text == page.title:
        page.dropped.append(rest.pop(0).text)
    return [*kept, *rest]


def read_signature(lines: list[Block], page: ReadPage) -> None:
    """Name and date under the text. They stay in the text; a month without a day gives no date."""
    tail = [block for block in lines[-6:] if block.kind == "line"]
    for place in range(len(tail) - 1, -1, -1):
        text = tail[place].text
        inline = re.match(r"^(\S{4,30}?)\s+(\d{4}\s*年.*日)$", text)
        if inline and facts.is_agency_name(inline[1]) and facts.is_date_line(inline[2]):
            page.signed_on, page.publisher = facts.read_date(inline[2]), page.publisher or inline[1]
            return
        if facts.is_month_line(text):
            page.notes.append(_("落款日期只写到月(%(text)s),成文日期留空。") % {"text": text})
        elif facts.is_date_line(text):
            page.signed_on = facts.read_date(text)
            if page.signed_on is None:
                page.notes.append(_("落款日期“%(text)s”不是有效日期,留空。") % {"text": text})
        elif facts.is_agency_name(text):
            signed = re.sub(r"\s", "", text)
            if page.publisher and page.publisher != signed:
                note = _("落款机关是%(signed)s,页面另写%(other)s,以落款为准。")
                page.notes.append(note % {"signed": signed, "other": page.publisher})
            page.publisher = signed
            return
        else:
            return
