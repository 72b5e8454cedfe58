"""Text as terms of a word index: every two characters that stand side by side. Pure.

Chinese has no blanks, so any two characters may be a word (低保), and whoever looks for a longer one finds what holds all
its pairs. A term is written in letters a–p only, five for each character, so that no database takes it apart or folds it.
"""

from __future__ import annotations

import hashlib
from collections.abc import Collection, Iterable, Mapping
from typing import Any

from gongkai.catalog.schemas import public
from gongkai.catalog.schemas.model import Schema

_LETTERS = str.maketrans("0123456789abcdef", "abcdefghijklmnop")
_CHOSEN = "z"
ANY_END = "*"


def pairs(text: str) -> set[str]:
    """The terms of a text: each pair of neighbours, and each last character by itself. Blanks part runs."""
    return {
        _term(run[at : at + 2]) for run in text.casefold().split() for at in range(len(run))
    }  # the last slice holds one character


def wanted(word: str) -> list[str]:
    """The terms a text must have to hold a word without blanks; one character is the beginning of a term (`ANY_END`).

    They are necessary, not sufficient: 甲乙 and 乙丙 need not stand side by side. Whoever asks looks into the text as well.
    """
    folded = word.casefold()
    if len(folded) == 1:
        return [_term(folded) + ANY_END]
    return sorted({_term(folded[at : at + 2]) for at in range(len(folded) - 1)})


def chosen(name: str, value: str) -> str:
    """The term of a value chosen for a field."""
    digest = hashlib.blake2b(f"{name}={value}".encode(), digest_size=8).hexdigest()
    return _CHOSEN + digest.translate(_LETTERS)


def entry_text(schema: Schema, row: public.PublicRow) -> str:
    """What a row of a list is searched in: its searchable fields in their public form, those that are masked left out."""
    said = (
        public.words(field, row)
        for field in schema.rows.fields
        if field.searchable and field.name not in row.masked
    )
    return "\n".join(part for part in said if part).casefold()


def entry_words(schema: Schema | None, text: str, values: Mapping[str, Any], masked: Collection[str]) -> str:
    """What a row of a list is found by: its text to search in, and what was chosen in it; nothing that is masked."""
    offered = schema.rows.fields if schema is not None else ()
    kept = {
        chosen(field.name, str(values[field.name]))
        for field in offered
        if field.kind == "choice" and field.name not in masked and values.get(field.name)
    }
    return written(pairs(text) | kept)


def written(terms: Iterable[str]) -> str:
    """Terms as they are kept: one blank between them, each once."""
    return " ".join(sorted(set(terms)))


def _term(signs: str) -> str:
    return "".join(f"{ord(sign):05x}" for sign in signs).translate(_LETTERS)
