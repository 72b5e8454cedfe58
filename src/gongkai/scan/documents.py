"""Numbers with letters in them: passports, permits, officers' papers, licence plates, credit codes of organisations."""

from __future__ import annotations

import re
from collections.abc import Iterator

from gongkai.scan import checks
from gongkai.scan.context import AGAINST, Context
from gongkai.scan.hits import Hit
from gongkai.scan.model import Severity

_CODE = re.compile(r"[A-Za-z](?=[A-Za-z]?[0-9]{6})[A-Za-z]?[0-9]{6,10}(?![0-9B-Zb-z])")
_DIGITS = re.compile(r"[0-9]{8,10}(?![0-9A-Za-z])")
_HONGKONG = re.compile(r"([A-Za-z]{1,2})([0-9]{6})[ ]?[(（]?([0-9Aa])[)）]?(?![0-9A-Za-z])")
_CREDIT = re.compile(r"[1-9ANY][1-59][0-9]{6}[0-9A-HJ-NPQRTUWXY]{10}(?![0-9A-Za-z])")
_SPACED = re.compile(
    r"[A-Za-z]{1,3}[ \-]?(?:[0-9][ \-]?){6,9}[0-9](?![0-9A-Za-z])|[A-Za-z]{1,3}[ \-]?[0-9]{6,9}[A-Za-z]?(?![0-9A-Za-z])"
)
_GROWN = re.compile(r"[A-Za-z0-9_\-/.=&#字准]")
_APART = re.compile(r"[ \-()（）]")

_PASSPORT = re.compile(r"[EG]\d{8}|E[A-HJ-NP-Z]\d{7}|[DSP]E?\d{7,8}|1[45]\d{7}|[HKM]\d{8}")
_PASSPORT_ALONE = re.compile(r"[EG]\d{8}|E[A-HJ-NP-Z]\d{7}|[DSP]E\d{7}")
_FOREIGN_PASSPORT = re.compile(r"[A-Z]{0,3}\d{6,9}[A-Z]?")
_HONGKONG_MACAO = re.compile(r"[HM]\d{8}(?:\d{2})?|[CW]\d{8}|C[A-HJ-NP-Z]\d{7}|[157]\d{7}")
_HONGKONG_MACAO_ALONE = re.compile(r"[HM]\d{8}(?:\d{2})?")
_TAIWAN = re.compile(r"\d{8}(?:\d{2})?|[LT]\d{8}|[A-Z][12]\d{8}")
_FORMS = (
    ("passport", _PASSPORT, "护照"),
    ("hongkong_macao_permit", _HONGKONG_MACAO, "港澳通行证、身份证"),
    ("taiwan_permit", _TAIWAN, "台湾通行证、身份证"),
)
_LABELS = frozenset(name for name, _, _ in _FORMS)

_PROVINCES = "京津沪渝冀豫云辽黑湘皖鲁新苏浙赣鄂桂甘晋蒙陕吉闽贵粤青藏川宁琼"
_PLATE_START = re.compile(rf"[{_PROVINCES}][ ]?[A-HJ-NP-Z]")
_PLATE = re.compile(
    rf"[{_PROVINCES}][ ]?[A-HJ-NP-Z][ ·•・.\-]{{0,2}}"
    r"(?:[A-HJK][A-HJ-NP-Z0-9]\d{4}|\d{5}[A-HJK]|(?=(?:[A-HJ-NP-Z]{0,2}\d){2})[A-HJ-NP-Z0-9]{5}"
    r"|[A-HJ-NP-Z0-9]\d{3}[ ]?[警学挂港澳领试超])(?![A-Za-z0-9])"
)
_EMBASSY = re.compile(r"使[ ·]?\d{6}(?!\d)")
_ARMED_POLICE = re.compile(rf"WJ[ ·]?[{_PROVINCES}][ ·]?\d{{4}}[0-9TDSHBXJ](?![A-Za-z0-9])")
_OFFICER = re.compile(r"[军士兵政后装参海空武火战联南北西东中沈济兰广成]字第[ ]?\d{6,8}[ ]?号?(?!\d)")
_OFFICER_SURE = "军士兵"
_SOLDIER = re.compile(r"军人|士兵|战士|军官|士官|警官|官兵|文职|退役|武警|部队")
_OFFICER_NUMBER = re.compile(
    r"[\s:：（(为是号码]{0,6}((?:[\u4e00-\u9fff]{1,3}字第?)?[ ]?\d{5,10}[ ]?号?)(?!\d)"
)


def find(context: Context) -> Iterator[Hit]:
    """Every number of such a paper, labelled or known by its form alone."""
    text = context.narrow
    for code in _CODE.finditer(text):
        yield from _code(context, code)
        hongkong = _HONGKONG.match(text, code.start())
        if hongkong:
            yield from _hongkong_id(context, hongkong)
    if not _LABELS.isdisjoint(context.roles):
        for pattern in (_DIGITS, _SPACED):
            for match in pattern.finditer(text):
                if not _grown(text, match.start()):
                    yield from _labelled(context, match)
    for match in _CREDIT.finditer(text):
        yield from _credit_code(context, match)
    for start in _PLATE_START.finditer(text):
        plate = _PLATE.match(text, start.start())
        if plate:
            yield from _plate(context, plate)
    for pattern in (_EMBASSY, _ARMED_POLICE):
        for match in pattern.finditer(text):
            yield from _plate(context, match)
    yield from _officers(context)


