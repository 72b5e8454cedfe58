"""Which rows belong to a case, in this room and those above: found by their keys, so that no new table is forgotten.

The archive writes them all; destruction blanks what in them is sealed.
"""

from __future__ import annotations

from functools import cache
from typing import Any

from django.db import models

from gongkai.foi.models import ApplicantLook, Case, CasePublication

# About the case, and no part of it: who looked, and documents that live on in the catalogue.
APART = (Case, ApplicantLook, CasePublication)


@cache
def models_of_case() -> tuple[tuple[type[models.Model], str], ...]:
    """Every model whose rows point at a case, or at a row that does, with the lookup that leads to the case."""
    direct = _pointing_at(Case, "")
    known = {model for model, _path in direct}
    for model, path in list(direct):
        for below, way in _pointing_at(model, path):
            if below not in known:
                known.add(below)
                direct.append((below, way))
    return tuple(sorted(direct, key=lambda pair: (pair[0]._meta.label, pair[1])))


def _pointing_at(target: type[models.Model], path: str) -> list[tuple[Any, str]]:
    found: dict[Any, str] = {}
    for relation in target._meta.related_objects:
        model: Any = relation.related_model
        if (
            model not in APART
            and model not in found
            and relation.field.concrete
            and not relation.many_to_many
        ):
            found[model] = f"{relation.field.name}__{path}".removesuffix("__")
    return list(found.items())
