"""Numbers in Chinese official prose: figures, numerals, 万 and 余, about and at least, with the measure word after them."""

from __future__ import annotations

import re
from collections.abc import Iterator
from dataclasses import dataclass
from decimal import Decimal

from gongkai.audit.model import Number, Precision

UNITS = (
    "人次", "件次", "条次", "班次", "批次", "页次", "万元", "亿元", "大类", "元", "件", "条", "份", "宗", "项", "篇", "期", "次", "人", "名",
    "位", "个", "块", "册", "页", "场", "起", "例", "批", "轮", "部", "台", "处", "家", "则", "版", "本", "张", "面", "间", "封", "类",
    "倍", "户", "%", "％", "﹪", "个百分点",
)  # fmt: skip
_FULL = str.maketrans("０１２３４５６７８９．，", "0123456789.,")
_NUMERAL = {char: at for at, char in enumerate("零一二三四五六七八九")} | {"〇": 0, "○": 0, "两": 2}
_SCALE = {"十": 10, "百": 100, "千": 1000, "万": 10_000, "亿": 100_000_000}
_UNIT = "|".join(sorted(map(re.escape, UNITS), key=len, reverse=True))
_ABOUT_BEFORE = r"(?P<before>将近|接近|大约|约为|约|近|超过|高达|突破|超|逾|多达|至少|不少于|不低于|不下)?\s*"
_FIGURES = r"(?:[0-9０-９]{1,3}(?:[,，][0-9０-９]{3})+(?:[.．][0-9０-９]+)?|[0-9０-９]+(?:[.．][0-9０-９]+)?)"
_NUMERALS = r"[零〇一二两三四五六七八九十百千]+"
TOKEN = re.compile(
    rf"{_ABOUT_BEFORE}(?P<share>百分之)?(?:(?P<figures>{_FIGURES})|(?P<numerals>{_NUMERALS}))\s*(?P<scale>亿|百万|千万|十万|万(?!元))?\s*(?P<more>余|多|来)?"
    rf"\s*(?P<scale2>万(?!元))?\s*(?P<unit>{_UNIT})?\s*(?P<after>以上|以下|左右|上下|余|多)?"
)
_AT_LEAST = frozenset(
    ("余", "多", "以上", "超过", "超", "逾", "突破", "多达", "至少", "不少于", "不低于", "不下")
)
_ABOUT = frozenset(("将近", "接近", "大约", "约为", "约", "近", "左右", "上下", "来"))


@dataclass(frozen=True, slots=True)
class Token:
    """A number at `text[start:end]`, measure word and 以上 included; `figures_start`, `figures_end`: the digits alone."""

    value: Number
    precision: Precision
    unit: str
    start: int
    end: int
    figures_start: int
    figures_end: int
    in_words: bool


def tokens(text: str, start: int, end: int) -> Iterator[Token]:
    """Every number of the stretch that may count something; years, dates, ordinals and document numbers are left out."""
    for match in TOKEN.finditer(text, start, end):
        token = _token(match)
        if token is not None and not _is_other(text, match, token):
            yield token


def _token(match: re.Match[str]) -> Token | None:
    in_words = match["numerals"] is not None
    value = numeral(match["numerals"]) if in_words else figures(match["figures"])
    if value is None:
        return None
    for scale in (match["scale"], match["scale2"]):
        for char in scale or "":
            value *= _SCALE[char]
    if (
        isinstance(value, Decimal)
        and value == value.to_integral_value()
        and (match["scale"] or match["scale2"])
    ):
        value = int(value)
    words = {match["before"], match["more"], match["after"]} - {None}
    precision: Precision = "exact"
    if words & _AT_LEAST:
        precision = "at_least"
    elif words & _ABOUT:
        precision = "about"
    group = "numerals" if in_words else "figures"
    unit = "%" if match["share"] else match["unit"] or ""
    end = match.end("after") if match["after"] else match.end("unit")
    if not match["unit"]:
        end = max(match.end(name) for name in (group, "scale", "more", "scale2", "after"))
    return Token(
        value,
        precision,
        "%" if unit in ("％", "﹪") else unit,
        next(match.start(name) for name in ("before", "share", group) if match[name]),
        end,
        match.start(group),
        match.end(group),
        in_words,
    )


_AFTER_OTHER = re.compile(
    r"^\s*(?:年|月|日|号|时|点|分|天|个工作日|工作日|个月|周年|周|季度|世纪|届|楼|室|路|级|岁|[〕\]］]|[A-Za-z]|[-—–－‐~～至:：]\s*\d|[.．]\d)"
)
_LIST_NUMBER = re.compile(r"^\s*[.．、]?\s*(?!其中|以上|以下|左右)[一-鿿]")
_YEAR = re.compile(r"(?:19|20)\d\d")


def _is_other(text: str, match: re.Match[str], token: Token) -> bool:
    """Whether the number is a date, an ordinal, part of a name or a number nobody counts by."""
    before, after = (
        text[max(0, token.start - 6) : token.start],
        text[token.figures_end : token.figures_end + 6],
    )
    if _AFTER_OTHER.match(after) and not token.unit.startswith("人次"):
        return True
    if before.endswith(("第", "〔", "[", "［")) or re.search(r"[A-Za-z\d][-/.:：—–]$", before):
        return True
    if before.endswith(("“", "‘", "「", "『", "《", '"')) or (not token.unit and _LIST_NUMBER.match(after)):
        return True
    if token.in_words:
        written = match["numerals"]
        if not token.unit or (
            written == "一" and token.unit in ("个", "批", "条", "次") and _is_idiom(text, token)
        ):
            return True
        return (written.startswith(("百", "千")) and not match["share"]) or before.endswith(
            ("统", "之", "万", "同", "另", "某", "每", "任", "逐", "唯")
        )
    digits = token.figures_end - token.figures_start
    plain = match["figures"].isdecimal()
    if plain and not token.unit and (digits >= 7 or (digits == 4 and _YEAR.fullmatch(match["figures"]))):
        return True
    if plain and len(match["figures"]) > 1 and match["figures"][0] in "0０":
        return True
    return (not token.unit and before.endswith(("电话", "邮编", "传真", "编号"))) or (
        not token.unit and before.endswith(("（", "("))
    )


def _is_idiom(text: str, token: Token) -> bool:
    """一个, 一批, 一条龙, 一次性: words, no numbers. 一次 and 一条 before what is counted are numbers."""
    rest = text[token.end : token.end + 2]
    if token.unit in ("个", "批"):
        return not re.match(r"(?:查阅|栏目|公开|专栏|[，。；、,;）)])|$", rest)
    return rest[:1] in ("性", "龙", "线")


def figures(text: str) -> Number | None:
    """Arabic figures, full-width ones and thousands separators included."""
    plain = text.translate(_FULL).replace(",", "")
    return Decimal(plain) if "." in plain else int(plain)


def numeral(text: str) -> int | None:
    """A Chinese numeral up to 千: 二十三, 一百零五, 〇, 两; digit by digit too (二〇一七). None when it is none."""
    if not any(char in _SCALE for char in text):
        return int("".join(str(_NUMERAL[char]) for char in text))
    total, digit = 0, None
    for char in text:
        if char in _NUMERAL:
            digit = _NUMERAL[char]
        else:
            total += (1 if digit is None else digit) * _SCALE[char]
            digit = None
    return total + (digit or 0)
