"""Personal data of applicants. What is found is masked in the message: a findings file is passed on."""

from __future__ import annotations

import re
from collections.abc import Iterator
from datetime import date
from functools import cache

from gongkai.audit.checks import catalogue
from gongkai.audit.checks.model import Case, CheckFinding

_IDENTITY = re.compile(r"(?<![0-9A-Za-z])[1-6]\d{5}(?:19|20)\d{9}[0-9Xx](?![0-9A-Za-z])")
_WEIGHTS = (7, 9, 10, 5, 8, 4, 2, 1, 6, 3, 7, 9, 10, 5, 8, 4, 2)
_PHONE = re.compile(r"(?<!\d)1[3-9]\d{9}(?!\d)")
_APPLICANT = re.compile(r"申请人|投诉人|信访人|举报人|当事人")
_OFFICE = re.compile(r"联系人|单位|办公|咨询电话|监督电话|受理电话|传真|邮编|邮箱|地址")


def findings(case: Case) -> Iterator[CheckFinding]:
    """Identity numbers, applicants' telephones, applicants by name with what they asked for."""
    for match in _IDENTITY.finditer(case.text, case.report.start, case.report.end or len(case.text)):
        if _is_identity(match.group()):
            number = match.group()
            yield catalogue.finding(
                "personal.id_number",
                phrases=[case.span(match.start() - case.report.start, match.end() - case.report.start)],
                phrase=f"{number[:4]}************{number[-2:]}",
            )
    for match in _PHONE.finditer(case.prose):
        before = case.prose[max(0, match.start() - 40) : match.start()]
        before = re.split(r"[。；\n]", before)[-1]
        if _APPLICANT.search(before) and not _OFFICE.search(before):
            number = match.group()
            yield catalogue.finding(
                "personal.phone",
                phrases=[case.span(match.start(), match.end())],
                phrase=f"{number[:3]}****{number[-4:-2]}**",
            )
    for match in _named().finditer(case.prose):
        shown = match.group().replace(match["name"], match["name"][0] + "某", 1)
        span = case.span(match.start(), match.end())
        yield catalogue.finding("personal.applicant", phrases=[span], phrase=" ".join(shown.split())[:60])


@cache
def _named() -> re.Pattern[str]:
    surnames = catalogue.table("words.yaml").text("surnames")
    return re.compile(
        rf"(?:申请人|村民|市民|居民|公民)[：:]?(?P<name>[{surnames}](?![某×XＸ先女等申姓])[一-鿿]{{1,2}}?)"
        r"(?:（[^）\n]{0,24}）)?(?:于[^。，；\n]{1,14}|向[^。，；\n]{1,14})?[，,]?(?:申请公开|要求公开|申请获取|提出公开)[^。；\n]{2,40}"
    )


def _is_identity(number: str) -> bool:
    """Whether an 18-digit number has a day of birth and the check digit of GB 11643."""
    try:
        born = date(int(number[6:10]), int(number[10:12]), int(number[12:14]))
    except ValueError:
        return False
    total = sum(int(digit) * weight for digit, weight in zip(number[:17], _WEIGHTS, strict=True))
    return born.year >= 1900 and "10X98765432"[total % 11] == number[17].upper()
