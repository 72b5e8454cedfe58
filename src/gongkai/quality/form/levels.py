"""Numbers of headings, items and articles: 一、（一）1.（1） by GB/T 9704, 第…章、第…条 by the rules for legislation."""

from __future__ import annotations

import re
from collections.abc import Iterator

from gongkai.convert.clauses import number
from gongkai.quality.form.characters import HAN, NUMERALS
from gongkai.quality.form.model import Block, Facts, Finding, Text, in_block

_N = f"[{NUMERALS}零]{{1,6}}"
MOST_OPEN = 50
"""Lists of one level that may be gone on with."""
CHAPTER, SECTION, ARTICLE, ONE, TWO, THREE, FOUR = range(7)
_MARKS = (
    (CHAPTER, re.compile(rf"第({_N})章(?=[\s\u3000]|$)")),
    (SECTION, re.compile(rf"第({_N})节(?=[\s\u3000]|$)")),
    (ARTICLE, re.compile(rf"第({_N})条(?=[\s\u3000])")),
    (ONE, re.compile(rf"({_N})、")),
    (TWO, re.compile(rf"[（(]({_N})[）)]")),
    (THREE, re.compile(r"(\d{1,2})(?:[.．](?!\d)|、)")),
    (FOUR, re.compile(r"[（(](\d{1,2})[）)]")),
)
_APPENDIX = re.compile(r"附\s*(?:件|表|录)\s*[\d一二三四五六七八九十]{0,3}\s*[：:]?\s*$")
_CHANGING = re.compile(r"修改|修订|修正|废止|清理")
_AFTER_BRACKET = re.compile(rf"^\s*[（(](?:{_N}|\d{{1,2}})[）)]([、，,.．])")
_AFTER_DIGITS = re.compile(r"^\s*\d{1,2}(、)")
_AFTER_NUMERAL = re.compile(rf"^\s*[{NUMERALS}]{{1,3}}([.．,，])(?=[{HAN}])")
_ORDINAL = re.compile(rf"(?:^|。)\s*第[一二三四五六七八九十](、)(?=[{HAN}])")


def order(text: Text, facts: Facts) -> Iterator[Finding]:
    """Numbers that are left out or come twice. What begins anew with one is another list."""
    amends = bool(_CHANGING.search(facts.title))
    counts: dict[int, list[int]] = {}
    since = ""
    for block in text.running:
        stripped = block.text.strip()
        if _APPENDIX.match(stripped):
            counts, since = {}, ""
            continue
        mark = _mark(stripped)
        if mark is None or block.kind == "li" or (amends and mark[0] <= ARTICLE):
            since += block.text
            continue
        rank, value, words = mark
        for lower in [one for one in counts if one > rank and not (rank < ARTICLE and one == ARTICLE)]:
            del counts[lower]
        yield from _judged(block, words, value, counts.setdefault(rank, []), since)
        since = block.text[block.text.index(words) + len(words) :]


def _mark(text: str) -> tuple[int, int, str] | None:
    for rank, pattern in _MARKS:
        if found := pattern.match(text):
            return rank, number(found[1]), found[0]
    return None


def _judged(block: Block, words: str, value: int, earlier: list[int], since: str) -> Iterator[Finding]:
    """`earlier`: the last number of each list of this level that was left for another and may be gone on with."""
    if not earlier or value == 1:
        earlier[:] = [*earlier[1 - MOST_OPEN :], value]
        return
    for at in range(len(earlier) - 1, -1, -1):
        if value == earlier[at] + 1:
            earlier[at:] = [value]
            return
    last = earlier[-1]
    earlier[-1] = value
    start = block.text.index(words)
    if value == last:
        why = f"序号“{words}”重复：前面已经有一个。"
        yield in_block("form.levels", block, start, start + len(words), why)
    elif value > last + 1 and not _written_inside(words, value, last, since):
        why = f"序号不连续：前面是{last}，这里是{value}。"
        yield in_block("form.levels", block, start, start + len(words), why)


def _written_inside(words: str, value: int, last: int, since: str) -> bool:
    """Whether the numbers between stand inside the paragraphs before, as in “（二）…；（三）…”."""
    brackets = "（" in words or "(" in words
    for missing in range(last + 1, value):
        digits, numeral = str(missing), _numeral(missing)
        forms = (
            (f"（{digits}）", f"（{numeral}）", f"({digits})", f"({numeral})")
            if brackets
            else (f"{digits}.", f"{digits}、", f"{numeral}、", f"第{numeral}")
        )
        if not any(form in since for form in forms):
            return False
    return True


def _numeral(value: int) -> str:
    digits = "零一二三四五六七八九"
    if value < 10:
        return digits[value]
    if value < 20:
        return "十" + (digits[value % 10] if value % 10 else "")
    tens, ones = divmod(value % 100, 10)
    rest = (digits[tens] + "十" if tens else ("零" if ones and value >= 100 else "")) + (
        digits[ones] if ones else ""
    )
    return (digits[value // 100] + "百" if value >= 100 else "") + rest


def marks(text: Text, facts: Facts) -> Iterator[Finding]:
    """What stands after a number: nothing after brackets, a dot after digits, 、 after 一, ， after 第一."""
    for block in text.running:
        for pattern, right, why in (
            (_AFTER_BRACKET, "", "带括号的序号后面不加标点。"),
            (_AFTER_DIGITS, ".", "阿拉伯数字序号后面用下脚点“.”。"),
            (_AFTER_NUMERAL, "、", "“一”“二”等序号后面用顿号“、”。"),
        ):
            if found := pattern.match(block.text):
                yield in_block("form.level_marks", block, *found.span(1), why, right)
        for found in _ORDINAL.finditer(block.text):
            yield in_block("form.level_marks", block, *found.span(1), "“第一”“第二”后面用逗号。", "，")
