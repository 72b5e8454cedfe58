"""People by name: in columns and after labels, beside identity numbers, with their health, and children."""

from __future__ import annotations

import re
from bisect import bisect_left
from collections.abc import Callable, Iterator
from functools import cache

from gongkai.scan.context import Context, Value
from gongkai.scan.hits import Hit
from gongkai.scan.model import Severity
from gongkai.scan.names import in_sentence, is_name

# Columns that make a list one of private people.
_PRIVATE = frozenset(
    ("resident_id", "mobile", "phone_home", "card", "account", "home", "birth", "health", "record", "school")
)
_PERSON = frozenset(("name", "resident_id", "account_name"))
_NEIGHBOURS = 4
_FURTHER = 16
_CHILD_HEADER = re.compile("学生|儿童|幼儿|患儿|孩子|孤儿|未成年|监护人|家长")
_FIELD_END = re.compile(r"[，,。；;、（(/|]|\s{2,}|\t")
_DATE = re.compile(r"(?:19|20)\d{2}(?:[年.\-/ ]{0,2}\d{1,2}(?:[月.\-/ ]{0,2}\d{1,2}日?)?月?)?")
_BANK = re.compile(r"银行|信用社|邮储|农商|支行|信用联社|合作社|营业部|分理处")
_NOTHING = re.compile(r"\s*(?:无|正常|健康|良好|否|未见异常|/|-|—|一般|其他|有|不详|合格)?\s*")
_RECORD = re.compile(r"[A-Za-z]{0,3}[\d\-]{4,20}")
_BEFORE = (
    "患者|病人|患儿|村民|居民|职工|学生|申请人|户主|原告|被告|上诉人|被申请人|当事人|其子|其女|其妻|其夫|儿子|女儿|妻子|丈夫|母亲|父亲|老人|"
    "贫困户|低保户|脱贫户|残疾人|女童|男童|儿童|幼儿|孤儿|监护人|配偶|死者|伤者|工人|农民工|本人|委托|受托人|联系人|经办人|人员|嫌疑人|被告人|罪犯|业主|车主|收件人|收款人|驾驶员|驾驶人|司机|员工|教师|"
    "姓名[:：]|我叫"
)
_CHILD_BEFORE = "学生|儿童|幼儿|患儿|孤儿|女童|男童|未成年人|之子|之女|其子|其女|长子|次子|幼子|长女|次女|幼女|儿子|女儿|孩子|孙子|孙女|外孙|侄子|侄女"
_OF_AGE = r"[，,（(]\s*(?:[男女]\s*[，,]\s*)?(?:现年|今年|年仅)?(?:[1-9]|1[0-7]|[一二三四五六七八九十]|十[一二三四五六七])(?:周)?岁"
_AFTER = (
    r"(?=[，,、（(。；;：:\s]|于|因|经|在|被|系|患|确诊|同志|从|身患|为|就读|现|由|的|诊断|住院|入院|查出|$)"
)
_ILL_AFTER = r"(?=[，,、（(]\s*[男女]|[，,](?:[^，,。]{0,6}(?:残疾|患|病|癌|障碍|肿瘤))|系(?!统|列|数)|因患|患有|因病|经[^，。]{0,8}诊断|被诊断|被确诊|确诊|身患|罹患|感染|[（(][^（）()]{0,12}(?:患者|病人|残疾|患儿|病|癌|症|瘤|炎))"
_CLAUSE = r"(?:(?<=[，,。；;：:、（(\s\"'“‘「>#])|(?<=&[CLR])|^)"
_BESIDE = re.compile(r"([\u3400-\u4dbf\u4e00-\u9fff·]{2,12})[\s，,、：:（(]{0,3}$")
_BESIDE_REACH = 18
_DESCRIPTION = 160
_OFFICIAL = re.compile(r"现任|拟任|中共党员|拟提名|工作经历|任职|拟录用|拟聘用")
_PRIVATE_LIFE = re.compile(r"身份证|身份号码|住所?地?[：:址]|[，,]住|户籍|电话")
_SENTENCE_END = re.compile(r"[。；;\n]")


