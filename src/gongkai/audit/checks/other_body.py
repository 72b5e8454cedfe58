"""Words of another body: what this one does not call itself, a level that is not its own, another agency as the one that acts."""

from __future__ import annotations

import re
from collections.abc import Iterator
from functools import cache

from gongkai.audit.checks import catalogue
from gongkai.audit.checks.model import Case, CheckFinding

LEAST = 2
"""How often a foreign word must stand there: once may be a slip of the pen or a quotation."""

_LEVEL = re.compile(
    r"(?:^|[。\n])[ 　\t]{0,12}(?:[（(]?[一二三四五六七八九十\d]{1,2}[）)、.．]?)?(?:20\d\d年(?:度)?[，,]?)?"
    r"(全省|全市)(?:各级|各地|各市|各县|各部门|系统|上下|共|累计|主动公开|认真|深入|扎实|政府信息公开工作)[^。\n]{0,60}"
)
_ABOUT_OTHERS = re.compile(r"会议|按照|根据|要求|部署|排名|通报|考核|评比|统一|安排|精神|前列|第[一二三\d]")
_AGENCY = re.compile(
    r"(?P<place>[一-鿿]{2}(?:省|市|县|区|州|旗))(?P<office>[一-鿿]{1,12}?(?:局|委员会|厅|办公室|街道办事处|镇人民政府|乡人民政府))"
    r"(?=始终|高度重视|认真|坚持|严格|切实|积极|主动公开|领导|把|共收到|不断|着力|进一步|结合|紧紧)"
)


def findings(case: Case) -> Iterator[CheckFinding]:
    """Nothing is said of a body whose kind its name does not tell, or that the head of its report does not name."""
    if not case.body.kind or not _named_at_head(case):
        return
    yield from _self_words(case)
    if case.body.kind in {"town", "street", "school", "hospital"}:
        yield from _level(case)
    yield from _others(case)


def _named_at_head(case: Case) -> bool:
    """Whether agency and text surely belong together: the title or the first lines name it, in full or by its last part."""
    head = re.sub(r"\s", "", case.report.title + case.prose[:300])
    name = case.body.name
    return name in head or (len(name) > 5 and name[3:] in head)


@cache
def _foreign(kind: str) -> re.Pattern[str] | None:
    words = catalogue.table("words.yaml")
    listed = words.table("not_self").texts(kind)
    if not listed:
        return None
    parts = []
    for word in listed:
        others = words.table("other_words").text(word)
        parts.append(f"{word}(?![{others}])" if others else word)
    return re.compile(rf"(?<![自忘基根日原])(?:我|本)(?:{'|'.join(parts)})")


def _self_words(case: Case) -> Iterator[CheckFinding]:
    pattern = _foreign(case.body.kind)
    if pattern is None:
        return
    found = [match for match in pattern.finditer(case.unquoted) if not _own(case, match.group()[1:])]
    if len(found) < LEAST:
        return
    first = case.span(max(0, found[0].start() - 4), min(len(case.prose), found[0].end() + 16))
    yield catalogue.finding(
        "other_body.self_word",
        phrases=[case.span(match.start(), match.end()) for match in found],
        agency=case.body.name,
        word=found[0].group(),
        phrase=case.shown(first),
    )


def _own(case: Case, word: str) -> bool:
    """Whether the word is in the body's own name: 街道 of 某街道财政局, 校 of 党校."""
    return word in case.body.name


def _level(case: Case) -> Iterator[CheckFinding]:
    for match in _LEVEL.finditer(case.unquoted):
        if not _ABOUT_OTHERS.search(match.group()):
            span = case.span(match.start(1), match.end())
            yield catalogue.finding(
                "other_body.level", phrases=[span], agency=case.body.name, phrase=case.shown(span)
            )
            return


def _others(case: Case) -> Iterator[CheckFinding]:
    """Another place's agency that acts, twice or more. Its own superiors and units share the place's name."""
    found: dict[str, list[re.Match[str]]] = {}
    for match in _AGENCY.finditer(case.unquoted):
        if match["place"] not in case.body.name and not _known_place(case, match["place"]):
            found.setdefault(match["place"] + match["office"], []).append(match)
    for word, places in found.items():
        if len(places) >= LEAST:
            spans = [case.span(match.start(), match.end()) for match in places]
            around = case.span(places[0].start(), min(len(case.prose), places[0].end() + 20))
            yield catalogue.finding(
                "other_body.other_agency",
                phrases=spans,
                agency=case.body.name,
                word=word,
                phrase=case.shown(around),
            )
            return


def _known_place(case: Case, place: str) -> bool:
    """Whether the place stands in the title or above it: then it is the superior's, or the agency was named in short."""
    return place in case.report.title or place in case.text[case.report.start : case.report.start + 80]
