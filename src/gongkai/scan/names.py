"""Chinese personal names: by surname and length, in places where a name is due."""

from __future__ import annotations

import re
from functools import cache

from gongkai.scan.detectors import data

_HAN = "\u3400-\u4dbf\u4e00-\u9fff"
_ANONYMOUS = re.compile(r"某|先生|女士|同志|老师|主任|科长|处长|局长|[xX×*＊○〇]")
_JOINED = re.compile(rf"[{_HAN}]{{2,8}}(?:[·•・‧][{_HAN}]{{2,8}}){{1,3}}")
_HAN_ONLY = re.compile(rf"[{_HAN}]{{2,4}}")
_BLANK = re.compile(r"[\s\u3000]+")
_LONGEST = 4
_PLACES = "村县乡局站所厂店"


@cache
def _surnames() -> tuple[frozenset[str], frozenset[str], frozenset[str]]:
    table = data("names.yaml")
    single = frozenset(table.text("single"))
    return single, frozenset(table.text("compound").split()), frozenset(table.text("not_names").split())


@cache
def in_sentence() -> str:
    """A pattern for a name that begins with a frequent surname; what it matches must still pass `is_name`."""
    frequent = "".join(sorted(set(data("names.yaml").text("frequent"))))
    compound = "|".join(sorted(_surnames()[1]))
    return f"(?:(?:{compound})[{_HAN}]{{1,2}}|[{frequent}][{_HAN}]{{1,2}})"


def is_name(value: str) -> bool:
    """Whether the whole value may be a person's name; one made unrecognisable (张某某, 张*) is not."""
    value = _BLANK.sub("", value)
    if _ANONYMOUS.search(value):
        return False
    if _JOINED.fullmatch(value):
        return True
    single, compound, not_names = _surnames()
    if not _HAN_ONLY.fullmatch(value) or value in not_names or value[:2] in not_names or value[-1] in _PLACES:
        return False
    if value[:2] in compound and len(value) > len("欧阳"):
        return True
    # Four characters are a name when two surnames stand before it, as those of married people do.
    return value[0] in single and (len(value) < _LONGEST or value[1] in single)
