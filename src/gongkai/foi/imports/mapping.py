"""The mapping of a register: that of any table (`convert.tables`), its letters to others as fields, and what an absent day means."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from pathlib import Path
from typing import Any

from django.utils.translation import gettext as _

from gongkai.convert.tables import Field, Layout, MappingRefused
from gongkai.convert.tables.mapping import made, parsed, text_of
from gongkai.foi.imports import fields

BUILT_IN = "register"
MOST_LETTERS = 20
_PARTY = "party"


@dataclass(frozen=True, slots=True)
class RegisterMapping:
    """A mapping as it is used. `letters`: how many sets of columns about letters to others the register has.

    `confirms`: a request by mail, fax or internet without a day of confirmation was confirmed the day it came in.
    """

    layout: Layout
    fields: tuple[Field, ...]
    letters: int
    confirms: bool


def load(name: str | Path) -> RegisterMapping:
    """The built-in mapping (`register`), or one from a YAML file that says what differs from it. Raises MappingRefused."""
    own = {} if str(name) == BUILT_IN else parsed(text_of(Path(name)))
    reasons: list[str] = []
    if own.pop("extends", BUILT_IN) != BUILT_IN:
        reasons.append(_("extends 只能写内置的映射：%(names)s。") % {"names": BUILT_IN})
    base = {key: value for key, value in fields.register().items() if key != "columns"}
    letters = _letters(own.pop("consultations", base.pop("consultations")), reasons)
    unconfirmed = own.pop("unconfirmed", base.pop("unconfirmed"))
    if unconfirmed not in ("same_day", "open"):
        reasons.append(_("unconfirmed 只能是 same_day 或者 open。"))
    declared = fields.declared(len(letters))
    layers = [_with_words_of_letters(content, len(letters)) for content in (base, own)]
    try:
        layout = made([layers[0], _of_letters(letters), layers[1]], declared)
    except MappingRefused as refused:
        raise MappingRefused([*reasons, *refused.reasons]) from None
    if reasons:
        raise MappingRefused(reasons)
    return RegisterMapping(layout, declared, len(letters), unconfirmed == "same_day")


def _letters(listed: Any, reasons: list[str]) -> list[dict[str, Any]]:
    if listed in (None, ""):
        return []
    if not isinstance(listed, list) or not all(isinstance(item, dict) for item in listed):
        reasons.append(_("consultations 应当是一个列表。"))
        return []
    for number, item in enumerate(listed, 1):
        if not item.get("sent_on"):
            reasons.append(_("%(where)s 缺少 sent_on。") % {"where": f"consultations[{number}]"})
    return listed[:MOST_LETTERS]


def _of_letters(letters: Sequence[Mapping[str, Any]]) -> dict[str, Any]:
    """Each set of columns as columns of fields of its own; whom the letters went to is the same in every row."""
    columns = {
        fields.letter(number, str(name)): headings
        for number, item in enumerate(letters, 1)
        for name, headings in item.items()
        if name != _PARTY
    }
    parties = {
        fields.letter(number, _PARTY): item.get(_PARTY, "third_party")
        for number, item in enumerate(letters, 1)
    }
    return {"columns": columns, "defaults": parties}


def _with_words_of_letters(content: Mapping[str, Any], letters: int) -> dict[str, Any]:
    """`values.opinion` says what the words of every letter mean."""
    values = content.get("values")
    if not isinstance(values, dict) or "opinion" not in values:
        return dict(content)
    words = {key: value for key, value in values.items() if key != "opinion"}
    words |= {fields.letter(number, "opinion"): values["opinion"] for number in range(1, letters + 1)}
    return {**content, "values": words}
