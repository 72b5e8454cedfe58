"""E-mail addresses."""

from __future__ import annotations

import re
from collections.abc import Iterator

from gongkai.scan.context import Context
from gongkai.scan.hits import Hit
from gongkai.scan.model import Severity

_SIGN = re.compile(r"@[\])）】]?")
_WORD = re.compile(r"at[\])）】]|AT[\])）】]")
_OPENING = ("[", "(", "（", "【")
_NAME = re.compile(r"([A-Za-z0-9][A-Za-z0-9._%+\-]{0,63})[ ]?$")
_HOST = re.compile(
    r"[ ]?((?:[A-Za-z0-9](?:[A-Za-z0-9\-]{0,62}[A-Za-z0-9])?[.。]){1,6}[A-Za-z]{2,12})(?![A-Za-z0-9\-])"
)
_REACH = 64
_FREE = re.compile(
    r"(?:vip\.)?(?:qq|foxmail|163|126|yeah|188|sina|sohu|139|189|wo|aliyun|tom|21cn|gmail|outlook|hotmail|live|yahoo|icloud|msn|263|chinaren)"
    r"\.(?:com|net|cn|com\.cn)"
)
_GOVERNMENT = re.compile(r"(?:^|\.)gov\.cn$")


def find(context: Context) -> Iterator[Hit]:
    """Every address."""
    text = context.narrow
    for pattern in (_SIGN, _WORD):
        for match in pattern.finditer(text):
            yield from _around(context, text, match, spelled=pattern is _WORD)


def _around(context: Context, text: str, match: re.Match[str], *, spelled: bool) -> Iterator[Hit]:
    bracketed = text[match.start() - 1 : match.start()] in _OPENING
    if bracketed or not spelled:
        before = match.start() - bracketed
        name = _NAME.search(text, max(0, before - _REACH), before)
        host = _HOST.match(text, match.end())
        if name and host:
            yield _hit(context, name.start(), host.end(), name.group(1), host.group(1).replace("。", "."))


def _hit(context: Context, start: int, end: int, name: str, host: str) -> Hit:
    address, host = f"{name}@{host}", host.lower()
    role = context.role(start)
    if _GOVERNMENT.search(host):
        severity, why = Severity.INFORMATION, "政府网站域名下的邮箱"
    elif role == "email_office":
        severity, why = Severity.WARNING, "写明是办公、咨询邮箱，电话簿中没有"
    elif _FREE.fullmatch(host):
        severity, why = Severity.SERIOUS, "公共邮箱服务的地址"
    else:
        severity, why = Severity.WARNING, "电子邮箱地址"
    return Hit("person.email", severity, 0.95, start, end, why, 6, address)
