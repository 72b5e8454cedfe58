"""Marks of state secrecy and of internal use, and numbers of secret documents."""

from __future__ import annotations

import re
from collections.abc import Iterator

from gongkai.scan.context import Context
from gongkai.scan.hits import Hit
from gongkai.scan.model import Severity

_BLANK = r"[ \t\u3000\u00a0]{0,4}"
_LEVEL = rf"(?:绝{_BLANK}密|机{_BLANK}密|秘{_BLANK}密)"
_TERM = rf"{_BLANK}[★☆✩✭⭐*＊]{_BLANK}(?:(?:\d{{1,3}}|[一二三四五六七八九十两]{{1,3}}){_BLANK}(?:年|个月|日)|长期|解密|启用前|启封前)?"
_OPEN, _CLOSE = r"(?:^|[\n\r\t（(【\[〔《“\"']|&[CLR])", r"(?=$|[\n\r\t）)】\]〕》”\"'])"
_MARK = re.compile(
    rf"(?P<star>{_LEVEL}级?{_TERM}|[★☆]{_BLANK}{_LEVEL})"
    rf"|(?P<named>(?:密级|保密等级|秘密等级|保密级别){_BLANK}(?:[:：\t]|为){_BLANK}{_LEVEL})"
    rf"|{_OPEN}{_BLANK}(?:特急|加急|急件)?{_BLANK}(?P<alone>{_LEVEL}级?){_BLANK}(?:特急|加急|急件)?{_CLOSE}"
)
_WHY = {"star": "标有密级和★", "named": "写明密级", "alone": "密级单独成行"}

_KEEP = r"(?:请?注意保存|请?注意保密|不得外传|严禁外传|请勿外传|切勿外传|不得公开|请勿公开|严禁公开|禁止公开|不得翻印|严禁复制|请勿转发|严禁转发|不得扩散|阅后收回|阅后即焚|阅后销毁|妥善保管|会后收回)"
_INSIDE = (
    r"(?:(?:机关|单位|局|委)?内部(?:资料|文件|材料|使用|参考|参阅|学习|交流|刊物|情况|掌握|传阅|发行|明电))"
)
_JOIN = r"[ \t\u3000，,、·：:—\-！!]{0,6}"
_INTERNAL = re.compile(
    rf"(?P<both>{_INSIDE}{_JOIN}{_KEEP}(?:{_JOIN}{_KEEP})?|{_KEEP}{_JOIN}{_INSIDE})"
    rf"|(?:{_OPEN}|[ \u3000#]){_BLANK}(?P<alone>{_INSIDE}|{_KEEP}|内{_BLANK}部{_BLANK}[★☆]?|仅供(?:机关|单位)?内部(?:使用|参考|传阅|掌握)|工作秘密|敏感信息){_BLANK}[。！!]?{_BLANK}(?:{_CLOSE}|(?<=[ \u3000]))"
    rf"|(?P<only>仅供(?:机关|单位)?内部(?:使用|参考|传阅|掌握)(?:{_JOIN}{_KEEP})?)"
    rf"|[本此该](?:材料|文件|文|资料|信息|通知|报告|表|稿|会议纪要|纪要)(?:为|是|属于?|系)?(?P<said>{_INSIDE}{_JOIN}{_KEEP}(?:{_JOIN}{_KEEP})?|{_INSIDE}|{_KEEP}|工作秘密|不予公开|不公开|不对外公开)(?=[。！，；,\n）)]|$)"
    rf"|[:：]{_BLANK}(?P<after>{_INSIDE}|{_KEEP}){_BLANK}[。！]?(?=\n|\r|$)"
    r"|(?P<this>此件(?:不予|不宜|不得|不|暂不)(?:对外)?公开|此件不(?:对外)?(?:公布|登报)|(?:公开(?:属性|方式|形式|类别|类型))[ \t\u3000]{0,4}[:：][ \t\u3000]{0,4}不予公开|此件(?:定密|涉密))"
    r"|(?P<request>此件依申请公开|(?:公开(?:属性|方式|形式|类别|类型))[ \t\u3000]{0,4}[:：][ \t\u3000]{0,4}依申请公开)"
)
# Alone on a line these may as well speak of copyright or of care.
_WEAK = re.compile(
    r"不得翻印|严禁复制|请勿转发|严禁转发|妥善保管|敏感信息|内部(?:使用|发行|刊物|情况|学习|交流)"
)
_INTERNAL_WHY = {
    "both": "标有内部资料和保管要求",
    "alone": "内部标志单独成行",
    "only": "标明仅供内部使用",
    "this": "标明此件不公开",
    "said": "写明本材料不公开、供内部使用",
    "after": "标有内部资料和保管要求",
}
_YEAR = rf"{_BLANK}[〔\[【（(﹝［]{_BLANK}(?:19|20)\d{{2}}{_BLANK}[〕\]】）)﹞］]{_BLANK}(?:第{_BLANK})?\d{{1,5}}{_BLANK}号"
_NUMBER = re.compile(
    rf"(?P<secret>[\u4e00-\u9fff]{{0,10}}(?:绝密|机密|秘密)(?:字|发|函|电)?{_YEAR}|(?:绝密|机密|秘密)(?:字|文件)?{_BLANK}第?{_BLANK}\d{{1,6}}{_BLANK}号"
    rf"|[\u4e00-\u9fff]{{1,10}}密(?:字|发|函|电|办|传|通|报|纪|文)?{_YEAR})"
)
# Offices whose name ends so: the bureau of state secrets (保密) and that of ciphers (国密) number their open documents like this.
_OFFICE = re.compile(
    r"保密(?:字|发|函|办|局|委|电)*[ \u3000]*[〔\[【（(﹝［]|国密(?:局|办|字|发)*[ \u3000]*[〔\[【（(﹝［]"
)


def find(context: Context) -> Iterator[Hit]:
    """Every mark and every such number."""
    text = context.narrow
    for start, end in context.sentences("secret", ends="\n"):
        for match in _MARK.finditer(text, max(0, start - 1), end + 1):
            kind = match.lastgroup or ""
            yield Hit("secrecy.mark", Severity.SERIOUS, 0.95, *match.span(kind), _WHY[kind], 9)
        for match in _NUMBER.finditer(text, start, end):
            yield _number(match)
    for start, end in context.sentences("inside", ends="\n"):
        for match in _INTERNAL.finditer(text, max(0, start - 1), end + 1):
            yield _internal(match)


def _internal(match: re.Match[str]) -> Hit:
    kind = match.lastgroup or ""
    start, end = match.span(kind)
    if kind == "request":
        return Hit("secrecy.internal", Severity.WARNING, 0.9, start, end, "标明依申请公开，不是主动公开", 8)
    if kind == "alone" and _WEAK.fullmatch(match.group(kind)):
        return Hit("secrecy.internal", Severity.WARNING, 0.6, start, end, "像内部标志，也可能是版权声明", 8)
    return Hit("secrecy.internal", Severity.SERIOUS, 0.9, start, end, _INTERNAL_WHY[kind], 8)


def _number(match: re.Match[str]) -> Hit:
    start, end = match.span()
    if _OFFICE.search(match.group()):
        why = "发文字号中有“密”字，可能是保密、密码管理部门的代字"
        return Hit("secrecy.number", Severity.INFORMATION, 0.4, start, end, why, 7)
    return Hit("secrecy.number", Severity.SERIOUS, 0.9, start, end, "机关代字中带“密”字的发文字号", 7)
