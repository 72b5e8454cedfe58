"""What a letter of each kind must say, and which fields its template may use. Pure.

A template is text: one paragraph a line, fields as `{理由}`; a line that begins with `[如有：理由]` is printed only when
that field is filled. What a letter must say follows from its kind and, for an answer, from its outcome (`OUTCOMES`).
"""

from __future__ import annotations

import re
from collections.abc import Iterable
from dataclasses import dataclass

from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy

from gongkai.law.outcomes import OUTCOMES, RECONSIDERATION_FIRST

# Outcomes that answer in more than one way: the first is the usual one.
VARIANTS: dict[str, tuple[str, ...]] = {
    "grant": ("grant", "grant.already_public"),
    "cannot.not_held": ("cannot.not_held", "cannot.not_ours", "cannot.transfer"),
}
MOST_CHARACTERS = 6000
MOST_IN_TITLE = 60


@dataclass(frozen=True, slots=True)
class Field:
    """A field: its identifier, the word in templates, its type, what it holds, and a sample."""

    name: str
    word: str
    kind: str
    meaning: object
    sample: str


TYPES = {
    "text": gettext_lazy("文字"),
    "day": gettext_lazy("日期"),
    "number": gettext_lazy("数字"),
    "sentence": gettext_lazy("完整的句子"),
    "mark": gettext_lazy("标记"),
}
_FIELDS = (
    Field("you", "称呼", "text", gettext_lazy("自然人为“您”，单位为“你单位”"), "您"),
    Field("opening", "来文摘要", "sentence", gettext_lazy("何时收到、受理编号和申请内容"), "本机关于2026年3月3日收到您提出的政府信息公开申请（受理编号：FINANCE-2026-0012），申请公开：2025年度农村公路养护资金分配方案。"),
    Field("receipt_number", "受理编号", "text", gettext_lazy("受理编号"), "FINANCE-2026-0012"),
    Field("description", "申请内容", "text", gettext_lazy("所需信息的名称、文号和特征"), "2025年度农村公路养护资金分配方案"),
    Field("channel", "提交方式", "text", gettext_lazy("网上、信函、当面等"), "互联网"),
    Field("wanted_form", "提供形式", "text", gettext_lazy("申请人要的形式"), "纸质"),
    Field("wanted_route", "获取途径", "text", gettext_lazy("申请人要的途径"), "邮寄"),
    Field("submitted_on", "提交日期", "day", gettext_lazy("提交申请的日期"), "2026年3月3日"),
    Field("received_on", "收到日期", "day", gettext_lazy("条例第三十一条的收到之日"), "2026年3月3日"),
    Field("due_on", "答复期限", "day", gettext_lazy("最迟答复的日期"), "2026年3月31日"),
    Field("agency_name", "机关名称", "text", gettext_lazy("出具文书的机关"), "云溪县财政局"),
    Field("office_name", "工作机构", "text", gettext_lazy("政府信息公开工作机构"), "云溪县财政局办公室"),
    Field("office_telephone", "联系电话", "text", gettext_lazy("工作机构的电话"), "0999-1234567"),
    Field("office_address", "办公地址", "text", gettext_lazy("工作机构的地址"), "云溪县学府路1号"),
    Field("unconfirmed", "尚未确认", "mark", gettext_lazy("双方还没有确认收到时为真，只能用在“如有”里"), "1"),
    Field("reasons", "理由", "text", gettext_lazy("经办人写的理由"), "经逐页核对，所涉材料为尚未定稿的讨论记录"),
    Field("grounds", "依据", "text", gettext_lazy("适用的条款"), "《中华人民共和国政府信息公开条例》第十六条第二款"),
    Field("content", "提供内容", "text", gettext_lazy("提供的信息或者获取的方式、途径、时间"), "随函附上该方案的复印件一份"),
    Field("withheld", "不公开部分", "text", gettext_lazy("部分公开时不公开的部分"), "附件二第三栏的银行账号"),
    Field("responsible_agency", "负责机关", "text", gettext_lazy("负责公开的机关的名称和联系方式"), "云溪县教育局，电话0999-2222222"),
    Field("wanted", "补正事项", "text", gettext_lazy("一次性列出的补正事项"), "请写明所需信息的年份和乡镇"),
    Field("reply_by", "补正期限", "day", gettext_lazy("补正的最后一日"), "2026年3月24日"),
    Field("question", "征求内容", "text", gettext_lazy("向对方征求意见的内容"), "报价单第二页"),
    Field("working_days", "延长天数", "number", gettext_lazy("延长的工作日数"), "10"),
    Field("until", "延迟期限", "day", gettext_lazy("第三十五条的合理期限"), "2026年6月30日"),
    Field("lines", "收费计算", "text", gettext_lazy("标准和计算过程"), "31页至100页，每页10元"),
    Field("amount", "收费金额", "number", gettext_lazy("应缴金额（元）"), "700"),
    Field("payment", "缴费方式", "text", gettext_lazy("缴入国库的方式"), "凭缴款码到代理银行缴纳"),
    Field("letter_title", "送达文书", "text", gettext_lazy("所送达文书的名称"), "政府信息公开申请答复告知书"),
    Field("letter_number", "送达文号", "text", gettext_lazy("所送达文书的文号"), "云溪县财政局公开〔2026〕12号"),
    Field("withdrawn_on", "撤回日期", "day", gettext_lazy("申请人撤回的日期"), "2026年3月10日"),
    Field("remedy", "救济途径", "sentence", gettext_lazy("按办理结果写明的救济途径、机关、法院和期限"), ""),
    Field("reconsideration_body", "复议机关", "text", gettext_lazy("受理行政复议的机关"), "云溪县人民政府"),
    Field("court", "管辖法院", "text", gettext_lazy("受理行政诉讼的法院"), "云溪县人民法院"),
)  # fmt: skip
FIELDS = {field.name: field for field in _FIELDS}
WORDS = {field.word: field.name for field in _FIELDS}

