"""The text of each letter: built in (`letter_templates/*.yaml`), or what an office has put in its place."""

from __future__ import annotations

import re
from collections.abc import Mapping
from dataclasses import dataclass
from datetime import date, datetime
from functools import cache
from importlib.resources import files
from typing import Any

import yaml
from django.db.models import Q, QuerySet
from django.utils import timezone

from gongkai.agencies.models import Agency
from gongkai.convert.official import chinese_date
from gongkai.foi import letter_rules
from gongkai.foi.letter_rules import Paragraph
from gongkai.foi.models import LetterTemplate

# A value that ends its sentence itself, put where the template goes on or ends it.
_DOUBLED = re.compile("[。；]+(?=[，。])")


@dataclass(frozen=True, slots=True)
class Template:
    """What a letter of one kind says. `requires`: fields that must be filled; `row`: the office's own text, if it is one."""

    name: str
    title: str
    requires: tuple[str, ...]
    body: tuple[Paragraph, ...]
    row: LetterTemplate | None = None

    def missing(self, values: Mapping[str, Any]) -> list[str]:
        """The required fields that are empty."""
        return [name for name in self.requires if not str(values.get(name) or "").strip()]

    def uses(self, *names: str) -> bool:
        """Whether the text speaks of one of the fields."""
        return any(f"{{{name}}}" in paragraph.text for paragraph in self.body for name in names)

    def paragraphs(self, values: Mapping[str, Any]) -> list[str]:
        """The body with the values put in; a value of several lines becomes several paragraphs."""
        texts = _Texts({name: written(value) for name, value in values.items()})
        found: list[str] = []
        for paragraph in self.body:
            if paragraph.when and not texts.get(paragraph.when):
                continue
            text = _DOUBLED.sub("", paragraph.text.format_map(texts))
            found += [line.strip() for line in text.splitlines() if line.strip()]
        return found


class _Texts(dict[str, str]):
    """A field nobody filled is empty."""

    def __missing__(self, key: str) -> str:
        return ""


def written(value: Any) -> str:
    """A value as a letter writes it: days in Chinese, moments by their day here, nothing for None."""
    if value is None:
        return ""
    if isinstance(value, datetime):
        return chinese_date(timezone.localtime(value).date())
    return chinese_date(value) if isinstance(value, date) else str(value)


@cache
def templates() -> dict[str, Template]:
    """Every built-in template by its name: a letter kind, or `decision.<variant>`."""
    found = {}
    for item in (files("gongkai.foi") / "letter_templates").iterdir():
        if item.name.endswith(".yaml"):
            name = item.name.removesuffix(".yaml")
            content = yaml.safe_load(item.read_text(encoding="utf-8"))
            body = [Paragraph(part["text"], part.get("when", "")) for part in content["body"]]
            if content["remedy"]:
                body.append(Paragraph("{remedy}"))
            found[name] = Template(name, content["title"], tuple(content["requires"]), tuple(body))
    return found


def of_row(row: LetterTemplate) -> Template:
    """The office's own text; what must be filled in stays what the built-in one needs."""
    built_in = templates()[row.name]
    return Template(row.name, row.title, built_in.requires, letter_rules.read(row.text), row)


def chosen(agency: Agency, name: str, on: date) -> Template:
    """The text that holds at an agency on a day, with one query. Raises KeyError for no letter."""
    built_in = templates()[name]
    row = holding(agency, name, on)
    return built_in if row is None else of_row(row)


def holding(agency: Agency | None, name: str, on: date) -> LetterTemplate | None:
    """The row that holds: the nearest agency up the tree whose latest version is in use; None for the built-in text."""
    return _nearest(LetterTemplate.objects.filter(name=name), agency, on).get(name)


def all_holding(agency: Agency | None, on: date) -> dict[str, LetterTemplate]:
    """The rows that hold at an agency, by letter, with one query; what is missing has the built-in text."""
    return _nearest(LetterTemplate.objects.all(), agency, on)


def _nearest(rows: QuerySet[LetterTemplate], agency: Agency | None, on: date) -> dict[str, LetterTemplate]:
    places = Q(agency__isnull=True)
    if agency is not None:
        places |= Q(agency__path__in=lineage(agency))
    latest: dict[str, dict[str, LetterTemplate]] = {}
    for row in rows.filter(places, since__lte=on).select_related("agency").order_by("version"):
        latest.setdefault(row.name, {})[row.agency.path if row.agency else ""] = row
    found = {}
    for name, by_place in latest.items():
        standing = [path for path, row in by_place.items() if row.active]
        if standing:
            found[name] = by_place[max(standing, key=len)]
    return found


def lineage(agency: Agency) -> list[str]:
    """The paths of an agency and of everything above it."""
    return [agency.path[:end] for end in range(Agency.steplen, len(agency.path) + 1, Agency.steplen)]
