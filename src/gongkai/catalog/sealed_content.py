"""Declared content whose values not everybody may see lie sealed elsewhere (`PersonalValues`); the row only refers to them.

Which values those are the declaration says: what it masks or never shows (`Field.openness`), row by row. In Python the content
is always whole: it is opened when somebody reads the attribute, not before, and what stays the same keeps its reference, so that
a row that is saved again is byte for byte what was signed.
"""

from __future__ import annotations

import json
from collections.abc import Callable, Mapping
from typing import Any

from django.db import models

from gongkai.agencies.sealed_fields import OpenedOnReading
from gongkai.catalog import schemas

MARK = "sealed"
Visit = Callable[
    [str, Mapping[str, Any], str, Any], Any
]  # table, row, field, value -> what stands there instead
Known = dict[tuple[str, str, str], dict[str, Any]]  # table, field, value as JSON -> its reference


class Closed:
    """Content as it is stored, nothing of it opened."""

    __slots__ = ("content",)

    def __init__(self, content: Any) -> None:
        self.content = content

    def __repr__(self) -> str:
        return "<sealed content>"


class Opened(OpenedOnReading):
    """Opens the content and remembers by which references."""

    def __get__(self, instance: Any, cls: Any = None) -> Any:
        if instance is not None and isinstance(closed := instance.__dict__.get(self.field.attname), Closed):
            field: Any = self.field
            instance.__dict__[field.attname], instance.__dict__[field.memory] = field.opened(closed.content)
        return super().__get__(instance, cls)


class DeclaredContentField(models.JSONField):
    """`Document.data`. The model has a field `schema` that names the declaration."""

    descriptor_class: Any = Opened

    @property
    def memory(self) -> str:
        """Where an instance keeps the references it was opened by."""
        return f"_{self.attname}_sealed"

    def from_db_value(self, value: Any, expression: Any, connection: Any) -> Any:
        """Closed where something in it is sealed."""
        return self.to_python(super().from_db_value(value, expression, connection))  # type: ignore[no-untyped-call]

    def to_python(self, value: Any) -> Any:
        """The same for what a version holds."""
        return Closed(value) if rows_of(value) else value

    def opened(self, content: Any) -> tuple[Any, Known]:
        """The content with its values, and the references they had. What was destroyed is None."""
        known: Known = {}
        kept = {row.pk: row.values for row in self._vault().filter(pk__in=rows_of(content))}

        def unseal(table: str, row: Mapping[str, Any], name: str, value: Any) -> Any:
            if not is_reference(value):
                return value
            number, place = value[MARK]
            found = kept[number][place] if number in kept else None
            known[table, name, json.dumps(found)] = value
            return found

        return each(content, unseal), known

    def pre_save(self, model_instance: Any, add: bool) -> Any:
        """The content as it is stored."""
        value = model_instance.__dict__.get(self.attname)
        if isinstance(value, Closed):
            return value.content
        known: Known = model_instance.__dict__.setdefault(self.memory, {})
        self._forget_what_is_gone(known)
        return self._sealed(model_instance.schema, value, known)

    def value_to_string(self, obj: Any) -> Any:
        """The same for a version."""
        return self.pre_save(obj, False)

    def _sealed(self, slug: str, content: Any, known: Known) -> Any:
        fresh: list[Any] = []
        made_now: list[dict[str, Any]] = []
        hidden_without_declaration = {key[:2] for key in known} if schemas.get(slug) is None else set()

        def seal(table: str, row: Mapping[str, Any], name: str, value: Any) -> Any:
            if value in (None, "") or not (
                (table, name) in hidden_without_declaration or is_personal(slug, table, row, name)
            ):
                return value
            key = (table, name, json.dumps(value))
            if key not in known:
                known[key] = {MARK: [0, len(fresh)]}
                made_now.append(known[key])
                fresh.append(value)
            return known[key]

        made = each(content, seal)
        if fresh:
            number = self._vault().create(values=fresh).pk
            for reference in made_now:
                reference[MARK][0] = number
        return made

    def _forget_what_is_gone(self, known: Known) -> None:
        """A transaction that was rolled back took its sealed values along."""
        numbers = {reference[MARK][0] for reference in known.values()}
        if numbers:
            kept = set(self._vault().filter(pk__in=numbers).values_list("pk", flat=True))
            for key in [key for key, reference in known.items() if reference[MARK][0] not in kept]:
                del known[key]

    def _vault(self) -> Any:
        return self.model._meta.apps.get_model("catalog", "PersonalValues")._default_manager


def is_personal(slug: str, table: str, row: Mapping[str, Any], name: str) -> bool:
    """Whether the declaration masks or never shows this field in this row."""
    schema = schemas.get(slug)
    owner = schema.table(table) if schema and table else schema
    field = owner.field(name) if owner else None
    return field is not None and field.openness(row) != "full"


def is_reference(value: Any) -> bool:
    """Whether a stored value stands for a sealed one. What people type is text and never looks like this."""
    return isinstance(value, dict) and value.keys() == {MARK}


def rows_of(content: Any) -> set[int]:
    """The rows of sealed values that a stored content refers to."""
    found: set[int] = set()

    def look(table: str, row: Mapping[str, Any], name: str, value: Any) -> Any:
        if is_reference(value):
            found.add(value[MARK][0])
        return value

    each(content, look)
    return found


def each(content: Any, visit: Visit) -> Any:
    """The content with every single value, of the whole and of the rows of its tables, as `visit` gives it."""
    if not isinstance(content, dict):
        return content
    made: dict[str, Any] = {}
    for name, value in content.items():
        if isinstance(value, list):
            made[name] = [
                {key: visit(name, row, key, one) for key, one in row.items()}
                if isinstance(row, dict)
                else row
                for row in value
            ]
        else:
            made[name] = visit("", content, name, value)
    return made