_CASE = (
    "you", "opening", "receipt_number", "description", "channel", "wanted_form", "wanted_route", "submitted_on",
    "received_on", "due_on", "agency_name", "office_name", "office_telephone", "office_address",
)  # fmt: skip
# To somebody else than the applicant: nothing by which the applicant could be guessed.
_OUTSIDE = ("receipt_number", "agency_name", "office_name", "office_telephone", "office_address")
_REMEDY = ("remedy", "reconsideration_body", "court")
_ANSWER = ("reasons", "grounds", "content", "withheld", "responsible_agency")
ALLOWED: dict[str, tuple[str, ...]] = {
    "receipt": (*_CASE, "unconfirmed"),
    "correction": (*_CASE, "wanted", "reply_by"),
    "consultation_third_party": (*_OUTSIDE, "question"),
    "consultation_agency": (*_OUTSIDE, "question"),
    "disclosure_notice": (*_OUTSIDE, "question", "content", "reasons", *_REMEDY),
    "extension": (*_CASE, "reasons", "working_days"),
    "excessive_delay": (*_CASE, "reasons", "until"),
    "fee_notice": (*_CASE, "reasons", "lines", "amount", "payment", *_REMEDY),
    "withdrawal": (*_CASE, "withdrawn_on"),
    "delivery_slip": (*_OUTSIDE, "letter_title", "letter_number"),
}
# Fields without which a letter of the kind would not tell what it is for, with the article.
NEEDED: dict[str, tuple[tuple[str, str], ...]] = {
    "receipt": (("receipt_number", ""), ("received_on", "第三十一条"), ("due_on", "第三十三条")),
    "correction": (("wanted", "第三十条"), ("reply_by", "第三十条")),
    "consultation_third_party": (("question", "第三十二条"),),
    "consultation_agency": (("question", "第三十四条"),),
    "disclosure_notice": (("content", "第三十二条"), ("reasons", "第三十二条")),
    "extension": (("reasons", "第三十三条"), ("working_days", "第三十三条"), ("due_on", "第三十三条")),
    "excessive_delay": (("until", "第三十五条"),),
    "fee_notice": (
        ("reasons", "国办函〔2020〕109号"), ("lines", "国办函〔2020〕109号"), ("amount", "国办函〔2020〕109号"),
        ("payment", "国办函〔2020〕109号"),
    ),
    "withdrawal": (("receipt_number", ""), ("withdrawn_on", "")),
    "delivery_slip": (("letter_title", ""), ("letter_number", "")),
    "decision.grant": (("content", "第三十六条第二项"),),
    "decision.grant.already_public": (("content", "第三十六条第一项"),),
    "decision.partial": (("content", "第三十七条"), ("withheld", "第三十七条"), ("grounds", "第三十七条")),
    "decision.deny.forbidden_by_law": (("grounds", "第十四条"),),
    "decision.deny.admin_query": (("grounds", "第三十六条第七项"),),
    "decision.cannot.transfer": (("responsible_agency", "第三十六条第五项"),),
}  # fmt: skip
# Periods that the words themselves must name: every one of the alternatives of a line says the same.
PERIODS: dict[str, tuple[tuple[tuple[str, ...], str], ...]] = {
    "consultation_third_party": ((("十五个工作日", "15个工作日"), "第三十二条"),),
    "consultation_agency": ((("十五个工作日", "15个工作日"), "第三十四条"),),
    "fee_notice": ((("二十个工作日", "20个工作日"), "国办函〔2020〕109号"),),
}
_SIXTY, _FIFTEEN = ("六十日", "60日"), ("十五日", "15日")
_SIX_MONTHS = ("六个月", "6个月")


