"""Chinese typography of what the product writes itself: punctuation and the lines of a title."""

from __future__ import annotations

import re

_HAN = r"\u3400-\u9fff\uf900-\ufaff\U00020000-\U0003ffff"
_AFTER = rf"[{_HAN}”》】〕）％%]"
_FULL = str.maketrans({mark: chr(ord(mark) + 0xFEE0) for mark in ",;:?!()"})
_MARK = re.compile(rf"(?<={_AFTER})([,;:?!])(?![\d/])[ ]?|(?<={_AFTER})([,;:])(?=\d)")
_BRACKETS = re.compile(rf"(?<=[{_HAN}])\(([^()]*)\)|\(([^()]*[{_HAN}][^()]*)\)")

_TITLE_LINE = 19  # characters of 22 points in a line of 156 mm
_ENDS_NAME = re.compile(
    r"(?:人民政府|政府|委员会|办事处|办公室|管理局|文件|管理|实施|局|厅|镇|乡|〕|》|关于)(?!信息|办公)"
)
_BEGINS_WORD = re.compile(r"(?=\d{4}年|政府信息|关于|的(?:通知|函|报告|决定)$)")


def full_width(text: str) -> str:
    """Half-width punctuation inside Chinese prose as full-width: “收到,现答复(见附件):” and the like.

    Figures (1,234), times (8:30), addresses and Latin text stay as they are. For the text of letters and reports that
    the product composes; text that others wrote is never changed.
    """
    text = _BRACKETS.sub(lambda found: f"\uff08{found[0][1:-1]}\uff09", text)
    return _MARK.sub(lambda found: found[0].strip().translate(_FULL), text)


def title_lines(title: str, longest: int = _TITLE_LINE) -> list[str]:
    """The title broken into lines of about equal length, where words allow it (GB/T 9704 7.3.1).

    A short title is one line. The break is made after a name or before a year or a fixed word, nearest to the middle;
    without such a place in the middle, anywhere but inside a number.
    """
    if len(title) <= longest:
        return [title]
    count = -(-len(title) // longest)
    target = len(title) // count
    places = {found.end() for found in _ENDS_NAME.finditer(title)}
    places |= {found.start() for found in _BEGINS_WORD.finditer(title)}
    good = [place for place in places if 4 <= place <= longest and abs(place - target) <= max(4, target // 2)]
    if not good:
        inside = re.compile(r"[\d(（《〔“][^\d)）》〕”]*$|\d$")
        good = [
            place for place in range(4, longest + 1) if not inside.search(title[max(0, place - 1) : place])
        ]
    place = min(good or [target], key=lambda candidate: abs(candidate - target))
    return [title[:place], *title_lines(title[place:], longest)]