@cache
def _ill_person() -> re.Pattern[str]:
    return re.compile(
        rf"(?:{_BEFORE})(?P<a>{in_sentence()}?){_AFTER}|{_CLAUSE}(?P<b>{in_sentence()}?){_ILL_AFTER}"
    )


@cache
def _child() -> re.Pattern[str]:
    return re.compile(
        rf"(?:{_CHILD_BEFORE})(?P<a>{in_sentence()}?){_AFTER}|{_CLAUSE}(?P<b>{in_sentence()}?)(?=同学|小朋友|{_OF_AGE})"
    )


@cache
def _subject() -> re.Pattern[str]:
    return re.compile(rf"(?:{_CLAUSE}|{_BEFORE})(?P<a>{in_sentence()}?)(?=[，,（(])")


@cache
def _with_gender() -> re.Pattern[str]:
    return re.compile(rf"(?:{_CLAUSE}|{_BEFORE}|[犯者人员户某])(?P<a>{in_sentence()})$")


def find(context: Context) -> Iterator[Hit]:
    """Every person that is named beside something private."""
    for value in context.values(_READERS):
        yield from _READERS[value.role](context, value)
    yield from _with_genders(context)
    yield from _ill(context)
    yield from _children(context)


def beside(context: Context, start: int) -> Iterator[Hit]:
    """The name that stands directly before an identity number or the label of one."""
    label = context.label_before(start)
    at = label.start if label else start
    words = _BESIDE.search(context.text, max(0, at - _BESIDE_REACH), at)
    if not words:
        return
    run, end = words.group(1), words.end(1)
    named = re.search(rf"(?:^|{_BEFORE})({in_sentence()})$", run)
    if named and is_name(named.group(1)):
        first = end - len(named.group(1))
        yield _named(Severity.WARNING, 0.8, first, end, "姓名与身份证号码写在一起")


def _named(severity: Severity, confidence: float, start: int, end: int, why: str) -> Hit:
    return Hit("person.named_field", severity, confidence, start, end, why, 3)


def _names(context: Context, value: Value) -> Iterator[Hit]:
    span = _first_name(context.text, value.start, value.end)
    if span is None:
        return
    start, end = span
    private = not _PRIVATE.isdisjoint(_beside_roles(context, value))
    if _CHILD_HEADER.search(value.header) and (private or value.column):
        severity = Severity.SERIOUS if private else Severity.WARNING
        why = "学生、儿童、监护人一类栏目的姓名，涉及未成年人"
        yield Hit("person.minor", severity, 0.85, start, end, why, 4)
    elif private:
        yield _named(
            Severity.WARNING, 0.9, start, end, "“姓名”一类栏目，同处有身份证号码、账号、住址等个人信息"
        )
    else:
        yield _named(Severity.INFORMATION, 0.6, start, end, "“姓名”一类栏目")


def _first_name(text: str, start: int, end: int) -> tuple[int, int] | None:
    while start < end and text[start].isspace():
        start += 1
    stop = _FIELD_END.search(text, start, end)
    end = stop.start() if stop else end
    words = text[start:end].rstrip()
    if is_name(words):
        return start, start + len(words)
    first = words.split(" ")[0].split("\u3000")[0]
    return (start, start + len(first)) if is_name(first) else None


def _beside_roles(context: Context, value: Value) -> frozenset[str]:
    """What else the table, or the text close to a label, says about the same person."""
    if value.column:
        return value.others
    at = bisect_left(context.labels, value.start, key=lambda label: label.start)
    near = context.labels[max(0, at - _NEIGHBOURS - 1) : at + _NEIGHBOURS]
    return frozenset(label.role for label in near if abs(label.start - value.start) < 80)


def _births(context: Context, value: Value) -> Iterator[Hit]:
    date = _DATE.search(context.text, value.start, value.end)
    if date and not _PERSON.isdisjoint(_beside_roles(context, value)):
        yield _named(Severity.WARNING, 0.8, date.start(), date.end(), "写明是出生日期，同处有姓名")