@dataclass(frozen=True, slots=True)
class Fault:
    """What is wrong with a template: a stable code, and the words with the article."""

    code: str
    text: str


@dataclass(frozen=True, slots=True)
class Paragraph:
    """One paragraph; printed only when the field named by `when` (if any) is filled."""

    text: str
    when: str = ""


def variants(outcome: str) -> tuple[str, ...]:
    """The letter variants of an outcome, the usual one first."""
    return VARIANTS.get(outcome, (outcome,))


def outcome_of(name: str) -> str:
    """The outcome a template answers with; '' for letters that are no answer."""
    variant = name.removeprefix("decision.")
    if variant == name:
        return ""
    return next((code for code in OUTCOMES if variant in variants(code)), "")


def names() -> tuple[str, ...]:
    """Every letter there is: the kinds, then the answers in the order of table three."""
    return (*ALLOWED, *(f"decision.{variant}" for code in OUTCOMES for variant in variants(code)))


def allowed(name: str) -> tuple[Field, ...]:
    """The fields a template of this letter may use. Raises KeyError for no letter."""
    if outcome_of(name):
        return tuple(FIELDS[field] for field in (*_CASE, *_ANSWER, *_REMEDY))
    return tuple(FIELDS[field] for field in ALLOWED[name])


_HEAD = re.compile(r"^\[如有[：:]\s*([^\]\s]+)\s*\]\s*")
_FIELD = re.compile(r"\{([^{}]*)\}")


def written(paragraphs: Iterable[Paragraph]) -> str:
    """Paragraphs with identifiers, as the text an office edits."""
    found = []
    for paragraph in paragraphs:
        head = f"[如有：{FIELDS[paragraph.when].word}]" if paragraph.when else ""
        words = _FIELD.sub(lambda match: "{" + FIELDS[match[1]].word + "}", paragraph.text)
        found.append(head + words)
    return "\n".join(found)


def read(text: str) -> tuple[Paragraph, ...]:
    """The text an office edited, as paragraphs with identifiers. Only for text without faults."""
    found = []
    for line in lines(text):
        head = _HEAD.match(line)
        body = line[head.end() :] if head else line
        words = _FIELD.sub(lambda match: "{" + WORDS[match[1].strip()] + "}", body)
        found.append(Paragraph(words, WORDS[head[1]] if head else ""))
    return tuple(found)


def lines(text: str) -> list[str]:
    """The paragraphs as typed, without blank ones."""
    return [line.strip() for line in text.replace("\r", "\n").split("\n") if line.strip()]


def faults(name: str, title: str, text: str) -> list[Fault]:
    """Everything that keeps a template from being saved, in the order in which people would mend it."""
    found = [*_shape(name, title, text)]
    used = {WORDS[word.strip()] for word in _FIELD.findall(text) if word.strip() in WORDS}
    found += _missing(name, used, text)
    if outcome := outcome_of(name):
        found += _answer_faults(outcome, used, text)
    elif name == "disclosure_notice":
        found += _remedy_faults("either", used, text)
    return list(dict.fromkeys(found))


