"""Last year's text used again: what stands unchanged, and what must not have stayed. Pure.

Compared sentence by sentence. A sentence is `same` word for word, `numbers` when only its numbers differ, else `new`.
"""

from __future__ import annotations

import re
from collections.abc import Collection, Iterator, Sequence
from dataclasses import dataclass
from difflib import SequenceMatcher

from gongkai.reports import text_figures

_SENTENCE = re.compile(r"[^。！？；\n]+[。！？；]?")
_NUMBERS = re.compile(r"\d+(?:[.,，]\d+)*")
_HEAD = re.compile(r"^[（(]?[一二三四五六七八九十\d]{1,3}[）)、.．]\s*")
_YEAR = re.compile(r"(?<!\d)(20\d\d)\s*年")
_OPENING = re.compile(r"(20\d\d)\s*年度?\s*[，,]")
# A name of a place begins a clause or follows a word such as 在; 城市, 全县 and the like are no names (`no_places`).
_PLACE = re.compile(
    r"(?:^|(?<=[\s，。；：、（“在对和与及向从由于到赴]))([\u4e00-\u9fff]{2,3}(?:自治县|自治州|省|市|县))"
    r"(?![级域内属直场民长委])"
)
_BEFORE = re.compile(r"^[在对和与及向从由到赴]")
SHORTEST = 8
SHORTEST_NAME = 3
ALIKE = 0.6


@dataclass(frozen=True, slots=True)
class Sentence:
    """One sentence of this year's text beside the one of last year it comes from."""

    text: str
    status: str
    before: str = ""

    @property
    def is_same(self) -> bool:
        """Whether it stands word for word in last year's text."""
        return self.status == "same"


def sentences(text: str) -> list[str]:
    """The sentences with their closing marks, without what is too short to say anything."""
    found = (match.group(0).strip() for match in _SENTENCE.finditer(text))
    return [sentence for sentence in found if len(_bare(sentence)) >= SHORTEST]


def compare(text: str, previous: str) -> list[Sentence]:
    """Every sentence of a text with what last year's text has for it."""
    before = sentences(previous)
    exact = {_bare(sentence): sentence for sentence in before}
    shaped = {_shape(sentence): sentence for sentence in before}
    found = []
    for sentence in sentences(text):
        if _bare(sentence) in exact:
            found.append(Sentence(sentence, "same", exact[_bare(sentence)]))
        elif _shape(sentence) in shaped:
            found.append(Sentence(sentence, "numbers", shaped[_shape(sentence)]))
        else:
            found.append(Sentence(sentence, "new", _nearest(sentence, before)))
    return found


def share(compared: Sequence[Sentence]) -> float:
    """How much of the text, in characters, stands word for word in last year's; 0 to 1."""
    whole = sum(len(sentence.text) for sentence in compared)
    return sum(len(s.text) for s in compared if s.is_same) / whole if whole else 0.0


def _bare(sentence: str) -> str:
    return re.sub(r"\s", "", _HEAD.sub("", sentence.strip())).rstrip("。！？；")


def _shape(sentence: str) -> str:
    return _NUMBERS.sub("#", _bare(sentence))


def _nearest(sentence: str, before: Sequence[str]) -> str:
    """The sentence of last year most like it, when any is like it at all."""
    matcher = SequenceMatcher(autojunk=False)
    matcher.set_seq2(_bare(sentence))
    best, most = "", ALIKE
    for candidate in before:
        matcher.set_seq1(_bare(candidate))
        if matcher.real_quick_ratio() > most and matcher.quick_ratio() > most and matcher.ratio() > most:
            best, most = candidate, matcher.ratio()
    return best


def stale_years(text: str, year: int) -> list[tuple[int, str]]:
    """Sentences that name a year other than the one reported as if it were it: (the year named, the sentence).

    The year before is meant on purpose beside words of comparison; the year after is, beside plans; a later one never.
    A sentence that opens with an earlier year (2023年，…) tells of it, whatever it compares with.
    """
    comparing = text_figures.data()["comparing"]
    found = []
    for sentence in sentences(text):
        bare = re.sub(r"[《“][^》”]*[》”]", "", sentence)
        opening = _OPENING.match(_HEAD.sub("", bare.strip()))
        for named in {int(match.group(1)) for match in _YEAR.finditer(bare)}:
            last = named == year - 1 and not any(word in bare for word in comparing)
            if last or named > year + 1 or (named < year and opening and int(opening.group(1)) == named):
                found.append((named, sentence))
    return found


def foreign_names(text: str, own: Collection[str], others: Collection[str]) -> list[str]:
    """Names of other agencies and places in a text: `own` are the agency's and its superiors', `others` its neighbours'.

    Provinces are known; other places are told by their ending, and never when an own name holds them.
    """
    mine = "、".join(own)
    bare = re.sub(r"《[^》]*》", "", text)
    found = [name for name in others if name in bare and name not in mine]
    provinces = [name for name in text_figures.data()["provinces"] if name in bare and name not in mine]
    return list(dict.fromkeys([*_longest(found), *provinces, *_places(bare, mine, others)]))


def _longest(names: Collection[str]) -> list[str]:
    """Without names that are part of another found one."""
    return [name for name in names if not any(name != other and name in other for other in names)]


def _places(text: str, mine: str, others: Collection[str]) -> Iterator[str]:
    known = "、".join(others)
    for match in _PLACE.finditer(text):
        name = _BEFORE.sub("", match.group(1))
        if len(name) >= SHORTEST_NAME and name not in mine and name not in known and not _is_no_place(name):
            yield name


def _is_no_place(name: str) -> bool:
    return any(name.endswith(word) for word in text_figures.data()["no_places"])
