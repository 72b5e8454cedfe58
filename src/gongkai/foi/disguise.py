"""Is it a request for information at all? Hints with the words that gave rise to them, never a decision. Pure.

Decree 711 Art 39: petitions, complaints and reports in the form of a request, and requests for publications; Art 38:
information that would have to be made; Art 36(7): registers with rules of access of their own. Whether a hint is right
is for the officer to say: who asks for 「举报奖励办法」 reports nobody.
"""

from __future__ import annotations

import re
from dataclasses import dataclass
from typing import Any

from django.utils.translation import gettext_lazy as _

# What follows the word turns it into the name of a document or of a subject: then it is no sign of anything.
_NAMES = (
    r"(?!(?:[^，。；？！\n]{0,8})"
    r"(?:办法|规定|规则|制度|细则|条例|通知|方案|目录|指南|台账|统计|数据|清单|流程|电话|热线|平台|名单|报表|总结|工作))"
)


@dataclass(frozen=True, slots=True)
class Hint:
    """What it may be instead. `outcome` is the result of table three such a request would end in; `words` triggered it."""

    kind: str
    title: Any
    advice: Any
    article: Any
    outcome: str
    words: tuple[str, ...]


@dataclass(frozen=True, slots=True)
class _Rule:
    kind: str
    title: Any
    advice: Any
    article: Any
    outcome: str
    pattern: re.Pattern[str]


def _rule(kind: str, title: Any, advice: Any, article: Any, outcome: str, *words: str) -> _Rule:
    return _Rule(kind, title, advice, article, outcome, re.compile("|".join(words)))


_RULES = (
    _rule(
        "petition",
        _("可能是以申请的形式信访、投诉、举报"),
        _(
            "属实的，告知不作为政府信息公开申请处理，可以告知通过相应渠道提出；同时要求公开信息的，信息部分仍应办理。"
        ),
        _("条例第三十九条第一款"),
        "refuse.petition",
        rf"(?:举报|投诉|信访|上访|检举|控告){_NAMES}",
        r"(?:请求|要求|请|恳请)[^，。；？！\n]{0,12}?(?:查处|处罚|严惩|追究|赔偿|补偿|制止|整改|撤销|答复我|给(?:我)?个?说法)",
        r"(?:讨|给)个?(?:公道|说法)",
    ),
    _rule(
        "enquiry",
        _("可能是咨询"),
        _(
            "条例调整的是已有的政府信息。只是询问做法、原因或者看法的，可以按咨询答复；问题背后有现成文件的，引导写明文件。"
        ),
        _("条例第二条、第三十九条第一款"),
        "other.misc",
        r"为什么|为何|怎么办理?|如何(?:办理|申请|处理|认定|计算|看待)|是否(?:合法|合理|违法|正确|有效|属实)",
        r"请问|咨询|请(?:予以)?(?:解释|说明|解答|回答)|什么(?:原因|时候|意思)|(?:吗|呢)[？?。]?$",
    ),
    _rule(
        "publication",
        _("可能是要求提供公开出版物"),
        _("要求提供政府公报、报刊、书籍等公开出版物的，可以告知获取的途径。"),
        _("条例第三十九条第二款"),
        "refuse.publication",
        r"年鉴|(?:政府)?公报|报纸|报刊|期刊|杂志|书籍|图书|教材|出版物|[县市省区]志(?![愿])|地方志",
    ),
    _rule(
        "register",
        _("可能是专门查询事项"),
        _("工商、不动产登记资料等，法律、行政法规对查询有专门规定的，告知依照该规定办理。"),
        _("条例第三十六条第七项"),
        "deny.admin_query",
        r"(?:不动产|房屋|房产|土地|产权|股权|企业|工商|婚姻|车辆|户籍)登记(?:信息|资料|档案|簿|情况|查询)|工商(?:档案|内档)|企业内档",
    ),
    _rule(
        "making",
        _("可能需要另行制作"),
        _("没有现成信息，需要加工、分析的，可以不予提供；能够作区分处理的除外。"),
        _("条例第三十八条"),
        "cannot.needs_making",
        r"(?:请|要求|帮)[^，。；？！\n]{0,10}?(?:统计|汇总|整理|归纳|分析|计算|比较|列表)",
        r"(?:历年|近[一二三四五六七八九十\d]+年)[^，。；？！\n]{0,16}?(?:汇总|对比|分析)",
    ),
    _rule(
        "confirmation",
        _("可能是要求确认或者重新出具已获取的信息"),
        _("要求确认已有信息的真实性、效力，或者重新出具的，可以不予处理。"),
        _("国办公开办函〔2021〕30号"),
        "refuse.reconfirm",
        r"(?:请|要求)[^，。；？！\n]{0,10}?(?:确认|证明|核实)[^，。；？！\n]{0,12}?(?:真实|真伪|效力|有效|属实)|重新(?:出具|提供|盖章|开具)",
    ),
)


def hints(text: str) -> list[Hint]:
    """Everything the words of a request hint at, each kind once, in the order of the rules."""
    found = []
    for rule in _RULES:
        words = tuple(dict.fromkeys(match.group(0).strip() for match in rule.pattern.finditer(text)))
        if words:
            found.append(Hint(rule.kind, rule.title, rule.advice, rule.article, rule.outcome, words[:5]))
    return found
