"""What must be published unasked: the items of Arts 20 and 21, with stable ids."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass
from types import MappingProxyType

from gongkai.law import datafiles

_NUMERALS = (
    "一",
    "二",
    "三",
    "四",
    "五",
    "六",
    "七",
    "八",
    "九",
    "十",
    "十一",
    "十二",
    "十三",
    "十四",
    "十五",
)
_LISTS = {"art20": "every", "art21_city_county": "city_county", "art21_town": "town"}


@dataclass(frozen=True, slots=True)
class CatalogueItem:
    """One statutory item. `applies_to`: every agency, `city_county` (and their departments), or `town`."""

    id: str
    label: str
    article: str
    applies_to: str


def _load() -> Mapping[str, CatalogueItem]:
    found: dict[str, CatalogueItem] = {}
    for name, applies_to in _LISTS.items():
        for number, row in enumerate(datafiles.read("catalogue.yaml").tables(name)):
            article = f"第二十条第（{_NUMERALS[number]}）项" if name == "art20" else "第二十一条"
            found[row.text("id")] = CatalogueItem(row.text("id"), row.text("label"), article, applies_to)
    return MappingProxyType(found)


ITEMS: Mapping[str, CatalogueItem] = _load()
ARTICLE_20: tuple[CatalogueItem, ...] = tuple(item for item in ITEMS.values() if item.applies_to == "every")
ARTICLE_21: tuple[CatalogueItem, ...] = tuple(item for item in ITEMS.values() if item.applies_to != "every")
