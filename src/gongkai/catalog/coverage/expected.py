"""What each agency is expected to publish and how often, from data and the statute. Pure."""

from __future__ import annotations

from dataclasses import dataclass
from functools import cache
from pathlib import Path
from typing import Any

import yaml
from django.utils.translation import gettext_lazy as _

from gongkai.catalog import standard_columns
from gongkai.law import catalogue

GUIDE, RULEBOOK, REPORT = "guide", "rulebook", "report"
ELEMENTS = {
    GUIDE: (_("政府信息公开指南"), _("第十二条")),
    RULEBOOK: (_("政府信息公开制度"), "国办公开办函〔2019〕61号"),
    REPORT: (_("政府信息公开年报"), _("第四十九条")),
}
_FILE = Path(__file__).parent.parent / "data" / "coverage.yaml"


@dataclass(frozen=True, slots=True)
class Expectation:
    """An item with its article, and how many months may pass without anything new; None: no interval."""

    item: str
    label: str
    article: str
    months: int | None
    source: str
    mark: str


@cache
def _intervals() -> dict[str, Any]:
    content: dict[str, Any] = yaml.safe_load(_FILE.read_text(encoding="utf-8"))
    return content


def every() -> list[Expectation]:
    """All that may be expected of somebody, in the order of the platform (国办公开办函〔2019〕61号)."""
    found = [_of(GUIDE, *ELEMENTS[GUIDE]), _of(RULEBOOK, *ELEMENTS[RULEBOOK])]
    found += [_of(item.id, item.label, item.article) for item in catalogue.ITEMS.values()]
    return [*found, _of(REPORT, *ELEMENTS[REPORT])]


def of_kind(kind: str) -> frozenset[str]:
    """The items expected of an agency of this kind (条例第二十条、第二十一条)."""
    items = {
        item for item, _slug, _name, _type, kinds in standard_columns.STATUTORY if not kinds or kind in kinds
    }
    items |= {
        item.id for item in catalogue.ARTICLE_21 if kind in standard_columns.ARTICLE_21_KINDS[item.applies_to]
    }
    return frozenset({*ELEMENTS, *items})


def _of(item: str, label: Any, article: Any) -> Expectation:
    row = _intervals()["items"].get(item, _intervals()["default"])
    return Expectation(item, str(label), str(article), row["months"], row["source"], row["mark"])
