"""The layout of official documents (GB/T 9704—2012) recognised: head, title, addressees, signature, seal, imprint.

What is catalogue data (head, title, imprint) leaves the text; what readers are used to see in it (addressees, list of
attachments, signature, date, remarks) stays and is told besides. Nothing is guessed silently: a fact says how sure it is.
"""

from __future__ import annotations

import re
from collections.abc import Iterator, Sequence

from gongkai.convert import facts
from gongkai.convert.intake import letterhead
from gongkai.convert.intake.headings import LARGE
from gongkai.convert.intake.layout import Layout, compact
from gongkai.convert.intake.model import Block, Line, Table

_LATEST_TITLE = 30
_MOST_TITLE_LINES = 6
_LONGEST_IMPRINT = 600
_LONGEST_TITLE = 200
_NO_TITLE = re.compile(r"[。；;！!]|^[（(【].*[）)】]$|^附件")
_ADDRESSED = re.compile(r"[各局委办部厅署院府会校司镇乡街组处室所中心单位公司同志你贵]")
_ATTACHED = re.compile(r"附\s*件\s*[：:]\s*(.*)")
_ENTRY = re.compile(r"\d{1,2}\s*[.．、]\s*\S")
_SAME_LINE = re.compile(r"(\S{4,40}?)\s+(\d{4}\s*年\s*\d{1,2}\s*月\s*\d{1,2}\s*日)")
_REMARK = re.compile(r"[（(].*(?:此件|联系人|联系电话|公开).*[）)]")
_CLASS = re.compile(
    r"(?:公开方式|公开属性|公开类别|公开选项|公开形式)[：:]?(主动公开|依申请公开|不予公开|不公开|公开)"
)
_CLOSED = re.compile(r"不予公开|不公开|不宜公开|依申请公开|内部")
_DAY = r"(\d{4}\s*年\s*\d{1,2}\s*月\s*\d{1,2}\s*日)"
_IN_FORCE = re.compile(rf"自\s*{_DAY}\s*起\s*(?:正式)?(?:施行|实施|执行|生效)")
_UNTIL = re.compile(rf"有效期\s*(?:限)?\s*(?:截止)?\s*(?:至|到|截至)\s*{_DAY}")
_COPIES = re.compile(r"(?:抄\s*送|分\s*送)\s*[：:]\s*(.+)")
_PRINTED = re.compile(rf"(.{{2,40}}?)\s*{_DAY}\s*印发")
_SEAL = re.compile(r"印章|公章|电子章|盖章|seal|stamp", re.IGNORECASE)


def recognise(blocks: Sequence[Block], heads: Sequence[Line] = ()) -> Layout:
    """What the layout says, and the blocks that remain as the text."""
    layout = Layout(list(blocks))
    letterhead.read(layout, heads)
    after = _title(layout)
    after = _addressees(layout, after)
    signed = _signature(layout, after)
    _attached(layout, after, signed)
    _imprint(layout, after if signed is None else signed)
    _periods(layout)
    _seals(layout, signed)
    return layout


def _may_be_title(line: Line) -> bool:
    words = line.words
    looks = line.titled or (line.align == "center" and (line.size >= LARGE or not line.size or line.bold))
    return (
        looks
        and not line.red
        and 1 < len(words) <= _LONGEST_TITLE
        and not _NO_TITLE.search(words)
        and not facts.is_date_line(words)
        and letterhead.document_number(words) is None
    )


def _title(layout: Layout) -> int:
    """Read the title, which may have several lines; the place after it."""
    run: list[int] = []
    for at, line in layout.lines(0, _LATEST_TITLE):
        if not line.text:
            if run and facts.reads_as_title(_joined(layout, run)):
                break
            continue
        alike = not run or abs(line.size - layout.line(run[0]).size) <= 2
        if _may_be_title(line) and alike and len(run) < _MOST_TITLE_LINES:
            run.append(at)
        elif run or line.size >= LARGE:
            break
    run = run or _plain_title(layout)
    if not run:
        return layout.start
    words = _joined(layout, run)
    first = layout.line(run[0])
    sure = facts.reads_as_title(words) or first.titled or first.size >= LARGE
    layout.tell("title", words, first, sure=sure and len(words) > 3)
    for at in run:
        layout.drop(at, told=False)
    return _number_below(layout, run[-1] + 1)


def _plain_title(layout: Layout) -> list[int]:
    """Without any formatting: the first line that reads like the title of a document."""
    for at, line in layout.lines(layout.start, layout.start + 8):
        words = line.words
        if facts.reads_as_title(words) and ("关于" in words or facts.agency_in_title(words)):
            return [at]
        if facts.is_agency_name(words) or not words:
            continue
        following = next((one for _, one in layout.lines(at + 1, at + 3) if one.text), None)
        if (
            following is not None
            and facts.may_be_title(words)
            and facts.reads_as_title(words + following.words)
        ):
            return [at, next(place for place, one in layout.lines(at + 1, at + 3) if one is following)]
    return []


def _joined(layout: Layout, places: Sequence[int]) -> str:
    """Lines of a title as one: Chinese without blanks, words of letters with one."""
    text = " ".join(" ".join(layout.line(at).words.split()) for at in places)
    return re.sub(r"(?<=[^\x00-\x7f]) | (?=[^\x00-\x7f])", "", text)


