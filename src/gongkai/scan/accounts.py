"""Account numbers that are no bank cards, where the text says that they are accounts of people."""

from __future__ import annotations

import re
from bisect import bisect_right
from collections.abc import Iterator

from gongkai.scan.context import Context, Value
from gongkai.scan.hits import Hit
from gongkai.scan.model import Severity
from gongkai.scan.names import is_name

_ACCOUNT = re.compile(r"(?<![\dA-Za-z])\d(?:[ \-]?\d){7,29}(?![\dA-Za-z])")
_ORGANISATION = re.compile(
    r"公司|局|中心|政府|委员会|学校|小学|中学|幼儿园|医院|卫生院|银行|研究所|事务所|研究院|学院|大学|协会|商会|基金会|财政|合作社|集团|专户|国库|厂|站|社区|村委会|部$|办公室|学会|总会|分会|慈善会"
)
_REACH = 160
_LABELS_BACK = 6
_CLAUSE_END = re.compile(r"[，,。；;\n]")


def find(context: Context) -> Iterator[Hit]:
    """Every account number; one whose holder is an organisation is none."""
    for value in context.values(("card", "account")):
        match = _ACCOUNT.search(context.narrow, value.start, value.end)
        if match is None:
            continue
        digits = re.sub(r"\D", "", match.group())
        hit = _judged(context, value, match)
        if hit:
            severity, confidence, why = hit
            yield Hit("person.bank_card", severity, confidence, match.start(), match.end(), why, 4, digits)


def _judged(context: Context, value: Value, match: re.Match[str]) -> tuple[Severity, float, str] | None:
    if value.role == "card":
        return Severity.WARNING, 0.7, "写明是银行卡号，但发卡机构号段或者校验位不符，可能有误写"
    if value.column:
        if {"name", "resident_id"} & value.others:
            return Severity.SERIOUS, 0.85, "“账号”栏的号码，同表有姓名"
        return (Severity.WARNING, 0.6, "“账号”栏的号码") if "account_name" in value.others else None
    holder = _holder(context, value.start)
    if _ORGANISATION.search(holder):
        return None
    if is_name(holder.strip()):
        return Severity.SERIOUS, 0.85, "写明是个人账号"
    return Severity.WARNING, 0.6, "写明是账号，没有写明户名"


def belongs_to_organisation(context: Context, start: int) -> bool:
    """Whether the label of a holder, or the clause that leads to an account, names an organisation; not in a table."""
    if context.column(start):
        return False
    holder = _holder(context, start)
    labelled = len(holder) < _REACH // 2
    return bool(_ORGANISATION.search(holder if labelled else _CLAUSE_END.split(holder)[-1]))


def _holder(context: Context, start: int) -> str:
    """What the text before the account says about whose it is, from the nearest label of a holder on."""
    labels = context.labels
    after = bisect_right(labels, start, key=lambda label: label.start)
    for at in range(after - 1, max(0, after - _LABELS_BACK) - 1, -1):
        if start - labels[at].end > _REACH:
            break
        same_line = "\n" not in context.text[labels[at].end : start]
        if labels[at].role == "account_name" or (labels[at].role == "name" and same_line):
            following = labels[at + 1].start if at + 1 < len(labels) else start
            return context.text[labels[at].end : following].split("\n")[0].strip(" :：\t\u3000，,；;。、")
    return context.text[max(0, start - _REACH) : start]
