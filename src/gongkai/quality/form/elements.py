"""What belongs to a document and is missing."""

from __future__ import annotations

import re
from collections.abc import Iterator

from gongkai.quality.form.model import (
    NUMBER,
    TITLE,
    Block,
    Facts,
    Finding,
    Text,
    in_block,
    of_whole,
)
from gongkai.quality.form.wording import official_number

_ENDS_WITH_DAY = re.compile(
    r"(?:\d{4}\s*年\s*\d{1,2}\s*月\s*\d{1,2}|[一二〇○零]{4}年[一二三四五六七八九十]+月[一二三四五六七八九十]+)\s*日\s*[）)]?$"
)
_ADOPTED = re.compile(r"(?:通过|公布|发布|印发|施行|批准)")
_VALID = re.compile(r"施行|执行|实施|有效期|生效|废止")
_FILE_NAME = re.compile(
    r"(?:IMG|DSC|DCIM|image|img|picture|pic|photo|Screenshot|微信图片|QQ图片|QQ截图|截图|图片|未标题|无标题)?[\s_\-()（）\d]*"
    r"(?:\.(?:jpe?g|png|gif|bmp|webp|tiff?))?",
    re.IGNORECASE,
)
_NAMED = re.compile(r"附\s*件\s*[：:]\s*(.*)", re.DOTALL)
_ITEM = re.compile(r"\s*(\d{1,2})\s*[.．、]\s*(.+)", re.DOTALL)
_APPENDIX = re.compile(r"附\s*件\s*\d{0,2}\s*[：:]?")
_POINTS_THERE = re.compile(r"附\s*件|附后|附表|详见|见附|下载|附图")
_NOTICE = re.compile(r"关于.+[^的]通知$")
_NOTICE_WITH_MORE = re.compile(r"的[^的]{0,8}通知$|《[^》]*》通知$")
_END_MARK = re.compile(r"[。，、；：,.;:]+$")
SHORT, LITTLE, SOME = 30, 20, 100


def of_normative(text: Text, facts: Facts) -> Iterator[Finding]:
    """Number, signing date, signature, validity and interpretation of rules and normative documents."""
    if not facts.is_normative:
        return
    if facts.is_public and not facts.document_number.strip():
        yield of_whole("element.number", "规章和行政规范性文件没有发文字号。")
    if facts.is_public and facts.signed_on is None:
        yield of_whole("element.signed_on", "规章和行政规范性文件没有成文日期。")
    if text.characters >= SOME and not _is_signed(text):
        yield of_whole("element.signature", "正文里没有署名和成文日期（也没有题注）。")
    has_dates = facts.effective_on or facts.expires_on
    if (
        text.characters >= SOME
        and not has_dates
        and not any(_VALID.search(block.text) for block in text.blocks)
    ):
        yield of_whole("element.validity", "没有写明施行日期或者有效期。")
    if facts.needs_interpretation:
        yield of_whole("element.interpretation", "还没有公开的政策解读，也没有写明不需要解读的理由。")


def _is_signed(text: Text) -> bool:
    lines = [line.strip() for block in text.running for line in block.text.split("\n")]
    under = any(len(line) <= SHORT and _ENDS_WITH_DAY.search(line) for line in lines)
    return under or any(line.startswith(("（", "(")) and _ADOPTED.search(line) for line in lines[:6])


def pictures(text: Text, facts: Facts) -> Iterator[Finding]:
    """Pictures that say nothing, or only their file name; a body that is nothing but pictures."""
    for picture in text.pictures:
        if not picture.told:
            if facts.is_public:
                yield _near(
                    text, picture.block, "element.alternative", "图片没有文字说明，读屏软件读不出来。"
                )
        elif _FILE_NAME.fullmatch(picture.told):
            why = f"图片的文字说明“{picture.told[:40]}”像是文件名，请写图上是什么。"
            yield _near(text, picture.block, "element.alternative", why)
    if text.pictures and text.characters < LITTLE and not facts.schema:
        why = "正文只有图片，不能检索、复制，也不能朗读；请把图上的文字写成正文。"
        yield of_whole("element.only_pictures", why)


def _near(text: Text, block: int, rule: str, why: str) -> Finding:
    if not text.blocks:
        return of_whole(rule, why)
    beside = text.blocks[min(block, len(text.blocks) - 1)]
    return in_block(rule, beside, 0, 0, why)