def _banks(context: Context, value: Value) -> Iterator[Hit]:
    words = context.text[value.start : value.end].strip()
    if _BANK.search(words) and not {"name", "resident_id"}.isdisjoint(_beside_roles(context, value)):
        start = context.text.index(words, value.start)
        yield _named(Severity.WARNING, 0.8, start, start + len(words), "个人账户的开户行")


def _health(context: Context, value: Value) -> Iterator[Hit]:
    words = context.text[value.start : value.end].strip()
    if not value.column:
        words = _FIELD_END.split(words)[0]
    if _NOTHING.fullmatch(words):
        return
    if _PERSON.isdisjoint(_beside_roles(context, value)) and not _named_before(context, value.start):
        return
    start = context.text.index(words, value.start)
    why = "诊断、残疾等级一类栏目的内容，同处有姓名"
    yield Hit("person.health", Severity.SERIOUS, 0.9, start, start + len(words), why, 4)


def _named_before(context: Context, start: int) -> bool:
    """Whether the sentence begins with somebody's name: 经审核，某人，残疾等级：四级。"""
    words = _SENTENCE_END.split(context.text[max(0, start - 80) : start])[-1]
    return any(is_name(match.group("a")) for match in _subject().finditer(words))


def _records(context: Context, value: Value) -> Iterator[Hit]:
    number = _RECORD.search(context.text, value.start, value.end)
    if number:
        yield Hit(
            "person.health", Severity.SERIOUS, 0.9, number.start(), number.end(), "写明是病历、住院号码", 5
        )


_READERS: dict[str, Callable[[Context, Value], Iterator[Hit]]] = {
    "name": _names,
    "account_name": _names,
    "birth": _births,
    "bank": _banks,
    "health": _health,
    "record": _records,
}


def _with_genders(context: Context) -> Iterator[Hit]:
    for anchor in context.anchors("gender"):
        low = max(0, anchor.start - 12)
        words = context.text[low : anchor.start].rpartition("\n")[2]
        match = _with_gender().search(words)
        if match and is_name(match.group("a")):
            start = anchor.start - len(match.group("a"))
            sentence = context.text[anchor.start : anchor.start + _DESCRIPTION]
            if _OFFICIAL.search(sentence) and not _PRIVATE_LIFE.search(sentence):
                yield _named(Severity.INFORMATION, 0.6, start, anchor.start, "像任职公示中的姓名")
            else:
                yield _named(Severity.WARNING, 0.8, start, anchor.start, "姓名后写有性别，是对个人身份的描述")


def _ill(context: Context) -> Iterator[Hit]:
    anchors = context.anchors("illness")
    for start, end in context.sentences("illness"):
        for match in _ill_person().finditer(context.text[start:end]):
            group = match.lastgroup or ""
            name = match.group(group)
            first = start + match.start(group)
            at = bisect_left(anchors, first, key=lambda anchor: anchor.start)
            if not is_name(name) or at == len(anchors) or anchors[at].end > end:
                continue
            if anchors[at].start < first + len(name):
                continue
            last = anchors[at].end
            while at + 1 < len(anchors) and anchors[at + 1].end <= min(end, last + _FURTHER):
                at += 1
                last = anchors[at].end
            why = "姓名与疾病、诊断或者残疾情况写在一起"
            yield Hit("person.health", Severity.SERIOUS, 0.85, first, last, why, 4)


def _children(context: Context) -> Iterator[Hit]:
    for start, end in context.sentences("child"):
        for match in _child().finditer(context.text[start:end]):
            group = match.lastgroup or ""
            if is_name(match.group(group)):
                first, last = start + match.start(group), start + match.end(group)
                why = "未成年人姓名与学校、年级或者年龄写在一起"
                yield Hit("person.minor", Severity.SERIOUS, 0.8, first, last, why, 4)