def _shape(name: str, title: str, text: str) -> Iterable[Fault]:
    if not title.strip():
        yield Fault("LETTER-TITLE", _("请填写标题。"))
    if len(title) > MOST_IN_TITLE:
        yield Fault("LETTER-TITLE-LONG", _("标题不能超过%(most)d个字。") % {"most": MOST_IN_TITLE})
    if "{" in title or "}" in title:
        yield Fault("LETTER-TITLE-FIELD", _("标题里不能使用字段。"))
    if not lines(text):
        yield Fault("LETTER-TEXT", _("请填写正文。"))
    if len(text) > MOST_CHARACTERS:
        yield Fault("LETTER-LONG", _("正文不能超过%(most)d个字。") % {"most": MOST_CHARACTERS})
    known = {field.word for field in allowed(name)}
    marks = {field.word for field in allowed(name) if field.kind == "mark"}
    for number, line in enumerate(lines(text), 1):
        head = _HEAD.match(line)
        body = line[head.end() :] if head else line
        if head and head[1] not in known:
            yield _unknown(number, head[1])
        elif line.startswith(("[如有", "［如有")) and not head:
            yield Fault("LETTER-HEAD", _("第%(line)d段：“[如有：字段]”没有写完整。") % {"line": number})
        if re.search(r"[{}]", _FIELD.sub("", body)):
            yield Fault("LETTER-BRACES", _("第%(line)d段：大括号不成对。") % {"line": number})
        for word in _FIELD.findall(body):
            if word.strip() not in known or word.strip() in marks:
                yield _unknown(number, word)


def _unknown(number: int, word: str) -> Fault:
    text = _("第%(line)d段：这种文书没有“%(word)s”这个字段。") % {"line": number, "word": word.strip()[:40]}
    return Fault("LETTER-FIELD", text)


def _missing(name: str, used: set[str], text: str) -> Iterable[Fault]:
    for field, article in NEEDED.get(name, ()):
        if field not in used:
            yield Fault(
                f"LETTER-NEEDS-{field.upper()}",
                _("缺少{%(word)s}（%(meaning)s）。") % {"word": FIELDS[field].word, "meaning": FIELDS[field].meaning}
                + _article(article),
            )  # fmt: skip
    for alternatives, article in PERIODS.get(name, ()):
        if not _says(text, alternatives):
            yield Fault(
                "LETTER-PERIOD", _("缺少期限：%(period)s。") % {"period": alternatives[0]} + _article(article)
            )


def _article(article: str) -> str:
    if not article:
        return ""
    return _("依据：%(article)s。") % {"article": article if "〔" in article else f"条例{article}"}


def _answer_faults(outcome: str, used: set[str], text: str) -> Iterable[Fault]:
    if OUTCOMES[outcome].reasons_required and "reasons" not in used:
        articles = "、".join(OUTCOMES[outcome].articles)
        yield Fault(
            "LETTER-REASONS",
            _("缺少{理由}：“%(outcome)s”的告知书应当说明理由。") % {"outcome": OUTCOMES[outcome].label} + _article(articles),
        )  # fmt: skip
    yield from _remedy_faults(OUTCOMES[outcome].remedy, used, text)


def _remedy_faults(route: str, used: set[str], text: str) -> Iterable[Fault]:
    """The route, the body, the court and the periods: by the one field that says it all, or in words of one's own."""
    if "remedy" in used:
        return
    first = route == RECONSIDERATION_FIRST
    hint = _("可以直接使用{救济途径}。")
    told = "行政复议" in text and "行政诉讼" in text and (not first or "先" in text)
    if not told:
        wanted = _("先行政复议、再行政诉讼") if first else _("行政复议或者行政诉讼")
        yield Fault("LETTER-REMEDY", _("缺少救济途径（%(route)s）。") % {"route": wanted} + hint)
    if "reconsideration_body" not in used:
        yield Fault("LETTER-BODY", _("缺少{复议机关}。") + hint)
    if "court" not in used:
        yield Fault("LETTER-COURT", _("缺少{管辖法院}。") + hint)
    if not _says(text, _SIXTY):
        yield Fault("LETTER-PERIOD-RECONSIDERATION", _("缺少行政复议的期限：六十日。") + hint)
    if not _says(text, _FIFTEEN if first else _SIX_MONTHS):
        period = _("十五日") if first else _("六个月")
        yield Fault("LETTER-PERIOD-SUIT", _("缺少行政诉讼的期限：%(period)s。") % {"period": period} + hint)


def _says(text: str, alternatives: Iterable[str]) -> bool:
    return any(re.search(rf"(?<!\d){re.escape(words)}", text) for words in alternatives)