def sections(text: Text, facts: Facts) -> Iterator[Finding]:
    """A heading under which nothing stands."""
    shown = {picture.block for picture in text.pictures}
    for block in text.blocks:
        if not block.is_heading or block.number + 1 in shown:
            continue
        after = text.blocks[block.number + 1] if block.number + 1 < len(text.blocks) else None
        if after is None or (after.is_heading and after.kind <= block.kind):
            why = f"“{block.text.strip()[:30]}”下面没有内容。"
            yield in_block("element.empty_section", block, 0, len(block.text), why)


def attachments(text: Text, facts: Facts) -> Iterator[Finding]:
    """Attachments that are named and not there, or there and not named."""
    block, names = _named(text.running)
    if block is not None:
        inside = sum(bool(_APPENDIX.fullmatch(one.text.strip())) for one in text.running)
        missing = [name for name in names if not _is_there(name, facts.attachments)]
        if len(facts.attachments) + inside < len(names) and missing:
            listed = "、".join(f"“{name[:30]}”" for name in missing[:3])
            why = f"文中列有附件{len(names)}个，附上的有{len(facts.attachments)}个，没有找到{listed}。"
            yield in_block("element.attachment_missing", block, 0, len(block.text), why)
    elif facts.attachments and text.characters >= SOME and (facts.is_normative or facts.kind == "notice"):
        words = "".join(one.text for one in text.blocks)
        if not _POINTS_THERE.search(words) and not any(_plain(title) in words for title in facts.attachments):
            yield of_whole("element.attachment_unnamed", f"有附件{len(facts.attachments)}个，正文没有提到。")


def _named(blocks: list[Block]) -> tuple[Block | None, list[str]]:
    """The statement of attachments and the names in it."""
    for at, block in enumerate(blocks):
        found = _NAMED.match(block.text.strip())
        if found is None:
            continue
        lines = [found[1], *(one.text for one in blocks[at + 1 : at + 40])]
        names: list[str] = []
        for line in (part.strip() for whole in lines for part in whole.split("\n")):
            item = _ITEM.match(line)
            if item is None or int(item[1]) != len(names) + 1:
                break
            names.append(item[2].strip())
        if not names and 1 < len(found[1].strip()) <= 60:
            names = [found[1].strip()]
        return (block, names) if names else (None, [])
    return None, []


def _plain(name: str) -> str:
    return re.sub(r"^附件\s*\d*\s*[：:.．、]?|\.\w{2,4}$|[\s《》“”（）()]", "", name)


def _is_there(name: str, titles: object) -> bool:
    wanted = _plain(name)
    return any(wanted in _plain(title) or _plain(title) in wanted for title in titles if _plain(title))  # type: ignore[attr-defined]


def title(text: Text, facts: Facts) -> Iterator[Finding]:
    """Marks at the end of a title, 通知 without 的 before it, the same title twice; the document number."""
    written = facts.title
    if found := _END_MARK.search(written):
        yield _at("element.title", TITLE, written, *found.span(), "标题末尾不用标点。", "")
    elif _NOTICE.search(written) and not _NOTICE_WITH_MORE.search(written):
        start = len(written) - 2
        why = "通知的标题应当是“关于……的通知”，“通知”前面缺“的”。"
        yield _at("element.title", TITLE, written, start, len(written), why, "的通知")
    if facts.title_again:
        why = f"本机关另有{facts.title_again}件公开的文件用同一标题，读者分不清；请在标题里写明年份、期次或者对象。"
        yield of_whole("element.same_title", why)
    number = facts.document_number
    if (right := official_number(number)) is not None:
        why = f"发文字号的写法是“{right}”：年份用六角括号，序号不编虚位、不加“第”。"
        yield _at("form.document_number", NUMBER, number, 0, len(number), why, right)


def _at(rule: str, place: str, written: str, start: int, end: int, why: str, right: str) -> Finding:
    return Finding(rule, place, written[start:end], why, None, start, end, right)


def guides(text: Text, facts: Facts) -> Iterator[Finding]:
    """Windows of a guide without a telephone."""
    for name in facts.silent_windows:
        yield of_whole("element.guide_contact", f"办理地点“{name[:40]}”没有电话。")
