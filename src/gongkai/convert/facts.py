"""Dates, names of agencies and titles, as official documents write them. Nothing is guessed: None when unclear."""

from __future__ import annotations

import re
from datetime import date

_CHINESE_DIGITS = {char: value for value, chars in enumerate(("〇零○0O０", "一", "二", "三", "四", "五", "六", "七", "八", "九")) for char in chars}  # fmt: skip
_NUMERIC = re.compile(r"(?<!\d)(\d{4})\s*[-/.年]\s*(\d{1,2})\s*[-/.月]\s*(\d{1,2})(?!\d)\s*日?")
_CHINESE = re.compile(
    r"([一二三四五六七八九〇零○0O]{4})年([一二三四五六七八九十]{1,2})月([一二三四五六七八九十]{1,3})日"
)
_MONTH_ONLY = re.compile(
    r"^[\d一二三四五六七八九〇零○0O]{4}\s*年\s*[\d一二三四五六七八九十]{1,2}\s*月(?:份)?$"
)

_AGENCY_ENDS = (
    "人民政府|政府|委员会|办公室|办公厅|管理局|管委会|街道办|办事处|开发区|局|厅|署|委|院|镇|乡|中心|支队|总队|大队|"
    "公安处|人防办|政府办|国资委|发改委|应急办|医院|学校|大学|学院|银行|税务所|供电公司|自来水公司|集团|办"
)
_AGENCY = re.compile(rf"^[\u4e00-\u9fff（）()·]{{2,28}}(?:{_AGENCY_ENDS})$")
_AGENCY_IN_TITLE = re.compile(
    rf"^([\u4e00-\u9fff]{{2,26}}?(?:{_AGENCY_ENDS}))(?=关于|\d{{4}}\s*年|二[〇零○0O])"
)
_DOCUMENT_NUMBER = re.compile(
    r"^[\u4e00-\u9fffA-Z]{1,16}\s*[〔\[［(（]\s*(?:19|20)\d{2}\s*[〕\]］)）]\s*\d{1,4}\s*号$"
)
_KINDS = (
    "报告|年报|通知|通告|公告|公报|办法|意见|规定|规则|细则|方案|计划|要点|总结|函|决定|决议|批复|请示|纪要|条例|指南|目录|"
    "制度|预案|公示|解读|名单|说明|情况|规划|标准|预算|决算|范文|信息|清单|答复"
)
_ENDS_AS_TITLE = re.compile(rf"(?:{_KINDS})(?:[（(《〔].{{1,20}}[）)》〕])?$")


def read_date(text: str) -> date | None:
    """The first full date in the text, in figures or Chinese numerals; None when there is none or it is impossible."""
    if found := _NUMERIC.search(text):
        parts: tuple[int, int, int] = (int(found[1]), int(found[2]), int(found[3]))
    elif found := _CHINESE.search(text):
        year = int("".join(str(_CHINESE_DIGITS[char]) for char in found[1]))
        parts = (year, _small_number(found[2]), _small_number(found[3]))
    else:
        return None
    try:
        return date(*parts)
    except ValueError:
        return None


def _small_number(text: str) -> int:
    tens, ten, ones = text.rpartition("十")
    if not ten:
        return _CHINESE_DIGITS[text] if len(text) == 1 else 0
    return (_CHINESE_DIGITS.get(tens, 1) if tens else 1) * 10 + (_CHINESE_DIGITS.get(ones, 0) if ones else 0)


def is_date_line(line: str) -> bool:
    """Whether the line is a date and nothing else, as under a signature."""
    bare = re.sub(r"[（()）\s]", "", line)
    return bool(_NUMERIC.fullmatch(bare) or _CHINESE.fullmatch(bare))


def is_month_line(line: str) -> bool:
    """Whether the line names a year and month only: no day may be made up for it."""
    return bool(_MONTH_ONLY.match(re.sub(r"\s", "", line)))


def is_agency_name(line: str) -> bool:
    """Whether the line is the name of an agency and nothing else."""
    return bool(_AGENCY.match(re.sub(r"\s", "", line)))


def agency_in_title(title: str) -> str | None:
    """The agency a title begins with: “某局2025年…报告”, “某局关于…”; None when it does not say so."""
    found = _AGENCY_IN_TITLE.match(title)
    return found[1] if found else None


def is_document_number(line: str) -> bool:
    """Whether the line is a 发文字号: 某发〔2026〕1号."""
    return bool(_DOCUMENT_NUMBER.match(line.strip()))


def may_be_title(line: str) -> bool:
    """Whether the line can be a title at all: short, not a sentence, not a name alone."""
    return (
        2 < len(line) <= 80
        and not re.search(r"[。；;：:！!]|[，,、]$", line)
        and not is_agency_name(line)
        and not is_date_line(line)
        and not is_month_line(line)
    )


def reads_as_title(line: str) -> bool:
    """Whether the line ends as titles of official documents do (报告, 通知, 办法 …)."""
    return may_be_title(line) and bool(_ENDS_AS_TITLE.search(line))