def _number_below(layout: Layout, start: int) -> int:
    """A number set under the title instead of above it, and a day in brackets, which is the text's."""
    for at, line in layout.lines(start, start + 4):
        number = letterhead.document_number(line.words)
        if number is not None:
            layout.tell("document_number", number, line)
            layout.drop(at, told=False)
            return at + 1
        if line.text:
            break
    return start


def _addressees(layout: Layout, start: int) -> int:
    for at, line in layout.lines(start, start + 5):
        words = line.words
        if not words or (words[0] in "（(" and words[-1] in "）)"):
            continue
        if words[-1] in "：:" and len(words) <= 400 and _ADDRESSED.search(words) and "。" not in words:
            layout.tell("addressees", compact(words)[:-1], line)
            return at + 1
        break
    return start


def _signature(layout: Layout, start: int) -> int | None:
    """Name and day under the text; the place of the day. A name above the day leaves no doubt."""
    found: list[tuple[int, int]] = []
    for at, line in layout.lines(start):
        words = line.words
        same = _SAME_LINE.fullmatch(words)
        if same and facts.is_agency_name(same[1]):
            layout.tell("publisher", same[1], line)
            return _signed_on(layout, at, sure=True)
        if facts.is_date_line(words) and facts.read_date(compact(words)):
            names = list(_names_above(layout, at))
            if names:
                layout.tell("publisher", "、".join(names), line)
                return _signed_on(layout, at, sure=True)
            found.append((int(line.align == "right"), at))
    right = next((at for weight, at in found if weight), None)
    chosen = (
        right
        if right is not None
        else next((at for _, at in reversed(found) if layout.is_near_end(at)), None)
    )
    return _signed_on(layout, chosen, sure=False) if chosen is not None else None


def _names_above(layout: Layout, at: int) -> Iterator[str]:
    """The agencies that signed: the lines right above the day, each a name or several apart from each other."""
    names: list[str] = []
    for _, line in reversed(list(layout.lines(max(0, at - 8), at))):
        if not line.text:
            if names:
                break
            continue
        parts = line.words.split()
        if not all(map(facts.is_agency_name, parts)):
            if facts.is_agency_name(line.words):
                parts = [compact(line.words)]
            else:
                break
        names[:0] = parts
    yield from names


def _signed_on(layout: Layout, at: int, *, sure: bool) -> int:
    line = layout.line(at)
    day = facts.read_date(compact(line.words))
    if day is not None:
        layout.tell("signed_on", day.isoformat(), line, sure=sure)
    return at


def _attached(layout: Layout, start: int, end: int | None) -> None:
    """The list of attachments under the text (附件说明)."""
    entries: list[str] = []
    for at, line in layout.lines(start, end):
        words = line.words
        if not entries and (found := _ATTACHED.fullmatch(words)):
            entries.append(found[1].strip())
            layout.attached_from = at
        elif entries and (_ENTRY.match(words) or (words and not entries[0])):
            entries.append(words)
        elif entries and words:
            break
        line.fixed = bool(entries)
    entries = [entry for entry in entries if entry]
    if entries:
        layout.tell("attachments", "；".join(entries), layout.line(layout.attached_from))


def _imprint(layout: Layout, start: int) -> None:
    """Remarks, copies, who printed it: below the day."""
    for at, words in layout.texts(start):
        block = layout.blocks[at]
        if len(words) > _LONGEST_IMPRINT:
            continue
        if _REMARK.fullmatch(words):
            layout.tell("remark", words[1:-1], block)
        named = _CLASS.search(compact(words))
        if (_REMARK.fullmatch(words) or named) and _CLOSED.search(words):
            layout.note("closed", words)
        copies, printed = _COPIES.match(words), _PRINTED.search(words)
        if copies:
            layout.tell("copies", copies[1].rstrip("。"), block)
        if printed:
            day = facts.read_date(compact(printed[2]))
            layout.tell("printed_by", compact(printed[1]), block)
            if day:
                layout.tell("printed_on", day.isoformat(), block)
        if copies or printed or (named and len(words) < 30):
            layout.drop(at)


def _periods(layout: Layout) -> None:
    """In force from, valid until: as the text says them with full days."""
    for name, pattern in (("effective_on", _IN_FORCE), ("expires_on", _UNTIL)):
        for _, line in layout.lines(0):
            found = pattern.search(line.text)
            day = facts.read_date(compact(found[1])) if found else None
            if day:
                layout.tell(name, day.isoformat(), line, sure=False)
                break


def _seals(layout: Layout, signed: int | None) -> None:
    """A picture that floats over signature and day, or calls itself a seal, is told and not shown."""
    near = range(0) if signed is None else range(max(0, signed - 4), signed + 3)
    for at, block in enumerate(layout.blocks):
        if isinstance(block, Table):
            continue
        seals = [
            figure
            for figure in block.figures
            if _SEAL.search(figure.alt)
            or (at in near and figure.floating and _is_round(figure.width, figure.height))
        ]
        if seals:
            block.figures = [figure for figure in block.figures if figure not in seals]
            layout.note("seal", count=len(seals))


def _is_round(width: float, height: float) -> bool:
    """As wide as high, and of a seal's size in millimetres; sizes may be unsaid."""
    return not width or not height or (0.75 < width / height < 1.34 and 20 < width < 70)
