"""What a number counts: the nearest of the kinds' words before it, or right behind it."""

from __future__ import annotations

import re
from dataclasses import dataclass

from gongkai.audit.facts.clauses import last_of
from gongkai.audit.facts.kinds import KINDS, Kind
from gongkai.audit.numbers import Token

NEAR = 22
"""Characters that may stand between what is counted and its number."""

_LABEL_NOISE = re.compile(
    r"^(?:其中|包括|分别(?:为|是)?|主要(?:有|是)?|有|为|是|含|涉及|公开|发布|及|和|以及|另有|按类别分|按内容分|、|：|:|，|,|；|;|（|\(|\s)+|(?:信息|共|共计|计|为|是|有|达|各|：|:|\s)+$"
)
_CLOSED = re.compile(r"[（(][^（()）]{0,12}[)）]")
_BREAK = re.compile(r"[，,；;。：:、（(\n]")


@dataclass(frozen=True, slots=True)
class Match:
    """A kind found for a number: where its words begin, and how sure it is.

    `label`: the part it names; `end`: where its words end when they stand behind the number.
    """

    kind: Kind
    start: int
    distance: int
    label: str = ""
    end: int = 0


def nearest(text: str, left: int, token: Token, parents: frozenset[str]) -> Match | None:
    """The kind whose words stand nearest before the number, from `left` on, or right behind it."""
    before = text[left : token.start]
    behind = text[token.end : token.end + 24]
    around = text[max(0, left - 30) : token.end + 60]
    best: Match | None = None
    for kind in KINDS.values():
        found = _labelled(kind, before, left, token, parents) or _plain(
            kind, before, behind, left, token, parents, around
        )
        if found and (best is None or _better(found, best)):
            best = found
    return best


def _better(found: Match, best: Match) -> bool:
    """Nearer wins; of equally near ones that whose words are longer, then the one with a label."""
    return (found.distance, found.start) < (best.distance, best.start)


def _fits(kind: Kind, token: Token, parents: frozenset[str]) -> bool:
    return token.unit in kind.units and (not kind.within or kind.within in parents)


def _plain(
    kind: Kind, before: str, behind: str, left: int, token: Token, parents: frozenset[str], around: str
) -> Match | None:
    if not _fits(kind, token, parents) or (kind.words is None and kind.after is None):
        return None
    if kind.needs and not kind.needs.search(around):
        return None
    best: Match | None = None
    if kind.words is not None:
        last = last_of(kind.words, before)
        if last is not None:
            gap = before[last.end() :]
            if len(gap) <= NEAR and _may_stand_between(gap) and not _excluded(kind, before[last.start() :]):
                best = Match(kind, left + last.start(), _length(gap))
    if (
        kind.after is not None
        and token.unit
        and (found := kind.after.match(behind))
        and not _excluded(kind, found.group())
        and not (kind.lead and not kind.lead.search(before[clause_start(before) :]))
    ):
        reach = clause_start(before)
        best = Match(
            kind, left + reach, -1 if best is None else min(-1, best.distance), end=token.end + found.end()
        )
    return best


def _labelled(kind: Kind, before: str, left: int, token: Token, parents: frozenset[str]) -> Match | None:
    if not kind.labels or not _fits(kind, token, parents):
        return None
    start = clause_start(before.rstrip(" ：:"))
    clause = before[start:]
    best: Match | None = None
    for label, words in kind.labels.items():
        last = last_of(words, clause)
        if last is None:
            continue
        gap = clause[last.end() :]
        if len(gap) > NEAR or not _labels_allowed(kind, clause, parents):
            continue
        found = Match(kind, left + start + last.start(), _length(gap), label)
        if best is None or _better(found, best):
            best = found
    return best


def _labels_allowed(kind: Kind, clause: str, parents: frozenset[str]) -> bool:
    """A channel counts items when the clause speaks of information that went out through it; a way in, enquiries."""
    if kind.id == "enquiries_by_way":
        return "enquiries" in parents or bool(re.search(r"咨询|接听|解答|答复", clause))
    if kind.id == "requests_by_channel":
        return not re.search(r"公开\s*$|推送|发布|通过[^，。；]{0,16}公开", clause)
    if kind.id == "by_channel" and re.search(r"编[发印制]|印发", clause) and re.search(r"简报|公报", clause):
        return True
    if kind.id == "by_channel":
        told = "proactive_total" in parents or re.search(r"信息|公开|发布|公示|推送", clause)
        return bool(told) and not re.search(r"访问|浏览|点击|登录|申请|咨询|栏目|开?设[有置立了]", clause)
    return True


def outcomes_before(text: str, match: Match) -> list[Match]:
    """The outcomes listed right before the one matched, with nothing but marks and 和 between them."""
    found: list[Match] = []
    kind, start = match.kind, match.start
    labels = set(kind.labels) - {match.label}
    while True:
        words = re.sub(r"(?:、|和|及|与|以及|或|或者)\s*$", "", text[max(0, start - 16) : start])
        fitting = [
            (label, last)
            for label in labels
            if (last := last_of(kind.labels[label], words)) and last.end() == len(words)
        ]
        if not fitting:
            return found
        label, last = max(fitting, key=lambda pair: len(pair[1].group()))
        start = max(0, start - 16) + last.start()
        labels.discard(label)
        found.append(Match(kind, start, match.distance, label))


def channel(clause: str) -> str:
    """The channel a clause names, the last one; empty when it names none."""
    found = [
        (match.start(), label)
        for label, words in KINDS["by_channel"].labels.items()
        if (match := last_of(words, clause))
    ]
    return max(found)[1] if found else ""


def category(text: str, left: int, token: Token) -> str:
    """The name of a part in a list below a total: 机构职能类, 政策文件; empty when what stands there is none."""
    before = text[left : token.start]
    pieces = _BREAK.split(before)
    name = _LABEL_NOISE.sub("", pieces[-1])
    name = _LABEL_NOISE.sub("", name).removesuffix("类").strip()
    return name if 2 <= len(name) <= 16 and not re.search(r"[\d%。]", name) else ""


def _may_stand_between(gap: str) -> bool:
    """Words that lead from what is counted to its number, no new matter: at most one comma, no full stop."""
    if re.search(r"[。；;！？]|[，,](?:并|还|由|同时|另|又|且)", gap):
        return False
    return len(re.findall(r"[，,]", gap)) <= 1


def _excluded(kind: Kind, words: str) -> bool:
    return bool(kind.excluded and kind.excluded.search(words))


def _length(gap: str) -> int:
    return len(gap) + 6 * len(re.findall(r"[，,：:]", gap))


def clause_start(before: str) -> int:
    """Where the clause before a number begins; brackets that are closed again are part of it."""
    plain = _CLOSED.sub(lambda match: "〓" * len(match.group()), before)
    last = 0
    for found in _BREAK.finditer(plain):
        last = found.end()
    return last