def _grown(text: str, start: int) -> bool:
    return bool(_GROWN.fullmatch(text[start - 1 : start]))


def _hit(
    detector: str, severity: Severity, confidence: float, match: re.Match[str], why: str, weight: int
) -> Hit:
    value = _APART.sub("", match.group())
    return Hit(f"person.{detector}", severity, confidence, match.start(), match.end(), why, weight, value)


def _code(context: Context, match: re.Match[str]) -> Iterator[Hit]:
    if _grown(context.narrow, match.start()) or context.narrow[match.end() : match.end() + 1] in ("A", "a"):
        return
    labelled = list(_labelled(context, match))
    if labelled:
        yield from labelled
        return
    role, code = context.role(match.start()), match.group()
    if role in AGAINST:
        return
    named = role == "resident_id"
    severity, confidence = (Severity.SERIOUS, 0.85) if named else (Severity.WARNING, 0.4)
    if _PASSPORT_ALONE.fullmatch(code) or (named and _PASSPORT.fullmatch(code)):
        yield _hit("passport", severity, confidence, match, "符合我国护照号码格式", 3)
    elif _HONGKONG_MACAO_ALONE.fullmatch(code) or (named and _HONGKONG_MACAO.fullmatch(code)):
        yield _hit(
            "hongkong_macao_permit", severity, confidence, match, "符合港澳居民来往内地通行证号码格式", 3
        )


def _labelled(context: Context, match: re.Match[str]) -> Iterator[Hit]:
    role = context.role(match.start())
    if role not in _LABELS:
        return
    code = _APART.sub("", match.group()).upper()
    for name, form, title in _FORMS:
        if role == name and form.fullmatch(code):
            yield _hit(name, Severity.SERIOUS, 0.95, match, f"写明是{title}号码，格式相符", 5)
            return
    if role == "passport" and _FOREIGN_PASSPORT.fullmatch(code):
        yield _hit("passport", Severity.SERIOUS, 0.8, match, "写明是护照号码", 4)


def _hongkong_id(context: Context, match: re.Match[str]) -> Iterator[Hit]:
    letters, digits, check = (part.upper() for part in match.groups())
    if _grown(context.narrow, match.start()) or not checks.hongkong_id_check(letters, digits, check):
        return
    bracketed = match.group()[-1] in ")）"
    if context.role(match.start()) in ("hongkong_macao_permit", "resident_id"):
        why = "写明是香港身份证号码，校验码相符"
        yield _hit("hongkong_macao_permit", Severity.SERIOUS, 0.97, match, why, 7)
    elif bracketed and context.role(match.start()) not in AGAINST:
        why = "符合香港身份证号码格式，校验码相符"
        yield _hit("hongkong_macao_permit", Severity.WARNING, 0.7, match, why, 5)


def _credit_code(context: Context, match: re.Match[str]) -> Iterator[Hit]:
    code = match.group()
    if _grown(context.narrow, match.start()) or not checks.credit_code_check(code):
        return
    if checks.is_resident_id(
        code, context.as_of
    ):  # whatever is said of it, it is never shown as a firm's number
        return
    weight = 10 if context.role(match.start()) == "organisation" else 8
    why = "18位统一社会信用代码，校验码相符，是单位信息"
    yield Hit(
        "organisation.credit_code", Severity.INFORMATION, 0.95, match.start(), match.end(), why, weight, code
    )


def _plate(context: Context, match: re.Match[str]) -> Iterator[Hit]:
    if (
        context.role(match.start()) == "licence_plate"
        or context.before(match.start(), near=True) == "licence_plate"
    ):
        yield _hit("licence_plate", Severity.SERIOUS, 0.95, match, "写明是车牌号码，格式相符", 5)
    elif context.role(match.start()) not in AGAINST:
        yield _hit("licence_plate", Severity.WARNING, 0.75, match, "符合机动车号牌格式", 3)


def _officers(context: Context) -> Iterator[Hit]:
    text = context.narrow
    if "officer_id" in context.roles:
        starts = [label.end for label in context.labels if label.role == "officer_id"]
        starts += [column.start for column in context.cells.columns if column.role == "officer_id"]
        for start in starts:
            match = _OFFICER_NUMBER.match(text, start)
            if match:
                first, last = match.span(1)
                why = "写明是军官证、警官证号码"
                yield Hit("person.officer_id", Severity.SERIOUS, 0.95, first, last, why, 5, match.group(1))
    if "字第" in text:
        for match in _OFFICER.finditer(text):
            before = text[match.start() - 1 : match.start()]
            around = text[max(0, match.start() - 20) : match.end() + 20]
            sure = (
                match.group()[0] in _OFFICER_SURE
                or context.role(match.start()) in ("officer_id", "resident_id")
                or bool(_SOLDIER.search(around))
            )
            if sure or not "\u4e00" <= before <= "\u9fff":
                severity, confidence = (Severity.SERIOUS, 0.85) if sure else (Severity.WARNING, 0.6)
                yield _hit("officer_id", severity, confidence, match, "符合军官证、士兵证号码格式", 4)
