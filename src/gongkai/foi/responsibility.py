"""Which agency answers for a piece of information: Decree 711 Art 10 and 国办公开办函〔2019〕14号. Pure.

Facts about the information in, the responsible body with its reason and article out; and a sentence for the letter
when it is somebody else.
"""

from __future__ import annotations

from dataclasses import dataclass
from enum import StrEnum
from typing import Any

from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy

ARTICLE_10 = gettext_lazy("条例第十条第一款")
JOINT = gettext_lazy("条例第十条第三款")
ACTING_IN_OWN_NAME = gettext_lazy("条例第十条第二款")
REORGANISED = gettext_lazy("国办公开办函〔2019〕14号")
ARCHIVES = gettext_lazy("档案法第十五条第二款、国办公开办函〔2019〕14号")


class Origin(StrEnum):
    """How the information came to be."""

    MADE = "made"
    FROM_PUBLIC = "from_public"
    FROM_ORGAN = "from_organ"
    JOINT = "joint"


class Change(StrEnum):
    """What happened since to whoever made or first obtained it."""

    NONE = "none"
    FUNCTION_MOVED = "function_moved"
    MERGED = "merged"
    TO_PARTY_WITH_PLATE = "to_party_with_plate"
    TO_PARTY = "to_party"
    ARCHIVED = "archived"
    ARCHIVED_EARLY = "archived_early"


class Verdict(StrEnum):
    """Whose matter it is, as seen from the agency that was asked."""

    OURS = "ours"
    THEIRS = "theirs"
    EITHER = "either"
    OTHER_RULES = "other_rules"


@dataclass(frozen=True, slots=True)
class Question:
    """What is known of the information, from the point of view of the agency that was asked.

    `ours`: this agency made it, keeps it (from the public), first obtained it, or led the joint making: whichever its
    origin asks for. `other`: the name of the other organ. `change` happened to that maker or keeper. `successor_is_us`:
    where a function moved or organs merged, this agency took it over. `own_name`: made by a dispatched or internal body
    that acts in its own name by law; then `ours` is about that body, and `other` names it.
    """

    origin: Origin
    ours: bool
    other: str = ""
    change: Change = Change.NONE
    successor_is_us: bool = False
    own_name: bool = False


@dataclass(frozen=True, slots=True)
class Answer:
    """`text` says who answers and why; `letter` is the sentence for the applicant, empty when it is ours."""

    verdict: Verdict
    text: str
    article: Any
    letter: str = ""


_ROLE = {
    Origin.MADE: (
        gettext_lazy("制作"),
        gettext_lazy("由制作该政府信息的行政机关负责公开"),
        ARTICLE_10,
    ),
    Origin.FROM_PUBLIC: (
        gettext_lazy("保存"),
        gettext_lazy("从公民、法人和其他组织获取的政府信息，由保存该信息的行政机关负责公开"),
        ARTICLE_10,
    ),
    Origin.FROM_ORGAN: (
        gettext_lazy("制作或者最初获取"),
        gettext_lazy("从其他行政机关获取的政府信息，由制作或者最初获取该信息的行政机关负责公开"),
        ARTICLE_10,
    ),
    Origin.JOINT: (
        gettext_lazy("牵头制作"),
        gettext_lazy("共同制作的政府信息，由牵头制作的行政机关负责公开"),
        JOINT,
    ),
}


def resolve(question: Question) -> Answer:
    """Who answers, and why. Every question has an answer; an organ that is not named is called 「该机关」."""
    if question.change in (Change.FUNCTION_MOVED, Change.MERGED):
        return _moved(question)
    if question.change in (Change.TO_PARTY, Change.TO_PARTY_WITH_PLATE):
        return _taken_over_by_party(question)
    if question.change in (Change.ARCHIVED, Change.ARCHIVED_EARLY):
        return _archived(question)
    role, rule, article = _ROLE[question.origin]
    words = {"rule": rule, "role": role, "organ": _named(question)}
    if question.own_name and not question.ours:
        text = _("%(organ)s依法以自己的名义履行行政管理职能，可以由其负责公开与该职能有关的信息。") % words
        return Answer(Verdict.EITHER, text, ACTING_IN_OWN_NAME, _apply_to(question, text))
    if question.ours:
        text = _("%(rule)s；本机关是%(role)s的机关，应当由本机关办理。") % words
        return Answer(Verdict.OURS, text, article)
    return _theirs(
        question, _("%(rule)s；该信息由%(organ)s%(role)s，不属于本机关负责公开。") % words, article
    )


def _moved(question: Question) -> Answer:
    merged = question.change is Change.MERGED
    words = {"what": _("合并") if merged else _("职能划转"), "organ": _named(question)}
    if question.successor_is_us:
        text = _(
            "机构改革中%(what)s的，信息公开的义务随职能转移；本机关承接该职能，应当由本机关办理，不得以档案尚未移交为由拒绝。"
        )
        return Answer(Verdict.OURS, text % words, REORGANISED)
    if question.ours and not merged:
        text = (
            _("该职能已经划转到%(organ)s。本机关可以在征求其意见后答复，也可以告知申请人向其申请。") % words
        )
        letter = _apply_to(question, _("相关职能已经划转到%(organ)s。") % words)
        return Answer(Verdict.EITHER, text, REORGANISED, letter)
    text = _("机构改革中%(what)s的，由承接职能的%(organ)s负责公开，不属于本机关负责公开。") % words
    return _theirs(question, text, REORGANISED)


def _taken_over_by_party(question: Question) -> Answer:
    if question.change is Change.TO_PARTY:
        text = _(
            "职能划入党的工作机关、不加挂行政机关牌子的，适用《中国共产党党务公开条例（试行）》，不适用条例。"
        )
        return Answer(Verdict.OTHER_RULES, text, REORGANISED, text)
    text = _("职能划入党的工作机关、对外加挂行政机关牌子的，以行政机关的名义，依照条例办理。")
    if question.ours or question.successor_is_us:
        return Answer(Verdict.OURS, text, REORGANISED)
    return _theirs(question, text, REORGANISED)


def _archived(question: Question) -> Answer:
    organ = {"organ": _named(question)}
    if question.change is Change.ARCHIVED:
        text = _(
            "已经移交国家综合档案馆的，依照《中华人民共和国档案法》的规定利用，请向保管该档案的档案馆查询。"
        )
        return Answer(Verdict.OTHER_RULES, text, ARCHIVES, text)
    if question.ours:
        text = _(
            "档案提前移交国家综合档案馆的，在规定的移交期限届满前，仍由原制作、获取的机关负责公开；应当由本机关办理。"
        )
        return Answer(Verdict.OURS, text, ARCHIVES)
    text = _("档案提前移交的，在规定的移交期限届满前，仍由%(organ)s负责公开，不属于本机关负责公开。") % organ
    return _theirs(question, text, ARCHIVES)


def _theirs(question: Question, text: str, article: Any) -> Answer:
    return Answer(Verdict.THEIRS, text, article, _apply_to(question, text))


def _named(question: Question) -> str:
    return question.other.strip() or _("该机关")


def _apply_to(question: Question, text: str) -> str:
    """The sentence with the way to go, where the organ is known."""
    organ = question.other.strip()
    return text + _("请向%(organ)s提出申请。") % {"organ": organ} if organ else text
