"""What kind of body an agency is, told by its name: its level, what it calls itself, whether it may make rules (规章)."""

from __future__ import annotations

import re
from dataclasses import dataclass
from functools import lru_cache

_SPACE = re.compile(r"\s+")
_TOWN = re.compile(r"(?:镇|乡|苏木)(?:人民)?(?:政府)?$|(?:镇|乡)(?:党政)?办公室$")
_STREET = re.compile(r"街道(?:办事处|办|党工委)?$|地区办事处$")
_SCHOOL = re.compile(r"(?:大学|学院|学校|中学|小学|幼儿园|党校|一中|二中|三中)$")
_HOSPITAL = re.compile(r"(?:医院|卫生院|保健院|卫生服务中心)$")
_GOVERNMENT = re.compile(r"(?:省|市|县|区|州|盟|旗)(?:人民)?政府(?:办公厅|办公室|办)?$")
_PROVINCE = re.compile(r"^[^省市县州]{2,4}省|自治区|^(?:北京|上海|天津|重庆)市(?!.*[区县])")
_COUNTY = re.compile(r"[县旗]|(?<!自治)(?<!开发)(?<!新)(?<!景)(?<!园)(?<!示范)(?<!实验)(?<!地)区")
_CITY = re.compile(r"市|自治州|盟|地区行政公署")
_STATE = re.compile(r"^(?:国家|国务院|中国|中央|中华人民共和国|全国)|^[^省市县区州]{1,8}(?:部|总局|署)$")
_CHARACTERS = (
    "街道",
    "委员会",
    "办公室",
    "局",
    "厅",
    "委",
    "办",
    "中心",
    "镇",
    "乡",
    "院",
    "校",
    "部",
    "馆",
    "站",
    "队",
    "公司",
)


@dataclass(frozen=True, slots=True)
class Body:
    """`level`: state, province, city, county, town or ""; `kind`: government, town, street, school, hospital, department or "".

    `word`: the last part of its name (局, 厅, 委, 办 …).
    """

    name: str
    level: str
    kind: str
    word: str

    @property
    def may_make_rules(self) -> bool | None:
        """Whether it may make rules (规章; 立法法): None where the name does not tell."""
        if self.kind in {"town", "street", "school", "hospital"}:
            return False
        if self.level == "county":
            return False
        if self.kind == "department" and self.level in {"province", "city"}:
            return False
        return None


@lru_cache(maxsize=4096)
def classify(name: str) -> Body:
    """The body a name stands for. A name that does not tell has empty level and kind, and no check holds it to either."""
    name = _SPACE.sub("", name)
    kind = _kind(name)
    return Body(name, _level(name, kind), kind, _word(name))


def _kind(name: str) -> str:
    for kind, pattern in (
        ("street", _STREET),
        ("town", _TOWN),
        ("school", _SCHOOL),
        ("hospital", _HOSPITAL),
        ("government", _GOVERNMENT),
    ):
        if pattern.search(name):
            return kind
    return "department" if _word(name) in {"局", "厅", "委", "办", "委员会", "办公室"} else ""


def _level(name: str, kind: str) -> str:
    if kind in {"town", "street"}:
        return "town"
    if _STATE.search(name):
        return "state"
    if _COUNTY.search(name):
        return "county"
    if _PROVINCE.search(name):
        return "province"
    return "city" if _CITY.search(name) else ""


def _word(name: str) -> str:
    return next((word for word in _CHARACTERS if name.endswith(word)), "")
